"""How much of what is rare in two texts they share: であそぼう says little, モルック much.

Belongs here: parts of texts weighed by how few records have them. Does not belong here: parts as keys (`parts`), what
an agreement is worth (`weights`).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from pipelines.match.engine.arrays import Floats, Hashes, Ints, Mask
from pipelines.match.engine.parts import how_often, parts_of
from pipelines.match.engine.prepare import MISSING, Values

_PART_BITS = 24
_PART = (1 << _PART_BITS) - 1
_MASK_BITS = 64
_CHUNK = 1 << 14
"""Pairs looked up at one time: what is made of them fits into the cache."""
_MOST_STANDING = 1 << 25
"""Texts times parts up to which a table says which part stands in which text."""
_CELLS = 1 << 20
"""Parts looked up at one time."""


def part_worth(values: Values, parts: Ints) -> Floats:
    """Bits a part is worth: about its rarity in the field; one that is in every text is still worth one. float32."""
    total = max(float(values.counts.sum()), 1.0)
    return np.asarray(np.log2(1 + total / np.maximum(how_often(values, parts), 1)).astype(np.float32))


def shared_weight(values: Values, a: Ints, b: Ints) -> Floats:
    """Weight of the parts two values share, relative to the weight of the poorer one.

    Args:
        values: the field.
        a: numbers of the first values.
        b: numbers of the second ones.

    Returns:
        Between 0 and 1, one for each pair; float32.
    """
    if len(a) > len(values.folded):  # in slices of many pairs every value comes again
        weighed, left, right = _all_weighed(values), a, b
    else:
        used, places = np.unique(np.concatenate([a, b]), return_inverse=True)
        weighed, left, right = _weighed(values, values.folded.gather(used)), places[: len(a)], places[len(a) :]
    has = csr_array((np.ones_like(weighed.data), weighed.indices, weighed.indptr), shape=weighed.shape)
    weight = np.maximum(weighed.sum(axis=1), np.float32(1e-6))
    shares = np.zeros(len(a), dtype=np.float32)
    for start, end in pairwise(_bounds(np.diff(has.indptr)[left])):
        some = left[start:end], right[start:end]
        shared = weighed[some[0]].multiply(has[some[1]]).sum(axis=1)
        shares[start:end] = shared / np.minimum(weight[some[0]], weight[some[1]])
    return shares


def _all_weighed(values: Values) -> csr_array:
    """`_weighed` of all values of a field, computed once."""
    asked = ("data", "indices", "indptr")
    if "weighed data" not in values.derived:
        weighed = _weighed(values, values.folded)
        values.derived.update({f"weighed {name}": getattr(weighed, name) for name in asked})
    parts = tuple(values.derived[f"weighed {name}"] for name in asked)
    return csr_array(parts, shape=(len(values.folded), _PART + 1))


def _weighed(values: Values, texts: pl.Series) -> csr_array:
    """A row per text, a column per part, and what the part is worth where the text has it; float32."""
    code, part = parts_of(texts, values.gram)
    weighed = csr_array((np.ones(len(code), dtype=np.float32), (code, part)), shape=(len(texts), _PART + 1))
    weighed.data = part_worth(values, weighed.indices)  # a part that stands twice in a text counts once
    return weighed


def _bounds(cells: Ints) -> list[int]:
    """Where to cut rows of so many cells, so that what is looked up at one time stays small."""
    at = np.searchsorted(np.cumsum(cells), np.arange(0, cells.sum() + 1, _CELLS), side="left")
    bounds: list[int] = np.unique(np.append(at, [0, len(cells)])).tolist()
    return bounds


class Texts(NamedTuple):
    """Texts of pairs in which values are looked for.

    Attributes:
        left: number of the text of the first record of every pair.
        right: of the second.
        parts: text and part, packed, of all that stands in them, in order.
    """

    left: Ints
    right: Ints
    parts: Ints

    def at(self, where: Ints) -> Texts:
        """Those of some of the pairs."""
        return Texts(self.left[where], self.right[where], self.parts)


def texts_of(others: Values, left: Ints, right: Ints, gram: int) -> Texts:
    """The texts of pairs, each cut into parts once for all values that are looked for in it.

    Args:
        others: the field of the texts.
        left: number of the text of the first record of every pair, or `MISSING`.
        right: the same of the second.
        gram: signs of a part, those of the field of the values.
    """
    used, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    nothing = int(np.count_nonzero(used == MISSING))
    place -= nothing
    return Texts(place[: len(left)], place[len(left) :], _distinct(others.folded.gather(used[nothing:]), gram))


def said_share(values: Values, texts: Ints, place: Ints, a: Ints) -> Floats:
    """How much of what is rare in a value stands in a text of another field.

    Args:
        values: the field of the values.
        texts: `Texts.parts`.
        place: number of the text in which each value is looked for.
        a: numbers of the values.

    Returns:
        Between 0 and 1, one for each value; float32.
    """
    used, row = np.unique(a, return_inverse=True)
    packed = _distinct(values.folded.gather(used), values.gram)
    code, part = packed >> _PART_BITS, packed & _PART
    worth = part_worth(values, part)
    weight = np.maximum(np.bincount(code, weights=worth, minlength=len(used)), 1e-6)
    starts = np.searchsorted(code, np.arange(len(used) + 1))
    stands = _standing(texts, int(max(place.max(), (texts >> _PART_BITS).max(initial=0))) + 1, part)
    shares = np.zeros(len(a), dtype=np.float32)
    for start in range(0, len(a), _CHUNK):
        rows = row[start : start + _CHUNK]
        pair, cell = _cells(starts, rows)
        is_there = stands(place[start : start + _CHUNK][pair], cell)
        shared = np.bincount(pair, weights=worth[cell] * is_there, minlength=len(rows))
        shares[start : start + len(rows)] = shared / weight[rows]
    return shares


def _standing(texts: Ints, count: int, part: Ints) -> Callable[[Ints, Ints], Mask]:
    """A function that says whether parts, told by their place in `part`, stand in texts, told by their numbers.

    Of few texts a table is made: to look into it once takes a fifth of the time of a search.

    Args:
        texts: `Texts.parts`.
        count: of the texts.
        part: what is looked for, in any order.
    """
    known, column = np.unique(part, return_inverse=True)
    if not len(known) or count * len(known) > _MOST_STANDING:
        return lambda text, at: _stands(texts, text << _PART_BITS | part[at])
    of = texts & _PART
    where = np.minimum(np.searchsorted(known, of), len(known) - 1)
    is_known = np.flatnonzero(known[where] == of)
    table = np.zeros(count * len(known), dtype=bool)
    table[(texts[is_known] >> _PART_BITS) * len(known) + where[is_known]] = True
    return lambda text, at: table[text * len(known) + column[at]]


def _cells(starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """For rows of a table in which row r has the cells from `starts[r]` to `starts[r + 1]`: row in order, and cell."""
    sizes = starts[rows + 1] - starts[rows]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    pair = np.repeat(np.arange(len(rows)), sizes)
    return pair, np.repeat(starts[rows] - first, sizes) + np.arange(len(pair))


def _stands(ordered: Ints, asked: Ints) -> Mask:
    """Which of the asked numbers are among those in order."""
    where = np.minimum(np.searchsorted(ordered, asked), len(ordered) - 1)
    return np.asarray(ordered[where] == asked)


def rarest_shared(values: Values, a: Ints, b: Ints) -> Floats:
    """How many records have the rarest element that two sets share.

    Args:
        values: a field of kind `set`.
        a: numbers of the first values.
        b: numbers of the second ones.

    Returns:
        One for each pair, infinite where they share none; float32.
    """
    packed = values.once("elements", lambda: _elements(values))
    element = packed & _PART
    often = np.bincount(element, weights=values.counts[packed >> _PART_BITS])
    starts = np.searchsorted(packed >> _PART_BITS, np.arange(len(values.folded) + 1))
    counts = np.full(len(a), np.inf, dtype=np.float32)
    for start in range(0, len(a), _CHUNK):
        rows = a[start : start + _CHUNK]
        pair, cell = _cells(starts, rows)
        asked = b[start : start + _CHUNK].astype(np.int64)[pair] << _PART_BITS | element[cell]
        count = np.where(_stands(packed, asked), often[element[cell]], np.inf)
        counts[start : start + len(rows)] = np.minimum.reduceat(count, np.searchsorted(pair, np.arange(len(rows))))
    return counts


def shares_some(values: Values, a: Ints, b: Ints) -> Mask:
    """Whether two sets have a value in common.

    Args:
        values: a field of kind `set`.
        a: numbers of the first values.
        b: numbers of the second ones.
    """
    masks = values.once("masks", lambda: _masks(values))
    is_shared = np.asarray(masks[a] & masks[b] != 0)
    elements = values.once("elements", lambda: _elements(values)) & _PART
    if elements.max(initial=0) >= _MASK_BITS:
        at = np.flatnonzero(is_shared)  # two elements may have one bit
        is_shared[at] = rarest_shared(values, a[at], b[at]) < np.inf
    return is_shared


def _masks(values: Values) -> Hashes:
    """For every set a bit per element; uint64."""
    packed = values.once("elements", lambda: _elements(values))
    bits = np.uint64(1) << (packed & _PART).astype(np.uint64) % np.uint64(_MASK_BITS)
    return np.bitwise_or.reduceat(bits, np.searchsorted(packed >> _PART_BITS, np.arange(len(values.folded))))


def _elements(values: Values) -> Ints:
    """Value and number of every element of every set, packed, in order; int64."""
    df = values.folded.alias("element").to_frame().with_row_index("code").with_columns(pl.col("element").str.split(";"))
    df = df.explode("element").with_columns(pl.col("code").cast(pl.Int64))
    number = df.get_column("element").rank("dense").cast(pl.Int64).to_numpy() - 1
    return in_order(df.get_column("code").to_numpy() << _PART_BITS | number)


def _distinct(texts: pl.Series, gram: int) -> Ints:
    """Text and number of its parts, packed, each once, in order; int64."""
    code, part = parts_of(texts, gram)
    return in_order(code << _PART_BITS | part)


def in_order(packed: Ints) -> Ints:
    """Each number once; `numpy.unique` counts them in a hash table, which takes a hundred times as long here."""
    ordered = np.sort(packed)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
