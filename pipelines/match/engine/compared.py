"""Pairs with the levels they reach, the rules that keep them apart, and what a model says of them.

Belongs here: comparing and weighing many pairs, some at a time. Does not belong here: which pairs (`blocking`,
`prospects`), how alike one is (`compare`), what a level is worth (`weights`), the order of the steps (`matching`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from pipelines.match.engine.arrays import Floats, Ints, Levels, Mask
from pipelines.match.engine.blocking import Candidates
from pipelines.match.engine.compare import Pairs, kept_apart, levels
from pipelines.match.engine.prepare import Records
from pipelines.match.engine.rivals import contested, rivals_of
from pipelines.match.engine.spec import Spec
from pipelines.match.engine.weights import Weights, evidence, log_odds, rarity, strangers

_SLICE = 1 << 16
"""Pairs compared at one time: the parts of the texts they look into take a hundred times the room of the texts."""


class Compared(NamedTuple):
    """Pairs and what holds of them."""

    candidates: Candidates
    levels: Levels
    rule: Ints
    is_stranger: Mask

    @property
    def never(self) -> Mask:
        """Pairs that cannot be the same."""
        return (self.rule >= 0) | self.is_stranger

    def joined(self, more: Compared) -> Compared:
        """Both, in order."""
        if not len(more.rule):
            return self
        pairs = (self.candidates, more.candidates)
        left, right, rules = (np.concatenate([getattr(e, name) for e in pairs]) for name in ("left", "right", "rules"))
        order = np.lexsort((right, left))
        return Compared(
            Candidates(left, right, rules, self.candidates.report).at(order),
            np.concatenate([self.levels, more.levels], axis=1)[:, order],
            np.concatenate([self.rule, more.rule])[order],
            np.concatenate([self.is_stranger, more.is_stranger])[order],
        )


def compared(records: Records, spec: Spec, candidates: Candidates, kept: Ints | Mask) -> Compared:
    """The pairs with their levels and rules; one that can never be the same is dropped, unless it is `kept`."""
    none = np.zeros(0, dtype=np.int8)
    slices = [(np.zeros(0, dtype=np.int64), np.zeros((len(spec.comparisons), 0), dtype=np.int8), none, none > 0)]
    for part in _slices(len(kept)):
        pairs = Pairs(records, candidates.left[part], candidates.right[part])
        rule = kept_apart(pairs, spec)
        at = np.flatnonzero((rule < 0) | (kept[part] != 0))
        reached = levels(pairs.at(at), spec)
        is_stranger = strangers(reached, spec)
        stay = ~is_stranger | (kept[part][at] != 0)
        slices.append((part.start + at[stay], reached[:, stay], rule[at][stay], is_stranger[stay]))
    at_, levels_, rules_, strangers_ = zip(*slices, strict=True)
    return Compared(
        candidates.at(np.concatenate(at_)),
        np.concatenate(levels_, axis=1),
        np.concatenate(rules_),
        np.concatenate(strangers_),
    )


def pair_evidence(records: Records, spec: Spec, reached: Levels, candidates: Candidates, model: Weights) -> Floats:
    """Bits every comparison adds for or against pairs that reach these levels; float32, comparisons × pairs."""
    return evidence(reached, model, rarity(records, spec, reached, candidates.left), spec)


def pair_chance(records: Records, spec: Spec, pairs: Compared, model: Weights, judged: Ints | None = None) -> Floats:
    """What the model says of every pair; where candidates compete, `judged` tells what people have settled."""
    slices: list[Floats] = [np.zeros(0)]
    for part in _slices(len(pairs.rule)):
        bits = pair_evidence(records, spec, pairs.levels[:, part], pairs.candidates.at(part), model)
        slices.append(log_odds(bits.sum(axis=0), model.prior))
    alone = np.concatenate(slices)
    if not model.is_contested or records.sources is None:
        return np.asarray(expit(alone))
    claim = np.where(pairs.never, -1, 0) if judged is None else np.where(judged == 0, -1 * pairs.never, judged)
    return contested(alone, rivals_of(pairs.candidates.left, pairs.candidates.right, records.sources, claim))


def _slices(count: int) -> Iterator[slice]:
    return (slice(start, start + _SLICE) for start in range(0, count, _SLICE))
