"""How alike two records are, field by field: the level every comparison of a spec reaches.

Belongs here: similarities by kind of field, levels of pairs. Does not belong here: what a level is worth (`weights`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel, LCSseq
from rapidfuzz.process import cpdist

from pipelines.match.engine.prepare import MISSING, Records, Values
from pipelines.match.engine.shared_rarity import TELLING, shared_weight
from pipelines.match.engine.spec import Apart, Comparison, Condition, Spec

UNKNOWN = -1
"""Level of a comparison nothing is known of: neutral."""
_SHORTEST_CONTAINED = 3
_SHORTEST_ABBREVIATED = 5
_SHORTEST_OVERLAP = 5
OVERLAP = 0.6
"""Share of the shorter of two texts from which they overlap."""
LONG = 8
"""Signs from which a name is hardly given twice by chance: さくら会 is, 柿生の里クラブ is not."""

Measure = Callable[[Values, np.ndarray, np.ndarray], np.ndarray]


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

    def at(self, kept: np.ndarray) -> Pairs:
        """Some of the pairs, with what is known of them already."""
        found = Pairs(self._records, self.left[kept], self.right[kept])
        found._similarities = {field: values[kept] for field, values in self._similarities.items()}
        return found

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
        if condition.relation in _MEASURES:
            holds: np.ndarray = self._of_values(condition.field, _MEASURES[str(condition.relation)]) > 0
            return holds
        if condition.relation == "long":
            return self._is_long(condition.field)
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
        """A measure of every pair of differing values; 1 where they are the same, 0 where a side is unknown."""
        values = self._records.fields[field]
        a, b = self._codes(field)
        found = np.where((a == b) & (a != MISSING), np.float32(1), np.float32(0))
        at = np.flatnonzero((a != b) & (a != MISSING) & (b != MISSING))
        if len(at):
            found[at] = measure(values, np.minimum(a[at], b[at]), np.maximum(a[at], b[at]))
        return found

    def _is_long(self, field: str) -> np.ndarray:
        sizes = self._records.fields[field].of_each("sizes")
        a, b = self._codes(field)
        found: np.ndarray = np.minimum(sizes[a], sizes[b]) >= LONG
        return found

    def _numbers_differ(self, field: str) -> np.ndarray:
        numbers = self._records.fields[field].of_each("numbers")
        a, b = self._codes(field)
        found: np.ndarray = (a != MISSING) & (b != MISSING) & (numbers[a] != numbers[b])
        return found


def _similar(values: Values, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    left, right = values.folded.gather(a), values.folded.gather(b)
    if values.kind in ("code", "phone", "date"):
        return cpdist(left.to_list(), right.to_list(), scorer=OSA.normalized_similarity, dtype=np.float32, workers=-1)
    if values.kind == "number":
        return _closeness(left, right)
    if values.kind == "set":
        return _jaccard(left, right)
    found = cpdist(left.to_list(), right.to_list(), scorer=Indel.normalized_similarity, dtype=np.float32, workers=-1)
    if values.words is not None:
        words = values.words.gather(a).to_list(), values.words.gather(b).to_list()
        found = np.maximum(found, cpdist(*words, scorer=fuzz.ratio, dtype=np.float32, workers=-1) / 100)
    return found


def _closeness(left: pl.Series, right: pl.Series) -> np.ndarray:
    """1 minus the difference relative to the larger; 0 where a side is no number."""
    a, b = left.cast(pl.Float64, strict=False).to_numpy(), right.cast(pl.Float64, strict=False).to_numpy()
    largest = np.maximum(np.abs(a), np.abs(b))
    share = np.divide(np.abs(a - b), largest, out=np.zeros(len(a)), where=largest > 0)
    found: np.ndarray = np.nan_to_num(np.clip(1 - share, 0, 1), nan=0.0)
    return np.where(np.isnan(a) | np.isnan(b), 0.0, found)


def _jaccard(left: pl.Series, right: pl.Series) -> np.ndarray:
    a, b = left.str.split(";"), right.str.split(";")
    both = a.list.set_intersection(b).list.len().to_numpy()
    found: np.ndarray = both / a.list.set_union(b).list.len().to_numpy()
    return found


def _contained(values: Values, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether one stands whole in the other. One sign more is not enough: 西生田公園 is another park than 生田公園."""
    df = pl.DataFrame({"a": values.folded.gather(a), "b": values.folded.gather(b)})
    sizes = {name: pl.col(name).str.len_chars().cast(pl.Int32) for name in ("a", "b")}
    is_a_short = sizes["a"] <= sizes["b"]
    apart = (sizes["a"] - sizes["b"]).abs()
    held = (pl.min_horizontal(sizes["a"], sizes["b"]) >= _SHORTEST_CONTAINED) & (apart != 1)
    df = df.select(
        short=pl.when(is_a_short).then("a").otherwise("b"), long=pl.when(is_a_short).then("b").otherwise("a"), held=held
    )
    found = df.select(pl.col("held") & pl.col("long").str.contains(pl.col("short"), literal=True))
    return found.to_series().cast(pl.Float32).to_numpy()


def _common(values: Values, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Signs of the longest common subsequence, and of the shorter value."""
    left, right = values.folded.gather(a), values.folded.gather(b)
    common = cpdist(left.to_list(), right.to_list(), scorer=LCSseq.similarity, dtype=np.int32, workers=-1)
    return common, np.minimum(left.str.len_chars().to_numpy(), right.str.len_chars().to_numpy())


def _abbreviated(values: Values, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether the shorter is the longer with signs left out: 幸区地域振興課 of 幸区まちづくり推進部地域振興課."""
    common, shorter = _common(values, a, b)
    found: np.ndarray = (common == shorter) & (shorter >= _SHORTEST_ABBREVIATED)
    return found


def _overlap(values: Values, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether most of the shorter stands in the longer, in its order: each with an addition of its own."""
    common, shorter = _common(values, a, b)
    found: np.ndarray = (common >= OVERLAP * shorter) & (common >= _SHORTEST_OVERLAP)
    return found


def _telling(values: Values, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether what they share is what is rare in them: モルックであそぼう is no プラレールであそぼう."""
    found: np.ndarray = shared_weight(values, a, b) >= TELLING
    return found


_MEASURES: dict[str, Measure] = {
    "contained": _contained,
    "telling": _telling,
    "abbreviated": _abbreviated,
    "overlap": _overlap,
}


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


def kept_apart(pairs: Pairs, spec: Spec, rules: Sequence[Apart] | None = None) -> np.ndarray:
    """Which hard rule keeps a pair apart: its number in the spec (or in `rules`), or -1. int8."""
    found = np.full(len(pairs.left), -1, dtype=np.int8)
    asked = spec.aparts if rules is None else rules
    for number in reversed(range(len(asked))):
        rule = asked[number]
        holds = np.logical_and.reduce([pairs.holds(condition) for condition in rule.conditions])
        for conditions in rule.unless:
            holds &= ~np.logical_and.reduce([pairs.holds(condition) for condition in conditions])
        found[holds] = number
    return found
