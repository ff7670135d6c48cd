"""What happened since the last release, one cause per change, and every activity as it was on any day.

Belongs here: comparing two releases. Does not belong here: which release is the last one (`publish`), SQL.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from warehouse.contract import table
from warehouse.contract.frames import frame

_UNCOMPARED = (
    "activity_id",
    "profile_code",
    "listing_count",
    "source_count",
    "organizer_id",
    "venue_id",
    "stale_since",
    "staleness_code",
)
_ENDINGS = {"paused": "paused", "ended": "ended"}
_NO_FIELD = "-"


class Release(NamedTuple):
    """What is compared of a release: frames of `activities`, `activity_listings`, `activity_redirects`."""

    activities: pl.DataFrame
    listings: pl.DataFrame
    redirects: pl.DataFrame


def compare(before: Release, now: Release, moves: pl.DataFrame) -> pl.DataFrame:
    """Changes from one release to the next.

    Args:
        before: the last release; empty tables at the first.
        now: today's.
        moves: listings that came back under another key (`rekey.rekeyed`).

    Returns:
        Rows of `core__activity_changes`, sorted by key.
    """
    parts = [
        _born(before, now),
        _gone(before, now),
        _fields(before.activities, now.activities),
        _rekeyed(now, moves),
        _stale(before.activities, now.activities),
    ]
    declared = table("core__activity_changes")
    rows = pl.concat([frame(declared, []), *(_row(part, declared.column_names) for part in parts)])
    return rows.sort("activity_id", "change_code", "field_name")


def _row(df: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in columns if name not in df.columns]
    return df.with_columns(absent).select(pl.col(columns).cast(pl.String))


def _born(before: Release, now: Release) -> pl.DataFrame:
    """New IDs: split from the activity their listings were of, or added."""
    new = now.activities.join(before.activities, on="activity_id", how="anti").select("activity_id")
    origin = now.listings.join(before.listings, on="listing_id", suffix="_last")
    origin = origin.group_by("activity_id").agg(other_activity_id=pl.col("activity_id_last").min())
    df = new.join(origin, on="activity_id", how="left")
    code = pl.when(pl.col("other_activity_id").is_null()).then(pl.lit("added")).otherwise(pl.lit("split"))
    return df.with_columns(change_code=code, field_name=pl.lit(_NO_FIELD))


def _gone(before: Release, now: Release) -> pl.DataFrame:
    """IDs that name nothing any more: merged into another, or not listed any longer."""
    gone = before.activities.join(now.activities, on="activity_id", how="anti").select("activity_id")
    df = gone.join(now.redirects, on="activity_id", how="left")
    code = pl.when(pl.col("current_activity_id").is_null()).then(pl.lit("gone")).otherwise(pl.lit("merged"))
    return df.with_columns(change_code=code, field_name=pl.lit(_NO_FIELD), other_activity_id="current_activity_id")


def _fields(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """One row per field that says something else; the end or a pause of an activity has its own code."""
    names = [name for name in now.columns if name not in _UNCOMPARED and name in before.columns]
    last, new = (
        df.select("activity_id", pl.col(names).cast(pl.String)).unpivot(index="activity_id", variable_name="field_name")
        for df in (before, now)
    )
    both = last.join(new, on=["activity_id", "field_name"], suffix="_now", nulls_equal=False)
    both = both.filter(pl.col("value").ne_missing(pl.col("value_now")))
    is_status = pl.col("field_name") == "status_code"
    code = pl.when(is_status).then(pl.col("value_now").replace_strict(_ENDINGS, default="changed"))
    return both.with_columns(
        change_code=code.otherwise(pl.lit("changed")), old_text=pl.col("value"), new_text=pl.col("value_now")
    )


def _rekeyed(now: Release, moves: pl.DataFrame) -> pl.DataFrame:
    df = (
        now.listings.join(moves, on="listing_id")
        .group_by("activity_id")
        .agg(
            old_text=pl.col("last_listing_id").sort().str.join("、"),
            new_text=pl.col("listing_id").sort().str.join("、"),
        )
    )
    return df.with_columns(change_code=pl.lit("rekeyed"), field_name=pl.lit("listing_id"))


def _stale(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Activities of which every source has begun to show older rows."""
    stale = now.drop_nulls("stale_since").select("activity_id", new_text=pl.col("stale_since").cast(pl.String))
    df = stale.join(before.filter(pl.col("stale_since").is_null()), on="activity_id", how="semi")
    return df.with_columns(change_code=pl.lit("stale"), field_name=pl.lit("stale_since"))


def remember(history: pl.DataFrame, activities: pl.DataFrame, day: date) -> pl.DataFrame:
    """Every activity as it was on any day, continued by today.

    Args:
        history: rows of `activity_history` of the last release; empty at the first.
        activities: rows of `core__activities`.
        day: the day of this release; what is said today replaces what was said earlier the same day.

    Returns:
        Rows of `core__activity_history`, sorted by key.
    """
    declared = table("core__activity_history")
    today = pl.lit(day)
    names = [name for name in activities.columns if name != "activity_id"]
    now = activities.select("activity_id", activity_json=pl.struct(names).struct.json_encode())
    past = history.filter(pl.col("valid_from_on") < today).with_columns(
        valid_to_on=pl.when(pl.col("valid_to_on") < today).then("valid_to_on")
    )
    is_open = pl.col("valid_to_on").is_null()
    joined = past.filter(is_open).join(now, on="activity_id", how="left", suffix="_now")
    still = pl.col("activity_json").eq_missing(pl.col("activity_json_now"))
    opened = joined.with_columns(valid_to_on=pl.when(~still).then(today)).select(past.columns)
    kept = joined.filter(still).select("activity_id")
    new = now.join(kept, on="activity_id", how="anti").with_columns(
        valid_from_on=today, valid_to_on=pl.lit(None, dtype=pl.Date)
    )
    parts = [past.filter(~is_open), opened, new]
    every = pl.concat([frame(declared, []), *(part.select(declared.column_names) for part in parts)])
    return every.sort("activity_id", "valid_from_on")
