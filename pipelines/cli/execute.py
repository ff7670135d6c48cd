"""Running the jobs from the command line, in this process.

Belongs here: how the command line drives Dagster. Does not belong here: messages to the terminal.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

import dagster as dg

from pipelines.definitions import build_defs
from pipelines.orchestration.assets.crawl import CRAWL_STEP
from pipelines.orchestration.assets.published import RELEASE_STEP
from pipelines.orchestration.folders import CLI_CONFIG, prepare_dagster_home
from pipelines.orchestration.jobs import NIGHTLY, REBUILD, REFRESH
from pipelines.orchestration.open_records import open_instance
from pipelines.orchestration.progress import PROGRESS
from pipelines.orchestration.stopped import report
from pipelines.settings import Settings
from warehouse.contract import TOKYO

_COLLECTED = (20_000, 20, 100)
"""Objects after which memory is looked through: what a night drops is rarely a circle."""


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


def execute(settings: Settings, *, from_archive: bool, only: str | None = None) -> Execution:
    """Run the main job; the run is kept in the same storage the UI shows.

    Args:
        settings: where everything is.
        from_archive: without any request.
        only: the one source that is crawled; what was crawled of the others before is used.

    Raises:
        KeyboardInterrupt: somebody interrupted it; Dagster itself would only call it cancelled.
    """
    prepare_dagster_home(settings)
    name = f"{REFRESH}{only}" if only else REBUILD if from_archive else NIGHTLY
    job = build_defs(settings).resolve_job_def(name)
    gc.freeze()  # what is imported stays: memory is not looked through for it all night
    gc.set_threshold(*_COLLECTED)
    gc.enable()
    with open_instance(settings.dagster_home, CLI_CONFIG) as instance:
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
    stopped = None if is_published else report(result.all_events, settings.published_dir, datetime.now(TOKYO))
    failed = tuple(str(event.step_key) for event in result.all_events if event.event_type_value == "STEP_FAILURE")
    crawling = succeeded.get(CRAWL_STEP, 0.0)
    return Execution(is_published, failed, crawling, total - crawling, stopped)


def _is_interrupt(event: dg.DagsterEvent) -> bool:
    """Dagster calls an interrupted run failed unless the UI asked for it; the error tells."""
    if event.event_type is not dg.DagsterEventType.RUN_FAILURE:
        return False
    error = event.job_failure_data.error
    return error is not None and error.cls_name == dg.DagsterExecutionInterruptedError.__name__
