"""Dates of founding and of update: 平成15年11月, 2003/2, R8.4.1, with the precision the text has.

Belongs here: one date in a text. Does not belong here: when an activity takes place (`schedule`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import astuple, dataclass

import polars as pl

from pipelines.normalise.per_value import map_rows
from pipelines.normalise.schedule.fold import arabic

DATE_SCHEMA = pl.Schema({"iso": pl.String, "precision": pl.String})
_LONGEST = 500  # a date is short; a longer text tells a story with several
# Year before the first of the era, and the last year in which people still wrote it (平成32年度 stood in plans)
_ERAS = {"令和": (2018, 50), "平成": (1988, 40), "昭和": (1925, 64), "大正": (1911, 15), "明治": (1867, 45)}
_LETTERS = dict(zip("RHSTM", _ERAS, strict=True)) | {era[0]: era for era in _ERAS}
_OLDEST, _NEWEST = 1868, 2100
# Two digits: the 2000s up to the present decade, the 1900s where no era is that old; between them nobody can tell
_CENTURY, _LAST_OF_2000S, _FIRST_OF_1900S = 2000, 26, 65
_NUMERAL = re.compile(r"[〇一二三四五六七八九十]{1,4}(?=[年月日])")
_ERA = (
    r"(?:(?P<era{n}>令和|平成|昭和|大正|明治|(?<![A-Za-z0-9])[RHSTM](?=[0-9元])"
    r"|(?<![一-龠々])[令平昭大明](?=(?:[0-9]{{1,2}}|元)\s?[年./-]))"
    r"\s?(?P<nth{n}>[0-9]{{1,2}}(?![0-9])|元)\s?年?)"
)
# Four digits are a year only with 年, with a month behind them, in brackets, or alone: 2000円 and 044-2003 are none
_WEST = (
    r"(?<![0-9-])(?P<west{n}>(?:18|19|20)[0-9]{{2}})"
    r"(?:\s?年(?![代間])|(?=[-/.][0-9]{{1,2}}(?![0-9]))|(?=\s?[()度])|(?=\s*$))"
)
_YEAR = (
    rf"(?:{_ERA.format(n=1)}(?:\s?\(\s?{_WEST.format(n=1)}\s?\))?"
    rf"|(?<![0-9])(?:平成|昭和|令和)?{_WEST.format(n=2)}(?:\s?[(/・]\s?{_ERA.format(n=2)}\s?\)?)?"
    r"|(?<![0-9平成昭和令])(?P<short>[0-9]{2})年(?=\s?[0-9]{1,2}月))\s?年?"
)
_DATE = re.compile(
    rf"{_YEAR}(?P<fiscal>度)?"
    r"(?:\s?[-/.月]?\s?(?<![0-9])(?P<month>[0-9]{1,2})(?:\s?[-/.月]\s?(?P<day>[0-9]{1,2})(?![0-9]|[:時回人名]))?(?![0-9:時回人名]))?"
)
_DIGITS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")


# 1990年代, 2021〜2023年, 平成20〜25年, 〜2023年, 2023年まで: a stretch of years or the end of one
_SPAN = re.compile(
    r"[0-9元]\s?年代|[~〜](?:\s?(?:令和|平成|昭和|[RHS](?=[0-9元])))?\s?[0-9元]{1,4}\s?年(?!間)"
    r"|(?<![0-9])(?:18|19|20)[0-9]{2}\s?年?度?\s?[-~〜]\s?(?:18|19|20)[0-9]{2}(?![0-9])|^\s?[~〜]|年度?\s?(?:まで|以前|以降)"
    # 5日〜20日, 5日、6日: several days
    r"|日\s?(?:\([^()]{1,4}\))?\s?[~〜、・]\s?(?:[0-9]{1,2}\s?月\s?)?[0-9]{1,2}\s?日"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NTH = "(?:st|nd|rd|th)?"
# Dec. 5, 2026; 5th December 2026; December 2026
_ENGLISH = re.compile(
    rf"(?<![a-z])(?:(?P<before>[0-9]{{1,2}}){_NTH}\s(?:of\s)?)?(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?,?\s?"
    rf"(?:(?P<behind>[0-9]{{1,2}}){_NTH}(?![0-9]),?\s?)?(?P<year>(?:19|20)[0-9]{{2}}(?![0-9]))?",
    re.IGNORECASE,
)
_ENGLISH_WEEKDAY = re.compile(r"(?<![a-z])(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s", re.IGNORECASE)
_LETTERS_OF_A_MONTH = re.compile("[A-Za-z]{3}")
# Easy Japanese: れいわ8ねん12がつ5か
_EASY = (
    (re.compile(r"(?<=[0-9])\s?ねん"), "年"),
    (re.compile(r"(?<=[0-9])\s?がつ"), "月"),
    (re.compile(r"(?<=[0-9])\s?(?:にち|か)(?![ぁ-ん])"), "日"),
    (re.compile(r"れいわ(?=\s?[0-9])"), "令和"),
    (re.compile(r"へいせい(?=\s?[0-9])"), "平成"),
    (re.compile(r"しょうわ(?=\s?[0-9])"), "昭和"),
)
_WEEKDAY_BEHIND = re.compile(
    r"\s?日?\s?(?:\(\s?(?P<short>[月火水木金土日])\s?(?:・祝\s?)?\)|(?P<long>[月火水木金土日])曜)"
)
_MONTH_AND_DAY = re.compile(
    r"(?<![0-9年/.\-])(?P<month>1[0-2]|0?[1-9])\s?(?:月\s?|/)(?P<day>[12][0-9]|3[01]|0?[1-9])(?![0-9/])\s?日?"
    r"(?:\s?\(?\s?(?P<weekday>[月火水木金土日])(?=曜|[)・]))?"
)
_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    Attributes:
        iso: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
        precision: `year`, `month` or `day`.
    """

    iso: str
    precision: str


def parse_date(text: str, context: dt.date | None = None) -> PartialDate | None:
    """The one date of a text (docs/meaning.md §6).

    Args:
        text: as published; words around the date do no harm.
        context: the day of the page; a day without a year takes the year that brings it nearest.

    Returns:
        The date; 年度 is its first year. None without a year, with two readings (16年度), with a contradiction
        (平成28(2017)年度), with a day the calendar does not have, with several dates, or with a stretch of years
        (1990年代, 2021〜2023年).
    """
    if len(text) > _LONGEST:
        return None
    folded = _NUMERAL.sub(lambda match: arabic(match[0]), unicodedata.normalize("NFKC", text))
    folded = _DIGITS.sub(r"\1/\2/\3", _in_figures(folded))
    if _SPAN.search(folded):
        return None
    dates = {_date(match) for match in _DATE.finditer(folded)}
    if not dates and context is not None:
        dates = {_nearest(match, context) for match in _MONTH_AND_DAY.finditer(folded)}
    return dates.pop() if len(dates) == 1 else None


def _in_figures(text: str) -> str:
    """English months and the words of easy Japanese as the signs the rest of the text would have."""
    if _LETTERS_OF_A_MONTH.search(text):
        text = _ENGLISH.sub(_english, _ENGLISH_WEEKDAY.sub("", text))
    if "ねん" in text or "がつ" in text:
        for pattern, sign in _EASY:
            text = pattern.sub(sign, text)
    return text


def _english(match: re.Match[str]) -> str:
    day = match["before"] or match["behind"]
    parts = [match["year"], str(_MONTHS.index(match["month"].lower()) + 1), day]
    return "/".join(part for part in parts if part) if day or match["year"] else match[0]


def _nearest(match: re.Match[str], context: dt.date) -> PartialDate | None:
    """A day without a year in the year that brings it nearest; None where its weekday says otherwise."""
    days = []
    for year in (context.year - 1, context.year, context.year + 1):
        try:
            days.append(dt.date(year, int(match["month"]), int(match["day"])))
        except ValueError:
            continue
    day = min(days, key=lambda each: abs(each - context), default=None)
    if day is None or (match["weekday"] and _WEEKDAYS[day.weekday()] != match["weekday"]):
        return None
    return PartialDate(day.isoformat(), "day")


def _date(match: re.Match[str]) -> PartialDate | None:
    year = _year(match)
    if year is None:
        return None
    if match["fiscal"] or not match["month"]:
        return PartialDate(f"{year}", "year")
    month, day = int(match["month"]), int(match["day"] or 1)
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    if not match["day"]:
        return PartialDate(f"{year}-{month:02d}", "month")
    behind = _WEEKDAY_BEHIND.match(match.string, match.end())
    is_other_day = behind is not None and _WEEKDAYS[date.weekday()] != (behind["short"] or behind["long"])
    return None if is_other_day else PartialDate(date.isoformat(), "day")


def _year(match: re.Match[str]) -> int | None:
    """The year all its notations agree on."""
    if match["short"]:
        return _of_two_digits(int(match["short"]), has_month=bool(match["month"]))
    years = {int(match[name]) for name in ("west1", "west2") if match[name]}
    years |= {_of_era(match["era" + n], match["nth" + n]) for n in "12" if match["era" + n]}
    year = years.pop()
    return year if not years and _OLDEST <= year <= _NEWEST else None


def _of_era(name: str, nth: str) -> int:
    before, longest = _ERAS[_LETTERS.get(name, name)]
    number = 1 if nth == "元" else int(nth)
    return before + number if 1 <= number <= longest else 0


def _of_two_digits(short: int, *, has_month: bool) -> int | None:
    if not has_month or _LAST_OF_2000S < short < _FIRST_OF_1900S:
        return None
    return short + (_CENTURY if short <= _LAST_OF_2000S else _CENTURY - 100)


def read_dates(texts: pl.Series, context: pl.Series | None = None) -> pl.DataFrame:
    """Read a column, each distinct text once.

    Args:
        texts: String column.
        context: String column of the same length, the ISO day of each page or null.

    Returns:
        Frame of the same length and order with the columns of `DATE_SCHEMA`; nulls where nothing is certain.
    """
    if context is None:
        return map_rows(texts, _columns, DATE_SCHEMA)
    asked = pl.DataFrame({"text": texts.cast(pl.String), "day": _day_of(context)})
    distinct = asked.unique(maintain_order=True).drop_nulls("text")
    rows = [_columns(text, day) for text, day in distinct.iter_rows()]
    answers = distinct.hstack(pl.DataFrame(rows, schema=DATE_SCHEMA, orient="row"))
    return asked.join(answers, on=["text", "day"], how="left", nulls_equal=True, maintain_order="left").select(
        list(DATE_SCHEMA)
    )


def _day_of(context: pl.Series) -> pl.Series:
    """A month stands for its middle."""
    pages = context.cast(pl.String)
    days, middles = ((pages + rest).str.to_date("%Y-%m-%d", strict=False) for rest in ("", "-15"))
    return days.zip_with(days.is_not_null(), middles)


def _columns(text: str, context: dt.date | None = None) -> tuple[str | None, ...]:
    date = parse_date(text, context)
    return (None, None) if date is None else astuple(date)
