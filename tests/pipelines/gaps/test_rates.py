"""For whom activities are, per how many people, and where there is less."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from pipelines.gaps.populations import BASIS, denominators, populations
from pipelines.gaps.rates import LEAST_EXPECTED, old_kinds, rates
from pipelines.gaps.targets import TARGETS, for_ages
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.derived.frames import conform, frame

WARDS = VOCABULARIES["ward"].values()


def activities(*rows: dict[str, Any]) -> pl.DataFrame:
    full = [
        {"activity_id": f"kwa_{number}", "name": "x", "listing_count": 1, "source_count": 1, **row}
        for number, row in enumerate(rows)
    ]
    return frame(table("core__activities"), full)


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ({"target_group_codes": ["toddler"]}, "0_4"),
        ({"target_group_codes": ["guardian"]}, "0_4"),
        ({"target_group_codes": ["guardian", "elementary"]}, "5_14"),
        ({"target_group_codes": ["child"]}, "0_4 5_14"),
        ({"target_group_codes": ["junior_high"]}, "5_14"),
        ({"target_group_codes": ["senior"]}, "65_over"),
        ({"target_group_codes": ["dementia", "carer"]}, "65_over"),
        ({"age_min_months": 0, "age_max_months": 47}, "0_4"),
        ({"age_min_months": 36, "age_max_months": 83}, "0_4 5_14"),
        ({"age_min_months": 60 * 12}, "65_over"),
        ({"age_min_months": 18 * 12}, ""),
        ({"target_group_codes": ["anyone"]}, "is_anyone"),
        ({"target_group_codes": ["resident", "senior"]}, "65_over is_anyone"),
        ({}, "is_unstated"),
        ({"target_group_codes": ["foreign"]}, "is_unstated"),
    ],
)
def test_for_whom_an_activity_is(said: dict[str, Any], ages: str) -> None:
    row = for_ages(activities(said)).row(0, named=True)
    named = [age for age in (*TARGETS[1:], "is_anyone", "is_unstated") if row[age]]
    assert named == (ages.split() or ["is_unstated"])


def test_people_are_those_of_the_official_tables() -> None:
    rows = conform(table("gaps__populations"), populations())
    of = {
        (row["ward_cell"], row["age_group_code"], row["population_basis_code"]): row["population_count"]
        for row in rows.to_dicts()
        if row["population_on"].year != 2030
    }
    assert of["all", "all", "census_2025_preliminary"] == 1_561_132
    assert of["all", "all", "census_2020"] == 1_538_262
    assert of["all", "65_over", "census_2020_imputed"] == 311_515
    assert of["141313", "all", "census_2020"] == 232_965
    young = of["all", "0_4", "census_2020_scaled"] + of["all", "5_14", "census_2020_scaled"]
    assert young == pytest.approx(189_578, rel=0.0005), "0 to 14 with unknown ages spread, as the institute has it"
    assert denominators().height == len(BASIS) * 8


def test_a_ward_with_a_quarter_is_told_and_the_words_keep_their_order() -> None:
    many = [
        {"ward_code": ward, "kind_code": "exercise", "lat": 35.5, "lon": 139.6} for ward in WARDS for _ in range(60)
    ]
    few = [row for number, row in enumerate(many) if row["ward_code"] != "141348" or number % 60 < 12]
    nowhere = [{"kind_code": "exercise"}] * 21
    once = [{"ward_code": "141313", "kind_code": "safety"}]
    rows = conform(table("gaps__rates"), rates(activities(*few, *nowhere, *once), denominators(), frozenset()))
    of = {(row["age_group_code"], row["kind_cell"], row["ward_cell"]): row for row in rows.to_dicts()}
    cell = of["all", "exercise", "141348"]
    assert (cell["stock_count"], cell["gap_code"]) == (12, "few")
    assert cell["q_value"] <= 0.1
    assert cell["no_ward_share"] == pytest.approx(21 / (60 * 6 + 12 + 21))
    assert of["all", "exercise", "none"]["stock_count"] == 21
    assert of["all", "exercise", "none"]["gap_code"] is None, "what names no ward is never spread over the wards"
    assert of["all", "exercise", "all"]["stock_count"] == 372
    assert {row["gap_code"] for row in rows.to_dicts() if (row["expected_count"] or 9) < LEAST_EXPECTED} == {
        "too_small"
    }
    assert of["65_over", "exercise", "141313"]["stock_count"] == 0
    assert of["65_over", "exercise", "141313"]["unstated_count"] == 60
    assert of["all", "exercise", "141313"]["rate"] == pytest.approx(60 / 233_568 * 10_000)
    assert of["all", "exercise", "141313"]["rate_low"] < of["all", "exercise", "141313"]["rate"]


def test_an_activity_for_anyone_counts_for_every_age_and_is_shown_apart() -> None:
    rows = rates(
        activities({"ward_code": "141313", "kind_code": "cafe", "target_group_codes": ["anyone"]}),
        denominators(),
        frozenset(),
    )
    of = {(row["age_group_code"], row["kind_cell"], row["ward_cell"]): row for row in rows.to_dicts()}
    for age in TARGETS:
        assert (of[age, "cafe", "141313"]["stock_count"], of[age, "cafe", "141313"]["anyone_count"]) == (1, 1)


def test_the_order_of_the_activities_does_not_matter() -> None:
    stock = activities(*({"ward_code": WARDS[n % 7], "kind_code": "cafe" if n % 3 else "green"} for n in range(90)))
    there, back = (rates(each, denominators(), frozenset()) for each in (stock, stock.reverse()))
    assert there.equals(back)


def test_a_gap_is_withdrawn_when_the_list_that_feeds_the_kind_is_old() -> None:
    stock = activities(*({"ward_code": ward, "kind_code": "cafe"} for ward in WARDS for _ in range(10)))
    bridge = stock.select(
        "activity_id", source_key=pl.when(pl.int_range(pl.len()) < 8).then(pl.lit("a")).otherwise(pl.lit("b"))
    )

    def selected(code: str) -> pl.DataFrame:
        return pl.DataFrame({"source_key": ["a", "b"], "selection_code": [code, "newest"]})

    assert old_kinds(stock, bridge, selected("last_good")) == frozenset()
    old = old_kinds(stock, bridge, selected("expired"))
    assert old == {"cafe", "all"}
    rows = rates(stock, denominators(), old).filter(pl.col("kind_cell") == "cafe", pl.col("gap_code").is_not_null())
    assert set(rows.get_column("gap_code")) == {"list_is_old"}


def test_nothing_counted_is_no_gap() -> None:
    rows = rates(activities(), denominators(), frozenset())
    assert set(rows.drop_nulls("gap_code").get_column("gap_code")) == {"too_small"}
