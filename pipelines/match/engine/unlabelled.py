"""What a level of agreement is worth, learned from the pairs themselves where nobody has said anything.

Belongs here: finding the pairs that are the same among those that only resemble each other. Does not belong here:
what is made of the weights (`weights`), labels (`labels`, `taught`).

Source of the model: Fellegi & Sunter, A Theory for Record Linkage, 1969; EM after Winkler 1988. Taken as two kinds of
pairs, EM finds whatever is most frequent: in a wordy table two things of one make or one house, which grow with the
square of the records while the same ones grow with their number. So the pairs that differ are several kinds here
(latent classes): one for every comparison, of pairs that agree in it and in the rest about as pairs drawn at random
do; and the pairs that are the same lean to what sameness means, agreement in all that is known. Where a source lists
a thing once, rivals tell more than kinds do: there chance is what random pairs show, and candidates compete.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.special import logit, logsumexp

from pipelines.match.engine.arrays import Floats, Ints, Levels
from pipelines.match.engine.blocking import Candidates
from pipelines.match.engine.compare import UNKNOWN, Pairs
from pipelines.match.engine.compare import levels as reached_by
from pipelines.match.engine.prepare import Records
from pipelines.match.engine.rivals import Rivals, contested, rivals_of
from pipelines.match.engine.spec import Spec
from pipelines.match.engine.weights import Weights, never_against, patterns

_ROUNDS, _ENOUGH = 60, 1e-4
_STRENGTH = 20.0
"""Pairs of experience the starting values are worth: they decide where the data have little to say."""
_LEANING = 0.2
"""The same as a share of the pairs of a kind: how firmly it stays the kind it is."""
_FIRST_PRIOR = 0.05
_LEAST = 1e-6
_OTHERWISE = 0.1
"""Of the same pairs so many are expected to disagree in a comparison: left out, abbreviated, written otherwise."""
_LEARNED_FROM = 100_000
"""Pairs that are learned from, at most: the more alike half of them all, of the others some that stand for the rest."""
_LOOKED_AT = 200_000
"""Pairs that are compared to learn from them, at most: of millions of pairs so many show what all of them would."""
_DRAWN = 200_000
"""Pairs drawn at random to see what agrees by chance; of a small table as many as it has."""
_SEED = 0
"""What is drawn is always the same."""


def some_of(count: int) -> Ints | None:
    """Which of so many pairs to learn from, in order; None where it is all of them."""
    if count <= _LOOKED_AT:
        return None
    return np.sort(np.random.default_rng(_SEED).choice(count, _LOOKED_AT, replace=False))


def learn_from(records: Records, spec: Spec, candidates: Candidates, levels: Levels) -> Weights:
    """Learn from the records themselves.

    Args:
        records: prepared records.
        spec: the spec.
        candidates: pairs that may be the same: the model judges only what rules and `strangers` leave.
        levels: int8, comparisons × candidates, as `compare.levels` gives them.
    """
    count = len(records.ids)
    ends = np.random.default_rng(_SEED).integers(0, max(count, 1), (2, min(_DRAWN, count * (count - 1) // 2)))
    left, right = ends[:, ends[0] != ends[1]]
    rivals = None
    if records.sources is not None and spec.is_one_per_source:
        claim = np.zeros(len(candidates.left), dtype=np.int8)
        rivals = rivals_of(candidates.left, candidates.right, records.sources, claim)
    return learn(levels, spec, reached_by(Pairs(records, left, right), spec), rivals)


def learn(levels: Levels, spec: Spec, by_chance: Levels, rivals: Rivals | None = None) -> Weights:
    """Learn without labels.

    Args:
        levels: int8, comparisons × pairs that may be the same.
        spec: the spec.
        by_chance: levels of pairs drawn at random.
        rivals: who competes with whom, where a source lists a thing once.
    """
    sizes = [len(comparison.levels) + 1 for comparison in spec.comparisons]
    seen, often = patterns(by_chance)
    chance = [_shares(row, often, _fading(size)[::-1]) for row, size in zip(seen, sizes, strict=True)]
    if rivals is not None:
        return never_against(_by_rivals(levels, chance, rivals), spec)
    return never_against(_by_kinds(levels, chance), spec)


def _by_rivals(levels: Levels, chance: list[Floats], rivals: Rivals) -> Weights:
    """Two kinds, of which the one that differs is known: who is best for both is found by competition."""
    starts = [_agreeing(len(each)) for each in chance]
    m, prior = starts, _FIRST_PRIOR
    for _ in range(_ROUNDS):
        weights = Weights(tuple(m), tuple(chance), prior, is_contested=True)
        bits = sum(np.append(worth, 0.0)[row] for worth, row in zip(weights.bits(), levels, strict=True))
        same = contested(logit(prior) + np.log(2) * np.asarray(bits), rivals)
        leaning = _STRENGTH + _LEANING * same.sum()
        new = [_shares(row, same, start, leaning) for row, start in zip(levels, starts, strict=True)]
        prior = float((same.sum() + _STRENGTH * _FIRST_PRIOR) / (len(same) + _STRENGTH))
        change = max((float(np.abs(a - b).max()) for a, b in zip(new, m, strict=True)), default=0.0)
        m = new
        if change < _ENOUGH:
            break
    return Weights(tuple(m), tuple(chance), prior, is_contested=True)


class _Kinds(NamedTuple):
    """What is taken for granted of every kind of pairs: the same, those that share nothing, one for each comparison.

    Attributes:
        first: shares of all levels of all comparisons, one column per kind.
        anchor: what they are held to.
        leaning: how firmly, relative to the pairs of the kind.
    """

    first: Floats
    anchor: Floats
    leaning: Floats


def _by_kinds(levels: Levels, chance: list[Floats]) -> Weights:
    sizes = [len(each) for each in chance]
    reached, counts = patterns(*_some(levels, sizes))
    design, kinds = _one_hot(reached, sizes), _kinds(chance)
    of = np.repeat(np.arange(len(sizes)), sizes)
    shares = kinds.first
    first = np.append(_FIRST_PRIOR, np.full(len(sizes) + 1, (1 - _FIRST_PRIOR) / (len(sizes) + 1)))
    share = first
    chances = np.zeros((len(counts), len(share)))
    for _ in range(_ROUNDS):
        likely = design @ np.log(shares) + np.log(share)
        chances = counts[:, None] * np.exp(likely - logsumexp(likely, axis=1, keepdims=True))
        pairs = chances.sum(axis=0)
        reaching = design.T @ chances + (_STRENGTH + kinds.leaning * pairs) * kinds.anchor
        totals = np.zeros((len(sizes), len(share)))
        np.add.at(totals, of, reaching)
        new = np.maximum(reaching / totals[of], _LEAST)
        share = (pairs + _STRENGTH * first) / (counts.sum() + _STRENGTH)
        change = float(np.abs(new[:, 0] - shares[:, 0]).max(initial=0.0))
        shares = new
        if change < _ENOUGH:
            break
    other = chances[:, 1:].sum(axis=1)
    u = [_shares(row, other, _fading(size)[::-1]) for row, size in zip(reached, sizes, strict=True)]
    return Weights(tuple(np.split(shares[:, 0], np.cumsum(sizes)[:-1])), tuple(u), float(share[0]))


def _kinds(chance: list[Floats]) -> _Kinds:
    sizes = [len(each) for each in chance]
    fading = [_fading(size) for size in sizes]
    same, drawn = np.concatenate([_agreeing(size) for size in sizes]), np.concatenate(chance)
    agree, differ = np.concatenate(fading), np.concatenate([each[::-1] for each in fading])
    of = np.repeat(np.arange(len(sizes)), sizes)
    own = of[:, None] == np.arange(len(sizes))
    sharing = np.where(own, agree[:, None], drawn[:, None])
    leaning = np.where(own, 0.0, _LEANING)
    return _Kinds(
        np.column_stack([same, drawn, sharing]),
        np.column_stack([same, differ, sharing]),
        np.column_stack([np.full(len(of), _LEANING), np.zeros(len(of)), leaning]),
    )


def _some(levels: Levels, sizes: list[int]) -> tuple[Levels, Floats]:
    """Pairs to learn from and how many pairs each stands for; always the same ones."""
    count = levels.shape[1]
    if count <= _LEARNED_FROM:
        return levels, np.ones(count)
    fading = [_fading(size) for size in sizes]
    bits = [np.append(np.log(each / each[::-1]), 0.0)[row] for each, row in zip(fading, levels, strict=True)]
    worth = np.sum(bits, axis=0)
    order, half = np.argsort(-worth, kind="stable"), _LEARNED_FROM // 2
    drawn = np.random.default_rng(_SEED).choice(order[half:], half, replace=False)
    # In whole pairs, whose sums are the same in any order
    stands_for = np.append(np.ones(half), np.full(half, round((count - half) / half)))
    return levels[:, np.append(order[:half], drawn)], stands_for


def _one_hot(reached: Levels, sizes: list[int]) -> csr_array:
    """A row per pattern, a column per level of every comparison; nothing where nothing is known."""
    starts = np.cumsum([0, *sizes[:-1]])
    comparison, row = np.nonzero(reached != UNKNOWN)
    column = starts[comparison] + reached[comparison, row]
    return csr_array((np.ones(len(row)), (row, column)), shape=(reached.shape[1], sum(sizes)))


def _fading(size: int) -> Floats:
    """Half of what is left at every level, little at the end: what agrees, or turned round, what does not."""
    shares = np.array([0.5**number for number in range(size)])
    shares[-1] = shares[-1] / 2
    return np.asarray(shares / shares.sum())


def _agreeing(size: int) -> Floats:
    """What is expected of pairs that are the same."""
    shares = np.asarray((1 - _OTHERWISE) * _fading(size))
    shares[-1] += _OTHERWISE
    return shares


def _shares(row: Levels, counts: Floats, start: Floats, strength: float = _STRENGTH) -> Floats:
    known = row != UNKNOWN
    reaching = np.bincount(row[known], weights=counts[known], minlength=len(start)) + strength * start
    return np.asarray(np.maximum(reaching / reaching.sum(), _LEAST))
