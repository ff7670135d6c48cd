"""In which months a rule holds: 奇数月の, 4月～6月の第2土曜, 第3日曜（4月～11月）.

Belongs here: months that limit a rule. Does not belong here: months in which it differs (`rules`) or is closed
(`closings`), periods with years (`days`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.normalise.schedule.fold import blanked
from pipelines.normalise.schedule.model import Rule
from pipelines.normalise.schedule.months import months_of

_MONTHS = re.compile(
    r"(?:(?P<odd>奇数月)|(?P<even>偶数月))(?!\s?[は:]\s?(?![月火水木金土日\x01]|第|毎|最終|[1-5](?:・[1-5])*[月火水木金土日]))|(?:毎年)?(?P<list>(?:[0-9]{1,2}月?\s?(?:[・、〜と-]|から)\s?(?:翌年?の?)?){0,11}[0-9]{1,2}月)末?(?:まで|中)?(?:に?(?:開催|実施)|の(?:開[放催設館]|活動|実施|練習)?(?:日|予定|日程|スケジュール)[:\s◆は]{1,2})?\)?:?(?=の?\s?\(?(?:各月|毎月|毎週|第|最終|の期間|の[月火水木金土日]曜|[1-5](?:・[1-5])*[火水木金土](?!曜)))"
)
_MONTHS_BEHIND = re.compile(
    r"(?<=[(\s※:\x01])(?:毎年)?(?P<list>(?:[0-9]{1,2}月?\s?(?:[・、〜と-]|から)\s?(?:翌年?の?)?){1,11}[0-9]{1,2}月|[0-9]{1,2}月(?=のみ|だけ|限定|に?開催|に?実施))末?(?:まで)?(?:の間|の期間)?(?:のみ|だけ|限定)?"
    r"(?:[にの]?(?:開催|実施))?(?=\)|\s|$)(?!\s?[0-9,]+円)"
)
_EVERY_MONTH = re.compile("毎月")
_A_WEEKDAY = re.compile("の[月火水木金土日]曜")
_RUN = re.compile("[〜-]|から")
# 4月上旬から9月下旬の, 3月まで: a limit, although its days are open
_UNREAD = re.compile(
    r"[0-9]月[^0-9\s。]{0,4}?(?:から|〜|-|より)\s?(?:翌年?の?)?[0-9]{1,2}月(?!分)|[0-9]月(?:[初末上中下][旬め]?)?まで"
    r"|[0-9]の?倍数の?月|[0-9]月に?(?:のみ|だけ|限定|(?:開催|実施)(?![日予分しせなさ]))"
)


def month_limits(text: str) -> list[re.Match[str]]:
    """Where months limit rules, those in front of a rule first, then the first that stand behind.

    Args:
        text: a folded text without dates, times and exceptions.
    """
    # 12月末まで: until when, and since when? 12月の土曜: in one year or every year?
    in_front = [
        match
        for match in _MONTHS.finditer(text)
        if _RUN.search(match[0]) or not ("まで" in match[0] or _A_WEEKDAY.match(text, match.end()))
    ]
    rest = blanked(text, [match.span() for match in in_front])
    return in_front + list(_MONTHS_BEHIND.finditer(rest))[:1]


def may_be_limited(rest: str) -> bool:
    """Whether months stand unread that may be the only ones of a rule: it must not be promised in all of them.

    Args:
        rest: a text without the months that were read.
    """
    return "月" in rest and bool(_UNREAD.search(rest))


def limited(rules: list[Rule], limits: list[re.Match[str]], first: int, last: int) -> list[Rule]:
    """Rules in the months said in front of them; odd and even months may stand behind the last rule.

    Args:
        rules: rules of one kind.
        limits: answer of `month_limits`.
        first: where the first rule of the text stands; months in brackets before it hold for it as well.
        last: where the last rule of the text stands.
    """
    # 隔月（偶数月） names its months: counting them as well would need a first one
    return [
        replace(rule, months=months, interval=1 if rule.freq == "MONTHLY" else rule.interval)
        if (months := _limit(rule, limits, first, last))
        else rule
        for rule in rules
    ]


def _limit(rule: Rule, limits: list[re.Match[str]], first: int, last: int) -> tuple[int, ...]:
    before = [
        match
        for match in limits
        if match.start() <= rule.start and (match.re is _MONTHS or match.start() < first == rule.start)
    ]
    if before and _EVERY_MONTH.search(before[-1].string, before[-1].end() + len("の毎月"), rule.start):
        return ()  # 8月第1土曜…、毎月第3日曜: that one holds in all of them
    behind = [
        match
        for match in limits
        if match.start() > rule.start and (match.re is not _MONTHS or not (match["list"] or match.start() < last))
    ]
    return _months(before[-1]) if before else _months(behind[0]) if behind else ()


def _months(match: re.Match[str]) -> tuple[int, ...]:
    if match["list"]:
        months = months_of(match["list"])
        return () if len(months) == 12 else tuple(sorted(months))
    return tuple(range(1 if match["odd"] else 2, 13, 2))
