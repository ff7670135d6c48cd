"""Activities that are shown as they were on an earlier day, because no source of theirs can be read.

Belongs here: since when. Does not belong here: which run of a source is used (`pipelines.runs`).
"""

from __future__ import annotations

import polars as pl

from warehouse.contract import table


def with_staleness(activities: pl.DataFrame, bridge: pl.DataFrame, selected: pl.DataFrame) -> pl.DataFrame:
    """Activities with `stale_since`: the newest day of their rows where every source stands in with an older run.

    Args:
        activities: rows of `core__activities` whose `stale_since` is still empty.
        bridge: activity_id, source_key, one row per listing.
        selected: rows of `raw__selected_runs`.
    """
    runs = selected.select(
        "source_key", _stale=pl.col("selection_code") == "last_good", _day=pl.col("started_at").dt.date()
    )
    sources = bridge.select("activity_id", "source_key").unique().join(runs, on="source_key")
    since = sources.group_by("activity_id").agg(pl.col("_stale").all(), stale_since=pl.col("_day").max())
    stale = since.filter("_stale").select("activity_id", "stale_since")
    found = activities.drop("stale_since").join(stale, on="activity_id", how="left")
    return found.select(table("core__activities").column_names).sort("activity_id")
