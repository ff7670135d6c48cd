"""What a fee is for: a year, a month, a family, a person, a session.

Belongs here: the unit of a text. Does not belong here: amounts (`yen`), who pays (`fees`).
"""

from __future__ import annotations

import re
from typing import Final

_SET_OF_THINGS: Final = r"(?:キット|セット|材料|用具|道具)代?\s?[1一]組"
_UNITS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "per_year",
        (
            r"年会費|年額|(?<!半)年間|年[1一]回|/\s?年|年度",
            r"[1一]年(?:間|分|あたり|に|で|\s?[0-9])",
            r"(?<![0-9学周青少成半])年(?:に|で|\s)?\s?(?=[0-9])",
            r"(?i:per year|a year|/ ?year|annual)",
        ),
    ),
    (
        "per_month",
        (
            r"月会費|月額|月謝|月々|毎月|ひとつき|/\s?月|[1一]\s?[かカケヵヶ箇]月",
            r"(?<![0-9かカケヵヶ箇])月(?:に|で|\s)?\s?(?=[0-9,]+円)",
            r"(?i:per month|a month|/ ?month|monthly)",
        ),
    ),
    (
        "per_family",
        (
            r"[1一]?組|家庭|家族|親子|世帯|保護者[1一]人|ご?夫婦",
            r"(?i:per family)",
        ),
    ),
    (
        "other",
        (
            r"(?:[1一]|/)\s?(?:杯|食|個|枚|点|冊|本|皿|人前|セット|コマ|時間|台|区画|部|口|作品|チーム|クール|期|枠)|[1-9][0-9]?(?:時間|分)\s?(?=[0-9,]+円)|(?<![月週年0-9])[2-9]回\s?(?=[0-9,]+円)",
            r"全[0-9]+回|半年|半期|[2-9二三四六]\s?[かカケヵヶ箇]月|[2-9二三四]人(?:で|分)|(?:[2-9]|[1-9][0-9])回(?:分|で|券)|コース|通し|入会金|[0-9]人組",
        ),
    ),
    (
        "per_person",
        (
            r"[1一]人|ひとり|お一人|一名|1名|/\s?人|一般|各自|(?i:per person|each|/\s?person)",
            r"大人|おとな|保護者|小人|子ども|子供|こども|(?<![小中高大])学生(?!以)|社会人|(?i:adults?|child)",
        ),
    ),
    (
        "per_session",
        (
            r"(?:[1一]|各|毎|いっ)[回日]|いっかい|[1一]かい|都度|/\s?[回日]|日額|当日ごと",
            r"(?i:(?:per |/ ?)(?:class|session|time|lesson|visit))",
        ),
    ),
    (
        "per_person",
        (
            r"参加費|参加料|入場|参加者|入館料|受講料",
            r"(?i:admission|entrance|participation|\bentry(?=\s?(?:fees?|[:¥0-9])))",
        ),
    ),
)
"""The first that is stated wins (docs/meaning.md §4); 参加費 alone says least."""
_PATTERNS: Final = tuple((unit, re.compile("|".join(each))) for unit, each in _UNITS)
_PERIODS: Final = _PATTERNS[:2]
_SIGNS_OF_A_PERIOD: Final = frozenset("年月謝mMpPaA")
_ANY: Final = re.compile("|".join(word for _, each in _UNITS for word in each))
_ONE_SET: Final = re.compile(_SET_OF_THINGS)


def unit_of(text: str) -> str | None:
    """The unit that is stated; two of the strong ones are no single unit.

    Args:
        text: the words around an amount, folded.
    """
    if not _ANY.search(text):
        return None
    text = _ONE_SET.sub("1セット", text)
    units = [unit for unit, pattern in _PATTERNS if pattern.search(text)]
    if "per_year" in units and "per_month" in units:
        return "other"
    if "other" in units and not {"per_year", "per_month"} & set(units):
        return "other" if "per_family" not in units or re.search(r"[0-9]人組", text) else "per_family"
    return units[0] if units else None


def period_of(text: str) -> str | None:
    """per_year or per_month, where the words around an amount say so.

    Args:
        text: the words around an amount, folded.
    """
    if _SIGNS_OF_A_PERIOD.isdisjoint(text):
        return None
    return next((unit for unit, pattern in _PERIODS if pattern.search(text)), None)
