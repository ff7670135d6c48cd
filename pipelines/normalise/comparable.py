"""Listings with the columns that only matching needs.

Belongs here: what the spec of activities reads beside the typed values. Does not belong here: values for publication.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path

import polars as pl

from pipelines.normalise.anywhere import anywhere
from pipelines.normalise.days_said import days_said
from pipelines.normalise.parallel import in_parts
from pipelines.normalise.readings import read_aloud, words_read
from pipelines.normalise.text import display, key
from pipelines.normalise.urls import page_key
from pipelines.normalise.venue_parts import venue_parts

_READINGS = Path(__file__).with_name("readings.csv")
_SHORTEST_NAME = 3
_FEW_PLACES = 2
"""Places at most at which one activity is held, one of them perhaps written otherwise."""
_TOO_LITTLE = (
    r"^(?:の?会|(?:子育て|ふれあい|いきいき|親子)?(?:くらぶ|さろん|さーくる|ひろば)|(?:認知症|おれんじ|こみゅにてぃ)?かふぇ"
    r"|教室|体操|たいそう|活動|ぷれーぱーく|こども食堂|(?:地域の)?寺子屋|おもちゃ病院)$"
)
"""Words for a kind of activity: a name of which no more is left without the venue keeps the venue."""
_TERAKOYA, _SCHOOL = "寺子屋|てらこや|テラコヤ", "^(.+?(?:小|中)学校)"
_GROUP_END = r"(?:を?つくる会|の?会|ぐるーぷ|実行委員会|運営委員会|さーくる|くらぶ|団体|協議会|友の会)$"
# What tells two classes of one group apart, however a list says it
_CLASSES = {
    "am": "午前|朝|あさ",
    "pm": "午後|昼",
    "night": "夜|よる|夕方",
    "small": "ちいさい|小さい|赤ちゃん|0.?歳|乳児|ベビー",
    "big": "おおきい|大きい|小学生|キッズ|幼児",
    "first": "スタート|入門|初級|はじめて|初心者|基礎",
    "next": "ステップアップ|中級|上級|応用",
    "men": "男|メンズ",
    "women": "女性|婦人|レディース",
    "young": "ジュニア|少年|キッズ|若者",
    "old": "シニア|シルバー|高齢",
    "course": "養成|講習|研修",
}


def with_match_columns(listings: pl.DataFrame, descriptions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Add what is compared.

    Args:
        listings: rows of `norm__listings`.
        descriptions: source_key, record_key and description_text, or nothing of it.

    Returns:
        The same rows with

        * names: `full_name` (folded, without the legal form, frequent words in kana: 広場 = ひろば), `match_name` (the
          same of the core name without the venue in it), `name_once` (that, unless it stands at several places: 誕生会
          does), `stem` (without the word for a group at its end: …プレーパークをつくる会), `sound` (the core name as it
          is read), `words` (of the name, as they are read), `quoted` (what it has in 「」), `bracket` (what it has in
          （）), `classes` (午前, 初級, 0歳 …: what tells two classes of one group apart), `terakoya` (the school of a
          地域の寺子屋: there is one per school, whatever it is called); `kana` is folded;
        * `context`: all that a listing says in words, with its reading;
        * places: `venue_head`, `venue_proper` and `venue_kind` (`venue_parts`); ward, town and block also where only
          the form of the address tells them (`anywhere`), and `place_block`, town and block together;
        * days: `days_said`, `weekdays_said`, `dates_said` and `start_said` (`days_said`);
        * `url_key`: one address whatever the scheme, and with or without index.html.
    """
    return with_name_once(with_own_columns(listings, descriptions))


def with_own_columns(listings: pl.DataFrame, descriptions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Add what a listing tells by itself, whatever the others say; see `with_match_columns`."""
    (df,) = in_parts(_with_said(listings, descriptions), _row_by_row)
    return df


def with_name_once(df: pl.DataFrame) -> pl.DataFrame:
    """Add what only all listings together tell; see `with_match_columns`."""
    places = pl.col("venue_proper").drop_nulls().n_unique().over("match_name")
    return df.with_columns(name_once=pl.when(places <= _FEW_PLACES).then("match_name"))


def _row_by_row(listings: pl.DataFrame) -> tuple[pl.DataFrame]:
    """The columns of `with_own_columns`; `_said` becomes `context`."""
    df = with_names(listings)
    df = df.hstack(venue_parts(df.get_column("venue"), df.get_column("name")))
    df = df.hstack(days_said(df.get_column("schedule")))
    df = _with_context(_placed(df.hstack(anywhere(df.get_column("address")))))
    df = df.with_columns(
        name_once="match_name",
        sound=key(read_aloud(pl.col("core_name"))),
        words=words_read(pl.col("name")),
        quoted=key(pl.col("name").str.extract(r"[「『《]([^」』》]{2,})[」』》]")),
        bracket=key(pl.col("name").str.extract(r"[（(【]([^）)】]{2,})[）)】]")),
        classes=_classes(pl.col("name")),
    )
    return (df,)


def with_names(listings: pl.DataFrame) -> pl.DataFrame:
    """Add the names and keys that need nothing but the listing's typed values; see `with_match_columns`."""
    name, venue = pl.col("_name"), pl.col("venue_key")
    df = listings.with_columns(_name=key(pl.col("core_name")))
    without = name.str.split(by=venue).list.join("")
    is_enough = (without.str.len_chars() >= _SHORTEST_NAME) & ~without.str.contains(_TOO_LITTLE)
    df = df.with_columns(_name=pl.when(is_enough & venue.is_not_null()).then(without).otherwise(name))
    written, folded = _readings()
    without_form = pl.col("name").str.split(by=pl.col("legal_form").fill_null(" ")).list.join("")
    df = df.with_columns(
        match_name=name.str.replace_many(list(written), list(folded)),
        full_name=key(without_form).str.replace_many(list(written), list(folded)),
    )
    stem = pl.col("match_name").str.replace(_GROUP_END, "")
    return df.with_columns(
        stem=pl.when(stem.str.len_chars() >= _SHORTEST_NAME).then(stem).otherwise("match_name"),
        kana=key(pl.col("kana")),
        terakoya=pl.when(pl.col("core_name").str.contains(_TERAKOYA)).then(pl.col("venue_key").str.extract(_SCHOOL)),
        place_block=pl.concat_str("town", "block", separator=" "),
        url_key=page_key(pl.col("url")),
    ).drop("_name")


def _placed(df: pl.DataFrame) -> pl.DataFrame:
    """Ward, town and block also where only the form of the address tells them."""
    df = df.with_columns(
        ward_code=pl.coalesce("ward_code", "city_written"),
        block=pl.when(pl.col("town").is_null()).then("number_written").otherwise("block"),
        town=pl.coalesce("town", "town_written"),
    )
    return df.with_columns(place_block=pl.concat_str("town", "block", separator=" "))


def _with_said(listings: pl.DataFrame, descriptions: pl.DataFrame | None) -> pl.DataFrame:
    """What the source says of a listing in prose, as `_said`."""
    keys = ["source_key", "record_key"]
    if descriptions is None:
        return listings.with_columns(_said=pl.lit(None, dtype=pl.String))
    said = descriptions.select(*keys, _said="description_text").unique(keys, keep="first", maintain_order=True)
    return listings.join(said, on=keys, how="left", maintain_order="left")


def _with_context(df: pl.DataFrame) -> pl.DataFrame:
    """All that a listing says in words, as it is written and as it is read."""
    spoken = pl.concat_str("name", "organizer", "venue", display(pl.col("_said")), separator=" ", ignore_nulls=True)
    df = df.with_columns(_said=spoken)
    written = pl.concat_str("_said", "address", separator=" ", ignore_nulls=True)
    texts = (key(written), pl.col("kana"), key(read_aloud(pl.col("_said"))))
    return df.with_columns(context=pl.concat_str(*texts, ignore_nulls=True)).drop("_said")


def _classes(name: pl.Expr) -> pl.Expr:
    said = [pl.when(name.str.contains(words)).then(pl.lit(word)) for word, words in _CLASSES.items()]
    return pl.concat_str(said, separator=";", ignore_nulls=True).replace("", None)


@functools.cache
def _readings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    with _READINGS.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: -len(row["written"]))
    return tuple(row["written"] for row in rows), tuple(row["folded"] for row in rows)
