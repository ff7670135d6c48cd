"""When an activity does not take place, or otherwise: 8月休み, 祝日を除く, 雨天中止, 基本.

Belongs here: the codes of docs/meaning.md §2 and the words behind them. Does not belong here: dates and rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.normalise.schedule.days import valid_date
from pipelines.normalise.schedule.fold import blanked
from pipelines.normalise.schedule.model import LAST, Day
from pipelines.normalise.schedule.notation import WEEKDAYS

_MONTHS = r"[0-9]{1,2}月?(?:\s?[・、と〜-]\s?[0-9]{1,2}月?){0,5}(?<=月)"
_BY_DAY = (
    r"(?:(?:毎週|毎月|各)\s?)?(?:第\s?[1-5](?:[・、と]第?[1-5])*|最終)?\s?[月火水木金土日]曜日?"
    r"(?:[・、と][月火水木金土日]曜日?){0,3}"
)
_NOUNS = (
    ("year_end_off", r"年末年始(?:期間|休暇)?|正月|[0-9]{1,2}月末から[0-9]{1,2}月(?:はじめ|初め)"),
    ("holidays_off", r"国民の祝日|祝祭日|祝日|祭日|休日(?!は?\s?[月火水木金土日毎第])"),
    ("summer_vacation_off", r"夏休み(?:期間)?|夏季?休暇|夏季?休業"),
    ("rain_cancels", r"雨天時?|雨の日|雨の?時|雨降り"),
    ("storm_cancels", r"荒天時?|悪天候?時?|台風|暴風"),
    ("", r"お盆(?:休み|期間)?"),  # the guide has no code for it; the words stay in the raw text
    ("closed_week", r"第\s?[1-5](?:[・、と]第?[1-5])*\s?週目?(?!の)"),
    ("closed_month", _MONTHS),
    ("closed", _BY_DAY),
)
_NOUN = "|".join(f"(?:{words})" for _, words in _NOUNS)
_JOIN = r"(?:期間)?(?:中(?!止)|の日|の時)?(?:\s?(?:・|、|と|及び|および|並びに|や|/|または|又は)\s?)?"
# A space joins only names of holidays: in 毎週金曜日 祝日は休み the Friday is the rule
_HOLIDAYS = "|".join(
    words for code, words in _NOUNS if code in ("year_end_off", "holidays_off", "summer_vacation_off", "")
)
# Atomic: a long list of months would otherwise be cut up in every possible way
_LIST = rf"(?>(?:(?:{_HOLIDAYS})\s|(?>{_NOUN}){_JOIN}){{1,6}})"
_OFF = (
    r"(?:除く|除き|のぞく|お?休みです|お?休み|休業|休館|休室|休会|休止|休講|定休|閉室|閉館|行わない|行いません|"
    r"実施しません|開催しません|活動しません|ありません|なし|無し|中止)"
)
_LINK = (
    r"(?:に(?:あたる|当たる|重なる|かさなる)(?:場合|時|とき|日)?|の(?:場合|とき|際|日|ため)|は除いて|期間|中|祝日のため|により)?"
    r"\s?(?:は|を|が|も|には|[:、])?\s?(?:原則(?:として)?|基本(?:的に)?|全て|すべて|祝日のため)?\s?(?:の?お?活動(?:は|を|が)?)?"
)
_CLOSED = re.compile(rf"[※(]?\s?(?:ただし|但し)?、?\s?(?P<nouns>{_LIST}){_LINK}{_OFF}(?:です|とな(?:る|ります))?")
_CLOSING_DAYS = re.compile(rf"(?:休館日|定休日|休業日|休室日|休み)\s?[:は]?\s?(?P<nouns>{_LIST})")
_RULE_IN_FRONT = re.compile(rf"{_BY_DAY}(?:、(?={_HOLIDAYS})|、?\s?(?=雨|荒|悪天|台風|暴風))")
_ANY_DAY = re.compile("曜|毎日|平日|[0-9]時|:")
_NEXT_DAY = r"(?P<to>翌?(?:[0-9]{1,2}月)?[0-9]{1,2}日|翌[日週]|次週|[0-9]{1,2}/[0-9]{1,2})"
_POSTPONED = re.compile(
    rf"[※(☆]?\s?(?P<weather>小?雨|荒|悪)天?(?:候)?\s?(?:時|の場合|の際|のとき|の時)?\s?(?:は|には)?、?\s?"
    rf"(?:{_NEXT_DAY}[^0-9に\x01]{{0,6}}(?:に|へ)?\s?)?(?:に)?(?:順延|延期)"
    rf"(?:\s?\({_NEXT_DAY.replace('to', 'behind')}[^)]{{0,8}}\))?"
)
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("light_rain_ok", re.compile(r"[※(☆]?\s?(?:小雨|少雨)(?:時|の場合)?は?\s?(?:決行|実施|開催)")),
    (
        "rain_or_shine",
        re.compile(r"[※(☆]?\s?(?:雨天|晴雨)(?:時|の場合)?(?:は|でも|に関わらず|にかかわらず)?\s?(?:決行|実施|開催)"),
    ),
    (
        "rain_venue",
        re.compile(
            r"[※(☆]?\s?雨(?:天|の)(?:時|日|の場合|の際)?は?、?\s?[^。※\x01中休順]{0,16}(?:館|室|屋|内|場(?!合)|ホール|センター|ルーム|教室|会議室)(?:[でにへ](?:実施|開催|活動|変更)?(?:します)?)?"
        ),
    ),
    (
        "holidays_off",  # moved to another day: on the holiday itself nothing takes place
        re.compile(
            r"[※(]?\s?(?:ただし|但し)?、?\s?(?:祝日|祝祭日|休日|その日が祝日)(?:の(?:場合|とき|時|際)|に(?:あたる|当たる|重なる)(?:場合|とき|時|日)?|と重なる(?:場合|とき)?)"
            r"(?:は|には|、)?[^。※)\x01]{0,12}(?:翌|前|第|振|変更|[月火水木金土日]曜)[^。※)]{0,12}\)?"
        ),
    ),
    (
        "temp_closed",
        re.compile(
            r"臨時(?:休|で休み|に休み|閉)[館業室み]?|(?:休み|休館|中止|お休み)(?:する|になる|とする|の)?(?:場合|こと|日)(?:が|も)あ"
        ),
    ),
    (
        "extra_dates",
        re.compile(
            r"[※(]?[^。※(\x01\s、0-9]{0,10}(?:(?:その|この|それ)(?:ほか|他)|これに加え|それに加え)[^。※)]{0,30}|[※(]?臨時(?:開催|活動)[^。※)]{0,10}"
        ),
    ),
)
# One of these stands in every text its pattern finds: a plain look that spares most texts the pattern
_SIGNS = {
    "light_rain_ok": "雨",
    "rain_or_shine": "雨",
    "rain_venue": "雨",
    "holidays_off": "祝休",
    "temp_closed": "臨休中",
    "extra_dates": "他ほ加臨",
}
_OFF_SIGN = re.compile("[除休閉止]|なし|無し|ない|ません|のぞ")
_IN_PRINCIPLE = re.compile(r"基本|主に|主として|原則|を?中心に|おおむね|概ね|だいたい|通常")


@dataclass(slots=True)
class Exceptions:
    """What was found, and the text without it."""

    rest: str
    codes: list[str] = field(default_factory=list)
    closed_days: list[Day] = field(default_factory=list)
    closed_weeks: list[int] = field(default_factory=list)
    postponed: list[tuple[str, str]] = field(default_factory=list)


def read_exceptions(text: str) -> Exceptions:
    """Take the exceptions out of a text.

    Args:
        text: a folded text with its dates.
    """
    found = Exceptions(text)
    if "延" in text:
        _each(found, _POSTPONED, lambda match: _postponed(found, match))
    for code, pattern in _WORDS:
        if any(sign in text for sign in _SIGNS[code]):
            _each(found, pattern, lambda _match, code=code: found.codes.append(code))  # type: ignore[misc]
    for pattern in (_CLOSED, _CLOSING_DAYS) if _OFF_SIGN.search(text) else ():
        for match in list(pattern.finditer(found.rest)):
            start = _after_rule(found.rest, match)
            _closed(found, found.rest[start : match.end("nouns")])
            found.rest = blanked(found.rest, [(start, match.end())])
    if _IN_PRINCIPLE.search(found.rest):
        found.codes.append("in_principle")
        found.rest = blanked(found.rest, [match.span() for match in _IN_PRINCIPLE.finditer(found.rest)])
    return found


def _each(found: Exceptions, pattern: re.Pattern[str], note: Callable[[re.Match[str]], object]) -> None:
    matches = list(pattern.finditer(found.rest))
    for match in matches:
        note(match)
    found.rest = blanked(found.rest, [match.span() for match in matches])


def _after_rule(text: str, match: re.Match[str]) -> int:
    """In 毎週火曜日、祝日は休み the day is the rule, unless a rule stands before: 毎日10時〜、火曜、祝日は休み."""
    rule = _RULE_IN_FRONT.match(text, match.start("nouns"))
    return match.start() if rule is None or _ANY_DAY.search(text, 0, match.start()) else rule.end()


def _postponed(found: Exceptions, match: re.Match[str]) -> None:
    weather = "rain_postpones" if "雨" in match["weather"] else "storm_postpones"
    found.postponed.append((weather, match["to"] or match["behind"] or ""))


def postponed_codes(found: Exceptions, last: tuple[int | None, int, int] | None) -> list[str]:
    """`rain_postpones=04-27`: the day, with the month and year of the date it replaces where the text leaves them out.

    Args:
        found: what was read.
        last: year, month and day of the date in the text, or None.
    """
    return [code + _postponed_to(to, last) for code, to in found.postponed]


def _postponed_to(to: str, last: tuple[int | None, int, int] | None) -> str:
    numbers = [int(number) for number in re.findall(r"[0-9]+", to)]
    year = last[0] if last else None
    if len(numbers) == 1 and last:
        numbers = [last[1], numbers[0]]
    if len(numbers) != 2 or valid_date(2024, *numbers) is None:
        return ""
    if year is None or last is None:
        return f"={numbers[0]:02d}-{numbers[1]:02d}"
    return f"={valid_date(year + ((numbers[0], numbers[1]) < last[1:]), *numbers)}"


def _closed(found: Exceptions, nouns: str) -> None:
    position = 0
    while position < len(nouns):
        for code, words in _NOUNS:
            match = re.compile(words).match(nouns, position)
            if match:
                _note_closed(found, code, match[0])
                position = match.end()
                break
        else:
            position += 1


def _note_closed(found: Exceptions, code: str, words: str) -> None:
    if code == "closed_month":
        found.codes.append(f"{code}={','.join(map(str, months_of(words)))}")
    elif code == "closed_week":
        found.closed_weeks += map(int, re.findall("[1-5]", words))
    elif code == "closed":
        days = _days_of(words)
        found.closed_days += days
        found.codes.append(f"{code}={','.join(day.byday for day in days)}")
    elif code:
        found.codes.append(code)


def closed_weeks_codes(found: Exceptions, weekdays: list[int]) -> list[str]:
    """`closed=5TU` of 第5週は休み, once the weekdays of the rule are known.

    Args:
        found: what was read.
        weekdays: 0 = Monday.
    """
    return [f"closed={Day(weekday, week).byday}" for week in found.closed_weeks for weekday in weekdays]


def months_of(words: str) -> tuple[int, ...]:
    """Months of 1・8月 or 7月〜9月; over the turn of the year too."""
    numbers = [number for number in map(int, re.findall(r"[0-9]+", words)) if 1 <= number <= 12]
    if len(numbers) == 2 and re.search("[〜-]", words):
        first, last = numbers
        return tuple(sorted((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)))
    return tuple(dict.fromkeys(numbers))


def _days_of(words: str) -> list[Day]:
    ordinals = [int(number) for number in re.findall("[1-5]", words)] or ([LAST] if "最終" in words else [0])
    weekdays = re.findall("([月火水木金土日])曜", words)
    return [Day(WEEKDAYS.index(weekday), ordinal) for ordinal in ordinals for weekday in weekdays]
