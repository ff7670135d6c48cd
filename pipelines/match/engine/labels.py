"""Weights refined with labelled pairs, where there are any.

Belongs here: learning from `same` and `different` that people said. Does not belong here: learning without labels
(`weights`), the list of what people said (`decisions.pairs`).
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from scipy.special import expit, log_expit, logit

from pipelines.match.engine.arrays import Floats, Levels, Mask
from pipelines.match.engine.spec import Spec
from pipelines.match.engine.weights import Weights, never_against

_TRUST = 0.05
"""How firmly a weight stays where EM put it: a label moves what it speaks of, and nothing else."""


def refine(levels: Levels, rarity: Floats, is_same: Mask, spec: Spec, weights: Weights) -> Weights:
    """Move the weights to what labelled pairs say: logistic regression around the weights that EM found.

    Args:
        levels: int8, comparisons × labelled pairs; pairs that a hard rule decides are left out by the caller.
        rarity: bits of rarity, same shape.
        is_same: what the label says of each pair.
        spec: the spec.
        weights: learned without labels.

    Returns:
        Weights with the same shares of disagreement u, and m moved so that log2(m/u) is the refined weight.
    """
    from scipy.optimize import minimize  # learning alone needs it, no night does

    design = _design(levels, spec)
    start = np.concatenate([[logit(weights.prior)], *(np.log(2) * bits for bits in weights.bits())])
    offset = np.log(2) * rarity.sum(axis=0)
    sign = np.where(is_same, 1.0, -1.0)
    # As many pairs are different as one cares to list: both labels weigh alike
    share = np.where(is_same, 0.5 / max(is_same.sum(), 1), 0.5 / max((~is_same).sum(), 1)) * len(is_same)

    def loss(values: Floats) -> tuple[float, Floats]:
        margin = sign * (design @ values + offset)
        gradient = -design.T @ (share * sign * expit(-margin)) + 2 * _TRUST * (values - start)
        return float(-(share * log_expit(margin)).sum() + _TRUST * ((values - start) ** 2).sum()), gradient

    values = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return never_against(_with_bits(weights, values), spec)


def _design(levels: Levels, spec: Spec) -> Floats:
    """A column for the prior and one for every level of every comparison."""
    columns = [np.ones(levels.shape[1])]
    for comparison, row in zip(spec.comparisons, levels, strict=True):
        columns += [(row == level).astype(float) for level in range(len(comparison.levels) + 1)]
    return np.column_stack(columns)


def _with_bits(weights: Weights, values: Floats) -> Weights:
    ends = np.cumsum([1, *(len(row) for row in weights.u)])
    bits = [values[start:end] / np.log(2) for start, end in itertools.pairwise(ends)]
    m = tuple(u * np.exp2(np.minimum.accumulate(row)) for u, row in zip(weights.u, bits, strict=True))
    return replace(weights, m=m, prior=float(np.clip(expit(values[0]), 1e-6, 0.9)))
