"""How a text is folded before it is searched, and the pairs of signs that are looked up.

Belongs here: what `assets/search.js` does with what somebody types, done here with what is found: the two must agree
(`hiroba bench site` compares them). Does not belong here: matching listings (`normalise.text.key`), which keeps apart
what a reader may mix up.

さろん, サロン and ｻﾛﾝ are one, so are ケ and が between kanji, and long marks do not count. Japanese has no spaces
between words: two neighbouring signs are what is looked up.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from pipelines.normalise.text_tables import HIRAGANA, VARIANT_KANJI

END: Final = "$"
"""Behind the last sign of a run of letters."""
_SMALL: Final = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
SIGNS: Final = {**VARIANT_KANJI, **HIRAGANA}
_PLAIN: Final = {**SIGNS, **{sign: _SMALL[to] for sign, to in SIGNS.items() if to in _SMALL}, **_SMALL}


def folded(text: pl.Expr) -> pl.Expr:
    """A text in the form in which it is searched: runs of letters and digits with one space between.

    Args:
        text: as people read it.
    """
    plain = text.str.normalize("NFKC").str.to_lowercase().str.replace_many(list(_PLAIN), list(_PLAIN.values()))
    plain = plain.str.replace_all(r"(\p{Han})け(\p{Han})", "${1}が${2}").str.replace_all("ー", "")
    return plain.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def pairs(df: pl.DataFrame, column: str) -> pl.DataFrame:
    """Each pair of signs of each row once: `number`, `pair`; the last sign of a run stands with `END`.

    Args:
        df: has `number` and the column.
        column: of folded texts.
    """
    runs = df.select("number", run=pl.col(column).str.split(" ")).explode("run").filter(pl.col("run") != "").unique()
    # Every sign with the one behind it: the run beside itself, one sign later
    signs = runs.with_columns(first=pl.col("run").str.split(""), then=(pl.col("run").str.slice(1) + END).str.split(""))
    two = signs.select("number", "first", "then").explode("first", "then")
    return two.select("number", pair=pl.col("first") + pl.col("then")).unique()
