"""How alike two records are, field by field: the level every comparison of a spec reaches.

Belongs here: similarities by kind of field, levels of pairs. Does not belong here: what a level is worth (`weights`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import cpdist

from pipelines.match.prepare import MISSING, Records, Values
from pipelines.match.spec import Comparison, Condition, Spec

UNKNOWN = -1
"""Level of a comparison nothing is known of: neutral."""
_SHORTEST_CONTAINED = 3
_NUMBER = re.compile(r"[0-9]+|(?<=第)[一二三四五六七八九十]+|[①-⑳]")


Measure = Callable[[Values, list[int], list[int]], np.ndarray]


class Pairs:
    """Pairs of records and what holds of them; every answer is computed once."""

    def __init__(self, records: Records, left: np.ndarray, right: np.ndarray) -> None:
        """Pairs by the indexes of their records.

        Args:
            records: prepared records.
            left: indexes of the first records.
            right: indexes of the second ones.
        """
        self._records, self.left, self.right = records, left, right
        self._similarities: dict[str, np.ndarray] = {}

    def known(self, field: str) -> np.ndarray:
        """Whether both records have the field."""
        a, b = self._codes(field)
        found: np.ndarray = (a != MISSING) & (b != MISSING)
        return found

    def same(self, field: str) -> np.ndarray:
        """Whether both have the same folded value."""
        a, b = self._codes(field)
        found: np.ndarray = (a == b) & (a != MISSING)
        return found

    def holds(self, condition: Condition) -> np.ndarray:
        """Whether a condition holds; false where a side is unknown."""
        if condition.relation == "same":
            return self.same(condition.field)
        if condition.relation == "differ":
            apart: np.ndarray = self.known(condition.field) & ~self.same(condition.field)
            return apart
        if condition.relation == "unknown":
            return ~self.known(condition.field)
        if condition.relation == "contained":
            inside: np.ndarray = self._of_values(condition.field, _contained) > 0
            return inside
        if condition.relation == "numbers_differ":
            return self._numbers_differ(condition.field)
        found: np.ndarray = self.similarity(condition.field) >= float(condition.relation)
        return found

    def similarity(self, field: str) -> np.ndarray:
        """Between 0 and 1; 0 where a side is unknown. float32."""
        if field not in self._similarities:
            self._similarities[field] = self._of_values(field, _similar)
        return self._similarities[field]

    def _codes(self, field: str) -> tuple[np.ndarray, np.ndarray]:
        codes = self._records.fields[field].codes
        return codes[self.left], codes[self.right]

    def _of_values(self, field: str, measure: Measure) -> np.ndarray:
        """A measure of every distinct pair of differing values, put back to the pairs; 1 where they are the same."""
        values = self._records.fields[field]
        a, b = self._codes(field)
        found = np.where((a == b) & (a != MISSING), np.float32(1), np.float32(0))
        at = np.flatnonzero((a != b) & (a != MISSING) & (b != MISSING))
        pairs = pl.DataFrame({"a": np.minimum(a[at], b[at]), "b": np.maximum(a[at], b[at])})
        distinct = pairs.unique(maintain_order=True)
        answers = measure(values, distinct.get_column("a").to_list(), distinct.get_column("b").to_list())
        distinct = distinct.with_columns(answer=pl.Series(np.asarray(answers, dtype=np.float32), dtype=pl.Float32))
        joined = pairs.join(distinct, on=["a", "b"], how="left", maintain_order="left")
        found[at] = joined.get_column("answer").to_numpy()
        return found

    def _numbers_differ(self, field: str) -> np.ndarray:
        values = self._records.fields[field]
        numbers = pl.Series([" ".join(_NUMBER.findall(text)) for text in values.folded], dtype=pl.String)
        codes = numbers.rank("dense").to_numpy() if len(numbers) else np.zeros(0)
        a, b = self._codes(field)
        found: np.ndarray = (a != MISSING) & (b != MISSING)
        at = np.flatnonzero(found)
        found[at] = codes[a[at]] != codes[b[at]]
        return found


def _texts(values: list[str], codes: list[int]) -> list[str]:
    return [values[code] for code in codes]


def _similar(values: Values, a: list[int], b: list[int]) -> np.ndarray:
    left, right = _texts(values.folded, a), _texts(values.folded, b)
    if values.kind in ("code", "phone", "date"):
        return cpdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32, workers=-1)
    if values.kind == "number":
        return np.array([_closeness(x, y) for x, y in zip(left, right, strict=True)], dtype=np.float32)
    if values.kind == "set":
        return np.array([_jaccard(x, y) for x, y in zip(left, right, strict=True)], dtype=np.float32)
    found = cpdist(left, right, scorer=Indel.normalized_similarity, dtype=np.float32, workers=-1)
    if any(" " in text for text in values.words):
        sorted_words = cpdist(
            _texts(values.words, a), _texts(values.words, b), scorer=fuzz.ratio, dtype=np.float32, workers=-1
        )
        found = np.maximum(found, sorted_words / 100)
    return found


def _closeness(a: str, b: str) -> float:
    try:
        x, y = float(a), float(b)
    except ValueError:
        return 0.0
    largest = max(abs(x), abs(y))
    return 1.0 if largest == 0 else max(0.0, 1 - abs(x - y) / largest)


def _jaccard(a: str, b: str) -> float:
    x, y = set(a.split(";")), set(b.split(";"))
    return len(x & y) / len(x | y)


def _contained(values: Values, a: list[int], b: list[int]) -> np.ndarray:
    """Whether one stands whole in the other. One sign more is not enough: 西生田公園 is another park than 生田公園."""
    pairs = zip(_texts(values.folded, a), _texts(values.folded, b), strict=True)
    return np.array([_stands_in(*sorted(pair, key=len)) for pair in pairs], dtype=np.float32)


def _stands_in(short: str, long: str) -> bool:
    return len(short) >= _SHORTEST_CONTAINED and len(long) - len(short) != 1 and short in long


def levels(pairs: Pairs, spec: Spec) -> np.ndarray:
    """The level every pair reaches in every comparison.

    Args:
        pairs: the pairs.
        spec: the spec.

    Returns:
        int8, one row per comparison and one column per pair: 0 for the first level, the number of levels where none
        holds, `UNKNOWN` where none holds and no field of the comparison is known on both sides.
    """
    return np.array([_level(pairs, comparison) for comparison in spec.comparisons], dtype=np.int8)


def _level(pairs: Pairs, comparison: Comparison) -> np.ndarray:
    known = np.zeros(len(pairs.left), dtype=bool)
    for field in comparison.fields:
        known |= pairs.known(field)
    found = np.where(known, np.int8(len(comparison.levels)), np.int8(UNKNOWN))
    for number in reversed(range(len(comparison.levels))):
        conditions = comparison.levels[number].conditions
        holds = np.logical_and.reduce([pairs.holds(condition) for condition in conditions])
        found[holds] = number
    return found


def kept_apart(pairs: Pairs, spec: Spec) -> np.ndarray:
    """Which hard rule keeps a pair apart: its number in the spec, or -1. int8."""
    found = np.full(len(pairs.left), -1, dtype=np.int8)
    for number in reversed(range(len(spec.aparts))):
        rule = spec.aparts[number]
        holds = np.logical_and.reduce([pairs.holds(condition) for condition in rule.conditions])
        for conditions in rule.unless:
            holds &= ~np.logical_and.reduce([pairs.holds(condition) for condition in conditions])
        found[holds] = number
    return found
