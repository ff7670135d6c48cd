"""Which activities count: those that go on. And for whom they are, by age.

Belongs here: what counts as stock, and the age groups an activity is for. Does not belong here: counting (`rates`).
"""

from __future__ import annotations

from datetime import date

import polars as pl
from dateutil.relativedelta import relativedelta

ALIVE_MONTHS = 24
"""An activity whose newest sign of life is older is no stock; one without any date stands as its list is read anew."""
TARGETS = ("all", "0_4", "5_14", "65_over")
"""Age groups that rates are computed for; there are people by ward for each."""
_SMALL = ("infant", "toddler")
_PARENTS = ("guardian", "expecting")
_PUPILS = ("elementary", "junior_high", "child")
_OLDER_CHILDREN = (*_PUPILS, "high_school")
_OLD = ("senior", "dementia")
_ANYONE = ("anyone", "resident")
_YEAR, _OLD_FROM = 12, 60 * 12
"""Months; an activity that begins at 60 is one for older people."""


def stock(activities: pl.DataFrame, bridge: pl.DataFrame, occurrences: pl.DataFrame, today: date) -> pl.DataFrame:
    """Activities that go on: neither ended nor paused, not a single event, seen alive within two years.

    Args:
        activities: rows of `core__activities`.
        bridge: rows of `core__activity_listings`: when each listing was last brought up to date.
        occurrences: `activity_id` of whatever takes place in the coming weeks; a sign of life.
        today: day of the release.
    """
    over = pl.col("status_code").is_in(["ended", "paused"]).fill_null(value=False)
    recurs = (
        pl.col("schedule_days").is_null()
        | pl.col("schedule_rrules").is_not_null()
        | pl.col("frequency_code").is_not_null()
    )
    since = (today - relativedelta(months=ALIVE_MONTHS)).isoformat()
    dated = pl.col("updated_date")
    updated = bridge.group_by("activity_id").agg(pl.col("updated_date").max())
    # 2024 says as little as 2024-12: a date as short as the limit is compared at its own length
    old = dated.is_not_null() & (dated < pl.lit(since).str.head(dated.str.len_chars()))
    coming = pl.col("activity_id").is_in(occurrences.get_column("activity_id").unique().implode())
    dated_ones = activities.join(updated, on="activity_id", how="left")
    return dated_ones.filter(~over & recurs & (~old.fill_null(value=False) | coming)).drop("updated_date")


def for_ages(activities: pl.DataFrame) -> pl.DataFrame:
    """The activities with what their targets say of age.

    Args:
        activities: with `target_group_codes`, `age_min_months`, `age_max_months`.

    Returns:
        The same rows with a Boolean column per age group of `TARGETS` but `all` that says whether the group is named,
        `is_anyone`, and `is_unstated`: nothing is said that would tell an age.
    """
    low, high = pl.col("age_min_months"), pl.col("age_max_months")
    has_age = low.is_not_null() | high.is_not_null()
    from_month, to_month = low.fill_null(0), high.fill_null(_OLD_FROM * 3)
    parents = _any_of(_PARENTS) & ~_any_of(_OLDER_CHILDREN)
    small = _any_of(_SMALL) | parents | (_any_of(("child",))) | (has_age & (from_month < 5 * _YEAR))
    pupils = _any_of(_PUPILS) | (has_age & (from_month < 15 * _YEAR) & (to_month >= 5 * _YEAR))
    old = _any_of(_OLD) | (low >= _OLD_FROM).fill_null(value=False)
    anyone = _any_of(_ANYONE)
    return activities.with_columns(
        **{"0_4": small, "5_14": pupils, "65_over": old}, is_anyone=anyone, is_unstated=~(small | pupils | old | anyone)
    )


def _any_of(groups: tuple[str, ...]) -> pl.Expr:
    named = pl.col("target_group_codes").list.eval(pl.element().is_in(list(groups))).list.any()
    return named.fill_null(value=False)
