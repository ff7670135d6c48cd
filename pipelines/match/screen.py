"""Pairs that cannot be the same, seen at a glance: what blocks bring together is mostly that.

Belongs here: bounds that cost a few operations on numbers. Does not belong here: similarities (`compare`). Nothing is
lost here that the exact rules would keep: a bound never says less than the similarity.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.match.compare import Pairs, kept_apart
from pipelines.match.prepare import MISSING, Records, Values, code_points
from pipelines.match.spec import Comparison, Condition, Spec

_BITS = 64

Signature = tuple[np.ndarray, np.ndarray]


class Screen:
    """Tells which pairs are worth a closer look."""

    def __init__(self, records: Records, spec: Spec) -> None:
        """Prepare the signatures of the fields that name the thing.

        Args:
            records: prepared records.
            spec: the spec.
        """
        self._records, self._spec = records, spec
        self._identity = [each for each in spec.comparisons if each.name in spec.identity]
        self._rules = [rule for rule in spec.aparts if _is_cheap(rule.conditions, *rule.unless)]
        fields = {
            condition.field
            for comparison in self._identity
            for level in comparison.levels
            for condition in level.conditions
            if not _is_cheap((condition,))
        }
        self._signatures = {field: _signatures(records.fields[field]) for field in fields}

    def may_be_same(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """False only where a hard rule keeps the pair apart, or nothing that names the thing can agree."""
        pairs = Pairs(self._records, left, right)
        found: np.ndarray = kept_apart(pairs, self._spec, self._rules) < 0
        if not self._identity:
            return found
        known, agrees = np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
        for comparison in self._identity:
            known |= np.logical_or.reduce([pairs.known(field) for field in comparison.fields])
            agrees |= self._may_agree(pairs, comparison)
        found &= agrees | ~known
        return found

    def _may_agree(self, pairs: Pairs, comparison: Comparison) -> np.ndarray:
        levels = [[self._may_hold(pairs, each) for each in level.conditions] for level in comparison.levels]
        found: np.ndarray = np.logical_or.reduce([np.logical_and.reduce(level) for level in levels])
        return found

    def _may_hold(self, pairs: Pairs, condition: Condition) -> np.ndarray:
        if _is_cheap((condition,)):
            return pairs.holds(condition)
        codes = self._records.fields[condition.field].codes
        a, b = codes[pairs.left], codes[pairs.right]
        found = np.zeros(len(a), dtype=bool)
        for signature in self._signatures[condition.field]:
            found |= _may_resemble(signature, a, b, condition.relation)
        found &= (a != MISSING) & (b != MISSING)
        return found


def _may_resemble(signature: Signature, a: np.ndarray, b: np.ndarray, relation: str | float) -> np.ndarray:
    signs, sizes = signature
    only_a = np.bitwise_count(signs[a] & ~signs[b]).astype(np.int16)
    only_b = np.bitwise_count(signs[b] & ~signs[a]).astype(np.int16)
    if relation == "contained":
        inside: np.ndarray = (only_a == 0) | (only_b == 0)
        return inside
    # What stands in one alone is in no common subsequence
    common = np.minimum(sizes[a] - only_a, sizes[b] - only_b)
    enough: np.ndarray = 2 * common >= float(relation) * (sizes[a] + sizes[b]) - 1e-4
    return enough


def _is_cheap(*groups: tuple[Condition, ...]) -> bool:
    words = ("same", "differ", "unknown", "numbers_differ")
    return all(condition.relation in words for group in groups for condition in group)


def _signatures(values: Values) -> list[Signature]:
    return [_signature(texts) for texts in (values.folded, values.words) if texts is not None]


def _signature(texts: pl.Series) -> Signature:
    """A bit per sign that occurs (uint64), and the number of signs; the place after the last value is for `MISSING`."""
    sizes = texts.str.len_chars().cast(pl.Int32).to_numpy()
    signs = code_points(texts)
    bit = np.uint64(1) << ((signs.astype(np.uint64) * np.uint64(0x9E3779B1)) >> np.uint64(7)) % np.uint64(_BITS)
    found = np.zeros(len(sizes) + 1, dtype=np.uint64)
    if len(sizes):
        found[:-1] = np.bitwise_or.reduceat(bit, np.cumsum(sizes) - sizes)
    return found, np.append(sizes, 0).astype(np.int32)
