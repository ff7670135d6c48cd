"""Pairs of records worth comparing.

Belongs here: blocking rules over folded values, their caps and what the caps leave out. Does not belong here: the parts
of a text (`parts`), how alike a pair is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.match.engine.arrays import Hashes, Ints, Mask
from pipelines.match.engine.parts import part_keys
from pipelines.match.engine.prepare import MISSING, Records, Values
from pipelines.match.engine.spec import Block, Spec

_LARGEST_PART, _LEAST_PART = 60, 15
"""A part more records share is too common to say anything alone; then two parts together are the key."""
_LARGEST_EQUAL, _LEAST_EQUAL = 300, 60
"""The same of whole values. The more blocks a spec has, the less each of them has to bring: the bound falls with them
to the second number."""
_MANY = 1 << 18
"""Pairs that are made before anything is asked of them, at least."""
_RECORD_BITS, _BLOCK_BITS = 28, 6
"""A pair and the block that proposes it are one number: 28 bits for each record, 6 for the block."""
_BLOCK_MASK = (1 << _BLOCK_BITS) - 1
_RECORD_MASK = (1 << _RECORD_BITS) - 1
_RECORD_BITS_ = np.uint64(_RECORD_BITS)

MayBeSame = Callable[[Ints, Ints], Mask]
Keys = tuple[Hashes, Ints]
"""Keys (uint64) and the records (int32) that have them."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Unordered pairs.

    Attributes:
        left: index of the record that comes first; int32.
        right: index of the other; int32.
        rules: for every pair one bit per block of the spec; int64.
        report: one row per block: block, pair_count, left_out_keys, left_out_pairs (pairs of over-common values that
            share nothing else).
    """

    left: Ints
    right: Ints
    rules: Ints
    report: pl.DataFrame

    def at(self, where: Mask | Ints | slice) -> Candidates:
        """The pairs of a mask, of indexes or of a slice."""
        return Candidates(self.left[where], self.right[where], self.rules[where], self.report)


def find_candidates(
    records: Records,
    spec: Spec,
    may_be_same: MayBeSame | None = None,
    index: list[Hashes] | None = None,
    is_left_out: Mask | None = None,
) -> Candidates:
    """Pairs that at least one block of the spec proposes, sorted, each once.

    Args:
        records: prepared records.
        spec: the spec; with `one_per_source`, pairs of one source are not proposed.
        may_be_same: drops pairs as soon as they are made, where only those that may be the same are asked for.
        index: the sorted keys of every step are appended here, where new records shall find their pairs by them later.
        is_left_out: records for which another one speaks (`twins`).
    """
    numbered, rows = [], []
    left_out = is_left_out if is_left_out is not None and is_left_out.any() else None
    for number, block in enumerate(spec.blocks):
        pairs, left_out_keys, left_out_pairs = _pairs(records, spec, block, may_be_same, index, left_out)
        numbered.append(pairs << _BLOCK_BITS | number)
        rows.append((block.name, len(pairs), left_out_keys, left_out_pairs))
    schema = {"block": pl.String, "pair_count": pl.Int64, "left_out_keys": pl.Int64, "left_out_pairs": pl.Int64}
    report = pl.DataFrame(rows, schema=schema, orient="row")
    every = np.concatenate(numbered)
    every.sort()
    pairs = every >> _BLOCK_BITS
    starts = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])) if len(pairs) else np.zeros(0, dtype=np.int64)
    bits = np.left_shift(1, every & _BLOCK_MASK)
    rules = np.bitwise_or.reduceat(bits, starts) if len(starts) else bits
    pairs = pairs[starts]
    left, right = (pairs >> _RECORD_BITS).astype(np.int32), (pairs & _RECORD_MASK).astype(np.int32)
    return Candidates(left, right, rules, report)


def _pairs(
    records: Records,
    spec: Spec,
    block: Block,
    may_be_same: MayBeSame | None,
    index: list[Hashes] | None,
    left_out: Mask | None,
) -> tuple[Ints, int, int]:
    """Pairs of one block as sorted numbers, and how many keys and pairs stay out."""
    batches: list[Ints] = []
    largest = largest_key(spec, block)

    def join(keys: Keys) -> Keys:
        if left_out is not None:
            keys = keys[0][~left_out[keys[1]]], keys[1][~left_out[keys[1]]]
        packed = pack(keys)
        if index is not None:
            index.append(packed)
        return join_packed(packed, largest, records, spec, may_be_same, batches)

    if block.parts_of:
        join(part_keys(records.fields[block.parts_of], largest))
    over = join(equal_keys(records, block))
    # Over-common keys bring together those that share something else as well
    still = [join(narrowed(over, records, name)) for name in narrowing(spec, block)]
    rest = min((_sizes(each) for each in still), default=_sizes(over), key=lambda sizes: float((sizes**2).sum()))
    pairs = np.concatenate(batches) if batches else np.zeros(0, dtype=np.int64)
    pairs.sort()
    is_new = np.append(True, pairs[1:] != pairs[:-1]) if len(pairs) else np.zeros(0, dtype=bool)
    return pairs[is_new], len(rest), int((rest * (rest - 1) // 2).sum())


def narrowing(spec: Spec, block: Block) -> list[str]:
    """Fields that tell records with an over-common key apart."""
    return list(dict.fromkeys(name for other in spec.blocks for name in other.equal if name not in block.equal))


def largest_key(spec: Spec, block: Block) -> int:
    """Records that may share a key of the block."""
    blocks = sum(bool(other.parts_of) == bool(block.parts_of) for other in spec.blocks)
    return max(_LARGEST_PART // blocks, _LEAST_PART) if block.parts_of else max(_LARGEST_EQUAL // blocks, _LEAST_EQUAL)


def equal_keys(records: Records, block: Block) -> Keys:
    """Key (uint64) and record (int32) of those that have every field; of parts, of those with the whole value.

    Of a set, every element is a key.
    """
    names = block.equal or (() if block.any_of else (block.parts_of or "",))
    hashes = np.zeros(len(records.ids), dtype=np.uint64)
    known = np.ones(len(records.ids), dtype=bool)
    for name in names:
        codes = records.fields[name].codes
        known &= codes != MISSING
        hashes = _mixed(hashes, codes)
    keys: Keys = hashes[known], np.flatnonzero(known).astype(np.int32)
    for name in block.any_of:
        keys = _with_elements(keys, records.fields[name])
    return keys


def _with_elements(keys: Keys, values: Values) -> Keys:
    """Every key together with each element that the set of its record has."""
    df = values.folded.alias("element").to_frame().select(pl.col("element").str.split(";"))
    sizes = df.get_column("element").list.len().cast(pl.Int64).to_numpy()
    elements = df.explode("element").to_series().hash(seed=0).to_numpy()
    starts = np.cumsum(sizes) - sizes
    codes = values.codes[keys[1]]
    known = codes != MISSING
    key, record, codes = keys[0][known], keys[1][known], codes[known]
    many = sizes[codes]
    pair = np.repeat(np.arange(len(codes)), many)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many) + starts[codes][pair]
    return _mixed(key[pair], elements[place]), record[pair]


def _mixed(keys: Hashes, codes: Ints) -> Hashes:
    return _spread(_spread(keys) ^ codes.astype(np.uint64))


def _spread(keys: Hashes) -> Hashes:
    """Every bit of a key over all 64 bits, one to one."""
    mixed = (keys + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xD6E8FEB86659FD93)
    return mixed ^ (mixed >> np.uint64(32))


def narrowed(keys: Keys, records: Records, name: str) -> Keys:
    """The keys together with another field, of the records that have it."""
    codes = records.fields[name].codes[keys[1]]
    known = codes != MISSING
    return _mixed(keys[0][known], codes[known]), keys[1][known]


def _sizes(keys: Keys) -> Ints:
    return np.unique_counts(keys[0]).counts


def pack(keys: Keys) -> Hashes:
    """Key and record as one sorted number (uint64): it sorts ten times as fast as two.

    Keys that meet in the 36 bits left to them only make pairs more.
    """
    packed = (_spread(keys[0]) >> _RECORD_BITS_) << _RECORD_BITS_ | keys[1].astype(np.uint64)
    packed.sort()
    return packed


def join_packed(
    packed: Hashes,
    largest: int,
    records: Records,
    spec: Spec,
    may_be_same: MayBeSame | None,
    batches: list[Ints],
) -> Keys:
    """Add the pairs of records that share a key to `batches`; give back the keys that too many records share."""
    key, record = packed >> _RECORD_BITS_, (packed & np.uint64(_RECORD_MASK)).astype(np.int32)
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(key)))
    size = np.repeat(sizes, sizes)
    is_shared = (size > 1) & (size <= largest)
    for left, right in _many(_neighbours(key[is_shared], record[is_shared])):
        low, high = np.minimum(left, right), np.maximum(left, right)
        is_pair = low != high
        if spec.is_one_per_source and records.sources is not None:
            is_pair &= records.sources[low] != records.sources[high]
        low, high = low[is_pair], high[is_pair]
        if may_be_same is not None:
            is_likely = may_be_same(low, high)
            low, high = low[is_likely], high[is_likely]
        batches.append(low.astype(np.int64) << _RECORD_BITS | high)
    is_over = size > largest
    return key[is_over], record[is_over]


def _neighbours(key: Hashes, record: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs at distance 1, 2, 3 … within their group: no table of all pairs is ever made."""
    at = np.arange(len(key))
    step = 0
    while len(at):
        step += 1
        at = at[at + step < len(key)]
        at = at[key[at] == key[at + step]]
        yield record[at], record[at + step]


def _many(steps: Iterable[tuple[Ints, Ints]]) -> Iterator[tuple[Ints, Ints]]:
    """The same pairs, many at a time: the last steps are of few, and asking costs more than the answer."""
    left, right, count = [], [], 0
    for some_left, some_right in steps:
        left.append(some_left)
        right.append(some_right)
        count += len(some_left)
        if count >= _MANY:
            yield np.concatenate(left), np.concatenate(right)
            left, right, count = [], [], 0
    if count:
        yield np.concatenate(left), np.concatenate(right)
