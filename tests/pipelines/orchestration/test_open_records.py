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
