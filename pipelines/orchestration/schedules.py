"""What runs by the clock.

Belongs here: schedules and the weekly letter. Does not belong here: what a run does (`jobs`).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import dagster as dg

from pipelines.orchestration.jobs import NIGHTLY
from pipelines.orchestration.old_runs import tidy_records
from pipelines.publish.shelf import Shelf, moment_of
from pipelines.settings import Settings
from pipelines.watch.incident_memory import open_incidents
from pipelines.watch.notices import send
from warehouse.contract import KEPT_DAYS, TOKYO

_WEEK = timedelta(days=7)


@dg.op(description="この1週間の公開と、対応が必要なことを一通にまとめて送る。古い更新の記録を片づける")
def write_weekly_letter(context: dg.OpExecutionContext, settings: dg.ResourceParam[Settings]) -> None:
    """Silence is good news only if somebody would speak: one letter a week says that the machine is alive."""
    now = datetime.now(TOKYO)
    gone = tidy_records(context.instance, now - timedelta(days=KEPT_DAYS))
    context.log.info(f"{KEPT_DAYS} 日より古い更新の記録 {gone} 件を片づけました。")
    text = "\n".join(_letter(settings.published_dir, settings.incidents_path, now))
    sent = send("週の便り", text, settings.notify, settings.notices_path, now)
    context.log.info(text)
    if sent.troubles:
        raise dg.Failure("\n".join(sent.troubles))


def _letter(published_dir: Path, incidents: Path, now: datetime) -> Iterator[str]:
    recent = [folder.name for folder in Shelf(published_dir).all() if now - (moment_of(folder) or now) <= _WEEK]
    yield f"この1週間の公開: {len(recent)} 回（最後: {recent[-1] if recent else 'なし'}）"
    going_on = open_incidents(incidents)
    yield f"対応が必要なこと: {len(going_on)} 件"
    for incident in going_on:
        yield f"- {incident.subject}: {incident.what} {incident.since} から。載せているもの: {incident.shown}"


@dg.job(description="**週の便り**\n\nこの1週間の公開と、対応が必要なことを知らせる\n\nWeekly heartbeat")
def weekly_letter() -> None:
    """One letter."""
    write_weekly_letter()


def schedules_for(settings: Settings) -> list[dg.ScheduleDefinition]:
    """What runs by the clock: on from the start for the live sites, off for the sample city."""
    is_live = settings.profile == "live"
    status = dg.DefaultScheduleStatus.RUNNING if is_live else dg.DefaultScheduleStatus.STOPPED
    nightly = dg.ScheduleDefinition(
        name="nightly",
        job_name=NIGHTLY,
        cron_schedule=settings.nightly_cron,
        execution_timezone=TOKYO.key,
        description="毎晩 1:00 に始め、6:00 までに公開する。実サイト(live)では最初から動き、見本の市では止めてある",
        default_status=status,
    )
    weekly = dg.ScheduleDefinition(
        name="weekly",
        job=weekly_letter,
        cron_schedule="0 8 * * 1",
        execution_timezone=TOKYO.key,
        description="月曜の朝、動いていることを知らせる",
        default_status=status,
    )
    return [nightly, weekly]
