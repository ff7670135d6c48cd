"""What was: every activity on every day, every change of every release, every release with its counts.

Belongs here: tables that each release continues from the one before. Does not belong here: comparing two releases
(`changes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from warehouse.contract import table
from warehouse.contract.derived.frames import frame


def as_json(activities: pl.DataFrame) -> pl.DataFrame:
    """activity_id and activity_json: every row as JSON, its ID left out."""
    names = [name for name in activities.columns if name != "activity_id"]
    return activities.select("activity_id", activity_json=pl.struct(names).struct.json_encode())


def from_json(rows: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows that were written by `as_json`.

    Args:
        rows: activity_id and activity_json.
        schema: of the frame they came from.
    """
    names = [name for name in schema if name != "activity_id"]
    # A day is text in JSON
    written = {name: pl.String() if schema[name] == pl.Date else schema[name] for name in names}
    parsed = rows.select("activity_id", pl.col("activity_json").str.json_decode(pl.Struct(written)).alias("row"))
    days = [pl.col(name).str.to_date() for name in names if schema[name] == pl.Date]
    return parsed.unnest("row").with_columns(days).select(schema.keys())


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
    now = as_json(activities)
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


def as_of(history: pl.DataFrame, day: date, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The activities as they were published on a day.

    Args:
        history: rows of `activity_history`.
        day: any day since the first release.
        schema: of `core__activities`.
    """
    is_then = (pl.col("valid_from_on") <= day) & (pl.col("valid_to_on").is_null() | (pl.col("valid_to_on") > day))
    return from_json(history.filter(is_then).select("activity_id", "activity_json"), schema).sort("activity_id")


def log_changes(log: pl.DataFrame, changes: pl.DataFrame, release: Mapping[str, object]) -> pl.DataFrame:
    """Every change of every release, without the values: kept for ever, when whole releases are long gone.

    Args:
        log: rows of `activity_change_log` of the last release; empty at the first.
        changes: rows of `core__activity_changes`.
        release: the row of `core__release`.

    Returns:
        Rows of `core__activity_change_log`, sorted by key.
    """
    declared = table("core__activity_change_log")
    today = changes.with_columns(release_id=pl.lit(release["release_id"]), changed_on=pl.lit(_day(release)))
    parts = [log, today]
    return pl.concat(part.select(declared.column_names) for part in parts).sort(declared.key)


def log_release(
    log: pl.DataFrame, release: Mapping[str, object], activity_count: int, listing_count: int
) -> pl.DataFrame:
    """Every release with its counts: kept for ever.

    Args:
        log: rows of `release_log` of the last release; empty at the first.
        release: the row of `core__release`.
        activity_count: of this release.
        listing_count: of this release.

    Returns:
        Rows of `core__release_log`, sorted by key.
    """
    declared = table("core__release_log")
    counts = {"activity_count": activity_count, "listing_count": listing_count}
    row = {name: {**release, **counts}[name] for name in declared.column_names}
    return pl.concat([log.select(declared.column_names), frame(declared, [row])]).sort(declared.key)


def _day(release: Mapping[str, object]) -> date:
    moment = release["as_of_at"]
    assert hasattr(moment, "date")
    day: date = moment.date()
    return day
