"""The expectation suite passes a healthy day and names exactly the rule an odd day breaks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest

import warehouse.expectations
from warehouse.expectations.suite import judge

pytestmark = pytest.mark.filterwarnings("ignore")  # third-party import warnings; our own code raises none
BANDS = {"fukumimi": (10, 30), "ouen_navi": (10, 30)}


def day(second: int = 20, wards: int = 40, mean: float = 1.2) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Listings of two sources, the first `wards` with a ward, and activities with `mean` listings each."""
    total = 20 + second
    listings = pl.DataFrame(
        {
            "source_key": ["fukumimi"] * 20 + ["ouen_navi"] * second,
            "name": ["ひろば体操"] * total,
            "ward_code": [("141330" if index < wards else None) for index in range(total)],
            "kind_code": ["exercise"] * total,
        },
        schema_overrides={"ward_code": pl.String},
    )
    return listings, pl.DataFrame({"listing_count": [1] * round(10 * (2 - mean)) + [2] * round(10 * (mean - 1))})


def unmet(listings: pl.DataFrame, activities: pl.DataFrame) -> list[str]:
    return [verdict.rule_ja for verdict in judge(listings, activities, BANDS) if not verdict.is_met]


def test_a_healthy_day_passes_every_rule() -> None:
    verdicts = judge(*day(), BANDS)
    assert [verdict.rule_ja for verdict in verdicts if not verdict.is_met] == []
    assert len(verdicts) == len(BANDS) + 3 + 2


@pytest.mark.parametrize(
    ("odd", "rule"),
    [
        pytest.param(day(second=9), "ouen_navi の掲載が10〜30件", id="too few rows in one source"),
        pytest.param(day(second=0), "ouen_navi の掲載が10〜30件", id="no row in one source"),
        pytest.param(day(second=31, wards=51), "ouen_navi の掲載が10〜30件", id="too many rows in one source"),
        pytest.param(day(wards=20), "区が85%以上の掲載にある", id="missing wards"),
        pytest.param(day(mean=1.9), "活動1つあたりの掲載が平均1.02〜1.6件", id="too many listings per activity"),
        pytest.param(day(mean=1.0), "活動1つあたりの掲載が平均1.02〜1.6件", id="nothing was brought together"),
    ],
)
def test_an_odd_day_breaks_exactly_its_rule(odd: tuple[pl.DataFrame, pl.DataFrame], rule: str) -> None:
    assert unmet(*odd) == [rule]


def test_what_was_seen_is_told() -> None:
    verdicts = {verdict.rule_ja: verdict.observed for verdict in judge(*day(second=9), BANDS)}
    assert "9" in verdicts["ouen_navi の掲載が10〜30件"]
    assert verdicts["活動1つあたりの掲載が平均1.02〜1.6件"] == "1.2"


def test_no_activity_at_all_is_noticed() -> None:
    listings, activities = day()
    assert "活動が1件以上ある" in unmet(listings, activities.clear())


def test_every_bound_is_a_band_with_an_origin() -> None:
    text = Path(warehouse.expectations.__file__).with_name("bounds.toml").read_text(encoding="utf-8")
    bounds = tomllib.loads(text)
    assert bounds
    for name, bound in bounds.items():
        assert bound.get("origin"), name
        assert bound["minimum"] < bound.get("maximum", float("inf")), name
