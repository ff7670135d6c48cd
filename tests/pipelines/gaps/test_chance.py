"""Statistics of counts: against hand, against scipy's distributions, against what they are for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipelines.gaps import chance
from pipelines.lab.bench.gaps import measured


def test_limits_of_a_count_are_garwoods() -> None:
    low, high = chance.count_limits(np.array([0.0, 1.0, 20.0]))
    assert low[0] == 0.0
    assert high[0] == pytest.approx(3.688879, abs=1e-5), "χ²(.975, 2) / 2"
    assert (low[2], high[2]) == pytest.approx((12.2165, 30.8884), abs=1e-4)
    for count in (1, 20):
        assert stats.poisson.sf(count - 1, low[{1: 1, 20: 2}[count]]) == pytest.approx(0.025)


def test_expected_leaves_the_area_itself_out() -> None:
    found = chance.expected(np.array([10.0, 0.0, 20.0]), np.array([100.0, 100.0, 200.0]))
    assert found.tolist() == pytest.approx([20 / 300 * 100, 30 / 300 * 100, 10 / 200 * 200])


def test_without_spread_chance_is_poisson_and_with_it_negative_binomial() -> None:
    counts, means = np.array([-1.0, 0.0, 7.0, 30.0]), np.array([5.0, 5.0, 5.0, 20.0])
    assert chance.at_most(counts, means, 0.0) == pytest.approx(stats.poisson.cdf(counts, means))
    size = 1 / 0.3**2
    assert chance.at_most(counts, means, 0.3) == pytest.approx(stats.nbinom.cdf(counts, size, size / (size + means)))


@pytest.mark.parametrize("spread", [0.0, 0.3])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_outside_the_funnel_lies_no_more_than_promised(spread: float, level: float) -> None:
    means = np.linspace(0.5, 60, 40)
    low, high = chance.funnel(means, spread, level)
    tail = (1 - level) / 2
    assert (chance.at_most(low - 1, means, spread) <= tail).all()
    assert (1 - chance.at_most(high, means, spread) <= tail + 1e-12).all()
    assert (chance.at_most(low, means, spread) > tail).all(), "the limit is the closest one"


def test_spread_is_none_where_chance_explains_all_and_found_where_it_does_not() -> None:
    rng, means = np.random.default_rng(7), np.full(4000, 30.0)
    assert chance.extra_spread(rng.poisson(means).astype(float), means) < 0.06
    uneven = rng.poisson(means * rng.gamma(1 / 0.3**2, 0.3**2, 4000)).astype(float)
    assert chance.extra_spread(uneven, means) == pytest.approx(0.3, abs=0.04)
    assert chance.extra_spread(np.array([3.0]), np.array([5.0])) == 0.0


def test_false_discovery_is_benjamini_and_hochbergs() -> None:
    chances = np.array([0.001, 0.2, 0.01, 0.03, 0.9])
    assert chance.false_discovery(chances) == pytest.approx(stats.false_discovery_control(chances))


def test_smoothed_rates_lie_between_their_own_and_the_common_one() -> None:
    counts, people = np.array([5.0, 80.0, 200.0]), np.array([1e4, 5e4, 1e5])
    common, own = counts.sum() / people.sum(), counts / people
    drawn = chance.smoothed(counts, people)
    assert (np.abs(drawn - common) <= np.abs(own - common) + 1e-12).all()
    assert abs(drawn[0] - common) / abs(own[0] - common) < abs(drawn[2] - common) / abs(own[2] - common)
    assert chance.smoothed(np.array([10.0, 20.0]), np.array([1e4, 2e4])) == pytest.approx([1e-3, 1e-3])


def test_true_gaps_are_found_and_others_are_not_told() -> None:
    quarter, even = measured(0.25, 0.25, cities=100), measured(1.0, 0.25, cities=100)
    assert quarter.false_flags <= 0.1
    assert quarter.found >= 0.75
    assert even.false_flags <= 0.1
    assert even.found == 0.0
    assert even.false_limits > 1, "limits of single rates tell of gaps where there are none"
    assert measured(0.25, 0.25, cities=5) == measured(0.25, 0.25, cities=5)
