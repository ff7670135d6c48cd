"""A schedule as one Japanese sentence that reads back to the same value.

Belongs here: wording. Does not belong here: reading.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator

from pipelines.normalise.schedule.closed_dates import CLOSED_DATE
from pipelines.normalise.schedule.frequency import PARTS_OF_THE_DAY, is_said_by
from pipelines.normalise.schedule.model import LAST, Day, Rule, Schedule, Session, Undated, has_all
from pipelines.normalise.schedule.notation import BYDAY, WEEKDAYS, belong_together

_PLAIN = {
    "holidays_off": "祝日は休み",
    "year_end_off": "年末年始は休み",
    "summer_vacation_off": "夏休みは休み",
    "temp_closed": "臨時休業あり",
    "rain_cancels": "雨天中止",
    "rain_or_shine": "雨天決行",
    "light_rain_ok": "小雨決行",
    "rain_venue": "雨天時は別会場",
    "rain_postpones": "雨天順延",
    "storm_cancels": "荒天時中止",
    "storm_postpones": "荒天順延",
    "extra_dates": "そのほかの日程あり",
}

_UNKNOWN, _NO_HOUR = Session(None, None), "（時刻の記載なし）"
"""Of a day beside others whose hours are known."""
_MONTH_DAYS = re.compile("[0-9]{2}-[0-9]{2}/[0-9]{2}-[0-9]{2}")
_DATES_IN_A_SENTENCE = 6  # the longest list of closings that reads back


def render(schedule: Schedule) -> str:
    """Write a schedule.

    Args:
        schedule: the value.

    Returns:
        A sentence in parts, separated by spaces; empty when nothing is known.
    """
    codes = dict(code.partition("=")[::2] for code in schedule.exceptions)
    days = [*_rules(schedule, codes), *(_date(date) for date in schedule.dates)]
    # Beside a rule a period says until when it holds; alone it is when something takes place
    limits = [each for each in schedule.undated if each.until and days]
    others = [_undated(each) for each in schedule.undated if each not in limits]
    days, others = (days, others) if days else (others, [])
    part = PARTS_OF_THE_DAY[schedule.day_part] if schedule.day_part else ""
    times = [
        (part or _NO_HOUR) if session == _UNKNOWN else _session(session, is_about="approx_time" in codes)
        for session in schedule.sessions
    ]
    if belong_together(days, times, codes):
        body = [*(part for pair in zip(days, times, strict=True) for part in pair), "；".join(others)]
    else:
        body = ["；".join([*days, *others]), "、".join(times)]
    front = ["原則"] if "in_principle" in codes else []
    often = schedule.frequency
    if often is not None and not is_said_by([rule.rrule for rule in schedule.rules], often):
        front.append(often.words)
    if not times:
        body.append(part)
    differing = _months_of(codes)
    own = [rule.months for rule in schedule.rules if rule.months and set(rule.months) <= set(differing)]
    is_open = bool(days and differing) and not set(differing) <= {month for months in own for month in months}
    other = [f"{_months(differing)}は変更あり"] if is_open else []
    return " ".join(part for part in [*front, *body, *map(_undated, limits), *other, *_notes(codes)] if part)


def _months_of(codes: dict[str, str]) -> tuple[int, ...]:
    """The months that differ from the rule."""
    return tuple(int(month) for month in codes.get("month_differs", "").split(",") if month)


def _rules(schedule: Schedule, codes: dict[str, str]) -> Iterator[str]:
    differing = _months_of(codes)
    for index, rule in enumerate(schedule.rules):
        if rule.freq == "MONTHLY" and any(has_all(base, rule) for base in schedule.rules[:index]):
            yield f"{_nth(rule.days)}も"
        elif differing and rule.months and set(rule.months) <= set(differing):
            is_more = any(not other.months for other in schedule.rules)
            yield f"{_months(rule.months)}{'は' if is_more else 'のみ'}{_nth(rule.days)}{'も' if is_more else ''}"
        elif differing and set(rule.months) == set(range(1, 13)) - set(differing):
            yield _rule(rule, "毎月")
        else:
            yield _rule(rule, f"{_months(rule.months)}の" if rule.months else "毎月")


def _rule(rule: Rule, months: str) -> str:
    if rule.freq == "DAILY":
        return "毎日"
    if rule.month_days:
        return "毎月" + "・".join("末日" if day == LAST else f"{day}日" for day in rule.month_days)
    if rule.freq == "MONTHLY":
        every = f"{rule.interval}か月に1回 " if rule.interval > 1 else months
        return every + _nth(rule.days)
    weekdays = "・".join(WEEKDAYS[day.weekday] for day in rule.days) + "曜日"
    every = {1: "毎週", 2: "隔週"}.get(rule.interval, f"{rule.interval}週間に1回")
    limit = months if rule.months else ""
    return limit + every + weekdays + (f" 全{rule.count}回" if rule.count else "")


def _months(months: tuple[int, ...]) -> str:
    return "・".join(f"{month}月" for month in months)


def _nth(days: tuple[Day, ...]) -> str:
    groups = itertools.groupby(days, key=lambda day: day.weekday)
    return "・".join(
        "・".join(_ordinal(day) for day in group) + f"{WEEKDAYS[weekday]}曜日" for weekday, group in groups
    )


def _ordinal(day: Day) -> str:
    return "最終" if day.ordinal == LAST else f"第{day.ordinal}"


def _date(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _undated(day: Undated) -> str:
    weekday = "" if day.weekday is None else f"（{WEEKDAYS[day.weekday]}）"
    until = "" if day.until is None else f"から{_undated(day.until)}"
    return f"{day.month}月{day.day}日{weekday}{until}"


def _session(session: Session, *, is_about: bool) -> str:
    about = "頃" if is_about else ""
    end = "" if session.end is None else _end(session.start, session.end)
    return f"{end}{about}まで" if session.start is None else f"{session.start:%H:%M}{about}〜{end}"


def _end(start: dt.time | None, end: dt.time) -> str:
    if end == dt.time():
        return "24:00"  # behind a start 00:00 reads as noon
    return f"翌{end:%H:%M}" if start is not None and end < start else f"{end:%H:%M}"


def _notes(codes: dict[str, str]) -> Iterator[str]:
    for code, value in codes.items():
        if code == "closed_month":
            yield f"{_months(tuple(map(int, value.split(','))))}は休み"
        elif code == "closed":
            yield f"{'、'.join(map(_closed, value.split(',')))}は休み"
        elif code == CLOSED_DATE:
            yield from _closed_dates(value.split(","))
        elif code.endswith("_postpones") and value:
            yield f"{'雨天' if code.startswith('rain') else '荒天'}の場合{_month_day(value)}に延期"
        elif code == "fiscal_year":
            yield f"{value}年度"
        elif code == "period" and not _MONTH_DAYS.fullmatch(value):  # without years it stands among the days
            first, last = (day and _date(dt.date.fromisoformat(day)) for day in value.split("/"))
            yield f"{first}から{last}" if first else f"{last}まで"
        elif code in _PLAIN:
            yield _PLAIN[code]


def _closed(byday: str) -> str:
    match = re.fullmatch(r"(-?[1-5])?([A-Z]{2})", byday)
    assert match is not None, byday
    weekday = WEEKDAYS[BYDAY.index(match[2])] + "曜日"
    if match[1] is None:
        return f"毎週{weekday}"
    return f"最終{weekday}" if match[1] == str(LAST) else f"第{match[1]}{weekday}"


def _closed_dates(values: list[str]) -> Iterator[str]:
    runs = ["から".join(map(_iso_or_month_day, value.split("/"))) for value in values]
    for start in range(0, len(runs), _DATES_IN_A_SENTENCE):
        yield f"{'、'.join(runs[start : start + _DATES_IN_A_SENTENCE])}は休み"


def _iso_or_month_day(value: str) -> str:
    return _month_day(value) if value.count("-") == 1 else _date(dt.date.fromisoformat(value))


def _month_day(value: str) -> str:
    month, day = map(int, value.split("-")[-2:])
    return f"{month}月{day}日"
