"""Tonight's records against last night's match: only what changed is looked at.

Belongs here: finding what changed, its pairs, and the groups it touches. Does not belong here: what is kept of a match
(`base`), how pairs are compared, weighed and joined (the engine's own steps are called).

The clusters are those a full match with the same weights would give: a record that did not change has the same pairs as
before, except with those that did, and a group that none of them touches is what it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.match.base import Base, prints
from pipelines.match.blocking import Candidates, equal_keys, join_packed, largest_key, narrowed, narrowing, pack
from pipelines.match.clusters import cluster, missing_pairs
from pipelines.match.engine import CERTAIN, Judgement, Said, by_pair, compared, pair_chance
from pipelines.match.parts import part_counts, part_keys, parts_of
from pipelines.match.prepare import MISSING, PER_VALUE, Records, Values, per_value, prepare
from pipelines.match.screen import Screen, named_fields, signatures
from pipelines.match.spec import Spec

_BITS = np.uint64(28)
_MASK = np.uint64((1 << 28) - 1)
_VALUE = {"same": 1, "different": -1, "unsure": 0}


class Increment(NamedTuple):
    """The result.

    Attributes:
        clusters: record_id and cluster_id (the smallest record ID of the cluster); one row per record, sorted.
        changed_count: records that are new or changed.
        gone_count: records that are no longer there.
        pair_count: pairs that were compared.
    """

    clusters: pl.DataFrame
    changed_count: int
    gone_count: int
    pair_count: int


def rematch(base: Base, df: pl.DataFrame, spec: Spec, judgements: Iterable[Judgement] = ()) -> Increment:
    """Find tonight's clusters.

    Args:
        base: a finished match with the same spec.
        df: all of tonight's records, in any order.
        spec: the spec.
        judgements: what people say today.

    Raises:
        SpecError: the table does not fit the spec.
    """
    night = _night(base, df, spec)
    said = list(judgements)
    pairs = _Pairs(base, night, spec, said)
    labels = _regrouped(base, night, spec, pairs)
    heads = night.records.ids.gather(labels[night.rows])
    clusters = pl.DataFrame({"record_id": night.ids, "cluster_id": heads})
    return Increment(clusters, len(night.fresh.ids), night.gone_count, len(pairs.left))


@dataclass(frozen=True, slots=True)
class _Night:
    """Tonight's records: those of the base, and behind them the new and changed ones.

    Attributes:
        records: all of them; the IDs of changed ones stand twice.
        fresh: the new and changed ones alone, with values numbered on their own.
        is_dead: records of the base that are gone or have changed.
        ids: IDs of tonight, sorted.
        rows: where in `records` each of them is.
        gone_count: how many are gone.
    """

    records: Records
    fresh: Records
    is_dead: np.ndarray
    ids: pl.Series
    rows: np.ndarray
    gone_count: int


def _night(base: Base, df: pl.DataFrame, spec: Spec) -> _Night:
    now = prints(df, spec)
    count = len(base.records.ids)
    before = base.prints.select("id_print", before="print", place=pl.int_range(pl.len(), dtype=pl.Int32))
    known = now.join(before, on="id_print", how="left", maintain_order="left")
    is_fresh = known.select((pl.col("print") != pl.col("before")).fill_null(value=True)).to_series()
    fresh = prepare(df[known.get_column("row").filter(is_fresh)], spec)
    rows = known.get_column("place").fill_null(0).to_numpy().copy()
    is_dead = np.ones(count, dtype=bool)
    is_dead[rows[~is_fresh.to_numpy()]] = False
    rows[is_fresh.to_numpy()] = count + np.arange(len(fresh.ids), dtype=np.int32)
    gone = count - known.get_column("place").count()
    return _Night(_joined(base, fresh), fresh, is_dead, now.get_column("id"), rows, gone)


def _joined(base: Base, fresh: Records) -> Records:
    fields = {name: _extended(base, name, values) for name, values in fresh.fields.items()}
    sources = None
    if base.records.sources is not None and fresh.sources is not None:
        sources = np.concatenate([base.records.sources, fresh.sources])
    return Records(pl.concat([base.records.ids, fresh.ids]), fields, sources)


def _extended(base: Base, name: str, fresh: Values) -> Values:
    """The values of the base with the unseen ones behind them, and the codes of all records in that numbering."""
    old = base.records.fields[name]
    hashes, numbered = base.known[name]
    wanted = fresh.folded.hash(seed=0).to_numpy()
    at = np.minimum(np.searchsorted(hashes, wanted), max(len(hashes) - 1, 0))
    is_known = hashes[at] == wanted if len(hashes) else np.zeros(len(wanted), dtype=bool)
    numbers = len(old.folded) - 1 + np.cumsum(~is_known)
    if is_known.any():
        numbers[is_known] = numbered[at[is_known]]
    unseen = pl.Series(~is_known)
    texts = fresh.folded.filter(unseen)
    codes = np.append(numbers, MISSING)[fresh.codes]
    words = None
    if old.words is not None:
        more = fresh.words if fresh.words is not None else fresh.folded
        words = pl.concat([old.words, more.filter(unseen)])
    found = {part: np.concatenate([old.of_each(part)[:-1], per_value(part, texts)]) for part in PER_VALUE}
    if "parts" in old.found:
        found["parts"] = old.found["parts"]
    return Values(
        old.kind,
        np.concatenate([old.codes, codes.astype(np.int32)]),
        pl.concat([old.folded, texts]),
        words,
        np.concatenate([old.counts, np.ones(len(texts), dtype=old.counts.dtype)]),
        old.gram,
        found,
    )


class _Judged(NamedTuple):
    """Of every pair: probability, whether a rule or a person keeps it apart, whether the model alone would join it."""

    probability: np.ndarray
    apart: np.ndarray
    likely: np.ndarray


class _Pairs:
    """Pairs of changed records, and of those people speak of anew, with what the model and people say of them."""

    def __init__(self, base: Base, night: _Night, spec: Spec, said: list[Judgement]) -> None:
        self._night, self._spec, self._weights = night, spec, base.weights
        self._said = self._spoken(by_pair(said, night.records.ids), base, night)
        found = _candidates(base, night, spec)
        extra = [a << 28 | b for a, b in self._said]
        packed = np.unique(np.concatenate([found, np.array(extra, dtype=np.int64)]))
        self.left, self.right = (packed >> 28).astype(np.int32), (packed & ((1 << 28) - 1)).astype(np.int32)
        self.judged = self.judge(self.left, self.right)

    def judge(self, left: np.ndarray, right: np.ndarray) -> _Judged:
        """What the model and people say of pairs."""
        ends = zip(np.minimum(left, right).tolist(), np.maximum(left, right).tolist(), strict=True)
        said = np.array([self._said.get(pair, 0) for pair in ends], np.int8)
        empty = Candidates(left, right, np.zeros(len(left), dtype=np.int64), pl.DataFrame())
        found = compared(self._night.records, self._spec, empty, np.ones_like(said))
        odds = pair_chance(self._night.records, self._spec, found, self._weights)
        return _Judged(
            np.where(said > 0, CERTAIN, odds),
            (said < 0) | (found.never & (said == 0)),
            ~found.never & (odds >= self._spec.threshold),
        )

    @staticmethod
    def _spoken(said: dict[tuple[int, int], Said], base: Base, night: _Night) -> dict[tuple[int, int], int]:
        """What people say that the base does not know, or of records that changed; rows of records that are gone."""
        count = len(night.is_dead)
        old = by_pair(base.said, base.records.ids)
        spoken = {pair: _VALUE[word] for pair, word in said.items() if old.get(pair) != word or pair[1] >= count}
        spoken |= {pair: 0 for pair in old if pair not in said}
        return {
            pair: value for pair, value in spoken.items() if not any(row < count and night.is_dead[row] for row in pair)
        }

    @property
    def touched(self) -> np.ndarray:
        """Records of pairs that may be joined, and of those people speak of."""
        joined = (self.judged.probability >= self._spec.threshold) & ~self.judged.apart
        ends = [self.left[joined], self.right[joined], np.array([row for pair in self._said for row in pair], np.int32)]
        return np.concatenate(ends)


def _candidates(base: Base, night: _Night, spec: Spec) -> np.ndarray:
    """Pairs of a changed record with any other that blocks bring together, as sorted numbers."""
    records, fresh, count = night.records, night.fresh, len(night.is_dead)
    signed = {
        name: [
            (np.concatenate([old[0], new[0]]), np.concatenate([old[1], new[1]]))
            for old, new in zip(base.signatures[name], signatures(fresh.fields[name]), strict=False)
        ]
        for name in named_fields(spec)
    }
    may_be_same = Screen(records, spec, signed).may_be_same
    tail = Records(fresh.ids, {name: _tail(each, count) for name, each in records.fields.items()}, None)
    steps = iter(base.index)
    found: list[np.ndarray] = []

    def meet(keys: tuple[np.ndarray, np.ndarray], index: np.ndarray, largest: int) -> tuple[np.ndarray, np.ndarray]:
        packed = pack((keys[0], keys[1] + count))
        old, new, is_kept = _lookup(index, packed, largest)
        alive = ~night.is_dead[old]
        old, new = old[alive], new[alive]
        if spec.is_one_per_source and records.sources is not None:
            other = records.sources[old] != records.sources[new]
            old, new = old[other], new[other]
        worth = may_be_same(old, new)
        found.append(old[worth].astype(np.int64) << 28 | new[worth])
        join_packed(packed[is_kept], largest, records, spec, may_be_same, found)
        over = packed[~is_kept]
        return over >> _BITS, (over & _MASK).astype(np.int32)

    for block in spec.blocks:
        largest = largest_key(spec, block)
        if block.parts_of:
            keys = _part_keys(base, block.parts_of, fresh.fields[block.parts_of], largest)
            meet(keys, base.singles[block.parts_of], largest)
            meet(keys, next(steps), largest)
        over = meet(equal_keys(tail, block), next(steps), largest)
        for name in narrowing(spec, block):
            keys = narrowed(over, records, name)
            meet((keys[0], keys[1] - count), next(steps), largest)
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def _tail(values: Values, count: int) -> Values:
    """The codes of the changed records alone."""
    return Values(values.kind, values.codes[count:], values.folded, values.words, values.counts, values.gram, {})


def _part_keys(base: Base, name: str, fresh: Values, largest: int) -> tuple[np.ndarray, np.ndarray]:
    """Rare parts of the changed records; how rare is seen on all."""
    counts = np.array(part_counts(base.records.fields[name]))
    local = Values(fresh.kind, fresh.codes, fresh.folded, None, fresh.counts, base.records.fields[name].gram, {})
    code, bucket = parts_of(local.folded, local.gram)
    np.add.at(counts, bucket, local.counts[code].astype(counts.dtype))
    return part_keys(local, largest, counts)


def _lookup(index: np.ndarray, packed: np.ndarray, largest: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Records of the base that share a key with a changed one, that one, and which keys are not over-common."""
    tag = packed & ~_MASK
    low, high = np.searchsorted(index, tag), np.searchsorted(index, tag | _MASK, side="right")
    found = high - low
    _, at, counts = np.unique(tag, return_inverse=True, return_counts=True)
    is_kept = found + counts[at] <= largest
    sizes = np.where(is_kept, found, 0)
    first = np.repeat(low, sizes)
    within = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    old = (index[first + within] & _MASK).astype(np.int32)
    return old, np.repeat((packed & _MASK).astype(np.int32), sizes), is_kept


def _regrouped(base: Base, night: _Night, spec: Spec, pairs: _Pairs) -> np.ndarray:
    """For every record the one of its cluster with the smallest ID; only groups that are touched are made anew."""
    count, total = len(night.is_dead), len(night.records.ids)
    is_touched = np.zeros(int(base.near.max(initial=-1)) + 1, dtype=bool)
    ends = pairs.touched
    is_touched[base.near[ends[ends < count]]] = True
    is_touched[base.near[night.is_dead]] = True
    is_inside = np.ones(total, dtype=bool)
    is_inside[:count] = is_touched[base.near] & ~night.is_dead
    rows = np.flatnonzero(is_inside)
    rows = rows[night.records.ids.gather(rows).arg_sort().to_numpy()]
    place = np.full(total, -1, dtype=np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    old = np.flatnonzero(is_inside[base.left] & is_inside[base.right])
    left = np.concatenate([place[base.left[old]], place[pairs.left]])
    right = np.concatenate([place[base.right[old]], place[pairs.right]])
    kept = _last_of_each(left, right)
    left, right = np.minimum(left, right)[kept], np.maximum(left, right)[kept]
    known = _Judged(base.probability[old], base.apart[old], base.likely[old])
    chances, apart, likely = (np.concatenate(each)[kept] for each in zip(known, pairs.judged, strict=True))
    more = missing_pairs(len(rows), left[likely], right[likely], left, right)
    added = pairs.judge(rows[more[0]].astype(np.int32), rows[more[1]].astype(np.int32))
    groups = cluster(
        len(rows),
        np.concatenate([left, more[0]]),
        np.concatenate([right, more[1]]),
        np.concatenate([chances, added.probability]),
        np.concatenate([apart, added.apart]),
        spec.threshold,
        None if night.records.sources is None or not spec.is_one_per_source else night.records.sources[rows],
    )
    labels = np.concatenate([base.labels, np.zeros(total - count, dtype=base.labels.dtype)])
    labels[rows] = rows[groups]
    return labels


def _last_of_each(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Indexes of the pairs inside, each once, sorted: what was said last counts."""
    inside = np.flatnonzero((left >= 0) & (right >= 0))
    low, high = np.minimum(left, right)[inside].astype(np.int64), np.maximum(left, right)[inside]
    key = (low << 28 | high)[::-1]
    found: np.ndarray = inside[::-1][np.unique(key, return_index=True)[1]]
    return found
