"""What chance does to counts: limits of a rate, how much is expected, how far from it is still ordinary, what is told.

Belongs here: statistics over arrays of numbers, each with its source. Does not belong here: which numbers (`rates`);
words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]
LEVEL = 0.95
"""Of limits of rates and of the funnel."""
_WINSORISED = 0.10
"""Share of the cells at each end whose distance is drawn in (Spiegelhalter 2005): a true gap is no spread."""
_KEPT = 0.678
"""What winsorising leaves of the square of a standard normal distance; undone, or only large spread is found."""
_TAIL = (1 - LEVEL) / 2


class Limits(NamedTuple):
    """Lower and upper limit."""

    low: Numbers
    high: Numbers


def count_limits(counts: Numbers) -> Limits:
    """Exact limits of the mean of Poisson counts (Garwood 1936), 95 %: χ²(.025, 2n)/2 and χ²(.975, 2n+2)/2.

    Args:
        counts: numbers of activities, 0 or more.
    """
    low: Numbers = np.where(counts > 0, special.gammaincinv(np.maximum(counts, 1), _TAIL), 0.0)
    return Limits(low, np.asarray(special.gammaincinv(counts + 1, 1 - _TAIL), dtype=np.float64))


def expected(counts: Numbers, people: Numbers) -> Numbers:
    """What every area would have at the rate of all others together: the area itself is left out.

    Args:
        counts: of one kind, one entry per area.
        people: of the same areas, above 0.
    """
    found: Numbers = (counts.sum() - counts) / (people.sum() - people) * people
    return found


def extra_spread(counts: Numbers, means: Numbers) -> float:
    """Spread between areas that chance does not explain, as standard deviation of the ratio count ÷ expected.

    Spiegelhalter's additive over-dispersion (Statistics in Medicine 2005; as in NHS FunnelPlotR): on the square-root
    scale, on which chance has the same spread everywhere, extreme cells drawn in to the tenth from each end, τ² by
    moments. Of √(count ÷ expected) the spread is τ, of the ratio itself about 2 τ.

    Args:
        counts: of the cells of a map.
        means: expected of the same cells; cells without expectation do not count.

    Returns:
        0 where chance explains all.
    """
    use = means > 0
    if use.sum() < 2:
        return 0.0
    distances = 2 * (np.sqrt(counts[use]) - np.sqrt(means[use]))
    low, high = np.quantile(distances, [_WINSORISED, 1 - _WINSORISED])
    squares = np.clip(distances, low, high) ** 2 / _KEPT
    weights = 4 * means[use]  # 1 ÷ variance of √(count ÷ expected)
    total = len(squares)
    variance = (squares.sum() - (total - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return 2 * float(np.sqrt(max(0.0, variance)))


def at_most(counts: Numbers, means: Numbers, spread: float) -> Numbers:
    """Chance of so many or fewer: negative binomial with variance mean + (spread × mean)², Poisson without spread.

    Args:
        counts: whole numbers; -1 gives 0.
        means: above 0.
        spread: as `extra_spread` gives it.
    """
    if spread == 0:
        return np.where(counts < 0, 0.0, special.gammaincc(np.maximum(counts, 0) + 1, means))
    size = 1 / spread**2
    return np.where(counts < 0, 0.0, special.betainc(size, np.maximum(counts, 0) + 1, size / (size + means)))


def funnel(means: Numbers, spread: float, level: float = LEVEL) -> Limits:
    """Prediction limits of a count: outside them lies at most (1 − level) / 2 on each side.

    Args:
        means: expected, above 0.
        spread: as `extra_spread` gives it.
        level: share inside.
    """
    most = int(np.max(means) + 12 * np.sqrt(np.max(means + (spread * means) ** 2)) + 12)
    chances = at_most(np.arange(most + 1)[:, None].astype(float), means[None, :], spread)
    tail = (1 - level) / 2
    low = (chances <= tail).sum(axis=0)
    high = (chances < 1 - tail).sum(axis=0)
    return Limits(low.astype(float), high.astype(float))


def false_discovery(chances: Numbers) -> Numbers:
    """Benjamini and Hochberg's (1995) step-up: the false discovery rate at which each cell would be told."""
    order = np.argsort(chances, kind="stable")
    ranked = chances[order] * len(chances) / np.arange(1, len(chances) + 1)
    found = np.empty_like(ranked)
    found[order] = np.minimum.accumulate(ranked[::-1])[::-1]
    return np.minimum(found, 1.0)


def smoothed(counts: Numbers, people: Numbers) -> Numbers:
    """Rates drawn towards the common one, the more the fewer people (empirical Bayes by moments, Marshall 1991).

    Args:
        counts: of one kind, one entry per area.
        people: of the same areas, above 0.
    """
    rates, common = counts / people, counts.sum() / people.sum()
    between = (people * (rates - common) ** 2).sum() / people.sum() - common / people.mean()
    if between <= 0:
        return np.full_like(rates, common)
    drawn: Numbers = common + between / (between + common / people) * (rates - common)
    return drawn
