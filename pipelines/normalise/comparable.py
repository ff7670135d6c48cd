"""Listings with the columns that only matching needs.

Belongs here: what the spec of activities reads beside the typed values. Does not belong here: values for publication.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path

import polars as pl

from pipelines.normalise.text import key
from pipelines.normalise.urls import page_key
from warehouse.contract.derived.text_form import as_text

_READINGS = Path(__file__).with_name("readings.csv")
_SHORTEST_NAME = 3
_TOO_LITTLE = (
    r"^(?:の?会|(?:子育て|ふれあい|いきいき|親子)?(?:くらぶ|さろん|さーくる|ひろば)|(?:認知症|おれんじ|こみゅにてぃ)?かふぇ"
    r"|教室|体操|たいそう|活動|ぷれーぱーく|こども食堂|(?:地域の)?寺子屋|おもちゃ病院)$"
)
"""Words for a kind of activity: a name of which no more is left without the venue keeps the venue."""
_TERAKOYA, _SCHOOL = "寺子屋|てらこや|テラコヤ", "^(.+?(?:小|中)学校)"
_GROUP_END = r"(?:を?つくる会|の?会|ぐるーぷ|実行委員会|運営委員会|さーくる|くらぶ|団体|協議会|友の会)$"


def with_match_columns(listings: pl.DataFrame) -> pl.DataFrame:
    """Add what is compared.

    Args:
        listings: rows of `norm__listings`.

    Returns:
        The same rows with `full_name` (folded, without the legal form, frequent words in kana: 広場 = ひろば),
        `match_name` (the same of the core name without the venue in it), `stem` (without the word for a group at its
        end: …プレーパークをつくる会), `place_block` (town and block), `weekdays` (GIF 441 code or rules), `start_time`
        and `schedule_dates` (as texts), `url_key` (one address whatever the scheme, and with or without index.html);
        `kana` is folded; `terakoya` is the school of a 地域の寺子屋: there is one per school, whatever it is called.
    """
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
        weekdays=pl.coalesce("schedule_gif", as_text("schedule_rrules")),
        start_time=as_text("session_starts"),
        schedule_dates=as_text("schedule_days"),
        url_key=page_key(pl.col("url")),
    ).drop("_name")


@functools.cache
def _readings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    with _READINGS.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: -len(row["written"]))
    return tuple(row["written"] for row in rows), tuple(row["folded"] for row in rows)
