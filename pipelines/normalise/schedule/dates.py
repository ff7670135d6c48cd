"""Dates as a text names them: 2026年11月10日、12月8日, 5/9・16(土), R7.1.18.

Belongs here: which days of which months are named, one by one, and what stands around them. Does not belong here: the
year of one that has none, periods (`days`), recurrences (`rules`).
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.normalise.schedule.notation import WEEKDAYS

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925}
_WEEKDAY = (
    r"(?:\s?\((?:祝日?|休日|振休|振替休日)\)|\s?\(\s?(?:祝日?[・、/ ]?)?(?P<enclosed>[月火水木金土日])(?:曜日?)?"
    r"(?:[・、/ ]?(?:祝日?|休日?|振休|振替休日|振替))?\s?\)"
    r"|\s?(?P<plain>[月火水木金土日])曜日?(?:\(祝日?\))?|(?P<bare>[月火水木金土日])(?=[\s\x01、〜]|[0-9]{1,2}[:時]|午|$))?"
)
_DATE = re.compile(
    r"(?<![0-9A-Za-z-])(?:(?P<year>(?:19|20)[0-9]{2})(?:\s?\((?:令和|平成|R)\s?[0-9元]{1,2}年?\))?\s?(?:年|[-/.](?=[0-9]{1,2}[-/.][0-9]))"
    r"|(?P<era>令和|平成|昭和|R|H)\s?(?P<n>[0-9]{1,2}|元)(?:\s?\((?:19|20)[0-9]{2}年?\))?\s?(?:年|[./-](?=[0-9]{1,2}[./-][0-9])|\s(?=[0-9]{1,2}[月/])))"
    r"(?:\s?\((?:令和|平成|R)[0-9元]{1,2}年?\)\s?年?)?"
    r"(?:は?、?\s?(?P<month>[0-9]{1,2})\s?[-/.月]\s?(?P<day>[0-9]{1,2})\s?日?(?![0-9時:])" + _WEEKDAY + ")?"
    r"(?!度)"
)
# 11月の予定:7日(土)、11月:7日(土): the month of the days behind it
_HEADING = (
    r"(?:の?(?:予定|日程|(?:開催|活動|実施|練習)(?:予定)?日?|スケジュール)(?:日|は)?\s?[:◆は]?\s?"
    r"|の[^\s。、()0-9:★☆]{1,10}?[\s:◆★☆]{1,3}|\s?:\s?)"
)
# 12月の開催日 12/2(水)…: the days say it again
_SAID_AGAIN = re.compile(rf"(?<![0-9/.第か〜・、-])(?P<month>[0-9]{{1,2}})月{_HEADING}(?=0?(?P=month)\s?[/月]\s?[0-9])")
_MONTH_DAY = re.compile(
    r"(?:(?<![0-9/.第か])|(?<=/)(?=[0-9]{1,2}月\s?[0-9]{1,2}日))(?<![0-9]:)(?P<next>翌年の?\s?)?(?P<month>[0-9]{1,2})\s?(?:月"
    rf"(?:は、?|{_HEADING}(?=[0-9]{{1,2}}日?\s?(?:\(|[、・]\s?[0-9]{{1,2}}日(?!間))))?\s?"
    r"(?P<day>[0-9]{1,2})(?!\s?[〜-]\s?[0-9]{1,2}[時:])(?:\s?日|(?=\s?[・、〜-]\s?[0-9]|\())|/(?P<slash>[0-9]{1,2})(?![0-9/回:]))"
    + _WEEKDAY
)
_DAY_ONLY = re.compile(
    r"\s?(?:と|、|・|及び|および|;|/|&|\s|、?◇)\s?(?:翌)?(?P<day>[0-9]{1,2})(?:(?P<sign>日)|(?=\())?(?!日?間)(?!(?<!日)/)(?![0-9時:月回〜.人名歳円階F-])"
    + _WEEKDAY
)
# Behind 11/12、26: another date, the weekday of all, hours
_LIST_GOES_ON = re.compile(
    r"、\s?(?:20[0-9]{2}年\s?)?[0-9]{1,2}/[0-9]{1,2}(?![0-9])|\s?\(?(?:いずれも|すべて|全て|各)?[月火水木金土日](?:曜日?)?\)"
    r"|\s(?:各日)?\s?(?:午[前後])?[0-9]{1,2}(?::[0-9]{2}|時)|$"
)
_NEXT_DATE = re.compile(r"、\s?(?:20[0-9]{2}年\s?)?[0-9]{1,2}(?:/[0-9]{1,2}|月\s?[0-9]{1,2})(?![0-9])")
_DAY_TO = re.compile(
    r"\s?(?:〜|-|から)\s?(?P<day>[0-9]{1,2})(?:日|(?![0-9]))(?![:時月/.人名歳才円階回F分]|\s?(?:月|時))" + _WEEKDAY
)
# 10月5日(土)18:00〜、6日(日)14:00〜; 5日は10時〜、19日は13時〜: a day with its weekday or hours is of the same month
_LONE_DAY = re.compile(
    r"(?:(?<![0-9月/第毎翌])(?P<day>[0-9]{1,2})日(?=\s?\([月火水木金土日]|は?\s?(?:午[前後])?[0-9]{1,2}[:時](?!間))"
    r"|(?<=[、\s])(?P<bare_day>[0-9]{1,2})(?=\s?\([月火水木金土日]))" + _WEEKDAY
)
TO = re.compile(r"\s?(?:から|〜|-|より|→)\s?(?:(?:翌年の?|同年の?)\s?)?")
"""What stands between the first day of a run and its last."""
_LONG_GAP_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A day that is named.

    Attributes:
        year: None where the text gives none.
        month: 1–12.
        day: day of the month.
        start: position of its first character.
        end: position behind it.
        weekday: 0 = Monday, or None where none is named.
        is_next_year: it is called one of the following year.
    """

    year: int | None
    month: int
    day: int
    start: int
    end: int
    weekday: int | None = None
    is_next_year: bool = False

    @property
    def date(self) -> dt.date | None:
        """None when there is no such day, its year is not known, or it is no such weekday."""
        date = valid_date(self.year, self.month, self.day)
        return date if date and self.weekday in (None, date.weekday()) else None


def valid_date(year: int | None, month: int, day: int) -> dt.date | None:
    """A date; None when the year is missing or the calendar has no such day."""
    try:
        return dt.date(year, month, day) if year else None
    except ValueError:
        return None


def year_of(match: re.Match[str] | Mapping[str, str | None]) -> int:
    """The year of the groups `year`, or `era` and `n`."""
    year, era, number = match["year"], match["era"], match["n"]
    if year or not (era and number):
        return int(year or 0)
    return _ERAS[era] + (1 if number == "元" else int(number))


def mentions_of(text: str) -> tuple[list[Mention], list[tuple[int, int]]]:
    """All dates; a year holds until the next one, and over the turn of the year.

    Args:
        text: a folded text.

    Returns:
        The dates, and where they and lone years stand.
    """
    mentions: list[Mention] = []
    spans = [match.span() for match in _SAID_AGAIN.finditer(text)] if "月" in text else []
    position, year = 0, None
    while position < len(text):
        match = _next(text, position, mentions)
        if match is None:
            break
        if match.re is _LONE_DAY:
            position = _lone_day(match, mentions, spans)
            continue
        named = match.groupdict()
        if named.get("year") or named.get("era"):
            year = year_of(match)
        spans.append(match.span())
        position = match.end()
        if not named.get("month"):
            continue
        month, day = int(named["month"]), int(named.get("day") or named.get("slash") or 0)
        if not is_day(month, day):
            continue
        if mentions and year and not named.get("year") and not named.get("era"):
            year += 1 if named.get("next") else mentions[-1].month - month > _LONG_GAP_MONTHS
        mentions.append(Mention(year, month, day, *match.span(), _weekday(match), bool(named.get("next"))))
        position = _more_days(text, position, mentions, spans)
    return mentions, spans


def _weekday(match: re.Match[str]) -> int | None:
    weekday = match["enclosed"] or match["plain"] or match["bare"]
    return WEEKDAYS.index(weekday) if weekday else None


def _next(text: str, position: int, before: list[Mention]) -> re.Match[str] | None:
    patterns = (_DATE, _MONTH_DAY, _LONE_DAY) if before else (_DATE, _MONTH_DAY)
    matches = [match for pattern in patterns if (match := pattern.search(text, position))]
    return min(matches, key=lambda match: (match.start(), -match.end()), default=None)


def _lone_day(match: re.Match[str], mentions: list[Mention], spans: list[tuple[int, int]]) -> int:
    last, day = mentions[-1], int(match["day"] or match["bare_day"])
    if day > last.day and is_day(last.month, day):
        mentions.append(Mention(last.year, last.month, day, *match.span(), _weekday(match)))
        spans.append(match.span())
    return match.end()


def _more_days(text: str, position: int, mentions: list[Mention], spans: list[tuple[int, int]]) -> int:
    """と28日(火), ・16・23日: other days of the same month; a series of bare numbers ends with a sign of a day."""
    if to := _DAY_TO.match(text, position):
        _end_of_run(to, mentions, spans)
        return spans[-1][1]
    run: list[re.Match[str]] = []
    first = mentions[-1]
    while (more := _DAY_ONLY.match(text, position)) and is_day(first.month, int(more["day"])):
        run.append(more)
        position = more.end()
    signed = [index for index, more in enumerate(run) if more["sign"] or more["enclosed"] or more["plain"]]
    if not signed and "/" in text[first.start : first.end]:
        # 11/21・28、12/5: behind a slash a dot joins days, and so does a comma where the list of days goes on or ends
        dotted = [index for index, more in enumerate(run) if "・" in more[0] and int(more["day"]) > first.day]
        signed = _listed(text, first.day, run, _LIST_GOES_ON) or dotted[-1:]
    elif not signed:
        signed = _listed(text, first.day, run, _NEXT_DATE)
    for more in run[: signed[-1] + 1 if signed else 0]:
        mentions.append(Mention(first.year, first.month, int(more["day"]), *more.span(), _weekday(more)))
        spans.append(more.span())
    return spans[-1][1]


def _listed(text: str, day: int, run: list[re.Match[str]], goes_on: re.Pattern[str]) -> list[int]:
    """Up to which of the numbers behind a day they are days: 11/12、26、12/10 or 11月12・26、12月10日."""
    days = [day, *(int(more["day"]) for more in run)]
    runs_forward = all(earlier < later for earlier, later in itertools.pairwise(days))
    is_list = bool(run) and runs_forward and all("、" in more[0] or "・" in more[0] for more in run)
    return [len(run) - 1] if is_list and goes_on.match(text, run[-1].end()) else []


def _end_of_run(to: re.Match[str], mentions: list[Mention], spans: list[tuple[int, int]]) -> None:
    """〜23日: in the same month, or in the next one when the month is over before."""
    first, day = mentions[-1], int(to["day"])
    is_later = day < first.day
    month, year = first.month % 12 + 1 if is_later else first.month, first.year
    if not is_day(month, day):
        return
    year = year + 1 if year and is_later and month == 1 else year
    mentions.append(Mention(year, month, day, to.start("day"), to.end(), _weekday(to)))
    spans.append((to.start("day"), to.end()))


def is_day(month: int, day: int) -> bool:
    """Whether the calendar has such a day, in a leap year."""
    return valid_date(2024, month, day) is not None
