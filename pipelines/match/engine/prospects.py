"""Pairs that no closer look can make the same: the most that is still to be seen of them falls short.

Belongs here: bounds of what a known model can say of a pair. Does not belong here: hard rules and signatures
(`screen`), what a level is worth (`weights`).

What a comparison adds is bounded, so most pairs are settled by what costs little to compare, and only the others are
asked how alike their texts are. A bound is never less than the evidence: no pair is lost that may be the same.
"""

from __future__ import annotations

from itertools import groupby

import numpy as np
from scipy.special import logit

from pipelines.match.engine.arrays import Floats, Ints, Levels, Mask
from pipelines.match.engine.blocking import Candidates
from pipelines.match.engine.clusters import components
from pipelines.match.engine.compare import UNKNOWN, Pairs, is_given, level
from pipelines.match.engine.prepare import Records
from pipelines.match.engine.spec import SAID_IN, Comparison, Condition, Spec
from pipelines.match.engine.weights import Weights, evidence_of, rarity_of

_BY_NUMBER = ("same", "differ", "unknown", "few", "long", "numbers_differ", "other_number")
"""Relations that a few operations on numbers tell."""
_OF_ELEMENTS = ("some", "within", "rare", "near")
_RUNNING = ("name", "text", "address")
"""Kinds of which values are long and nearly all different."""
_CHEAP, _DEAR = 1, 4
"""What asking for elements costs, and for texts, roughly."""
_SLICE = 1 << 17
"""Pairs looked at together: what they need stays where the processor has it at hand."""
_WORTH_ASKING = 0.05
"""Bits that a comparison must be able to take from the average pair."""
_ROUNDING = 1e-2


def prospects(
    records: Records, spec: Spec, candidates: Candidates, weights: Weights, judged: Ints | Mask
) -> tuple[Candidates, Candidates]:
    """The pairs that may be the same, and those that fall short whatever a closer look would show.

    Args:
        records: prepared records.
        spec: the spec.
        candidates: the pairs.
        weights: the model that decides.
        judged: 0 for pairs nobody spoke of; the others stay.
    """
    stay = judged != 0
    stay[in_reach(records, candidates.left, candidates.right, spec, weights)] = True
    return candidates.at(stay), candidates.at(~stay)


def inside_groups(count: int, joined: Candidates, pairs: Candidates) -> Candidates:
    """Those of the pairs that lie inside a group of pairs that may be joined.

    Args:
        count: number of records.
        joined: the pairs that may be joined.
        pairs: the pairs.
    """
    near = components(count, joined.left, joined.right)
    return pairs.at(near[pairs.left] == near[pairs.right])


def in_reach(records: Records, left: Ints, right: Ints, spec: Spec, weights: Weights) -> Ints:
    """Indexes of the pairs that may reach the threshold.

    Args:
        records: prepared records.
        left: indexes of the first records.
        right: indexes of the second ones.
        spec: the spec.
        weights: the model that decides.
    """
    asked = [_Asked(records, *each) for each in zip(spec.comparisons, weights.bits(), strict=True)]
    needed = float((logit(spec.threshold) - logit(weights.prior)) / np.log(2)) - _ROUNDING
    indexes: list[Ints] = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(left), _SLICE):
        pairs = Pairs(records, left[start : start + _SLICE], right[start : start + _SLICE])
        indexes.append(start + _in_reach(pairs, spec, asked, needed))
    return np.concatenate(indexes)


def _in_reach(pairs: Pairs, spec: Spec, asked: list[_Asked], needed: float) -> Ints:
    best = [each.at_best(pairs) for each in asked]
    total = np.sum(best, axis=0)
    at = np.flatnonzero(total >= needed)
    alive = pairs.at(at)
    for number in _order(spec, asked, best):
        each = asked[number]
        total[at] += each.evidence(alive.left, level(alive, each.comparison)) - best[number][at]
        stay = np.flatnonzero(total[at] >= needed)
        at, alive = at[stay], alive.at(stay)
    return at


class _Asked:
    """A comparison and what a model makes of it."""

    def __init__(self, records: Records, comparison: Comparison, bits: Floats) -> None:
        self.comparison = comparison
        self._records, self._bits = records, bits
        reached = np.array([*range(len(comparison.levels) + 1), UNKNOWN], dtype=np.int8)
        self.worth = evidence_of(comparison, bits, reached, np.zeros(len(reached), dtype=np.float32))
        """Bits of every level where nothing is rare, disagreement and `UNKNOWN` behind them."""

    def evidence(self, left: Ints, reached: Levels) -> Floats:
        """What it adds for or against pairs that reach these levels; float32."""
        rarity = rarity_of(self._records, self.comparison, reached, left)
        return evidence_of(self.comparison, self._bits, reached, rarity)

    def at_best(self, pairs: Pairs) -> Floats:
        """The most it can say of every pair, as far as numbers tell; float32."""
        given = is_given(pairs, self.comparison)
        known = given & np.logical_or.reduce([pairs.is_known(condition) for condition in self.comparison.presences])
        best: Floats = np.where(known, self.worth[-2], self.worth[-1])
        for (conditions, is_told), numbers in groupby(reversed(range(len(self.worth) - 2)), self._seen):
            may_hold = np.logical_and.reduce([given, *(_may_hold(pairs, condition) for condition in conditions)])
            if is_told:
                at = np.flatnonzero(may_hold)
                best[at] = self.evidence(pairs.left[at], np.full(len(at), min(numbers), dtype=np.int8))
            else:
                most = max(self.worth[number] for number in numbers)
                np.maximum(best, most, out=best, where=may_hold)
        return best

    def _seen(self, number: int) -> tuple[tuple[Condition, ...], bool]:
        """What numbers see of a level, and whether that is all of it: of steps of likeness they see one thing."""
        conditions = self.comparison.levels[number].conditions
        seen = [each if each.relation in _BY_NUMBER else each.presence for each in conditions]
        return tuple(dict.fromkeys(seen)), seen == list(conditions)


def _may_hold(pairs: Pairs, condition: Condition) -> Mask:
    return pairs.holds(condition) if condition.relation in _BY_NUMBER else pairs.is_known(condition)


def _order(spec: Spec, asked: list[_Asked], best: list[Floats]) -> list[int]:
    """Numbers of the comparisons to ask, first what takes most for its cost; what stands in long texts is not asked."""
    ranked: list[tuple[float, int]] = []
    for number, comparison in enumerate(spec.comparisons):
        conditions = [condition for each in comparison.levels for condition in each.conditions]
        takes = float(best[number].mean() - asked[number].worth.min())
        if takes >= _WORTH_ASKING and not any(condition.relation in SAID_IN for condition in conditions):
            cost = _DEAR if any(_is_of_texts(spec, condition) for condition in conditions) else _CHEAP
            ranked.append((-takes / cost, number))
    return [number for _, number in sorted(ranked)]


def _is_of_texts(spec: Spec, condition: Condition) -> bool:
    is_told = condition.relation in (*_BY_NUMBER, *_OF_ELEMENTS)
    return not is_told and spec.fields[condition.field] in _RUNNING
