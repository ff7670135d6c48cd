"""Listings of many cities with their truth: other sample cities than the one the weights were learned from.

Belongs here: made records for measuring at scale. Does not belong here: what is measured (`scale`).

Eight cities are drawn anew, with the misspellings, omissions and look-alikes of the sample city (measured shares of
real listings); each stands for many others, which differ in what tells a place: wards, towns, venues, phones, hosts.
Names are the same in all of them, as ひよこクラブ is: so many siblings that must not be joined. Only an activity with a
listing that names no ward bears the name of its city, because nothing else could tell it from its siblings.
"""

from __future__ import annotations

import functools

import polars as pl

from cities.kawasaki.sample_city.world import build_world
from pipelines.match.activities import matchable
from pipelines.normalise.listings import SourceRule, normalise
from pipelines.normalise.schedule.notation import BYDAY
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_SEEDS = range(1, 9)
_PLACES = (
    "terakoya",
    "organizer_key",
    "organizer_group",
    "ward_code",
    "venue_key",
    "venue_group",
    "venue_head",
    "venue_proper",
    "bracket",
    "place_block",
    "town",
    "facility",
    "phone",
    "url_key",
)
_NAMES = ("full_name", "match_name", "name_once", "stem", "kana", "sound")
_TEXT = "context"
"""Holds names and places: a city's mark stands in front of it, as it does in front of them."""
_MARKS = "あかさたなはまやらわ"


def cities(count: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """So many cities.

    Args:
        count: how many; about 2,270 listings each.

    Returns:
        Listings with the columns of matching, and record_id with cluster_id of the truth.
    """
    drawn = _drawn()
    records = pl.concat([_city(drawn[number % len(drawn)], number) for number in range(count)])
    return records.drop("entity_id"), records.select(record_id="listing_id", cluster_id="entity_id")


@functools.cache
def _drawn() -> list[pl.DataFrame]:
    return [_typed(seed) for seed in _SEEDS]


def _typed(seed: int) -> pl.DataFrame:
    """The generated listings of one sample city, typed, with entity_id."""
    entries = [entry for entry in build_world(seed).entries if not entry.real_row_id and entry.name_text]
    texts = [name for name in table("raw__listings").optional if hasattr(entries[0], name)]
    empty = dict.fromkeys(table("raw__listings").optional)
    rows = [
        empty
        | {name: getattr(entry, name) for name in texts}
        | {"source_key": entry.site, "run_id": "r1", "page_url": f"{number:06d}", "position": number}
        | {"body_sha256": "0", "record_key": f"{seed}-{number}"}
        for number, entry in enumerate(entries)
    ]
    rules = {site: SourceRule("c", "community") for site in {entry.site for entry in entries}}
    typed = normalise(frame(table("raw__listings"), rows), rules).listings
    known = pl.DataFrame(
        {
            "record_key": [row["record_key"] for row in rows],
            "entity_id": [f"{seed}-{entry.entity_id}" for entry in entries],
        }
    )
    listings = matchable(typed).join(known, on="record_key", maintain_order="left")
    return listings.with_columns(_is_told=pl.col("ward_code").is_null().any().over("entity_id"))


def _city(listings: pl.DataFrame, number: int) -> pl.DataFrame:
    mark = "".join(_MARKS[int(digit)] for digit in f"{number:03d}")
    year = pl.col("founded_date").str.slice(0, 4).cast(pl.Int32)
    moved = [BYDAY[(place + number) % len(BYDAY)] for place in range(len(BYDAY))]
    return listings.with_columns(
        pl.format("{}" + mark, "listing_id").alias("listing_id"),
        pl.format("{}" + mark, "entity_id").alias("entity_id"),
        *((mark + pl.col(name)).alias(name) for name in (*_PLACES, _TEXT)),
        *(pl.when("_is_told").then(mark + pl.col(name)).otherwise(name).alias(name) for name in _NAMES),
        pl.col("days_said", "weekdays_said").str.replace_many(list(BYDAY), moved),
        founded_date=(1950 + (year + 7 * number) % 75).cast(pl.String) + pl.col("founded_date").str.slice(4),
    ).drop("_is_told")
