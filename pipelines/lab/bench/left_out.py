"""How well listings are matched in worlds the weights have not seen: `hiroba bench worlds`.

Belongs here: learning from all worlds but one, and the figures on that one. Does not belong here: the worlds
(`worlds`), the shipped weights (`learn`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.lab.bench.cost import Cost, costing
from pipelines.lab.bench.truth import Pair, ordered
from pipelines.lab.bench.worlds import HAND_WRITTEN, Town, World, lesson
from pipelines.match.activities import activities_spec, questions, scored_pairs
from pipelines.match.engine.arrays import Floats, Ints
from pipelines.match.engine.matching import Matched, match
from pipelines.match.engine.taught import Lesson, taught
from pipelines.match.engine.weights import Weights

_FOLDS = 4
_BINS = 10
_ASKED = (100, 300)


class Score(NamedTuple):
    """What came out in one world, counted in pairs unless it says otherwise.

    Attributes:
        right: same and joined.
        joined: joined.
        same: same.
        missed_never: same, and never compared.
        missed_rule: same, and kept apart by a rule.
        asked: same and joined, or among the first questions; one count for each of `_ASKED`.
        false_asked: joined although different, and among the first questions.
        listings: number of listings.
        groups: activities found.
        activities: activities there are.
        b_cubed: precision and recall of B³, summed over listings.
        bins: per tenth of probability: pairs, sum of probabilities, same pairs.
        cost: from records to clusters.
    """

    right: int
    joined: int
    same: int
    missed_never: int
    missed_rule: int
    asked: tuple[int, ...]
    false_asked: tuple[int, ...]
    listings: int
    groups: int
    activities: int
    b_cubed: tuple[float, float]
    bins: Floats
    cost: Cost


def left_out(
    worlds: Sequence[World],
    tested: Sequence[World],
    names: Iterable[str] = (),
    beside: Callable[[World], Iterator[str]] | None = None,
) -> Iterator[str]:
    """Sentences for every world, with weights learned from the other worlds alone.

    Args:
        worlds: those that teach, each tested by what the others teach.
        tested: more worlds to test; they never teach.
        names: only these worlds; all when empty.
        beside: what other matchers say of a world, shown under our own figures.
    """
    lessons = {world.name: lesson(world) for world in worlds}
    spec, asked = activities_spec(), set(names)
    for world in (*worlds, *tested):
        if asked and world.name not in asked:
            continue
        weights = taught([each for name, each in lessons.items() if name != world.name], spec)
        yield from _figures(
            f"{world.name}（ほかの世界だけで学んだ）", [score(each, world, weights) for each in world.towns]
        )
        if beside is not None:
            yield from (f"  {line}" for line in beside(world))
        if world.name == HAND_WRITTEN:
            yield from _by_families(world, lessons)


def _by_families(world: World, lessons: Mapping[str, Lesson]) -> Iterator[str]:
    """The same with three quarters of its families learned too, and only the last quarter judged."""
    (town,) = world.towns
    others = [each for name, each in lessons.items() if name != world.name]
    fold = pl.Series([zlib.crc32(each.encode()) % _FOLDS for each in town.family])
    families = dict(zip(town.family, fold, strict=True))
    scores = []
    for number in range(_FOLDS):
        known = frozenset(family for family, each in families.items() if each != number)
        weights = taught([lesson(world, known), *others], activities_spec())
        is_judged = fold == number
        judged = Town(town.listings.filter(is_judged), town.group.filter(is_judged), town.family.filter(is_judged))
        scores.append(score(judged, world, weights))
    yield from _figures(f"{world.name}（似たものの組ごとに残し、ほかの組と世界で学んだ）", scores)


def score(town: Town, world: World, weights: Weights) -> Score:
    """Match the listings of a town and compare with its truth."""
    spec = activities_spec()
    matched, cost = costing(lambda: match(town.listings, spec, weights=weights, is_every_pair_kept=True))
    order = town.listings.get_column(spec.id).arg_sort()
    group = town.group.gather(order).to_numpy()
    ids = matched.records.ids.to_list()
    same, joined = (
        {pair for pair in _within(labels, ids) if pair not in world.open_pairs} for labels in (group, matched.labels)
    )
    ends = matched.candidates.left.tolist(), matched.candidates.right.tolist()
    by_rule = (matched.rule >= 0).tolist()
    compared = {(ids[a], ids[b]): ruled for a, b, ruled in zip(*ends, by_rule, strict=True)}
    missed = same - joined
    queue = questions(scored_pairs(matched, spec), []).sort("queue_rank").select("listing_id_a", "listing_id_b").rows()
    firsts = [set(queue[:count]) for count in _ASKED]
    return Score(
        len(same & joined), len(joined), len(same),
        sum(pair not in compared for pair in missed), sum(compared.get(pair, False) for pair in missed),
        tuple(len(same & (joined | first)) for first in firsts),
        tuple(len((joined - same) & first) for first in firsts),
        len(ids), len(set(matched.labels.tolist())), len(set(group.tolist())),
        _b_cubed(matched.labels, group), _calibration(matched, same, ids), cost,
    )  # fmt: skip


def _within(labels: Ints, ids: list[str]) -> set[Pair]:
    groups = pl.DataFrame({"label": labels, "id": ids}, strict=False).group_by("label").agg("id").get_column("id")
    return {ordered(*pair) for members in groups for pair in combinations(members, 2)}


def _b_cubed(labels: Ints, group: Ints) -> tuple[float, float]:
    df = pl.DataFrame({"label": labels, "group": group}, strict=False)
    both = df.select(
        precision=(pl.len().over("label", "group") / pl.len().over("label")).sum(),
        recall=(pl.len().over("label", "group") / pl.len().over("group")).sum(),
    )
    precision, recall = both.row(0)
    return precision, recall


def _calibration(matched: Matched, same: set[Pair], ids: list[str]) -> Floats:
    """Pairs, sum of probabilities and same pairs, for every tenth of probability; float64, tenths × 3."""
    at = np.flatnonzero(matched.rule < 0)
    chance = matched.probability[at]
    ends = zip(matched.candidates.left[at].tolist(), matched.candidates.right[at].tolist(), strict=True)
    true = np.array([(ids[a], ids[b]) in same for a, b in ends], dtype=float)
    place = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    return np.array([np.bincount(place, each, minlength=_BINS) for each in (np.ones(len(at)), chance, true)]).T


def _figures(name: str, scores: list[Score]) -> Iterator[str]:
    def total(field: str) -> int:
        return sum(getattr(each, field) for each in scores)

    right, joined, same = total("right"), total("joined"), total("same")
    listings, groups, activities = total("listings"), total("groups"), total("activities")
    precision, recall = right / max(joined, 1), right / max(same, 1)
    yield f"{name}: 適合率 {precision:.3f}、再現率 {recall:.3f}、F1 {2 * right / max(joined + same, 1):.3f}"
    precision, recall = (sum(each.b_cubed[side] for each in scores) / listings for side in (0, 1))
    yield (
        f"  掲載 {listings} 件 → {groups} 件（正しくは {activities} 件、{groups / activities - 1:+.1%}）、"
        f"B³ F1 {2 * precision * recall / (precision + recall):.3f}、"
        f"{sum(each.cost.seconds for each in scores):.1f} 秒、{max(each.cost.mib for each in scores):.0f} MiB"
    )
    never, rule = total("missed_never"), total("missed_rule")
    model = same - right - never - rule
    yield f"  まとめなかった同じ組 {same - right}: 比べていない {never}、規則 {rule}、モデル {model}"
    for number, count in enumerate(_ASKED):
        reached = sum(each.asked[number] for each in scores) / max(same, 1)
        false = sum(each.false_asked[number] for each in scores)
        wrong = f"誤ってまとめた組 {joined - right} のうち {false} もここにある"
        yield f"  最初の {count} 問: 同じ組の {reached:.3f} はまとめたかここにある。{wrong}"
    bins = np.sum([each.bins for each in scores], axis=0)
    error = np.abs(bins[:, 1] - bins[:, 2]).sum() / max(bins[:, 0].sum(), 1)
    yield f"  確率の確かさ: ECE {error:.4f}"
