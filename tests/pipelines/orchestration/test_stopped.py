"""The report of a stopped release says which gate, which rows and what to do, and never repeats personal data."""

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from pipelines.orchestration.gates import GATES, gate_of
from pipelines.orchestration.stopped import checked, report

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def told(folder: Path, check: str = "contract", *, warns: bool = False, breaks: bool = False) -> str:
    """The report of a run with a check that fails, and a last step that may break."""

    @dg.asset
    def core__activities() -> None: ...

    @dg.asset(deps=[core__activities])
    def release_folder() -> None:
        if breaks:
            raise OSError("No space left on device")

    severity = dg.AssetCheckSeverity.WARN if warns else dg.AssetCheckSeverity.ERROR

    @dg.asset_check(asset=core__activities, name=check, blocking=True)
    def rule() -> dg.AssetCheckResult:
        rows = dg.MetadataValue.json([{"name": "担当 架空坂さん 090-0000-4321"}])
        return dg.AssetCheckResult(passed=breaks, severity=severity, metadata={"外れた行": rows})

    job = dg.Definitions([core__activities, release_folder], asset_checks=[rule])
    done = job.resolve_implicit_global_asset_job_def().execute_in_process(raise_on_error=False)
    return report(done.all_events, folder, NOW).read_text(encoding="utf-8")


def test_the_gate_that_stopped_is_marked_and_the_later_ones_were_not_reached(tmp_path: Path) -> None:
    text = told(tmp_path)
    assert "| 2. 情報源どうし | × ここで止めた |" in text
    assert "| 3. 個人情報 | － まだ |" in text
    assert "関門「情報源どうし」: 検査 contract" in text
    assert "すること" in text
    assert "架空坂" not in text
    assert "4321" not in text
    assert (tmp_path / "stopped" / "20261123T010000.md").is_file()


def test_what_only_warns_stops_nothing(tmp_path: Path) -> None:
    assert "△ 知らせ 関門「情報源どうし」" in told(tmp_path, warns=True)


def test_what_people_decided_is_no_gate(tmp_path: Path) -> None:
    text = told(tmp_path, "corrections_stand", warns=True)
    assert "△ 知らせ 人の決めたこと: 検査 corrections_stand" in text
    assert "○ 通った" not in text


def test_a_step_that_breaks_is_told_at_the_switch(tmp_path: Path) -> None:
    text = told(tmp_path, breaks=True)
    assert "| 6. 切り替え | × ここで止めた（手順が失敗） |" in text
    assert "No space left on device" in text


def test_figures_of_a_check_are_rounded_and_sentences_end_once() -> None:
    @dg.asset
    def release() -> None: ...

    seen = {
        "結果": "見つかりませんでした。",
        "見た表": 10,
        "なくなった活動の割合": 0.0012091898428053204,
        "平均": 1.23456,
    }

    @dg.asset_check(asset=release, name="rule")
    def rule() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=True, metadata=seen)

    job = dg.Definitions([release], asset_checks=[rule]).resolve_implicit_global_asset_job_def()
    evaluated = dg.DagsterEventType.ASSET_CHECK_EVALUATION
    (event,) = (each for each in job.execute_in_process().all_events if each.event_type is evaluated)
    told = "見つかりませんでした。見た表: 10、なくなった活動の割合: 0.12%、平均: 1.235"
    assert checked(event, "rule")["said"] == told


@pytest.mark.parametrize(
    ("check", "asset", "gate"),
    [
        ("healthy", "crawl__fukumimi", "情報源ごと"),
        ("healthy_day", "core__activity_changes", "情報源どうし"),
        ("contract", "norm__listings", "情報源どうし"),
        ("privacy_scan", "core__activity_history", "個人情報"),
        ("contract", "activities", "約束と参照"),
        ("counts_add_up", "activity_listings", "約束と参照"),
        ("not_too_much_changed", "release", "前の公開との差"),
    ],
)
def test_every_check_belongs_to_a_gate(check: str, asset: str, gate: str) -> None:
    number = gate_of(check, asset)
    assert number is not None
    assert GATES[number] == gate


def test_a_check_that_nobody_gave_a_place_is_refused() -> None:
    with pytest.raises(KeyError):
        gate_of("every_rule", "core__activities")
