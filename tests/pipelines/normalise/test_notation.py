"""What the parts of a schedule mean together: rules and their days, and which session belongs to which of them."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.schedule import notation

FIRST = dt.date(2026, 12, 1)


@pytest.mark.parametrize(("days", "times", "expected"), [(2, 2, True), (1, 1, False), (2, 1, False), (1, 2, False)])
def test_times_belong_to_days_when_they_are_several_and_equally_many(days: int, times: int, expected: bool) -> None:
    assert notation.belong_together(range(days), range(times), ()) is expected
    assert not notation.belong_together(range(days), range(times), ["approx_time", notation.EVERY_SESSION])


def test_the_parts_of_a_rule_are_the_same_in_a_row_and_in_a_column() -> None:
    rule = "FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,3;BYMONTHDAY=1,-1"
    column = pl.DataFrame({"rule": [rule]}).select(
        notation.part(pl.col("rule"), name).alias(name)
        for name in ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY")
    )
    assert column.row(0, named=True) == {**notation.rule_parts(rule), "BYDAY": None}


def test_weekdays_stand_in_the_order_of_the_week() -> None:
    assert notation.weekdays_of("FREQ=MONTHLY;BYDAY=3SU,-1MO") == ["MO", "SU"]
    assert notation.weekdays_of("FREQ=DAILY") == list(notation.BYDAY)
    assert notation.weekdays_of("FREQ=MONTHLY;BYMONTHDAY=1") == []


@given(st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)), st.sampled_from([-1, 1, 2, 3, 4, 5]), st.integers(0, 6))
def test_a_closed_weekday_is_left_out_and_no_other_day(first: dt.date, nth: int, weekday: int) -> None:
    last = first + dt.timedelta(days=100)
    code = notation.BYDAY[weekday]
    every = set(notation.days_of("FREQ=DAILY", first, last))
    nth_off = every - set(notation.days_of("FREQ=DAILY", first, last, (f"{nth}{code}",)))
    of_week = {day for day in every if day.weekday() == weekday}
    week_later = dt.timedelta(days=7)
    is_last = {day for day in of_week if (day + week_later).month != day.month}
    assert nth_off == (is_last if nth == -1 else {day for day in of_week if (day.day + 6) // 7 == nth})
    both_off = every - set(notation.days_of("FREQ=DAILY", first, last, (f"{nth}{code}", code)))
    assert both_off == of_week


def test_the_days_of_a_rule_end_with_the_period() -> None:
    assert notation.days_of("FREQ=WEEKLY;BYDAY=TU", FIRST, FIRST + dt.timedelta(days=7)) == (
        FIRST,
        FIRST + dt.timedelta(days=7),
    )
