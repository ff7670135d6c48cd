"""Records of a run that stay open while it lasts are those the UI shows."""

from pathlib import Path

import dagster as dg
import pytest

from pipelines.cli.execute import CLI_CONFIG, prepare_dagster_home
from pipelines.orchestration.open_records import OpenEventLog, open_instance
from pipelines.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore")  # Dagster's own


@dg.asset
def made() -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata={"rows": 3})


def test_dagsters_own_storage_shows_what_was_written_even_while_it_is_open(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "sample", None)
    prepare_dagster_home(settings)
    home = str(settings.dagster_home)
    with open_instance(settings.dagster_home, CLI_CONFIG) as instance:
        assert isinstance(instance.event_log_storage, OpenEventLog)
        run = dg.materialize([made], instance=instance).run_id
        with dg.DagsterInstance.from_config(home) as plain:
            assert len(plain.all_logs(run)) == len(instance.all_logs(run)) > 10
    assert not list(settings.dagster_home.rglob("*.db-wal")), "nothing is left beside a file once it is closed"
    with dg.DagsterInstance.from_config(home) as plain:
        told = plain.get_latest_materialization_event(dg.AssetKey("made"))
        assert told is not None and told.asset_materialization is not None
        assert told.asset_materialization.metadata["rows"].value == 3


@dg.asset_check(asset=made)
def holds() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True, metadata={"rows": 3})


@dg.asset(deps=[made])
def reads(context: dg.AssetExecutionContext) -> None:
    """What waits to be written is there for whoever asks."""
    known = context.instance.get_latest_materialization_event(dg.AssetKey("made"))
    assert known is not None and known.run_id == context.run.run_id


@dg.asset(deps=[reads])
def breaks() -> None:
    raise ValueError


def _told(instance: dg.DagsterInstance, run: str) -> list[tuple[str | None, str | None]]:
    """Step and kind of every event somebody reads, in order."""
    events = [each.dagster_event for each in instance.all_logs(run)]
    return [
        (each.step_key, each.event_type_value)
        for each in events
        if each is not None and each.event_type_value not in ("STEP_INPUT", "LOADED_INPUT", "HANDLED_OUTPUT")
    ]


def test_events_written_together_are_those_dagster_writes_one_by_one(tmp_path: Path) -> None:
    told = []
    for name in ("open", "plain"):
        settings = Settings(tmp_path / name, "sample", None)
        prepare_dagster_home(settings)
        home = str(settings.dagster_home)
        opened = open_instance(settings.dagster_home, CLI_CONFIG)
        with opened if name == "open" else dg.DagsterInstance.from_config(home) as instance:
            every = [made, holds, reads, breaks]
            run = dg.materialize(every, instance=instance, raise_on_error=False).run_id
        with dg.DagsterInstance.from_config(home) as plain:
            key = dg.AssetCheckKey(dg.AssetKey("made"), "holds")
            check = plain.event_log_storage.get_asset_check_execution_history(key, limit=5)
            record = plain.get_run_record_by_id(run)
            assert record is not None
            told.append(
                (
                    _told(plain, run),
                    [each.status for each in check],
                    [each.step_key for each in plain.get_run_step_stats(run)],
                    record.dagster_run.status,
                    sorted(each.asset_entry.asset_key.to_user_string() for each in plain.get_asset_records()),
                )
            )
    assert told[0] == told[1]


def test_a_failure_is_on_disk_before_the_run_goes_on(tmp_path: Path) -> None:
    """Whatever ends the process then, the page of the run tells why."""
    settings = Settings(tmp_path, "sample", None)
    prepare_dagster_home(settings)
    seen: list[str] = []

    @dg.op
    def fails() -> None:
        raise ValueError

    @dg.op(ins={"after": dg.In(dg.Nothing)})
    def goes_on(context: dg.OpExecutionContext) -> None:
        with dg.DagsterInstance.from_config(str(settings.dagster_home)) as plain:
            seen.extend(str(kind) for _, kind in _told(plain, context.run_id))

    @dg.op
    def starts() -> None:
        """Before it."""

    @dg.job(executor_def=dg.in_process_executor)
    def both() -> None:
        fails()
        goes_on(starts())

    with open_instance(settings.dagster_home, CLI_CONFIG) as instance:
        both.execute_in_process(instance=instance, raise_on_error=False)
    assert "STEP_FAILURE" in seen
