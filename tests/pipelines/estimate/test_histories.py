"""Counts by the lists that name an activity."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.estimate.histories import ListFacts, histories
from tests.pipelines.estimate.made import LISTS, ROWS, WARDS, facts, one_kind, stock


def test_every_activity_stands_in_one_cell_of_its_kind_and_ward() -> None:
    kinds = histories(ROWS, LISTS, WARDS)
    assert [each.kind for each in kinds] == ["cafe", "green", None]
    assert sum(each.seen.sum() for each in kinds) == ROWS.height
    cafe = kinds[0]
    assert cafe.wards == ("w1", "w2", None)
    bits = {each.key: 1 << bit for bit, each in enumerate(cafe.lists)}
    row = cafe.masks.tolist().index(bits["a"] | bits["b"] | bits["c"])
    assert cafe.seen[row].tolist() == [9, 0, 0]


def test_parts_of_every_set_and_all_pairs_have_a_cell() -> None:
    made = one_kind({"a b c": 1, "d": 2}, a="portal", b="portal", c="portal", d="portal")
    assert {mask.bit_count() for mask in made.masks.tolist()} == {1, 2, 3}
    assert sum(mask.bit_count() == 2 for mask in made.masks.tolist()) == 6


def test_pairs_of_listings_are_counted_as_the_matcher_joined_them() -> None:
    twice = stock({"a": 3, "a b": 2, "a b c": 1}).with_columns(
        listing_count=pl.Series([1, 1, 2, 2, 2, 3], dtype=pl.Int64)
    )
    (made,) = histories(twice, facts(a="portal", b="portal", c="feed"), WARDS)
    assert made.joined.tolist() == [1 + 1 + 1 + 3, 0, 0]
    assert made.listings == 11


def test_a_list_nobody_declared_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\['b'\]"):
        histories(stock({"a b": 1}), facts(a="portal"), WARDS)


def test_more_lists_than_a_mask_holds_share_a_bit_the_small_closed_ones_first() -> None:
    names = [f"l{number:02}" for number in range(30)]
    counts = {name: 30 - number for number, name in enumerate(names)} | {"l29 l00": 4, "l28 l27": 3}
    lists = [ListFacts(name, "portal" if name == "l29" else "register", frozenset({"cafe"})) for name in names]
    (made,) = histories(stock(counts), lists, WARDS)
    assert len(made.lists) == 14
    assert {"l29", "l00"} <= {each.key for each in made.lists}, "an open list keeps its bit however small it is"
    assert made.lists[-1].role == "apart", "what shares a bit speaks of nothing"
    assert made.seen.sum() == sum(counts.values())
