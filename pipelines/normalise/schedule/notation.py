"""How a schedule is written as text, and read back from it.

Belongs here: separators, codes of weekdays, which times belong to which days, the days a rule names. Does not belong
here: what a source writes (`parse`), sentences (`render`), what exceptions mean for days (`normalise.occurrences`).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence

import polars as pl
from dateutil.rrule import rrulestr

WEEKDAYS = "月火水木金土日"
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BETWEEN_RULES = " ; "
"""Between rules, and between times: a rule has semicolons of its own."""
BETWEEN_DATES = ";"
"""Between dates, between weekdays, between exceptions, and between the parts of a rule."""


def listed(text: str | None, separator: str = BETWEEN_DATES) -> list[str]:
    """The entries of a cell; none of an empty one."""
    return [entry for entry in (text or "").split(separator) if entry]


def times_of(start: str | None, end: str | None) -> list[tuple[str | None, str | None]]:
    """From when to when, one pair per session; None where the text does not say."""
    starts, ends = (text.split(BETWEEN_RULES) if text else [] for text in (start, end))
    length = max(len(starts), len(ends))
    starts, ends = (times + [""] * (length - len(times)) for times in (starts, ends))
    return [(begin or None, finish or None) for begin, finish in zip(starts, ends, strict=True)]


def belong_together(days: Sequence[object], times: Sequence[object]) -> bool:
    """Whether every rule (or date) has its own time: they are several, and equally many.

    Otherwise every time belongs to every rule.
    """
    return len(days) > 1 and len(days) == len(times)


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by name: FREQ, BYDAY, ...."""
    return dict(part.split("=", 1) for part in rule.split(BETWEEN_DATES))


def part(rule: pl.Expr, name: str) -> pl.Expr:
    """One part of a column of rules; null where a rule has none."""
    return rule.str.extract(rf"\b{name}=([^;]+)")


def weekdays_of(rule: str) -> list[str]:
    """Codes of the weekdays a rule names, from Monday; a rule for every day has all of them."""
    parts = parts_of(rule)
    if parts["FREQ"] == "DAILY":
        return list(BYDAY)
    named = {byday.strip("-0123456789") for byday in parts.get("BYDAY", "").split(",")}
    return [code for code in BYDAY if code in named]


@functools.lru_cache(maxsize=20_000)
def days_of(rule: str, first: dt.date, last: dt.date, closed: tuple[str, ...] = ()) -> tuple[dt.date, ...]:
    """The days a rule names in a period.

    Args:
        rule: RFC 5545 without DTSTART.
        first: first day of the period.
        last: last day of the period.
        closed: weekdays left out, as BYDAY of a month has them (`TU`, `5TU`).
    """
    begin, end = (dt.datetime.combine(day, dt.time()) for day in (first, last))
    lines = [f"RRULE:{rule}", *(f"EXRULE:FREQ=MONTHLY;BYDAY={byday}" for byday in closed)]
    return tuple(day.date() for day in rrulestr("\n".join(lines), dtstart=begin).between(begin, end, inc=True))
