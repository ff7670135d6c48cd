"""How alike two records are, field by field: the level every comparison of a spec reaches.

Belongs here: pairs, what holds of them, the levels they reach. Does not belong here: how alike two values are
(`likeness`), what a level is worth (`weights`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from pipelines.match.engine.arrays import Floats, Ints, Levels, Mask
from pipelines.match.engine.likeness import MEASURES, SHARES, Measure, may_be_alike, similar
from pipelines.match.engine.prepare import MISSING, Records
from pipelines.match.engine.shared_rarity import Texts, rarest_shared, said_share, texts_of
from pipelines.match.engine.spec import MEASURED, SAID_IN, Apart, Comparison, Condition, Spec

UNKNOWN = -1
"""Level of a comparison nothing is known of: neutral."""
_ROUNDING = 1e-6
_CODE_BITS = 32
_RARE_SHARE = 0.05
"""Share of the records beyond which nothing is rare, however few they are."""
LONG = 8
"""Signs from which a name is hardly given twice by chance: さくら会 is, 柿生の里クラブ is not."""


class Pairs:
    """Pairs of records and what holds of them; every answer is computed once."""

    def __init__(self, records: Records, left: Ints, right: Ints) -> None:
        """Pairs by the indexes of their records.

        Args:
            records: prepared records.
            left: indexes of the first records.
            right: indexes of the second ones.
        """
        self._records, self.left, self.right = records, left, right
        self._measures: dict[tuple[str, str, str | None], Floats] = {}
        self._texts: dict[tuple[str, int], Texts] = {}
        self._coded: dict[str, tuple[Ints, Ints]] = {}
        self._known: dict[str, Mask] = {}

    def at(self, where: Ints) -> Pairs:
        """Some of the pairs, with what is known of them already."""
        some = Pairs(self._records, self.left[where], self.right[where])
        some._measures = {asked: values[where] for asked, values in self._measures.items()}
        some._texts = {asked: texts.at(where) for asked, texts in self._texts.items()}
        return some

    def known(self, field: str) -> Mask:
        """Whether both records have the field."""
        if field not in self._known:
            a, b = self._codes(field)
            self._known[field] = (a != MISSING) & (b != MISSING)
        return self._known[field]

    def same(self, field: str) -> Mask:
        """Whether both have the same folded value."""
        a, b = self._codes(field)
        is_same: Mask = (a == b) & (a != MISSING)
        return is_same

    def holds(self, condition: Condition) -> Mask:
        """Whether a condition holds; false where a side is unknown."""
        field, relation = condition.field, condition.relation
        if not isinstance(relation, str):
            return self.similarity(field) >= relation
        if relation in MEASURES:
            return self._of_values(field, MEASURES[relation]) > 0
        if relation in MEASURED or relation in SAID_IN:
            return self._reaches(condition)
        plain = {
            "same": self.same,
            "differ": self._differs,
            "unknown": lambda name: ~self.known(name),
            "long": self._is_long,
            "numbers_differ": self._numbers_differ,
            "other_number": self._other_number,
        }
        return plain[relation](field)

    def _differs(self, field: str) -> Mask:
        return self.known(field) & ~self.same(field)

    def _reaches(self, condition: Condition) -> Mask:
        """Whether what is measured reaches the number behind the word."""
        field, bound = condition.field, condition.bound
        if condition.relation == "few":
            return self.same(field) & (self._count(field) <= bound)
        if condition.relation == "near":
            return self._once("near", field, None, lambda: self._distance(field)) <= bound
        if condition.relation == "rare":
            # In a table of twenty a word that two have is not rare
            most = min(bound, _RARE_SHARE * len(self._records.ids))
            return self._once("rare", field, None, lambda: self._rarest(field)) <= most
        return self._measured(condition) >= bound - _ROUNDING

    def is_known(self, condition: Condition) -> Mask:
        """Whether both records say what a condition speaks of; `in`: one the value and the other a text."""
        if condition.other is None:
            return self.known(condition.field)
        a, b = self._codes(condition.field)
        text_a, text_b = self._codes(condition.other)
        there, back = (a != MISSING) & (text_b != MISSING), (b != MISSING) & (text_a != MISSING)
        is_known: Mask = there & back if condition.relation == "both in" else there | back
        return is_known

    def similarity(self, field: str) -> Floats:
        """Between 0 and 1; 0 where a side is unknown. float32."""
        return self._once("similar", field, None, lambda: self._of_values(field, similar))

    def _once(self, name: str, field: str, other: str | None, measure: Callable[[], Floats]) -> Floats:
        asked = (name, field, other)
        if asked not in self._measures:
            self._measures[asked] = measure()
        return self._measures[asked]

    def _measured(self, condition: Condition) -> Floats:
        """What a condition with a number behind its word compares with the number."""
        field, other = condition.field, condition.other
        if other is None:
            name = str(condition.relation)
            return self._once(name, field, None, lambda: self._of_values(field, SHARES[name]))
        there = self._once("there", field, other, lambda: self._share_in(field, other, is_back=False))
        back = self._once("back", field, other, lambda: self._share_in(field, other, is_back=True))
        return np.minimum(there, back) if condition.relation == "both in" else np.maximum(there, back)

    def _share_in(self, field: str, other: str, *, is_back: bool) -> Floats:
        """How much of the first's value stands in the second's text, or of the second's in the first's."""
        values, texts = self._records.fields[field], self._records.fields[other]
        from_, to = (self.right, self.left) if is_back else (self.left, self.right)
        a, b = values.codes[from_], texts.codes[to]
        shares = np.zeros(len(a), dtype=np.float32)
        at = np.flatnonzero((a != MISSING) & (b != MISSING))
        if len(at):
            asked = (other, values.gram)
            if asked not in self._texts:
                self._texts[asked] = texts_of(texts, *self._codes(other), values.gram)
            cut = self._texts[asked]
            place = cut.left if is_back else cut.right
            shares[at] = said_share(values, cut.parts, place[at], a[at])
        return shares

    def _distance(self, field: str) -> Floats:
        """How far apart the numbers are; infinitely far where a side is none."""
        numbers = np.append(self._records.fields[field].folded.cast(pl.Float64, strict=False).to_numpy(), np.nan)
        a, b = self._codes(field)
        return np.asarray(np.nan_to_num(np.abs(numbers[a] - numbers[b]), nan=np.inf))

    def _rarest(self, field: str) -> Floats:
        """How many records have the rarest value that both sets have; infinitely many where they share none."""
        a, b = self._codes(field)
        counts = np.full(len(a), np.inf, dtype=np.float32)
        at = np.flatnonzero(self.known(field))
        if len(at):
            counts[at] = rarest_shared(self._records.fields[field], a[at], b[at])
        return counts

    def _count(self, field: str) -> Ints:
        """How many records have the value of the first."""
        values = self._records.fields[field]
        return np.append(values.counts, 0)[values.codes[self.left]]

    def _codes(self, field: str) -> tuple[Ints, Ints]:
        if field not in self._coded:
            codes = self._records.fields[field].codes
            self._coded[field] = codes[self.left], codes[self.right]
        return self._coded[field]

    def _of_values(self, field: str, measure: Measure) -> Floats:
        """A measure of every pair of differing values; 1 where they are the same, 0 where a side is unknown."""
        values = self._records.fields[field]
        a, b = self._codes(field)
        is_same = self.same(field)
        measured = np.where(is_same, np.float32(1), np.float32(0))
        at = np.flatnonzero(self.known(field) & ~is_same)
        if measure is similar:
            at = at[may_be_alike(values, a[at], b[at])]
        if len(at):
            low, high = np.minimum(a[at], b[at]).astype(np.int64), np.maximum(a[at], b[at])
            # Few values make many pairs: a weekday is compared with another one once
            pairs, place = np.unique(low << _CODE_BITS | high, return_inverse=True)
            measured[at] = measure(values, pairs >> _CODE_BITS, pairs & (1 << _CODE_BITS) - 1)[place]
        return measured

    def _is_long(self, field: str) -> Mask:
        sizes = self._records.fields[field].of_each("sizes")
        a, b = self._codes(field)
        return np.minimum(sizes[a], sizes[b]) >= LONG

    def _numbers_differ(self, field: str) -> Mask:
        numbers = self._records.fields[field].of_each("numbers")
        a, b = self._codes(field)
        differ: Mask = self.known(field) & (numbers[a] != numbers[b])
        return differ

    def _other_number(self, field: str) -> Mask:
        numbers = self._records.fields[field].of_each("numbers")
        a, b = self._codes(field)
        both: Mask = (numbers[a] != 0) & (numbers[b] != 0)
        return self._numbers_differ(field) & both


def levels(pairs: Pairs, spec: Spec) -> Levels:
    """The level every pair reaches in every comparison.

    Args:
        pairs: the pairs.
        spec: the spec.

    Returns:
        int8, one row per comparison and one column per pair: 0 for the first level, the number of levels where none
        holds, `UNKNOWN` where none holds and no field of the comparison is known on both sides.
    """
    return np.array([level(pairs, comparison) for comparison in spec.comparisons], dtype=np.int8)


def level(pairs: Pairs, comparison: Comparison) -> Levels:
    """The level every pair reaches in one comparison; int8, as `levels` has it."""
    known = np.logical_or.reduce([pairs.is_known(condition) for condition in comparison.presences])
    reached = np.where(known, np.int8(len(comparison.levels)), np.int8(UNKNOWN))
    for number in reversed(range(len(comparison.levels))):
        conditions = comparison.levels[number].conditions
        holds = np.logical_and.reduce([pairs.holds(condition) for condition in conditions])
        reached[holds] = number
    reached[~is_given(pairs, comparison)] = UNKNOWN
    return reached


def is_given(pairs: Pairs, comparison: Comparison) -> Mask:
    """Whether a comparison speaks of a pair at all."""
    given = np.ones(len(pairs.left), dtype=bool)
    for condition in comparison.given:
        given &= pairs.holds(condition)
    return given


def kept_apart(pairs: Pairs, spec: Spec, rules: Sequence[Apart] | None = None) -> Ints:
    """Which hard rule keeps a pair apart: its number in the spec (or in `rules`), or -1. int8."""
    numbers = np.full(len(pairs.left), -1, dtype=np.int8)
    asked = spec.aparts if rules is None else rules
    for number in reversed(range(len(asked))):
        rule = asked[number]
        holds = np.logical_and.reduce([pairs.holds(condition) for condition in rule.conditions])
        at = np.flatnonzero(holds)
        for conditions in rule.unless:
            some = pairs.at(at)
            at = at[~np.logical_and.reduce([some.holds(condition) for condition in conditions])]
        numbers[at] = number
    return numbers
