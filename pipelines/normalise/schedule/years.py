"""The years of dates that name none.

Belongs here: how a list of dates runs through the years, and which year the day of a page gives it. Does not belong
here: how a date is written (`dates`), what it is the end of (`days`).
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Collection
from dataclasses import replace

from pipelines.normalise.schedule.dates import Mention, valid_date, year_of

# What lies so near is what a page speaks of: a weekday that contradicts it is wrong, and means no year far away
_NEAR = dt.timedelta(days=45)
_YEAR, _HALF_A_YEAR = dt.timedelta(days=366), dt.timedelta(days=183)
# A date so little before its predecessor is more likely out of order than of the next year: nobody knows
_SERIES_PAST = dt.timedelta(days=30)
_OUT_OF_ORDER = dt.timedelta(days=90)

# 9/5、9/19（2026年・すべて土）: the year of all days in front; 2026年度, 2026年現在 and 2026年は are none
_YEAR_BEHIND = re.compile(
    r"\s?\(\s?(?:いずれも|すべて|全て|全日程?)?(?:(?P<year>20[0-9]{2})|(?P<era>令和|R)\s?(?P<n>[0-9]{1,2}|元))年?(?<=[年0-9])"
    r"(?=\)|[・、\s/\x01\x02](?!\s?[0-9]))"
)


def in_year_behind(text: str, mentions: list[Mention]) -> list[Mention]:
    """Give the days of a list the year that stands behind the last of them, where they run forward in that year.

    Args:
        text: a folded text.
        mentions: its dates.
    """
    behind = _YEAR_BEHIND.match(text, mentions[-1].end)
    if behind is None or any(each.year is not None for each in mentions):
        return mentions
    days = [(each.month, each.day) for each in mentions]
    if any(later <= earlier for earlier, later in itertools.pairwise(days)):
        return mentions  # 12/3、1/14（2026年）: of which of them is it the year?
    return [replace(each, year=year_of(behind)) for each in mentions]


def in_years(
    mentions: list[Mention], context: dt.date | None, around: dt.date | None, shared: Collection[int]
) -> list[Mention]:
    """Give dates without a year theirs, where it is certain.

    Args:
        mentions: the dates of a text, in its order.
        context: the day of the page, or None.
        around: a day on which the page was seen, or None.
        shared: weekdays that the text says of all its dates; empty where it says none.

    Returns:
        The dates; those whose year stays unknown, or that contradict the weekday shared by all, have none.
    """
    if len(shared) == 1:
        mentions = [replace(each, weekday=next(iter(shared))) if each.weekday is None else each for each in mentions]
    if context is not None:
        mentions = _run_forward(mentions, context, shared)
    elif around is not None:
        mentions = _confirmed(mentions, around)
    if shared and not all(_fits(each, shared) for each in mentions if each.year is not None):
        return [replace(each, year=None) for each in mentions]
    return mentions


def _fits(mention: Mention, shared: Collection[int]) -> bool:
    return mention.date is not None and (not shared or mention.date.weekday() in shared)


def _run_forward(mentions: list[Mention], context: dt.date, shared: Collection[int]) -> list[Mention]:
    """The years that bring the whole list nearest to the page, among those in which all its weekdays fit."""
    if all(each.year is not None for each in mentions):
        return mentions
    chains = [_chain(mentions, year) for year in (context.year - 1, context.year, context.year + 1)]
    asked = [index for index, each in enumerate(mentions) if each.year is None]
    fitting = [
        (distance, number)
        for number, chain in enumerate(chains)
        if all(chain[index].year is None or _fits(chain[index], shared) for index in asked)
        and (distance := _distance(chain, context)) <= _YEAR
    ]
    nearest = min((_distance(chain, context), number) for number, chain in enumerate(chains))
    if not fitting or (min(fitting) != nearest and nearest[0] <= _NEAR):
        return mentions
    return chains[min(fitting)[1]]


def _chain(mentions: list[Mention], year: int) -> list[Mention]:
    """The list from a year on: every date takes the first year in which it does not lie before the last one."""
    chain: list[Mention] = []
    before: dt.date | None = None
    for each in mentions:
        if each.year is None:
            own = (before.year if before else year) + (each.is_next_year and before is not None)
            year_of_it = _following(each, own, before)
            each = Mention(year_of_it, each.month, each.day, each.start, each.end, each.weekday, each.is_next_year)
        chain.append(each)
        before = valid_date(each.year, each.month, each.day) or before
    return chain


def _following(mention: Mention, year: int, before: dt.date | None) -> int | None:
    date = valid_date(year, mention.month, mention.day)
    if date is None:
        return year if mention.weekday is not None else None
    if before is None or date >= before:
        return year
    if before - date > _OUT_OF_ORDER:
        return year + 1
    return year if mention.weekday is not None else None


def _distance(chain: list[Mention], day: dt.date) -> dt.timedelta:
    dates = [date for each in chain if (date := valid_date(each.year, each.month, each.day))]
    if not dates:
        return dt.timedelta.max
    past = day - max(dates)
    # A page speaks of a series that comes rather than of one that is over
    return max(
        min(dates) - day, past + _SERIES_PAST if past > dt.timedelta() and len(dates) > 1 else past, dt.timedelta()
    )


def _candidates(mention: Mention, middle: dt.date, reach: dt.timedelta) -> list[dt.date]:
    """The days a mention may mean, the nearest first: one with a weekday can only be meant where it falls on it."""
    years = (middle.year - 1, middle.year, middle.year + 1)
    days = [date for year in years if (date := valid_date(year, mention.month, mention.day))]
    near = [day for day in days if abs(day - middle) <= reach and mention.weekday in (None, day.weekday())]
    return sorted(near, key=lambda day: abs(day - middle))


def _confirmed(mentions: list[Mention], around: dt.date) -> list[Mention]:
    """Years that weekdays confirm; one that fits nowhere near says that the page is of another time, or wrong."""
    named = [each for each in mentions if each.year is None and each.weekday is not None]
    if not all(_candidates(each, around, _YEAR) for each in named):
        return mentions
    near = {each: days[0].year for each in named if (days := _candidates(each, around, _HALF_A_YEAR))}
    return [replace(each, year=near.get(each, each.year)) for each in mentions]
