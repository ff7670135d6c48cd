"""The numbers of a city: reasons, sums, the same every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from pipelines.estimate.draws import draw
from pipelines.estimate.histories import ListFacts, histories
from pipelines.estimate.labels import Labels
from pipelines.estimate.strata import CELL, CITY, KIND, WARD, Stratum, _rounded, listed_only, strata
from tests.pipelines.estimate.made import LISTS, ROWS, WARDS, facts, stock

LABELS = Labels(190, 10, 196, 4)


def told(rows: pl.DataFrame, lists: Sequence[ListFacts] = LISTS, labels: Labels = LABELS) -> dict[str, Stratum]:
    found = strata(draw(histories(rows, lists, WARDS), labels, 60, 3))
    return {each.stratum_id: each for each in found}


def test_the_same_seed_gives_the_same_numbers_and_no_order_of_rows_or_lists_changes_them() -> None:
    once = told(ROWS)
    assert told(ROWS) == once
    assert told(ROWS.reverse(), list(reversed(LISTS))) == once


def test_cells_add_up_to_kinds_wards_and_the_city() -> None:
    rows = told(ROWS)
    for name in ("listed", "different"):
        of = {code: [getattr(each, name) for each in rows.values() if each.code == code] for code in (CELL, KIND, WARD)}
        whole = getattr(rows[CITY], name)
        assert [sum(each) for each in of.values()] == [whole] * 3
        cafes = [getattr(each, name) for each in rows.values() if each.code == CELL and each.kind == "cafe"]
        assert sum(cafes) == getattr(rows["kind:cafe"], name)
    assert rows[CITY].listed == ROWS.height


def test_listed_at_least_middle_and_upper_come_in_order() -> None:
    for each in told(ROWS).values():
        assert each.different <= each.at_least
        if each.upper is not None and each.middle is not None:
            assert each.at_least <= each.middle <= each.upper
    assert told(ROWS)["kind:cafe"].at_least > told(ROWS)["kind:cafe"].different


REASONS = {
    "no kind": (stock({"a": 30, "b": 20, "a b": 11}, kind=None), facts(a="portal", b="portal"), "no_kind"),
    "one list": (stock({"a": 30, "r": 20, "a r": 11}), facts(a="portal", r="register"), "one_open_list"),
    "little in common": (stock({"a": 30, "b": 20, "a b": 4}), facts(a="portal", b="portal"), "too_few_shared"),
}


@pytest.mark.parametrize(("rows", "lists", "reason"), REASONS.values(), ids=REASONS)
def test_where_nothing_speaks_no_more_than_what_is_listed_is_said_and_why(
    rows: pl.DataFrame, lists: list[ListFacts], reason: str
) -> None:
    found = told(rows, lists)
    kind = next(each for each in found.values() if each.code == KIND)
    assert kind.reasons[0] == reason
    assert kind.at_least == kind.different
    assert kind.sources == ()
    assert "some_kinds_without" in found[CITY].reasons or found[CITY].upper is None


def test_without_labels_there_is_only_what_is_listed() -> None:
    nothing = Labels(0, 0, 0, 0)
    assert not nothing.is_enough
    for each in listed_only(draw(histories(ROWS, LISTS, WARDS), nothing, 5, 3)):
        assert (each.different, each.at_least, each.upper) == (each.listed, each.listed, None)
        assert each.reasons == ("matcher_unknown",)


def test_an_upper_end_that_says_nothing_is_not_given() -> None:
    rows = stock({"a": 300, "b": 200, "c": 150, "a b": 5, "a c": 1, "b c": 1})
    kind = told(rows, facts(a="portal", b="portal", c="portal"))["kind:cafe"]
    assert kind.upper is None
    assert "upper_too_wide" in kind.reasons


def test_the_upper_end_of_the_city_says_something_of_kinds_without_one() -> None:
    more = pl.concat([ROWS, stock({"a": 100}, kind=None)])
    few, many = told(ROWS)[CITY], told(more)[CITY]
    assert few.upper is not None
    assert many.upper is not None
    assert many.at_least == pytest.approx(few.at_least + 100, abs=10), "at least, they are as many as are listed"
    assert many.upper > few.upper + 130, "at most, as many of them are hidden as of the others"


def test_a_list_of_its_own_adds_just_what_it_names() -> None:
    more = stock({"y": 40})
    lists = [*LISTS, *facts(y="apart")]
    sure = Labels(1e9, 0, 1e9, 0)
    one, other = told(ROWS, lists, sure), told(pl.concat([ROWS, more]), lists, sure)
    assert other["kind:cafe"].different == one["kind:cafe"].different + 40
    assert other["kind:cafe"].at_least == pytest.approx(one["kind:cafe"].at_least + 40, abs=12)


def test_an_empty_list_changes_nothing() -> None:
    assert told(ROWS, [*LISTS, *facts(y="portal")]) == told(ROWS)


def test_no_stock_at_all_is_no_row() -> None:
    assert told(ROWS.clear()) == {}


def test_a_ward_whose_lists_share_less_hides_more() -> None:
    rows = pl.concat(
        [
            stock({"a": 60, "b": 60, "a b": 40}, ward="w1"),
            stock({"a": 80, "b": 80, "a b": 2}, ward="w2"),
        ]
    )
    found = told(rows, facts(a="portal", b="portal"))
    near, far = found["kind:cafe/ward:w1"], found["kind:cafe/ward:w2"]
    assert near.different == pytest.approx(far.different, abs=6)
    assert far.at_least - far.different > 2 * (near.at_least - near.different)


@pytest.mark.parametrize("parts", [[0.4, 0.4, 0.4, 0.8], [1.5, 2.5, 3.0], [0.0, 0.0]])
def test_whole_numbers_add_up_and_lie_next_to_what_they_stand_for(parts: list[float]) -> None:
    whole = _rounded(np.array(parts), round(sum(parts)))
    assert whole.sum() == round(sum(parts))
    assert (abs(whole - parts) < 1).all()
