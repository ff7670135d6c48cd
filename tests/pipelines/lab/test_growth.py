"""The truth of the sample city, and how what a release says is set against it."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from cities.kawasaki.sample_city.calendar import LAST_DAY, world_on
from cities.kawasaki.sample_city.world import FIRST_DAY
from pipelines.lab.bench.growth import events_alone, judge, said_causes, true_causes
from pipelines.trend.bridge import Period
from warehouse.contract import table
from warehouse.contract.derived.frames import frame


@pytest.mark.parametrize(
    ("true", "told", "place"),
    [
        ("born", "born", "right"),
        ("born", "appeared_unknown", "left_open"),
        ("born", "newly_listed", "wrong"),
        ("newly_listed", "born", "wrong"),
        ("ended", "missing", "left_open"),
        ("delisted", "vanished_unknown", "left_open"),
        ("delisted", "ended", "wrong"),
        ("paused", None, "wrong"),
        (None, "split", "right"),
        (None, "born", "wrong"),
        (None, "appeared_unknown", "wrong"),
    ],
)
def test_what_is_said_is_right_open_or_wrong(true: str | None, told: str | None, place: str) -> None:
    judged = judge({"x": true} if true else {}, {"x": told} if told else {}, set())
    assert {name: sum(getattr(judged, name).values()) for name in judged._fields} == {
        name: int(name == place) for name in judged._fields
    }


def test_an_event_of_which_nothing_is_said_is_not_judged() -> None:
    assert not any(judge({"x": "born"}, {}, {"x"}))
    assert judge({"x": "born"}, {"x": "newly_listed"}, {"x"}).wrong.total() == 1


def test_the_city_tells_who_was_born_and_who_only_lost_a_listing() -> None:
    first, last = world_on(FIRST_DAY), world_on(LAST_DAY)
    truth = true_causes(first, last, FIRST_DAY)
    assert set(truth.values()) == {"born", "newly_listed", "ended", "delisted", "paused"}
    assert true_causes(first, first, FIRST_DAY) == {}
    later = world_on(FIRST_DAY + dt.timedelta(days=60))
    assert set(true_causes(later, last, later.day)) < set(truth)
    listed = {entry.entity_id for entry in last.entries}
    assert {name for name, code in truth.items() if code in ("born", "newly_listed")} <= listed
    assert {name for name, code in truth.items() if code == "delisted"}.isdisjoint(listed)
    assert events_alone(first, last) & set(truth)


def test_what_moved_or_was_noted_is_no_change_of_the_number() -> None:
    rows: list[dict[str, object]] = [
        {"activity_id": "came", "cause_code": "born", "ward_cell": "w", "kind_cell": "k", "founded_date": "2026-12"},
        {"activity_id": "moved", "cause_code": "edited", "last_ward_cell": "w", "ward_cell": "v"}
        | {"last_kind_cell": "k", "kind_cell": "k"},
        {"activity_id": "gone", "cause_code": "ended", "last_ward_cell": "w", "last_kind_cell": "k"},
    ]
    day = dt.date(2027, 1, 31)
    log = frame(table("growth_log"), [row | {"release_id": "r1", "changed_on": day} for row in rows])
    moments = [dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), dt.datetime(2027, 1, 31, 3, tzinfo=dt.UTC)]
    releases = pl.DataFrame({"release_id": ["r0", "r1"], "as_of_at": moments})
    period = Period("all", "r0", FIRST_DAY, "r1", day)
    said = said_causes(log, releases, period, {"came": "gen-1", "gone": "gen-2"})
    assert said == {"gen-1": "born", "gen-2": "ended"}
