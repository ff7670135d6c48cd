"""From the log of nights to what a release says of growth: its bridge, its months, its sentences.

Belongs here: the order of these. Does not belong here: any of them.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pipelines.trend.bridge import Calls, bridge, nights_of, periods, settled
from pipelines.trend.compared import Snapshot
from pipelines.trend.said import growth, longest
from pipelines.trend.series import chained, series, stock_by_cell
from warehouse.contract import table
from warehouse.contract.derived.frames import frame


class Grown(NamedTuple):
    """Frames of `trend__growth_bridge`, `trend__series`, `trend__growth`."""

    bridge: pl.DataFrame
    series: pl.DataFrame
    growth: pl.DataFrame


def grown(
    log: pl.DataFrame, releases: pl.DataFrame, restated: pl.DataFrame, now: Snapshot, calls: pl.DataFrame
) -> Grown:
    """What the newest release says of growth.

    Args:
        log: rows of `trend__growth_log`.
        releases: rows of `core__release_log`, with this release as the newest.
        restated: rows of `trend__restated`.
        now: this release.
        calls: rows of `audit__call_sample`.
    """
    release_id = releases.sort("as_of_at", "release_id").item(-1, "release_id")
    every, found = periods(releases, release_id), calls_found(calls)
    nights = {each.code: nights_of(log, releases, each) for each in every}
    parts = [bridge(settled(nights[each.code], each), each, found) for each in every]
    changes = pl.concat([frame(table("trend__growth_bridge"), []), *parts]).sort(table("trend__growth_bridge").key)
    cells, period = stock_by_cell(now.activities), longest(every)
    then = cells if period is None else chained(cells, nights[period.code])
    return Grown(
        changes,
        series(log, releases, restated, now.activities, found),
        growth(now, changes, every, found, then),
    )


def calls_found(calls: pl.DataFrame) -> Calls:
    """How many of the vanished that were called go on, and how many have ended.

    Args:
        calls: rows of `audit__call_sample`.
    """
    said = dict(calls.group_by("call_said_code").len().iter_rows())
    return Calls(said.get("there", 0), said.get("ended", 0))
