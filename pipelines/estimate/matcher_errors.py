"""What the matcher makes of true histories, and the way back: joins it missed, joins it should not have made.

Belongs here: the two corrections, linear in the counts, so that cells still add up to their strata. Does not belong
here: how large its errors are (`labels`).

A true activity with k listings is a complete graph whose edges the matcher finds each with chance e, by itself; what is
connected becomes one activity. A part of b of its k listings is seen as an activity of its own with the chance that
it holds together, and that none of its b (k - b) edges outwards is found. Sets of lists thus turn into smaller ones by
a triangular matrix that depends on sizes only (after Ding & Fienberg 1994; Di Consiglio & Tuoto, J. Official Statistics
2018, for several lists; closed transitively here).
"""

from __future__ import annotations

from math import comb

import numpy as np

from pipelines.estimate.histories import Floats, Histories, Ints

_LEAST_EDGE, _GRID = 0.3, 141
_STEPS = 3


def whole(edge: Floats, most: int) -> Floats:
    """Chance that 0, 1, 2 … `most` listings hold together when each edge is found with chance `edge`.

    Args:
        edge: chances, any number of them.
        most: largest number of listings.

    Returns:
        One row per number of listings, one column per chance (Gilbert 1959).
    """
    chance = np.ones((most + 1, len(edge)))
    for size in range(2, most + 1):
        apart = [
            comb(size - 1, part - 1) * chance[part] * (1 - edge) ** (part * (size - part)) for part in range(1, size)
        ]
        chance[size] = 1 - np.sum(apart, axis=0)
    return chance


def pair_recall(edge: Floats, sizes: dict[int, float]) -> Floats:
    """Share of true pairs that end up joined, as others may join them: activities of these sizes, edges of this chance.

    Args:
        edge: chances that a pair is found by itself.
        sizes: listings of an activity → activities.
    """
    most = max(sizes, default=1)
    chance = whole(edge, most)
    joined, pairs = np.zeros(len(edge)), 0.0
    for size, count in sizes.items():
        pairs += count * comb(size, 2)
        for part in range(2, size + 1):
            # a given pair lies in a part of this size, seen as one
            ways = comb(size - 2, part - 2) * chance[part] * (1 - edge) ** (part * (size - part))
            joined += count * comb(size, 2) * ways
    return joined / pairs if pairs else edge


def edge_recall(recall: Floats, sizes: dict[int, float]) -> Floats:
    """The chance of an edge that gives this recall of pairs; the other way round than `pair_recall`."""
    grid = np.linspace(_LEAST_EDGE, 1.0, _GRID)
    return np.interp(recall, pair_recall(grid, sizes), grid)


def false_joins(of: Histories, precision: Floats) -> Floats:
    """How many times two activities were taken for one, by draw and ward.

    A wrong join of two groups of a and b listings makes a · b wrong pairs, on average the square of listings each.
    """
    count = of.seen.sum()
    mean = of.listings / count if count else 1.0
    return np.outer(1 - precision, of.joined) / mean**2


def false_join_shape(of: Histories, joins: float) -> Floats:
    """What one wrong join takes from each mask, to be given back: two activities stand there as the one of both sets.

    Args:
        of: the counts.
        joins: wrong joins in the whole kind, as many as are likely.

    Returns:
        One number per mask, 1 in sum.
    """
    seen = of.seen.sum(axis=1)
    if not seen.any():
        return np.zeros(len(seen))
    shape = np.zeros(len(seen))
    for _ in range(_STEPS):
        true = np.maximum(seen + joins * shape, 0.0)
        share = true / true.sum()
        shape = 2 * share - _both(of.masks, share)
    return shape


def _both(masks: Ints, share: Floats) -> Floats:
    """Distribution of the union of two sets drawn by `share`; sets that cannot occur here are left out."""
    occurs = np.flatnonzero(share > 0)
    unions = masks[occurs][:, None] | masks[occurs][None, :]
    weights = share[occurs][:, None] * share[occurs][None, :]
    place = np.minimum(np.searchsorted(masks, unions), len(masks) - 1)
    is_known = masks[place] == unions
    found = np.bincount(place[is_known], weights[is_known], minlength=len(masks))
    shape: Floats = found / found.sum()
    return shape


def undo_missed(seen: Floats, masks: Ints, edge: Floats) -> Floats:
    """True counts from those seen, the largest sets first.

    Args:
        seen: draw × mask × ward.
        masks: closed under parts, ascending.
        edge: chance that a pair is found by itself, one per draw.
    """
    sizes = np.bitwise_count(masks).astype(np.int64)
    most = int(sizes.max(initial=1))
    chance = whole(edge, most)
    true = np.array(seen, dtype=np.float64)
    levels = [np.flatnonzero(sizes == size) for size in range(most + 1)]
    for size in range(most, 0, -1):
        here = levels[size]
        for larger in range(size + 1, most + 1):
            above = levels[larger]
            holds = ((masks[here][:, None] & ~masks[above][None, :]) == 0).astype(np.float64)
            left = chance[size] * (1 - edge) ** (size * (larger - size))
            true[:, here] -= left[:, None, None] * (holds @ true[:, above])
        true[:, here] /= chance[size][:, None, None]
    return true


def undone(of: Histories, seen: Floats, edge: Floats, precision: Floats) -> Floats:
    """True counts from those seen: wrong joins undone first, then missed ones.

    Args:
        of: the counts of the kind.
        seen: draw × mask × ward; what is seen, or might have been.
        edge: chance of an edge, one per draw.
        precision: one per draw.

    Returns:
        draw × mask × ward, not rounded; a cell may lie a little under nought, sums are what they should be.
    """
    joins = false_joins(of, precision)
    shape = false_join_shape(of, float(joins.sum(axis=1).mean()))
    return undo_missed(seen + joins[:, None, :] * shape[None, :, None], of.masks, edge)
