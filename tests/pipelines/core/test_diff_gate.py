"""A release that changes too much waits for a person."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.core.diff_gate import judge_diff
from pipelines.decisions.accepted_releases import accepted_reason
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame, frame


def bridge(*activities: str) -> pl.DataFrame:
    schema = {"activity_id": pl.String, "listing_id": pl.String}
    return pl.DataFrame([(each, f"l{number}") for number, each in enumerate(activities)], schema=schema, orient="row")


def changes(gone: int) -> pl.DataFrame:
    rows = [{"activity_id": f"g{number}", "change_code": "not_seen", "field_name": "-"} for number in range(gone)]
    empty = dict.fromkeys(("old_text", "new_text", "other_activity_id"))
    return frame(table("core__activity_changes"), [row | empty for row in rows])


@pytest.mark.parametrize(
    ("now", "gone", "is_passed"),
    [
        ([f"a{n}" for n in range(100)], 0, True),
        ([f"a{n}" for n in range(98)] + ["x", "y"], 0, True),
        ([f"a{n}" for n in range(97)] + ["x", "y", "z"], 0, False),
        ([f"a{n}" for n in range(90)], 10, True),
        ([f"a{n}" for n in range(89)], 11, False),
    ],
)
def test_two_percent_of_ids_and_ten_percent_of_activities(now: list[str], gone: int, is_passed: bool) -> None:
    verdict = judge_diff(bridge(*[f"a{n}" for n in range(100)]), bridge(*now), changes(gone))
    assert verdict.is_passed is is_passed
    assert ("「大きく変わった公開を認める」で認め" in verdict.sentence) is not is_passed


def test_a_person_may_let_it_pass_and_the_first_release_has_nothing_to_compare_with(tmp_path: Path) -> None:
    path = tmp_path / "accepted_diffs.csv"
    assert accepted_reason(path, "r1") is None
    path.write_text(
        "release_id,accepted_on,accepted_by,reason\nr1,2026-11-23,office,一覧が新しくなった\n", encoding="utf-8"
    )
    reason = accepted_reason(path, "r1")
    before = bridge(*[f"a{n}" for n in range(10)])
    assert judge_diff(before, bridge("x"), changes(9), reason).is_passed
    assert accepted_reason(path, "r2") is None
    assert judge_diff(bridge(), bridge("x"), empty_frame(table("core__activity_changes"))).is_passed
