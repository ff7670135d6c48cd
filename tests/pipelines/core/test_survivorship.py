"""Which listing supplies a value, by which rule, and who disagrees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import polars as pl
import pytest

from pipelines.core.identity import identify
from pipelines.core.survivorship import RULES, Activities, survive
from warehouse.contract import table
from warehouse.contract.derived.deprecations import replacement
from warehouse.contract.derived.frames import empty_frame, violations

Make = Callable[..., pl.DataFrame]
Row = dict[str, Any]


@pytest.fixture
def survivors(listings: Make, clusters: Make) -> Callable[..., Activities]:
    """Activities of one cluster of listings with the given values, in the order of their IDs a, b, c."""

    def make(*rows: Row) -> Activities:
        members = [{"listing_id": letter} | row for letter, row in zip("abcdef", rows, strict=False)]
        grouped = clusters([row["listing_id"] for row in members])
        last = (empty_frame(table(name)) for name in ("activity_listings", "activity_redirects"))
        bridge = grouped.join(identify(grouped, *last), on="cluster_label")
        found = survive(listings(*members).sort("listing_id", descending=True), bridge)
        assert not violations(table("core__activities"), found.activities)
        assert not violations(table("core__activity_values"), found.values)
        return found

    return make


def chosen(found: Activities, field: str) -> tuple[Any, ...]:
    columns = ("value_text", "listing_id", "rule_code", "agreeing_count", "disagreeing_count")
    return found.values.filter(pl.col("field_name") == field).select(columns).row(0)


@pytest.mark.parametrize(
    ("field", "values", "expected"),
    [
        pytest.param("phone", ["1", "2", "2"], ("2", "b", "most_frequent", 2, 1), id="most frequent"),
        pytest.param("phone", ["2", "1"], ("2", "a", "most_frequent", 1, 1), id="tie: smallest listing"),
        pytest.param("phone", [None, "1", None], ("1", "b", "most_frequent", 1, 0), id="unknown disagrees with nobody"),
        pytest.param("schedule", ["月曜", "毎週月曜", "月曜"], ("毎週月曜", "b", "most_regular", 1, 2), id="longer"),
        pytest.param("fee", ["50円", "無料だ", "無料だ"], ("無料だ", "b", "longest", 2, 1), id="tie: more listings"),
        pytest.param("target", ["大人", "子供"], ("大人", "a", "longest", 1, 1), id="tie: smallest listing, longest"),
    ],
)
def test_the_rule_of_a_field_chooses_and_counts_who_agrees(
    survivors: Callable[..., Activities], field: str, values: list[str | None], expected: tuple[Any, ...]
) -> None:
    found = survivors(*({field: value} for value in values))
    assert chosen(found, field) == expected
    assert found.activities.item(0, field) == expected[0]


def test_the_finest_address_wins_and_brings_its_parts(survivors: Callable[..., Activities]) -> None:
    town = {"address": "川崎市中原区小杉町三丁目のどこか", "address_level_code": "chome", "town": "小杉町三丁目"}
    block = {"address": "小杉町3-245", "address_level_code": "block", "town": "小杉町三丁目", "block": "245"}
    found = survivors(town, town, block)
    assert chosen(found, "address") == ("小杉町3-245", "c", "most_detailed", 1, 2)
    row = found.activities.row(0, named=True)
    assert (row["address_level_code"], row["block"], row["building"]) == ("block", "245", None)


def test_equally_fine_addresses_are_settled_by_agreement(survivors: Callable[..., Activities]) -> None:
    first, other = ({"address": text, "address_level_code": "block"} for text in ("小杉町3-245", "小杉町3-246"))
    assert chosen(survivors(first, other, other), "address")[:2] == ("小杉町3-246", "b")


REGULAR = {"schedule": "毎週火曜", "schedule_rrules": ["FREQ=WEEKLY;BYDAY=TU"], "schedule_completeness_code": "partial"}
TIMED = REGULAR | {"schedule": "火曜10時～11時", "session_starts": [time(10)], "schedule_completeness_code": "full"}
EVENT = {
    "schedule": "2026-11-24 13:30:00-15:00:00 ; 2026-12-01 13:30:00-15:00:00",
    "schedule_days": [date(2026, 11, 24), date(2026, 12, 1)],
    "schedule_completeness_code": "full",
}
PROSE = {
    "schedule": "くわしくは毎月のおたよりをご覧ください。雨の日は室内で行います。",
    "schedule_completeness_code": "text_only",
}


@pytest.mark.parametrize(
    ("rows", "best"),
    [
        pytest.param((EVENT, REGULAR), "毎週火曜", id="a rule before the dates of an event"),
        pytest.param((REGULAR, TIMED, EVENT), "火曜10時～11時", id="read in full before in part"),
        pytest.param((PROSE, EVENT), EVENT["schedule"], id="dates before prose"),
        pytest.param((REGULAR, REGULAR | {"schedule": "毎週火曜（雨天中止）"}), "毎週火曜（雨天中止）", id="longer"),
    ],
)
def test_of_schedules_the_usual_one_wins_and_brings_its_parts(
    survivors: Callable[..., Activities], rows: tuple[Row, ...], best: str
) -> None:
    for order in (rows, rows[::-1]):
        row = survivors(*order).activities.row(0, named=True)
        source = next(each for each in rows if each["schedule"] == best)
        assert row["schedule"] == best
        assert row["schedule_rrules"] == source.get("schedule_rrules")
        assert row["schedule_days"] == source.get("schedule_days")


def test_the_kind_that_stands_on_most_outweighs_the_one_more_lists_say(survivors: Callable[..., Activities]) -> None:
    portal = {"source_key": "ouen_navi", "kind_code": "community", "kind_evidence_code": "broad_category"}
    listed = {"source_key": "kawasaki_green_groups", "kind_code": "green", "kind_evidence_code": "dedicated_list"}
    named = {"source_key": "fukumimi", "kind_code": "exercise", "kind_evidence_code": "name"}
    found = survivors(portal, portal, listed)
    assert chosen(found, "kind_code") == ("green", "c", "strongest_evidence", 1, 2)
    assert found.activities.item(0, "other_kind_codes") is None
    found = survivors(portal, listed | {"other_kind_codes": ["culture"]}, named)
    assert chosen(found, "kind_code") == ("exercise", "c", "strongest_evidence", 1, 2)
    # A list of one kind is no mistake; a portal's field is left out
    assert found.activities.get_column("other_kind_codes").to_list() == [["green", "culture"]]


def named(shown: str, kana: str | None = None) -> Row:
    """A listing of the group of which matching keeps 体操 only."""
    return {"name": f"☆{shown}☆", "core_name": "体操", "shown_name": shown, "kana": kana}


def test_the_name_is_the_one_people_know_and_spellings_of_it_agree(survivors: Callable[..., Activities]) -> None:
    found = survivors(named("体操"), named("見本 体操"), named("見本 体操"))
    assert chosen(found, "name") == ("見本 体操", "b", "most_frequent", 3, 0)
    assert found.values.filter(pl.col("field_name") == "name").item(0, "disagreeing_listing_ids") is None


def test_the_reading_belongs_to_the_name_that_is_shown(survivors: Callable[..., Activities]) -> None:
    found = survivors(named("体操"), named("見本 体操", "みほんたいそう")).activities.row(0, named=True)
    assert (found["name"], found["kana"]) == ("見本 体操", "みほんたいそう")
    found = survivors(named("体操"), named("体操"), named("見本 体操", "みほんたいそう")).activities.row(0, named=True)
    assert (found["name"], found["kana"]) == ("体操", None)
    found = survivors(named("見本体操"), named("見本体操"), named("見本 体操", "みほんたいそう")).activities.row(
        0, named=True
    )
    assert (found["name"], found["kana"]) == ("見本体操", "みほんたいそう"), (
        "one name, written with and without a space"
    )


def test_an_activity_of_nothing_but_a_name_stands(survivors: Callable[..., Activities]) -> None:
    found = survivors({}, {})
    row = found.activities.row(0, named=True)
    assert (row["name"], row["listing_count"], row["source_count"]) == ("中原ひろば体操", 2, 1)
    assert all(row[name] is None for name in table("core__activities").optional)
    assert found.values.get_column("field_name").to_list() == ["name"]


def test_listings_and_sources_are_counted(survivors: Callable[..., Activities]) -> None:
    row = survivors({}, {"source_key": "fukumimi"}, {}).activities.row(0, named=True)
    assert (row["listing_count"], row["source_count"]) == (3, 2)


def test_every_field_with_a_rule_is_published() -> None:
    assert {replacement("activities", field) or field for field in RULES} <= set(table("core__activities").column_names)
    assert {column for column, _ in RULES.values()} <= set(table("norm__listings").column_names)


def test_shuffled_input_gives_the_same_tables(listings: Make, clusters: Make) -> None:
    rows = [{"listing_id": letter, "phone": f"044-200-{number % 3}"} for number, letter in enumerate("abcdef")]
    grouped = clusters("abc", "def")
    identity = identify(grouped, *(empty_frame(table(name)) for name in ("activity_listings", "activity_redirects")))
    inputs = (listings(*rows), grouped.join(identity, on="cluster_label"))
    expected = survive(*inputs)
    assert expected.activities.height == 2
    for seed in range(5):
        found = survive(*(df.sample(fraction=1, shuffle=True, seed=seed) for df in inputs))
        assert found.activities.equals(expected.activities)
        assert found.values.equals(expected.values)
