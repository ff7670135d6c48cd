"""Running the jobs and replays from the command line, in this process.

Belongs here: how the command line drives Dagster and the replay. Does not belong here: messages to the terminal.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

import dagster as dg

from pipelines.acceptance import ACCEPTED, accepted_reasons
from pipelines.assets.crawl import CRAWL_STEP
from pipelines.assets.published import RELEASE_STEP
from pipelines.definitions import defs
from pipelines.entrance import refresh_entrance
from pipelines.files import serve_files
from pipelines.jobs import NIGHTLY, REBUILD
from pipelines.progress import PROGRESS
from pipelines.settings import Settings, load_addresses
from pipelines.stopped import report
from scrapers.archive import Archive
from scrapers.replay import replay
from scrapers.runs import Run, newest_run, run_row
from scrapers.source import SourceError, load_source, source_keys

CLI_CONFIG = "dagster-cli.yaml"


def prepare_dagster_home(settings: Settings) -> None:
    """Make Dagster's storage folder with our configuration in it."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    for name in ("dagster.yaml", CLI_CONFIG):
        shutil.copyfile(Path(__file__).with_name(name), settings.dagster_home / name)
    # The UI would greet staff with an English dialog that asks for their mail address; this file says it has been seen
    seen = settings.dagster_home / ".nux" / "nux.yaml"
    seen.parent.mkdir(exist_ok=True)
    seen.write_text("seen: 1\n", encoding="utf-8")


def open_house(settings: Settings, files_port: int) -> str:
    """Everything the UI needs beside Dagster: its storage, the files behind its links, the entrance.

    Returns:
        URL of the entrance.

    Raises:
        OSError: the port is taken.
    """
    prepare_dagster_home(settings)
    serve_files(settings.data_dir, files_port)
    refresh_entrance(settings)
    return f"{load_addresses().files_url}/desk/"


@dataclass(frozen=True, slots=True)
class Execution:
    """How a job ended, and the seconds its crawls and all its other steps took.

    A release needs few of the steps: it may have been made although another step failed. `stopped` is the report of
    why there is none.
    """

    is_published: bool
    failed_steps: tuple[str, ...]
    crawl_seconds: float
    other_seconds: float
    stopped: Path | None = None


def execute(settings: Settings, *, from_archive: bool) -> Execution:
    """Run the main job; the run is kept in the same storage the UI shows.

    Raises:
        KeyboardInterrupt: somebody interrupted it; Dagster itself would only call it cancelled.
    """
    prepare_dagster_home(settings)
    job = defs.resolve_job_def(REBUILD if from_archive else NIGHTLY)
    with dg.DagsterInstance.from_config(str(settings.dagster_home), CLI_CONFIG) as instance:
        started = perf_counter()
        result = job.execute_in_process(instance=instance, raise_on_error=False, run_config={"loggers": {PROGRESS: {}}})
        total = perf_counter() - started
    if any(_is_interrupt(event) for event in result.all_events):
        raise KeyboardInterrupt
    succeeded = {
        event.step_key: event.step_success_data.duration_ms / 1000
        for event in result.all_events
        if event.event_type_value == "STEP_SUCCESS"
    }
    is_published = RELEASE_STEP in succeeded
    stopped = None if is_published else report(result.all_events, settings.published_dir, datetime.now().astimezone())
    failed = tuple(str(event.step_key) for event in result.all_events if event.event_type_value == "STEP_FAILURE")
    crawling = succeeded.get(CRAWL_STEP, 0.0)
    return Execution(is_published, failed, crawling, total - crawling, stopped)


def _is_interrupt(event: dg.DagsterEvent) -> bool:
    """Dagster calls an interrupted run failed unless the UI asked for it; the error tells."""
    if event.event_type is not dg.DagsterEventType.RUN_FAILURE:
        return False
    error = event.job_failure_data.error
    return error is not None and error.cls_name == dg.DagsterExecutionInterruptedError.__name__


def replay_sources(settings: Settings, keys: tuple[str, ...], run_id: str | None) -> Iterator[str]:
    """Replay one run of each source and say what came of it.

    Args:
        settings: where the data are.
        keys: sources; all that have a run when empty.
        run_id: the run; the newest of each source when None.

    Raises:
        SourceError: there is no such source, or it has no such run.
    """
    for key in keys or source_keys():
        source = load_source(key)
        folder = settings.raw_dir / key
        row = run_row(folder, run_id) if run_id else newest_run(folder)
        if row is None:
            if keys:
                raise SourceError(f"{key}: 取得 {run_id or ''} がありません。先に hiroba run を実行してください")
            continue
        run = Run(source, row["run_id"], row["profile_code"], row["started_at"], folder / row["run_id"])
        accepted = accepted_reasons(settings.judgements_dir / ACCEPTED, key).get(run.run_id)
        summary = replay(run, Archive(settings.archive_dir), accepted)
        counts = f"掲載 {summary['listing_count']} 件、隔離 {summary['quarantined_count']} 件"
        yield f"{source.name} {row['run_id']}: {counts}"
