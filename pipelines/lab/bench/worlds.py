"""Worlds: listings with a known truth, each of another maker.

Belongs here: reading them, and the pairs that teach. Does not belong here: figures (`left_out`), the shipped weights
(`learn`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.lab.bench.branches import with_branches
from pipelines.lab.bench.meetings import with_meetings
from pipelines.lab.bench.neighbours import with_neighbours
from pipelines.lab.bench.relisted import with_relisted
from pipelines.lab.bench.truth import LABELS, Pair, ordered, with_truth
from pipelines.match.activities import activities_spec, matchable
from pipelines.match.engine.arrays import Ints, Levels, Mask
from pipelines.match.engine.blocking import find_candidates
from pipelines.match.engine.clusters import components
from pipelines.match.engine.compare import Pairs, kept_apart, levels
from pipelines.match.engine.prepare import prepare
from pipelines.match.engine.taught import Lesson
from pipelines.match.match_files import read_listings

_BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SAMPLE, HAND_WRITTEN, GENERATED, REAL = "見本の市", "手書き", "生成", "実在の掲載"
_MORE_WRITTEN = {
    "手書き・見出しと略記": "headlines",
    "手書き・計画の割合": "plan",
    "手書き・ほかの市": "other_cities",
    "手書き・投稿と報道": "posts",
    "手書き・重なる一覧": "overlaps",
}
"""Worlds of further authors, each of whom wrote without knowing the matcher or the others."""


class Town(NamedTuple):
    """Listings that are matched together.

    Attributes:
        listings: with every column the spec of activities speaks of.
        group: the activity of every listing, a text, in the same order.
        family: what may be left out of learning together: look-alikes stand in one family.
    """

    listings: pl.DataFrame
    group: pl.Series
    family: pl.Series


class World(NamedTuple):
    """One maker's listings.

    Attributes:
        name: for people.
        towns: matched one by one.
        open_pairs: pairs of IDs that the rows do not settle: neither right nor wrong.
    """

    name: str
    towns: tuple[Town, ...]
    open_pairs: frozenset[Pair]


def teaching_worlds(listings: pl.DataFrame, raw: pl.DataFrame | None) -> list[World]:
    """The worlds the shipped weights are learned from.

    Args:
        listings: rows of `norm__listings` of the sample city.
        raw: rows of `raw__listings` of the same run.
    """
    return [
        _sample(listings, raw),
        world_of(HAND_WRITTEN, _BENCHMARKS / "hand_written"),
        *(world_of(name, _BENCHMARKS / f"hand_written_{folder}") for name, folder in _MORE_WRITTEN.items()),
        world_of(GENERATED, _BENCHMARKS / "generated"),
        _real(),
    ]


def other_worlds(folder: Path) -> Iterator[World]:
    """The worlds of a folder: every sub-folder with the files of `benchmarks/hand_written`."""
    for path in sorted(folder.glob("*/listings.jsonl")):
        is_ours = (_BENCHMARKS / path.parent.name).is_dir()
        if (path.parent / "truth.csv").exists() and not is_ours:
            yield world_of(path.parent.name, path.parent)


def lesson(world: World, families: frozenset[str] | None = None) -> Lesson:
    """What a world teaches: the pairs its blocks bring together, without those that rules decide or nobody can.

    Args:
        world: the world.
        families: only pairs of listings of these families; all when None.
    """
    spec = activities_spec()
    answered: list[tuple[Levels, Mask]] = []
    for town in world.towns:
        records = prepare(town.listings, spec)
        order = town.listings.get_column(spec.id).arg_sort()
        group, family = town.group.gather(order).to_numpy(), town.family.gather(order).to_numpy()
        candidates = find_candidates(records, spec)
        pairs = Pairs(records, candidates.left, candidates.right)
        is_taught = kept_apart(pairs, spec) < 0
        if families is not None:
            is_in = np.isin(family, sorted(families))
            is_taught &= is_in[candidates.left] & is_in[candidates.right]
        is_taught &= ~_is_open(records.ids, candidates.left, candidates.right, world.open_pairs)
        at = np.flatnonzero(is_taught)
        left, right = candidates.left[at], candidates.right[at]
        answered.append((levels(pairs.at(at), spec), group[left] == group[right]))
        beside = town.listings.filter(town.family.is_in(sorted(families))) if families is not None else town.listings
        answered.extend(_made_pairs(beside, town))
    reached, is_same = zip(*answered, strict=True)
    return Lesson(np.concatenate(reached, axis=1), np.concatenate(is_same))


def _made_pairs(listings: pl.DataFrame, town: Town) -> Iterator[tuple[Levels, Mask]]:
    """Pairs few makers write and every city has: neighbours and branches, which are two; meetings, which are one."""
    groups = dict(zip(town.listings.get_column(activities_spec().id), town.group, strict=True))
    group = pl.Series([groups[listing] for listing in listings.get_column(activities_spec().id)], dtype=pl.String)
    yield _answered(*with_neighbours(listings, group), is_same=False)
    yield _answered(*with_branches(listings), is_same=False)
    yield _answered(*with_meetings(listings), is_same=True)
    yield _answered(*with_relisted(listings, group), is_same=True)


def _answered(every: pl.DataFrame, made: pl.DataFrame, *, is_same: bool) -> tuple[Levels, Mask]:
    """Levels of made pairs, none of which a rule keeps apart, with their one answer."""
    spec = activities_spec()
    records = prepare(every, spec)
    row = {listing: number for number, listing in enumerate(records.ids)}
    ends = np.array([(row[left], row[right]) for left, right in made.iter_rows()], dtype=np.int32).reshape(-1, 2)
    pairs = Pairs(records, ends.min(axis=1), ends.max(axis=1))
    pairs = pairs.at(np.flatnonzero(kept_apart(pairs, spec) < 0))
    return levels(pairs, spec), np.full(len(pairs.left), is_same)


def _is_open(ids: pl.Series, left: Ints, right: Ints, open_pairs: frozenset[Pair]) -> Mask:
    if not open_pairs:
        return np.zeros(len(left), dtype=bool)
    pairs = zip(ids.gather(left), ids.gather(right), strict=True)
    return np.array([ordered(*pair) in open_pairs for pair in pairs], dtype=bool)


def world_of(name: str, folder: Path) -> World:
    """A world of a folder with `listings.jsonl`, `truth.csv` and perhaps `unsure_pairs.csv`.

    Args:
        name: for people.
        folder: where the files are.
    """
    listings = read_listings(folder / "listings.jsonl")
    truth = pl.read_csv(folder / "truth.csv", infer_schema=False)
    group = "activity_id" if "activity_id" in truth.columns else "cluster_id"
    known = truth.select(listing_id="row_id", group=group, family=pl.col("family").replace("single", None))
    city = pl.read_ndjson(folder / "listings.jsonl", infer_schema_length=None)
    city = city.select(listing_id="row_id", city=pl.col("city") if "city" in city.columns else pl.lit("", pl.String))
    df = listings.join(known, on="listing_id").join(city, on="listing_id").sort("listing_id")
    towns = df.partition_by("city", maintain_order=True)
    unsure = folder / "unsure_pairs.csv"
    pairs = pl.read_csv(unsure, infer_schema=False).select("left", "right").rows() if unsure.exists() else []
    return World(name, tuple(_town(part) for part in towns), frozenset(ordered(*pair) for pair in pairs))


def _town(df: pl.DataFrame) -> Town:
    family = df.select(pl.coalesce("family", "group")).to_series()
    return Town(df.drop("group", "family", "city", strict=False), df.get_column("group"), family)


def _sample(listings: pl.DataFrame, raw: pl.DataFrame | None) -> World:
    known = with_truth(listings).filter(pl.col("real_row_id").is_null())
    df = matchable(listings, descriptions=raw).join(known.select("listing_id", group="entity_id"), on="listing_id")
    return World(SAMPLE, (_town(df.sort("listing_id").with_columns(family="group")),), frozenset())


def _real() -> World:
    """The real rows of the sample city: what people judged the same is one activity, all else is another."""
    df = read_listings(LABELS.with_name("real_listings.jsonl")).sort("listing_id")
    labels = pl.read_csv(LABELS).select("left", "right", "label")
    place = {each: number for number, each in enumerate(df.get_column("listing_id"))}
    same = [(place[a], place[b]) for a, b, label in labels.iter_rows() if label == "same" and a in place and b in place]
    ends = np.array(same, dtype=np.int64).reshape(-1, 2)
    near = components(df.height, ends[:, 0], ends[:, 1])
    group = pl.Series("group", near).cast(pl.String)
    unsure = labels.filter(pl.col("label") == "unsure").select("left", "right").iter_rows()
    return World(REAL, (_town(df.with_columns(group, family=group)),), frozenset(ordered(*pair) for pair in unsure))
