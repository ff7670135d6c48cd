"""For whom an activity is, by age.

Belongs here: from targets and ages to age groups. Does not belong here: which activities are counted (`trend.stock`),
counting (`rates`).
"""

from __future__ import annotations

import polars as pl

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
