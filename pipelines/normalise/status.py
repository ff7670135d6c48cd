"""Whether an activity goes on: 休止中, 終了, 再開 as a code.

Belongs here: reading the words of a status cell and of a bracket in the name. Does not belong here: guessing from dates
or from prose; a text that says nothing certain gives null.
"""

from __future__ import annotations

import polars as pl

from pipelines.normalise.text import display

# 再開 counts only as a fact: 再開未定, 再開予定, 再開を検討 say that it has not happened (docs/sources.md §8, Status)
_NOT_YET = r"再開(?:は|時期は|の?時期|日は|を|に)?(?:未定|予定|検討|向け|待ち|のめど)"
_RESUMED = r"再開|活動中|通常どおり|通常通り"
_PAUSED = r"休止|休会|休業中|お休み中|活動を休|活動停止"
_ENDED = r"終了|解散|閉鎖|廃止|閉会|閉店"
_IN_BRACKETS = r"[(（【\[]([^)）】\]]*(?:休止|休会|お休み中|解散|閉鎖|廃止|活動終了|再開)[^)）】\]]*)[)）】\]]"


def read_status(status_text: pl.Series, name: pl.Series) -> pl.DataFrame:
    """Whether an activity goes on, and the words that say so. The status cell outranks the name.

    Args:
        status_text: String column, as published.
        name: String column cleaned by `display`; only words in brackets count.

    Returns:
        Frame of the same length: status_code (`active`, `paused`, `ended` of the vocabulary `status`) and status_words;
        both null when nothing certain is said.
    """
    words = pl.DataFrame({"_cell": status_text.cast(pl.String), "_name": name.cast(pl.String)})
    words = words.with_columns(display(pl.col("_cell")), pl.col("_name").str.extract(_IN_BRACKETS))
    codes = words.select(_code(pl.col("_cell")).alias("cell"), _code(pl.col("_name")).alias("name"))
    return codes.hstack(words).select(
        status_code=pl.coalesce("cell", "name"),
        status_words=pl.when(pl.col("cell").is_not_null())
        .then("_cell")
        .when(pl.col("name").is_not_null())
        .then("_name"),
    )


def _code(text: pl.Expr) -> pl.Expr:
    certain = text.str.replace_all(_NOT_YET, "")
    return (
        pl.when(certain.str.contains(_RESUMED))
        .then(pl.lit("active"))
        .when(certain.str.contains(_ENDED) & certain.str.contains(_PAUSED))
        .then(pl.lit(None, dtype=pl.String))
        .when(certain.str.contains(_ENDED))
        .then(pl.lit("ended"))
        .when(certain.str.contains(_PAUSED))
        .then(pl.lit("paused"))
    )
