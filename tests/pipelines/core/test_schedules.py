"""Schedules taken apart: every rule with its own time."""

import polars as pl
import pytest

from pipelines.core.schedules import going_on, schedules
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.contract.derived.text_form import as_text, from_text

FIRST, THIRD = "FREQ=MONTHLY;BYDAY=1SA", "FREQ=MONTHLY;BYDAY=3SA"


def activity(*said: str | None) -> pl.DataFrame:
    """An activity from texts: rules, days, starts, ends, exceptions."""
    names = ("schedule_rrules", "schedule_days", "session_starts", "session_ends", "exceptions")
    lists = [
        from_text(pl.lit(text, dtype=pl.String), name).alias(name) for name, text in zip(names, said, strict=False)
    ]
    row = {
        "activity_id": "a",
        "name": "名",
        "listing_count": 1,
        "source_count": 1,
        "schedule_completeness_code": "full",
    }
    return frame(table("core__activities"), [row]).with_columns(lists)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((FIRST, None, "10:00", "12:00"), [(FIRST, None, "SA", "10:00", "12:00")]),
        (  # every rule its own time
            (f"{FIRST} ; {THIRD}", None, "10:00 ; 10:00", "12:00 ; 17:00"),
            [(FIRST, None, "SA", "10:00", "12:00"), (THIRD, None, "SA", "10:00", "17:00")],
        ),
        (  # one rule, two sessions
            (FIRST, None, "10:00 ; 13:00", "12:00 ; 15:00"),
            [(FIRST, None, "SA", "10:00", "12:00"), (FIRST, None, "SA", "13:00", "15:00")],
        ),
        ((None, "2026-12-01;2026-12-05", "10:00", None), [(None, "2026-12-01;2026-12-05", None, "10:00", None)]),
        (  # every date its own time; one end is not known
            (None, "2026-12-01;2026-12-05", "10:00 ; 11:00", " ; 12:00"),
            [(None, "2026-12-01", None, "10:00", None), (None, "2026-12-05", None, "11:00", "12:00")],
        ),
        (  # as many dates as sessions, but all on all
            (None, "2026-12-03;2026-12-10", "10:00 ; 13:00", "12:00 ; 15:00", "approx_time;every_session"),
            [
                (None, "2026-12-03;2026-12-10", None, "10:00", "12:00"),
                (None, "2026-12-03;2026-12-10", None, "13:00", "15:00"),
            ],
        ),
        (  # a rule and a date, each its own time
            (FIRST, "2026-12-01", "10:00 ; 11:00", "12:00 ; 12:30"),
            [(FIRST, None, "SA", "10:00", "12:00"), (None, "2026-12-01", None, "11:00", "12:30")],
        ),
        (("FREQ=WEEKLY;BYDAY=WE,MO", None, None, None), [("FREQ=WEEKLY;BYDAY=WE,MO", None, "MO;WE", None, None)]),
        (("FREQ=DAILY", None, None, None), [("FREQ=DAILY", None, "MO;TU;WE;TH;FR;SA;SU", None, None)]),
        (("FREQ=MONTHLY;BYMONTHDAY=15", None, None, None), [("FREQ=MONTHLY;BYMONTHDAY=15", None, None, None, None)]),
        ((None, None, "10:00", "12:00"), []),  # a time without a day is no schedule
    ],
)
def test_rules_and_times_belong_together(said: tuple[str | None, ...], expected: list[tuple[str | None, ...]]) -> None:
    found = schedules(activity(*said))
    columns = ("schedule_rrule", "schedule_days", "weekdays", "session_start", "session_end")
    assert found.select(as_text(name) for name in columns).rows() == expected
    assert found.get_column("schedule_number").to_list() == list(range(1, len(expected) + 1))


@pytest.mark.parametrize(("status", "count"), [("paused", 0), ("ended", 0), ("active", 1), (None, 1)])
def test_what_is_paused_or_over_does_not_go_on(status: str | None, count: int) -> None:
    said = activity(FIRST, None, "10:00", "12:00").with_columns(status_code=pl.lit(status, dtype=pl.String))
    assert going_on(schedules(said), said).height == count
