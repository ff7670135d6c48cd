"""What runs by the clock.

Belongs here: schedules and the weekly letter. Does not belong here: what a run does (`jobs`).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import dagster as dg

from pipelines.orchestration.jobs import NIGHTLY_JOB
from pipelines.orchestration.old_runs import tidy_records
from pipelines.publish.shelf import Shelf, moment_of
from pipelines.settings import load_notify, load_settings
from pipelines.watch.incident_memory import open_incidents
from pipelines.watch.notices import send
from warehouse.contract import KEPT_DAYS, TOKYO

_WEEK = timedelta(days=7)
_RUNS_IN = dg.DefaultScheduleStatus.RUNNING if load_settings().profile == "live" else dg.DefaultScheduleStatus.STOPPED

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=NIGHTLY_JOB,
    cron_schedule=load_settings().nightly_cron,
    execution_timezone=TOKYO.key,
    description="毎晩 1:00 に始め、6:00 までに公開する。実サイト(live)では最初から動き、見本の市では止めてある",
    default_status=_RUNS_IN,
)


@dg.op(description="この1週間の公開と、続いている不調を一通にまとめて送る。古い更新の記録を片づける")
def write_weekly_letter(context: dg.OpExecutionContext) -> None:
    """Silence is good news only if somebody would speak: one letter a week says that the machine is alive."""
    settings = load_settings()
    now = datetime.now(TOKYO)
    gone = tidy_records(context.instance, now - timedelta(days=KEPT_DAYS))
    context.log.info(f"{KEPT_DAYS} 日より古い更新の記録 {gone} 件を片づけました。")
    text = "\n".join(_letter(settings.published_dir, settings.incidents_path, now))
    sent = send("週の便り", text, load_notify(), settings.notices_path, now)
    context.log.info(text)
    if sent.troubles:
        raise dg.Failure("\n".join(sent.troubles))


def _letter(published_dir: Path, incidents: Path, now: datetime) -> Iterator[str]:
    recent = [folder.name for folder in Shelf(published_dir).all() if now - (moment_of(folder) or now) <= _WEEK]
    yield f"この1週間の公開: {len(recent)} 回（最後: {recent[-1] if recent else 'なし'}）"
    going_on = open_incidents(incidents)
    yield f"続いている不調: {len(going_on)} 件"
    for incident in going_on:
        yield f"- {incident.subject}: {incident.what} {incident.since} から。載せているもの: {incident.shown}"


@dg.job(description="**週の便り**\n\nこの1週間の公開と、続いている不調を知らせる\n\nWeekly heartbeat")
def weekly_letter() -> None:
    """One letter."""
    write_weekly_letter()


weekly = dg.ScheduleDefinition(
    name="weekly",
    job=weekly_letter,
    cron_schedule="0 8 * * 1",
    execution_timezone=TOKYO.key,
    description="月曜の朝、動いていることを知らせる",
    default_status=_RUNS_IN,
)

SCHEDULES = [nightly, weekly]
