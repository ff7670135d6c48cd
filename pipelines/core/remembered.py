"""What was: every activity on every day, every change of every release, every release with its counts.

Belongs here: tables that each release continues from the one before. Does not belong here: comparing two releases
(`changes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from warehouse.contract import table
from warehouse.contract.derived.frames import dtypes, frame
from warehouse.contract.derived.text_form import announced, with_announced, with_typed


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
    # A day and a time are text in JSON
    written = {name: _in_json(dtype) for name, dtype in schema.items() if name != "activity_id"}
    parsed = rows.select("activity_id", pl.col("activity_json").str.json_decode(pl.Struct(written)).alias("row"))
    read = [_read(pl.col(name), schema[name]).alias(name) for name in written if written[name] != schema[name]]
    return parsed.unnest("row").with_columns(read).select(schema.keys())


def _in_json(dtype: pl.DataType) -> pl.DataType:
    if isinstance(dtype, pl.List):
        return pl.List(_in_json(dtype.inner))  # type: ignore[arg-type]  # the inner type of a column is an instance
    return pl.String() if dtype in (pl.Date, pl.Time) else dtype


def _read(text: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.List):
        return text.list.eval(_read(pl.element(), dtype.inner))  # type: ignore[arg-type]  # as above
    return text.str.to_date() if dtype == pl.Date else text.str.to_time()


def in_todays_words(history: pl.DataFrame) -> pl.DataFrame:
    """The history of a release of an older contract, its rows as they would be written today.

    Otherwise every activity would seem to have changed on the day on which a column came or went.

    Args:
        history: rows of `activity_history`.
    """
    published = table("activities")
    going = announced(published)
    names = (*table("core__activities").column_names, *going)
    # What is a list today was text, and stays it for a while beside the list
    rows = from_json(history, dtypes(name for name in names if name not in going.values()))
    written = as_json(with_typed(rows, published).select(names)).get_column("activity_json")
    return history.with_columns(written)


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
    now = as_json(with_announced(activities, table("activities")))
    past = history.filter(pl.col("valid_from_on") < today).with_columns(
        valid_to_on=pl.when(pl.col("valid_to_on") < today).then("valid_to_on")
    )
    is_open = pl.col("valid_to_on").is_null()
    joined = past.filter(is_open).join(now, on="activity_id", how="left", suffix="_now")
    still = pl.col("activity_json").eq_missing(pl.col("activity_json_now"))
    opened = joined.with_columns(valid_to_on=pl.when(~still).then(today)).select(past.columns)
    unchanged = joined.filter(still).select("activity_id")
    new = now.join(unchanged, on="activity_id", how="anti").with_columns(
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
        release: the row of `core__release`, with the method it was made by.
        activity_count: of this release.
        listing_count: of this release.

    Returns:
        Rows of `core__release_log`, sorted by key.
    """
    declared = table("core__release_log")
    counts = {"activity_count": activity_count, "listing_count": listing_count}
    row = {name: {**release, **counts}.get(name) for name in declared.column_names}
    return pl.concat([log.select(declared.column_names), frame(declared, [row])]).sort(declared.key)


def _day(release: Mapping[str, object]) -> date:
    moment = release["as_of_at"]
    assert hasattr(moment, "date")
    day: date = moment.date()
    return day
