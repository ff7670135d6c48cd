"""Made cities and years, and the figures on them."""

from __future__ import annotations

from pipelines.lab.bench.estimate import outcome, pooled
from pipelines.lab.bench.made_overlaps import KINDS, Plan, city
from pipelines.lab.bench.made_years import year


def test_a_city_is_as_large_as_told_and_the_same_every_time() -> None:
    made, again = city(3), city(3)
    assert made.stock.equals(again.stock)
    assert (made.truth, made.labels) == (again.truth, again.labels)
    assert 2500 <= made.total <= 3500
    assert 0.5 < made.listed / made.total < 0.75
    assert set(made.roles) == set(made.stock.get_column("source_keys").explode())
    assert {kind for kind, _ in made.truth} <= set(KINDS)


def test_a_matcher_errs_as_told() -> None:
    sure = city(3, Plan(recall=1.0, false_joins=0.0))
    assert sure.stock.height == sure.listed
    assert (sure.labels[1], sure.labels[3]) == (0, 0)
    missing = city(3, Plan(recall=0.9, false_joins=0.0))
    assert missing.stock.height > missing.listed
    assert 0.82 < missing.labels[0] / 200 < 0.97
    wrong = city(3, Plan(recall=1.0, false_joins=0.03))
    assert wrong.stock.height < wrong.listed
    assert wrong.labels[3] > 0


def test_apart_lists_share_nothing_and_portals_may_avoid_each_other() -> None:
    plain, shy = (city(5, Plan(recall=1.0, false_joins=0.0, avoids=each)) for each in (0.0, 2.0))
    for made in (plain, shy):
        keys = made.stock.get_column("source_keys").to_list()
        assert all(len(each) == 1 for each in keys if {"terakoya", "playparks"} & set(each))
    both = [
        sum({"portal_a", "portal_b"} <= set(each) for each in made.stock.get_column("source_keys"))
        for made in (plain, shy)
    ]
    assert both[1] < 0.4 * both[0]


def test_an_estimated_city_is_told_over_its_truth() -> None:
    found = outcome(11, Plan(recall=0.95, false_joins=0.01))
    assert abs(found.different - 1) < 0.03
    assert 0.6 < found.at_least <= 1
    assert found.is_covered
    assert found.pooled > found.at_least, "the obvious way says more"


def test_pooling_by_hand() -> None:
    seen = city(3).stock.head(0).vstack(city(3).stock.head(0))
    assert pooled(seen) == 0


def test_a_year_counts_what_is_listed_and_knows_its_growth() -> None:
    still, more = year(1, 0.05, 0.05), year(1, 0.09, 0.06)
    assert still.growth == 0
    assert 0.025 < more.growth < 0.035
    assert (more.lags <= more.windows).all()
    late = year(1, 0.09, 0.06, is_late=True)
    assert late.counted.born < more.counted.born
