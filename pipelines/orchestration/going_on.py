"""What goes on now and what comes next: updates that run, with how far they are; when the next night begins.

Belongs here: asking Dagster. Does not belong here: the page that shows it (`desk.entrance`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import dagster as dg
from dagster._core.storage.dagster_run import RunRecord
from dagster._utils.schedules import cron_string_iterator

from pipelines.desk.entrance import Running
from pipelines.settings import Settings
from warehouse.contract import TOKYO

NIGHTLY_SCHEDULE = "nightly"
_GOING = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]
_STOPPED = "STOPPED"
_DAYS = "月火水木金土日"


def shown_time(moment: datetime) -> str:
    """A moment for people: 2026年11月30日（月）15:04, as the city's clocks have it."""
    here = moment.astimezone(TOKYO)
    return f"{here.year}年{here.month}月{here.day}日（{_DAYS[here.weekday()]}）{here:%H:%M}"


def running(instance: dg.DagsterInstance, settings: Settings, names: Mapping[str, str]) -> Iterator[Running]:
    """Updates that are going on, the one that began first before the others.

    Args:
        instance: Dagster's records.
        settings: for links.
        names: job → what staff call it.
    """
    records = instance.get_run_records(dg.RunsFilter(statuses=_GOING))
    for record in sorted(records, key=lambda each: each.create_timestamp):
        run = record.dagster_run
        began = datetime.fromtimestamp(record.start_time or record.create_timestamp.timestamp(), TOKYO)
        yield Running(
            names.get(run.job_name, run.job_name),
            shown_time(began),
            *_progress(instance, record),
            settings.addresses.run(run.run_id),
        )


def _progress(instance: dg.DagsterInstance, record: RunRecord) -> tuple[int, int | None]:
    """Steps that have ended, and all of them."""
    run = record.dagster_run
    stats = instance.get_run_step_stats(run.run_id)
    ended = sum(1 for each in stats if each.end_time is not None)
    plan = run.execution_plan_snapshot_id
    return ended, len(instance.get_execution_plan_snapshot(plan).step_keys_to_execute) if plan else None


def next_run(settings: Settings, now: datetime, instance: dg.DagsterInstance | None) -> str:
    """When the next night begins, in words.

    Args:
        settings: the clock, and whether it is on from the start.
        now: the moment.
        instance: Dagster's records: somebody may have turned the clock on or off.
    """
    states = instance.all_instigator_state() if instance and instance.schedule_storage else []
    statuses = [each.status.value for each in states if each.instigator_name == NIGHTLY_SCHEDULE]
    is_on = settings.profile == "live" if not statuses or "CODE" in statuses[0] else statuses[0] != _STOPPED
    if not is_on:
        return "自動では動きません。「毎晩の更新」を押したときに動きます"
    following = cron_string_iterator(now.timestamp() + 1, settings.nightly_cron, TOKYO.key)
    return f"{shown_time(next(following))} に自動で始まります"
