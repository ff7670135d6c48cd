"""Which pairs of lists may speak of the activities that stand on none.

Belongs here: the rule by role, and the test that takes out pairs that avoid each other. Does not belong here: what the
pairs say (`hidden`).

Two lists that name activities by chance alone, or prefer the same visible ones, tell at least how many both miss. Two
that avoid each other tell too many. So only lists that anybody may enter speak of what nobody lists, as their rules
give no reason to avoid; what a programme lists of its own (register) may be asked beside an open list for a second
opinion, and a list whose members stand nowhere else (apart) never.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from pipelines.estimate.histories import APART, Floats, Histories, Ints, ListFacts

_MOST_SHARED = 0.05
_SURE = 2.58
_AT_MOST_ONE_OF = 3
"""No more than this part of the pairs goes: beyond it the others are no measure any more."""
_TASTE = 0.15
"""Standard deviation of the logarithm of a ratio that tastes of lists explain, besides chance."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Sets of lists of one kind that may be asked together.

    Attributes:
        pairs: two bits each.
        triples: three bits each, every two of which are a pair.
    """

    pairs: tuple[tuple[int, int], ...]
    triples: tuple[tuple[int, int, int], ...]

    def without(self, keys: set[tuple[str, str]], of: Histories) -> Speaking:
        """The same without some pairs, told by the names of the lists."""
        pairs = tuple(pair for pair in self.pairs if names(of, pair) not in keys)
        return Speaking(pairs, _triples(pairs))


def names(of: Histories, pair: tuple[int, int]) -> tuple[str, str]:
    """The names of two lists, in order."""
    one, other = sorted(of.lists[bit].key for bit in pair)
    return one, other


def open_pairs(of: Histories) -> Speaking:
    """Pairs of lists that anybody may enter."""
    return _of_pairs(of, needs_both=True)


def scope_pairs(of: Histories) -> Speaking:
    """Pairs of an open list and any that is not apart."""
    return _of_pairs(of, needs_both=False)


def _of_pairs(of: Histories, *, needs_both: bool) -> Speaking:
    kind = of.kind or ""
    may = [bit for bit, each in enumerate(of.lists) if not each.is_apart(kind)]
    is_open = {bit: of.lists[bit].is_open(kind) for bit in may}
    pairs = tuple(
        (one, other)
        for one, other in combinations(may, 2)
        if (is_open[one] and is_open[other] if needs_both else is_open[one] or is_open[other])
    )
    return Speaking(pairs, _triples(pairs))


def _triples(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int, int], ...]:
    bits = sorted({bit for pair in pairs for bit in pair})
    allowed = set(pairs)
    return tuple(
        (one, two, three)
        for one, two, three in combinations(bits, 3)
        if {(one, two), (one, three), (two, three)} <= allowed
    )


def counted(true: Floats, masks: Ints, bits: Sequence[int]) -> Floats:
    """Activities on exactly these lists, by draw and ward; nought where no such set occurs."""
    mask = sum(1 << bit for bit in bits)
    row = int(np.searchsorted(masks, mask))
    if row == len(masks) or masks[row] != mask:
        return np.zeros((true.shape[0], true.shape[2]))
    return true[:, row, :]


def avoiding(kinds: Sequence[tuple[Histories, Floats, Speaking]]) -> set[tuple[str, str]]:
    """Pairs of lists that share fewer than the others would let expect, so surely that chance does not explain it.

    Under visibility alone, the activities that two lists share are in proportion to the product of what each names
    alone, for every pair alike. A pair's share is set against that of all others, over all kinds (Mantel–Haenszel ratio
    of rates; its variance after Greenland & Robins 1985); the surest goes first, then the rest is tested again.

    Args:
        kinds: of every kind its counts, the true ones at the best guess (1 × mask × ward), and who may speak.

    Returns:
        The pairs, by the names of the lists.
    """
    taken: set[tuple[str, str]] = set()
    rates = [_rates(*each) for each in kinds]
    every = {pair for each in rates for pair in each}
    while len(taken) < len(every) // _AT_MOST_ONE_OF:
        tested = {pair: _surely_fewer(pair, rates, taken) for pair in every - taken}
        low = {pair: limit for pair, limit in tested.items() if limit < 0}
        if not low:
            return taken
        taken.add(min(low, key=lambda pair: (low[pair], pair)))
    return taken


def _rates(of: Histories, true: Floats, speaking: Speaking) -> dict[tuple[str, str], tuple[float, float]]:
    """Pair → what both name, and the product of what each names alone."""
    alone = {bit: float(counted(true, of.masks, (bit,)).sum()) for pair in speaking.pairs for bit in pair}
    return {
        names(of, pair): (
            max(float(counted(true, of.masks, pair).sum()), 0.0),
            max(alone[pair[0]], 0.0) * max(alone[pair[1]], 0.0),
        )
        for pair in speaking.pairs
    }


def _surely_fewer(
    pair: tuple[str, str], rates: Sequence[dict[tuple[str, str], tuple[float, float]]], taken: set[tuple[str, str]]
) -> float:
    """Upper limit of the logarithm of a pair's ratio to the others; infinite where nothing can be said."""
    own_of_rest = rest_of_own = spread = 0.0
    for kind in rates:
        shared, product = kind.get(pair, (0.0, 0.0))
        others = [rate for each, rate in kind.items() if each != pair and each not in taken]
        rest, rest_product = sum(each[0] for each in others), sum(each[1] for each in others)
        total = product + rest_product
        if total <= 0:
            continue
        own_of_rest += shared * rest_product / total
        rest_of_own += rest * product / total
        spread += (shared + rest) * product * rest_product / total**2
    if rest_of_own <= 0 or spread <= 0:
        return float("inf")
    half = 0.5 if own_of_rest == 0 else 0.0
    own, rest_sum = own_of_rest + half, rest_of_own + half
    return float(np.log(own / rest_sum) + _SURE * np.sqrt(spread / (own * rest_sum) + _TASTE**2))


def overlap_of_apart(stock: pl.DataFrame, lists: Sequence[ListFacts]) -> dict[str, float]:
    """Share of what each apart list names that stands on another list as well, where that is more than may be.

    Args:
        stock: as in `histories`.
        lists: as people declared them.

    Returns:
        List → share, for lists whose declaration the lists themselves speak against.
    """
    shares = {}
    for each in sorted(lists, key=lambda each: each.key):
        own = stock.filter(pl.col("source_keys").list.contains(each.key))
        if each.role != APART or own.is_empty():
            continue
        share = own.filter(pl.col("source_keys").list.len() > 1).height / own.height
        if share > _MOST_SHARED:
            shares[each.key] = share
    return shares
