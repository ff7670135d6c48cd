"""Many cities as partitions: each alone, each published once a night whoever is killed, none left running."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from cities.city import city_keys
from pipelines.orchestration.every_city import location, night
from pipelines.orchestration.every_city.location import ASSET, JOB, build_defs, every_night
from pipelines.orchestration.every_city.night import Night
from pipelines.settings import load_settings

PUBLISHES = """
import json, os, pathlib, sys
home = pathlib.Path(os.environ["HIROBA_DATA_DIR"]) / "sample" / "published"
name = f"release-{len(list(home.glob('releases/*')))}-0"
folder = home / "releases" / name
folder.mkdir(parents=True)
(folder / "manifest.json").write_text(json.dumps({"rows": {"activities": 3, "activity_listings": 4}}))
link = home / "latest"
link.unlink(missing_ok=True)
link.symlink_to(folder)
print("× ひとつの情報源")
print(os.environ["HIROBA_CITY"])
"""
FAILS = "import sys; print('公開しませんでした。理由: 見本'); sys.exit(1)"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HIROBA_DATA_DIR", str(tmp_path))
    return tmp_path


def _run(instance: dg.DagsterInstance, key: str, tags: dict[str, str] | None = None) -> dg.ExecuteInProcessResult:
    job = build_defs(load_settings()).resolve_job_def(JOB)
    return job.execute_in_process(partition_key=key, instance=instance, raise_on_error=False, tags=tags)


def _metadata(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    (event,) = result.asset_materializations_for_node(ASSET)
    return {name: value.value for name, value in event.metadata.items()}


def test_a_city_is_published_once_a_night_however_often_its_run_is_run_again(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a worker was killed after the release and before it could tell anybody."""
    monkeypatch.setattr(night, "_HIROBA", PUBLISHES)
    (key,) = city_keys()[:1]
    with dg.DagsterInstance.ephemeral() as instance:
        first = _run(instance, key)
        again = _run(instance, key, {"dagster/root_run_id": first.run_id})
        assert _metadata(first) == _metadata(again)
        assert len(list(data.glob("sample/published/releases/*"))) == 1
        assert _metadata(_run(instance, key))["公開"] != _metadata(first)["公開"], "another night is another release"
        said = [entry.user_message for entry in instance.all_logs(first.run_id)]
    assert key in said and "× ひとつの情報源" in said, "what the night says is in the log of the run"


def test_a_city_that_fails_says_why_and_has_not_published(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(night, "_HIROBA", FAILS)
    (key,) = city_keys()[:1]
    with dg.DagsterInstance.ephemeral() as instance:
        failed = _run(instance, key)
        (event,) = [each for each in failed.all_events if each.event_type_value == "STEP_FAILURE"]
        assert "公開しませんでした。理由: 見本" in (event.step_failure_data.user_failure_data.description or "")
        monkeypatch.setattr(night, "_HIROBA", PUBLISHES)
        assert _run(instance, key, {"dagster/root_run_id": failed.run_id}).success, "run again alone"


def test_a_night_that_begins_after_another_one_published_is_not_taken_for_it(tmp_path: Path) -> None:
    home = tmp_path / "published"
    for name in ("a", "b"):
        (home / "releases" / name).mkdir(parents=True)
    one, other = Night("x", tmp_path, "1"), Night("x", tmp_path, "2")
    one.begin()
    (home / "latest").symlink_to(home / "releases" / "a")
    assert one.released() == home / "releases" / "a" and other.released() is None
    other.begin()
    assert other.released() is None, "what was there before is not its own"
    other.begin()
    assert other.released() is None
    (home / "latest").unlink()
    (home / "latest").symlink_to(home / "releases" / "b")
    other.begin()
    assert other.released() == home / "releases" / "b", "run again, it knows what it has done"


def test_a_command_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    """And has time to put its things in order: it is interrupted first."""
    told, pid = tmp_path / "told", tmp_path / "pid"
    child = (
        f"import pathlib, os, time\npathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n"
        f"try:\n time.sleep(60)\nexcept KeyboardInterrupt:\n pathlib.Path({str(told)!r}).write_text('in order')"
    )
    words = [sys.executable, "-m", "pipelines.orchestration.every_city.attended", sys.executable, "-c", child]
    # As whatever is started in the background of a shell is
    deaf = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
    starter = f"{deaf}; import subprocess, time; subprocess.Popen({words!r}, stdin=subprocess.PIPE); time.sleep(60)"
    worker = subprocess.Popen([sys.executable, "-c", starter])
    _wait(lambda: pid.is_file() and pid.read_text() != "")
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    _wait(lambda: not Path(f"/proc/{pid.read_text()}").exists())
    assert told.read_text() == "in order"


def _wait(ready: Any) -> None:
    for _ in range(300):
        if ready():
            return
        time.sleep(0.1)
    raise AssertionError("30 秒待っても来ません")


def test_the_clock_starts_every_city_once_a_night() -> None:
    at = datetime(2026, 11, 23, 16, tzinfo=UTC)  # 1:00 in Tokyo, on the 24th
    with dg.DagsterInstance.ephemeral() as instance:
        repository = build_defs(load_settings()).get_repository_def()
        context = dg.build_schedule_context(instance, scheduled_execution_time=at, repository_def=repository)
        requests = every_night.evaluate_tick(context).run_requests or []
    assert [(each.run_key, each.partition_key) for each in requests] == [
        (f"{key}:2026-11-24", key) for key in city_keys()
    ]
    assert location.CITIES.get_partition_keys() == list(city_keys())
