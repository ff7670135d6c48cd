"""How much of what is rare in two texts they share: であそぼう says little, モルック much.

Belongs here: parts of texts weighed by how few records have them. Does not belong here: parts as keys (`parts`), what
an agreement is worth (`weights`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from pipelines.match.engine.parts import how_often, parts_of
from pipelines.match.engine.prepare import MISSING, Values

_PART_BITS = 24
_PART = (1 << _PART_BITS) - 1
_CHUNK = 1 << 18
"""Pairs looked up at one time."""
_CELLS = 1 << 20
"""Parts looked up at one time."""


def part_worth(values: Values, parts: np.ndarray) -> np.ndarray:
    """Bits a part is worth: about its rarity in the field; one that is in every text is still worth one. float32."""
    total = max(float(values.counts.sum()), 1.0)
    found: np.ndarray = np.log2(1 + total / np.maximum(how_often(values, parts), 1)).astype(np.float32)
    return found


def shared_weight(values: Values, a: np.ndarray, b: np.ndarray) -> np.ndarray:
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
    whole = np.maximum(weighed.sum(axis=1), np.float32(1e-6))
    found = np.zeros(len(a), dtype=np.float32)
    for start, end in pairwise(_bounds(np.diff(has.indptr)[left])):
        some = left[start:end], right[start:end]
        shared = weighed[some[0]].multiply(has[some[1]]).sum(axis=1)
        found[start:end] = shared / np.minimum(whole[some[0]], whole[some[1]])
    return found


def _all_weighed(values: Values) -> csr_array:
    """`_weighed` of all values of a field, found once."""
    asked = ("data", "indices", "indptr")
    if "weighed data" not in values.found:
        weighed = _weighed(values, values.folded)
        values.found.update({f"weighed {name}": getattr(weighed, name) for name in asked})
    parts = tuple(values.found[f"weighed {name}"] for name in asked)
    return csr_array(parts, shape=(len(values.folded), _PART + 1))


def _weighed(values: Values, texts: pl.Series) -> csr_array:
    """A row per text, a column per part, and what the part is worth where the text has it; float32."""
    code, part = parts_of(texts, values.gram)
    found = csr_array((np.ones(len(code), dtype=np.float32), (code, part)), shape=(len(texts), _PART + 1))
    found.data = part_worth(values, found.indices)  # a part that stands twice in a text counts once
    return found


def _bounds(cells: np.ndarray) -> list[int]:
    """Where to cut rows of so many cells, so that what is looked up at one time stays small."""
    at = np.searchsorted(np.cumsum(cells), np.arange(0, cells.sum() + 1, _CELLS), side="left")
    found: list[int] = np.unique(np.append(at, [0, len(cells)])).tolist()
    return found


class Texts(NamedTuple):
    """Texts of pairs in which values are looked for.

    Attributes:
        left: number of the text of the first record of every pair.
        right: of the second.
        parts: text and part, packed, of all that stands in them, in order.
    """

    left: np.ndarray
    right: np.ndarray
    parts: np.ndarray

    def at(self, kept: np.ndarray) -> Texts:
        """Those of some of the pairs."""
        return Texts(self.left[kept], self.right[kept], self.parts)


def texts_of(others: Values, left: np.ndarray, right: np.ndarray, gram: int) -> Texts:
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


def said_share(values: Values, texts: np.ndarray, place: np.ndarray, a: np.ndarray) -> np.ndarray:
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
    whole = np.maximum(np.bincount(code, weights=worth, minlength=len(used)), 1e-6)
    starts = np.searchsorted(code, np.arange(len(used) + 1))
    found = np.zeros(len(a), dtype=np.float32)
    for start in range(0, len(a), _CHUNK):
        rows = row[start : start + _CHUNK]
        pair, cell = _cells(starts, rows)
        asked = place[start : start + _CHUNK][pair] << _PART_BITS | part[cell]
        shared = np.bincount(pair, weights=worth[cell] * _stands(texts, asked), minlength=len(rows))
        found[start : start + len(rows)] = shared / whole[rows]
    return found


def _cells(starts: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For rows of a table in which row r has the cells from `starts[r]` to `starts[r + 1]`: row in order, and cell."""
    sizes = starts[rows + 1] - starts[rows]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    pair = np.repeat(np.arange(len(rows)), sizes)
    return pair, np.repeat(starts[rows] - first, sizes) + np.arange(len(pair))


def _stands(ordered: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Which of the asked numbers are among those in order."""
    where = np.minimum(np.searchsorted(ordered, asked), len(ordered) - 1)
    found: np.ndarray = ordered[where] == asked
    return found


def rarest_shared(values: Values, a: np.ndarray, b: np.ndarray) -> np.ndarray:
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
    found = np.full(len(a), np.inf, dtype=np.float32)
    for start in range(0, len(a), _CHUNK):
        rows = a[start : start + _CHUNK]
        pair, cell = _cells(starts, rows)
        asked = b[start : start + _CHUNK].astype(np.int64)[pair] << _PART_BITS | element[cell]
        count = np.where(_stands(packed, asked), often[element[cell]], np.inf)
        found[start : start + len(rows)] = np.minimum.reduceat(count, np.searchsorted(pair, np.arange(len(rows))))
    return found


def _elements(values: Values) -> np.ndarray:
    """Value and number of every element of every set, packed, in order; int64."""
    df = values.folded.alias("element").to_frame().with_row_index("code").with_columns(pl.col("element").str.split(";"))
    df = df.explode("element").with_columns(pl.col("code").cast(pl.Int64))
    number = df.get_column("element").rank("dense").cast(pl.Int64).to_numpy() - 1
    return in_order(df.get_column("code").to_numpy() << _PART_BITS | number)


def _distinct(texts: pl.Series, gram: int) -> np.ndarray:
    """Text and number of its parts, packed, each once, in order; int64."""
    code, part = parts_of(texts, gram)
    return in_order(code << _PART_BITS | part)


def in_order(packed: np.ndarray) -> np.ndarray:
    """Each number once; `numpy.unique` counts them in a hash table, which takes a hundred times as long here."""
    ordered = np.sort(packed)
    found: np.ndarray = ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
    return found
