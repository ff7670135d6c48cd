"""Who lives near: distances, uncertain points, 町丁, schools."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from pipelines.gaps import near, reference
from pipelines.gaps.access import LEAST_RESIDENTS, access
from pipelines.gaps.populations import denominators
from pipelines.gaps.venues import venues
from pipelines.normalise.city_tables import facility_rows
from tests.pipelines.gaps.test_rates import activities
from warehouse.contract import table
from warehouse.contract.derived.frames import conform

SCHOOL = reference.schools().drop_nulls("lat").row(0, named=True)


def test_a_spot_is_near_within_the_straight_line() -> None:
    places = near.on_plane(np.array([35.57]), np.array([139.6]))
    spots = places + np.array([[0.0, 0.0], [799.0, 0.0], [0.0, 801.0]])
    assert near.is_near(spots, places, 800).tolist() == [1, 1, 0]
    assert near.nearest(spots, places[:0]).tolist() == [np.inf] * 3


def test_a_degree_is_as_long_as_it_is_at_the_citys_latitude() -> None:
    one, other = near.on_plane(np.array([35.57, 35.57]), np.array([139.5, 139.6]))
    assert np.hypot(*(one - other)) == pytest.approx(9_055, rel=0.002), "0.1° of longitude at 35.57° north"


def test_an_uncertain_point_makes_near_a_chance_that_falls_with_distance() -> None:
    place = np.zeros((1, 2))
    apart = np.array([[x, 0.0] for x in (0.0, 300.0, 500.0, 900.0, 3000.0)])
    chances = near.chance_near(apart, place, 500)
    assert (np.diff(chances) < 0).all()
    assert chances[0] == pytest.approx(0.9, abs=0.06), "a tenth of buildings lies beyond 447 m"
    assert chances[2] < 0.5
    assert chances[-1] == 0.0
    both = near.chance_near(apart[1:2], np.zeros((2, 2)), 500)
    assert both[0] == pytest.approx(1 - (1 - chances[1]) ** 2)


def test_the_error_of_a_point_is_the_measured_one() -> None:
    errors = near._errors()
    assert np.median(errors) == pytest.approx(169, rel=0.05)
    assert np.quantile(errors, 0.9) == pytest.approx(447, rel=0.1)


def test_a_venue_counts_once_and_where_another_activity_places_it_it_is_placed() -> None:
    at = {"lat": 35.57, "lon": 139.6}
    rows: list[dict[str, Any]] = [
        {"venue_id": "kwv_1", "ward_code": "141313", "geo_level_code": "facility", **at},
        {"venue_id": "kwv_1", "ward_code": "141313", "geo_level_code": "facility", **at},
        {"venue_id": "kwv_1", "ward_code": "141313"},
        {"venue_id": "kwv_2", "ward_code": "141313", "geo_level_code": "town", "lat": 35.58, "lon": 139.6},
        {"venue_id": "kwv_3", "ward_code": "141321"},
        {"ward_code": "141321"},
        {},
    ]
    found = venues(activities(*rows))
    assert (len(found.known), len(found.towns), dict(found.unlocated)) == (1, 1, {"141321": 2})


@pytest.fixture(scope="module")
def found() -> Any:
    known = {"kind_code": "children", "geo_level_code": "facility", "lat": SCHOOL["lat"], "lon": SCHOOL["lon"]}
    rows = [known | {"ward_code": SCHOOL["ward_code"], "target_group_codes": ["elementary"]}]
    rows += [{"ward_code": "141364", "target_group_codes": ["anyone"]}] * 3
    rows += [
        {"ward_code": "141313", "geo_level_code": "town", "lat": 35.52, "lon": 139.71, "target_group_codes": ["senior"]}
    ]
    return access(activities(*rows), denominators())


@pytest.mark.parametrize(
    ("kind", "metres", "share"),
    [
        ("こども文化センター", 500, 0.41),
        ("こども文化センター", 800, 0.78),
        ("老人いこいの家", 500, 0.32),
        ("老人いこいの家", 800, 0.65),
    ],
)
def test_residents_near_real_facilities_are_as_counted_by_hand(kind: str, metres: int, share: float) -> None:
    """Shares of a trial on the points of 町丁 alone; discs differ from it by at most 1.2 points."""
    at = facility_rows().filter(pl.col("facility_type") == kind)
    places = near.on_plane(*(at.get_column(name).cast(pl.Float64).to_numpy() for name in ("lat", "lon")))
    towns = reference.towns().drop_nulls("lat")
    centres = near.on_plane(*(towns.get_column(name).to_numpy() for name in ("lat", "lon")))
    inside = near.per_centre(near.is_near(near.spread_over_discs(centres), places, metres))
    assert np.average(inside, weights=towns.get_column("people").to_numpy()) == pytest.approx(share, abs=0.02)


def test_older_people_are_asked_to_walk_less(found: Any) -> None:
    asked = dict(found.wards.select("age_group_code", "distance_m").unique().iter_rows())
    assert asked == {"all": 800, "0_4": 800, "5_14": 800, "65_over": 500}


def test_more_venues_never_bring_less_access_in_any_table(found: Any) -> None:
    for name, rows in (("gaps__access", found.wards), ("gaps__town_access", found.towns)):
        made = conform(table(name), rows)
        assert (made.get_column("share_known") <= made.get_column("share_with_towns") + 1e-12).all()
        assert (made.get_column("share_with_towns") <= made.get_column("share_with_all") + 1e-12).all()
        assert made.get_column("share_with_all").max() <= 1


def test_an_age_that_is_a_wards_share_says_so(found: Any) -> None:
    assumed = dict(found.wards.select("age_group_code", "is_age_assumed").unique().iter_rows())
    assert assumed == {"all": False, "0_4": True, "5_14": True, "65_over": True}


def test_the_twenty_towns_with_most_residents_outside_are_ranked(found: Any) -> None:
    rows = found.towns.filter(pl.col("age_group_code") == "all", pl.col("outside_rank").is_not_null()).sort(
        "outside_rank"
    )
    assert rows.get_column("outside_rank").to_list() == list(range(1, 21))
    outside = rows.get_column("resident_count") * (1 - rows.get_column("share_with_towns"))
    assert outside.to_list() == sorted(outside, reverse=True)


def test_small_towns_are_not_coloured(found: Any) -> None:
    rows = found.towns.filter(pl.col("age_group_code") == "all")
    assert rows.filter(pl.col("is_small")).get_column("resident_count").max() < LEAST_RESIDENTS
    assert rows.filter(~pl.col("is_small")).get_column("resident_count").min() >= LEAST_RESIDENTS


def test_a_counted_age_takes_the_place_of_the_assumed_one() -> None:
    town = reference.towns().drop_nulls("lat").row(0, named=True)
    ages = pl.DataFrame(
        [{"ward_code": town["ward_code"], "town": town["town"], "age_group_code": "65_over", "resident_count": 1234}]
    )
    rows = access(activities(), denominators(), ages).towns.filter(pl.col("age_group_code") == "65_over")
    assert rows.select("town", "resident_count", "is_age_assumed").rows() == [(town["town"], 1234, False)]


def test_a_school_beside_a_place_is_near_and_one_without_position_is_unknown(found: Any) -> None:
    rows = conform(table("gaps__school_access"), found.schools)
    of = {row["school"]: row for row in rows.to_dicts()}
    assert (of[SCHOOL["school"]]["nearness_code"], of[SCHOOL["school"]]["nearest_m"]) == ("near", 0)
    assert {row["nearness_code"] for row in of.values() if row["lat"] is None} == {"unknown"}
    far = max((row for row in of.values() if row["lat"] is not None), key=lambda row: row["nearest_m"])
    assert far["nearness_code"] == "none"
