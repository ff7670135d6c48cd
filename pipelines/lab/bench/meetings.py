"""One activity listed meeting by meeting, as calendars of halls list it: same name, same house, another date.

Belongs here: making such pairs out of a world, so that two dates never teach that two meetings are two activities. Does
not belong here: the worlds themselves (`worlds`), groups that share a house (`neighbours`).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from pipelines.match.activities import activities_spec
from pipelines.normalise.schedule.notation import BYDAY

_EVERY = 20
"""Of so many listings with a house and an hour, one is written as two meetings."""
_FIRST = dt.date(2026, 2, 2)
_DAYS_BETWEEN = (7, 10, 28, 3)
"""Every week, on another weekday, every month."""
_MARKS = ("<", ">")


def with_meetings(listings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The listings and meetings of some of them.

    Args:
        listings: with every column the spec of activities speaks of.

    Returns:
        The listings with the meetings behind them, and `left` and `right`, the IDs of two meetings of one activity.
        The same for any order of rows.
    """
    key = activities_spec().id
    met = pl.all_horizontal(pl.col("venue_proper", "start_said").is_not_null())
    chosen = listings.sort(key).filter(met).gather_every(_EVERY)
    number = pl.int_range(pl.len())
    first = pl.lit(_FIRST) + pl.duration(days=number % 28)
    between = (number % len(_DAYS_BETWEEN)).replace_strict(
        list(range(len(_DAYS_BETWEEN))), list(_DAYS_BETWEEN), return_dtype=pl.Int64
    )
    both = [
        _on(chosen.with_columns(_day=day, _id=pl.concat_str(pl.lit(mark), key)), key)
        for day, mark in zip((first, first + pl.duration(days=between)), _MARKS, strict=True)
    ]
    pairs = pl.DataFrame({"left": both[0].get_column(key), "right": both[1].get_column(key)})
    return pl.concat([listings, *(each.select(listings.columns) for each in both)]), pairs


def _on(listings: pl.DataFrame, key: str) -> pl.DataFrame:
    """The same on one day."""
    weekday = (pl.col("_day").dt.weekday() - 1).replace_strict(
        list(range(len(BYDAY))), list(BYDAY), return_dtype=pl.String
    )
    week = ((pl.col("_day").dt.day() - 1) // len(BYDAY) + 1).cast(pl.String)
    df = listings.with_columns(
        pl.col("_id").alias(key),
        dates_said=pl.col("_day").dt.strftime("%m-%d"),
        weekdays_said=weekday,
        days_said=pl.concat_str(week, weekday),
    )
    return df.with_columns(slot=pl.concat_str("ward_code", "days_said", "start_said", separator=" "))
