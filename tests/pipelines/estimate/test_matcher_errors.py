"""What a matcher does to counts, and that it is undone: by hand, by law, and against a matcher that is played."""

from __future__ import annotations

import itertools
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.estimate.draws import draw
from pipelines.estimate.histories import histories
from pipelines.estimate.labels import Labels
from pipelines.estimate.matcher_errors import edge_recall, pair_recall, undo_missed, undone, whole
from pipelines.lab.bench.estimate import facts_of
from pipelines.lab.bench.made_overlaps import WARDS as CITY_WARDS
from pipelines.lab.bench.made_overlaps import Plan, city
from tests.pipelines.estimate.made import one_kind

SURE = Labels(1e9, 0, 1e9, 0)


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_the_chance_to_hold_together_is_that_of_counting_graphs(size: int) -> None:
    pairs = list(itertools.combinations(range(size), 2))
    connected = dict.fromkeys(range(len(pairs) + 1), 0)
    for edges in itertools.product((0, 1), repeat=len(pairs)):
        reached, more = {0}, True
        while more:
            found = {b for (a, b), on in zip(pairs, edges, strict=True) if on and a in reached}
            found |= {a for (a, b), on in zip(pairs, edges, strict=True) if on and b in reached}
            more = not found <= reached
            reached |= found
        connected[sum(edges)] += len(reached) == size
    assert sum(comb(len(pairs), count) for count in connected) == 2 ** len(pairs)
    edge = 0.7
    by_hand = sum(count * edge**on * (1 - edge) ** (len(pairs) - on) for on, count in connected.items())
    assert whole(np.array([edge]), size)[size, 0] == pytest.approx(by_hand)


def test_of_three_listings_a_pair_is_joined_also_by_way_of_the_third() -> None:
    assert pair_recall(np.array([0.8]), {3: 1.0})[0] == pytest.approx(0.8 + 0.2 * 0.8**2)
    assert edge_recall(pair_recall(np.array([0.8, 0.95]), {2: 5, 3: 4, 4: 1}), {2: 5, 3: 4, 4: 1}) == pytest.approx(
        [0.8, 0.95], abs=1e-4
    )


def test_a_matcher_without_error_leaves_the_counts_as_they_are() -> None:
    made = one_kind({"a": 9, "a b": 4, "a b c": 3, "c": 2}, a="portal", b="portal", c="feed")
    assert np.allclose(undone(made, made.seen[None], np.ones(1), np.ones(1))[0], made.seen)


@given(
    st.lists(st.integers(0, 50), min_size=15, max_size=15),
    st.floats(0.5, 1.0),
)
def test_what_missed_joins_do_to_true_counts_is_undone(true: list[int], edge: float) -> None:
    """Every set of four lists, broken by hand as the model says, comes back."""
    masks = np.arange(1, 16, dtype=np.int64)
    sizes = np.bitwise_count(masks).astype(int)
    hold = whole(np.array([edge]), 4)[:, 0]
    seen = np.zeros(15)
    for part, whole_set in itertools.product(range(15), range(15)):
        if masks[part] & ~masks[whole_set] == 0:
            left = sizes[part] * (sizes[whole_set] - sizes[part])
            seen[part] += true[whole_set] * hold[sizes[part]] * (1 - edge) ** left
    back = undo_missed(seen[None, :, None], masks, np.array([edge]))
    assert back[0, :, 0] == pytest.approx(np.array(true, dtype=float), abs=1e-6)


def test_missed_joins_make_seem_more_and_wrong_ones_fewer() -> None:
    made = one_kind({"a": 90, "b": 60, "a b": 40}, a="portal", b="portal")
    missed = undone(made, made.seen[None], np.array([0.9]), np.ones(1)).sum()
    wrong = undone(made, made.seen[None], np.ones(1), np.array([0.9])).sum()
    assert missed < made.seen.sum() < wrong
    # ten in a hundred pairs broken: the pairs are 40 / .9, each missed one counted once too often
    assert missed == pytest.approx(190 - 40 / 0.9 * 0.1)
    assert wrong == pytest.approx(190 + 40 * 0.1 / made.listings**2 * 190**2)


@pytest.mark.parametrize(("recall", "wrong"), [(1.0, 0.0), (0.95, 0.01), (0.9, 0.0), (0.9, 0.03)])
def test_over_cities_the_correction_finds_how_many_are_listed(recall: float, wrong: float) -> None:
    """Mean of eight cities whose matcher errs as told; the labels are drawn, so no single city is exact."""
    shares = []
    for seed in range(8):
        made = city(seed, Plan(recall=recall, false_joins=wrong))
        kinds = histories(made.stock, facts_of(made), CITY_WARDS)
        found = draw(kinds, Labels(*made.labels), 2, 1)
        shares.append(sum(each.listed[0].sum() for each in found.kinds) / made.listed)
    assert np.mean(shares) == pytest.approx(1, abs=0.01)
    if recall < 0.95 and not wrong:
        raw = np.mean([city(seed, Plan(recall=recall, false_joins=wrong)).stock.height for seed in range(3)])
        listed = np.mean([city(seed, Plan(recall=recall, false_joins=wrong)).listed for seed in range(3)])
        assert raw > listed * 1.015, "without the correction there would be something to find"
