"""How matching grows: the sample city fifty and five hundred times, each time as another city.

Belongs here: copies with their truth, seconds, memory, Splink beside it. Does not belong here: quality in detail.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import polars as pl

from pipelines import bench_peers
from pipelines.bench_sets import quality
from pipelines.match.activities import activities_spec, activities_weights
from pipelines.match.activity_columns import with_match_columns
from pipelines.match.engine import match

_COPIES = (50, 400)
_TOLD = (
    "full_name",
    "match_name",
    "stem",
    "kana",
    "terakoya",
    "organizer_key",
    "ward_code",
    "venue_key",
    "place_block",
    "town",
    "facility",
    "phone",
    "url_key",
)
# What Splink compares and blocks on: the same columns, one per thing, settings after its guides
_SPLINK: dict[str, Any] = {
    "id": "listing_id",
    "columns": {
        "match_name": "text",
        "organizer_key": "text",
        "venue_key": "text",
        "place_block": "code",
        "phone": "phone",
        "url_key": "code",
        "weekdays": "code",
        "start_time": "code",
        "ward_code": "code",
    },
    "blocks": [
        ["match_name"],
        ["kana"],
        ["phone"],
        ["url_key"],
        ["place_block", "substr(match_name, 1, 4)"],
        ["venue_key", "weekdays"],
        ["organizer_key", "ward_code"],
        ["substr(match_name, 1, 6)", "ward_code"],
    ],
    "certain": [["match_name", "ward_code"], ["phone", "match_name"]],
    "train": [["match_name"], ["venue_key"]],
}


def scale(listings: pl.DataFrame, known: pl.DataFrame) -> Iterator[str]:
    """Seconds, memory and F1 as the listings are repeated as other cities', beside Splink on the same records.

    Args:
        listings: rows of `norm__listings`.
        known: listing_id and entity_id.
    """
    spec = activities_spec()
    columns = with_match_columns(listings)
    for copies in _COPIES:
        df = pl.concat([_city(columns, number) for number in range(copies)])
        truth = pl.concat([_answers(known, number) for number in range(copies)])
        started = perf_counter()
        matched = match(df, spec, weights=activities_weights())
        seconds = perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        yield f"規模 {df.height:,} 件: {quality(matched.clusters(), truth)}、{seconds:.1f} 秒、記憶 {peak:.1f} GiB"
        for line in bench_peers.splink(df, spec, truth, _SPLINK):
            yield f"  {line}"


def _mark(number: int) -> str:
    return "".join("あかさたなはまやらわ"[int(digit)] for digit in f"{number:03d}") if number else ""


def _city(columns: pl.DataFrame, number: int) -> pl.DataFrame:
    """The same listings in another city: what identifies is not shared with the others, days are moved."""
    mark = _mark(number)
    days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    year = pl.col("founded_date").str.slice(0, 4).cast(pl.Int32)
    moved = [days[(place + number) % 7] for place in range(7)]
    return columns.with_columns(
        pl.format("{}" + mark, "listing_id").alias("listing_id"),
        *((mark + pl.col(name)).alias(name) for name in _TOLD),
        weekdays=pl.col("weekdays").str.replace_many(days, moved),
        founded_date=(1950 + (year + 7 * number) % 75).cast(pl.String) + pl.col("founded_date").str.slice(4),
    )


def _answers(known: pl.DataFrame, number: int) -> pl.DataFrame:
    mark = _mark(number)
    return known.select(record_id=pl.format("{}" + mark, "listing_id"), cluster_id=pl.format("{}" + mark, "entity_id"))
