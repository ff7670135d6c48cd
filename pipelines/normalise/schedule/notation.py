"""What the parts of a schedule mean together: rules as RFC 5545 writes them, and which session belongs to which day.

Belongs here: codes of weekdays, the parts of a rule, the days it names, the one rule of alignment. Does not belong
here: what a source writes (`parse`), sentences (`render`), what exceptions mean for days (`normalise.occurrences`).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Sequence

import polars as pl
from dateutil.rrule import rrulestr

WEEKDAYS = "月火水木金土日"
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_SESSION = "every_session"
"""Exception code: rules (or days) and sessions are equally many, but the text does not go through them pair by pair."""


def belong_together(days: Sequence[object], sessions: Sequence[object], codes: Collection[str]) -> bool:
    """Whether every rule (or day) has its own session, in their order: several, equally many, and the text says so.

    Otherwise every session belongs to every rule and day.
    """
    return len(days) > 1 and len(days) == len(sessions) and EVERY_SESSION not in codes


def rule_parts(rule: str) -> dict[str, str]:
    """The parts of a rule by name: FREQ, BYDAY, ...."""
    return dict(part.split("=", 1) for part in rule.split(";"))


def part(rule: pl.Expr, name: str) -> pl.Expr:
    """One part of a column of rules; null where a rule has none."""
    return rule.str.extract(rf"\b{name}=([^;]+)")


def weekdays_of(rule: str) -> list[str]:
    """Codes of the weekdays a rule names, from Monday; a rule for every day has all of them."""
    parts = rule_parts(rule)
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
