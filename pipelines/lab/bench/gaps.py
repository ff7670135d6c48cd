"""Whether gaps that are there are found and others are not told: made-up cities of 63 cells with three true gaps.

Belongs here: making such cities, and the figures. Does not belong here: the rule itself (`gaps.chance`, `gaps.rates`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pipelines.gaps import chance
from pipelines.gaps.populations import denominators
from pipelines.gaps.rates import FALSE_DISCOVERY, judge
from warehouse.contract.vocabularies.gaps import ALL

CITIES = 300
_KINDS, _GAPS, _LISTED = 9, 3, 1900
_COVERAGE = 0.61
_LEAST_GAP = 10.0
"""A gap is put where at least so many would be: of fewer nothing could be told."""


class Found(NamedTuple):
    """What the rule told of many cities.

    Attributes:
        false_flags: cells per map that are told to have fewer and do not.
        found: share of the true gaps that are told.
        false_limits: cells per map whose own 95 % Poisson interval excludes the city's rate and that are no gaps.
    """

    false_flags: float
    found: float
    false_limits: float


def gaps() -> Iterator[str]:
    """Figures for gaps of a half and of three quarters, wards listed alike and unlike."""
    yield f"区7×種類9=63の組み合わせに本当のすきまを{_GAPS}つ置いた市を{CITIES}ずつ（種は決まっている）"
    for spread in (0.25, 0.5):
        for left in (1.0, 0.5, 0.25):
            figures = measured(left, spread)
            what = "すきまなし" if left == 1 else f"数が{left:.0%}のところ"
            found = "" if left == 1 else f"見つけた {figures.found:.0%}、"
            yield (
                f"一覧に載る割合の区ごとのばらつき {spread}（ロジット）、{what}: {found}"
                f"誤って「少ない」 {figures.false_flags:.2f}/枚（95%の幅だけで言うと {figures.false_limits:.2f}/枚）"
            )


def measured(left: float, spread: float, cities: int = CITIES, seed: int = 0) -> Found:
    """Make cities and judge them.

    Args:
        left: what is left of the activities in a gap; 1 for no gap.
        spread: of the coverage of wards by the lists, standard deviation in logit.
        cities: how many.
        seed: of the first city; the same gives the same figures.
    """
    people = _people()
    false_flags = found = false_limits = 0
    for number in range(cities):
        rng = np.random.default_rng([seed, number])
        counts, is_gap = _city(rng, people, left, spread)
        means = np.vstack([chance.expected(kind, people) for kind in counts]).ravel()
        told = judge(counts.ravel(), means).q_values <= FALSE_DISCOVERY
        false_flags += int((told & ~is_gap).sum())
        found += int((told & is_gap).sum())
        false_limits += int(((chance.count_limits(counts.ravel()).high < means) & ~is_gap).sum())
    return Found(false_flags / cities, found / (cities * _GAPS), false_limits / cities)


def _people() -> chance.Numbers:
    rows = denominators().filter(age_group_code=ALL).sort("ward_cell")
    return np.asarray(
        [count for ward, count in rows.select("ward_cell", "population_count").iter_rows() if ward != ALL], float
    )


def _city(
    rng: np.random.Generator, people: chance.Numbers, left: float, spread: float
) -> tuple[chance.Numbers, np.typing.NDArray[np.bool_]]:
    """Counts by kind and ward, and which cells are gaps: kinds of uneven size, wards listed to uneven parts."""
    sizes = rng.dirichlet(np.full(_KINDS, 3.0)) * _LISTED
    coverage = 1 / (1 + np.exp(-(np.log(_COVERAGE / (1 - _COVERAGE)) + rng.normal(0, spread, len(people)))))
    means = sizes[:, None] * people / people.sum() * coverage / coverage.mean()
    is_gap = np.zeros(means.size, dtype=bool)
    is_gap[rng.choice(np.flatnonzero(means.ravel() >= _LEAST_GAP), _GAPS, replace=False)] = left < 1
    thinned = np.where(is_gap.reshape(means.shape), left, 1.0)
    return rng.poisson(means * thinned).astype(float), is_gap
