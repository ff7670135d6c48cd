"""Tonight's records against last night's match: only what changed is looked at.

Belongs here: the pairs of what changed, and the groups it touches. Does not belong here: what is kept of a match
(`base`), what changed (`night`), how pairs are compared, weighed and joined (the engine's own steps are called).

The clusters are those a full match with the same weights would give: a record that did not change has the same pairs as
before, except with those that did, and a group that none of them touches is what it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.match.engine.arrays import Floats, Hashes, Ints, Mask
from pipelines.match.engine.blocking import (
    Candidates,
    Keys,
    equal_keys,
    join_packed,
    largest_key,
    narrowed,
    narrowing,
    pack,
)
from pipelines.match.engine.clusters import cluster, components, missing_pairs
from pipelines.match.engine.compared import compared, pair_chance
from pipelines.match.engine.delta import Night, tonight
from pipelines.match.engine.judgement import Judgement, Said, by_pair
from pipelines.match.engine.kept import Base
from pipelines.match.engine.matching import CERTAIN
from pipelines.match.engine.parts import how_often, part_keys, parts_of
from pipelines.match.engine.prepare import Records, Values
from pipelines.match.engine.prospects import prospects
from pipelines.match.engine.screen import Screen, named_fields, signatures
from pipelines.match.engine.shared_rarity import in_order
from pipelines.match.engine.spec import Spec

_BITS, _MASK = np.uint64(28), np.uint64((1 << 28) - 1)
_VALUE = {"same": 1, "different": -1, "unsure": 0}
_UNSAID = -2


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
    night = tonight(base, df, spec)
    pairs = _Pairs(base, night, spec, judgements)
    labels = _regrouped(base, night, spec, pairs)
    heads = night.records.ids.gather(labels[night.rows])
    clusters = pl.DataFrame({"record_id": night.ids, "cluster_id": heads})
    return Increment(clusters, len(night.fresh.ids), night.gone_count, len(pairs.left))


class _Judged(NamedTuple):
    """Of every pair: probability, whether a rule or a person keeps it apart, whether the model alone would join it."""

    probability: Floats
    apart: Mask
    likely: Mask


class _Pairs:
    """Pairs of changed records, and of those people speak of anew, with what the model and people say of them."""

    def __init__(self, base: Base, night: Night, spec: Spec, judgements: Iterable[Judgement]) -> None:
        self._night, self._spec, self._weights = night, spec, base.weights
        self._spoken = _spoken_anew(by_pair(judgements, night.records.ids), base, night)
        extra = [a << 28 | b for a, b in self._spoken]
        packed = np.unique(np.concatenate([_candidates(base, night, spec), np.array(extra, dtype=np.int64)]))
        pairs = _plain(packed >> 28, packed & ((1 << 28) - 1))
        pairs, self.short = prospects(night.records, spec, pairs, base.weights, self._is_spoken_of(pairs))
        self.left, self.right, self.judged = self.judge(pairs, is_every_pair_kept=False)

    def judge(self, candidates: Candidates, *, is_every_pair_kept: bool) -> tuple[Ints, Ints, _Judged]:
        """What the model and people say of pairs; those that can never be the same are dropped, as in a full match."""
        kept = np.ones(len(candidates.left), dtype=bool) if is_every_pair_kept else self._is_spoken_of(candidates)
        pairs = compared(self._night.records, self._spec, candidates, kept)
        answers = self._answers(pairs.candidates)
        chance = pair_chance(self._night.records, self._spec, pairs, self._weights)
        judged = _Judged(
            np.where(answers > 0, CERTAIN, chance),
            (answers < 0) | (pairs.never & (answers == 0)),
            ~pairs.never & (chance >= self._spec.threshold),
        )
        return pairs.candidates.left, pairs.candidates.right, judged

    def _is_spoken_of(self, pairs: Candidates) -> Mask:
        """Pairs that are not dropped: also where people take back what they said, or last night's answer would stay."""
        return np.asarray(self._answers(pairs, _UNSAID) != _UNSAID)

    def _answers(self, pairs: Candidates, unsaid: int = 0) -> Ints:
        """What people say of pairs: 1 same, -1 different, 0 nothing any more; int8."""
        if not self._spoken:
            return np.full(len(pairs.left), unsaid, dtype=np.int8)
        low, high = np.minimum(pairs.left, pairs.right), np.maximum(pairs.left, pairs.right)
        ends = zip(low.tolist(), high.tolist(), strict=True)
        return np.array([self._spoken.get(pair, unsaid) for pair in ends], dtype=np.int8)

    @property
    def touched(self) -> Ints:
        """Records of pairs that may be joined, and of those people speak of."""
        joined = (self.judged.probability >= self._spec.threshold) & ~self.judged.apart
        spoken = np.array([row for pair in self._spoken for row in pair], np.int32)
        return np.concatenate([self.left[joined], self.right[joined], spoken])


def _spoken_anew(answers: dict[tuple[int, int], Said], base: Base, night: Night) -> dict[tuple[int, int], int]:
    """What people say that the base does not know, or of records that changed; none of records that are gone."""
    count, old = len(night.is_dead), by_pair(base.judgements, base.records.ids)
    spoken = {pair: _VALUE[word] for pair, word in answers.items() if old.get(pair) != word or pair[1] >= count}
    spoken |= {pair: 0 for pair in old if pair not in answers}
    return {
        pair: value for pair, value in spoken.items() if not any(row < count and night.is_dead[row] for row in pair)
    }


def _plain(left: Ints, right: Ints) -> Candidates:
    """Pairs of which nobody asks what brought them together."""
    nothing = np.zeros(len(left), dtype=np.int64)
    return Candidates(left.astype(np.int32), right.astype(np.int32), nothing, pl.DataFrame())


def _candidates(base: Base, night: Night, spec: Spec) -> Ints:
    """Pairs of a changed record with any other that blocks bring together, as sorted numbers."""
    records, fresh, count = night.records, night.fresh, len(night.is_dead)
    signed = {
        name: [
            (np.concatenate([old[0], new[0]]), np.concatenate([old[1], new[1]]))
            for old, new in zip(base.signatures[name], signatures(fresh.fields[name]), strict=False)
        ]
        for name in named_fields(spec)
    }
    tail = Records(fresh.ids, {name: _tail(each, count) for name, each in records.fields.items()}, None)
    steps = iter(base.index)
    batches: list[Ints] = []

    def meet(keys: Keys, index: Hashes, largest: int) -> Keys:
        packed = pack((keys[0], keys[1] + count))
        old, new, is_kept = _lookup(index, packed, largest)
        alive = ~night.is_dead[old]
        old, new = old[alive], new[alive]
        if spec.is_one_per_source and records.sources is not None:
            is_other = records.sources[old] != records.sources[new]
            old, new = old[is_other], new[is_other]
        batches.append(old.astype(np.int64) << 28 | new)
        join_packed(packed[is_kept], largest, records, spec, None, batches)
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
    pairs = in_order(np.concatenate(batches)) if batches else np.zeros(0, dtype=np.int64)
    left, right = (pairs >> 28).astype(np.int32), (pairs & ((1 << 28) - 1)).astype(np.int32)
    return pairs[Screen(records, spec, signed).may_be_same(left, right)]


def _tail(values: Values, count: int) -> Values:
    """The codes of the changed records alone."""
    return Values(values.kind, values.codes[count:], values.folded, values.words, values.counts, values.gram)


def _part_keys(base: Base, name: str, fresh: Values, largest: int) -> Keys:
    """Rare parts of the changed records; how rare is seen on all."""
    before = base.records.fields[name]
    local = Values(fresh.kind, fresh.codes, fresh.folded, None, fresh.counts, before.gram)
    code, part = parts_of(local.folded, before.gram)
    new, place = np.unique(part, return_inverse=True)
    more = np.bincount(place, weights=local.counts[code], minlength=len(new)).astype(np.int32)
    return part_keys(local, largest, lambda parts: how_often(before, parts) + more[np.searchsorted(new, parts)])


def _lookup(index: Hashes, packed: Hashes, largest: int) -> tuple[Ints, Ints, Mask]:
    """Records of the base that share a key with a changed one, that one, and which keys are not over-common."""
    tag = packed & ~_MASK
    low, high = np.searchsorted(index, tag), np.searchsorted(index, tag | _MASK, side="right")
    matches = high - low
    _, at, counts = np.unique(tag, return_inverse=True, return_counts=True)
    is_kept = matches + counts[at] <= largest
    sizes = np.where(is_kept, matches, 0)
    first = np.repeat(low, sizes)
    within = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    old = (index[first + within] & _MASK).astype(np.int32)
    return old, np.repeat((packed & _MASK).astype(np.int32), sizes), is_kept


def _regrouped(base: Base, night: Night, spec: Spec, pairs: _Pairs) -> Ints:
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
    last = _last_of_each(left, right)
    left, right = np.minimum(left, right)[last], np.maximum(left, right)[last]
    known = _Judged(base.probability[old], base.apart[old], base.likely[old])
    chances, apart, likely = (np.concatenate(each)[last] for each in zip(known, pairs.judged, strict=True))
    joined = _plain(left, right).at((chances >= spec.threshold) & ~apart)
    again = _inside(joined, pairs.short, place, len(rows))
    again_left, again_right, counted = pairs.judge(again, is_every_pair_kept=False)
    placed = place[again_left], place[again_right]
    left, right = np.append(left, np.minimum(*placed)), np.append(right, np.maximum(*placed))
    likely = np.concatenate([likely, counted.likely])
    more = missing_pairs(len(rows), left[likely], right[likely], left, right)
    _, _, added = pairs.judge(_plain(rows[more[0]], rows[more[1]]), is_every_pair_kept=True)
    groups = cluster(
        len(rows),
        np.concatenate([left, more[0]]),
        np.concatenate([right, more[1]]),
        np.concatenate([chances, counted.probability, added.probability]),
        np.concatenate([apart, counted.apart, added.apart]),
        spec.threshold,
        None if night.records.sources is None or not spec.is_one_per_source else night.records.sources[rows],
    )
    labels = np.concatenate([base.labels, np.zeros(total - count, dtype=base.labels.dtype)])
    labels[rows] = rows[groups]
    return labels


def _inside(joined: Candidates, short: Candidates, place: Ints, count: int) -> Candidates:
    """Pairs that fell short inside groups that may be joined: there they count against it."""
    left, right = place[short.left], place[short.right]
    here = np.flatnonzero((left >= 0) & (right >= 0))
    near = components(count, joined.left, joined.right)
    return short.at(here[near[left[here]] == near[right[here]]])


def _last_of_each(left: Ints, right: Ints) -> Ints:
    """Indexes of the pairs inside, each once, sorted: what was said last counts."""
    inside = np.flatnonzero((left >= 0) & (right >= 0))
    low, high = np.minimum(left, right)[inside].astype(np.int64), np.maximum(left, right)[inside]
    key = (low << 28 | high)[::-1]
    return inside[::-1][np.unique(key, return_index=True)[1]]
