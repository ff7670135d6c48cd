"""What people decide on the screen: the same ledgers as from the command line, with no run in the way."""

import functools
import shutil
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipelines.decisions.corrections import correct
from pipelines.decisions.ledger import DecisionError
from pipelines.definitions import build_defs
from pipelines.desk.refused import still_refused
from pipelines.lab.drills.made import flow_tables, published_files, raw_listings
from pipelines.orchestration.assets.decided import CLICKS
from pipelines.orchestration.jobs import IMPORT
from pipelines.publish.release import publish
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.contract.tables.decisions import CORRECTIONS, LEDGERS, MAIL_DOMAINS, PAIRS, REMOVALS
from warehouse.lock import run_lock
from warehouse.permissions import make_folder
from warehouse.storage import write_table

pytestmark = pytest.mark.filterwarnings("ignore")  # Dagster's own
ANSWERS = {"judge_pair": PAIRS, "correct_value": CORRECTIONS, "remove_listing": REMOVALS}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables and a release, made once: every test decides on a copy."""
    folder = tmp_path_factory.mktemp("night")
    settings, tables = Settings(folder, "sample", None), flow_tables(raw_listings(4))
    for name in ("norm__listings", "core__activities", "core__activity_values"):
        write_table(table(name), tables[name], settings.table_path(name))
    publish(published_files(tables, folder / "made"), settings.published_dir)
    return folder


@pytest.fixture
def settings(night: Path, tmp_path: Path) -> Settings:
    shutil.copytree(night, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Settings(tmp_path, "sample", None)


def pressed(settings: Settings, name: str, **fields: str) -> dg.ExecuteInProcessResult:
    job = _built(settings).resolve_job_def(name)
    (step,) = [node.name for node in job.nodes]
    return job.execute_in_process(
        run_config={"ops": {step: {"config": fields}}} if fields else None,
        instance=dg.DagsterInstance.ephemeral(),
        raise_on_error=False,
    )


@functools.cache
def _built(settings: Settings) -> dg.Definitions:
    return build_defs(settings)


def fields_of(settings: Settings) -> dict[str, dict[str, str]]:
    listings = pl.read_parquet(settings.table_path("norm__listings")).get_column("listing_id").sort().to_list()
    activity = pl.read_parquet(settings.table_path("core__activities")).get_column("activity_id")[0]
    why = {"reason": "電話で確かめた"}
    value = {"activity_id": activity, "field": "phone", "value": "044-200-1234", "until": "2027-03-31"}
    return {
        "judge_pair": {"left": f" {listings[0]} ", "right": listings[1], "said": "different"} | why,
        "correct_value": value | why,
        "remove_listing": {"listing_id": listings[-1]} | why,
        "accept_mail_domain": {"domain": "hiroba.example"} | why,
    }


def test_every_decision_is_taken_while_a_run_is_under_way(settings: Settings) -> None:
    with run_lock(settings.lock_path, datetime(2026, 11, 28, tzinfo=UTC)):
        for name, fields in fields_of(settings).items():
            assert pressed(settings, name, **fields).success, name
    for kind in (*ANSWERS.values(), MAIL_DOMAINS):
        (row,) = pl.read_csv(settings.judgements_dir / kind.file, infer_schema=False).to_dicts()
        assert (row["decided_by"], row["reason"]) == ("データ担当", "電話で確かめた")


def test_what_cannot_be_decided_is_a_sentence_and_nothing_is_written(settings: Settings) -> None:
    for click in (each for each in CLICKS if each.form and "reason" in type(each.form).model_fields):
        fields = dict.fromkeys(type(click.form).model_fields, "")
        for given in (fields, fields_of(settings).get(click.name, fields) | {"reason": " "}):
            (failure,) = pressed(settings, click.name, **given).filter_events(lambda event: event.is_step_failure)
            said = str(failure.step_failure_data.user_failure_data)
            assert any("ぁ" <= sign <= "ん" for sign in said), (click.name, said)
    assert not [kind.file for kind in LEDGERS if (settings.judgements_dir / kind.file).exists()]


def sentence(settings: Settings, name: str) -> str:
    (failure,) = pressed(settings, name).filter_events(lambda event: event.is_step_failure)
    return str(failure.step_failure_data.user_failure_data)


def test_the_release_before_is_latest_again_and_before_the_first_there_is_none(
    settings: Settings, tmp_path: Path
) -> None:
    latest = settings.published_dir / "latest"
    first = latest.resolve()
    assert "前の公開がありません" in sentence(settings, "roll_back_one_release")
    publish(published_files(flow_tables(raw_listings(5)), tmp_path / "next"), settings.published_dir)
    assert latest.resolve() != first
    with run_lock(settings.lock_path, datetime(2026, 11, 28, tzinfo=UTC)):
        assert not pressed(settings, "roll_back_one_release").success, "a run that publishes would undo it"
    assert pressed(settings, "roll_back_one_release").success
    assert latest.resolve() == first


def test_a_day_that_is_over_already_corrects_nothing(settings: Settings) -> None:
    (activity,) = pl.read_parquet(settings.table_path("core__activities")).get_column("activity_id").to_list()[:1]
    for until, day in (("2020-01-01", "2026-11-28"), ("2026-11-27", "2026-11-28")):
        with pytest.raises(DecisionError, match="もう過ぎています"):
            correct(settings, activity, "fee", "無料", until, "電話で確かめた", day, "見本課")
    assert not settings.corrections_path.exists()
    assert "とします" in correct(settings, activity, "fee", "無料", "2026-11-28", "電話で", "2026-11-28", "見本課")


def test_whoever_brings_a_workbook_is_told_that_it_is_wrong_and_the_asset_shows_it(settings: Settings) -> None:
    make_folder(settings.decisions_dir)
    (settings.decisions_dir / "返答.xlsx").write_bytes(b"no workbook")
    wrong, right = pressed(settings, IMPORT), pressed(settings, IMPORT)
    (failure,) = wrong.filter_events(lambda event: event.is_step_failure)
    said = str(failure.step_failure_data.user_failure_data)
    assert "返答.xlsx は 確認待ち.xlsx として開けません（Excel のファイルではないか、壊れています）" in said
    (told,) = still_refused(settings.refused_path, settings.decisions_dir)
    assert told.count("返答.xlsx") == 1 and "「読めないもの」に移しました" in told
    assert "zip" not in said.lower()
    for result, is_passed in ((wrong, False), (right, True)):
        assert result.success is is_passed
        assert [each.passed for each in result.get_asset_check_evaluations()] == [is_passed]
        assert [each.asset_key for each in result.get_asset_materialization_events()] == [dg.AssetKey("decisions")]
