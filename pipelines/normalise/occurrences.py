"""On which days an activity takes place next, as far as its schedule says so with certainty.

Belongs here: expanding rules, dates and exceptions into days; Japanese holidays. Does not belong here: reading a text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

import jpholiday
import polars as pl

from pipelines.normalise.schedule.closed_dates import CLOSED_DATE, is_closed, values_of
from pipelines.normalise.schedule.notation import EVERY_SESSION, days_of
from warehouse.contract import table

OCCURRENCE_DAYS = 90
"""A quarter: every monthly activity shows, and a rule has little time to become untrue."""
# 12月29日 to 1月3日, the days on which public offices and their halls are closed (each municipality has an ordinance
# on its holidays): a rule does not promise them, whether or not its text says 年末年始を除く
_YEAR_END = ((12, 29), (1, 3))
# Schools differ by a few days; what falls into these months may be off and is not promised
_SUMMER = (7, 8)
_NOTHING_CERTAIN = ("in_principle", "temp_closed")
_ABOUT_THE_WEATHER_OR_THE_HOUR = (
    "rain_cancels",
    "rain_or_shine",
    "light_rain_ok",
    "rain_venue",
    "rain_postpones",
    "storm_cancels",
    "storm_postpones",
    "extra_dates",
    "approx_time",
    "year_end_off",
    EVERY_SESSION,
)
"""Codes that take no day away from a rule that is not taken away anyway."""
_CLOSED = "closed="
_NEEDS_A_START = re.compile(r"INTERVAL=|COUNT=")
_MONTH_DAY = re.compile("[0-9]{2}-[0-9]{2}")
_SCHEDULE = ("schedule_rrule", "schedule_days", "exceptions")


def occurrences(
    rule: str | None,
    days: Collection[dt.date],
    codes: Collection[str],
    first: dt.date,
    last: dt.date,
) -> list[dt.date]:
    """The days of one row of a schedule in a period.

    Rules that need a first day nobody knows (隔週, 全7回) give none, and so does a schedule that is kept only in
    principle (in_principle) or not at present (temp_closed): a day is named only when a citizen may rely on it. A rule
    names no day of the year-end, 夏休み leaves out July and August, 12月は変更 leaves out December unless the rule
    itself speaks of months. Dates that are written out stand, unless the same text says that they are closed.

    Args:
        rule: RFC 5545 without DTSTART, or None.
        days: days that are written out.
        codes: exceptions (docs/meaning.md §2).
        first: first day of the period.
        last: last day of the period.

    Returns:
        Days in order, without repetitions.

    Raises:
        ValueError: an exception has no meaning here.
    """
    if any(code in _NOTHING_CERTAIN for code in codes):
        return []
    closed = tuple(
        byday for code in codes if code.startswith(_CLOSED) for byday in code.removeprefix(_CLOSED).split(",")
    )
    shut = values_of(codes)
    held = {day for day in days if first <= day <= last}
    if rule and not _NEEDS_A_START.search(rule):
        exceptions = [code for code in codes if not (code.startswith("month_differs=") and "BYMONTH=" in rule)]
        ruled = (day for day in days_of(rule, first, last, closed) if not _is_year_end(day))
        held |= {day for day in ruled if not any(_is_off(code, day) for code in exceptions)}
    return sorted(day for day in held if not is_closed(shut, day))


def _is_off(code: str, day: dt.date) -> bool:
    name, _, value = code.partition("=")
    if name == "holidays_off":
        return bool(jpholiday.is_holiday(day))
    if name == "summer_vacation_off":
        return day.month in _SUMMER
    if name in ("closed_month", "month_differs"):
        return str(day.month) in value.split(",")
    if name == "fiscal_year":
        return str(day.year - (day.month < 4)) != value
    if name == "period":
        return not _is_within(value, day)
    if code.startswith(_CLOSED) or name == CLOSED_DATE or name in _ABOUT_THE_WEATHER_OR_THE_HOUR:
        return False
    raise ValueError(f"an exception of a schedule without a meaning for its days: {code}")


def _is_year_end(day: dt.date) -> bool:
    return (day.month, day.day) >= _YEAR_END[0] or (day.month, day.day) <= _YEAR_END[1]


def _is_within(period: str, day: dt.date) -> bool:
    """A period with years bounds the rule, one without in every year; one with an open side bounds the known side."""
    start, _, end = period.partition("/")
    if _MONTH_DAY.fullmatch(start):
        return is_closed([period], day)
    return not (_is_iso(start) and day.isoformat()[: len(start)] < start) and not (
        _is_iso(end) and day.isoformat()[: len(end)] > end
    )


def _is_iso(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", text))


def upcoming(schedules: pl.DataFrame, first: dt.date, days: int) -> pl.DataFrame:
    """The days on which activities take place in the coming time, with the times of the rule that says so.

    Args:
        schedules: rows of `core__activity_schedules`, of activities that go on.
        first: first day.
        days: length of the period in days.

    Returns:
        Rows of `core__occurrences`, sorted; what two rules say alike stands once, under the first of them.
    """
    distinct = schedules.select(_SCHEDULE).unique()
    last = first + dt.timedelta(days=days - 1)
    known = distinct.with_columns(
        held_on=pl.Series(
            [occurrences(rule, days or (), codes or (), first, last) for rule, days, codes in distinct.iter_rows()],
            dtype=pl.List(pl.Date),
        )
    )
    joined = schedules.join(known, on=_SCHEDULE, how="left", nulls_equal=True).explode("held_on").drop_nulls("held_on")
    rows = joined.sort("activity_id", "held_on", "schedule_number")
    rows = rows.unique(["activity_id", "held_on", "session_start", "session_end"], keep="first", maintain_order=True)
    return rows.select(table("core__occurrences").column_names)
