"""How much of what is rare in two texts they share: であそぼう says little, モルック much.

Belongs here: parts of texts weighed by how few records have them. Does not belong here: parts as keys (`parts`), what
an agreement is worth (`weights`).
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from pipelines.match.engine.parts import part_counts, parts_of
from pipelines.match.engine.prepare import Values

TELLING = 0.5
"""Share of the weight of the poorer text that must be common."""


def shared_weight(values: Values, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weight of the parts two values share, relative to the weight of the poorer one.

    A part weighs about as many bits as its rarity among the records of the field is worth; one in every text still one.

    Args:
        values: the field.
        a: numbers of the first values.
        b: numbers of the second ones.

    Returns:
        Between 0 and 1, one for each pair; float32.
    """
    used, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    code, part = parts_of(values.folded.gather(used), values.gram)
    numbers, part = np.unique(part, return_inverse=True)
    has = csr_array((np.ones(len(code), dtype=np.float32), (code, part)), shape=(len(used), len(numbers)))
    has.data[:] = 1  # a part that stands twice in a text counts once
    total = max(float(values.counts.sum()), 1.0)
    worth = np.log2(1 + total / np.maximum(part_counts(values)[numbers], 1)).astype(np.float32)
    weighed = csr_array((worth[has.indices], has.indices, has.indptr), shape=has.shape)
    whole = np.maximum(weighed.sum(axis=1), np.float32(1e-6))
    left, right = places[: len(a)], places[len(a) :]
    shared = weighed[left].multiply(has[right]).sum(axis=1)
    found: np.ndarray = (shared / np.minimum(whole[left], whole[right])).astype(np.float32)
    return found
