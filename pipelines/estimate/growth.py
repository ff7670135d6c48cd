"""Whether there are more activities than a year ago: births less deaths, never the difference of two counts.

Belongs here: births, deaths and their difference with an interval; how long new ones take to come onto a list. Does not
belong here: which activity was born or has ended (that is told).

A count rises when a list is added, when a portal calls for entries, when the matcher misses more. Births and deaths
among what is listed do not: of those with a founding date the share founded within the year, and of those listed a year
ago the share that has ended. Both assume that what is listed without a date, or vanished without a word, is like the
rest. New groups come onto lists late, so births are raised by the share that is listed so soon (`listed_so_soon`), or
two years are compared at the same lag (`change_at_the_same_lag`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.estimate.histories import Floats, Ints

_HALF = 0.5
_ENOUGH_MONTHS = 12
Direction = Literal["more", "fewer", "unclear", "too_early"]


@dataclass(frozen=True, slots=True)
class Turnover:
    """A year among what is listed.

    Attributes:
        dated: activities listed now whose founding date is known.
        born: of these, founded within the year.
        listed_before: activities listed a year ago.
        said_ended: of these, said to have ended.
        vanished: of these, on no healthy list any more without a word.
        called: vanished ones that somebody asked, drawn at random.
        found_ended: of these, ended indeed.
    """

    dated: int
    born: int
    listed_before: int
    said_ended: int
    vanished: int
    called: int
    found_ended: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Shares of the stock a year; 0.01 is one per cent more.

    Attributes:
        net: births less deaths, the best guess.
        low, high: of a 95 % interval.
        born: new ones as a share of those of a year ago.
        ended: ended ones as a share of those of a year ago.
    """

    net: float
    low: float
    high: float
    born: float
    ended: float

    def direction(self, months: int) -> Direction:
        """What may be said.

        Args:
            months: of history.

        Returns:
            `more` or `fewer` only where the interval excludes nought, after a year of history.
        """
        if months < _ENOUGH_MONTHS:
            return "too_early"
        if self.low > 0:
            return "more"
        return "fewer" if self.high < 0 else "unclear"


def growth(year: Turnover, seed: int, count: int = 4000, listed: Floats | None = None) -> Growth:
    """Births less deaths with a 95 % interval.

    Args:
        year: what was counted.
        seed: of chance.
        count: draws.
        listed: share of the new ones that is on a list by now, as draws (`listed_so_soon`); all of them when None.

    Raises:
        ValueError: nothing is dated or nothing was listed a year ago, so that no share can be had.
    """
    if year.dated <= 0 or year.listed_before <= 0:
        raise ValueError("growth needs dated activities and activities of a year ago")
    rng = np.random.default_rng(seed)
    soon = np.ones(count) if listed is None else rng.choice(listed, count)
    born = _new_share(rng.beta(year.born + _HALF, year.dated - year.born + _HALF, count), soon)
    gone = _beta(rng, year.vanished, year.listed_before, count)
    really = _beta(rng, year.found_ended, year.called, count)
    said = _beta(rng, year.said_ended, year.listed_before, count)
    ended = np.minimum(said + gone * really, 1.0)
    net = _net(born, ended)
    low, high = np.quantile(net, [0.025, 0.975])
    best_born = _new_share(np.array([year.born / year.dated]), np.array([float(np.mean(soon))]))
    share = year.found_ended / year.called if year.called else _HALF
    best_ended = np.array([(year.said_ended + year.vanished * share) / year.listed_before])
    best = float(_net(best_born, best_ended)[0])
    rate = float((best_born / (1 - best_born) * (1 - best_ended))[0])
    return Growth(best, float(low), float(high), rate, float(best_ended[0]))


def _beta(rng: np.random.Generator, of: int, all_of: int, count: int) -> Floats:
    return rng.beta(of + _HALF, max(all_of - of, 0) + _HALF, count)


def _new_share(born: Floats, soon: Floats) -> Floats:
    """Share of new ones among all, when only a part of them is listed so far."""
    odds = born / np.maximum(1 - born, 1e-9) / np.maximum(soon, 1e-3)
    return odds / (1 + odds)


def _net(born: Floats, ended: Floats) -> Floats:
    """Births and deaths as one share of the stock of a year ago: the old that are left are (1 - ended) of it."""
    return born / np.maximum(1 - born, 1e-9) * (1 - ended) - ended


def listed_so_soon(lags: Ints, windows: Ints, horizon: int) -> tuple[Ints, Floats]:
    """How much of what is founded is on a list within so many months: reverse-time product limit.

    Only what is listed is seen, and only lags shorter than the time since the founding: right truncation. Going back
    in the lag, the share with just this lag among those that could be seen with it or less gives the distribution
    (Lagakos, Barraj & De Gruttola 1988), as a share of what is listed within `horizon`.

    Args:
        lags: months from founding to first publication.
        windows: months from founding to now; none shorter than its lag.
        horizon: longest lag that counts.

    Returns:
        Lags 0 to `horizon`, and the share listed within each.

    Raises:
        ValueError: a lag is longer than its window.
    """
    if (lags > windows).any():
        raise ValueError("a lag longer than the time since the founding")
    months = np.arange(horizon + 1)
    share = np.ones(horizon + 1)
    for month in range(horizon, 0, -1):
        at_risk = int(((lags <= month) & (windows >= month)).sum())
        just = int(((lags == month) & (windows >= month)).sum())
        share[month - 1] = share[month] * (1 - just / at_risk if at_risk else 1.0)
    return months, share


def soon_draws(lags: Ints, windows: Ints, horizon: int, open_for: Ints, seed: int, count: int = 400) -> Floats:
    """Share of this year's new ones that is on a list by now, as bootstrap draws.

    Args:
        lags: as in `listed_so_soon`.
        windows: as there.
        horizon: as there.
        open_for: months since founding of this year's new ones that are listed.
        seed: of chance.
        count: draws.
    """
    rng = np.random.default_rng(seed)
    drawn = np.ones(count)
    for number in range(count):
        rows = rng.integers(len(lags), size=len(lags))
        _, share = listed_so_soon(lags[rows], windows[rows], horizon)
        chance = share[np.minimum(rng.choice(open_for, len(open_for)), horizon)]
        # each listed one stands for 1 / chance founded ones
        drawn[number] = len(chance) / np.sum(1 / np.maximum(chance, 0.05))
    return drawn


def change_at_the_same_lag(now: int, before: int, seed: int, count: int = 4000) -> tuple[float, float, float]:
    """This year's births over last year's, both as known after the same time: point and 95 % interval.

    Args:
        now: founded this year and known by a day.
        before: founded the year before and known by that day of its year.
        seed: of chance.
        count: draws.
    """
    rng = np.random.default_rng(seed)
    ratio = rng.gamma(now + _HALF, size=count) / rng.gamma(before + _HALF, size=count)
    low, high = np.quantile(ratio, [0.025, 0.975])
    return (now + _HALF) / (before + _HALF), float(low), float(high)
