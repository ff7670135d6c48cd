"""How often, and in which part of the day, where a text names no day or no hour: 月1〜2回程度, 年4回, 不定期, 午後.

Belongs here: those words and what they are called again. Does not belong here: the days of a rule (`rules`), hours
(`clock`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.normalise.schedule.fold import blanked

IRREGULAR, ANY_TIME = "irregular", "any_time"
PER_WEEK, PER_MONTH, PER_TWO_MONTHS, PER_YEAR = "per_week", "per_month", "per_two_months", "per_year"
_CODES = {"週": PER_WEEK, "月": PER_MONTH, "年": PER_YEAR}
_SIGNS = {code: sign for sign, code in _CODES.items()} | {PER_TWO_MONTHS: "隔月"}
_WORDS = {IRREGULAR: "不定期", ANY_TIME: "随時"}
PARTS_OF_THE_DAY = {"morning": "午前", "afternoon": "午後", "evening": "夜"}
"""Code of `day_part` → the word for it."""
_HELD = r"(?:\s?の?(?:開催|実施|活動)(?:です|します|しています)?|\s?行います)?の?"
_FRONT = r"(?P<roughly>(?:おおむね|概ね|だいたい)、?\s?)?"
_BEHIND = r"(?P<about>\s?(?:程度|ほど|くらい|ぐらい|前後|の?割合))?" + _HELD
_TIMES = r"(?P<least>[0-9]{1,2})\s?(?:[〜・-]\s?(?P<most>[0-9]{1,2})\s?)?"
_COUNTED = re.compile(
    rf"(?<![0-9一-龠か]){_FRONT}(?<![0-9一-龠か])(?:毎|各)?(?P<per>週|月|年)間?\s?(?:(?:あたり|平均)\s?)?"
    rf"(?:(?:に\s?)?(?:{_TIMES}[回度]|(?P<several>数回))|に\s?(?P<days>[0-9])\s?日)(?!目){_BEHIND}"
)
_EVERY_OTHER_MONTH = re.compile(rf"{_FRONT}(?:隔月|(?<![0-9])2か月)\s?に?\s?(?:(?P<least>1)\s?[回度])(?!目){_BEHIND}")
_UNCOUNTED = re.compile(
    rf"(?P<irregular>不定期)(?:に|で|な)?{_HELD}"
    r"|(?P<any_time>随時)(?!\s?(?:受付|受け付け|募集|更新|入会|入団|申|お?問|相談|変更|連絡|見学|お知らせ))"
    rf"{_HELD}"
)
_PART_OF_THE_DAY = re.compile(
    r"の?(?:(?P<morning>午前)|(?P<afternoon>午後)|(?P<evening>夜間?))中?(?![一-龠0-9]|から|ま|よ|以|に|[〜-])"
)


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something takes place.

    Attributes:
        code: of the vocabulary `frequency`.
        least: the number, or the smaller of two; None where no number is said (年数回, 不定期).
        most: the same or the larger one.
        is_about: the text says so (程度, の割合).
    """

    code: str
    least: int | None = None
    most: int | None = None
    is_about: bool = False

    @property
    def words(self) -> str:
        """As people say it; reads back to the same value."""
        if self.code in _WORDS:
            return _WORDS[self.code]
        count = "数" if self.least is None else "〜".join(dict.fromkeys((str(self.least), str(self.most))))
        return f"{_SIGNS[self.code]}{count}回{'程度' if self.is_about else ''}"


def read_frequency(text: str) -> tuple[Frequency | None, str]:
    """The one frequency of a text, and the text without it.

    Args:
        text: what is left of a folded text.

    Returns:
        None where it names none, or several: 月に1度（定例会）、年2回（総会）. A number is worth more than 不定期.
    """
    for patterns in ((_COUNTED, _EVERY_OTHER_MONTH), (_UNCOUNTED,)):
        matches = [match for pattern in patterns for match in pattern.finditer(text)]
        frequencies = {_value(match) for match in matches}
        if len(frequencies) > 1 or None in frequencies:
            return None, text
        if frequencies:
            return frequencies.pop(), blanked(text, [match.span() for match in matches])
    return None, text


def _value(match: re.Match[str]) -> Frequency | None:
    named = match.groupdict()
    if match.re is _UNCOUNTED:
        return Frequency(IRREGULAR if named["irregular"] else ANY_TIME)
    code = PER_TWO_MONTHS if match.re is _EVERY_OTHER_MONTH else _CODES[named["per"]]
    is_about = bool(named["about"] or named["roughly"])
    if named.get("several"):
        return Frequency(code, is_about=is_about)
    least = int(named["least"] or named["days"])
    most = int(named.get("most") or least)
    return Frequency(code, least, most, is_about) if 0 < least <= most else None


def read_part_of_the_day(text: str) -> tuple[str | None, str]:
    """The one part of the day of a text, and the text without it.

    Args:
        text: what is left of a folded text that names no hour.

    Returns:
        A code of `PARTS_OF_THE_DAY`; None where the text names none, or several.
    """
    matches = list(_PART_OF_THE_DAY.finditer(text))
    parts = {code for match in matches for code in PARTS_OF_THE_DAY if match[code]}
    if len(parts) != 1:
        return None, text
    return parts.pop(), blanked(text, [match.span() for match in matches])


def is_said_by(rules: Sequence[str], frequency: Frequency) -> bool:
    """Whether recurrences say the same already: 月2回 beside the second and fourth Thursday.

    Args:
        rules: RFC 5545.
        frequency: how often.
    """
    unit = {PER_WEEK: "FREQ=WEEKLY;", PER_MONTH: "FREQ=MONTHLY;"}.get(frequency.code)
    if unit is None or not rules or not all(rule.startswith(unit) for rule in rules):
        return False
    days = sum(rule.count(",") + 1 for rule in rules if "INTERVAL" not in rule and "BYMONTH=" not in rule)
    return frequency.least == frequency.most == days
