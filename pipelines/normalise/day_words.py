"""Days and times as words say them, in schedules and in running text.

Belongs here: forms that real lists, posts and headlines use, やさしい日本語 and English among them. Does not belong
here: what was read of a schedule (`days_said`); what is published of it (`schedule`): there nothing is asserted that is
not certain, here a likely day is one two lists may share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from pipelines.normalise.per_value import map_rows
from pipelines.normalise.schedule.notation import BYDAY, WEEKDAYS
from pipelines.normalise.schedule.tongues import ENGLISH_DAYS, KANA_DAYS

WEEKS = range(1, 6)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_EASY = [
    # 1日 8-10, 奇数月3日: in the shorthand of sheets the first and the third Sunday
    (re.compile(r"(?:^|(?<=数月))([1-5])(?=日 ?[0-9])"), lambda match: f"第{match[1]}"),
    (re.compile(r"毎月(?!曜)"), lambda _: " "),
    # 木 1630-1830, 火10-1040, 水0930-1130
    (
        re.compile(
            r"(?<![0-9:時])([01]?[0-9]|2[0-3])([0-5][0-9])?[-〜~]([01]?[0-9]|2[0-3])([0-5][0-9])?(?![0-9:時月日回週年名人歳円階番か])"
        ),
        lambda match: f" {match[1]}:{match[2] or '00'}〜{match[3]}:{match[4] or '00'}",
    ),
    (re.compile(r"(?<![0-9:])([01][0-9]|2[0-3])([0-5][0-9])(?=$|[-〜~ ])"), lambda match: f" {match[1]}:{match[2]}"),
    (re.compile(r"(?<=[月火水木金土日])([6-9]|1[0-9])$"), lambda match: f" {match[1]}:00"),
    (re.compile(r"曜日"), lambda _: "曜"),
    (re.compile(rf"({'|'.join(KANA_DAYS)})よう(?:び|日)?"), lambda match: f"{KANA_DAYS[match[1]]}曜"),
    (re.compile(rf"(?i)\b({'|'.join(ENGLISH_DAYS)})[a-z]*\.?"), lambda match: f"{ENGLISH_DAYS[match[1].lower()]}曜"),
    (re.compile(r"(?i)\band\b"), lambda _: "&"),
    (re.compile(r"(\d)(?:st|nd|rd|th)(?![a-z])"), lambda match: f"第{match[1]}"),
    (
        re.compile(rf"(?i)\b({'|'.join(_ORDINALS)}) (?=[{WEEKDAYS}]曜)"),
        lambda match: f"第{_ORDINALS.index(match[1].lower()) + 1}",
    ),
    (re.compile(rf"(?:さいしょ|最初|初め|はじめ)の ?(?=[{WEEKDAYS}]曜)"), lambda _: "第1"),
    (re.compile(r"([1-5])(?:かいめ|ばんめ)の? ?"), lambda match: f"第{match[1]}"),
    (re.compile(r"だい ?([1-5])"), lambda match: f"第{match[1]}"),
    (re.compile(r"[①②③④⑤]"), lambda match: f"第{ord(match[0]) - ord('①') + 1}"),
    (re.compile(r"第([一二三四五])"), lambda match: f"第{'一二三四五'.index(match[1]) + 1}"),
    (re.compile(r"[(（][^()（）]*(?:休|除)[^()（）]*[)）]|※.*$"), lambda _: " "),
    (
        re.compile(rf"([{WEEKDAYS}])曜?日?[〜~-]([{WEEKDAYS}])(?=曜|[)）\s]|$)"),
        lambda match: f" {_run(*match.groups())}曜 ",
    ),
    (re.compile(r"毎日|毎朝|まいにち|連日"), lambda _: f" {WEEKDAYS}曜 "),
]
_MONTHLY = re.compile(r"(?<!第)(?<![0-9])[0-9]{1,2}日(?!曜)")
_NTH = re.compile(
    r"((?:第? ?[1-5](?: ?[・、,.と&] ?)?)+)(?:週)?の?[ (（]*"
    rf"((?:[{WEEKDAYS}](?![0-9月時回])(?:曜日?)?[)）]?[・、,/と&]? ?)+)"
)
_NTH_AFTER = re.compile(
    rf"([{WEEKDAYS}])曜日? ?[(（]?(第 ?[1-5](?: ?[・、,&] ?第? ?[1-5])*|[1-5](?:[・、,] ?[1-5])*(?=週))"
    rf"(?! ?の? ?[{WEEKDAYS}](?:曜|[)）]))(?![0-9回期])"
)
"""Wed 2nd and 4th, 土曜午後（2、4週）."""
_HALF_BETWEEN = re.compile(rf"(?<=[{WEEKDAYS}]曜)(?:午前|午後|夜)(?=[(（])")
_WEEKDAYS = re.compile(rf"(?<![0-9])([{WEEKDAYS}]+)(?=曜|[)）・、,/\s〜~APの朝昼夜午と]|$)")
_DATED = re.compile(rf"([0-9]{{1,2}})(?:月|/)([0-9]{{1,2}})(?:日)? ?[(（]?([{WEEKDAYS}])?")
_OPEN = re.compile(r"月[1-4]回|隔週|不定期|年[0-9]+回")
_TIME = re.compile(
    r"(午前|午後|夜|よる|ごご|ごぜん|夕方|朝)? ?(?<![0-9/月年.])([0-9]{1,2})"
    r"(?:[:：時じ]|(?=[ap]m)|(?= ?[〜~-] ?(?:[0-9]{1,2}(?:[:：時じap]|$)|noon)))([0-5][0-9])?(半)?(?: ?([ap])m)?"
)
_SHORT_IN_PROSE = [
    # 火915, 第3土1015: in posts and headlines
    (
        re.compile(rf"(?<=[{WEEKDAYS}])([6-9]|1[0-9]|2[01])([0-5][05])(?![0-9])"),
        lambda match: f"曜 {match[1]}:{match[2]}",
    ),
    # 火と金の9時
    (
        re.compile(rf"(?<![一-龥])([{WEEKDAYS}](?:[・、と][{WEEKDAYS}])+)(?=の?(?:[0-9朝昼夜]|午[前後]))"),
        lambda match: f"{match[1]}曜",
    ),
    (re.compile(rf"(?<=[{WEEKDAYS}])(?=[0-9]{{1,2}}(?::[0-9]|[-〜~][0-9]|時))"), lambda _: "曜 "),
]
_CLOSED_IN_PROSE = re.compile(rf"(?:第[1-5・、,]+)?[{WEEKDAYS}](?:曜日?|[)）])[^。、 ]{{0,6}}(?:休|除|以外)")
_NTH_IN_PROSE = re.compile(rf"(?=第){_NTH.pattern}")
_WEEKDAY_IN_PROSE = re.compile(
    rf"([{WEEKDAYS}](?:曜?日?[・、と][{WEEKDAYS}])*)曜|[(（]([{WEEKDAYS}](?:[・、][{WEEKDAYS}])*)(?:[)）]|・祝)"
)
_DATE_IN_PROSE = re.compile(r"(?<![0-9/])(1[0-2]|[1-9])(?:月|/)(3[01]|[12]?[0-9])(?:日|(?![0-9/月]))")
_TIME_IN_PROSE = re.compile(
    r"(午前|午後|夜|よる|ごご|ごぜん|夕方|朝)? ?(?<![0-9/月年.])([0-9]{1,2})"
    r"(?:[:：](?=[0-5][0-9])|時(?!間)|じ(?!か)|(?=[ap]m))([0-5][0-9])?(半)?(?: ?([ap])m)?"
)
_AT_NOON = re.compile(r"(?i)(?<![-〜~])(?<![-〜~] )(?<!to )\bnoon")
_LATE = ("午後", "夜", "よる", "ごご", "夕方", "p")
NOON, EARLIEST = 12 * 60, 6 * 60
_HALVES = {
    "am": re.compile("午前|ごぜん|朝|AM|am"),
    "pm": re.compile("午後|ごご|昼|PM|pm"),
    "night": re.compile("夜|よる|夕方"),
}
_MONTHS = {"1;3;5;7;9;11": re.compile("奇数月|(?i:odd months)"), "2;4;6;8;10;12": re.compile("偶数月|(?i:even months)")}


def in_prose(texts: pl.Series) -> pl.DataFrame:
    """What days and times running text names; as `days_said`, but only where a text can mean nothing else.

    Args:
        texts: String column, as people read it.

    Returns:
        `prose_days`, `prose_weekdays`, `prose_dates`, `prose_start`, of the same length.
    """
    names = ("prose_days", "prose_weekdays", "prose_dates", "prose_start")
    return map_rows(texts, _named_in_prose, dict.fromkeys(names, pl.String))


def _named_in_prose(text: str) -> tuple[str | None, ...]:
    for form, rewritten in (*_SHORT_IN_PROSE, *_EASY):
        text = form.sub(rewritten, text)
    text = _CLOSED_IN_PROSE.sub(" ", text)
    days = _nth_of(_NTH_IN_PROSE, text)
    weekdays = {weekday for _, weekday in days} or {
        WEEKDAYS.index(day)
        for match in _WEEKDAY_IN_PROSE.finditer(text)
        for day in re.findall(f"[{WEEKDAYS}]", next(filter(None, match.groups())))
    }
    dates = {f"{int(month):02d}-{int(day):02d}" for month, day in _DATE_IN_PROSE.findall(text)}
    return (
        ";".join(f"{week}{BYDAY[weekday]}" for week, weekday in sorted(days)) or None,
        ";".join(BYDAY[weekday] for weekday in sorted(weekdays)) or None,
        ";".join(sorted(dates)) or None,
        _start_of(_TIME_IN_PROSE, text),
    )


def likely_days(text: str) -> tuple[str | None, ...]:
    """Days, weekdays, dates, start, half of the day and months that the text of a schedule seems to say.

    Args:
        text: as people read it.
    """
    for form, rewritten in _EASY:
        text = form.sub(rewritten, text)
    plain = _CLOSED_IN_PROSE.sub(" ", _MONTHLY.sub(" ", _DATED.sub(" ", text)))
    days, dates = _nth_of(_NTH, plain), []
    for month, day, weekday in _DATED.findall(text):
        dates.append(f"{int(month):02d}-{int(day):02d}")
        if weekday:
            days.add((min((int(day) - 1) // 7, 4) + 1, WEEKDAYS.index(weekday)))
    weekdays = {weekday for _, weekday in days}
    if not days and not dates:
        weekdays = {WEEKDAYS.index(day) for signs in _WEEKDAYS.findall(plain) for day in signs}
        if not _OPEN.search(text):
            days = {(week, weekday) for weekday in weekdays for week in WEEKS}
    return (
        ";".join(f"{week}{BYDAY[weekday]}" for week, weekday in sorted(days)) or None,
        ";".join(BYDAY[weekday] for weekday in sorted(weekdays)) or None,
        ";".join(sorted(set(dates))) or None,
        _start_of(_TIME, text),
        _one(_HALVES, text),
        _one(_MONTHS, text),
    )


def _one(meanings: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    """What a text means; None where it means several or none."""
    meant = [meaning for meaning, words in meanings.items() if words.search(text)]
    return meant[0] if len(meant) == 1 else None


def _nth_of(form: re.Pattern[str], text: str) -> set[tuple[int, int]]:
    after = [(weeks, day) for day, weeks in _NTH_AFTER.findall(_HALF_BETWEEN.sub("", text))]
    return {
        (int(week), WEEKDAYS.index(day))
        for weeks, days in [*form.findall(text), *after]
        for week in re.findall("[1-5]", weeks)
        for day in re.findall(f"[{WEEKDAYS}]", days.replace("曜日", ""))
    }


def _run(first: str, last: str) -> str:
    """月〜土 as its days; one that ends before it begins goes round."""
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return (WEEKDAYS * 2)[start : end + 1 if end >= start else end + len(WEEKDAYS) + 1]


def _start_of(form: re.Pattern[str], text: str) -> str | None:
    match = form.search(_AT_NOON.sub("12:00", text.replace("正午", "12時")))
    if match is None:
        return None
    half, hour, minute, is_half, english = match.groups()
    minutes = int(hour) * 60 + int(minute or 0) + (30 if is_half else 0)
    # 1時半 alone is half past one in the afternoon: nobody meets before six
    is_late = half in _LATE or english in _LATE or (half is None and english is None and minutes < EARLIEST)
    return str(minutes + NOON if is_late and minutes < NOON else minutes)
