"""Every change of the number has one cause, and the causes add up to the change, whatever happened."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trend.bridge import changes_by_cell
from pipelines.trend.causes import causes, founded_since, method_step
from pipelines.trend.compared import CELLS, Snapshot

_SAME = {"id": "x"}
_IDS = [f"k{number}" for number in range(6)]
_LISTS = ["a", "b", "c"]


def said(df: pl.DataFrame) -> dict[str, str]:
    return dict(df.select("activity_id", "cause_code").iter_rows())


def cells(side: Snapshot) -> Counter[tuple[str, str]]:
    return Counter(side.activities.filter("is_counted").select(CELLS).iter_rows())


def change(df: pl.DataFrame) -> Counter[tuple[str, str]]:
    total: Counter[tuple[str, str]] = Counter()
    for ward, kind, count in changes_by_cell(df).select(*CELLS, "change_count").iter_rows():
        total[ward, kind] += count
    return total


@pytest.mark.parametrize(
    ("before", "now", "judged", "expected"),
    [
        ([], [{"id": "x", "founded": "2026-07-10"}], {}, "born"),
        ([], [{"id": "x", "founded": "2026-06"}], {}, "newly_listed"),
        ([], [{"id": "x", "founded": "2026"}], {}, "appeared_unknown"),
        ([], [_SAME], {}, "appeared_unknown"),
        ([], [_SAME], {"added": ("a",)}, "list_added"),
        ([], [_SAME], {"rescoped": ("a",)}, "list_scope"),
        ([], [_SAME], {"past": {"x": date(2025, 7, 1)}}, "relisted"),
        ([], [_SAME], {"past": {"x": date(2025, 6, 1)}}, "appeared_unknown"),
        ([_SAME], [], {}, "vanished_unknown"),
        ([_SAME], [], {"removed": ("a",)}, "list_removed"),
        ([_SAME], [], {"rescoped": ("a",)}, "list_scope"),
        ([_SAME], [{"id": "x", "stock": "paused"}], {}, "paused"),
        ([_SAME], [{"id": "x", "stock": "ended"}], {}, "ended"),
        ([_SAME], [{"id": "x", "stock": "dormant"}], {}, "lapsed"),
        ([{"id": "x", "stock": "paused"}], [_SAME], {}, "resumed"),
        ([{"id": "x", "stock": "dormant"}], [_SAME], {}, "confirmed"),
        ([{"id": "x", "stock": "one_off"}], [_SAME], {}, "edited"),
        ([_SAME], [{"id": "x", "ward": "141321"}], {}, "edited"),
        ([_SAME], [{"id": "x", "kind": "green"}], {}, "edited"),
        ([_SAME], [{"id": "x", "stale": True}], {}, "outage"),
        ([{"id": "x", "stale": True}], [_SAME], {}, "back"),
    ],
)
def test_what_happened_to_one_activity_has_its_cause(
    make: Any, judged_by: Any, before: list[Any], now: list[Any], judged: Any, expected: str
) -> None:
    found = causes(make(*before), make(*now), judged_by(**judged))
    assert said(found) == {"x": expected}
    difference = cells(make(*now))
    difference.subtract(cells(make(*before)))
    assert {cell: n for cell, n in change(found).items() if n} == {cell: n for cell, n in difference.items() if n}


def test_from_a_release_to_itself_nothing_happened(make: Any, judged_by: Any) -> None:
    same = make(_SAME, {"id": "y", "stock": "paused"}, {"id": "z", "stale": True})
    assert causes(same, same, judged_by()).is_empty()


def test_what_the_lists_join_or_part_is_no_birth_and_no_death(make: Any, judged_by: Any) -> None:
    apart = make({"id": "x", "listings": {"1": "a"}}, {"id": "y", "listings": {"2": "b"}})
    whole = make({"id": "x", "listings": {"1": "a", "2": "b"}})
    assert said(causes(apart, whole, judged_by())) == {"y": "merged"}
    assert said(causes(whole, apart, judged_by())) == {"y": "split"}


def test_a_list_that_joins_two_activities_has_added_itself_and_nothing_else(make: Any, judged_by: Any) -> None:
    apart = make({"id": "x", "listings": {"1": "a"}}, {"id": "y", "listings": {"2": "b"}})
    now = make(
        {"id": "x", "ward": "141321", "listings": {"1": "a", "2": "b", "3": "new"}},
        {"id": "z", "listings": {"4": "new"}},
    )
    found = causes(apart, now, judged_by(added=("new",)))
    assert set(said(found).values()) == {"list_added"}
    assert set(said(found)) == {"x", "y", "z"}


def test_a_list_that_goes_has_removed_itself_and_nothing_else(make: Any, judged_by: Any) -> None:
    before = make(
        {"id": "x", "listings": {"1": "a", "2": "b", "3": "old"}},
        {"id": "z", "listings": {"4": "old"}},
    )
    apart = make({"id": "x", "kind": "green", "listings": {"1": "a"}}, {"id": "y", "listings": {"2": "b"}})
    assert set(said(causes(before, apart, judged_by(removed=("old",)))).values()) == {"list_removed"}


def test_new_keys_for_everything_change_no_number(make: Any, judged_by: Any) -> None:
    before = make(*({"id": f"k{n}", "listings": {f"old{n}": "a"}} for n in range(5)))
    now = make(*({"id": f"k{n}", "listings": {f"new{n}": "a"}} for n in range(5)))
    found = causes(before, now, judged_by(moves={f"old{n}": f"new{n}" for n in range(5)}))
    assert set(said(found).values()) == {"rekeyed"}
    assert not any(change(found).values())


def test_the_same_name_on_another_list_is_seen_again_on_both_sides(make: Any, judged_by: Any) -> None:
    before = make({"id": "x", "name": "さくら会", "listings": {"1": "a"}})
    now = make({"id": "y", "name": "さくら会", "listings": {"2": "b"}})
    found = causes(before, now, judged_by())
    assert said(found) == {"x": "relisted", "y": "relisted"}
    assert not any(change(found).values())
    twice = make({"id": "y", "name": "さくら会"}, {"id": "z", "name": "さくら会"})
    assert said(causes(before, twice, judged_by()))["x"] == "vanished_unknown", "which of the two nobody knows"


def test_another_model_on_the_same_pages_is_the_only_cause(make: Any) -> None:
    apart = make({"id": "x", "listings": {"1": "a"}}, {"id": "y", "listings": {"2": "b"}, "founded": "2026-07-10"})
    whole = make({"id": "x", "kind": "green", "listings": {"1": "a", "2": "b"}})
    for sides in ((apart, whole), (whole, apart)):
        assert set(said(method_step(*sides, "resolver")).values()) == {"resolver"}
    assert method_step(apart, apart, "resolver").is_empty()


def test_a_past_that_was_read_anew_keeps_who_is_who_by_its_listings(make: Any, judged_by: Any) -> None:
    """An ID of its own is no newcomer where its listings are those of a published one."""
    restated = make({"id": "own", "listings": {"1": "a", "2": "b"}})
    now = make({"id": "published", "listings": {"1": "a", "2": "b"}})
    assert causes(restated, now, judged_by()).is_empty()


@pytest.mark.parametrize(
    ("founded", "since", "expected"),
    [
        ("2026-07-01", date(2026, 6, 30), "born"),
        ("2026-06-30", date(2026, 6, 30), "newly_listed"),
        ("2026-07", date(2026, 6, 30), "born"),
        ("2026-06", date(2026, 6, 30), "newly_listed"),
        ("2026-06", date(2026, 6, 29), "appeared_unknown"),
        ("2026", date(2025, 12, 31), "born"),
        ("2025", date(2025, 12, 31), "newly_listed"),
        (None, date(2025, 12, 31), "appeared_unknown"),
    ],
)
def test_a_month_or_a_year_alone_decides_only_where_all_of_it_lies_on_one_side(
    founded: str | None, since: date, expected: str
) -> None:
    df = pl.DataFrame({"founded_date": [founded]}, schema={"founded_date": pl.String})
    assert df.select(founded_since(since)).item() == expected


def _rows() -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries(
        {
            "stock": st.sampled_from(["alive", "undated", "dormant", "one_off", "paused", "ended"]),
            "ward": st.sampled_from(["141313", "141321", "none"]),
            "kind": st.sampled_from(["cafe", "none"]),
            "founded": st.sampled_from([None, "2020", "2026", "2026-07-04"]),
            "stale": st.booleans(),
            "name": st.sampled_from(["さくら会", "もみじ会", "うめ会"]),
            "count": st.integers(1, 3),
        }
    )
    return st.lists(row, min_size=1, max_size=6)


@st.composite
def _release(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Activities with IDs and listings of a small world, so that two releases share some of both."""
    ids = draw(st.permutations(_IDS))
    listings = iter(draw(st.permutations([f"{name}{n}" for name in _LISTS for n in range(6)])))
    rows = draw(_rows())
    return [
        row | {"id": id_, "listings": {(listing := next(listings)): listing[0] for _ in range(row["count"])}}
        for row, id_ in zip(rows, ids, strict=False)
    ]


_CHANGED = st.sets(st.sampled_from(_LISTS), max_size=2)


@given(_release(), _release(), _CHANGED, _CHANGED, _CHANGED)
def test_causes_add_up_and_nobody_has_two(
    make: Any, judged_by: Any, first: Any, second: Any, added: set[str], removed: set[str], rescoped: set[str]
) -> None:
    before, now = make(*first), make(*second)
    judged = judged_by(added=sorted(added), removed=sorted(removed), rescoped=sorted(rescoped))
    found = causes(before, now, judged)
    assert found.get_column("activity_id").is_unique().all()
    difference = cells(now)
    difference.subtract(cells(before))
    assert {cell: n for cell, n in change(found).items() if n} == {cell: n for cell, n in difference.items() if n}
