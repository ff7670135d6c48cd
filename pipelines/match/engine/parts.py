"""Rare parts of texts: the keys that bring spellings of one name together.

Belongs here: n-grams, how common they are, which of them become keys. Does not belong here: pairs.

All of it is arithmetic on arrays of code points: a million names are eight million parts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import polars as pl

from pipelines.match.engine.arrays import Hashes, Ints
from pipelines.match.engine.prepare import MISSING, Values, code_points

_BUCKETS = 1 << 24
"""Parts are numbered by a hash of 24 bits; two that share a number only look more common than they are."""
_RAREST = 5
"""So many of the rarest parts of a text are its keys: one of them survives a few typing errors."""
_COMMON_TAG = np.uint64(1 << 62)
_CODE_BITS, _COUNT_BITS = np.uint64(36), np.uint64(24)
_CODE_BITS_, _OFTEN_BITS = 36, 32
_SIGNS = 1 << 16
"""Signs of texts that are cut at one time."""
_EXACT = 2048
"""Counts above are only told apart roughly."""

Counts = Callable[[Ints], Ints]
"""Numbers of parts → how many records have each."""


def part_counts(values: Values) -> Ints:
    """Number of every part that stands in the field and how many records have it, packed, in order; int64.

    A table of all numbers there may be would be quicker to look into and larger than all else that is known of a field.
    """

    def find() -> Ints:
        code, bucket = parts_of(values.folded, values.gram)
        packed = bucket << _CODE_BITS_ | code
        packed.sort()
        part = packed >> _CODE_BITS_
        starts = np.flatnonzero(np.append(True, part[1:] != part[:-1])) if len(part) else part
        often = values.counts[packed & (1 << _CODE_BITS_) - 1].astype(np.int64)
        counted: Ints = part[starts] << _OFTEN_BITS | (np.add.reduceat(often, starts) if len(starts) else starts)
        return part[starts] << _OFTEN_BITS | counted

    return values.once("parts", find)


def how_often(values: Values, parts: Ints) -> Ints:
    """How many records have each of these parts; int32."""
    known = part_counts(values)
    if not len(known):
        return np.zeros(len(parts), dtype=np.int32)
    nearest = known[np.minimum(np.searchsorted(known, parts << _OFTEN_BITS), len(known) - 1)]
    return np.where(nearest >> _OFTEN_BITS == parts, nearest & (1 << _OFTEN_BITS) - 1, 0).astype(np.int32)


def part_keys(values: Values, largest: int, counts: Counts | None = None) -> tuple[Hashes, Ints]:
    """Keys of the records of a field: its rarest parts, common parts only two together.

    Args:
        values: the field.
        largest: a part of more records than this is common.
        counts: how many records have parts of these numbers, those of the field itself when None; a part of one record
            brings nobody together.

    Returns:
        Keys (uint64) and record indexes (int32), in no order; a record may have several keys.
    """
    code, count, bucket = _ranked(values, counts or partial(how_often, values))
    rank = np.arange(len(code)) - np.searchsorted(code, code)
    is_rare = (rank < _RAREST) & (count <= largest)
    keys, codes = [bucket[is_rare]], [code[is_rare]]
    is_common = (rank <= _RAREST) & (count > largest)
    common, common_bucket = code[is_common], bucket[is_common]
    for step in range(1, _RAREST + 1):
        both = np.flatnonzero(common[step:] == common[:-step])
        a, b = common_bucket[both], common_bucket[both + step]
        keys.append(_COMMON_TAG | (np.minimum(a, b) << _COUNT_BITS) | np.maximum(a, b))
        codes.append(common[both])
    return _of_records(np.concatenate(keys), np.concatenate(codes), values)


def single_parts(values: Values) -> tuple[Hashes, Ints]:
    """Parts that one record alone has, and that record: a second one may come."""
    code, bucket = parts_of(values.folded, values.gram)
    at = np.flatnonzero(how_often(values, bucket) == 1)
    return _of_records(bucket[at].astype(np.uint64), code[at], values)


def _ranked(values: Values, counts: Counts) -> tuple[Ints, Ints, Hashes]:
    """Code, number of records (roughly, when many) and bucket of every part of every value, the rarest first."""
    code, bucket = parts_of(values.folded, values.gram)
    often = counts(bucket)
    at = np.flatnonzero(often > 1)
    code, bucket, often = code[at], bucket[at], often[at]
    rough = np.where(often < _EXACT, often, _EXACT + 100 * np.log2(np.maximum(often, _EXACT) / _EXACT))
    packed = (
        (code.astype(np.uint64) << _CODE_BITS)
        | (np.minimum(rough, 4095).astype(np.uint64) << _COUNT_BITS)
        | bucket.astype(np.uint64)
    )
    packed.sort()
    packed = packed[np.append(True, packed[1:] != packed[:-1])] if len(packed) else packed
    code = (packed >> _CODE_BITS).astype(np.int64)
    count = ((packed >> _COUNT_BITS) & np.uint64(4095)).astype(np.int64)
    return code, count, packed & np.uint64(_BUCKETS - 1)


def parts_of(texts: pl.Series, gram: int) -> tuple[Ints, Ints]:
    """Number of the text and bucket of every n-gram of every text, as often as it stands there.

    Args:
        texts: the texts, none of them null.
        gram: signs of a part.
    """
    sizes = texts.str.len_chars().cast(pl.Int64).to_numpy()
    # So few texts at a time that their arrays fit where the processor has them at hand
    bounds = np.searchsorted(np.cumsum(sizes), np.arange(0, sizes.sum(), _SIGNS), side="right")
    starts = np.unique(np.append(bounds, [0, len(sizes)])).tolist()
    cuts = [_cut(texts[start:end], sizes[start:end], gram, start) for start, end in pairwise(starts)]
    none = np.zeros(0, dtype=np.int64)
    codes, parts = zip(*cuts, strict=True) if cuts else ((none,), (none,))
    return np.concatenate(codes), np.concatenate(parts)


def _cut(texts: pl.Series, sizes: Ints, gram: int, first: int) -> tuple[Ints, Ints]:
    """The same of some of the texts, numbered from `first`."""
    signs = code_points(texts)
    code = np.repeat(np.arange(len(texts), dtype=np.int64), sizes)
    left = np.cumsum(sizes).repeat(sizes) - np.arange(len(signs))  # signs from here to the end of the text
    hashed = np.zeros(len(signs), dtype=np.uint64)
    for step in range(gram):
        sign = np.zeros(len(signs), dtype=np.uint64)
        sign[: len(signs) - step] = signs[step:]
        hashed = hashed * np.uint64(0x9E3779B97F4A7C15) + np.where(left > step, sign, np.uint64(0)) + np.uint64(1)
    hashed ^= hashed >> np.uint64(32)
    hashed *= np.uint64(0xD6E8FEB86659FD93)
    # A text shorter than a part is one part
    starts = (left >= gram) | ((np.append(MISSING, code[:-1]) != code) if len(code) else False)
    at = np.flatnonzero(starts)
    return code[at] + first, (hashed[at] >> np.uint64(40)).astype(np.int64)


def _of_records(keys: Hashes, codes: Ints, values: Values) -> tuple[Hashes, Ints]:
    """From values to the records that have them."""
    known = np.flatnonzero(values.codes != MISSING).astype(np.int32)
    ordered = known[np.argsort(values.codes[known], kind="stable")]
    starts = np.cumsum(values.counts) - values.counts
    repeats = values.counts[codes]
    first = np.repeat(starts[codes], repeats)
    within = np.arange(len(first)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return np.repeat(keys, repeats), ordered[first + within]
