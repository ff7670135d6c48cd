"""Candidates that compete for one record: where a source lists a thing once, only one of them can be it.

Belongs here: what others that want the same record say against a pair. Does not belong here: what a pair says by
itself (`weights`), groups (`clusters`).

Of the odds of a pair, those of all others that would give one of its records another partner in the same source are
the share that speaks against it. The best of both sides keeps nearly all of its odds, a look-alike loses them to it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.special import expit

from pipelines.match.engine.arrays import Floats, Ints

_MOST = 40 * np.log(2)
"""Log-odds beyond which a pair wins against all others anyway; sums of what is larger would lose the small."""


class Rivals(NamedTuple):
    """Who competes with whom.

    Attributes:
        left: of every pair, number of its first record together with the source of the second.
        right: of its second record together with the source of the first.
        claim: of every pair 1 where a person said it is the same, -1 where it cannot be and competes with none, else 0.
    """

    left: Ints
    right: Ints
    claim: Ints


def rivals_of(left: Ints, right: Ints, sources: Ints, claim: Ints) -> Rivals:
    """Who competes with whom.

    Args:
        left: first records of the pairs.
        right: second ones.
        sources: source of every record.
        claim: of every pair, as `Rivals` has it.
    """
    source = pl.Series(sources).rank("dense").cast(pl.Int64).to_numpy()
    count = int(source.max(initial=0)) + 1
    wanted = np.concatenate(
        [left.astype(np.int64) * count + source[right], right.astype(np.int64) * count + source[left]]
    )
    number = np.unique(wanted, return_inverse=True)[1]
    return Rivals(number[: len(left)], number[len(left) :], claim)


def against(log_odds: Floats, rivals: Rivals) -> Floats:
    """Log-odds (natural, never above 0) that every pair loses to its rivals.

    Args:
        log_odds: of every pair by itself.
        rivals: who competes with whom.
    """
    odds = np.exp(np.where(rivals.claim > 0, _MOST, np.minimum(log_odds, _MOST)))
    odds[rivals.claim < 0] = 0.0
    lost = np.zeros(len(odds))
    for wanted in (rivals.left, rivals.right):
        lost += np.maximum(np.bincount(wanted, odds)[wanted] - odds, 0.0) if len(odds) else 0.0
    return -np.log1p(lost)


def contested(log_odds: Floats, rivals: Rivals) -> Floats:
    """Probability of every pair when its rivals have their say.

    Args:
        log_odds: of every pair by itself.
        rivals: who competes with whom.
    """
    chance: Floats = expit(log_odds + against(log_odds, rivals))
    return chance
