"""`occurrences`: the days a citizen may rely on."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import normalise
from pipelines.normalise.occurrences import occurrences, upcoming
from pipelines.normalise.schedule.notation import EVERY_SESSION
from pipelines.normalise.schedule.parse import parse_schedule
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

FIRST, TEN, TWO = dt.date(2026, 12, 1), dt.time(10), dt.time(14)
GOLD = Path(normalise.__file__).parent / "data" / "gold"


def days(rrule: str | None, exceptions: str | None = None, dates: str | None = None, length: int = 62) -> list[str]:
    last = FIRST + dt.timedelta(days=length - 1)
    written = [dt.date.fromisoformat(day) for day in dates.split(";")] if dates else []
    codes = exceptions.split(";") if exceptions else []
    return [day.strftime("%m-%d") for day in occurrences(rrule, written, codes, FIRST, last)]


def test_rules() -> None:
    assert days("FREQ=MONTHLY;BYDAY=2WE,4WE") == ["12-09", "12-23", "01-13", "01-27"]
    assert days("FREQ=MONTHLY;BYDAY=-1FR") == ["12-25", "01-29"]
    assert days("FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11;BYDAY=2SU") == ["01-10"]


@pytest.mark.parametrize("off", [None, "year_end_off", "rain_cancels"])
def test_a_rule_promises_no_day_of_the_year_end_and_a_written_date_does(off: str | None) -> None:
    found = days("FREQ=DAILY", off)
    assert {"12-28", "01-04"} <= set(found)
    assert not {"12-29", "12-31", "01-01", "01-03"} & set(found)
    new_year = occurrences(
        None, [dt.date(2027, 1, 2)], [off] if off else [], dt.date(2026, 12, 1), dt.date(2027, 1, 31)
    )
    assert new_year == [dt.date(2027, 1, 2)]


def test_a_month_that_differs_is_not_promised_unless_the_rule_speaks_of_months() -> None:
    weekly = "FREQ=WEEKLY;BYDAY=MO"
    assert days(weekly, "month_differs=12") == ["01-04", "01-11", "01-18", "01-25"]
    december = "FREQ=MONTHLY;BYMONTH=12;BYDAY=2MO"
    assert days(december, "month_differs=12") == ["12-14"]


def test_what_is_closed_at_present_promises_nothing_and_an_unknown_code_is_no_guess() -> None:
    assert days("FREQ=DAILY", "temp_closed") == []
    with pytest.raises(ValueError, match="moon_off"):
        days("FREQ=DAILY", "moon_off")


def test_every_exception_that_a_text_can_have_has_a_meaning() -> None:
    gold = pl.read_csv(GOLD / "schedules.csv", infer_schema=False).get_column("exceptions").drop_nulls()
    codes = {code for text in gold for code in text.split(";") if code}
    assert len(codes) > 10
    for code in sorted(codes | {EVERY_SESSION, "closed_date=12-28/01-04"}):
        days("FREQ=DAILY", code)


def test_holidays_year_end_and_months_off() -> None:
    weekly = "FREQ=WEEKLY;BYDAY=MO"
    assert "01-11" in days(weekly) and "01-11" not in days(weekly, "holidays_off")  # 成人の日
    assert days("FREQ=WEEKLY;BYDAY=TU", "year_end_off") == [
        "12-01",
        "12-08",
        "12-15",
        "12-22",
        "01-05",
        "01-12",
        "01-19",
        "01-26",
    ]
    assert days(weekly, "closed_month=12") == ["01-04", "01-11", "01-18", "01-25"]
    assert days("FREQ=DAILY", "closed=MO,TU,WE,TH,FR", length=7) == ["12-05", "12-06"]
    assert days("FREQ=WEEKLY;BYDAY=TU", "closed=1TU", length=14) == ["12-08"]


def test_dates_and_periods() -> None:
    assert days(None, dates="2026-12-24;2025-12-24") == ["12-24"]
    assert days("FREQ=WEEKLY;BYDAY=TU", "period=2026-12-05/2026-12-20") == ["12-08", "12-15"]
    assert days("FREQ=WEEKLY;BYDAY=TU", "fiscal_year=2025") == []
    assert days("FREQ=WEEKLY;BYDAY=TU", "period=12-20/01-05") == ["12-22", "01-05"]
    assert days("FREQ=WEEKLY;BYDAY=TU", "period=07-21/08-31") == []


@pytest.mark.parametrize(
    ("rrule", "exceptions"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", None),
        ("FREQ=WEEKLY;COUNT=7;BYDAY=TU", None),
        ("FREQ=WEEKLY;BYDAY=TU", "in_principle"),
    ],
)
def test_what_nobody_can_rely_on_names_no_day(rrule: str, exceptions: str | None) -> None:
    assert days(rrule, exceptions) == []


def test_coming_days_carry_the_time_of_the_rule_that_names_them() -> None:
    rows = [
        {"activity_id": "a1", "schedule_number": 1, "schedule_rrule": "FREQ=WEEKLY;BYDAY=TU", "session_start": TEN},
        {"activity_id": "a1", "schedule_number": 2, "schedule_rrule": "FREQ=WEEKLY;BYDAY=WE", "session_start": TWO},
        {"activity_id": "a1", "schedule_number": 3, "schedule_days": [FIRST], "session_start": TEN},
    ]
    schedules = frame(
        table("core__activity_schedules"), [row | {"schedule_completeness_code": "partial"} for row in rows]
    )
    assert upcoming(schedules, FIRST, 3).rows() == [
        ("a1", FIRST, 1, TEN, None),
        ("a1", FIRST + dt.timedelta(days=1), 2, TWO, None),
    ]


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("毎週火曜日10時～11時 ※12月8日（火・祝）はお休み", ["12-08"]),
        ("毎週火曜日（12/8、15日を除く）10時～11時", ["12-08", "12-15"]),
        ("毎週火曜日10時～11時 12月7日～16日は休み", ["12-08", "12-15"]),
        ("毎週火曜日10時～11時 令和8年12月20日～翌年1月10日は休み", ["12-22", "01-05"]),
        ("毎週火曜日10時～11時", []),
    ],
)
def test_a_day_the_text_says_is_closed_is_not_promised(text: str, closed: list[str]) -> None:
    first, last = dt.date(2026, 12, 1), dt.date(2027, 1, 31)
    every = occurrences("FREQ=WEEKLY;BYDAY=TU", [], [], first, last)
    left = occurrences("FREQ=WEEKLY;BYDAY=TU", [], parse_schedule(text).exceptions, first, last)
    assert [f"{day:%m-%d}" for day in every if day not in left] == closed


def test_a_closed_date_of_a_year_closes_that_year_alone_and_a_written_day_too() -> None:
    assert days("FREQ=WEEKLY;BYDAY=TU", "closed_date=2025-12-08", length=14) == ["12-01", "12-08"]
    assert days("FREQ=WEEKLY;BYDAY=TU", "closed_date=2025-12-08,12-08", length=14) == ["12-01"]
    assert days(None, "closed_date=2026-12-24", dates="2026-12-17;2026-12-24") == ["12-17"]


@given(st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 5), st.sampled_from(["MO", "WE", "SU"]))
def test_an_nth_weekday_is_the_nth(first: dt.date, nth: int, weekday: str) -> None:
    found = occurrences(f"FREQ=MONTHLY;BYDAY={nth}{weekday}", [], [], first, first + dt.timedelta(days=200))
    for day in found:
        assert (day.day + 6) // 7 == nth and day.strftime("%a").upper().startswith(weekday)
