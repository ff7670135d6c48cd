"""Many nights as one sum: additive, what came and went is no change, and what nobody knows is apportioned."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trend.bridge import Calls, Period, bridge, nights_of, periods, settled
from pipelines.trend.compared import CELLS, Snapshot
from pipelines.trend.grown import grown
from pipelines.trend.night import Before, growth_log
from pipelines.trend.series import series
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame, frame

FIRST = date(2026, 1, 31)
NO_CALLS = Calls(0, 0)
_LOG, _RELEASES = table("trend__growth_log"), table("core__release_log")


def releases(*days: date, methods: tuple[str, ...] = ()) -> pl.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "release_id": f"r{place}",
            "as_of_at": datetime(day.year, day.month, day.day, 3, tzinfo=UTC),
            "contract_version": "0",
            "activity_count": 0,
            "listing_count": 0,
            "resolver_version": methods[place] if methods else "m",
        }
        for place, day in enumerate(days)
    ]
    return frame(_RELEASES, rows)


def lived(
    judged_by: Any, nights: list[Snapshot], days: list[date], restated: dict[int, Snapshot] | None = None
) -> pl.DataFrame:
    """The log of some nights; `restated`: place of a night → the night before by the method of that night."""
    log = empty_frame(_LOG)
    for place, now in enumerate(nights):
        before = None
        if place:
            last = nights[place - 1]
            before = Before(last, last, (restated or {}).get(place))
        past: dict[str, date] = {}
        judged = judged_by(since=days[max(place - 1, 0)], day=days[place], past=past)
        log = growth_log(log, before, now, judged, f"r{place}")
    return log


def size(side: Snapshot) -> Counter[tuple[str, str]]:
    return Counter(side.activities.filter("is_counted").select(CELLS).iter_rows())


def told(log: pl.DataFrame, known: pl.DataFrame, code: str, calls: Calls = NO_CALLS) -> pl.DataFrame:
    (period,) = (each for each in periods(known, known.item(-1, "release_id")) if each.code == code)
    return bridge(settled(nights_of(log, known, period), period), period, calls)


def causes_of(df: pl.DataFrame) -> dict[str, int]:
    return dict(df.group_by("cause_code").agg(pl.col("change_count").sum()).iter_rows())


def test_who_came_and_went_again_within_the_period_is_no_change(make: Any, judged_by: Any) -> None:
    days = [FIRST, FIRST + timedelta(5), FIRST + timedelta(10)]
    nights = [make({"id": "x"}), make({"id": "x"}, {"id": "y"}), make({"id": "x"})]
    log = lived(judged_by, nights, days)
    assert log.height == 2
    assert told(log, releases(*days), "all").is_empty()


def test_who_is_back_has_never_been_gone(make: Any, judged_by: Any) -> None:
    days = [FIRST, FIRST + timedelta(5), FIRST + timedelta(10)]
    log = lived(judged_by, [make({"id": "x"}), make(), make({"id": "x", "ward": "141321"})], days)
    df = told(log, releases(*days), "all")
    assert sorted(df.select("cause_code", "ward_cell", "change_count").iter_rows()) == [
        ("appeared_unknown", "141313", -1),
        ("appeared_unknown", "141321", 1),
    ]


def test_founded_within_the_period_is_born_although_it_was_listed_weeks_later(make: Any, judged_by: Any) -> None:
    days = [FIRST, date(2026, 3, 1), date(2026, 3, 2)]
    log = lived(judged_by, [make(), make(), make({"id": "x", "founded": "2026-02"})], days)
    known = releases(*days)
    assert causes_of(told(log, known, "night")) == {"newly_listed": 1}
    assert causes_of(told(log, known, "all")) == {"born": 1}


def test_who_vanished_lately_is_only_missing(make: Any, judged_by: Any) -> None:
    days = [FIRST, FIRST + timedelta(1), FIRST + timedelta(60), FIRST + timedelta(61)]
    nights = [make({"id": "x"}), make(), make(), make()]
    log = lived(judged_by, nights, days)
    assert causes_of(told(log, releases(*days[:3]), "all")) == {"missing": -1}
    assert causes_of(told(log, releases(*days), "all")) == {"vanished_unknown": -1}


def test_what_nobody_knows_is_apportioned_as_among_the_known(make: Any, judged_by: Any) -> None:
    days = [FIRST, FIRST + timedelta(90)]
    came = [{"id": f"born{n}", "founded": "2026-04-01"} for n in range(30)]
    came += [{"id": f"old{n}", "founded": "2020"} for n in range(10)]
    came += [{"id": f"open{n}"} for n in range(20)]
    gone = [{"id": f"gone{n}"} for n in range(10)]
    log = lived(judged_by, [make(*gone), make(*came)], days).with_columns(
        changed_on=pl.when(pl.col("cause_code") == "vanished_unknown").then(pl.lit(FIRST)).otherwise("changed_on")
    )
    df = (
        told(log, releases(*days), "all", Calls(there=30, ended=10))
        .group_by("cause_code")
        .agg(pl.col("real_low", "real_high").sum())
    )
    rows = {row["cause_code"]: row for row in df.iter_rows(named=True)}
    assert (rows["born"]["real_low"], rows["born"]["real_high"]) == (30, 30)
    assert (rows["newly_listed"]["real_low"], rows["newly_listed"]["real_high"]) == (0, 0)
    assert 20 * 0.58 < rows["appeared_unknown"]["real_low"] < 20 * 0.75 < rows["appeared_unknown"]["real_high"] < 20
    assert -10 * 0.42 < rows["vanished_unknown"]["real_low"] < -2.5 < rows["vanished_unknown"]["real_high"] < -1


def test_a_new_model_on_a_night_of_the_same_pages_is_the_only_cause(make: Any, judged_by: Any) -> None:
    days = [FIRST, FIRST + timedelta(1)]
    apart = make({"id": "x", "listings": {"1": "a"}}, {"id": "y", "listings": {"2": "b"}})
    whole = make({"id": "x", "listings": {"1": "a", "2": "b"}})
    log = lived(judged_by, [apart, whole], days, restated={1: whole})
    assert causes_of(told(log, releases(*days), "all")) == {"resolver": -1}


@st.composite
def _nights(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """What three nights list of the same few activities."""
    state = st.fixed_dictionaries(
        {
            "stock": st.sampled_from(["alive", "paused", "dormant"]),
            "ward": st.sampled_from(["141313", "141321"]),
            "founded": st.sampled_from([None, "2020", "2026-02-10"]),
        }
    )
    names = [f"k{n}" for n in range(5)]
    return [
        [draw(state) | {"id": name, "listings": {name: "a"}} for name in names if draw(st.booleans())] for _ in range(3)
    ]


@given(_nights(), st.booleans())
def test_from_a_to_c_is_from_a_to_b_and_from_b_to_c(make: Any, judged_by: Any, given_: Any, is_restated: bool) -> None:
    days = [FIRST, FIRST + timedelta(20), FIRST + timedelta(40)]
    nights = [make(*rows) for rows in given_]
    # The second method sees the first night as the third: anything may be
    log = lived(judged_by, nights, days, restated={2: nights[0]} if is_restated else None)
    known = releases(*days)

    def total(first: int, last: int) -> Counter[tuple[str, str]]:
        period = Period("all", f"r{first}", days[first], f"r{last}", days[last])
        df = bridge(settled(nights_of(log, known, period), period), period, NO_CALLS)
        found: Counter[tuple[str, str]] = Counter()
        for ward, kind, count in df.select(*CELLS, "change_count").iter_rows():
            found[ward, kind] += count
        return found

    for first, last in ((0, 1), (1, 2), (0, 2)):
        difference = size(nights[last])
        difference.subtract(size(nights[first]))
        found = total(first, last)
        assert {k: v for k, v in found.items() if v} == {k: v for k, v in difference.items() if v}
    both = total(0, 1)
    both.update(total(1, 2))
    assert {k: v for k, v in both.items() if v} == {k: v for k, v in total(0, 2).items() if v}


def test_the_series_has_one_method_and_leaves_out_what_the_method_did(make: Any, judged_by: Any) -> None:
    days = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    x, y = {"id": "x", "listings": {"1": "a"}}, {"id": "y", "listings": {"2": "b"}}
    whole = {"id": "x", "listings": {"1": "a", "2": "b"}}
    born = {"id": "z", "founded": "2026-03-10", "listings": {"3": "a"}}
    nights = [make(x, y), make(x, y), make(whole, born)]
    log = lived(judged_by, nights, days, restated={2: make(whole)})
    known = releases(*days, methods=("old", "old", "new"))
    df = series(log, known, empty_frame(table("trend__restated")), nights[-1].activities, NO_CALLS)
    columns = ("month_on", "series_basis_code", "stock_size", "change_count", "apparent_count", "real_low")
    assert df.select(columns).rows() == [
        (days[0], "chained", 1, 0, 0, 0.0),
        (days[1], "chained", 1, 0, 0, 0.0),
        (days[2], "published", 2, 1, 0, 1.0),
    ]
    assert df["resolver_version"].unique().to_list() == ["new"]
    row = {"release_id": "r0", "resolver_version": "new", "ward_cell": "141313", "kind_cell": "cafe"}
    read = frame(table("trend__restated"), [row | {"stock_size": 5, "restated_on": days[2]}])
    df = series(log, known, read, nights[-1].activities, NO_CALLS)
    assert df.select("series_basis_code", "stock_size").row(0) == ("restated", 5)
    older = read.with_columns(resolver_version=pl.lit("old"))
    df = series(log, known, older, nights[-1].activities, NO_CALLS)
    assert df.row(0, named=True)["series_basis_code"] == "chained", "a vintage of another method is no part of it"


@pytest.mark.parametrize(
    ("days", "code", "words"),
    [
        (30, "too_early", "まだ言えません"),
        (200, "flows_only", "新しく始まった 40"),
        (400, "growing", "増えている"),
    ],
)
def test_a_sign_is_said_only_after_a_year(make: Any, judged_by: Any, days: int, code: str, words: str) -> None:
    ends = [FIRST, FIRST + timedelta(days)]
    old = [{"id": f"old{n}", "founded": "2001"} for n in range(200)]
    new = [{"id": f"new{n}", "founded": "2026-02-20"} for n in range(40)]
    now = make(*old, *new)
    log = lived(judged_by, [make(*old), now], ends)
    calls = empty_frame(table("audit__call_sample"))
    said = grown(log, releases(*ends), empty_frame(table("trend__restated")), now, calls).growth
    row = said.filter(ward_cell="all", kind_cell="all").row(0, named=True)
    assert row["growth_word_code"] == code
    assert words in row["sentence_ja"]
    assert (row["growth_low"] is None) == (code != "growing")


def test_many_appearances_and_no_birth_are_no_growth(make: Any, judged_by: Any) -> None:
    """A campaign of a portal: a fifth more rows, all of them founded long ago."""
    days = [FIRST, FIRST + timedelta(400)]
    old = [{"id": f"old{n}", "founded": "2001"} for n in range(200)]
    late = [{"id": f"late{n}", "founded": "1999"} for n in range(40)]
    now = make(*old, *late)
    log = lived(judged_by, [make(*old), now], days)
    calls = empty_frame(table("audit__call_sample"))
    said = grown(log, releases(*days), empty_frame(table("trend__restated")), now, calls).growth
    row = said.filter(ward_cell="all", kind_cell="all").row(0, named=True)
    assert row["growth_word_code"] == "unclear"
    assert row["apparent_count"] == 40
    assert "件数をそのまま比べないでください" in row["sentence_ja"]


def test_the_first_release_changes_nothing(make: Any, judged_by: Any) -> None:
    now = make({"id": "x"})
    log = lived(judged_by, [now], [FIRST])
    said = grown(
        log,
        releases(FIRST),
        empty_frame(table("trend__restated")),
        now,
        empty_frame(table("audit__call_sample")),
    )
    assert log.is_empty()
    assert said.bridge.is_empty()
    assert said.growth.is_empty()
    assert said.series["stock_size"].to_list() == [1]
