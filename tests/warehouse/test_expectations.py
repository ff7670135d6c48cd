"""The expectation suite passes a healthy day and names exactly the rule an odd day breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame, frame
from warehouse.expectations.bounds import Bound, BoundsError, path_of, propose, read_bounds, write_bounds
from warehouse.expectations.measures import measures, sentence
from warehouse.expectations.suite import Day, judge
from warehouse.expectations.validator import Validator, ValidatorError

pytestmark = pytest.mark.filterwarnings("ignore")  # third-party import warnings; our own code raises none
BANDS = {key: Bound(10, 30, "試験") for key in ("fukumimi", "ouen_navi")}
BOUNDS = {
    "rows": Bound(30, 80, "試験"),
    "cell.141330/exercise": Bound(20, 60, "試験"),
    "fill.ward_code": Bound(0.85, None, "試験"),
    "schedule.full": Bound(0.4, 0.8, "試験"),
    "listings_per_activity": Bound(1.02, 1.6, "試験"),
    "repeated": Bound(0.05, 0.5, "試験"),
    "not_seen": Bound(None, 0.05, "試験"),
    "range.lat": Bound(35.46, 35.66, "試験"),
}


def day(
    second: int = 20, wards: int = 40, repeated: int = 8, full: int = 24, far: int = 0, gone: int = 0, north: int = 0
) -> Day:
    """Listings of two sources, and 40 activities of one kind; the first so many have the property in question."""
    listings = pl.DataFrame({"source_key": ["fukumimi"] * 20 + ["ouen_navi"] * second})
    rows: list[dict[str, Any]] = [
        {
            "activity_id": f"kwa_{number}",
            "name": "ひろば体操",
            "listing_count": 2 if number < repeated else 1,
            "source_count": 1,
            "kind_code": "exercise",
            "ward_code": "141330" if number < wards else None,
            "schedule_completeness_code": "full" if number < full else None,
            "lat": 34.7 if number < far else 36.9 if number < far + north else 35.58,
        }
        for number in range(40)
    ]
    ended = [{"activity_id": f"kwa_x{n}", "change_code": "not_seen", "field_name": "-"} for n in range(gone)]
    return Day(listings, frame(table("core__activities"), rows), frame(table("core__activity_changes"), ended))


@pytest.fixture(scope="module")
def validator() -> Iterator[Validator]:
    with Validator.started() as started:
        yield started


def unmet(today: Day, validator: Validator) -> list[tuple[str, str]]:
    return [
        (verdict.state, verdict.rule_ja) for verdict in judge(today, BANDS, BOUNDS, validator) if not verdict.is_met
    ]


def test_a_healthy_day_passes_every_rule(validator: Validator) -> None:
    verdicts = judge(day(), BANDS, BOUNDS, validator)
    assert [verdict.rule_ja for verdict in verdicts if not verdict.is_met] == []
    assert len(verdicts) == len(BANDS) + len(BOUNDS)
    assert {verdict.origin for verdict in verdicts} == {"試験"}


@pytest.mark.parametrize(
    ("odd", "state", "rule"),
    [
        pytest.param(day(second=9), "low", "ouen_navi の掲載が10〜30", id="too few rows in one source"),
        pytest.param(day(second=0), "low", "ouen_navi の掲載が10〜30", id="no row in one source"),
        pytest.param(day(second=31), "high", "ouen_navi の掲載が10〜30", id="too many rows in one source"),
        pytest.param(day(wards=30), "low", "区がある活動の割合が0.85以上", id="missing wards"),
        pytest.param(
            day(full=10),
            "low",
            "日時が「曜日や日付と、開始・終了の時刻がわかる」の活動の割合が0.4〜0.8",
            id="unread schedules",
        ),
        pytest.param(
            day(full=39),
            "high",
            "日時が「曜日や日付と、開始・終了の時刻がわかる」の活動の割合が0.4〜0.8",
            id="all read",
        ),
        pytest.param(day(repeated=21), "high", "二つ以上の掲載がある活動の割合が0.05〜0.5", id="too much together"),
        pytest.param(day(gone=3), "high", "掲載が見えなくなった活動の割合が0.05以下", id="too many gone"),
        pytest.param(day(far=2), "low", "緯度の値が35.46〜35.66（99%以上の行）", id="places in another city"),
        pytest.param(day(north=2), "high", "緯度の値が35.46〜35.66（99%以上の行）", id="places beyond the maximum"),
        pytest.param(day(far=2, north=2), "low", "緯度の値が35.46〜35.66（99%以上の行）", id="places on both sides"),
    ],
)
def test_an_odd_day_breaks_exactly_its_rule(odd: Day, state: str, rule: str, validator: Validator) -> None:
    assert unmet(odd, validator) == [(state, rule)]


def test_what_was_seen_is_told(validator: Validator) -> None:
    seen = {verdict.rule_ja: verdict.observed for verdict in judge(day(second=9, far=2), BANDS, BOUNDS, validator)}
    assert seen["ouen_navi の掲載が10〜30"] == "9"
    assert seen["活動1つあたりの掲載の平均が1.02〜1.6"] == "1.2"
    assert seen["緯度の値が35.46〜35.66（99%以上の行）"] == "外れた行 2/40、値 [34.7, 34.7]"


def test_a_kind_that_vanishes_from_a_ward_is_noticed(validator: Validator) -> None:
    today = day()
    activities = today.activities.with_columns(kind_code=pl.lit("cafe"))
    state, rule = unmet(today._replace(activities=activities), validator)[0]
    assert (state, rule) == ("low", "中原区の「体操・健康づくり」の活動の数が20〜60")


def test_no_activity_at_all_is_noticed(validator: Validator) -> None:
    today = day()
    found = unmet(today._replace(activities=today.activities.clear(), changes=today.changes.clear()), validator)
    assert ("low", "活動の数が30〜80") in found


def test_the_first_release_has_no_churn(validator: Validator) -> None:
    today = day()
    added = today.activities.select("activity_id", change_code=pl.lit("added"), field_name=pl.lit("-"))
    changes = pl.concat([empty_frame(table("core__activity_changes")), added], how="diagonal")
    assert "added" not in measures(today.activities, changes)
    assert unmet(today._replace(changes=changes), validator) == []


def test_what_is_proposed_is_a_band_around_what_was_seen() -> None:
    days = [{"rows": 100.0, "cell.141330/cafe": 30.0, "fill.fee": 0.5, "not_seen": 0.0, "cell.141330/civic": 3.0}]
    days += [{"rows": 110.0, "cell.141330/cafe": 25.0, "fill.fee": 0.6, "not_seen": 0.01}]
    found = propose(days, "2回")
    assert {name: bound[:2] for name, bound in found.items()} == {
        "rows": (80, 220),
        "cell.141330/cafe": (20, 60),
        "fill.fee": (0.4, None),
        "not_seen": (None, 0.05),
    }
    assert found["rows"].origin == "2回で 100〜110。下は2割減、上は2倍"
    assert propose([], "") == {}


def test_bounds_survive_their_file(tmp_path: Path) -> None:
    write_bounds(tmp_path / "b.toml", BOUNDS)
    assert read_bounds(tmp_path / "b.toml") == BOUNDS


@pytest.mark.parametrize(
    "text",
    ["[rows]\nminimum = 1\n", '[rows]\norigin = "x"\n', "[rows", '[rows]\nminimum = 2\nmaximum = 2\norigin = "x"\n'],
)
def test_a_bound_without_band_or_origin_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BoundsError, match=r"b\.toml"):
        read_bounds(path)


@pytest.mark.parametrize("profile", ["sample", "live"])
def test_every_bound_in_force_is_a_band_with_an_origin_and_a_sentence(profile: str) -> None:
    bounds = read_bounds(path_of(profile))
    assert len(bounds) > 5
    assert all(sentence(name) and len(bound.origin) > 10 for name, bound in bounds.items())


def test_a_process_that_ends_is_no_healthy_day(validator: Validator) -> None:
    with Validator.started() as broken:
        broken._process.kill()
        with pytest.raises(ValidatorError):
            judge(day(), BANDS, BOUNDS, broken)
    assert judge(day(), BANDS, BOUNDS, validator), "the one that lives goes on"


def test_values_that_are_not_there_are_neither_right_nor_wrong(validator: Validator) -> None:
    today = day(far=2)
    missing = today.activities.with_columns(lat=pl.when(pl.col("activity_id") != "kwa_39").then("lat"))
    seen = {each.rule_ja: each for each in judge(today._replace(activities=missing), BANDS, BOUNDS, validator)}
    assert seen["緯度の値が35.46〜35.66（99%以上の行）"].observed == "外れた行 2/40、値 [34.7, 34.7]"
