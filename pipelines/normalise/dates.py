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

DATE_SCHEMA = pl.Schema({"iso": pl.String, "precision": pl.String})
_LONGEST = 500  # a date is short; a longer text tells a story with several
# Year before the first of the era, and the last year in which people still wrote it (平成32年度 stood in plans)
_ERAS = {"令和": (2018, 50), "平成": (1988, 40), "昭和": (1925, 64), "大正": (1911, 15), "明治": (1867, 45)}
_LETTERS = dict(zip("RHSTM", _ERAS, strict=True))
_OLDEST, _NEWEST = 1868, 2100
# Two digits: the 2000s up to the present decade, the 1900s where no era is that old; between them nobody can tell
_CENTURY, _LAST_OF_2000S, _FIRST_OF_1900S = 2000, 26, 65
_KANJI = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_NUMERAL = re.compile(r"[〇一二三四五六七八九十]{1,4}(?=[年月日])")
_ERA = (
    r"(?:(?P<era{n}>令和|平成|昭和|大正|明治|(?<![A-Za-z0-9])[RHSTM](?=[0-9元]))"
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


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    Attributes:
        iso: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
        precision: `year`, `month` or `day`.
    """

    iso: str
    precision: str


def parse_date(text: str) -> PartialDate | None:
    """The one date of a text (docs/meaning.md §6).

    Args:
        text: as published; words around the date do no harm.

    Returns:
        The date; 年度 is its first year. None without a year, with two readings (16年度), with a contradiction
        (平成28(2017)年度), with a day the calendar does not have, or with several dates.
    """
    if len(text) > _LONGEST:
        return None
    folded = _NUMERAL.sub(lambda found: _arabic(found[0]), unicodedata.normalize("NFKC", text))
    folded = _DIGITS.sub(r"\1/\2/\3", folded)
    matches = list(_DATE.finditer(folded))
    if not matches:
        return None
    found = {_date(match) for match in matches}
    return found.pop() if len(found) == 1 else None


def _arabic(numeral: str) -> str:
    tens, has_ten, ones = numeral.rpartition("十")
    if has_ten:
        return str(_KANJI.get(tens, 1) * 10 + _KANJI.get(ones, 0))
    return "".join(str(_KANJI[sign]) for sign in numeral)


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
    return PartialDate(date.isoformat(), "day") if match["day"] else PartialDate(f"{year}-{month:02d}", "month")


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


def read_dates(texts: pl.Series) -> pl.DataFrame:
    """Read a column, each distinct text once.

    Args:
        texts: String column.

    Returns:
        Frame of the same length and order with the columns of `DATE_SCHEMA`; nulls where nothing is certain.
    """

    def columns(text: str) -> tuple[str | None, ...]:
        found = parse_date(text)
        return (None, None) if found is None else astuple(found)

    return map_rows(texts, columns, DATE_SCHEMA)
