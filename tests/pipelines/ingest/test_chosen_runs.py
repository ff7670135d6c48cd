"""Which run of a source is used, and how that is explained."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from pipelines.ingest.chosen_runs import release_facts, select_runs
from warehouse.contract import label_ja, table
from warehouse.contract.derived.frames import frame, violations

FIRST = datetime(2026, 11, 1, tzinfo=UTC)


def runs(*outcomes: tuple[str, int, str]) -> pl.DataFrame:
    """Rows of `raw__runs` from source, day and verdict."""
    counts = dict.fromkeys(("request_count", "fetched_count", "failed_count", "listing_count", "quarantined_count"), 0)
    rows: list[dict[str, object]] = [
        {
            "source_key": source,
            "run_id": f"r{day:02}",
            "run_verdict_code": verdict,
            "profile_code": "sample",
            "started_at": FIRST + timedelta(days=day),
            "finished_at": FIRST + timedelta(days=day, minutes=5),
            "message_ja": f"{day}日の説明。",
            **counts,
        }
        for source, day, verdict in outcomes
    ]
    return frame(table("raw__runs"), rows)


def choice(*outcomes: tuple[str, int, str]) -> dict[str, object]:
    selected = select_runs(runs(*outcomes), {"a": 7, "b": 7})
    assert not violations(table("raw__selected_runs"), selected)
    return selected.row(0, named=True)


def test_the_newest_run_is_used_when_healthy() -> None:
    row = choice(("a", 1, "succeeded"), ("a", 2, "succeeded"))
    assert (row["selection_code"], row["run_id"], row["age_days"]) == ("newest", "r02", 0.0)
    assert row["message_ja"] == "2日の説明。"


@pytest.mark.parametrize("verdict", ["fewer", "empty", "failed", "blocked", "not_configured", "retired"])
def test_an_older_healthy_run_stands_in_for_an_odd_one(verdict: str) -> None:
    row = choice(("a", 1, "succeeded"), ("a", 2, "succeeded"), ("a", 3, verdict))
    assert (row["selection_code"], row["run_id"], row["age_days"]) == ("last_good", "r02", 1.0)
    assert (row["newest_run_id"], row["newest_verdict_code"]) == ("r03", verdict)
    assert label_ja("run_verdict", verdict) in str(row["message_ja"])
    assert "3日の説明。" in str(row["message_ja"])


@pytest.mark.parametrize(
    ("days", "expected"),
    [pytest.param(7, "last_good", id="on the last day"), pytest.param(8, "expired", id="a day later")],
)
def test_beyond_its_age_limit_a_healthy_run_is_marked_and_not_dropped(days: int, expected: str) -> None:
    row = choice(("a", 1, "succeeded"), ("a", 1 + days, "failed"))
    assert (row["selection_code"], row["run_id"]) == (expected, "r01")
    assert ("期限7日を過ぎました" in str(row["message_ja"])) == (expected == "expired")


@pytest.mark.parametrize("switched", ["paused", "retired"])
def test_a_list_that_a_person_switched_off_ends_with_its_age_limit(switched: str) -> None:
    assert choice(("a", 1, "succeeded"), ("a", 8, switched))["selection_code"] == "last_good"
    row = choice(("a", 1, "succeeded"), ("a", 9, switched))
    assert (row["selection_code"], row["run_id"]) == ("none", None)
    assert "掲載を終わりにしました" in str(row["message_ja"])


def test_without_any_healthy_run_none_is_used() -> None:
    row = choice(("a", 1, "empty"))
    assert (row["selection_code"], row["run_id"], row["started_at"]) == ("none", None, None)
    assert "使える取得がまだありません" in str(row["message_ja"])


def test_ages_count_from_the_newest_run_of_any_source() -> None:
    assert choice(("a", 1, "succeeded"), ("b", 4, "succeeded"))["age_days"] == 3.0


def test_a_failing_source_leaves_the_others_alone() -> None:
    df = runs(("b", 1, "succeeded"), ("b", 2, "succeeded"), ("a", 1, "succeeded"), ("a", 2, "failed"))
    selected = select_runs(df, {"a": 7, "b": 7})
    assert selected.select("source_key", "selection_code").rows() == [("a", "last_good"), ("b", "newest")]
    assert select_runs(df.reverse(), {"a": 7, "b": 7}).equals(selected)


def test_a_release_is_named_after_its_newest_run_in_japanese_time() -> None:
    row = release_facts(runs(("a", 1, "succeeded"), ("b", 2, "failed")), "sample").row(0, named=True)
    assert (row["release_id"], row["profile_code"]) == ("release-20261103T090000", "sample")
    assert row["as_of_at"] == FIRST + timedelta(days=2)
