"""Which pairs a person is asked about, and in which order.

Belongs here: the worth of an answer. Does not belong here: the tables of the contract (`activities`), the workbook
(`desk`).
"""

from __future__ import annotations

import numpy as np

from pipelines.match.engine.matching import Matched

FROM, TO = 0.02, 0.98
"""Outside these probabilities a person's answer would hardly change the model's."""


def worth(matched: Matched) -> np.ndarray:
    """How much an answer on every pair helps: the nearer to one half, the more; 0 where it is not asked. float64."""
    is_asked = (matched.rule < 0) & (matched.judged == 0) & (matched.probability >= FROM) & (matched.probability <= TO)
    found: np.ndarray = np.where(is_asked, 0.5 - np.abs(matched.probability - 0.5), 0.0)
    return found


def in_order(matched: Matched, ids: list[str]) -> list[tuple[str, str]]:
    """The pairs that are asked, best question first, by their IDs."""
    helps = worth(matched)
    at = np.flatnonzero(helps > 0)
    at = at[np.lexsort((matched.candidates.right[at], matched.candidates.left[at], -helps[at]))]
    return [
        (ids[a], ids[b])
        for a, b in zip(matched.candidates.left[at].tolist(), matched.candidates.right[at].tolist(), strict=True)
    ]
