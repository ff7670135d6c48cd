"""Days and times a text speaks of, however it is written, as evidence for matching.

Belongs here: forms that real lists use, やさしい日本語 and English among them. Does not belong here: what is published
of a schedule (`schedule`): there nothing is asserted that is not certain; here a likely day is one two lists may share.
"""

from __future__ import annotations

import re

import polars as pl

from pipelines.normalise.per_value import map_rows
from pipelines.normalise.schedule.notation import BYDAY, WEEKDAYS
from pipelines.normalise.schedule.tongues import ENGLISH_DAYS, KANA_DAYS

_WEEKS = range(1, 6)
_EASY = [
    (re.compile(r"毎月(?!曜)"), lambda _: " "),
    (re.compile(r"曜日"), lambda _: "曜"),
    (re.compile(rf"({'|'.join(KANA_DAYS)})よう(?:び|日)?"), lambda found: f"{KANA_DAYS[found[1]]}曜"),
    (re.compile(rf"(?i)\b({'|'.join(ENGLISH_DAYS)})[a-z]*\.?"), lambda found: f"{ENGLISH_DAYS[found[1].lower()]}曜"),
    (re.compile(r"(?i)\band\b"), lambda _: "&"),
    (re.compile(r"(\d)(?:st|nd|rd|th)(?= )"), lambda found: f"第{found[1]}"),
    (re.compile(r"([1-5])(?:かいめ|ばんめ)の? ?"), lambda found: f"第{found[1]}"),
    (re.compile(r"だい ?([1-5])"), lambda found: f"第{found[1]}"),
    (re.compile(r"[①②③④⑤]"), lambda found: f"第{ord(found[0]) - ord('①') + 1}"),
    (re.compile(r"第([一二三四五])"), lambda found: f"第{'一二三四五'.index(found[1]) + 1}"),
    (re.compile(r"[(（][^()（）]*(?:休|除)[^()（）]*[)）]|※.*$"), lambda _: " "),
    (
        re.compile(rf"([{WEEKDAYS}])曜?日?[〜~-]([{WEEKDAYS}])(?=曜|[)）\s]|$)"),
        lambda found: f" {_run(*found.groups())}曜 ",
    ),
    (re.compile(r"毎日|毎朝|まいにち|連日"), lambda _: f" {WEEKDAYS}曜 "),
]
_MONTHLY = re.compile(r"(?<!第)(?<![0-9])[0-9]{1,2}日(?!曜)")
_NTH = re.compile(
    r"((?:第? ?[1-5](?: ?[・、,.と&] ?)?)+)(?:週)?の?[ (（]*"
    rf"((?:[{WEEKDAYS}](?![0-9月時回])(?:曜日?)?[)）]?[・、,/と&]? ?)+)"
)
_WEEKDAYS = re.compile(rf"(?<![0-9])([{WEEKDAYS}]+)(?=曜|[)）・、,/\s〜~]|$)")
_DATED = re.compile(rf"([0-9]{{1,2}})(?:月|/)([0-9]{{1,2}})(?:日)? ?[(（]?([{WEEKDAYS}])?")
_OPEN = re.compile(r"月[1-4]回|隔週|不定期|年[0-9]+回")
_TIME = re.compile(
    r"(午前|午後|夜|ごご|ごぜん|夕方|朝)? ?(?<![0-9/月年.])([0-9]{1,2})"
    r"(?:[:：時じ]|(?=[ap]m)|(?= ?[〜~-] ?(?:[0-9]{1,2}(?:[:：時じap]|$)|noon)))([0-5][0-9])?(半)?(?: ?([ap])m)?"
)
_LATE = ("午後", "夜", "ごご", "夕方", "p")
_NOON, _EARLIEST = 12 * 60, 6 * 60


def days_said(schedule: pl.Series) -> pl.DataFrame:
    """What days and times of the day a schedule speaks of.

    Args:
        schedule: String column, as people read it.

    Returns:
        `days_said`: week of the month and weekday (2WE), separated by `;`, every week for a weekly day; null where no
        such day is said. `weekdays_said`: weekdays alone. `dates_said`: month and day (12-04). `start_said`: first time
        in minutes after midnight, as text.
    """
    names = ("days_said", "weekdays_said", "dates_said", "start_said")
    return map_rows(schedule, _said, dict.fromkeys(names, pl.String))


def _said(text: str) -> tuple[str | None, ...]:
    for form, rewritten in _EASY:
        text = form.sub(rewritten, text)
    plain = _MONTHLY.sub(" ", _DATED.sub(" ", text))
    days, dates = _nth(plain), []
    for month, day, weekday in _DATED.findall(text):
        dates.append(f"{int(month):02d}-{int(day):02d}")
        if weekday:
            days.add((min((int(day) - 1) // 7, 4) + 1, WEEKDAYS.index(weekday)))
    weekdays = {weekday for _, weekday in days}
    if not days and not dates:
        weekdays = {WEEKDAYS.index(day) for found in _WEEKDAYS.findall(plain) for day in found}
        if not _OPEN.search(text):
            days = {(week, weekday) for weekday in weekdays for week in _WEEKS}
    return (
        ";".join(f"{week}{BYDAY[weekday]}" for week, weekday in sorted(days)) or None,
        ";".join(BYDAY[weekday] for weekday in sorted(weekdays)) or None,
        ";".join(sorted(set(dates))) or None,
        _start(text),
    )


def _nth(text: str) -> set[tuple[int, int]]:
    return {
        (int(week), WEEKDAYS.index(day))
        for weeks, days in _NTH.findall(text)
        for week in re.findall("[1-5]", weeks)
        for day in re.findall(f"[{WEEKDAYS}]", days.replace("曜日", ""))
    }


def _run(first: str, last: str) -> str:
    """月〜土 as its days; one that ends before it begins goes round."""
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return (WEEKDAYS * 2)[start : end + 1 if end >= start else end + len(WEEKDAYS) + 1]


def _start(text: str) -> str | None:
    found = _TIME.search(text.replace("正午", "12時"))
    if found is None:
        return None
    half, hour, minute, is_half, english = found.groups()
    minutes = int(hour) * 60 + int(minute or 0) + (30 if is_half else 0)
    # 1時半 alone is half past one in the afternoon: nobody meets before six
    is_late = half in _LATE or english in _LATE or (half is None and english is None and minutes < _EARLIEST)
    return str(minutes + _NOON if is_late and minutes < _NOON else minutes)
