"""How many stand on no list: by hand, and by law."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.estimate.hidden import bound, by_ward, curvature, overlaps
from pipelines.estimate.histories import Floats, Histories, ListFacts, histories
from pipelines.estimate.speaking import Speaking, avoiding, open_pairs, overlap_of_apart, scope_pairs
from tests.pipelines.estimate.made import WARDS, facts, one_kind, stock


def hidden(made: Histories, speaking: Speaking | None = None) -> float:
    return float(bound(overlaps(made.seen[None], made, speaking or open_pairs(made)))[0])


def test_two_lists_by_hand() -> None:
    made = one_kind({"a": 30, "b": 20, "a b": 11}, a="portal", b="feed")
    assert hidden(made) == pytest.approx(30 * 20 / 12)


def test_more_in_common_means_fewer_hidden_and_never_fewer_than_none() -> None:
    found = [hidden(one_kind({"a": 30, "b": 20, "a b": both}, a="portal", b="portal")) for both in (0, 1, 5, 20, 80)]
    assert found == sorted(found, reverse=True)
    assert found[-1] > 0


def test_a_list_of_its_own_kind_and_an_apart_one_say_nothing_of_others() -> None:
    plain = one_kind({"a": 30, "b": 20, "a b": 11}, a="portal", b="portal")
    apart = one_kind({"a": 30, "b": 20, "a b": 11, "z": 70}, a="portal", b="portal", z="apart")
    register = one_kind({"a": 30, "b": 20, "a b": 11, "r": 70}, a="portal", b="portal", r="register")
    assert hidden(apart) == hidden(register) == hidden(plain)
    assert len(scope_pairs(apart).pairs) == 1
    assert len(scope_pairs(register).pairs) == 3, "beside open lists a register may be asked"


def test_registers_never_speak_with_each_other_and_no_list_of_what_it_is_not_about() -> None:
    rows = stock({"a": 5, "r": 5, "s": 5, "r s": 2, "a r": 1, "q": 3})
    lists = [*facts(a="portal", r="register", s="register"), ListFacts("q", "portal", frozenset({"green"}))]
    (made,) = histories(rows, lists, WARDS)
    names = [{made.lists[bit].key for bit in pair} for pair in scope_pairs(made).pairs]
    assert {"r", "s"} not in names
    assert all("q" not in each for each in names)


def _moments(spread: float, lists: int, many: int = 200_000) -> tuple[Histories, float]:
    """Lists that name by visibility alone, in expectation; and the hidden."""
    rng = np.random.default_rng(5)
    visible = rng.normal(size=many) * spread
    chances = [1 / (1 + np.exp(-(visible + level))) for level in (-1.0, -1.6, -2.0, -2.4)[:lists]]
    counts = {}
    for size in range(1, lists + 1):
        for on in combinations(range(lists), size):
            chance = np.prod([chances[i] if i in on else 1 - chances[i] for i in range(lists)], axis=0)
            counts[" ".join("abcd"[i] for i in on)] = round(float(chance.sum()))
    none = float(np.prod([1 - chance for chance in chances], axis=0).sum())
    return one_kind(counts, **dict.fromkeys("abcd"[:lists], "portal")), none


def test_equal_visibility_gives_the_truth_and_unequal_less() -> None:
    even, none = _moments(0.0, 3)
    assert hidden(even) == pytest.approx(none, rel=0.01)
    uneven, more = _moments(1.2, 4)
    assert hidden(uneven) < 0.75 * more
    curved = curvature([overlaps(uneven.seen[None], uneven, open_pairs(uneven))])[0]
    assert hidden(uneven) < hidden(uneven) * curved**0.25 < more
    assert hidden(uneven) * curved > 0.9 * more, "the parabola comes near"


def test_the_curvature_of_equal_visibility_is_one() -> None:
    even, _ = _moments(0.0, 4)
    assert curvature([overlaps(even.seen[None], even, open_pairs(even))])[0] == pytest.approx(1, abs=0.01)


@given(st.permutations("abcd"), st.integers(0, 40), st.integers(0, 40))
def test_the_names_of_lists_do_not_matter(names: list[str], both: int, three: int) -> None:
    def of(a: str, b: str, c: str, d: str) -> float:
        counts = {a: 30, b: 20, c: 15, d: 9, f"{a} {b}": both, f"{b} {c}": 6, f"{a} {b} {c}": three}
        return hidden(one_kind(counts, a="portal", b="portal", c="feed", d="portal"))

    assert of(*names) == pytest.approx(of("a", "b", "c", "d"))


@given(
    st.floats(0, 500),
    st.lists(st.floats(0, 90), min_size=3, max_size=3),
)
def test_wards_add_up_to_their_kind(total: float, listed: list[float]) -> None:
    made = one_kind({"a": 30, "b": 20, "a b": 11}, a="portal", b="portal")
    found = overlaps(made.seen[None], made, open_pairs(made))
    spread = by_ward(np.array([total]), np.array([listed]), found)
    assert (spread >= 0).all()
    if sum(listed) > 0.01:
        assert spread.sum() == pytest.approx(total)


def _three(both: dict[str, int], alone: int = 200) -> tuple[Histories, Floats, Speaking]:
    counts = dict.fromkeys("abcd", alone) | both
    made = one_kind(counts, **dict.fromkeys("abcd", "portal"))
    return made, made.seen[None], open_pairs(made)


def test_a_pair_that_avoids_each_other_is_found_and_no_other() -> None:
    even = {"a b": 60, "a c": 60, "a d": 60, "b c": 60, "b d": 60, "c d": 60}
    assert avoiding([_three(even)]) == set()
    assert avoiding([_three(even | {"a b": 12})]) == {("a", "b")}
    assert avoiding([_three(even | {"a b": 54})]) == set(), "a tenth fewer is chance"


def test_no_more_than_a_third_of_the_pairs_is_taken_out() -> None:
    odd = {"a b": 1, "a c": 2, "a d": 3, "b c": 90, "b d": 90, "c d": 90}
    assert len(avoiding([_three(odd)])) == 2


def test_an_apart_list_that_overlaps_is_told() -> None:
    lists = facts(a="portal", y="apart", z="apart")
    rows = stock({"a": 10, "z": 95, "a z": 5, "y": 90, "a y": 10})
    assert overlap_of_apart(rows, lists) == {"y": pytest.approx(0.1)}
