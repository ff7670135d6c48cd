"""Made years whose growth is known: activities are founded and end, and lists come to know of it late.

Belongs here: drawing a year. Does not belong here: estimating its growth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.estimate.growth import Turnover

Ints = NDArray[np.int64]
_DATED, _CALLS, _FALSE_ALARM = 0.55, 60, 0.35
_HISTORY = 36


@dataclass(frozen=True, slots=True)
class Year:
    """A year and what is seen of it.

    Attributes:
        counted: what is counted of it.
        lags: months from founding to first publication, of activities founded since releases exist.
        windows: months from their founding to now.
        open_for: months since founding of this year's new ones that are listed.
        growth: the true share of births less deaths.
    """

    counted: Turnover
    lags: Ints
    windows: Ints
    open_for: Ints
    growth: float


def year(seed: int, births: float, deaths: float, *, is_late: bool = False) -> Year:
    """Draw a year of a city.

    Args:
        seed: the same seed gives the same year.
        births: new activities as a share of those a year ago.
        deaths: ended ones as a share of those a year ago.
        is_late: whether new ones come onto a list after eight months on average, otherwise within a month.
    """
    rng = np.random.default_rng([seed, 2004])
    before = int(rng.integers(2500, 3501))
    listed = int(rng.binomial(before, rng.uniform(0.55, 0.7)))
    ended, born = round(before * deaths), round(before * births)
    chance = listed / before
    ended_listed = int(rng.hypergeometric(ended, before - ended, listed))
    said = int(rng.binomial(ended_listed, 0.2))
    delisted = int(rng.binomial(listed - ended_listed, _FALSE_ALARM * deaths))
    vanished = ended_listed - said + delisted
    called = min(_CALLS, vanished)
    founded = _founded(rng, born, chance, is_late=is_late)
    this_year = founded[founded[:, 1] < 12]
    dated_born = int(rng.binomial(len(this_year), _DATED))
    dated_old = int(rng.binomial(listed - ended_listed - delisted, _DATED))
    counted = Turnover(
        dated=dated_born + dated_old,
        born=dated_born,
        listed_before=listed,
        said_ended=said,
        vanished=vanished,
        called=called,
        found_ended=int(rng.hypergeometric(vanished - delisted, delisted, called)) if called else 0,
    )
    return Year(counted, founded[:, 0], founded[:, 1], this_year[:, 1], (born - ended) / before)


def _founded(rng: np.random.Generator, born: int, chance: float, *, is_late: bool) -> Ints:
    """Lag and window of what was founded in the last three years, will ever be listed, and is listed by now."""
    count = int(rng.binomial(born * 3, chance))
    windows = rng.integers(0, _HISTORY, count)
    lags = rng.geometric(1 / 8 if is_late else 0.9, count) - 1
    shown: Ints = np.stack([lags, windows], axis=1)[lags <= windows]
    return shown
