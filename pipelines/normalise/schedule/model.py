"""What a schedule text says, as values.

Belongs here: the value types of a schedule and what they are as RRULE and GIF code. Does not belong here: how
they belong together (`notation`), reading a text (`parse`), writing a sentence (`render`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from pipelines.normalise.schedule.frequency import Frequency
from pipelines.normalise.schedule.notation import BYDAY

LAST = -1
_GIF_LAST, _GIF_FORTNIGHTLY = "6", "7"


@dataclass(frozen=True, slots=True)
class Day:
    """A weekday, 0 = Monday, with its place in the month: 1–5, `LAST`, or 0 for every week."""

    weekday: int
    ordinal: int = 0

    @property
    def byday(self) -> str:
        """As in BYDAY of RFC 5545."""
        return f"{self.ordinal or ''}{BYDAY[self.weekday]}"


@dataclass(frozen=True, slots=True)
class ClosedWeek:
    """A week of the month, 1–5 or `LAST`, that is closed: on these weekdays alone, or on all where none is said."""

    number: int
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence.

    Attributes:
        freq: DAILY, WEEKLY or MONTHLY.
        days: weekdays, in the order of the text.
        interval: every so many weeks or months.
        count: number of times in all, or None.
        months: only in these months; empty for all.
        month_days: days of the month, -1 for the last.
        start: position in the text, for aligning times.
        is_more: it is held on these days as well, at other hours (第2火曜は午後も).
    """

    freq: str
    days: tuple[Day, ...] = ()
    interval: int = 1
    count: int | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    start: int = field(default=0, compare=False)
    is_more: bool = field(default=False, compare=False)

    @property
    def rrule(self) -> str:
        """RFC 5545 without DTSTART."""
        parts = [f"FREQ={self.freq}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"COUNT={self.count}"] if self.count else []
        parts += [f"BYMONTH={','.join(map(str, self.months))}"] if self.months else []
        parts += [f"BYMONTHDAY={','.join(map(str, self.month_days))}"] if self.month_days else []
        parts += [f"BYDAY={','.join(day.byday for day in self.days)}"] if self.days else []
        return ";".join(parts)


@dataclass(frozen=True, slots=True)
class Session:
    """From when to when; None where the text does not say. An end before its start is on the next day."""

    start: dt.time | None
    end: dt.time | None


@dataclass(frozen=True, slots=True)
class Undated:
    """A day whose year nobody knows, as the text names it.

    Attributes:
        month: 1–12.
        day: day of the month.
        weekday: 0 = Monday, or None where the text names none.
        until: the last day, when a period is meant.
    """

    month: int
    day: int
    weekday: int | None = None
    until: Undated | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule text, read (docs/meaning.md §2).

    Attributes:
        rules: recurrences.
        dates: those whose year is known.
        sessions: times; which of them belong to which rule or date: `notation.belong_together`.
        exceptions: codes, in the order of the guide.
        completeness: `full`, `partial` or `text_only`.
        undated: days and periods without a year; they are told, and nothing is computed from them.
        frequency: how often, where the text says it.
        day_part: code of the part of the day, where no hour is said.
        leftover: the words that no reader took.
    """

    rules: tuple[Rule, ...] = ()
    dates: tuple[dt.date, ...] = ()
    sessions: tuple[Session, ...] = ()
    exceptions: tuple[str, ...] = ()
    completeness: str = "text_only"
    undated: tuple[Undated, ...] = ()
    frequency: Frequency | None = None
    day_part: str | None = None
    leftover: str = field(default="", compare=False)

    @property
    def gif(self) -> str | None:
        """GIF 441 code of the base rule; None for what it cannot say: months, days of a month."""
        if not self.rules or not all(_has_gif(rule) for rule in self.rules):
            return None
        digits: dict[int, set[str]] = {}
        for index, rule in enumerate(self.rules):
            if any(has_all(base, rule) for base in self.rules[:index]):
                continue  # 第2火曜は午後も: the base rule says the day already
            for day in rule.days:
                digit = _GIF_FORTNIGHTLY if rule.interval == 2 else str(day.ordinal)
                digits.setdefault(day.weekday, set()).add(_GIF_LAST if day.ordinal == LAST else digit)
        return "".join("".join(sorted(digits[weekday])) + BYDAY[weekday].title() for weekday in sorted(digits))


def _has_gif(rule: Rule) -> bool:
    is_fortnightly = rule.interval == 2 and rule.freq == "WEEKLY"  # 隔週 has a digit of its own
    return bool(rule.days) and not rule.months and not rule.month_days and (rule.interval == 1 or is_fortnightly)


def has_all(base: Rule, rule: Rule) -> bool:
    """Whether a rule without months has every day of another, and more.

    Args:
        base: the rule that may have them.
        rule: the other one.
    """
    if base.interval != 1 or base.months or rule.months or not rule.days:
        return False
    if base.freq == "MONTHLY":
        return set(rule.days) < set(base.days)
    weekdays = {day.weekday for day in rule.days}
    every = {day.weekday for day in base.days} if base.days else set(range(7))
    return weekdays < every or (weekdays == every and rule.freq == "MONTHLY")


def merged(rules: list[Rule]) -> tuple[Rule, ...]:
    """Rules without repetition; those of every week become one, because the week has only one."""
    weekly = [rule for rule in rules if rule.freq == "WEEKLY" and rule.interval == 1 and not rule.months]
    distinct: list[Rule] = []
    for rule in rules:
        if rule in weekly:
            if rule is not weekly[0]:
                continue
            if len(weekly) > 1:
                days = tuple(dict.fromkeys(day for each in weekly for day in each.days))
                counts = [each.count for each in weekly if each.count]
                rule = replace(rule, days=days, count=counts[0] if counts else None)
        if rule not in distinct:
            distinct.append(rule)
    return tuple(distinct)
