"""What one listing says of when, in pieces that can be joined: hours by rule and day, codes, how often.

Belongs here: taking the columns of a schedule apart and putting them together again. Does not belong here: which
listing gives which piece (`joined_schedules`), reading a text (`normalise.schedule`).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.normalise.schedule.frequency import Frequency
from pipelines.normalise.schedule.model import Day, Rule, Schedule, Session
from pipelines.normalise.schedule.notation import BYDAY, EVERY_SESSION, belong_together, days_of, rule_parts
from pipelines.normalise.schedule.render import render
from pipelines.normalise.schedule.unread import sentence_with

Item = str | dt.date
"""A rule or a day."""
Hours = tuple[Session, ...]
_UNKNOWN = Session(None, None)
_NO_FIRST_DAY = ("INTERVAL=", "COUNT=")


@dataclass(frozen=True, slots=True)
class Pieces:
    """What one listing says.

    Attributes:
        listing_id: which one.
        source_key: the list it stands on.
        on: the day its page was changed, as far as that is known.
        merit: how much it says, of listings of the same day.
        hours: rules, then days, each with its hours; hours of a listing that names no day are under `None`.
        codes: exceptions.
        frequency: how often.
        day_part: the part of the day.
        unread: words nobody read.
        is_open: a day without a year, which no column holds.
    """

    listing_id: str
    source_key: str
    on: dt.date
    merit: int
    hours: Mapping[Item | None, Hours]
    codes: tuple[str, ...]
    frequency: Frequency | None
    day_part: str | None
    unread: str | None
    is_open: bool

    @property
    def rules(self) -> tuple[str, ...]:
        """RFC 5545."""
        return tuple(item for item in self.hours if isinstance(item, str))

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Those whose year is known."""
        return tuple(item for item in self.hours if isinstance(item, dt.date))

    @property
    def is_understood(self) -> bool:
        """Whether nothing but hours may be missing."""
        return self.unread is None and not self.is_open


def pieces_of(row: Mapping[str, Any], on: dt.date, merit: int) -> Pieces:
    """Take the columns of a listing apart.

    Args:
        row: of `norm__listings`, with a schedule.
        on: the day its page was changed.
        merit: how much it says.
    """
    items: list[Item] = [*_listed(row, "schedule_rrules"), *_listed(row, "schedule_days")]
    codes = _listed(row, "exceptions")
    starts, ends = _listed(row, "session_starts"), _listed(row, "session_ends")
    size = max(len(starts), len(ends))
    sessions = [Session(*pair) for pair in zip(starts or [None] * size, ends or [None] * size, strict=True)]
    hours: dict[Item | None, Hours]
    if belong_together(items, sessions, codes):
        hours = {item: _known((session,)) for item, session in zip(items, sessions, strict=True)}
    else:
        hours = {item: tuple(sessions) for item in items} or {None: tuple(sessions)}
    code = row["schedule_completeness_code"]
    is_whole = bool(sessions) and all(each.start and each.end for each in sessions)
    is_open = code == "partial" and (not items or (is_whole and row["schedule_unread"] is None))
    return Pieces(
        str(row["listing_id"]),
        str(row["source_key"]),
        on,
        merit,
        hours,
        tuple(code for code in codes if code != EVERY_SESSION),
        _frequency(row),
        row["day_part_code"],
        row["schedule_unread"],
        is_open,
    )


def _listed(row: Mapping[str, Any], name: str) -> list[Any]:
    return list(row[name] or [])


def _frequency(row: Mapping[str, Any]) -> Frequency | None:
    if row["frequency_code"] is None:
        return None
    return Frequency(
        row["frequency_code"], row["frequency_min"], row["frequency_max"], bool(row["is_frequency_approximate"])
    )


def _known(hours: Iterable[Session]) -> Hours:
    return tuple(session for session in hours if session != _UNKNOWN)


def columns_of(pieces: Pieces, completeness: str, gif: str | None) -> dict[str, object]:
    """Put pieces together as the columns of a schedule.

    Args:
        pieces: rules, days, hours, codes.
        completeness: how much is known.
        gif: the code of the rules.
    """
    sessions, said = _sessions(pieces.hours)
    codes = [*pieces.codes, *said]
    often, starts, ends = pieces.frequency, [each.start for each in sessions], [each.end for each in sessions]
    part = None if sessions and _UNKNOWN not in sessions else pieces.day_part
    schedule = Schedule(
        tuple(map(_rule, pieces.rules)), pieces.days, tuple(sessions), tuple(codes), frequency=often, day_part=part
    )
    return {
        "schedule_rrules": list(pieces.rules) or None,
        "schedule_gif": gif,
        "schedule_days": list(pieces.days) or None,
        "session_starts": starts if any(each is not None for each in starts) else None,
        "session_ends": ends if any(each is not None for each in ends) else None,
        "exceptions": codes or None,
        "schedule_completeness_code": completeness,
        "frequency_code": often and often.code,
        "frequency_min": often and often.least,
        "frequency_max": often and often.most,
        "is_frequency_approximate": often and often.is_about,
        "day_part_code": part,
        "schedule_unread": pieces.unread,
        "schedule_sentence": sentence_with(render(schedule), pieces.unread),
    }


def has_columns(hours: Mapping[Item | None, Hours]) -> bool:
    """Whether columns can tell which hours belong where: where days have different ones, each has one of its own.

    Args:
        hours: rules and days with their hours.
    """
    distinct = set(hours.values())
    return len(distinct) == 1 or all(len(each) < 2 for each in distinct)


def _sessions(hours: Mapping[Item | None, Hours]) -> tuple[list[Session], list[str]]:
    """Sessions as the columns have them, and the code that says where each belongs to every day."""
    distinct = set(hours.values())
    if len(distinct) == 1:
        same = list(distinct.pop())
        return same, [EVERY_SESSION] if 1 < len(same) == len(hours) else []
    return [each[0] if each else _UNKNOWN for each in hours.values()], []


@functools.lru_cache(maxsize=5_000)
def _rule(rrule: str) -> Rule:
    parts = rule_parts(rrule)
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    return Rule(
        parts["FREQ"],
        tuple(Day(BYDAY.index(day[-2:]), int(day[:-2] or 0)) for day in days),
        int(parts.get("INTERVAL", 1)),
        int(parts["COUNT"]) if "COUNT" in parts else None,
        _numbers(parts, "BYMONTH"),
        _numbers(parts, "BYMONTHDAY"),
    )


def _numbers(parts: Mapping[str, str], name: str) -> tuple[int, ...]:
    return tuple(int(number) for number in parts.get(name, "").split(",") if number)


def is_anchored(rules: Sequence[str]) -> bool:
    """Whether every rule says its days without a first one."""
    return not any(sign in rule for rule in rules for sign in _NO_FIRST_DAY)


def names_day(rule: str, day: dt.date) -> bool:
    """Whether a rule can name a day; of 隔週 and 全7回 nobody knows which, so that every one is such a day.

    Args:
        rule: RFC 5545.
        day: the day.
    """
    parts = (part for part in rule.split(";") if not part.startswith(_NO_FIRST_DAY))
    return day in days_of(";".join(parts), day, day)
