"""Pairs that no closer look can make the same: the most that is still to be seen of them falls short.

Belongs here: bounds of what a known model can say of a pair. Does not belong here: hard rules and signatures
(`screen`), what a level is worth (`weights`).

What a comparison adds is bounded, so most pairs are settled by what costs little to compare, and only the others are
asked how alike their texts are. A bound is never less than the evidence: no pair is lost that may be the same.
"""

from __future__ import annotations

import numpy as np
from scipy.special import logit

from pipelines.match.engine.blocking import Candidates
from pipelines.match.engine.clusters import components
from pipelines.match.engine.compare import UNKNOWN, Pairs, is_given, level
from pipelines.match.engine.prepare import Records
from pipelines.match.engine.spec import SAID_IN, Comparison, Condition, Spec
from pipelines.match.engine.weights import Weights, evidence

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


def is_known_before(spec: Spec) -> bool:
    """Whether a model alone says what a pair is worth.

    Not where the share of same pairs is found anew in every table, or a rare value counts more.
    """
    return not spec.identity and not any(comparison.is_rarity_counted for comparison in spec.comparisons)


def prospects(
    records: Records, spec: Spec, candidates: Candidates, weights: Weights, judged: np.ndarray
) -> tuple[Candidates, Candidates]:
    """The pairs that may be the same, and those that fall short whatever a closer look would show.

    Args:
        records: prepared records.
        spec: one that `is_known_before`.
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


def in_reach(records: Records, left: np.ndarray, right: np.ndarray, spec: Spec, weights: Weights) -> np.ndarray:
    """Indexes of the pairs that may reach the threshold.

    Args:
        records: prepared records.
        left: indexes of the first records.
        right: indexes of the second ones.
        spec: one that `is_known_before`.
        weights: the model that decides.
    """
    worths, found = _worths(spec, weights), [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(left), _SLICE):
        pairs = Pairs(records, left[start : start + _SLICE], right[start : start + _SLICE])
        found.append(start + _in_reach(pairs, spec, weights, worths))
    return np.concatenate(found)


def _in_reach(pairs: Pairs, spec: Spec, weights: Weights, worths: list[np.ndarray]) -> np.ndarray:
    needed = float((logit(spec.threshold) - logit(weights.prior)) / np.log(2)) - _ROUNDING
    best = [_at_best(pairs, *each) for each in zip(spec.comparisons, worths, strict=True)]
    total = np.sum(best, axis=0)
    kept = np.flatnonzero(total >= needed)
    alive = pairs.at(kept)
    for number in _order(spec, worths, best):
        total[kept] += worths[number][level(alive, spec.comparisons[number])] - best[number][kept]
        stay = np.flatnonzero(total[kept] >= needed)
        kept, alive = kept[stay], alive.at(stay)
    return kept


def _worths(spec: Spec, weights: Weights) -> list[np.ndarray]:
    """Bits of every level of every comparison, disagreement and `UNKNOWN` behind them."""
    sizes = [len(comparison.levels) + 1 for comparison in spec.comparisons]
    reached = np.array([[*range(size), *[UNKNOWN] * (max(sizes) + 1 - size)] for size in sizes], dtype=np.int8)
    bits = evidence(reached, weights, np.zeros(reached.shape, dtype=np.float32), spec)
    return [row[: size + 1] for row, size in zip(bits, sizes, strict=True)]


def _at_best(pairs: Pairs, comparison: Comparison, worth: np.ndarray) -> np.ndarray:
    """The most a comparison can say of every pair, as far as numbers tell; float32."""
    known = np.zeros(len(pairs.left), dtype=bool)
    for condition in dict.fromkeys(each for reached in comparison.levels for each in reached.conditions):
        known |= pairs.is_known(condition)
    given = is_given(pairs, comparison)
    known &= given
    found = worth[np.where(known, np.int8(len(comparison.levels)), np.int8(UNKNOWN))]
    for number in reversed(range(len(comparison.levels))):
        conditions = comparison.levels[number].conditions
        is_told = all(condition.relation in _BY_NUMBER for condition in conditions)
        may_hold = np.logical_and.reduce([_may_hold(pairs, condition) for condition in conditions])
        may_hold &= given
        found = np.where(may_hold, worth[number] if is_told else np.maximum(found, worth[number]), found)
    return found


def _may_hold(pairs: Pairs, condition: Condition) -> np.ndarray:
    return pairs.holds(condition) if condition.relation in _BY_NUMBER else pairs.is_known(condition)


def _order(spec: Spec, worths: list[np.ndarray], best: list[np.ndarray]) -> list[int]:
    """Numbers of the comparisons to ask, first what takes most for its cost; what stands in long texts is not asked."""
    asked: list[tuple[float, int]] = []
    for number, comparison in enumerate(spec.comparisons):
        conditions = [condition for each in comparison.levels for condition in each.conditions]
        takes = float(best[number].mean() - worths[number].min())
        if takes >= _WORTH_ASKING and not any(condition.relation in SAID_IN for condition in conditions):
            cost = _DEAR if any(_is_of_texts(spec, condition) for condition in conditions) else _CHEAP
            asked.append((-takes / cost, number))
    return [number for _, number in sorted(asked)]


def _is_of_texts(spec: Spec, condition: Condition) -> bool:
    is_told = condition.relation in (*_BY_NUMBER, *_OF_ELEMENTS)
    return not is_told and spec.fields[condition.field] in _RUNNING
