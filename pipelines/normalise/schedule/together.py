"""Which rules, days and times of a text belong together.

Belongs here: what closings leave, deviations of a rule, and the pairing of days with times. Does not belong here: any
pattern of text; the rule of alignment itself (`notation.belong_together`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.normalise.schedule.days import Days
from pipelines.normalise.schedule.exceptions import Exceptions
from pipelines.normalise.schedule.model import Day, Rule, has_all, merged
from pipelines.normalise.schedule.months import months_of
from pipelines.normalise.schedule.notation import EVERY_SESSION, WEEKDAYS
from pipelines.normalise.schedule.sessions import Time, share_out_the_year

# Signs of `_pattern`: one time to every day; several days to a time; first all of the one, then all of the other
_PAIRED, _GROUPED, _APART = re.compile("(?:DT)+|(?:TD)+"), re.compile("(?:D+T)+"), re.compile("D+T+|T+D+")


def opened(off: Exceptions, days: Days, times: list[Time], rules: list[Rule]) -> tuple[list[Rule], list[str]]:
    """Rules, and the closings that take a day from them.

    Closing days are not the rule: without one it is open on all others, on workdays where 土日 is closed.

    Args:
        off: the exceptions of the text.
        days: its dates.
        times: its times; without any nothing is open.
        rules: its rules.
    """
    closed = list(dict.fromkeys(off.closed_days))
    if not rules and not days.dates and not days.has_open and closed and times:
        if {day.byday for day in closed} == {"SA", "SU"}:
            return [Rule("WEEKLY", tuple(Day(weekday) for weekday in range(5)))], []
        if len({day.weekday for day in closed if not day.ordinal}) == len(WEEKDAYS):
            return [], []  # 定休日：日曜、月〜土 9時〜17時: what is closed, and what is open?
        rules = [Rule("DAILY")]
    weekdays = {day.weekday for rule in rules for day in rule.days}
    takes_away = [day for day in closed if not weekdays or day.weekday in weekdays]
    if closes_all(rules, closed):
        return rules, []
    return rules, [f"closed={','.join(day.byday for day in takes_away)}"] if takes_away else []


def closes_all(rules: Sequence[Rule], closed: Sequence[Day]) -> bool:
    """毎週日曜（日曜は休みの場合あり）: closings of all days of a rule, which nobody means.

    Args:
        rules: the rules of a text.
        closed: the days that it says are closed.
    """
    weekdays = {day.weekday for rule in rules for day in rule.days}
    return bool(weekdays) and weekdays <= {day.weekday for day in closed if not day.ordinal}


def is_beside(rule: Rule, days: Days, times: list[Time]) -> bool:
    """Whether weekdays stand beside dates, with no time between: 5月16日、6月20日（土曜日）.

    Args:
        rule: the rule of the weekdays.
        days: the dates of the text.
        times: its times.
    """
    marks = sorted(
        [(rule.start, ""), *((time.start, "T") for time in times)]
        + [(day, "D") for day in [*days.positions, *days.undated_positions]]
    )
    place = marks.index((rule.start, ""))
    return "D" in [sign for _, sign in marks[max(0, place - 1) : place + 2]]


def without_deviations(rules: list[Rule], days: Days, times: list[Time]) -> tuple[list[Rule], list[Time], bool]:
    """月〜土 9時〜17時、土曜は12時まで: days a rule has already, and days of no known year, with times of their own.

    Args:
        rules: the rules of the text.
        days: its dates.
        times: its times.

    Returns:
        Rules and times without them, and whether there were any.
    """
    inside = _inside(rules, is_paired=is_aligned(rules, days, times))
    if not inside and not ((rules or days.dates) and days.undated_positions):
        return rules, times, False
    others = [rule.start for rule in inside] + days.undated_positions
    marks = sorted([*((start, "other") for start in others), *((time.start, "time") for time in times)])
    own = [here[0] for before, here in itertools.pairwise(marks) if (before[1], here[1]) == ("other", "time")]
    regular = [time for time in times if time.start not in own or time.start < min(others, default=0)]
    regular = regular if any(time.start < min(others) for time in regular) else times
    return [rule for rule in rules if rule not in inside], regular, bool(inside) or regular != times


def _inside(rules: list[Rule], *, is_paired: bool) -> list[Rule]:
    """Rules all of whose days an earlier rule has, but for those that are held as well, at hours of their own."""
    return [
        rule
        for index, rule in enumerate(rules)
        if not (rule.is_more and is_paired) and any(has_all(base, rule) for base in rules[:index])
    ]


def in_groups(rules: list[Rule], days: Days, times: list[Time]) -> tuple[Rule, ...] | None:
    """Rules of several hours, those of the same hours as one: 火曜、木曜 10時〜、土曜 13時〜 are two.

    Args:
        rules: the rules of the text.
        days: its dates.
        times: its times.

    Returns:
        The rules; None where the text goes through days and hours in no way that says which belong together.
    """
    starts = sorted(rules, key=lambda rule: rule.start)
    pattern = _pattern(starts_of(rules, days), times)
    if _APART.fullmatch(pattern) or len(set(pattern)) < 2:
        return merged(rules)
    if not _GROUPED.fullmatch(pattern):
        return None
    ends = [time.start for time in times]
    groups = itertools.groupby(starts, key=lambda rule: next(end for end in ends if end > rule.start))
    return tuple(rule for _, group in groups for rule in merged(list(group)))


def in_seasons(rules: list[Rule], times: list[Time]) -> tuple[list[Rule], list[Time]] | None:
    """4〜9月 17時〜19時、10〜3月 16時〜18時: the one rule in each part of the year with its hours.

    Args:
        rules: the rules of the text.
        times: its times.

    Returns:
        Rules and times beside each other; no times where several rules share them, None where the times do not share
        out the year.
    """
    if not share_out_the_year(times):
        return None
    rule, *others = merged(rules) or (None,)
    if rule is None or others or rule.months or rule.interval > 1 or rule.count:
        return rules, []
    seasons = [replace(rule, months=tuple(sorted(months_of(time.months or ""))), start=time.start) for time in times]
    return seasons, [replace(time, months=None, is_within=False, is_season=False) for time in times]


def starts_of(rules: Sequence[Rule], days: Days) -> list[int]:
    """Where in the text rules and dates stand, in the order of the value; else days without a year.

    Args:
        rules: the rules of the text.
        days: its dates.
    """
    return [*(rule.start for rule in rules), *days.positions] or days.undated_positions


def _pattern(starts: list[int], times: list[Time]) -> str:
    """D for every rule or date and T for every time, in the order of the text."""
    places = [*((start, "D") for start in starts), *((time.start, "T") for time in times)]
    return "".join(sign for _, sign in sorted(places))


def is_aligned(rules: Sequence[Rule], days: Days, times: list[Time]) -> bool:
    """Whether every rule (or date) has its own range beside it.

    Args:
        rules: the rules of the text.
        days: its dates.
        times: its times.
    """
    starts = starts_of(rules, days)
    return len(starts) > 1 and bool(_PAIRED.fullmatch(_pattern(starts, [time for time in times if not time.is_field])))


def together(starts: list[int], times: list[Time], *, is_dated: bool) -> tuple[list[Time], list[str]]:
    """Times beside the rules and dates they belong to, or all of them on all (`belong_together`).

    Args:
        starts: where rules and dates stand.
        times: the times of the text.
        is_dated: the days have a rule or a year; of others only equal numbers are paired.

    Returns:
        The times in the order of what they belong to, and the code that says so where they belong to everything; no
        times where the text leaves open which belong where.
    """
    if len(starts) < 2 or len(times) < 2 or times[0].is_field or (len(starts) != len(times) and not is_dated):
        return times, []
    pattern = _pattern(starts, times)
    if _PAIRED.fullmatch(pattern):
        order = sorted(starts)
        return [times[order.index(start)] for start in starts], []
    if _GROUPED.fullmatch(pattern) and len(times) > 1:
        # Several days to each time: every day takes the next one
        return [next(time for time in times if time.start > start) for start in starts], []
    if _APART.fullmatch(pattern):
        return times, [EVERY_SESSION] if len(starts) == len(times) else []
    return [], []
