"""What happened since the last release, one cause per change; and the last release turned into this one by it.

Belongs here: comparing two releases, applying what was found. Does not belong here: which release is the last one
(`publish`), what was true on an earlier day (`remembered`).
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pipelines.core.remembered import as_json, from_json
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.contract.derived.text_form import as_text, from_text, with_announced, with_typed

APPEARED = ("added", "seen_again", "split")
VANISHED = ("merged", "not_seen", "source_ended")
_ENDINGS = {"paused": "paused", "ended": "ended"}
_STALE = ("stale_since", "staleness_code")
_NO_FIELD = "-"
_PUBLISHED = table("activities")


class Release(NamedTuple):
    """What is compared of a release: frames of `activities`, `activity_listings`, `activity_redirects`."""

    activities: pl.DataFrame
    listings: pl.DataFrame
    redirects: pl.DataFrame


def compare(before: Release, now: Release, moves: pl.DataFrame, ended: list[str] | None = None) -> pl.DataFrame:
    """Changes from one release to the next.

    Only columns that both releases have are compared: a new column of the contract is no news of an activity.

    Args:
        before: the last release; empty tables at the first.
        now: today's.
        moves: listings that came back under another key (`rekey.rekeyed`).
        ended: sources that have ended themselves: what only they listed is not known to be gone.

    Returns:
        Rows of `core__activity_changes`, sorted by key. Every changed field of an activity has exactly one row.
    """
    # As readers have them: with what will go, and of an older release with what is read today
    before, now = (
        each._replace(activities=with_announced(with_typed(each.activities, _PUBLISHED), _PUBLISHED))
        for each in (before, now)
    )
    parts = [
        _born(before, now),
        _gone(before, now, ended or []),
        _fields(before.activities, now.activities),
        _rekeyed(now, moves),
    ]
    declared = table("core__activity_changes")
    rows = pl.concat([frame(declared, []), *(_row(part, declared.column_names) for part in parts)])
    return rows.sort("activity_id", "change_code", "field_name")


def apply_changes(activities: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """The last release turned into this one by what changed: what somebody does who keeps a copy.

    Args:
        activities: rows of `core__activities` as they were.
        changes: rows of `core__activity_changes` between two releases of one contract version.

    Returns:
        Rows of `core__activities` as they are, sorted by key.
    """
    gone = changes.filter(pl.col("change_code").is_in(VANISHED)).select("activity_id")
    new = from_json(changes.drop_nulls("activity_json").select("activity_id", "activity_json"), activities.schema)
    copy = activities.join(gone, on="activity_id", how="anti")
    # Of `activities` as they are published also what will go is told; a copy may be without it
    edits = changes.filter(
        ~pl.col("change_code").is_in([*APPEARED, *VANISHED, "rekeyed"]), pl.col("field_name").is_in(activities.columns)
    )
    for (name,), rows in edits.partition_by("field_name", as_dict=True).items():
        field = str(name)
        value = rows.select("activity_id", _is_said=pl.lit(value=True), _value=from_text(pl.col("new_text"), field))
        joined = copy.join(value, on="activity_id", how="left")
        new_value = pl.when("_is_said").then("_value").otherwise(field)
        copy = joined.with_columns(new_value.alias(field)).drop("_is_said", "_value")
    return pl.concat([copy, new]).sort("activity_id")


def _row(df: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in columns if name not in df.columns]
    return df.with_columns(absent).select(pl.col(columns).cast(pl.String))


def _born(before: Release, now: Release) -> pl.DataFrame:
    """IDs that were not there: split from the activity their listings were of, known from earlier, or new."""
    new = now.activities.join(before.activities, on="activity_id", how="anti")
    origin = now.listings.join(before.listings, on="listing_id", suffix="_last")
    origin = origin.group_by("activity_id").agg(other_activity_id=pl.col("activity_id_last").min())
    known = before.redirects.select("activity_id", _known=pl.lit(value=True))
    df = as_json(new).join(origin, on="activity_id", how="left").join(known, on="activity_id", how="left")
    code = (
        pl.when(pl.col("other_activity_id").is_not_null())
        .then(pl.lit("split"))
        .when("_known")
        .then(pl.lit("seen_again"))
        .otherwise(pl.lit("added"))
    )
    return df.with_columns(change_code=code, field_name=pl.lit(_NO_FIELD))


def _gone(before: Release, now: Release, ended: list[str]) -> pl.DataFrame:
    """IDs that name nothing any more: merged into another, on a list that has ended, or not seen where it was read."""
    gone = before.activities.join(now.activities, on="activity_id", how="anti").select("activity_id")
    lost = before.listings.filter(pl.col("source_key").is_in(ended)).select("activity_id").unique()
    df = gone.join(now.redirects, on="activity_id", how="left")
    df = df.join(lost.with_columns(_has_ended=pl.lit(value=True)), on="activity_id", how="left")
    code = (
        pl.when(pl.col("current_activity_id").is_not_null())
        .then(pl.lit("merged"))
        .when("_has_ended")
        .then(pl.lit("source_ended"))
        .otherwise(pl.lit("not_seen"))
    )
    return df.with_columns(change_code=code, field_name=pl.lit(_NO_FIELD), other_activity_id="current_activity_id")


def _fields(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """One row per field that says something else; a pause, an end and a source that cannot be read have own codes."""
    names = [name for name in now.columns if name != "activity_id" and name in before.columns]
    both = before.select("activity_id", *names).join(now.select("activity_id", *names), on="activity_id", suffix="_now")
    differ = [both.filter(pl.col(name).ne_missing(pl.col(f"{name}_now"))) for name in names]
    rows = pl.concat(
        [
            frame(table("core__activity_changes"), []).select("activity_id", "field_name", "old_text", "new_text"),
            *(
                df.select(
                    "activity_id",
                    field_name=pl.lit(name),
                    old_text=as_text(name),
                    new_text=as_text(name, of=f"{name}_now"),
                )
                for name, df in zip(names, differ, strict=True)
            ),
        ]
    )
    ending = pl.col("new_text").replace_strict(_ENDINGS, default="changed", return_dtype=pl.String)
    staleness = pl.when(pl.col("new_text").is_null()).then(pl.lit("fresh")).otherwise(pl.lit("stale"))
    code = (
        pl.when(pl.col("field_name") == "status_code")
        .then(ending)
        .when(pl.col("field_name").is_in(_STALE))
        .then(staleness)
        .otherwise(pl.lit("changed"))
    )
    return rows.with_columns(change_code=code)


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
