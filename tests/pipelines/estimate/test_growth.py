"""Births less deaths."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.estimate.growth import Turnover, change_at_the_same_lag, growth, listed_so_soon, soon_draws
from pipelines.lab.bench.made_years import year

QUIET = Turnover(dated=1000, born=70, listed_before=1900, said_ended=30, vanished=170, called=60, found_ended=36)


def test_births_and_deaths_by_hand() -> None:
    found = growth(QUIET, 1)
    ended = (30 + 170 * 0.6) / 1900
    assert found.ended == pytest.approx(ended)
    assert found.born == pytest.approx(70 / 930 * (1 - ended))
    assert found.net == pytest.approx(found.born - found.ended)
    assert found.low < found.net < found.high
    assert found.high - found.low < 0.05


def test_a_direction_needs_a_year_and_an_interval_without_nought() -> None:
    many = Turnover(1000, 200, 1900, 10, 20, 20, 10)
    none = Turnover(1000, 5, 1900, 200, 300, 60, 55)
    assert growth(many, 1).direction(11) == "too_early"
    assert [growth(each, 1).direction(12) for each in (many, none, QUIET)] == ["more", "fewer", "unclear"]


def test_a_year_without_dates_is_refused() -> None:
    with pytest.raises(ValueError, match="dated"):
        growth(Turnover(0, 0, 10, 0, 0, 0, 0), 1)


def test_nobody_called_leaves_the_interval_wide() -> None:
    uncalled = Turnover(1000, 70, 1900, 30, 170, 0, 0)
    assert growth(uncalled, 1).high - growth(uncalled, 1).low > 1.5 * (growth(QUIET, 1).high - growth(QUIET, 1).low)


def test_the_share_listed_so_soon_by_hand() -> None:
    # of four that could be seen with two months or less, one took two; of the three left, one took one
    lags, windows = np.array([0, 0, 1, 2]), np.array([9, 9, 9, 9])
    _, share = listed_so_soon(lags, windows, 2)
    assert share.tolist() == pytest.approx([2 / 3 * 3 / 4, 3 / 4, 1])


def test_lags_that_could_not_be_seen_yet_are_made_up_for() -> None:
    rng = np.random.default_rng(1)
    windows, lags = rng.integers(0, 24, 40_000), rng.integers(0, 12, 40_000)
    seen = lags <= windows
    _, share = listed_so_soon(lags[seen], windows[seen], 12)
    assert share[5] == pytest.approx(0.5, abs=0.02)
    assert np.mean(lags[seen] <= 5) > 0.54, "a plain share would be too high"


def test_a_lag_longer_than_its_window_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        listed_so_soon(np.array([3]), np.array([2]), 4)


def test_late_lists_hide_growth_until_the_lag_is_made_up_for() -> None:
    made = [year(seed, 0.09, 0.06, is_late=True) for seed in range(12)]
    plain = np.mean([growth(each.counted, 1).net - each.growth for each in made])
    mended = np.mean(
        [growth(e.counted, 1, listed=soon_draws(e.lags, e.windows, 24, e.open_for, 1, 60)).net - e.growth for e in made]
    )
    assert plain < -0.02
    assert mended == pytest.approx(0, abs=0.012)


def test_two_years_at_the_same_lag() -> None:
    ratio, low, high = change_at_the_same_lag(120, 100, 1)
    assert ratio == pytest.approx(1.2, abs=0.01)
    assert low < 1 < high
