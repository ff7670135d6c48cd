"""What counts as an activity that goes on: recurring, neither paused nor ended, with a sign of life.

Belongs here: the definition and its version. Does not belong here: how many there are in all (an estimate), why the
number changes (`causes`).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from warehouse.contract import table

DEFINITION = "1"
"""Moves whenever `stock` would count the same tables otherwise: a change of it is no growth."""
COUNTED = ("alive", "undated")
"""An entry without a date on a list that dates nothing says neither that it goes on nor that it has ended: it counts,
under a code of its own. One whose newest date is old does not."""
NONE = "none"
"""Cell of what names no ward, or is of no known kind."""
_MONTHS = "-24mo"
"""So old a sign of life may be."""


def stock(activities: pl.DataFrame, bridge: pl.DataFrame, lists: pl.DataFrame, day: date) -> pl.DataFrame:
    """Whether each activity counts, and its newest sign of life.

    Args:
        activities: rows of `core__activities`.
        bridge: `activity_id`, `source_key`, `updated_date`, one row per listing.
        lists: `source_key`, `role_code`, one row per list.
        day: as of when.

    Returns:
        Rows of `trend__activity_stock`, sorted by key.
    """
    signs = _signs(activities, bridge, day)
    feeds = bridge.join(lists, on="source_key", how="left").group_by("activity_id")
    df = activities.join(
        feeds.agg(_is_feed=(pl.col("role_code") == "feed").fill_null(value=False).all()), on="activity_id", how="left"
    ).join(signs, on="activity_id", how="left")
    recurs = pl.col("schedule_rrules").is_not_null() | pl.col("frequency_code").is_not_null()
    # A group that names its next two days on a list of groups is no event
    is_event = pl.col("_is_feed") & ~recurs
    oldest = pl.lit(day).dt.offset_by(_MONTHS)
    code = (
        pl.when(pl.col("status_code").is_in(["ended", "paused"]))
        .then("status_code")
        .when(is_event.fill_null(value=False))
        .then(pl.lit("one_off"))
        .when(pl.col("alive_on").is_null())
        .then(pl.lit("undated"))
        .when(pl.col("alive_on") >= oldest)
        .then(pl.lit("alive"))
        .otherwise(pl.lit("dormant"))
    )
    return (
        df.with_columns(stock_code=code)
        .with_columns(
            is_counted=pl.col("stock_code").is_in(COUNTED),
            ward_cell=pl.col("ward_code").fill_null(NONE),
            kind_cell=pl.col("kind_code").fill_null(NONE),
        )
        .select(table("trend__activity_stock").column_names)
        .sort("activity_id")
    )


def counted(activities: pl.DataFrame, bridge: pl.DataFrame, stocked: pl.DataFrame) -> pl.DataFrame:
    """The activities that count, with the lists that name them.

    Args:
        activities: rows of `core__activities`.
        bridge: rows of `core__activity_listings`.
        stocked: rows of `trend__activity_stock`.

    Returns:
        activity_id, kind_code, ward_code, source_keys, listing_count; as `estimate.histories` wants it.
    """
    lists = bridge.group_by("activity_id").agg(source_keys=pl.col("source_key").unique().sort())
    names = ("activity_id", "kind_code", "ward_code", "source_keys", "listing_count")
    going_on = activities.join(stocked.filter("is_counted"), on="activity_id", how="semi")
    return going_on.join(lists, on="activity_id").select(names).sort("activity_id")


def size_of(counted: pl.DataFrame) -> dict[str, int]:
    """How many activities count, under the name of its column.

    Args:
        counted: rows of `trend__activity_stock`.
    """
    return {"stock_size": counted.filter("is_counted").height}


def _signs(activities: pl.DataFrame, bridge: pl.DataFrame, day: date) -> pl.DataFrame:
    """activity_id, alive_on, alive_evidence_code: the newest sign of each; of the same day the first in this order."""

    def by_today(when: pl.Expr) -> pl.Expr:
        return pl.when(when > pl.lit(day)).then(pl.lit(day)).otherwise(when)

    signs = [
        ("occurrence", activities.select("activity_id", alive_on=by_today(pl.col("schedule_days").list.max()))),
        ("updated", bridge.select("activity_id", alive_on=by_today(last_day(pl.col("updated_date"))))),
    ]
    rows = [
        df.drop_nulls("alive_on").with_columns(alive_evidence_code=pl.lit(code), _place=place)
        for place, (code, df) in enumerate(signs)
    ]
    newest = pl.concat(rows).sort("activity_id", "alive_on", "_place", descending=[False, True, False])
    return newest.unique("activity_id", keep="first", maintain_order=True).drop("_place")


def last_day(text: pl.Expr) -> pl.Expr:
    """The last day that a date of a year or a month alone may mean: nobody knows that it was earlier.

    Args:
        text: YYYY, YYYY-MM or YYYY-MM-DD.
    """
    first = pl.concat_str(text, pl.lit("-01-01")).str.slice(0, 10).str.to_date(strict=False)
    length = text.str.len_chars()
    step = pl.when(length == 4).then(pl.lit("1y")).when(length == 7).then(pl.lit("1mo")).otherwise(pl.lit("1d"))
    return first.dt.offset_by(step).dt.offset_by("-1d")
