"""Which activities are counted when it is asked how many there are: those that go on.

Belongs here: the rule. Does not belong here: counting (`pipelines.estimate`).

Counted is what recurs, has neither ended nor paused, and was seen alive within two years: its listing was brought up to
date, or names a day. A single event is never counted, however often the list of events is read. What no list ever dates
stands as long as its list shows it: nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl
from dateutil.relativedelta import relativedelta

ALIVE_MONTHS = 24


def stock(activities: pl.DataFrame, bridge: pl.DataFrame, feeds: Collection[str], today: date) -> pl.DataFrame:
    """The activities that are counted, with the lists that name them.

    Args:
        activities: rows of `core__activities`.
        bridge: rows of `core__activity_listings`.
        feeds: lists of dated entries: what stands only there, with days and no rule, is a single event.
        today: day of the release.

    Returns:
        activity_id, kind_code, ward_code, source_keys, listing_count; as `estimate.histories` wants it.
    """
    since = today - relativedelta(months=ALIVE_MONTHS)
    lists = bridge.group_by("activity_id").agg(
        source_keys=pl.col("source_key").unique().sort(),
        is_feed_only=pl.col("source_key").is_in(list(feeds)).all(),
        updated=pl.col("updated_date").max(),
    )
    # 2024 says as little as 2024-12: a date as short as the limit is compared at its own length
    limit = pl.lit(since.isoformat()).str.head(pl.col("updated").str.len_chars())
    is_old = (pl.col("updated") < limit).fill_null(value=False)
    has_late_day = (pl.col("schedule_days").list.max() >= since).fill_null(value=False)
    recurs = pl.col("schedule_rrules").is_not_null() | pl.col("frequency_code").is_not_null()
    is_over = pl.col("status_code").is_in(["ended", "paused"]).fill_null(value=False)
    counted = activities.join(lists, on="activity_id").filter(
        ~is_over & (recurs | ~pl.col("is_feed_only")) & (~is_old | has_late_day)
    )
    names = ("activity_id", "kind_code", "ward_code", "source_keys", "listing_count")
    return counted.select(names).sort("activity_id")
