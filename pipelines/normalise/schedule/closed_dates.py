"""Days a text says are closed: 11月3日（火・祝）はお休み, 12月28日～1月4日は休み, as `closed_date=11-03`.

Belongs here: the days of closings, their years, the code that says them and what it means for a day. Does not belong
here: how a closing is found, closed weekdays, months and holidays (`closings`), days on which something takes place
(`days`).
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from pipelines.normalise.schedule.dates import TO, Mention, mentions_of, valid_date
from pipelines.normalise.schedule.model import Rule
from pipelines.normalise.schedule.notation import WEEKDAYS, days_of
from pipelines.normalise.schedule.years import NO_PAGE, Page, in_years

CLOSED_DATE = "closed_date"
"""Exception code; its values are days and runs of days: `closed_date=2026-11-04,12-28/01-04`."""
# What the code of the year-end says already (docs/meaning.md §2)
_YEAR_END = frozenset(((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)))
# 12/8、15、22は休み: in a closing every number is a day
_BARE_DAY = re.compile(r"(?<=[・、と〜-])(\s?[0-9]{1,2})(?![0-9月/日])")
# ※7日(月)休館: of the month that the period names
_DAY_ALONE = re.compile(rf"([0-9]{{1,2}})日(?:\s?\(([{WEEKDAYS}]))?")
_A_YEAR = dt.timedelta(days=366)

_Run = tuple[Mention, Mention]
_FIRST_DAY = re.compile(r"period=[0-9]{4}-[0-9]{2}-[0-9]{2}/")


def closed_dates(closings: Sequence[str], held: Sequence[dt.date], page: Page = NO_PAGE) -> list[str]:
    """The days and runs of days that a text says are closed, as the values of the code.

    Args:
        closings: what stands in its closings (`Closings.dates`).
        held: first and last day between which the text itself places the activity, or nothing: a closing lies between
            them, so that they give it its year.
        page: when the text was written, as for `days.read_days`.

    Returns:
        `2026-11-04` where the text or the weekday behind it says the year for certain, else `11-04`: 8/13を除く may be
        said of every year, and the page may be old; `12-28/01-04` for a run; nothing for what `year_end_off` says.
    """
    named = "、".join(words for words in closings if not _DAY_ALONE.match(words))
    runs = [_within(run, held) for run in _runs(named) if not _is_year_end(*run)]
    alone = [_DAY_ALONE.finditer(words) for words in closings if _DAY_ALONE.match(words)]
    runs += [run for days in alone for day in days if (run := _of_period(day, held))]
    asked = [run for run in runs if any(each.weekday is not None for each in run)]
    known = in_years([each for run in asked for each in run], page, ())
    confirmed = dict(zip(asked, zip(known[::2], known[1::2], strict=True), strict=True))
    return list(dict.fromkeys(_value(*confirmed.get(run, run)) for run in runs))


def _runs(words: str) -> list[_Run]:
    runs: list[_Run] = []
    words = _BARE_DAY.sub(r"\1日", words)
    mentions, _ = mentions_of(words)
    for each in mentions:
        if runs and TO.fullmatch(words[runs[-1][1].end : each.start]):
            runs[-1] = (runs[-1][0], each)
        else:
            runs.append((each, each))
    return runs


def _within(run: _Run, held: Sequence[dt.date]) -> _Run:
    """With the only year in which it lies between the days of the activity."""
    if not held or any(each.year is not None for each in run):
        return run
    first, last = min(held), max(held)
    years = [
        (begin, end)
        for year in range(first.year, last.year + 1)
        if (begin := replace(run[0], year=year)).date
        and (end := replace(run[1], year=year + (_month_day_of(run[1]) < _month_day_of(run[0])))).date
        and first <= begin.date <= end.date <= last
    ]
    return years[0] if len(years) == 1 else run


def _of_period(day: re.Match[str], held: Sequence[dt.date]) -> _Run | None:
    """7日(月) as the only such day between those of the activity."""
    if not held or max(held) - min(held) > _A_YEAR:
        return None
    step = dt.timedelta(days=1)
    days = [min(held) + number * step for number in range((max(held) - min(held)).days + 1)]
    fitting = [each for each in days if each.day == int(day[1]) and day[2] in (None, WEEKDAYS[each.weekday()])]
    if len(fitting) != 1:
        return None
    mention = Mention(fitting[0].year, fitting[0].month, fitting[0].day, *day.span())
    return mention, mention


def _is_year_end(first: Mention, last: Mention) -> bool:
    ends = {_month_day_of(each) for each in (first, last)}
    return first.year is None and first.month > last.month and ends <= _YEAR_END


def _month_day_of(mention: Mention) -> tuple[int, int]:
    return mention.month, mention.day


def _value(first: Mention, last: Mention) -> str:
    """A run whose end lies before its beginning, or of which one end has no certain year, is of no certain year."""
    begin, end = first.date, last.date
    if begin and end and begin <= end:
        return "/".join(dict.fromkeys((str(begin), str(end))))
    return "/".join(dict.fromkeys(f"{each.month:02d}-{each.day:02d}" for each in (first, last)))


def is_closed(values: Collection[str], day: dt.date) -> bool:
    """Whether a day is among those that are closed; one of no certain year is closed in any.

    Args:
        values: of the code.
        day: a day that a rule names.
    """
    return any(_has(value, day) for value in values)


def count_between(rules: Sequence[Rule], codes: Collection[str]) -> int | None:
    """How often rules name a day in the period of a text, from its first day to its last.

    Args:
        rules: recurrences.
        codes: exceptions of a schedule.

    Returns:
        A number; None where no period with both its ends is said.
    """
    period = next((code.removeprefix("period=").split("/") for code in codes if code.startswith("period=20")), None)
    if period is None or not all(period) or not rules:
        return None
    first, last = map(dt.date.fromisoformat, period)
    days = {day for rule in rules for day in days_of(replace(rule, count=None).rrule, first, last)}
    return len(days)


def closed_days(codes: Collection[str]) -> list[dt.date]:
    """The closed days whose year is certain, in the order of the text.

    Args:
        codes: exceptions of a schedule.
    """
    return [day for value in values_of(codes) if _has_year(value) for day in _days_between(value)]


def values_of(codes: Collection[str]) -> list[str]:
    """The days and runs that the code says.

    Args:
        codes: exceptions of a schedule.
    """
    sign = f"{CLOSED_DATE}="
    return [value for code in codes if code.startswith(sign) for value in code.removeprefix(sign).split(",")]


def _has_year(value: str) -> bool:
    return len(value.split("/")[0]) == len("2026-12-28")


def _days_between(value: str) -> list[dt.date]:
    first, last = (dt.date.fromisoformat(value.split("/")[at]) for at in (0, -1))
    return [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]


def _has(value: str, day: dt.date) -> bool:
    ends = value.split("/")
    if _has_year(value):
        return ends[0] <= day.isoformat() <= ends[-1]
    own, first, last = (day.month, day.day), _month_day(ends[0]), _month_day(ends[-1])
    return first <= own <= last if first <= last else own >= first or own <= last


@functools.cache
def _month_day(day: str) -> tuple[int, int]:
    month, number = day.split("-")[-2:]
    return int(month), int(number)


def held_between(dates: Sequence[dt.date], codes: Collection[str]) -> list[dt.date]:
    """First and last day between which a text places an activity: its dates, its period, its fiscal year.

    Args:
        dates: days of the activity.
        codes: exceptions of its days.
    """
    days = list(dates)
    for code in codes:
        name, _, value = code.partition("=")
        if name == "period":
            ends = [dt.date.fromisoformat(day) for day in value.split("/") if day]
            days += ends if len(ends) > 1 else []
        elif name == "fiscal_year":
            begin = valid_date(int(value), 4, 1)
            end = valid_date(int(value) + 1, 3, 31)
            days += [begin, end] if begin and end else []
    return days


def begins_on_a_day(rule: Rule, codes: Collection[str]) -> bool:
    """Whether a rule that is counted has its first day: 令和8年12月5日から毎週土曜 全4回.

    Args:
        rule: a rule of weekdays.
        codes: exceptions of its days.
    """
    starts = [code.removeprefix("period=") for code in codes if _FIRST_DAY.fullmatch(code)]
    first = dt.date.fromisoformat(starts[0].rstrip("/")) if len(starts) == 1 else None
    return first is not None and first.weekday() in {day.weekday for day in rule.days if not day.ordinal}
