"""Recurrences: 毎月第2・4水曜, 毎週火曜 全7回, 奇数月の第2日曜, 隔週, 平日, 毎月1日.

Belongs here: on which days, again and again. Does not belong here: times, dates, exceptions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipelines.normalise.schedule.exceptions import months_of
from pipelines.normalise.schedule.fold import blanked
from pipelines.normalise.schedule.model import LAST, Day, Rule
from pipelines.normalise.schedule.notation import WEEKDAYS

_SEP = r"\s?(?:・|、|と|及び|および|/|又は|または|もしくは|,|&|、第)\s?"
_ORDINAL = r"(?:第\s?[1-5]|[1-5](?=(?:[・、と]|及び)?\s?第?[1-5]?(?:[・、と][1-5])*週)|最終|最後の?|第?ラスト)"
_WEEKDAY = r"(?:[月火水木金土日](?:曜日?|(?=[・、と/\s)〜\-0-9午朝昼夜の(]|$))|\([月火水木金土日]\))"
_PLAIN_WEEKDAY = r"[月火水木金土日](?:曜日?|(?![月曜日土間曜程頃々本常帰中0-9]))"
_ORDINALS = rf"{_ORDINAL}(?:\s?(?:・|、|と|及び|および|,|〜)?\s?(?:第?[1-5]|最終))*(?:\s?週)?(?:目)?\s?の?\s?"
_NTH = re.compile(
    rf"(?P<ordinals>{_ORDINALS})(?P<days>\(?{_PLAIN_WEEKDAY}\)?(?:{_SEP}{_WEEKDAY})*)(?:[(、・]?祝日?\)?)?"
)
_ONLY_MONTH = re.compile(
    rf"[※(]?(?:ただし|但し)?、?(?P<months>(?:[0-9]{{1,2}}月?[・、〜-]){{0,6}}[0-9]{{1,2}}月)(?:のみ|だけ|は)、?\s?"
    rf"(?P<what>{_ORDINALS}(?:{_PLAIN_WEEKDAY})?)(?P<too>も)?\)?"
)
_EVERY_DAY = re.compile(r"毎日|年中無休|連日")
_WORKDAYS = re.compile(r"(?<!いつもは)(?:毎週)?平日|ウィークデー")
_WEEKEND = re.compile(r"(?:毎週)?(?:土日祝?日?|土・日(?:曜日?)?(?:・祝日?)?|週末)(?!曜?以外)")
_SPAN = re.compile(
    r"(?:毎週)?\(?([月火水木金土日])(?:曜日?)?\s?(?:〜|-|から)\s?([月火水木金土日])(?:曜日?|(?![月曜日々]))"
)
_ONE = "[月火水木金土日]"
# Weekdays with 曜 somewhere; after 毎週 also 毎週土; several in a list; one in front of a time
_DAY_LISTS = (
    rf"(?:{_ONE}{_SEP}){{0,6}}{_ONE}曜日?(?:{_SEP}{_WEEKDAY})*",
    rf"(?<=毎週){_ONE}(?:{_SEP}{_ONE})*(?![月々本])",
    rf"(?<![^\s(:\x01]){_ONE}(?:[・、]{_ONE}){{1,6}}(?![月々本一-龠])",
    rf"(?<![^\s、(/\x01]){_ONE}(?=\s?\x01)",
)
_WEEKLY = re.compile(
    r"(?P<every>毎週|各週|週に?1回|隔週|(?P<n>[2-9])週間?に1[回度])?\s?(?:の|[:、])?\s?\(?"
    rf"(?P<days>{'|'.join(_DAY_LISTS)})"
)
_MONTH_DAY = re.compile(r"毎月\s?(?P<days>[0-9]{1,2}日(?:[・、と][0-9]{1,2}日)*|末日|月末日)(?!間|前後|頃|ごろ|以降)")
_MONTHS = re.compile(
    r"(?P<odd>奇数月)|(?P<even>偶数月)|(?:毎年)?(?P<list>(?:[0-9]{1,2}月?\s?[・、〜-]\s?){0,11}[0-9]{1,2}月)(?=の?\s?(?:各月|毎月|毎週|第|最終|の期間))"
)
_COUNT = re.compile(r"(?:全|計|合計)\s?(?P<n>[0-9]{1,2})\s?回")
_OPEN_FREQUENCY = re.compile(
    r"月\s?に?\s?[0-9](?:\s?[〜-・]\s?[0-9])?\s?[回度日]|年\s?に?\s?[0-9]{1,2}(?:[〜-][0-9]{1,2})?\s?回|不定期|随時"
)
_EVERY_N_MONTHS = re.compile(r"(?P<n>[2-6])\s?か月に(?:1|一)?[回度]|隔月")
_CONTRADICTION = re.compile(r"毎週\s?(?:1回)?\s?第\s?[1-5]")
_USUALLY = re.compile(r"いつもは|たまに|ときどき|時々|(?:[春夏冬]休み|長期休[みや暇])(?:期間)?中?の?(?:期間)?の")
_EITHER = re.compile(r"[日曜)]\s?(?:または|又は|もしくは|か)\s?(?:第[1-5])?[月火水木金土日]|いずれか|どちらか|どれか")
# One of these stands in every text the patterns of months find
_MONTH_SIGN = re.compile(r"[0-9数]\s?月")
_JOINED = re.compile(r"[\s、・と,/&]*(?:及び|および|毎月|隔月)?[\s、・と]*(?:毎月)?\s?")


_GROUPS: tuple[tuple[re.Pattern[str], range], ...] = (
    (_WORKDAYS, range(5)),
    (_WEEKEND, range(5, 7)),
    (_EVERY_DAY, range(0)),
)
_GROUP_SIGN = re.compile("平日|ウィ|土|週末|毎日|年中|連日")
_SPAN_SIGN = re.compile("[〜-]|から")


@dataclass(slots=True)
class Found:
    """Rules in a text.

    Attributes:
        rules: rules that are certain.
        has_day: a weekday or day is named, whether or not it makes a rule.
        exceptions: `month_differs`, and `holidays_off` of 平日.
        count: how many times in all, or None.
    """

    rules: list[Rule] = field(default_factory=list)
    has_day: bool = False
    exceptions: list[str] = field(default_factory=list)
    count: int | None = None


def read_rules(text: str) -> Found:
    """Find the recurrences.

    Args:
        text: a folded text without dates, times and exceptions.
    """
    found = Found()
    count = _COUNT.search(text) if "回" in text else None
    found.count = int(count["n"]) if count else None
    differs = list(_ONLY_MONTH.finditer(text)) if _MONTH_SIGN.search(text) else []
    text = blanked(text, [match.span() for match in differs])
    months, interval = _month_limit(text), _months_interval(text)
    monthly, rest = _monthly(text)
    if months or interval > 1:
        monthly = [replace(rule, months=months, interval=interval) for rule in monthly]
    weekly, rest = _weekly(rest, found)
    found.has_day = bool(monthly or weekly)
    if _CONTRADICTION.search(text) or _USUALLY.search(text) or _EITHER.search(text):
        return found
    if not monthly and _is_open(text, rest, found.count):
        weekly = []
    if months:
        weekly = [replace(rule, months=months) for rule in weekly]
    for match in differs:
        monthly = _differing(found, monthly, match)
    found.rules = sorted([*monthly, *weekly], key=lambda rule: rule.start)
    return found


def _is_open(text: str, rest: str, count: int | None) -> bool:
    """Weekdays without 毎週 beside a frequency or a number of times: which ones is not said."""
    if re.search("毎週|各週|隔週|週間?に1", text):
        return False
    return bool(_OPEN_FREQUENCY.search(rest) or count or re.search("毎月|隔月", rest))


def _month_limit(text: str) -> tuple[int, ...]:
    match = _MONTHS.search(text) if _MONTH_SIGN.search(text) else None
    if match is None:
        return ()
    if match["list"]:
        months = months_of(match["list"])
        return () if len(months) == 12 else tuple(sorted(months))
    return tuple(range(1 if match["odd"] else 2, 13, 2))


def _months_interval(text: str) -> int:
    match = _EVERY_N_MONTHS.search(text) if "か月" in text or "隔月" in text else None
    return int(match["n"] or 2) if match else 1


def _monthly(text: str) -> tuple[list[Rule], str]:
    rules: list[Rule] = []
    matches = list(_NTH.finditer(text))
    end = -1
    for match in matches:
        days = nth_days(match["ordinals"], match["days"])
        if rules and _JOINED.fullmatch(text[end : match.start()]):
            rules[-1] = replace(rules[-1], days=tuple(dict.fromkeys((*rules[-1].days, *days))))
        else:
            rules.append(Rule("MONTHLY", days, start=match.start()))
        end = match.end()
    rest = blanked(text, [match.span() for match in matches])
    for match in _MONTH_DAY.finditer(rest) if "毎月" in rest else ():
        numbers = tuple(int(number) for number in re.findall("[0-9]+", match["days"])) or (LAST,)
        if all(number <= 31 for number in numbers):
            rules.append(Rule("MONTHLY", month_days=numbers, start=match.start()))
            rest = blanked(rest, [match.span()])
    return rules, rest


def nth_days(ordinals: str, weekdays: str) -> tuple[Day, ...]:
    """第2・4 and 水曜 as days."""
    numbers = [int(number) for number in re.findall("[1-5]", ordinals)]
    numbers += [LAST] if re.search("最終|最後|ラスト", ordinals) else []
    if len(numbers) == 2 and "〜" in ordinals:
        numbers = list(range(numbers[0], numbers[1] + 1))
    return tuple(Day(WEEKDAYS.index(day), number) for day in _weekdays(weekdays) for number in dict.fromkeys(numbers))


def _weekdays(text: str) -> list[str]:
    return re.findall("[月火水木金土日]", re.sub("曜日", "曜", text))


def _weekly(text: str, found: Found) -> tuple[list[Rule], str]:
    rules: list[Rule] = []
    for pattern, days in _GROUPS if _GROUP_SIGN.search(text) else ():
        for match in pattern.finditer(text):
            freq = "WEEKLY" if days else "DAILY"
            rules.append(Rule(freq, tuple(Day(day) for day in days), start=match.start()))
            found.exceptions += ["holidays_off"] if pattern is _WORKDAYS else []
        text = blanked(text, [match.span() for match in pattern.finditer(text)])
    for match in list(_SPAN.finditer(text)) if _SPAN_SIGN.search(text) else ():
        first, last = WEEKDAYS.index(match[1]), WEEKDAYS.index(match[2])
        if first < last:
            rules.append(Rule("WEEKLY", tuple(Day(day) for day in range(first, last + 1)), start=match.start()))
            text = blanked(text, [match.span()])
    matches = list(_WEEKLY.finditer(text))
    for match in matches:
        days_found = tuple(Day(WEEKDAYS.index(day)) for day in dict.fromkeys(_weekdays(match["days"])))
        interval = int(match["n"] or 2) if match["every"] and ("隔週" in match["every"] or match["n"]) else 1
        count = found.count if match["every"] and interval == 1 else None
        rules.append(Rule("WEEKLY", days_found, interval, count, start=match.start()))
    return rules, blanked(text, [match.span("days") for match in matches])


def _differing(found: Found, rules: list[Rule], match: re.Match[str]) -> list[Rule]:
    """12月のみ第2,3土曜日: the base rule holds in the other months."""
    months, what = months_of(match["months"]), match["what"]
    days_text = re.sub("[^月火水木金土日]", "", re.sub("曜日|週の?", "", what))
    base = rules[0] if rules else None
    weekdays = days_text or ("".join(WEEKDAYS[day.weekday] for day in base.days[:1]) if base else "")
    found.exceptions.append(f"month_differs={','.join(map(str, months))}")
    if base is None or not weekdays or not months:
        return rules
    special = Rule("MONTHLY", nth_days(what, weekdays), months=months, start=match.start())
    if match["too"]:
        return [*rules, special]
    others = tuple(number for number in base.months or range(1, 13) if number not in months)
    return [replace(base, months=others), *rules[1:], special]
