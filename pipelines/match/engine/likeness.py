"""How alike two values of a field are.

Belongs here: similarities by kind of field, the words of a spec that measure. Does not belong here: pairs of records
(`compare`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel, LCSseq
from rapidfuzz.process import cpdist

from pipelines.match.engine.arrays import Floats, Hashes, Ints, Mask
from pipelines.match.engine.prepare import Values, code_points
from pipelines.match.engine.shared_rarity import shared_weight, shares_some

_SHORTEST_CONTAINED = 3
_SHORTEST_ABBREVIATED = 5
_SHORTEST_OVERLAP = 5
_SHORTEST_PARTIAL = 3
OVERLAP = 0.6
"""Share of the shorter of two texts from which they overlap."""

_CODES = ("code", "phone", "date")
_BITS = 64
_ROUNDING = 1e-6

Measure = Callable[[Values, Ints, Ints], NDArray[Any]]


def may_be_alike(values: Values, a: Ints, b: Ints) -> Mask:
    """Whether two values may be as alike as anybody asks for: lengths and signs of most codes tell that they are not.

    Args:
        values: the field.
        a: numbers of the first values.
        b: numbers of the second ones.
    """
    if values.kind not in _CODES:
        return np.ones(len(a), dtype=bool)
    sizes, signs = values.of_each("sizes"), values.once("signs", lambda: signatures(values.folded))
    longer = np.maximum(sizes[a], sizes[b])
    # Every sign that stands in one alone costs an edit, and an edit spends one of each
    apart = np.abs(sizes[a] - sizes[b])
    for one, other in ((a, b), (b, a)):
        apart = np.maximum(apart, np.bitwise_count(signs[one] & ~signs[other]))
    return np.asarray(1 - apart / np.maximum(longer, 1) >= values.least - _ROUNDING)


def signatures(texts: pl.Series) -> Hashes:
    """For every text a bit per sign that occurs in it; uint64."""
    sizes = texts.str.len_chars().cast(pl.Int64).to_numpy()
    signs = code_points(texts)
    bit = np.uint64(1) << ((signs.astype(np.uint64) * np.uint64(0x9E3779B1)) >> np.uint64(7)) % np.uint64(_BITS)
    return np.bitwise_or.reduceat(bit, np.cumsum(sizes) - sizes) if len(sizes) else bit


def similar(values: Values, a: Ints, b: Ints) -> Floats:
    """How alike two values are, by the kind of their field.

    Args:
        values: the field.
        a: numbers of the first values.
        b: numbers of the second ones.

    Returns:
        Between 0 and 1, one for each pair; float32.
    """
    left, right = values.folded.gather(a), values.folded.gather(b)
    if values.kind in _CODES:
        return cpdist(left.to_list(), right.to_list(), scorer=OSA.normalized_similarity, dtype=np.float32, workers=-1)
    if values.kind == "number":
        return _closeness(left, right)
    if values.kind == "set":
        return _jaccard(left, right)
    texts = left.to_list(), right.to_list()
    similarity = cpdist(*texts, scorer=Indel.normalized_similarity, dtype=np.float32, workers=-1)
    if values.words is not None:
        spaced = values.once("spaced", lambda: (values.folded != values.words).to_numpy())
        at = np.flatnonzero(spaced[a] | spaced[b])  # of a single word there is nothing else to see
        words = values.words.gather(a[at]).to_list(), values.words.gather(b[at]).to_list()
        spaced_similarity = cpdist(*words, scorer=fuzz.ratio, dtype=np.float32, workers=-1) / 100
        similarity[at] = np.maximum(similarity[at], spaced_similarity)
    return similarity


def _closeness(left: pl.Series, right: pl.Series) -> Floats:
    """1 minus the difference relative to the larger; 0 where a side is no number."""
    a, b = left.cast(pl.Float64, strict=False).to_numpy(), right.cast(pl.Float64, strict=False).to_numpy()
    largest = np.maximum(np.abs(a), np.abs(b))
    share = np.divide(np.abs(a - b), largest, out=np.zeros(len(a)), where=largest > 0)
    return np.where(np.isnan(a) | np.isnan(b), 0.0, np.nan_to_num(np.clip(1 - share, 0, 1), nan=0.0))


def _jaccard(left: pl.Series, right: pl.Series) -> Floats:
    a, b = left.str.split(";"), right.str.split(";")
    both = a.list.set_intersection(b).list.len().to_numpy()
    return np.asarray(both / a.list.set_union(b).list.len().to_numpy())


def _contained(values: Values, a: Ints, b: Ints) -> Floats:
    """Whether one stands whole in the other. One sign more is not enough: 西生田公園 is another park than 生田公園."""
    df = pl.DataFrame({"a": values.folded.gather(a), "b": values.folded.gather(b)})
    sizes = {name: pl.col(name).str.len_chars().cast(pl.Int32) for name in ("a", "b")}
    is_a_short = sizes["a"] <= sizes["b"]
    apart = (sizes["a"] - sizes["b"]).abs()
    may_hold = (pl.min_horizontal(sizes["a"], sizes["b"]) >= _SHORTEST_CONTAINED) & (apart != 1)
    short, long = pl.when(is_a_short).then("a").otherwise("b"), pl.when(is_a_short).then("b").otherwise("a")
    df = df.select(short=short, long=long, may_hold=may_hold)
    holds = df.select(pl.col("may_hold") & pl.col("long").str.contains(pl.col("short"), literal=True))
    return holds.to_series().cast(pl.Float32).to_numpy()


def _common(values: Values, a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Signs of the longest common subsequence, and of the shorter value."""
    left, right = values.folded.gather(a), values.folded.gather(b)
    common = cpdist(left.to_list(), right.to_list(), scorer=LCSseq.similarity, dtype=np.int32, workers=-1)
    return common, np.minimum(left.str.len_chars().to_numpy(), right.str.len_chars().to_numpy())


def _abbreviated(values: Values, a: Ints, b: Ints) -> Mask:
    """Whether the shorter is the longer with signs left out: 緑区地域振興課 of 緑区まちづくり推進部地域振興課."""
    common, shorter = _common(values, a, b)
    is_abbreviated: Mask = (common == shorter) & (shorter >= _SHORTEST_ABBREVIATED)
    return is_abbreviated


def _overlap(values: Values, a: Ints, b: Ints) -> Mask:
    """Whether most of the shorter stands in the longer, in its order: each with an addition of its own."""
    common, shorter = _common(values, a, b)
    return (common >= OVERLAP * shorter) & (common >= _SHORTEST_OVERLAP)


def _some(values: Values, a: Ints, b: Ints) -> Mask:
    """Whether two sets have a value in common."""
    return shares_some(values, a, b)


def _within(values: Values, a: Ints, b: Ints) -> Mask:
    """Whether all of the smaller of two sets is in the larger: one meeting of a weekly group."""
    left, right = values.folded.gather(a).str.split(";"), values.folded.gather(b).str.split(";")
    smaller = np.minimum(left.list.len().to_numpy(), right.list.len().to_numpy())
    return np.asarray(left.list.set_intersection(right).list.len().to_numpy() == smaller)


def _partial(values: Values, a: Ints, b: Ints) -> Floats:
    """How alike the shorter is to the stretch of the longer it is most like; very short ones are compared whole."""
    left, right = values.folded.gather(a), values.folded.gather(b)
    sizes = np.minimum(left.str.len_chars().to_numpy(), right.str.len_chars().to_numpy())
    similarity = similar(values, a, b)
    at = np.flatnonzero(sizes >= _SHORTEST_PARTIAL)
    if len(at):
        texts = left.gather(at).to_list(), right.gather(at).to_list()
        similarity[at] = cpdist(*texts, scorer=fuzz.partial_ratio, dtype=np.float32, workers=-1) / 100
    return similarity


MEASURES: dict[str, Measure] = {
    "contained": _contained,
    "some": _some,
    "within": _within,
    "abbreviated": _abbreviated,
    "overlap": _overlap,
}


def _alike(values: Values, a: Ints, b: Ints) -> Floats:
    """Half how alike they are sign by sign, half how much of what is rare in the poorer stands in the other too.

    A typing error costs little of the first, words left out or added little of the second, and other things that share
    the words everybody has are far apart in both.
    """
    return (similar(values, a, b) + shared_weight(values, a, b)) / 2


SHARES: dict[str, Measure] = {"alike": _alike, "partial": _partial, "shared": shared_weight}
