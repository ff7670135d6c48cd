"""Groups of records that are one thing.

Belongs here: from probabilities of pairs to clusters, the same for any order of input. Does not belong here: deciding a
pair.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy.special import logit

_STRONGEST = 12.0
_UNSEEN = -1.0
"""What two records say of each other that no block brought together: a little against."""


def cluster(
    count: int,
    left: np.ndarray,
    right: np.ndarray,
    probability: np.ndarray,
    apart: np.ndarray,
    threshold: float,
    sources: np.ndarray | None = None,
) -> np.ndarray:
    """Join pairs from the strongest down.

    Two groups are joined when all that is known of their pairs speaks for it: the sum of the log-odds over the pairs
    between them is positive, so that one weak link does not glue what others keep apart, and no pair between them is
    kept apart by a rule or a person.

    Args:
        count: number of records.
        left: indexes of the first records of the pairs.
        right: indexes of the second ones.
        probability: of every pair; 1.0 where a person has said `same`.
        apart: pairs that must not be together.
        threshold: probability from which a pair speaks for joining.
        sources: source of every record where a source lists a thing only once, else None.

    Returns:
        For every record the smallest index of its group.
    """
    odds = np.clip(logit(np.clip(probability, 1e-9, 1 - 1e-9)) - logit(threshold), -_STRONGEST, _STRONGEST)
    order = np.lexsort((right, left, -odds))
    order = order[(odds[order] >= 0) & ~apart[order]]
    label = np.arange(count)
    near = _near(count, left, right, label, order)
    known: dict[tuple[int, int], float] = {}
    inner = np.flatnonzero(near[left] == near[right])
    for pair in inner.tolist():
        known[int(left[pair]), int(right[pair])] = -np.inf if apart[pair] else float(odds[pair])
    members: dict[int, list[int]] = defaultdict(list)
    for pair in order.tolist():
        a, b = int(label[left[pair]]), int(label[right[pair]])
        if a == b:
            continue
        first, second = members.get(a) or [a], members.get(b) or [b]
        if sources is not None and not set(sources[first].tolist()).isdisjoint(sources[second].tolist()):
            continue
        if len(first) == len(second) == 1 or _speaks_for(first, second, known):
            joined = sorted((*first, *second))
            label[joined] = joined[0]
            members[joined[0]] = joined
            members.pop(max(a, b), None)
    return label


def _near(count: int, left: np.ndarray, right: np.ndarray, label: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Connected components of the pairs that may be joined: only inside them is anything looked up."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(order), dtype=np.int8)
    graph = coo_array((ones, (left[order], right[order])), shape=(count, count))
    found: np.ndarray = connected_components(graph, directed=False)[1]
    return found


def _speaks_for(first: list[int], second: list[int], known: dict[tuple[int, int], float]) -> bool:
    total = sum(known.get((a, b) if a < b else (b, a), _UNSEEN) for a in first for b in second)
    return total > 0
