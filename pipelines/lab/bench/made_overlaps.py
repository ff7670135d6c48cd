"""Made cities whose number of activities is known: lists that name them, and a matcher that errs.

Belongs here: drawing a city. Does not belong here: estimating it, which must know nothing of how it was drawn.

An activity has a kind, a ward and a visibility. A list names it with a chance that grows with the visibility, with the
list's taste for kinds and wards, and falls for members of a register that avoid portals. Sizes are those of the city's
plan; `city` says what may be different. Apart lists take their members away from all others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipelines.estimate.histories import Floats, Ints
from warehouse.contract import VOCABULARIES

Mask = NDArray[np.bool_]
KINDS = VOCABULARIES["kind"].values()
WARDS = VOCABULARIES["ward"].values()
_KIND_WEIGHTS = dict(zip(KINDS, (9, 10, 12, 6, 14, 9, 16, 10, 4, 6, 3, 1), strict=True))
_PLAN = (
    ("playparks", 20, "apart", "childcare"),
    ("terakoya", 100, "apart", "learning"),
    ("cafes", 110, "register", "cafe"),
    ("circles", 160, "register", "childcare"),
    ("exercise", 120, "register", "exercise"),
    ("green", 270, "register", "green"),
    ("portal_a", 900, "portal", ""),
    ("portal_b", 400, "portal", ""),
    ("portal_c", 102, "portal", ""),
    ("feed", 300, "feed", ""),
)
"""Name, entries, role, kind if it has one; members of a register are drawn before they come onto portals."""
_MOST_OF_A_KIND = 0.85
_FAR = 15.0
Shape = Literal["normal", "skewed", "two_kinds"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is different about a city; None is drawn.

    Attributes:
        recall: share of true pairs the matcher joins, .90 to 1.
        false_joins: share of joined pairs that are wrong, 0 to .03.
        spread: standard deviation of the visibility on the scale of log odds, .3 to 1.5.
        shape: how visibilities are distributed.
        avoids: by how much an entry of the first portal lowers the log odds to stand on the second.
        feed_missed: by how much less often pairs with the feed are found.
        label_count: labels of either sample.
        times: how many times as large the city and its lists are.
    """

    recall: float | None = None
    false_joins: float | None = None
    spread: float | None = None
    shape: Shape = "normal"
    avoids: float = 0.0
    feed_missed: float = 0.0
    label_count: int = 200
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class City:
    """A city and what is seen of it.

    Attributes:
        stock: as the matcher joins it, for `pipelines.estimate.histories`.
        roles: list → role, and the kind it is about or "" for any.
        labels: true pairs joined, missed; joined pairs right, wrong.
        truth: activities by kind and ward.
        listed: activities on any list.
        spread: as drawn.
    """

    stock: pl.DataFrame
    roles: dict[str, tuple[str, str]]
    labels: tuple[int, int, int, int]
    truth: dict[tuple[str, str], int]
    listed: int
    spread: float

    @property
    def total(self) -> int:
        """Activities there are."""
        return sum(self.truth.values())


@dataclass(slots=True)
class _People:
    """The activities while lists are drawn."""

    kind: Ints
    ward: Ints
    visibility: Floats
    on: dict[str, Mask] = field(default_factory=dict)

    def of_role(self, role: str) -> Mask:
        masks = [self.on[name] for name, _, each, _ in _PLAN if each == role and name in self.on]
        return np.logical_or.reduce(masks) if masks else np.zeros(len(self.kind), bool)


def city(seed: int, plan: Plan = Plan()) -> City:
    """Draw a city.

    Args:
        seed: the same seed and plan give the same city.
        plan: what is fixed.
    """
    rng = np.random.default_rng([seed, 1987])
    spread = float(rng.uniform(0.3, 1.5)) if plan.spread is None else plan.spread
    recall = float(rng.uniform(0.9, 1.0)) if plan.recall is None else plan.recall
    wrong = float(rng.uniform(0.0, 0.03)) if plan.false_joins is None else plan.false_joins
    people = _people(rng, int(rng.integers(2500, 3501) * plan.times), spread, plan.shape)
    _list_them(rng, people, plan)
    names = [name for name, *_ in _PLAN]
    of, on = np.nonzero(np.stack([people.on[name] for name in names], axis=1))
    cluster, pairs = _matched(rng, of, on == names.index("feed"), recall, plan.feed_missed)
    cluster = _with_wrong_joins(rng, cluster, of, people.kind[of] * len(WARDS) + people.ward[of], wrong, pairs)
    labels = _labels(rng, cluster, of, pairs, plan.label_count)
    cells = zip(people.kind.tolist(), people.ward.tolist(), strict=True)
    truth: dict[tuple[str, str], int] = {}
    for kind, ward in cells:
        truth[KINDS[kind], WARDS[ward]] = truth.get((KINDS[kind], WARDS[ward]), 0) + 1
    stock = _stock(cluster, people, of, [names[number] for number in on.tolist()])
    roles = {name: (role, kind) for name, _, role, kind in _PLAN}
    return City(stock, roles, labels, truth, len(np.unique(of)), spread)


def _people(rng: np.random.Generator, count: int, spread: float, shape: Shape) -> _People:
    weights = np.array([_KIND_WEIGHTS[kind] for kind in KINDS], dtype=float)
    kind = rng.choice(len(KINDS), count, p=weights / weights.sum())
    ward = rng.choice(len(WARDS), count, p=np.array([15, 11, 17, 15, 14, 15, 13]) / 100)
    if shape == "normal":
        visible = rng.normal(size=count)
    elif shape == "skewed":
        visible = rng.exponential(size=count) - 1
    else:
        visible = np.where(rng.random(count) < 0.35, 1.36, -0.73)
    return _People(kind, ward, spread * visible)


def _list_them(rng: np.random.Generator, people: _People, plan: Plan) -> None:
    """Draw who stands on which list; each comes to its planned number of entries on average."""
    of_kind, of_ward = rng.uniform(0.2, 0.8, 2)
    avoids_portals = rng.uniform(0, 1)
    for name, entries, role, about in _PLAN:
        may = ~people.of_role("apart") & (people.kind == KINDS.index(about) if about else True)
        size = min(entries * plan.times, _MOST_OF_A_KIND * may.sum())
        if role == "apart":
            people.on[name] = np.zeros(len(may), bool)
            people.on[name][rng.choice(np.flatnonzero(may), int(size), replace=False)] = True
            continue
        lean = people.visibility + rng.normal(0, of_ward, len(WARDS))[people.ward]
        if not about:
            lean = lean + rng.normal(0, of_kind, len(KINDS))[people.kind]
        if role == "portal":
            lean = lean - avoids_portals * people.of_role("register")
        if name == "portal_b":
            lean = lean - plan.avoids * people.on["portal_a"]
        people.on[name] = may & (rng.random(len(may)) < _chance(lean, may, size))


def _chance(lean: Floats, may: Mask, size: float) -> Floats:
    level = brentq(lambda a: float((_logistic(lean + a) * may).sum() - size), -_FAR, _FAR)
    return _logistic(lean + level)


def _logistic(odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-odds))
    return chance


def _matched(rng: np.random.Generator, of: Ints, is_feed: Mask, recall: float, feed_missed: float) -> tuple[Ints, Ints]:
    """Clusters of listings when each true pair is found by itself, so often that `recall` of the pairs are joined."""
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    pairs = np.array(
        [pair for rows in np.split(np.arange(len(of)), starts[1:]) for pair in combinations(rows.tolist(), 2)],
        dtype=np.int64,
    ).reshape(-1, 2)
    luck, less = rng.random(len(pairs)), feed_missed * is_feed[pairs].any(axis=1)
    low, high = 0.3, 1.0
    for _ in range(14):
        middle = (low + high) / 2
        cluster = _components(pairs[luck < middle - less], len(of))
        if (cluster[pairs[:, 0]] == cluster[pairs[:, 1]]).mean() < recall and not feed_missed:
            low = middle
        else:
            high = middle
    found = luck < (recall - less if feed_missed else high)
    return _components(pairs[found], len(of)), pairs


def _components(edges: Ints, count: int) -> Ints:
    graph = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def _with_wrong_joins(
    rng: np.random.Generator, cluster: Ints, of: Ints, place: Ints, share: float, pairs: Ints
) -> Ints:
    """Some clusters of one kind and ward become one, until so large a share of the joined pairs is wrong."""
    joined = int((cluster[pairs[:, 0]] == cluster[pairs[:, 1]]).sum())
    sizes, wrong, edges = np.bincount(cluster), 0, [[0, 0]]
    while wrong < share * joined / (1 - share):
        one = int(rng.integers(len(of)))
        other = int(rng.choice(np.flatnonzero(place == place[one])))
        if of[one] != of[other]:
            edges.append([one, other])
            wrong += int(sizes[cluster[one]] * sizes[cluster[other]])
    ends = cluster[np.array(edges)]
    return _components(ends, len(sizes))[cluster]


def _labels(rng: np.random.Generator, cluster: Ints, of: Ints, pairs: Ints, count: int) -> tuple[int, int, int, int]:
    found = pairs[rng.choice(len(pairs), min(count, len(pairs)), replace=False)]
    joined = int((cluster[found[:, 0]] == cluster[found[:, 1]]).sum())
    order = np.argsort(cluster, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(cluster[order])) + 1)
    made = np.array([pair for rows in groups for pair in combinations(rows.tolist(), 2)], dtype=np.int64)
    asked = made[rng.choice(len(made), min(count, len(made)), replace=False)]
    right = int((of[asked[:, 0]] == of[asked[:, 1]]).sum())
    return joined, len(found) - joined, right, len(asked) - right


def _stock(cluster: Ints, people: _People, of: Ints, lists: list[str]) -> pl.DataFrame:
    listings = pl.DataFrame(
        {
            "activity_id": cluster,
            "kind_code": [KINDS[number] for number in people.kind[of].tolist()],
            "ward_code": [WARDS[number] for number in people.ward[of].tolist()],
            "source": lists,
        }
    )
    return (
        listings.group_by("activity_id")
        .agg(
            pl.col("kind_code", "ward_code").first(),
            source_keys=pl.col("source").unique().sort(),
            listing_count=pl.len().cast(pl.Int64),
        )
        .sort("activity_id")
    )
