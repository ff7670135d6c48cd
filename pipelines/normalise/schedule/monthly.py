"""Rules of the month: 毎月第2・4水曜, 第1・3土曜, 毎月1日, 5のつく日.

Belongs here: weekdays with their place in the month, days of the month. Does not belong here: weekdays of every week,
intervals and months that limit a rule (`rules`, `month_limits`).
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from pipelines.normalise.schedule.fold import APART, blanked
from pipelines.normalise.schedule.model import LAST, Day, Rule
from pipelines.normalise.schedule.notation import WEEKDAYS

SEP = r"\s?(?:・|、|と|及び|および|/|又は|または|もしくは|,|&|、第)\s?"
_ORDINAL = (
    r"(?:第\s?[1-5]|(?<![0-9/:.])(?<![0-9]月)[1-5](?=週?(?:\s?[・、と.]\s?第?[1-5]){0,4}週(?!間))|(?<![0-9月/:第回])[1-5](?=(?:[・、.][1-5]){1,4}\(?[月火水木金土日](?:曜|\)))"
    r"|(?<![0-9月/:第回年])[1-5](?=(?:[・、.][1-5]){0,4}[火水木金土](?:[\s\x01のは午夜朝・、/&]|[0-9]|$))|最終|最[後初]の?|第?ラスト)"
)
# 火曜と月1回土曜: no Monday
WEEKDAY_IN_LIST = (
    r"(?!月に?\s?[0-9]\s?[回度])"
    r"(?:[月火水木金土日](?:曜日?|(?=[・、と/\s)〜\-0-9午朝昼夜の(\x01]|$))|\([月火水木金土日]\))"
)
PLAIN_WEEKDAY = r"(?:土日(?!曜)|[月火水木金土日](?:曜日?|(?=[1-5][火水木金土])|(?![月曜日土間曜程頃々本常帰中0-9])))"
ORDINALS = (
    rf"{_ORDINAL}(?:週目?)?(?:\s?(?:・|、|と|及び|および|,|/|&|\.|〜|から)?\s?(?:第?\s?[1-5](?![0-9])|"
    rf"最終)(?:週目?)?)*(?:\s?週)?(?:目)?(?:まで)?\s?の?\s?"
)
_NTH = re.compile(
    rf"(?=[第1-5最ラ(])(?P<ordinals>{ORDINALS}|(?<![1-5][・、\s])(?<![1-5])\({ORDINALS}\)\s?の?)(?P<days>\(?{PLAIN_WEEKDAY}\)?(?:{SEP}(?<!、第){WEEKDAY_IN_LIST})*)(?:[(、・]?祝日?\)?)?"
)
# 土曜日 13:30〜（第1・3・5）: the weeks stand behind the hours
_NTH_BEHIND = re.compile(
    rf"(?=[月火水木金土日])(?<![1-5終毎])(?<![週月]の)(?<!毎週)(?<!隔週)(?P<days>(?<![一-龠0-9〜-]){PLAIN_WEEKDAY}(?:{SEP}(?<!、第){WEEKDAY_IN_LIST})*)"
    r"[\s、]?\x01[\s、\x01]*[(※]?\s?(?:月に?\s?[0-9]\s?回[・、:\s]?)?"
    r"(?P<ordinals>第\s?[1-5](?:週?\s?[・、と]\s?(?:第?[1-5]|最終))*|最終)(?:週目?)?(?!\s?の?[月火水木金土日]曜)(?:のみ|だけ)?\s?\)?(?=[\s\x01。、※]|$)"
)
_NTH_SIGN = re.compile("[第最ラ]|[1-5][・、.月火水木金土日週]")
_MONTH_DAY = re.compile(
    r"(?:毎月\s?|(?<![0-9一-龠])月(?=末日))(?P<days>(?P<first>[0-9]{1,2})日?\s?(?:〜|-|から)\s?(?P<last>[0-9]{1,2})日(?:まで)?|(?:[0-9]{1,2}日?\s?[・、と]\s?){0,9}[0-9]{1,2}日(?:[・、と][0-9]{1,2}日)*(?:[・、と]\s?(?:月末日?|末日))?|末日|月末日)(?!間|前後|頃|ごろ|以降|曜|\s?\([月火水木金土日])"
)
# 2と7のつく日（2日、7日、12日…）: the bracket says the same once more
_ENDING_IN = re.compile(
    r"(?:毎月\s?)?(?<![0-9.])(?P<digits>[0-9](?:\s?(?:・|、|と|か|および|及び)\s?[0-9])*)\s?の(?:つく|付く|ついた)日(?P<same>\((?:[0-9]{1,2}日?[・、\s]?){2,9}\))?"
)
_DAY_OF_MONTH_SIGN = re.compile("毎月|月末日|く日|た日")
_ONE_WEEKDAY = re.compile("[月火水木金土日]")
# 第1月曜から金曜まで: on the other days of that week no rule of weekdays says
_SPAN_BEHIND = re.compile(r"\s?(?:〜|-|から)\s?[月火水木金土日]曜日?(?:\s?まで)?")
_ONLY_SOME_WEEKS = re.compile(r"第\s?[1-5](?:\s?[・、と]\s?第?[1-5])*週?の?([月火水木金土日])曜日?のみ")
# 火曜10時〜12時。第2火曜も 13時〜: another session of those days, none instead
_MORE_BEHIND = re.compile(r"も\s?\x01")
_JOINED = re.compile(r"[\s、・と,/&]*(?:及び|および|毎月)?[\s、・と]*(?:毎月)?\s?")


def monthly_rules(text: str, intervals: list[re.Match[str]]) -> tuple[list[Rule], str]:
    """The rules of the month, in the order of their kinds, and the text without them.

    Args:
        text: a folded text without dates, times and exceptions.
        intervals: where 2か月に1回, 隔月 stand.
    """
    rules: list[Rule] = []
    matches = sorted(_nth_of(text), key=lambda match: match.start()) if _NTH_SIGN.search(text) else []
    own = {match.end(): int(match["n"] or 2) for match in intervals}
    # 隔月で第3日曜 is said of this rule alone; an interval that stands elsewhere holds for all
    beside = [match.start() in own for match in matches]
    common = next(iter(own.values())) if own and not any(beside) else 1
    end = -1
    for match, is_beside in zip(matches, beside, strict=True):
        days = nth_days(match["ordinals"], match["days"])
        if rules and not is_beside and _JOINED.fullmatch(text[end : match.start()]):
            rules[-1] = replace(rules[-1], days=tuple(dict.fromkeys((*rules[-1].days, *days))))
        else:
            is_more = bool(_MORE_BEHIND.match(text, match.end()))
            rules.append(Rule("MONTHLY", days, own.get(match.start(), common), start=match.start(), is_more=is_more))
        end = match.end()
    rest = blanked(text, [match.span() for match in matches])
    rest = blanked(rest, [span.span() for each in matches if (span := _SPAN_BEHIND.match(rest, each.end()))], APART)
    of_month = _days_of_month(rest) if _DAY_OF_MONTH_SIGN.search(rest) else []
    return rules + [rule for rule, _ in of_month], blanked(rest, [span for _, span in of_month])


def _nth_of(text: str) -> list[re.Match[str]]:
    behind = list(_NTH_BEHIND.finditer(text))
    text = blanked(text, [match.span() for match in behind])
    return behind + list(_NTH.finditer(text))


def _days_of_month(text: str) -> list[tuple[Rule, tuple[int, int]]]:
    matches: list[tuple[tuple[int, ...], re.Match[str]]] = []
    for match in _MONTH_DAY.finditer(text):
        days = tuple(int(number) for number in re.findall("[0-9]+", match["days"]))
        days = tuple(range(int(match["first"]), int(match["last"]) + 1)) if match["first"] else days
        days += (LAST,) if "末" in match["days"] else ()
        matches.append((days, match))
    for match in _ENDING_IN.finditer(text):
        digits = [int(digit) for digit in re.findall("[0-9]", match["digits"])]
        days = tuple(day for day in range(1, 31) if day % 10 in digits)
        if match["same"] is None or set(map(int, re.findall("[0-9]+", match["same"]))) == set(days):
            matches.append((days, match))
    return [
        (Rule("MONTHLY", month_days=days, start=match.start()), match.span())
        for days, match in matches
        if days and all(1 <= day <= 31 or day == LAST for day in days)
    ]


def _is_said_by_weeks(rule: Rule, monthly: list[Rule]) -> bool:
    weekdays = {day.weekday for day in rule.days}
    return any({day.weekday for day in each.days} == weekdays for each in monthly)


@functools.lru_cache(maxsize=4096)
def nth_days(ordinals: str, weekdays: str) -> tuple[Day, ...]:
    """第2・4 and 水曜 as days."""
    numbers = [int(number) for number in re.findall("[1-5]", ordinals)]
    numbers += [1] if "最初" in ordinals else []
    numbers += [LAST] if re.search("最終|最後|ラスト", ordinals) else []
    if len(numbers) == 2 and re.search("〜|から", ordinals):
        numbers = list(range(numbers[0], numbers[1] + 1))
    return tuple(Day(WEEKDAYS.index(day), number) for day in weekdays_in(weekdays) for number in dict.fromkeys(numbers))


def weekdays_in(text: str) -> list[str]:
    """The weekdays of a list: 月・水曜日 names two."""
    return _ONE_WEEKDAY.findall(text.replace("曜日", "曜"))


def without_some_weeks(text: str, monthly: list[Rule], weekly: list[Rule]) -> list[Rule]:
    """火〜土 10時〜、土曜は第2・4のみ: on the other Saturdays it does not take place; 隔週月曜（第1・3月曜）: on these.

    Args:
        text: a folded text without dates, times and exceptions.
        monthly: its rules of the month.
        weekly: its rules of the week.
    """
    weekly = [rule for rule in weekly if rule.interval == 1 or not _is_said_by_weeks(rule, monthly)]
    said = {WEEKDAYS.index(found[1]) for found in _ONLY_SOME_WEEKS.finditer(text)} if "み" in text else set()
    only = said & {day.weekday for rule in monthly for day in rule.days}
    left = [replace(rule, days=tuple(day for day in rule.days if day.weekday not in only)) for rule in weekly]
    return (
        [rule if len(rule.days) <= 1 else other for rule, other in zip(weekly, left, strict=True)] if only else weekly
    )
