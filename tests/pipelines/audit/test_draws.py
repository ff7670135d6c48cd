"""What is drawn is drawn at random, the same every time, and stands for the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from pipelines.audit.draws import drawn
from pipelines.audit.pairs import joined_pairs, keyed_pairs, labels_to_ask, quarter
from pipelines.audit.vanished import calls_to_make, year
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_FOUND = {"town": "土橋2丁目", "block": "1-2"}


def strata(**sizes: int) -> pl.DataFrame:
    rows = [(f"{name}{n}", name) for name, size in sizes.items() for n in range(size)]
    return pl.DataFrame(rows, schema={"key": pl.String, "stratum": pl.String}, orient="row")


def test_every_stratum_is_asked_and_the_weights_count_them_all() -> None:
    df = drawn(strata(large=900, middle=90, one=1), ["key"], "2026Q4", 60)
    taken = dict(df.group_by("stratum").len().iter_rows())
    assert sum(taken.values()) == 60
    assert taken["one"] == 1 < taken["middle"] < taken["large"] < 60 * 900 / 991
    weights = df.group_by("stratum").agg(pl.col("weight").sum().round(6))
    assert dict(weights.iter_rows()) == {"large": 900.0, "middle": 90.0, "one": 1.0}


def test_few_are_all_drawn_and_none_are_none() -> None:
    assert drawn(strata(a=3), ["key"], "2026Q4", 60)["weight"].to_list() == [1.0, 1.0, 1.0]
    assert drawn(strata(), ["key"], "2026Q4", 60).columns == ["key", "stratum", "weight"]


def test_a_draw_hangs_on_its_name_alone_and_a_new_row_moves_no_other() -> None:
    rows = strata(a=200)
    first = set(drawn(rows, ["key"], "2026Q4", 40)["key"])
    assert set(drawn(rows.reverse(), ["key"], "2026Q4", 40)["key"]) == first
    assert set(drawn(rows, ["key"], "2027Q1", 40)["key"]) != first
    assert len(set(drawn(strata(a=201), ["key"], "2026Q4", 40)["key"]) - first) <= 1


@pytest.mark.parametrize(
    ("left", "right", "is_found"),
    [
        ({"phone": "044-200-1111"}, {"phone": "044-200-1111"}, True),
        ({"phone": "044-200-1111"}, {"phone": "044-200-1112"}, False),
        ({"mail": "A@x.example"}, {"mail": "a@x.example"}, True),
        ({"url": "https://x.example/"}, {"url": "http://www.x.example"}, True),
        ({"name": "さくら会"}, {"name": "さくら会"}, True),
        ({"organizer_key": "会", "venue_key": "館"}, {"organizer_key": "会", "venue_key": "館"}, True),
        ({"organizer_key": "会"}, {"organizer_key": "会"}, False),
        (_FOUND, _FOUND, False),
        ({}, {}, False),
    ],
)
def test_pairs_are_found_by_what_they_share_whatever_the_matcher_thinks(
    listings: Any, left: dict[str, str], right: dict[str, str], is_found: bool
) -> None:
    rows = [{"listing_id": f"s_{n}", "name": f"会{n}"} | each for n, each in enumerate((left, right))]
    assert keyed_pairs(listings(*rows)).rows() == ([("s_0", "s_1")] if is_found else [])


def test_what_very_many_share_makes_no_pair(listings: Any) -> None:
    def sharing(count: int) -> pl.DataFrame:
        return listings(*({"listing_id": f"s_{n:02}", "name": f"会{n}", "phone": "044-200-1111"} for n in range(count)))

    assert keyed_pairs(sharing(12)).height == 66
    assert keyed_pairs(sharing(13)).is_empty()


def test_a_quarter_asks_about_pairs_of_all_lists_for_both_measures(listings: Any) -> None:
    rows = [
        {"listing_id": f"{key}_{n:03}", "source_key": key, "name": f"会{n}"} for n in range(300) for key in ("a", "b")
    ]
    df = listings(*rows)
    bridge = pl.DataFrame(
        [(f"k{row['listing_id'][2:]}", row["listing_id"]) for row in rows[:200]],
        schema=["activity_id", "listing_id"],
        orient="row",
    )
    asked = labels_to_ask(df, bridge, "2026Q4")
    counts = asked.group_by("purpose_code").agg(pl.len(), pl.col("weight").sum().round(3))
    assert sorted(counts.iter_rows()) == [("precision", 60, 100.0), ("recall", 140, 300.0)]
    assert asked["stratum"].unique().to_list() == ["a × b"]
    assert joined_pairs(bridge).height == 100


@pytest.mark.parametrize(
    ("day", "q", "y"),
    [
        (date(2026, 12, 31), "2026Q4", "2026-03"),
        (date(2027, 1, 1), "2027Q1", "2026-03"),
        (date(2027, 3, 1), "2027Q1", "2027-03"),
        (date(2027, 4, 1), "2027Q2", "2027-03"),
    ],
)
def test_the_draw_of_a_day(day: date, q: str, y: str) -> None:
    assert (quarter(day), year(day)) == (q, y)


def test_who_vanished_for_sure_and_is_still_gone_is_called_once_a_year() -> None:
    log = [
        ("long ago", "vanished_unknown", date(2025, 12, 31)),
        ("then", "vanished_unknown", date(2026, 1, 1)),
        ("late", "vanished_unknown", date(2026, 12, 31)),
        ("too late", "vanished_unknown", date(2027, 1, 1)),
        ("back", "vanished_unknown", date(2026, 6, 1)),
        ("said so", "ended", date(2026, 6, 1)),
    ]
    rows: list[dict[str, object]] = [
        {"release_id": f"r{n}", "activity_id": name, "cause_code": code, "changed_on": day}
        for n, (name, code, day) in enumerate(log)
    ]
    listed = pl.DataFrame({"activity_id": ["back"]})
    asked = calls_to_make(frame(table("trend__growth_log"), rows), listed, "2027-03")
    assert asked["activity_id"].to_list() == ["late", "then"]
    many = [rows[1] | {"activity_id": f"x{n:03}"} for n in range(90)]
    asked = calls_to_make(frame(table("trend__growth_log"), many), listed, "2027-03")
    assert (asked.height, round(asked["weight"].sum())) == (60, 90)
