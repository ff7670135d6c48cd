"""Growth as births less deaths among the listed: what neither a campaign of a portal nor a new list can fake.

Belongs here: the formula and its interval. Does not belong here: which activities are births or deaths (`bridge`), what
may be said of it (`said`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

_DRAWS, _SEED = 4_000, 20261123
_QUANTILES = (0.025, 0.5, 0.975)
_DAYS_A_YEAR = 365.25


class Counts(NamedTuple):
    """What births and deaths are told from.

    Attributes:
        dated: counted now, of known founding.
        born: of these, founded within the period.
        listed: counted at the beginning.
        said_ended: of these, said to have ended.
        vanished: of these, on no list any more.
        there: of the vanished that were called, those that go on.
        ended: of the vanished that were called, those that have ended.
        days: length of the period.
    """

    dated: int
    born: int
    listed: int
    said_ended: int
    vanished: int
    there: int
    ended: int
    days: int


def net_growth(counts: Counts) -> tuple[float, float, float]:
    """Births less deaths a year, as a share of the listed: lower end, middle, upper end of 95 %.

    b = born ÷ dated among the listed now; d = (said to have ended + vanished × share that calls find ended) ÷ listed
    at the beginning; net = b ÷ (1 − b) × (1 − d) − d. Each share is drawn from its Beta distribution (Jeffreys' prior).
    It assumes that those without a founding date are as old as the others, and that the new are listed no later than
    they used to be.

    Args:
        counts: of one scope.

    Raises:
        ValueError: nothing was listed at the beginning, or nothing has a founding date: there is no share to take.
    """
    if counts.listed <= 0 or counts.dated <= 0 or counts.days <= 0:
        raise ValueError(f"births and deaths need activities at the beginning and founding dates: {counts}")
    rng = np.random.default_rng(_SEED)

    def share(yes: object, no: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        drawn = rng.beta(np.maximum(yes, 0) + 0.5, np.maximum(no, 0) + 0.5, _DRAWS)  # type: ignore[call-overload]
        return np.asarray(drawn, dtype=np.float64)

    b = share(counts.born, counts.dated - counts.born)
    gone = counts.said_ended + counts.vanished * share(counts.ended, counts.there)
    d = share(gone, counts.listed - gone)
    net = (b / (1 - b) * (1 - d) - d) * _DAYS_A_YEAR / counts.days
    low, middle, high = np.quantile(net, _QUANTILES)
    return float(low), float(middle), float(high)
