"""Days a text says are closed: 11月3日（火・祝）はお休み, 12月28日～1月4日は休み.

Belongs here: the days of closings that no code of the guide says (docs/meaning.md §2), so that nobody is sent to a
closed door. Does not belong here: closed weekdays, months and holidays, which are codes (`closings`).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from pipelines.normalise.schedule.exceptions import read_exceptions
from pipelines.normalise.schedule.fold import fold_schedule
from pipelines.normalise.schedule.tongues import plain

_DAY = re.compile(
    r"(?P<to>[〜-]|から)?\s?(?:(?P<month>[0-9]{1,2})(?:月\s?|/))?(?<![0-9])(?P<day>[0-9]{1,2})(?![0-9年月/])"
)
_YEAR = re.compile(r"(?:20[0-9]{2}|(?:令和|R)\s?[0-9元]{1,2})(?:年|[./])\s?|翌年の?\s?")


class Closed(NamedTuple):
    """From a month and day to another, both included, in any year; an earlier end lies behind the turn of the year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def has(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        own = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= own <= self.last
        return own >= self.first or own <= self.last


def closed_dates(text: str) -> tuple[Closed, ...]:
    """The days and runs of days that a text says are closed.

    Args:
        text: a schedule as published. A year in it is not looked at: rather a day too few is promised than one too
            many.
    """
    said = read_exceptions(plain(fold_schedule(text))).closings.dates
    return tuple(closed for words in said for closed in _runs(words))


def _runs(words: str) -> list[Closed]:
    found: list[Closed] = []
    month = 0
    for match in _DAY.finditer(_YEAR.sub("", words)):
        month = int(match["month"] or month)
        day = (month, int(match["day"]))
        if match["to"] and found:
            found[-1] = Closed(found[-1].first, day)
        else:
            found.append(Closed(day, day))
    return found
