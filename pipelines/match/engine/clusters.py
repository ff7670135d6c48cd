"""Groups of records that are one thing.

Belongs here: from probabilities of pairs to clusters, the same for any order of input. Does not belong here: deciding a
pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from scipy.special import logit

from pipelines.match.engine.arrays import Floats, Ints, Mask

_WEAKEST, _STRONGEST = -5.0, 12.0
"""Log-odds one pair can bring: fields that fall short together count as if each were seen alone."""
_LARGEST = 200
_SHIFT = 32
_UNSEEN = -1.0
"""What two records say of each other that no block brought together: a little against."""


def cluster(
    count: int,
    left: Ints,
    right: Ints,
    probability: Floats,
    apart: Mask,
    threshold: float,
    sources: Ints | None = None,
) -> Ints:
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
    odds = np.clip(logit(np.clip(probability, 1e-9, 1 - 1e-9)) - logit(threshold), _WEAKEST, _STRONGEST)
    order = np.lexsort((right, left, -odds))
    order = order[(odds[order] >= 0) & ~apart[order]]
    near = components(count, left[order], right[order])
    is_whole = _whole(near, left, right, order, sources)
    label = np.where(is_whole[near], _smallest(near), np.arange(count))
    order = order[~is_whole[near[left[order]]]]
    inner = np.flatnonzero((near[left] == near[right]) & ~is_whole[near[left]])
    inner_odds = np.where(apart[inner], -np.inf, odds[inner]).tolist()
    groups = _Groups(zip(left[inner].tolist(), right[inner].tolist(), inner_odds, strict=True), sources)
    for a, b in zip(left[order].tolist(), right[order].tolist(), strict=True):
        groups.join(a, b)
    for first, members in groups.members.items():
        label[members] = min(first, *members)
    return label


def missing_pairs(
    count: int,
    left: Ints,
    right: Ints,
    known_left: Ints,
    known_right: Ints,
) -> tuple[Ints, Ints]:
    """Pairs inside components of likely pairs that are not among the known ones.

    Args:
        count: number of records.
        left: first records of the likely pairs.
        right: second ones.
        known_left: first records of all pairs that were compared, smaller than the second.
        known_right: second ones.

    Returns:
        First and second records (int32). Components of more than `_LARGEST` records are left as they are.
    """
    near = components(count, left, right)
    size = np.bincount(near)
    inside = np.flatnonzero((size[near] > 2) & (size[near] <= _LARGEST))
    member = inside[np.argsort(near[inside], kind="stable")]
    group = near[member]
    steps = range(1, int(size[group].max(initial=1)))
    inner = [np.zeros(0, dtype=np.int64)]
    for step in steps:
        at = np.flatnonzero(group[step:] == group[:-step])
        inner.append(member[at].astype(np.int64) << _SHIFT | member[at + step])
    known = known_left.astype(np.int64) << _SHIFT | known_right
    pairs = np.setdiff1d(np.concatenate(inner), known[size[near[known_left]] > 2])
    return (pairs >> _SHIFT).astype(np.int32), (pairs & (1 << _SHIFT) - 1).astype(np.int32)


class _Groups:
    """Groups of records and what is known between them, kept up to date while they are joined."""

    def __init__(self, pairs: Iterable[tuple[int, int, float]], sources: Ints | None) -> None:
        self.members: dict[int, list[int]] = {}
        self._group: dict[int, int] = {}
        # Between two groups: the sum of the log-odds of their known pairs, and how many pairs those are
        self._between: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
        self._sources = sources
        for a, b, odds in pairs:
            self._between[a][b] = self._between[b][a] = (odds, 1)

    def join(self, a: int, b: int) -> None:
        """Make one group of the groups of two records, if all that is known between them speaks for it."""
        a, b = self._group.get(a, a), self._group.get(b, b)
        if a == b:
            return
        first, second = self.members.get(a, [a]), self.members.get(b, [b])
        total, known = self._between[a][b]
        unseen = len(first) * len(second) - known
        is_single = len(first) == len(second) == 1
        if (total + unseen * _UNSEEN > 0 or (is_single and total >= 0)) and not self._is_twice(first, second):
            if len(first) < len(second):
                a, b, first, second = b, a, second, first
            self._merge(a, b, [*first, *second])
            self._group.update(dict.fromkeys(second, a))

    def _is_twice(self, first: list[int], second: list[int]) -> bool:
        """Whether both groups have a record of one source, where a source lists a thing only once."""
        if self._sources is None:
            return False
        return not set(self._sources[first].tolist()).isdisjoint(self._sources[second].tolist())

    def _merge(self, a: int, b: int, members: list[int]) -> None:
        self.members.pop(b, None)
        self.members[a] = members
        for other, (total, known) in self._between.pop(b).items():
            del self._between[other][b]
            if other != a:
                so_far = self._between[a].get(other, (0.0, 0))
                self._between[a][other] = self._between[other][a] = (so_far[0] + total, so_far[1] + known)


def components(count: int, left: Ints, right: Ints) -> Ints:
    """Number of the connected component of every record: only inside them is anything looked up.

    Args:
        count: number of records.
        left: first records of the pairs that may be joined.
        right: second ones.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    number: Ints = connected_components(graph, directed=False)[1]
    return number


def _smallest(near: Ints) -> Ints:
    """For every record the smallest index of its component."""
    first: Ints = np.unique(near, return_index=True)[1]
    return first[near]


def _whole(
    near: Ints,
    left: Ints,
    right: Ints,
    order: Ints,
    sources: Ints | None,
) -> Mask:
    """Per component, whether every pair in it may be joined: then it is one group, and nothing has to be weighed."""
    size = np.bincount(near)
    if sources is not None:
        is_single: Mask = size == 1
        return is_single
    pairs = np.bincount(near[left[order]], minlength=len(size))
    is_whole: Mask = pairs == size * (size - 1) // 2
    return is_whole
