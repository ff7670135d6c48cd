"""Dates in a schedule: which days are named, and whether their year is known.

Belongs here: explicit dates and dated periods. Does not belong here: recurrences.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field, replace

from pipelines.normalise.schedule.fold import blanked
from pipelines.normalise.schedule.model import Undated
from pipelines.normalise.schedule.notation import WEEKDAYS

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925}
_WEEKDAY = (
    r"(?:\s?\(\s?(?P<enclosed>[月火水木金土日])(?:曜日?)?(?:[・、/ ]?(?:祝日?|休日?|振休))?\s?\)"
    r"|\s?(?P<plain>[月火水木金土日])曜日?(?:\(祝日?\))?)?"
)
_DATE = re.compile(
    r"(?<![0-9A-Za-z-])(?:(?P<year>(?:19|20)[0-9]{2})\s?(?:年|[-/.](?=[0-9]{1,2}[-/.][0-9]))"
    r"|(?P<era>令和|平成|昭和|R|H)\s?(?P<n>[0-9]{1,2}|元)\s?(?:年|[./-](?=[0-9]{1,2}[./-][0-9])))"
    r"(?:\s?\((?:令和|平成|R)[0-9元]{1,2}年?\)\s?年?)?"
    r"(?:は?、?\s?(?P<month>[0-9]{1,2})\s?[-/.月]\s?(?P<day>[0-9]{1,2})\s?日?(?![0-9時:])" + _WEEKDAY + ")?"
    r"(?!度)"
)
_MONTH_DAY = re.compile(
    r"(?<![0-9/.第か])(?P<month>[0-9]{1,2})\s?(?:月\s?(?P<day>[0-9]{1,2})\s?日|/(?P<slash>[0-9]{1,2})(?![0-9/回]))"
    + _WEEKDAY
)
_DAY_ONLY = re.compile(r"\s?(?:と|、|・|,|及び|および|;)\s?(?P<day>[0-9]{1,2})日?(?![0-9時:/月回])" + _WEEKDAY)
_TO = re.compile(r"\s?(?:から|〜|-|より)\s?$")
_FISCAL = re.compile(r"(?:(?P<year>20[0-9]{2})|(?P<era>令和|R)\s?(?P<n>[0-9]{1,2}|元))\s?年度")
_MONTH_PERIOD = re.compile(
    r"(?:(?P<year>20[0-9]{2})|(?P<era>令和|R)\s?(?P<n>[0-9]{1,2}|元))\s?年\s?(?P<from>[0-9]{1,2})月\s?(?:から|〜|-)\s?"
    r"(?:(?:(?P<year2>20[0-9]{2})|(?:令和|R)\s?(?P<n2>[0-9]{1,2}))\s?年\s?)?(?P<to>[0-9]{1,2})月(?:末)?(?:まで)?(?!\s?[0-9])"
)
_LONG_GAP_MONTHS = 6
_YEAR, _HALF_A_YEAR = dt.timedelta(days=366), dt.timedelta(days=183)


@dataclass(slots=True)
class Days:
    """What a text says about dates.

    Attributes:
        dates: in the order of the text.
        positions: where each of them stands.
        has_open: a date without a year is named.
        last: year (or None), month and day of the last date, for `15日に順延`.
        exceptions: `fiscal_year`, `period`.
        undated: days and periods without a year, in the order of the text.
        undated_positions: where the days among them stand.
        rest: the text without its dates.
    """

    rest: str
    dates: list[dt.date] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    has_open: bool = False
    last: tuple[int | None, int, int] | None = None
    exceptions: list[str] = field(default_factory=list)
    undated: list[Undated] = field(default_factory=list)
    undated_positions: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Mention:
    year: int | None
    month: int
    day: int
    start: int
    end: int
    weekday: int | None = None

    @property
    def date(self) -> dt.date | None:
        """None when there is no such day, or its year is not known."""
        return valid_date(self.year, self.month, self.day)


def valid_date(year: int | None, month: int, day: int) -> dt.date | None:
    """A date; None when the year is missing or the calendar has no such day."""
    try:
        return dt.date(year, month, day) if year else None
    except ValueError:
        return None


def read_days(text: str, context: dt.date | None = None, around: dt.date | None = None) -> Days:
    """Find the dates.

    Args:
        text: a folded text.
        context: the day of the page; gives a date without a year the year that brings it nearest, among those in which
            it falls on the weekday behind it. Without it such a date stays open (docs/meaning.md §2).
        around: a day on which the page was seen, asked only where the page has no day of its own: a page may be old,
            so that a year is taken only within half a year, only where the weekday confirms it, and not at all when
            another weekday of the text fits neither year.
    """
    found = Days(text)
    fiscal = _FISCAL.search(text)
    if fiscal:
        found.exceptions.append(f"fiscal_year={_year(fiscal)}")
        found.rest = text = blanked(text, [fiscal.span()])
    months = _MONTH_PERIOD.search(text)
    if months and (code := _month_period(months)):
        found.exceptions.append(code)
        found.has_open = True
        found.rest = text = blanked(text, [months.span()])
    mentions, spans = _mentions(text)
    mentions = _in_years(mentions, context, around)
    period = _period(text, mentions)
    if period is not None:
        first, last = period
        if first.date and last.date:
            found.exceptions.append(f"period={first.date}/{last.date}")
        else:
            found.undated.append(replace(_undated(first), until=_undated(last)))
        found.has_open = True
        mentions = [each for each in mentions if each.start not in {first.start, last.start}]
    for mention in mentions:
        if mention.date is None:
            found.has_open = True
            if mention.year is None:
                found.undated.append(_undated(mention))
                found.undated_positions.append(mention.start)
        elif mention.date not in found.dates:
            found.dates.append(mention.date)
            found.positions.append(mention.start)
        found.last = (mention.year, mention.month, mention.day)
    found.rest = blanked(text, spans)
    return found


def _year(match: re.Match[str]) -> int:
    if match["year"]:
        return int(match["year"])
    return _ERAS[match["era"]] + (1 if match["n"] == "元" else int(match["n"]))


def _month_period(match: re.Match[str]) -> str | None:
    """2026年10月〜2027年3月, from the first day to the last."""
    year, first, last = _year(match), int(match["from"]), int(match["to"])
    if match["year2"] or match["n2"]:
        end = int(match["year2"] or _ERAS["令和"] + int(match["n2"]))
    else:
        end = year + (last < first)
    if not 1 <= first <= 12 or not 1 <= last <= 12:
        return None
    after = dt.date(end + last // 12, last % 12 + 1, 1)
    return f"period={year}-{first:02d}-01/{after - dt.timedelta(days=1)}"


def _mentions(text: str) -> tuple[list[_Mention], list[tuple[int, int]]]:
    """All dates; a year holds until the next one, and over the turn of the year."""
    found: list[_Mention] = []
    spans: list[tuple[int, int]] = []
    position, year = 0, None
    while position < len(text):
        match = _next(text, position)
        if match is None:
            break
        named = match.groupdict()
        if named.get("year") or named.get("era"):
            year = _year(match)
        spans.append(match.span())
        position = match.end()
        if not named.get("month"):
            continue
        month, day = int(named["month"]), int(named.get("day") or named.get("slash") or 0)
        if not _is_day(month, day):
            continue
        if found and year and not named.get("year") and not named.get("era"):
            year += found[-1].month - month > _LONG_GAP_MONTHS
        found.append(_Mention(year, month, day, *match.span(), _weekday(match)))
        position = _more_days(text, position, found, spans)
    return found, spans


def _weekday(match: re.Match[str]) -> int | None:
    named = match["enclosed"] or match["plain"]
    return WEEKDAYS.index(named) if named else None


def _undated(mention: _Mention) -> Undated:
    return Undated(mention.month, mention.day, mention.weekday)


def _candidates(mention: _Mention, middle: dt.date, reach: dt.timedelta) -> list[dt.date]:
    """The days a mention may mean, the nearest first: one with a weekday can only be meant where it falls on it."""
    years = (middle.year - 1, middle.year, middle.year + 1)
    days = [date for year in years if (date := valid_date(year, mention.month, mention.day))]
    near = [day for day in days if abs(day - middle) <= reach and mention.weekday in (None, day.weekday())]
    return sorted(near, key=lambda day: abs(day - middle))


def _in_years(mentions: list[_Mention], context: dt.date | None, around: dt.date | None) -> list[_Mention]:
    if context is not None:
        return [_dated(each, context) for each in mentions]
    return mentions if around is None else _confirmed(mentions, around)


def _dated(mention: _Mention, context: dt.date) -> _Mention:
    if mention.year is not None:
        return mention
    days = _candidates(mention, context, _YEAR)
    return replace(mention, year=days[0].year) if days else mention


def _confirmed(mentions: list[_Mention], around: dt.date) -> list[_Mention]:
    """Years that weekdays confirm; one that fits nowhere near says that the page is of another time, or wrong."""
    named = [each for each in mentions if each.year is None and each.weekday is not None]
    if not all(_candidates(each, around, _YEAR) for each in named):
        return mentions
    near = {each: days[0].year for each in named if (days := _candidates(each, around, _HALF_A_YEAR))}
    return [replace(each, year=near.get(each, each.year)) for each in mentions]


def _next(text: str, position: int) -> re.Match[str] | None:
    found = [match for pattern in (_DATE, _MONTH_DAY) if (match := pattern.search(text, position))]
    return min(found, key=lambda match: (match.start(), -match.end()), default=None)


def _more_days(text: str, position: int, found: list[_Mention], spans: list[tuple[int, int]]) -> int:
    """と28日(火): other days of the same month."""
    while (more := _DAY_ONLY.match(text, position)) and _is_day(found[-1].month, int(more["day"])):
        if not more[0].rstrip().endswith(("日", ")", "曜")):
            break
        found.append(_Mention(found[-1].year, found[-1].month, int(more["day"]), *more.span(), _weekday(more)))
        spans.append(more.span())
        position = more.end()
    return position


def _is_day(month: int, day: int) -> bool:
    return valid_date(2024, month, day) is not None  # a leap year: 2月29日 is a day


def _period(text: str, mentions: list[_Mention]) -> tuple[_Mention, _Mention] | None:
    for first, last in itertools.pairwise(mentions):
        if _TO.search(text[first.end : last.start]) and not text[first.end : last.start].strip("からより〜- "):
            if first.year is None or last.year is not None:
                return first, last
            year = first.year + ((last.month, last.day) < (first.month, first.day))
            return first, replace(last, year=year)
    return None
