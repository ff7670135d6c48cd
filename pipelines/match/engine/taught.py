"""Weights learned from pairs whose answer is known, in several worlds at once.

Belongs here: the additive model and its bounds. Does not belong here: learning without answers (`weights`), moving a
model by a few answers (`labels`), which worlds there are.

The model is a logistic regression on levels: every comparison adds the bits of the level it reaches, a closer level
never less than a looser one, and nothing where nothing is known. So each part of the evidence can be shown, and no
single part can outweigh all others: the penalty keeps weights small, and each world weighs alike however many pairs it
has, as far as it has enough to speak for itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.special import expit, log_expit, logit

from pipelines.match.engine.arrays import Floats, Ints, Levels, Mask
from pipelines.match.engine.spec import Comparison, Spec
from pipelines.match.engine.weights import Weights, is_agreement

_PENALTY = 0.3
_WORLD, _PAIR = 200.0, 2.0
"""Same pairs a world counts for, whatever its size; but none of its pairs counts for more than two."""
_DIFFERENT, _EASY = 5.0, 1.0
"""Differing pairs for each same one that a world counts for, at most; of those that nobody mixes up, once they are
known. How many its blocks bring together says something of its size, and nothing of what an agreement is worth."""
_HARD, _HARD_SHARE = 0.02, 0.6
"""Chance of being the same from which a differing pair is one that could be mixed up, and what such a pair counts
beside a same one. With 1.0 lists of facilities gain 0.01 of F1 and headlines lose 0.01 to 0.03; where all differing
pairs count alike, facilities lose 0.07.
"""
_EVEN = 0.5


class Lesson(NamedTuple):
    """The pairs of one world.

    Attributes:
        levels: int8, comparisons × pairs, as `compare.levels` gives them.
        is_same: the answer for each pair.
    """

    levels: Levels
    is_same: Mask


def taught(lessons: Iterable[Lesson], spec: Spec) -> Weights:
    """The weights that explain the answers best.

    Args:
        lessons: one for each world.
        spec: the spec the levels are of.
    """
    every = list(lessons)
    first = _fitted(every, [np.zeros(len(each.is_same), dtype=bool) for each in every], _DIFFERENT, spec)
    return _fitted(every, [_chance(each, first) >= _HARD for each in every], _EASY, spec)


def _chance(lesson: Lesson, weights: Weights) -> Floats:
    """What a model says of the pairs of a world."""
    bits = np.zeros(len(lesson.is_same))
    for reached, worth in zip(lesson.levels, weights.bits(), strict=True):
        bits += np.where(reached >= 0, np.append(worth, 0.0)[reached], 0.0)
    return np.asarray(expit(bits * np.log(2) + logit(weights.prior)))


def _fitted(lessons: list[Lesson], hard: list[Mask], easy: float, spec: Spec) -> Weights:
    """The weights that explain the answers best, where pairs that are hard count more than those that nobody mixes up.

    Args:
        lessons: one for each world.
        hard: for each of them which pairs are hard.
        easy: easy differing pairs for each same one that a world counts for, at most.
        spec: the spec the levels are of.
    """
    patterns, answers, counts = _together(lessons, hard, easy)
    design = _design(patterns, spec)
    from scipy.optimize import minimize  # learning alone needs it, no night does

    sign = np.where(answers, 1.0, -1.0)

    def loss(values: Floats) -> tuple[float, Floats]:
        margin = sign * (design @ values)
        gradient = -(design.T @ (counts * sign * expit(-margin)))
        gradient[1:] += 2 * _PENALTY * values[1:]
        return float(-(counts * log_expit(margin)).sum() + _PENALTY * (values[1:] ** 2).sum()), gradient

    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    for comparison in spec.comparisons:
        anchor = _anchor(comparison)
        steps = [(0.0, None)] * (len(comparison.levels) + 1)
        bounds += steps if _is_agreement(comparison, anchor) else [*steps[:anchor], (None, None), *steps[anchor + 1 :]]
    values = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return _weights(values, spec)


def _anchor(comparison: Comparison) -> int:
    """The level the others are counted from: the last that is agreement, or else disagreement.

    What it is worth is never below nothing where it is agreement: being equal never speaks against a pair.
    """
    agreeing = itertools.takewhile(is_agreement, comparison.levels)
    return sum(1 for _ in agreeing) - 1 if is_agreement(comparison.levels[0]) else len(comparison.levels)


def _is_agreement(comparison: Comparison, level: int) -> bool:
    return level < len(comparison.levels) and is_agreement(comparison.levels[level])


def _together(lessons: list[Lesson], hard: list[Mask], easy: float) -> tuple[Ints, Mask, Floats]:
    """Distinct columns of levels with their answer, and how much each counts."""
    worlds = []
    names = [str(number) for number in range(lessons[0].levels.shape[0])]
    for lesson, is_hard in zip(lessons, hard, strict=True):
        worth = pl.Series("worth", _worth(lesson.is_same, is_hard, easy))
        df = pl.DataFrame(dict(zip(names, lesson.levels, strict=True))).with_columns(worth, same=lesson.is_same)
        worlds.append(df.group_by([*names, "same"]).agg(pl.col("worth").sum()))
    every = pl.concat(worlds).group_by([*names, "same"]).agg(pl.col("worth").sum()).sort([*names, "same"])
    columns = every.select(names).to_numpy().T
    return columns, every.get_column("same").to_numpy(), every.get_column("worth").to_numpy()


def _worth(is_same: Mask, is_hard: Mask, easy: float) -> Floats:
    """How much every pair of a world counts."""
    same = int(is_same.sum())
    worth = min(_WORLD / max(same, 1), _PAIR)
    less = min(easy * same / max(int((~is_same & ~is_hard).sum()), 1), 1.0)
    return np.where(is_same, worth, np.where(is_hard, _HARD_SHARE, less) * worth)


def _design(patterns: Ints, spec: Spec) -> csr_array:
    """A column for the prior; per comparison one for its anchor, and one for every step up or down from there."""
    count = patterns.shape[1]
    rows, columns, signs = [np.arange(count)], [np.zeros(count, dtype=np.int64)], [np.ones(count)]
    start = 1
    for comparison, reached in zip(spec.comparisons, patterns, strict=True):
        anchor = _anchor(comparison)
        for level in range(len(comparison.levels) + 1):
            is_below = level > anchor
            holds = reached >= level if is_below else reached <= level
            at = np.flatnonzero((reached >= 0) & (holds | (level == anchor)))
            rows.append(at)
            columns.append(np.full(len(at), start + level))
            signs.append(np.full(len(at), -1.0 if is_below else 1.0))
        start += len(comparison.levels) + 1
    row, column, sign = np.concatenate(rows), np.concatenate(columns), np.concatenate(signs)
    return csr_array((sign, (row, column)), shape=(count, start))


def _weights(values: Floats, spec: Spec) -> Weights:
    m, start = [], 1
    for comparison in spec.comparisons:
        steps, anchor = values[start : start + len(comparison.levels) + 1], _anchor(comparison)
        above, below = np.cumsum(steps[: anchor + 1][::-1])[::-1], steps[anchor] - np.cumsum(steps[anchor + 1 :])
        bits = np.concatenate([above, below]) / np.log(2)
        bits[-1] = min(bits[-1], 0.0)  # nor does disagreement ever speak for one
        m.append(_EVEN * np.exp2(bits))
        start += len(steps)
    return Weights(tuple(m), tuple(np.full(len(each), _EVEN) for each in m), float(expit(values[0])))
