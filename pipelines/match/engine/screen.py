"""Pairs that cannot be the same, seen at a glance: what blocks bring together is mostly that.

Belongs here: bounds that cost a few operations on numbers. Does not belong here: similarities (`compare`). Nothing is
lost here that the exact rules would keep: a bound never says less than the similarity.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.match.engine.arrays import Floats, Hashes, Ints, Mask
from pipelines.match.engine.compare import Pairs, kept_apart
from pipelines.match.engine.likeness import OVERLAP
from pipelines.match.engine.likeness import signatures as signatures_of
from pipelines.match.engine.prepare import MISSING, Records, Values
from pipelines.match.engine.spec import Apart, Condition, Spec

_ROUNDING = 1e-4
_SHARED = ("shared", "partial")
_OVERLAPS = {"contained": 1.0, "abbreviated": 1.0, "overlap": OVERLAP}
"""Relation → share of the shorter text that must stand in the longer."""

Signature = tuple[Hashes, Ints]


class Screen:
    """Tells which pairs are worth a closer look."""

    def __init__(self, records: Records, spec: Spec, signed: dict[str, list[Signature]] | None = None) -> None:
        """Prepare the signatures of the fields that name the thing.

        Args:
            records: prepared records.
            spec: the spec.
            signed: the signatures, where they are known already.
        """
        self._records, self._spec = records, spec
        self._identity = [each for each in spec.comparisons if each.name in spec.identity]
        rules = [rule for rule in spec.aparts if _is_cheap(rule.conditions, *rule.unless)]
        bits = {
            name: np.uint64(1 << bit) for bit, name in enumerate({name: 0 for rule in rules for name in _needed(rule)})
        }
        self._known = np.zeros(len(records.ids), dtype=np.uint64)
        for name, bit in bits.items():
            self._known |= (records.fields[name].codes != MISSING) * bit
        needed = [np.bitwise_or.reduce([bits[name] for name in _needed(rule)], dtype=np.uint64) for rule in rules]
        often = [np.count_nonzero(self._known & each == each) for each in needed]
        # First those that most records have: the others are asked of what is left
        self._rules = [(rules[at], needed[at]) for at in np.argsort(often)[::-1]]
        self._signatures = signed or {field: signatures(records.fields[field]) for field in named_fields(spec)}

    def may_be_same(self, left: Ints, right: Ints) -> Mask:
        """False only where a hard rule keeps the pair apart, or nothing that names the thing can agree."""
        may_be = np.zeros(len(left), dtype=bool)
        at = self._apart_by_no_rule(left, right)
        if not self._identity:
            may_be[at] = True
            return may_be
        pairs = Pairs(self._records, left[at], right[at])
        resembling = {field: _resembling(signed, pairs) for field, signed in self._signatures.items()}
        known, agrees = np.zeros(len(at), dtype=bool), np.zeros(len(at), dtype=bool)
        for comparison in self._identity:
            known |= np.logical_or.reduce([pairs.known(field) for field in comparison.fields])
            for level in comparison.levels:
                may_hold = [_may_hold(pairs, condition, resembling) for condition in level.conditions]
                agrees |= np.logical_and.reduce(may_hold)
        may_be[at] = agrees | ~known
        return may_be

    def _apart_by_no_rule(self, left: Ints, right: Ints) -> Ints:
        """Indexes of the pairs that no cheap rule keeps apart."""
        # A rule speaks of few pairs: one number per record tells of which
        at, known = np.arange(len(left)), self._known[left] & self._known[right]
        for rule, needed in self._rules:
            asked = np.flatnonzero(known & needed == needed)
            pairs = Pairs(self._records, left[at[asked]], right[at[asked]])
            stay = np.ones(len(at), dtype=bool)
            stay[asked] = kept_apart(pairs, self._spec, [rule]) < 0
            at, known = at[stay], known[stay]
        return at


def _needed(rule: Apart) -> list[str]:
    """Fields that both records must have, or the rule says nothing."""
    return list(dict.fromkeys(each.field for each in rule.conditions if each.relation != "unknown"))


def named_fields(spec: Spec) -> list[str]:
    """Fields of which the screen needs signatures."""
    conditions = (
        condition
        for comparison in spec.comparisons
        if comparison.name in spec.identity
        for level in comparison.levels
        for condition in level.conditions
    )
    return list(dict.fromkeys(condition.field for condition in conditions if not _is_cheap((condition,))))


def _may_hold(pairs: Pairs, condition: Condition, resembling: dict[str, tuple[Floats, Floats]]) -> Mask:
    if _is_cheap((condition,)):
        return pairs.holds(condition)
    similarity, overlap = resembling[condition.field]
    if condition.relation in _OVERLAPS:
        return overlap >= _OVERLAPS[str(condition.relation)] - _ROUNDING
    if condition.relation in _SHARED:
        return overlap > 0
    if condition.relation == "alike":
        return (similarity + (overlap > 0)) / 2 >= condition.bound - _ROUNDING
    if condition.other is not None:
        return pairs.is_known(condition)
    return similarity >= float(condition.relation) - _ROUNDING


def _resembling(signed: list[Signature], pairs: Pairs) -> tuple[Floats, Floats]:
    """The most the similarity can be, and the most that can be common relative to the shorter; float32."""
    similarity, overlap = np.zeros(len(pairs.left), dtype=np.float32), np.zeros(len(pairs.left), dtype=np.float32)
    for signs, sizes in signed:
        a, b, size_a, size_b = signs[pairs.left], signs[pairs.right], sizes[pairs.left], sizes[pairs.right]
        both = a & b
        # What stands in one alone is in no common subsequence
        common = np.minimum(size_a - np.bitwise_count(a ^ both), size_b - np.bitwise_count(b ^ both))
        for most, size in ((similarity, (size_a + size_b) / 2), (overlap, np.minimum(size_a, size_b))):
            np.maximum(most, common / np.maximum(size, 1), out=most, casting="unsafe")
    return similarity, overlap


def _is_cheap(*groups: tuple[Condition, ...]) -> bool:
    words = ("same", "differ", "unknown", "numbers_differ", "other_number", "long", "few", "near", "some", "within")
    return all(condition.relation in words for group in groups for condition in group)


def signatures(values: Values) -> list[Signature]:
    """Signatures of the values of every record, and of its words where it has some."""
    texts = [values.folded] if values.words is None else [values.folded, values.words]
    return [_signature(each, values.codes) for each in texts]


def _signature(texts: pl.Series, codes: Ints) -> Signature:
    """For every record a bit per sign that occurs (uint64), and the number of signs (int32); 0 where it has none."""
    sizes = texts.str.len_chars().cast(pl.Int32).to_numpy()
    return np.append(signatures_of(texts), np.uint64(0))[codes], np.append(sizes, 0).astype(np.int32)[codes]
