"""Periods of months and fiscal years: 令和7年度, 平成31年4月〜令和2年3月, 2026年10月から.

Belongs here: periods without a day of their own. Does not belong here: dates and runs of dates (`days`), months without
a year (`month_limits`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from pipelines.normalise.schedule.dates import year_of
from pipelines.normalise.schedule.fold import APART, BLANK, blanked

FISCAL_YEAR = "fiscal_year="
"""The code of a fiscal year, April to March."""
_YEAR = r"(?:(?P<year>(?:19|20)[0-9]{2})|(?P<era>令和|平成|昭和|R|H)\s?(?P<n>[0-9]{1,2}|元))"
_YEAR2 = _YEAR.replace("?P<year>", "?P<year2>").replace("?P<era>", "?P<era2>").replace("?P<n>", "?P<n2>")
_TO = r"\s?(?:から|〜|-|より)\s?"
_BEHIND = r"(?P<since>から|より|以降|〜(?!\s?[0-9令平翌同]))|(?P<until>(?:末日?|いっぱい)?まで)"
_FISCAL = re.compile(rf"{_YEAR}\s?年度(?:{_BEHIND})?")
_MONTHS = re.compile(
    rf"{_YEAR}\s?年\s?(?P<from>[0-9]{{1,2}})月{_TO}(?:{_YEAR2}\s?年\s?|(?P<next>翌年の?\s?)|同年の?\s?)?"
    r"(?P<to>[0-9]{1,2})月(?:末日?)?(?:まで)?(?!\s?[0-9])"
)
# H31.4〜R2.3, 2018/10〜2019/3
_DOTTED = re.compile(
    rf"(?<![0-9A-Za-z./]){_YEAR}[./](?P<from>[0-9]{{1,2}}){_TO}{_YEAR2}[./](?P<to>[0-9]{{1,2}})(?:まで)?(?![0-9./:時])(?P<next>$^)?"
)
# 2026年6月の毎週木曜日: the rule of one month
_ONE_MONTH = re.compile(rf"{_YEAR}\s?年\s?(?P<from>[0-9]{{1,2}})月(?:中)?\s?の?\s?(?=毎週|第\s?[1-5]|各週|土日|平日)")
_SINCE = re.compile(rf"{_YEAR}\s?年\s?(?P<from>[0-9]{{1,2}})月(?:から|より|以降|〜)(?!\s?[0-9令平翌同])")
_APRIL, _DECEMBER = 4, 12


@dataclass(slots=True)
class LongPeriods:
    """What a text says of such periods.

    Attributes:
        rest: the text without them.
        codes: `fiscal_year`, and `period` with both ends.
        limits: `period` with one end.
        is_bound: the text names first and last month, or one end.
    """

    rest: str
    codes: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    is_bound: bool = False


def read_long_periods(text: str) -> LongPeriods:
    """Take the periods out of a text.

    Args:
        text: a folded text without its exceptions.
    """
    periods = LongPeriods(text)
    _read_fiscal_years(periods)
    months = _MONTHS.search(periods.rest) or _DOTTED.search(periods.rest) or _ONE_MONTH.search(periods.rest)
    if months and (code := _between(months)):
        periods.codes.append(code)
        periods.is_bound = True
        periods.rest = blanked(periods.rest, [months.span()])
    elif (since := _SINCE.search(periods.rest)) and 1 <= int(since["from"]) <= _DECEMBER:
        periods.limits.append(f"period={dt.date(year_of(since), int(since['from']), 1)}/")
        periods.is_bound = True
        periods.rest = blanked(periods.rest, [since.span()])
    return periods


def _read_fiscal_years(periods: LongPeriods) -> None:
    """The one fiscal year of a text; of several nobody knows which holds for what."""
    years = list(_FISCAL.finditer(periods.rest))
    is_one = len({year_of(each) for each in years}) == 1
    for each in years[:1] if is_one else ():
        year = year_of(each)
        if each["since"]:
            periods.limits.append(f"period={year}-04-01/")
        elif each["until"]:
            periods.limits.append(f"period=/{year + 1}-03-31")
        else:
            periods.codes.append(f"{FISCAL_YEAR}{year}")
        periods.is_bound |= bool(each["since"] or each["until"])
    periods.rest = blanked(periods.rest, [each.span() for each in years], BLANK if is_one else APART)


def _between(months: re.Match[str]) -> str | None:
    """From the first day to the last; None where there are no such months, or they run backwards."""
    year, first = year_of(months), int(months["from"])
    last, end = (first, year) if months.re is _ONE_MONTH else (int(months["to"]), _end_year(months, year))
    if not 1 <= first <= _DECEMBER or not 1 <= last <= _DECEMBER or (end, last) < (year, first):
        return None
    return f"period={year}-{first:02d}-01/{_last_day(end, last)}"


def _end_year(months: re.Match[str], year: int) -> int:
    if months["year2"] or months["n2"]:
        named = {"year": months["year2"], "era": months["era2"], "n": months["n2"]}
        return year_of(named)
    return year + (1 if months["next"] else int(months["to"]) < int(months["from"]))


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year + month // _DECEMBER, month % _DECEMBER + 1, 1) - dt.timedelta(days=1)
