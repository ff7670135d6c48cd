"""How well the matcher joins, from pairs that people judged: shares and how sure they are.

Belongs here: labels as counts, draws of recall and precision. Does not belong here: where the labels come from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.estimate.histories import Floats

_HALF = 0.5
"""Jeffreys' prior: half a label on each side, so that no share is held to be certain."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What people found in two random samples; weighted counts where the sample was not even.

    Attributes:
        joined: true pairs, found without the matcher, that it joined.
        missed: true pairs that it did not join.
        right: pairs that it joined and that are one activity.
        wrong: pairs that it joined and that are not.
    """

    joined: float
    missed: float
    right: float
    wrong: float

    @property
    def count(self) -> int:
        """Labels in all."""
        return round(self.joined + self.missed + self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of true pairs that are joined."""
        return (self.joined + _HALF) / (self.joined + self.missed + 2 * _HALF)

    @property
    def precision(self) -> float:
        """Share of joined pairs that are right."""
        return (self.right + _HALF) / (self.right + self.wrong + 2 * _HALF)

    @property
    def is_enough(self) -> bool:
        """Whether both shares rest on at least one label."""
        return self.joined + self.missed >= 1 and self.right + self.wrong >= 1

    def draws(self, rng: np.random.Generator, count: int) -> tuple[Floats, Floats]:
        """Recall and precision as they may be: Beta draws, to be shared by all strata.

        Args:
            rng: source of chance.
            count: how many.
        """
        recall = rng.beta(self.joined + _HALF, self.missed + _HALF, count)
        return recall, rng.beta(self.right + _HALF, self.wrong + _HALF, count)
