"""Activities that are shown as they were on an earlier day, because no source of theirs can be read.

Belongs here: since when, and whether that is still within the age limit. Does not belong here: which run of a source
is used (`pipelines.ingest.chosen_runs`).
"""

from __future__ import annotations

import polars as pl

from warehouse.contract import table

_OLD = ("last_good", "expired")


def with_staleness(activities: pl.DataFrame, bridge: pl.DataFrame, selected: pl.DataFrame) -> pl.DataFrame:
    """Activities with `stale_since` and `staleness_code`, where every source stands in with an older run.

    The day is the newest of their rows; they are expired when every source is beyond its age limit.

    Args:
        activities: rows of `core__activities` whose two columns are still empty.
        bridge: activity_id, source_key, one row per listing.
        selected: rows of `raw__selected_runs`.
    """
    runs = selected.select(
        "source_key",
        _stale=pl.col("selection_code").is_in(_OLD),
        _expired=pl.col("selection_code") == "expired",
        _day=pl.col("started_at").dt.date(),
    )
    sources = bridge.select("activity_id", "source_key").unique().join(runs, on="source_key")
    since = sources.group_by("activity_id").agg(pl.col("_stale", "_expired").all(), stale_since=pl.col("_day").max())
    code = pl.when("_expired").then(pl.lit("expired")).otherwise(pl.lit("standing_in"))
    stale = since.filter("_stale").select("activity_id", "stale_since", staleness_code=code)
    activities = activities.drop("stale_since", "staleness_code").join(stale, on="activity_id", how="left")
    return activities.select(table("core__activities").column_names).sort("activity_id")
