"""Worlds with a known truth: read whole, teaching what their truth says, and none judged by itself."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from pipelines.lab.bench import left_out as judged
from pipelines.lab.bench.left_out import left_out, score
from pipelines.lab.bench.worlds import World, lesson, other_worlds, world_of
from pipelines.match.activities import activities_spec, activities_weights
from pipelines.match.engine.taught import Lesson
from pipelines.match.engine.weights import Weights

_FOLDER = Path(judged.__file__).parents[1] / "benchmarks" / "hand_written"


@pytest.fixture(scope="module")
def world() -> World:
    """Sixty listings of the hand-written world."""
    whole = world_of("手書き", _FOLDER)
    (town,) = whole.towns
    first = town.group.is_in(town.group.unique(maintain_order=True).head(25).implode())
    part = town._replace(
        listings=town.listings.filter(first), group=town.group.filter(first), family=town.family.filter(first)
    )
    return whole._replace(towns=(part,))


def test_a_world_is_read_whole() -> None:
    whole = world_of("手書き", _FOLDER)
    (town,) = whole.towns
    assert town.listings.height == 270
    assert town.group.n_unique() == 108
    assert len(whole.open_pairs) == 13


def test_the_folder_of_a_project_is_no_other_world(tmp_path: Path) -> None:
    assert not list(other_worlds(_FOLDER.parent))
    for name in ("listings.jsonl", "truth.csv"):
        target = tmp_path / "theirs" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text((_FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    assert [each.name for each in other_worlds(tmp_path)] == ["theirs"]


def test_a_lesson_says_what_the_truth_says(world: World) -> None:
    known = lesson(world)
    assert known.levels.shape == (len(activities_spec().comparisons), len(known.is_same))
    assert 0 < known.is_same.sum() < len(known.is_same)
    assert len(lesson(world, frozenset()).is_same) == 0


def test_a_score_counts_pairs(world: World) -> None:
    (town,) = world.towns
    found = score(town, world, activities_weights())
    sizes = town.group.value_counts().get_column("count")
    assert found.same == int((sizes * (sizes - 1) // 2).sum())
    assert found.right <= min(found.same, found.joined)
    assert found.same - found.right >= found.missed_never + found.missed_rule
    assert found.asked[0] >= found.right
    assert found.bins[:, 0].sum() >= found.bins[:, 2].sum()
    alone = score(town, world, Weights(activities_weights().m, activities_weights().u, 1e-30))
    assert (alone.joined, alone.groups) == (0, town.listings.height)


def test_a_world_is_judged_by_the_others_only(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    taught_with: list[list[Lesson]] = []

    def remember(lessons: list[Lesson], _spec: object) -> Weights:
        taught_with.append(lessons)
        return activities_weights()

    monkeypatch.setattr(judged, "taught", remember)
    one, other = world._replace(name="一"), world._replace(name="二", towns=world.towns * 2)
    said = list(left_out([one, other], [world._replace(name="三")]))
    sizes = [[len(each.is_same) for each in lessons] for lessons in taught_with]
    size = len(lesson(world).is_same)
    assert sizes == [[2 * size], [size], [size, 2 * size]]
    assert [line.split("（")[0] for line in said if "適合率" in line] == ["一", "二", "三"]
    assert np.isfinite(float(said[-1].rsplit(" ", 1)[1]))
    assert len(list(left_out([one, other], [], ["二"]))) == len(said) // 3


def test_numbers_of_pairs_do_not_depend_on_the_order_of_rows(world: World) -> None:
    (town,) = world.towns
    rows = pl.Series(range(town.listings.height)).shuffle(seed=1)
    mixed = town._replace(listings=town.listings[rows], group=town.group[rows], family=town.family[rows])
    ours, theirs = (score(each, world, activities_weights()) for each in (town, mixed))
    assert (ours.right, ours.joined, ours.same, ours.asked) == (theirs.right, theirs.joined, theirs.same, theirs.asked)
