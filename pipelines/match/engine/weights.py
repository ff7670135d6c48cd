"""What a level of agreement is worth: Fellegi–Sunter weights, and what they say of a pair.

Belongs here: m and u probabilities, rarity of values, probability of a pair. Does not belong here: learning them
(`unlabelled`, `labels`, `taught`).

Source of the model: Fellegi & Sunter, A Theory for Record Linkage, 1969; rarity after Winkler's frequency-based
matching. The fields are taken as independent, which real ones are not; `labels` and the bench show how far the
probabilities can be believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.special import expit, logit

from pipelines.match.engine.arrays import Floats, Ints, Levels, Mask
from pipelines.match.engine.compare import UNKNOWN
from pipelines.match.engine.prepare import Records, Values
from pipelines.match.engine.spec import Comparison, Level, Spec

_ROUNDS = 200
_ENOUGH = 1e-6
_FIRM = 2000.0
"""Pairs of experience a model brings along about the share that is the same."""
_RAREST = 6.0
"""Largest bonus of a rare value in bits, so that one agreement alone decides nothing."""
_EQUAL = frozenset({"same", "long", "few"})
"""Relations that hold only where values are equal, or narrow such a one."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A learned model.

    Attributes:
        m: per comparison, the share of each level (the last is disagreement) among pairs that are the same.
        u: the same among pairs that are different.
        prior: share of candidate pairs that are the same.
        is_contested: learned where a source lists a thing once, with candidates that compete (`rivals`).
    """

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    prior: float
    is_contested: bool = False

    def bits(self) -> list[Floats]:
        """Weight of every level in bits, never rising from a closer level to a looser one."""
        return [np.minimum.accumulate(np.log2(m / u)) for m, u in zip(self.m, self.u, strict=True)]


def strangers(levels: Levels, spec: Spec) -> Mask:
    """Pairs of which nothing that names the thing agrees: however much else they share, they are not the same.

    Two circles in one hall share place, phone and organiser; without this they would be what EM finds.
    """
    rows = [
        (comparison, row)
        for comparison, row in zip(spec.comparisons, levels, strict=True)
        if comparison.name in spec.identity
    ]
    if not rows:
        return np.zeros(levels.shape[1], dtype=bool)
    disagree = np.array([row == len(comparison.levels) for comparison, row in rows])
    unknown = np.array([row == UNKNOWN for _, row in rows])
    is_stranger: Mask = (disagree | unknown).all(axis=0) & disagree.any(axis=0)
    return is_stranger


def never_against(weights: Weights, spec: Spec) -> Weights:
    """The same weights, where being equal in something never speaks against a pair.

    Hundreds of activities share the address of one list; what is learned of it is that it tells little, and never that
    two activities with one address are the less the same.

    Args:
        weights: as they were learned.
        spec: the spec.
    """
    rows = zip(spec.comparisons, weights.m, weights.u, strict=True)
    m = tuple(np.where(_agreements(each), np.maximum(m, u), m) for each, m, u in rows)
    return replace(weights, m=m)


def is_agreement(level: Level) -> bool:
    """Whether all it speaks of is equal; 似ている or 町が同じで番地が違う may well speak against a pair."""
    return all(condition.relation in _EQUAL for condition in level.conditions)


def _agreements(comparison: Comparison) -> Mask:
    """Which levels are agreement, disagreement behind them."""
    return np.array([*(is_agreement(level) for level in comparison.levels), False])


def adapted(weights: Weights, levels: Levels, never: Mask) -> Weights:
    """A model learned elsewhere, with the share of pairs that are the same as this table has it.

    What an agreement is worth holds for other cities; how many look-alikes a table has does not. A small table says
    little of it, and keeps what was learned.

    Args:
        weights: the model.
        levels: int8, comparisons × pairs.
        never: pairs that cannot be the same.
    """
    reached, counts = patterns(levels[:, ~never])
    bits = np.zeros(len(counts))
    for row, worth in zip(reached, weights.bits(), strict=True):
        bits += np.append(worth, 0.0)[row]
    prior = weights.prior
    for _ in range(_ROUNDS):
        same = float((counts * probability(bits, prior)).sum())
        share = (same + _FIRM * weights.prior) / (counts.sum() + _FIRM)
        if abs(share - prior) < _ENOUGH:
            break
        prior = share
    return replace(weights, prior=prior)


def patterns(levels: Levels, worth: Floats | None = None) -> tuple[Levels, Floats]:
    """Distinct columns of levels and how many pairs have each: learning works on these.

    Args:
        levels: int8, comparisons × pairs.
        worth: how many pairs each one stands for; one when None.
    """
    names = [str(number) for number in range(levels.shape[0])]
    df = pl.DataFrame(dict(zip(names, levels, strict=True)))
    often = pl.len() if worth is None else pl.col("worth").sum()
    df = df if worth is None else df.with_columns(worth=worth)
    grouped = df.group_by(names).agg(often.cast(pl.Float64).alias("often")).sort(names)
    return grouped.select(names).to_numpy().T, grouped.get_column("often").to_numpy()


def evidence(levels: Levels, weights: Weights, rarity: Floats, spec: Spec) -> Floats:
    """Bits each comparison adds for or against a pair; float32, comparisons × pairs."""
    rows = zip(spec.comparisons, weights.bits(), levels, rarity, strict=True)
    return np.array([evidence_of(*row) for row in rows], dtype=np.float32)


def evidence_of(comparison: Comparison, bits: Floats, reached: Levels, rarity: Floats) -> Floats:
    """Bits one comparison adds for or against every pair; float32.

    Args:
        comparison: the comparison.
        bits: of its levels, as `Weights.bits` has them.
        reached: the level of every pair.
        rarity: bits for what is rare, of every pair.
    """
    added: Floats = np.append(bits, 0.0).astype(np.float32)[reached] + rarity
    # Sharing what everybody has tells nothing; it does not tell them apart
    is_agreement = np.append(_agreements(comparison), False)[reached]
    return np.where(is_agreement, np.maximum(added, np.float32(0)), added)


def log_odds(bits: Floats, prior: float) -> Floats:
    """Natural log-odds of a pair from the sum of its evidence and the prior."""
    return np.asarray(logit(prior) + np.log(2) * bits)


def probability(bits: Floats, prior: float) -> Floats:
    """Probability of a pair from the sum of its evidence and the prior."""
    return np.asarray(expit(log_odds(bits, prior)))


def rarity(records: Records, spec: Spec, levels: Levels, left: Ints) -> Floats:
    """Bits for agreeing on a rare value, or against a common one; float32, comparisons × pairs."""
    rows = zip(spec.comparisons, levels, strict=True)
    return np.array([rarity_of(records, comparison, row, left) for comparison, row in rows], dtype=np.float32)


def rarity_of(records: Records, comparison: Comparison, reached: Levels, left: Ints) -> Floats:
    """Bits for agreeing on a rare value, or against a common one, where the closest level is equality; float32.

    The share u of pairs that agree by chance is an average; of one value it is the share of records that have it.

    Args:
        records: prepared records.
        comparison: the comparison.
        reached: the level of every pair.
        left: the first record of every pair.
    """
    bonus = np.zeros(len(reached), dtype=np.float32)
    for level, field, is_long in _equal_levels(comparison):
        values = records.fields[field]
        at = np.flatnonzero(reached == level)
        bits = rareness(values)[values.codes[left[at]]]
        # A long name is hardly given twice by chance: many records of it say how much one bearer does
        bonus[at] = np.maximum(bits, np.float32(0)) if is_long else bits
    return bonus


def rareness(values: Values) -> Floats:
    """Bits for agreeing on each value of a field; float32."""

    def find() -> Floats:
        counts = values.counts.astype(np.float64)
        total = max(counts.sum(), 1.0)
        share = np.maximum(counts, 1.0) / total
        bits = np.log2(counts @ counts / total**2 / share)
        return np.asarray(np.clip(bits, -_RAREST, _RAREST).astype(np.float32))

    return values.once("rareness", find)


def _equal_levels(comparison: Comparison) -> Iterator[tuple[int, str, bool]]:
    """The first levels that are equality of one field, the field, whether long; none where rarity does not count."""
    for number, level in enumerate(comparison.levels if comparison.is_rarity_counted else ()):
        first = level.conditions[0]
        if first.relation != "same" or any(condition.field != first.field for condition in level.conditions):
            return
        yield number, first.field, any(condition.relation == "long" for condition in level.conditions)
