"""The worked questions whose answer people count by hand: what counts and what does not."""

import datetime as dt

import duckdb
import pytest

from cities.here import here

MONDAY, SATURDAY = dt.date(2026, 12, 14), dt.date(2026, 12, 12)
COUNTED = {
    "venue": "三田第1公園",
    "ward": "141356",
    "kind": "exercise",
    "others": None,
    "ended": False,
    "weekdays": ["TU"],
    "days": None,
}


def parks(*rows: dict[str, object]) -> int:
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE activities (activity_id INT, venue TEXT, ward_code TEXT, kind_code TEXT,"
            " other_kind_codes TEXT[], is_ended BOOLEAN)"
        )
        con.execute("CREATE TABLE activity_schedules (activity_id INT, weekdays TEXT[], schedule_days DATE[])")
        for number, row in enumerate(rows):
            of = COUNTED | row
            activity = [number, of["venue"], of["ward"], of["kind"], of["others"], of["ended"]]
            con.execute("INSERT INTO activities VALUES (?, ?, ?, ?, ?, ?)", activity)
            con.execute("INSERT INTO activity_schedules VALUES (?, ?, ?)", [number, of["weekdays"], of["days"]])
        sql = (here().folder / "queries" / "06_weekday_park_exercise_in_tama.sql").read_text(encoding="utf-8")
        (count,) = con.execute(sql).fetchone() or (None,)
    return int(str(count))


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"weekdays": ["SU", "FR"]},
        {"weekdays": None, "days": [SATURDAY, MONDAY]},
        {"kind": "welfare", "others": ["exercise"]},
    ],
)
def test_a_park_with_a_weekday_counts_whatever_says_it(row: dict[str, object]) -> None:
    assert parks(row) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"weekdays": ["SA"]},
        {"weekdays": None, "days": [SATURDAY]},
        {"weekdays": None},
        {"venue": "枡形遊歩道"},
        {"ward": "141372"},
        {"kind": "green"},
        {"ended": True},
    ],
)
def test_a_park_without_does_not(row: dict[str, object]) -> None:
    assert parks(row) == 0


def test_a_park_counts_once() -> None:
    assert parks({}, {"weekdays": ["WE"]}, {"venue": "長尾第2公園"}) == 2
