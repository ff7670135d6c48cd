"""What is kept of every release: its lists, and who stood on which; and what counts as going on."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from pipelines.trend.lists import list_changes, lists_of, release_lists, remember_lists
from pipelines.trend.night import past_activities
from pipelines.trend.stock import size_of, stock
from warehouse.contract import table
from warehouse.contract.derived.frames import dtypes, empty_frame, frame

DAY = date(2026, 11, 23)
_NAMES = ("source_key", "selection_code", "newest_verdict_code", "run_id", "role_code", "about_codes")


def lists(**given: Any) -> pl.DataFrame:
    """Lists by key; each is `(selection, role, about)`."""
    rows = [(key, row[0], "succeeded", "r20261123T010000", row[1], row[2]) for key, row in given.items()]
    return pl.DataFrame(rows, schema=dtypes(_NAMES), orient="row")


def test_a_list_that_cannot_be_read_is_still_there() -> None:
    before = lists(a=("newest", "portal", None), b=("newest", "register", ["cafe"]), c=("newest", "feed", None))
    now = lists(
        a=("expired", "portal", None), b=("newest", "register", ["cafe", "green"]), d=("newest", "portal", None)
    )
    changes = list_changes(before, now)
    assert changes == (["d"], ["c"], ["b"])
    assert list_changes(now, now) == ([], [], [])
    assert list_changes(before, lists(a=("none", "portal", None))).removed == ["a", "b", "c"]


def test_a_scope_nobody_wrote_down_has_not_changed() -> None:
    unknown = lists(a=("newest", None, None))
    assert list_changes(unknown, lists(a=("newest", "portal", ["cafe"]))).rescoped == []


def test_every_release_keeps_its_lists_and_what_became_of_each() -> None:
    declared = lists(a=("newest", "portal", None), b=("newest", "feed", None)).select(
        "source_key", "role_code", "about_codes"
    )
    selected = lists(a=("newest", None, None), b=("last_good", None, None)).drop("role_code", "about_codes")
    selected = selected.with_columns(listing_count=pl.lit(3, dtype=pl.Int64))
    empty = empty_frame(table("trend__release_lists"))
    first = release_lists(empty, None, selected, declared, "r1")
    assert first["list_change_code"].to_list() == ["first", "first"]
    then = lists_of(first, empty_frame(table("sources")), "r1")
    second = release_lists(first, then, selected.filter(source_key="a"), declared.filter(source_key="a"), "r2")
    tonight = second.filter(release_id="r2").select("source_key", "list_change_code", "selection_code", "role_code")
    assert tonight.rows() == [("a", "kept", "newest", "portal"), ("b", "removed", "none", "feed")]
    assert second.filter(release_id="r1").equals(first), "the past stays as it was"
    third = release_lists(second, lists_of(second, then, "r2"), selected, declared, "r3").filter(release_id="r3")
    assert third["list_change_code"].to_list() == ["kept", "added"]


def test_a_release_that_kept_no_lists_is_read_by_its_sources() -> None:
    row = dict.fromkeys(table("sources").column_names) | {
        "source_key": "a",
        "selection_code": "newest",
        "newest_verdict_code": "succeeded",
        "run_id": "r20261123T010000",
    }
    of = lists_of(empty_frame(table("release_lists")), frame(table("sources"), [row]), "r0")
    assert of.row(0, named=True) == {**{name: row.get(name) for name in _NAMES}}


def test_where_an_activity_stood_is_known_on_any_day() -> None:
    def bridge(*rows: tuple[str, str]) -> pl.DataFrame:
        return pl.DataFrame(list(rows), schema=dtypes(("activity_id", "source_key")), orient="row")

    days = [date(2026, 11, day) for day in (1, 2, 3, 4)]
    history = empty_frame(table("trend__activity_sources_history"))
    nights = [(("x", "a"), ("x", "b")), (("x", "a"),), (("x", "a"), ("x", "b"), ("y", "b")), (("y", "b"),)]
    for day, rows in zip(days, nights, strict=True):
        history = remember_lists(history, bridge(*rows), day)
    assert history.rows() == [
        ("x", "a", days[0], days[3]),
        ("x", "b", days[0], days[1]),
        ("x", "b", days[2], days[3]),
        ("y", "b", days[2], None),
    ]
    assert remember_lists(history, bridge(*nights[3]), days[3]).equals(history), "said again the same day"
    assert remember_lists(history, bridge(*nights[2]), days[3]).filter(activity_id="x")["valid_to_on"].to_list() == [
        None,
        days[1],
        None,
    ], "what was said earlier that day is taken back"
    assert past_activities(history, days[3]).rows() == [("x", days[3])]


def counted(activity: dict[str, Any], sources: dict[str, str | None], roles: dict[str, str]) -> dict[str, Any]:
    row = dict.fromkeys(table("core__activities").column_names) | {"activity_id": "x", "name": "x"}
    activities = frame(table("core__activities"), [row | {"listing_count": 1, "source_count": 1} | activity])
    members = pl.DataFrame(
        [("x", key, day) for key, day in sources.items()],
        schema=dtypes(("activity_id", "source_key", "updated_date")),
        orient="row",
    )
    of = pl.DataFrame(list(roles.items()), schema=dtypes(("source_key", "role_code")), orient="row")
    return stock(activities, members, of, DAY).row(0, named=True)


_ROLES = {"portal": "portal", "dated": "portal", "feed": "feed", "register": "register", "apart": "apart"}


@pytest.mark.parametrize(
    ("activity", "sources", "code", "day"),
    [
        ({}, {"portal": None}, "undated", None),
        ({}, {"dated": "2026-10-01"}, "alive", date(2026, 10, 1)),
        ({}, {"dated": "2026-10"}, "alive", date(2026, 10, 31)),
        ({}, {"dated": "2026"}, "alive", DAY),
        ({}, {"dated": "2024-11"}, "alive", date(2024, 11, 30)),
        ({}, {"dated": "2024-10"}, "dormant", date(2024, 10, 31)),
        ({}, {"dated": "2024-11-23"}, "alive", date(2024, 11, 23)),
        ({}, {"dated": "2024-11-22"}, "dormant", date(2024, 11, 22)),
        ({}, {"dated": "2023", "portal": None}, "dormant", date(2023, 12, 31)),
        ({}, {"register": None}, "undated", None),
        ({"schedule_days": [date(2027, 1, 1)]}, {"portal": None}, "alive", DAY),
        ({"schedule_days": [date(2026, 11, 1)]}, {"portal": None}, "alive", date(2026, 11, 1)),
        ({"schedule_days": [date(2026, 11, 30)]}, {"feed": "2026-11-01"}, "one_off", DAY),
        ({}, {"feed": "2026-11-01"}, "one_off", date(2026, 11, 1)),
        ({"schedule_rrules": ["FREQ=WEEKLY"]}, {"feed": "2026-11-01"}, "alive", date(2026, 11, 1)),
        ({"status_code": "paused"}, {"register": None}, "paused", None),
        ({"status_code": "ended"}, {"register": None}, "ended", None),
        ({"status_code": "active"}, {"portal": None}, "undated", None),
    ],
)
def test_what_counts_goes_on_and_shows_a_sign_of_life(
    activity: dict[str, Any], sources: dict[str, str | None], code: str, day: date | None
) -> None:
    row = counted(activity, sources, _ROLES)
    assert (row["stock_code"], row["alive_on"]) == (code, day)
    assert row["is_counted"] == (code in ("alive", "undated"))
    assert (row["ward_cell"], row["kind_cell"]) == ("none", "none")
    assert size_of(pl.DataFrame([row])) == {"stock_size": int(row["is_counted"])}
