"""Recurrences: 毎月第2・4水曜, 毎週火曜 全7回, 奇数月の第2日曜, 隔週, 平日, 毎月1日.

Belongs here: on which days, again and again. Does not belong here: times, dates, exceptions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipelines.normalise.schedule.differing_months import differing, differing_months
from pipelines.normalise.schedule.fold import APART, BLANK, blanked
from pipelines.normalise.schedule.model import Day, Rule
from pipelines.normalise.schedule.month_limits import limited, may_be_limited, month_limits
from pipelines.normalise.schedule.monthly import (
    SEP,
    WEEKDAY_IN_LIST,
    monthly_rules,
    weekdays_in,
    without_some_weeks,
)
from pipelines.normalise.schedule.notation import WEEKDAYS

_EVERY_DAY = re.compile(r"毎日(?!曜|\s?\(\s?[月火水木金土日](?!曜?日?は))|連日")
# Every day, where no other rule is said: 火〜日 無休
_NEVER_CLOSED = re.compile(
    r"年中(?=無休|[\s\x01(]|$)(?:無休)?|(?<![一-龠0-9])無休|(?<![一-龠])(?:定休日?|休[館業園]日)\s?[:は]?\s?(?:なし|無し?|ありません)"
)
_WORKDAYS = re.compile(
    r"(?<!いつもは)(?:毎週)?平日(?!の?昼休み)(?!\s?[の(]\s?(?:[月火水木金]|第)|は[^0-9午\x01\s毎])|ウィークデー"
)
# 平日の月・水・金: which of them
_OF_WORKDAYS = re.compile("平日の(?=[月火水木金](?:曜|[・、][月火水木金]))")
_WEEKEND = re.compile(
    r"(?:毎週)?(?<![月火水木金])(?<![月火水木金][・、])(?<![1-5終])(?<![1-5週]の)(?:土日(?P<also>祝日?)?日?|土・日(?:曜日?)?(?P<too>・祝日?)?|週末)(?!曜?以外)"
)
_HOLIDAY_GROUPS = ("also", "too")
_SPAN = re.compile(
    r"(?:毎週)?(?<![0-9])\(?([月火水木金土日])(?:曜日?)?\s?(?:〜|-|から)\s?([月火水木金土日])(?:曜日?(?:まで(?!に))?|(?![月曜日々]))"
)
_ONE = "[月火水木金土日]"
_END = r"(?:[\s\x01祝]|、\x01|$|のみ|だけ|[はの][\s\x01午])"
_BEFORE = r"(?<![^\s、(/:◆◇\x01])"
# Weekdays with 曜 somewhere; after 毎週 also 毎週土; several in a list; a run of them; one in front of a time
_DAY_LISTS = (
    rf"(?:{_ONE}{SEP}){{0,6}}{_ONE}曜日?(?:{SEP}{WEEKDAY_IN_LIST})*",
    rf"(?<=毎週)\({_ONE}(?:{SEP}{_ONE})*\)|(?<=毎週)\s?{_ONE}(?:{SEP}{_ONE})*(?![月火水木金土日々本曜])",
    r"(?<=毎週)\s?(?=[月火水木金土日]{2,7})月?火?水?木?金?土?日?(?:曜日?)?(?![一-龠])",
    rf"(?<=毎)[火水木金土](?:[・、]{_ONE})*(?=[\s0-9\x01午の(]|$)",
    rf"{_BEFORE}{_ONE}(?=[・、]?祝)",
    rf"(?:{_BEFORE}|(?<=\x01の)|(?<=[所室館園催動]は)){_ONE}(?:[・、&]{_ONE}){{1,6}}(?![月々本一-龠])",
    rf"{_BEFORE}(?=[月火水木金土日]{{2,7}}{_END})月?火?水?木?金?土?日?(?={_END})",
    rf"{_BEFORE}{_ONE}(?:[\s・、&]{_ONE}){{0,6}}(?=[\s/:]?\x01)",
    rf"(?:(?<=^\()|(?<=[\s\x01、◆◇]\()){_ONE}(?:[・、]{_ONE}){{0,6}}(?=\)\s?:?\x01)",
)
# 週に2日、火曜と…, 祝日、火曜: the end of another word is no Sunday, 2か月、火曜 no Monday
_END_OF_A_WORD = r"(?!(?<=[0-9数祝半本当])日(?!曜)|(?<=[0-9か])月(?!曜))"
_WEEKLY = re.compile(
    r"(?=[毎各週隔2-9\sの:、(月火水木金土日])(?P<every>毎週|各週|週に?1回|隔週|(?P<n>[2-9])週間?に1[回度]|毎(?=[火水木金土]|[月日]曜))?\s?(?:の|[:、])?\s?\(?"
    rf"{_END_OF_A_WORD}(?P<days>{'|'.join(_DAY_LISTS)})"
)
_COUNT = re.compile(r"(?:全|計|合計)\s?(?P<n>[0-9]{1,2})\s?回")
_OPEN_FREQUENCY = re.compile(
    r"月\s?に?\s?[0-9](?:\s?[〜-・]\s?[0-9])?\s?[回度日]|年間?\s?に?\s?[0-9]{1,2}(?:[〜-][0-9]{1,2})?\s?回|不定期?|随時|学期(?:に|ごとに?)|[年月]に?数回"
)
_SOME_WEEK = re.compile(r"第\s?[1-5](?=[\s・、)と週]|$)|\([1-5](?:[・、][1-5]){1,4}\)|隔週")
_END_OF_RUN = re.compile(r"\x01\s?(?:〜|-)\s?$")
_NOUN = re.compile(
    r"(?!クラス|コース|グループ|チーム|[部組班](?![一-龠]))(?![午朝昼夜夕早晩開実活定集毎第各祝全終初以除休閉])[一-龠ァ-ヶ]"
)
_SOME_MONTH = re.compile("[0-9]月")
# 木曜会, 日曜大工クラブ: a name, whatever day it meets on
_CALLED_BY_DAY = re.compile(
    r"(?:会(?![場議])|クラブ|倶楽部|サークル|学級|学校|塾|大工|劇場|ロードショー|市(?![民内])|文庫|喫茶|食堂|カフェ|サロン|マルシェ|[一-龠ァ-ヶー]{1,8}(?:会|クラブ|サークル))(?![場議])"
)
_SELDOM = re.compile(r"[年月]に?\s?[0-9]\s?[回度]の?、?\s?$")
_SELDOM_BEHIND = re.compile(r"[にはも]\s?[年月]に?\s?[0-9]\s?[回度]")
_NEW_SENTENCE = re.compile("[\n。]")
_OF_ALL = re.compile(r"(?:いずれも|すべて|全て|どれも)\s?\(?$")
_FEW_A_YEAR = re.compile(r"年間?\s?に?\s?(?:[2-9]|1[01])\s?[〜-]?\s?[0-9]*\s?回")
_OFTEN = re.compile(r"毎?月\s?に?\s?[0-9]\s?[回度]の?(?:開催|実施|活動)?")
_EVERY_WEEK = re.compile("毎週|各週|隔週|週間?に1|毎[月火水木金土日]曜")
_EVERY_N_MONTHS = re.compile(r"(?P<n>[2-6])\s?か月に(?:1|一)?[回度]の?|隔月で?の?")
_CONTRADICTION = re.compile(
    r"毎週\s?(?:1回)?\s?第\s?[1-5]|第\s?[1-5][月火水木金土日]曜?日?(?:から|より|以降)は?、?\s?(?:毎週|隔週|全|開|始|スタート)"
    r"|(?:第\s?[1-5]|最終)[月火水木金土日]曜?日?(?:から|〜|-)\s?[0-9]{1,2}月"
)
# Only at times, or only in a season that begins and ends on no known day
_USUALLY = re.compile(
    r"いつもは|たまに|ときどき|時々|(?:[春夏冬]休み|長期休[みや暇])(?:期間)?中?の?(?:期間)?の|"
    r"(?<![一-龠])[春夏秋冬](?:[・、と][春夏秋冬])*(?:[季期場])?(?:の|は|のみ)\s?(?=毎週|毎日|毎月|第[1-5]|土日|平日|[月火水木金土日]曜)"
)
_EITHER = re.compile(
    r"[日曜)](?:の?(?:午前|午後)中?)?、?\s?(?:または|又は|もしくは|か|or)\s?(?:第[1-5](?:[・、]第?[1-5])*)?[月火水木金土日]|のうち|[月火水木金土日](?:曜日?)?の[間中](?:で|から)[0-9]|いずれか|どちらか|どれか|交互|[日曜]の(?:直?前|直?後|翌|次)の?(?:日|週|[月火水木金土日])|週間?(?:おき|置き)|第?[1-5]\s?(?:または|又は|もしくは|か|or)\s?第?[1-5]"
)
_BRACKETED_DAY = re.compile(r"(?<!日)\([月火水木金土日](?:[・、][月火水木金土日])*\)")
# 大安の日曜, クリスマスの前の土曜: not on any such day
# 12月の土・日: in one month of a year nobody names
_NOT_ANY = re.compile(
    r"(?:大安|友引|仏滅|満月|新月|連休|祝日|祭り?|クリスマス|バレンタイン|ハロウィン|(?:(?<!午)[前後]|直前|直後|翌日))の?\s?$"
)
_IN_ONE_MONTH = re.compile(
    r"(?:(?<![0-9・、〜-])(?<!から)[0-9]{1,2}月(?:中)?|月末|月初め?|月はじめ|[上中下]旬|[奇偶]数週|(?:来|今|再来|次)週|らいしゅう|こんしゅう|後半|前半)の?\s?$"
)
_FORTNIGHTLY_BEHIND = re.compile(r"\s?[(（]\s?隔週\s?[)）]|\s?の?隔週")
# 土曜・日曜・祝日: holidays are as weekends are
_HOLIDAYS_TOO = re.compile(r"[・、]\s?祝(?:祭日|日)?(?:は|の|に)?(?=[\s\x01)]|のみ|だけ|$)")
_A_WEEK = re.compile(r"\(?週に?\s?(?P<n>[1-7])\s?[回日](?![以間])\)?")
# One of these stands in every text the patterns of months find
_MONTH_SIGN = re.compile(r"[0-9数]\s?月")


_GROUPS: tuple[tuple[re.Pattern[str], range], ...] = (
    (_WORKDAYS, range(5)),
    (_WEEKEND, range(5, 7)),
    (_EVERY_DAY, range(0)),
)
_GROUP_SIGN = re.compile("平日|ウィ|土|週末|毎日|連日")
_WEEKDAY_SIGN = re.compile("[月火水木金土日]")
_SPAN_SIGN = re.compile("[〜-]|から")


@dataclass(slots=True)
class Recurrences:
    """Rules in a text.

    Attributes:
        rules: rules that are certain.
        has_day: a weekday or day is named, whether or not it makes a rule.
        exceptions: `month_differs`, and `holidays_off` of 平日.
        count: how many times in all, or None.
        rest: the text without what was read.
        plain: where weekdays without 毎週 stand: beside dates they are those of the dates.
    """

    rules: list[Rule] = field(default_factory=list)
    has_day: bool = False
    exceptions: list[str] = field(default_factory=list)
    count: int | None = None
    rest: str = ""
    plain: list[int] = field(default_factory=list)


def read_rules(text: str) -> Recurrences:
    """Find the recurrences.

    Args:
        text: a folded text without dates, times and exceptions.
    """
    recurrences = Recurrences(rest=text)
    count = _COUNT.search(text) if "回" in text else None
    recurrences.count = int(count["n"]) if count else None
    has_months = bool(_MONTH_SIGN.search(text))
    differs = differing_months(text) if has_months else []
    rest = blanked(text, [match.span() for match in differs])
    limits = month_limits(rest) if has_months else []
    intervals = list(_EVERY_N_MONTHS.finditer(rest)) if "か月" in text or "隔月" in text else []
    monthly, rest = monthly_rules(rest, intervals)
    weekly, rest = _weekly(rest, recurrences, is_monthly=bool(monthly))
    recurrences.has_day |= bool(monthly or weekly)
    if not recurrences.has_day:
        recurrences.has_day = bool(_BRACKETED_DAY.search(rest))
        return recurrences
    if _CONTRADICTION.search(text) or _USUALLY.search(text) or _EITHER.search(text):
        return recurrences
    if recurrences.count and len(monthly) == 1 and not weekly:
        monthly = [replace(monthly[0], count=recurrences.count)]
    is_open = not monthly and _is_open(text, rest, recurrences.count)
    a_week = list(_A_WEEK.finditer(rest)) if "週" in rest else []
    weekly = without_some_weeks(text, monthly, weekly)
    if is_open or _SOME_WEEK.search(rest) or any(int(each["n"]) < _most_days(weekly) for each in a_week):
        weekly = []
    if limits:
        starts = [rule.start for rule in (*monthly, *weekly)] or [0]
        monthly, weekly = (limited(rules, limits, min(starts), max(starts)) for rules in (monthly, weekly))
    if "年" in text and (few := [match.start() for match in _FEW_A_YEAR.finditer(text)]):
        monthly, weekly = (
            [each for each in rules if (each.months and each.freq == "MONTHLY") or not _is_beside(text, each, few)]
            for rules in (monthly, weekly)
        )
    for match in differs:
        monthly, code = differing(monthly, match)
        recurrences.exceptions.append(code)
    recurrences.rules = sorted([*monthly, *weekly], key=lambda rule: rule.start)
    if recurrences.rules:
        read = [*limits, *intervals, *([count] if count else []), *(_OFTEN.finditer(rest) if monthly else ())]
        read += [each for each in a_week if int(each["n"]) == _most_days(weekly)]
        recurrences.rest = blanked(rest, [match.span() for match in read])
        has_months = any(rule.months for rule in recurrences.rules)
        if may_be_limited(recurrences.rest) or (has_months and _SOME_MONTH.search(recurrences.rest)):
            # Months stand unread: which of them hold for the rule?
            recurrences.rules, recurrences.rest = [], text
    return recurrences


def _is_beside(text: str, rule: Rule, places: list[int]) -> bool:
    """Whether a rule stands in the sentence of 年3回: in which months it holds is not said."""
    between = [text[min(place, rule.start) : max(place, rule.start)] for place in places]
    return any(not _NEW_SENTENCE.search(each) for each in between)


def _most_days(weekly: list[Rule]) -> int:
    """On how many days of a week rules hold: 月・水・金曜（週2回） leaves open on which."""
    return len({day.weekday for rule in weekly for day in rule.days})


def _is_open(text: str, rest: str, count: int | None) -> bool:
    """Weekdays without 毎週 beside a frequency or a number of times: which ones is not said."""
    if _EVERY_WEEK.search(text):
        return False
    return bool(_OPEN_FREQUENCY.search(rest) or count or "毎月" in rest or "隔月" in rest)


def _is_a_name(text: str, match: re.Match[str], has_rule: bool) -> bool:
    """水曜会, 土曜学校: a weekday that begins a noun names something, where another day is said."""
    if match["every"] or not _NOUN.match(text, match.end()):
        return False
    if match[0].endswith("曜") and _CALLED_BY_DAY.match(text, match.end()):
        return True
    return has_rule or any(other.start() != match.start() for other in _WEEKLY.finditer(text))


def _is_seldom(text: str, match: re.Match[str]) -> bool:
    """毎週火曜、月1回土曜: which Saturday is not said, whatever rule stands beside."""
    if match["every"]:
        return False
    if _OF_ALL.search(text, 0, match.start()):
        return True  # 5日・12日（いずれも土曜）: of days that nobody read
    return bool(_SELDOM.search(text, 0, match.start()) or _SELDOM_BEHIND.match(text, match.end()))


def _groups(text: str, recurrences: Recurrences) -> tuple[list[Rule], str]:
    """平日, 土日, 毎日: words for several days of the week."""
    rules: list[Rule] = []
    holidays: list[tuple[int, int]] = []
    if "平日の" in text:
        text = _OF_WORKDAYS.sub(BLANK * len("平日の"), text)
    for pattern, days in _GROUPS if _GROUP_SIGN.search(text) else ():
        matches = list(pattern.finditer(text))
        for match in matches:
            if _is_in_one_month(recurrences, text, match):
                continue
            freq = "WEEKLY" if days else "DAILY"
            rules.append(Rule(freq, tuple(Day(day) for day in days), start=match.start()))
            recurrences.exceptions += ["holidays_off"] if pattern is _WORKDAYS else []
        holidays += [match.span(name) for match in matches for name in _HOLIDAY_GROUPS if match.groupdict().get(name)]
        text = blanked(text, [match.span() for match in matches])
    if holidays and not any(rule.freq == "DAILY" for rule in rules):
        text = _said_too(text, holidays)
        recurrences.exceptions = []  # 平日・土日祝: open on them
    return rules, text


def _said_too(text: str, spans: list[tuple[int, int]]) -> str:
    """Holidays beside weekdays: no rule says them, so that what is read is not all that is said."""
    for start, end in spans:
        text = text[:start] + APART * (end - start) + text[end:]
    return text


def _weekly(text: str, recurrences: Recurrences, *, is_monthly: bool) -> tuple[list[Rule], str]:
    rules, text = _groups(text, recurrences)
    for match in list(_SPAN.finditer(text)) if _SPAN_SIGN.search(text) else ():
        first, last = WEEKDAYS.index(match[1]), WEEKDAYS.index(match[2])
        if first < last:
            rules.append(Rule("WEEKLY", tuple(Day(day) for day in range(first, last + 1)), start=match.start()))
            text = blanked(text, [match.span()])
    spans: list[tuple[int, int]] = []
    holidays_too: list[tuple[int, int]] = []
    for match in list(_WEEKLY.finditer(text)) if _WEEKDAY_SIGN.search(text) else ():
        if not match["every"] and _is_in_one_month(recurrences, text, match):
            continue
        is_name = _is_a_name(text, match, bool(rules or is_monthly))
        if is_name or _is_seldom(text, match) or _END_OF_RUN.search(text, 0, match.start()):
            recurrences.has_day = True
            continue
        days = tuple(Day(WEEKDAYS.index(day)) for day in dict.fromkeys(weekdays_in(match["days"])))
        every = _FORTNIGHTLY_BEHIND.match(text, match.end())
        has_weekend = any(day.weekday in _GROUPS[1][1] for day in days)
        holidays = _HOLIDAYS_TOO.match(text, match.end()) if has_weekend else None
        is_fortnightly = bool(every) or "隔週" in (match["every"] or "")
        interval = int(match["n"] or 2) if is_fortnightly or match["n"] else 1
        count = recurrences.count if match["every"] and interval == 1 else None
        rules.append(Rule("WEEKLY", days, interval, count, start=match.start()))
        recurrences.plain += [] if match["every"] or every else [match.start()]
        spans.append((match.start(), (every or match).end()))
        holidays_too += [holidays.span()] if holidays else []
    for match in _NEVER_CLOSED.finditer(text) if "休" in text or "年中" in text else ():
        spans.append(match.span())
        rules += [] if rules or is_monthly else [Rule("DAILY", start=match.start())]
    recurrences.exceptions = [] if holidays_too else recurrences.exceptions  # 平日…、土・日・祝日は…: open on them
    return rules, _said_too(blanked(text, spans), holidays_too)


def _is_in_one_month(recurrences: Recurrences, text: str, match: re.Match[str]) -> bool:
    where = max(0, match.start() - 8), match.start()
    is_one = bool(_IN_ONE_MONTH.search(text, *where) or _NOT_ANY.search(text, *where))
    recurrences.has_day |= is_one
    return is_one
