"""What each list is worth."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.estimate.labels import Labels
from pipelines.estimate.list_value import list_values, shares, without
from tests.pipelines.estimate.made import LISTS, ROWS, WARDS, facts, stock

LABELS = Labels(190, 10, 196, 4)


def test_shares_are_even_among_the_lists_of_an_activity_and_add_up() -> None:
    found = {row["source_key"]: row for row in shares(stock({"a": 4, "a b": 6, "a b c": 3})).to_dicts()}
    assert found["a"] == {"source_key": "a", "listed": 13, "share": pytest.approx(4 + 3 + 1), "only_here": 4}
    assert found["c"]["share"] == pytest.approx(1)
    assert sum(row["share"] for row in found.values()) == pytest.approx(13)


def test_without_a_list_its_own_are_gone_and_the_others_stay() -> None:
    left = without(stock({"a": 4, "a b": 6}), "a")
    assert left.height == 6
    assert left.get_column("source_keys").to_list() == [["b"]] * 6
    assert left.get_column("listing_count").to_list() == [1] * 6


def test_a_list_that_alone_speaks_silences_its_kind() -> None:
    values = {each.source_key: each for each in list_values(ROWS, LISTS, WARDS, LABELS, 40, 1)}
    assert values["z"].only_here == 26
    assert values["z"].silenced == ()
    assert values["a"].silenced == ("green",), "b and c share a dozen cafés, of green next to nothing"
    assert values["a"].at_least_change is not None
    assert values["a"].at_least_change < -50


def test_without_labels_only_what_can_be_counted_is_told() -> None:
    (one,) = list_values(stock({"a": 3}), facts(a="portal"), WARDS, None, 40, 1)
    assert (one.listed, one.only_here, one.at_least_change, one.width_change) == (3, 3, None, None)


def test_when_the_only_list_goes_everything_goes() -> None:
    rows: pl.DataFrame = stock({"a": 30})
    (one,) = list_values(rows, facts(a="portal"), WARDS, LABELS, 40, 1)
    assert one.at_least_change == -30
