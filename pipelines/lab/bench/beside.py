"""Other matchers on the same world, in the same run: Splink, and a boosted classifier taught by the other worlds.

Belongs here: what they are given and how their answers are counted. Does not belong here: running them (`peers`), our
own figures (`left_out`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.lab.bench import peers as bench_peers
from pipelines.lab.bench.rough import rough_features
from pipelines.lab.bench.score import f1
from pipelines.lab.bench.truth import ordered
from pipelines.lab.bench.worlds import Town, World
from pipelines.match.activities import activities_spec
from pipelines.match.engine.arrays import Mask
from pipelines.match.engine.blocking import find_candidates
from pipelines.match.engine.prepare import prepare

_TAUGHT = 100_000
"""Pairs of one world that teach, at most; always the same ones."""
_TOWN = "town_number"


class Pairs(NamedTuple):
    """The pairs of a world that blocks bring together.

    Attributes:
        features: one row per pair.
        is_same: the answer for each.
        same_count: same pairs of the world, also those nobody brought together.
    """

    features: pl.DataFrame
    is_same: Mask
    same_count: int


class Beside:
    """Splink and the boosted classifier on one world after another."""

    def __init__(self, worlds: Sequence[World]) -> None:
        """The worlds that teach; each world's features are made once.

        Args:
            worlds: the worlds that teach.
        """
        self._worlds = worlds
        self._pairs: dict[str, Pairs] = {}

    def figures(self, world: World) -> Iterator[str]:
        """Their figures on a world, one sentence each; a sentence that says so where they cannot be had."""
        yield from self._splink(world)
        yield from self._boosted(world)

    def _splink(self, world: World) -> Iterator[str]:
        towns = [
            town.listings.with_columns(pl.lit(str(number)).alias(_TOWN)) for number, town in enumerate(world.towns)
        ]
        truth = pl.concat(
            [
                town.listings.select(
                    record_id=activities_spec().id, cluster_id=pl.format("{}/{}", pl.lit(number), town.group)
                )
                for number, town in enumerate(world.towns)
            ]
        )
        records = pl.concat(
            [each.select(activities_spec().id, *bench_peers.ACTIVITIES["columns"], "kana", _TOWN) for each in towns]
        )
        yield from bench_peers.splink(records, activities_spec(), truth, bench_peers.within(_TOWN))

    def _boosted(self, world: World) -> Iterator[str]:
        asked = self._of(world)
        told = [_some(self._of(other)) for other in self._worlds if other.name != world.name]
        every = pl.concat([asked.features, *(each.features for each in told)])
        is_same = np.concatenate([asked.is_same, *(each.is_same for each in told)])
        count = len(asked.is_same)
        features = every.with_columns(
            row=pl.int_range(pl.len()),
            is_told=pl.int_range(pl.len()) >= count,
            is_same=pl.Series(is_same).cast(pl.Int8),
        )
        answers = bench_peers.boosted(features)
        if answers is None:
            yield "勾配ブースティング: この機械では動かせません"
            return
        joined = answers.probability[:count] >= 0.5
        right = int((joined & asked.is_same).sum())
        precision, recall = right / max(int(joined.sum()), 1), right / max(asked.same_count, 1)
        yield (
            f"勾配ブースティング（あらい特徴 {asked.features.width}、ほかの世界で学んだ）: 適合率 {precision:.3f}、"
            f"再現率 {recall:.3f}、F1 {f1(right, int(joined.sum()), asked.same_count):.3f}、"
            f"{answers.seconds:.1f} 秒、{answers.mib:.0f} MiB"
        )

    def _of(self, world: World) -> Pairs:
        if world.name not in self._pairs:
            towns = [_pairs(town, world) for town in world.towns]
            self._pairs[world.name] = Pairs(
                pl.concat([each.features for each in towns]),
                np.concatenate([each.is_same for each in towns]),
                sum(each.same_count for each in towns),
            )
        return self._pairs[world.name]


def _pairs(town: Town, world: World) -> Pairs:
    spec = activities_spec()
    order = town.listings.get_column(spec.id).arg_sort()
    listings, group = town.listings[order], town.group.gather(order)
    candidates = find_candidates(prepare(listings, spec), spec)
    ids = listings.get_column(spec.id)
    is_open = pl.Series(
        [
            ordered(*pair) in world.open_pairs
            for pair in zip(ids.gather(candidates.left), ids.gather(candidates.right), strict=True)
        ],
        dtype=pl.Boolean,
    ).to_numpy()
    at = np.flatnonzero(~is_open)
    left, right = candidates.left[at], candidates.right[at]
    groups = group.rank("dense").to_numpy()
    sizes = group.value_counts().get_column("count").cast(pl.Int64)
    of = dict(zip(ids, group, strict=True))
    same_open = sum(of.get(a) is not None and of.get(a) == of.get(b) for a, b in world.open_pairs)
    same = int((sizes * (sizes - 1) // 2).sum()) - same_open
    return Pairs(rough_features(listings, left, right), groups[left] == groups[right], same)


def _some(pairs: Pairs) -> Pairs:
    if len(pairs.is_same) <= _TAUGHT:
        return pairs
    at = np.sort(np.random.default_rng(0).choice(len(pairs.is_same), _TAUGHT, replace=False))
    return Pairs(pairs.features[at], pairs.is_same[at], pairs.same_count)
