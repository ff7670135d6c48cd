"""The growth of one night, written down for ever: first what another method makes of the release before, then the rest.

Belongs here: the steps from the release before to this one. Does not belong here: the causes (`causes`), reading a past
release anew (`restate`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from pipelines.trend.causes import causes, method_step
from pipelines.trend.compared import Known, Snapshot
from warehouse.contract import table
from warehouse.contract.derived.frames import frame


class Before(NamedTuple):
    """The release before, by three methods.

    Attributes:
        published: as it was published and counted then.
        recounted: the same, counted by today's definition.
        restated: its pages, read and matched as today; None where nothing has changed, or they cannot be read anew.
        method_code: `resolver` or `judgements`: what has changed.
    """

    published: Snapshot
    recounted: Snapshot
    restated: Snapshot | None
    method_code: str = "resolver"


def growth_log(past: pl.DataFrame, before: Before | None, now: Snapshot, known: Known, release_id: str) -> pl.DataFrame:
    """Every change of the number of activities in any release, continued by this one.

    Args:
        past: rows of `growth_log` of the last release; empty at the first.
        before: the release before; None at the first, which changes nothing.
        now: this release.
        known: what both are judged by.
        release_id: of this release.

    Returns:
        Rows of `trend__growth_log`, sorted by key.
    """
    declared = table("trend__growth_log")
    steps = [] if before is None else list(_steps(before, now, known))
    tonight = [
        step.with_columns(release_id=pl.lit(release_id), changed_on=pl.lit(known.day)).select(declared.column_names)
        for step in steps
    ]
    return pl.concat([frame(declared, []), past.select(declared.column_names), *tonight]).sort(declared.key)


def _steps(before: Before, now: Snapshot, known: Known) -> tuple[pl.DataFrame, ...]:
    counted = method_step(before.published, before.recounted, "definition")
    if before.restated is None:
        return counted, causes(before.recounted, now, known)
    read = method_step(before.recounted, before.restated, before.method_code)
    return counted, read, causes(before.restated, now, known)


def past_activities(history: pl.DataFrame, day: date) -> pl.DataFrame:
    """activity_id, last_seen_on of activities that no list shows any more.

    Args:
        history: rows of `activity_sources_history`.
        day: as of when.
    """
    df = history.group_by("activity_id").agg(
        last_seen_on=pl.col("valid_to_on").max(), _is_listed=pl.col("valid_to_on").is_null().any()
    )
    gone = df.filter(~pl.col("_is_listed"), pl.col("last_seen_on") <= day)
    return gone.select("activity_id", "last_seen_on").sort("activity_id")
