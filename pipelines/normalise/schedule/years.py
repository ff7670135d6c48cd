"""The years of dates that name none.

Belongs here: how a list of dates runs through the years, and which year the day of a page gives it. Does not belong
here: how a date is written (`dates`), what it is the end of (`days`).
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from pipelines.normalise.schedule.dates import Mention, valid_date, year_of

# What lies so near is what a page speaks of: a weekday that contradicts it is wrong, and means no year far away
_NEAR = dt.timedelta(days=45)
_YEAR = dt.timedelta(days=366)
# A weekday comes again on the same date after five years at the soonest
_YEARS_BACK = 4
_LATELY = dt.timedelta(days=14)
# 5/1 on a page of November: the last or the next? Farther away another year is less than two months farther
_CLEARLY_NEAREST = dt.timedelta(days=152)
# A date so little before its predecessor is more likely out of order than of the next year: nobody knows
_SERIES_PAST = dt.timedelta(days=30)
_OUT_OF_ORDER = dt.timedelta(days=90)

# 9/5、9/19（2026年・すべて土）: the year of all days in front; 2026年度, 2026年現在 and 2026年は are none
_YEAR_BEHIND = re.compile(
    r"\s?\(\s?(?:いずれも|すべて|全て|全日程?)?(?:(?P<year>20[0-9]{2})|(?P<era>令和|R)\s?(?P<n>[0-9]{1,2}|元))年?(?<=[年0-9])"
    r"(?=\)|[・、\s/\x01\x02](?!\s?[0-9]))"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of when a text was written; each None where nobody knows.

    Attributes:
        day: the day the page gives itself.
        seen: a day on which it was seen; with a page that gives only its year, the middle of that.
        since: a day before which the entry did not exist: the last of its days is no earlier one.
    """

    day: dt.date | None = None
    seen: dt.date | None = None
    since: dt.date | None = None


NO_PAGE = Page()


def in_year_behind(text: str, mentions: list[Mention], page: Page) -> tuple[list[Mention], Page]:
    """Give the days of a list the year that stands behind the last of them, where they run forward in that year.

    Args:
        text: a folded text.
        mentions: its dates.
        page: when it was written.

    Returns:
        The dates, and what may still give them a year: nothing where the text names one that is not that of all.
    """
    behind = _YEAR_BEHIND.match(text, mentions[-1].end)
    if behind is None or any(each.year is not None for each in mentions):
        return mentions, page
    days = [(each.month, each.day) for each in mentions]
    if any(later <= earlier for earlier, later in itertools.pairwise(days)):
        return mentions, NO_PAGE  # 12/3、1/14（2026年）: of which of them is it the year?
    return [replace(each, year=year_of(behind)) for each in mentions], page


def in_years(mentions: list[Mention], page: Page, shared: Collection[int], *, is_end: bool = False) -> list[Mention]:
    """Give dates without a year theirs, where it is certain.

    Args:
        mentions: the dates of a text, in its order.
        page: when it was written.
        shared: weekdays that the text says of all its dates; empty where it says none.
        is_end: the text names the day until which something goes on, and no other.

    Returns:
        The dates; those whose year stays unknown, or that contradict the weekday shared by all, have none.
    """
    if len(shared) == 1:
        mentions = [replace(each, weekday=next(iter(shared))) if each.weekday is None else each for each in mentions]
    if page.day is not None:
        mentions = _run_forward(mentions, page.day, page, shared, is_end=is_end)
    elif page.seen is not None:
        mentions = _confirmed(mentions, page.seen, page.since)
    if shared and not all(_fits(each, shared) for each in mentions if each.year is not None):
        return [replace(each, year=None) for each in mentions]
    return mentions


def _fits(mention: Mention, shared: Collection[int]) -> bool:
    return mention.date is not None and (not shared or mention.date.weekday() in shared)


def _run_forward(
    mentions: list[Mention], day: dt.date, page: Page, shared: Collection[int], *, is_end: bool
) -> list[Mention]:
    """The years that bring the whole list nearest to the page, among those in which all its weekdays fit.

    A page that is kept for years gives new days under its old date: weekdays may place them anywhere up to a year from
    the day on which it was seen. Without a weekday the nearest year is taken where the next one is clearly farther.
    """
    asked = [index for index, each in enumerate(mentions) if each.year is None]
    if not asked:
        return mentions
    has_weekday = any(mentions[index].weekday is not None for index in asked)
    last = max(day, page.seen or day) if has_weekday else day
    chains = [_chain(mentions, year) for year in range(day.year - 1, last.year + 2)]
    chains = [chain for chain in chains if _is_since(chain, page.since)]
    fitting = [
        (distance, number)
        for number, chain in enumerate(chains)
        if all(chain[index].year is None or _fits(chain[index], shared) for index in asked)
        and ((distance := _distance(chain, day)) <= _YEAR or (has_weekday and _is_between(chain, day, last)))
    ]
    if not fitting:
        return mentions
    best = min(fitting)
    # One weekday may be a slip; several that fit a year are none
    is_sure = sum(mentions[index].weekday is not None for index in asked) > 1
    days = () if is_sure else (day,) if best[0] <= _NEAR else (day, last)
    nearest = [(each, min(chains, key=lambda chain: _distance(chain, each))) for each in days]
    if any(chain != chains[best[1]] and _is_near(chain, each) for each, chain in nearest):
        return mentions
    is_open = not has_weekday and not is_end and len(fitting) > 1 and best[0] > _CLEARLY_NEAREST
    return mentions if is_open else chains[best[1]]


def _is_between(chain: list[Mention], first: dt.date, last: dt.date) -> bool:
    """Whether all days lie between two days, a year more on both sides."""
    days = [day for each in chain if (day := valid_date(each.year, each.month, each.day))]
    return bool(days) and first - _YEAR <= min(days) and max(days) <= last + _YEAR


def _is_near(chain: list[Mention], day: dt.date) -> bool:
    """Whether a page of that day would speak of such days: of what is to come rather than of what was."""
    days = [each_day for each in chain if (each_day := valid_date(each.year, each.month, each.day))]
    return bool(days) and _distance(chain, day) <= _NEAR and max(days) >= day - _LATELY


def _is_since(chain: list[Mention], since: dt.date | None) -> bool:
    """Whether the last day is none before the entry existed."""
    days = [day for each in chain if (day := valid_date(each.year, each.month, each.day))]
    return since is None or not days or max(days) >= since


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


def _candidates(mention: Mention, seen: dt.date, since: dt.date | None) -> list[dt.date]:
    """The days a mention may mean, the nearest first; none where what is near has another weekday."""
    days = [date for n in range(-_YEARS_BACK, 2) if (date := valid_date(seen.year + n, mention.month, mention.day))]
    days = [day for day in days if day - seen <= _YEAR and (since is None or day >= since)]
    if any(-_LATELY <= day - seen <= _NEAR and mention.weekday != day.weekday() for day in days):
        return []
    return sorted((day for day in days if mention.weekday == day.weekday()), key=lambda day: abs(day - seen))


def _confirmed(mentions: list[Mention], seen: dt.date, since: dt.date | None) -> list[Mention]:
    """Years that weekdays confirm; one that fits nowhere says that the page is wrong."""
    named = [each for each in mentions if each.year is None and each.weekday is not None]
    candidates = {each: _candidates(each, seen, since) for each in named}
    if not all(candidates.values()):
        return mentions
    return [replace(each, year=candidates[each][0].year) if each in candidates else each for each in mentions]
