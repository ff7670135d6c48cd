"""What Dagster watches for us: workbooks that come back, nights that go wrong.

Belongs here: when something is looked at, and who is told. Does not belong here: what an incident is (`incidents`), how
a message travels (`notices`).
"""

import time
from collections.abc import Iterator
from datetime import datetime

import dagster as dg

from pipelines.assets.accepted import ACCEPT
from pipelines.assets.core import corrections_due
from pipelines.assets.desk import IMPORT, ROLL_BACK, waiting
from pipelines.entrance import refresh_entrance
from pipelines.incidents import (
    CORRECTIONS,
    RELEASE,
    Incident,
    News,
    corrections_incident,
    late_incident,
    news,
    release_incident,
    source_incidents,
)
from pipelines.jobs import IMPORT_JOB
from pipelines.lock import is_held
from pipelines.notices import send
from pipelines.publish.history import moment_of
from pipelines.resources import TOKYO
from pipelines.settings import Settings, load_addresses, load_notify, load_settings
from pipelines.stopped import first_cause, report
from warehouse.storage import read_table

_RUNNING = dg.DefaultSensorStatus.RUNNING
_LOOK_SECONDS = 30
_SETTLED_SECONDS = 3.0
_QUIET_SECONDS, _GOODBYE_SECONDS = 120.0, 5.0
_DUE_HOUR = 6
_WILL_RETRY = "dagster/will_retry"
_OWN_MESSAGES = (ACCEPT, IMPORT, ROLL_BACK)
"""Whoever starts these sees at once how they ended."""
_EVENTS = {
    dg.DagsterEventType.STEP_FAILURE,
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
    dg.DagsterEventType.RUN_FAILURE,
}


@dg.sensor(
    job=IMPORT_JOB,
    minimum_interval_seconds=_LOOK_SECONDS,
    default_status=_RUNNING,
    description="decisions フォルダーに 確認待ち.xlsx が置かれたら「判定を取り込む」を動かす。同じファイルは一度だけ",
)
def decisions_dropped(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """One run for the workbooks that are there; a workbook that was refused waits until it is saved again."""
    now = datetime.now(TOKYO).timestamp()
    files = [(path.name, path.stat()) for path in waiting(load_settings())]
    settled = [
        f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in files if now - stat.st_mtime > _SETTLED_SECONDS
    ]
    if settled:
        yield dg.RunRequest(run_key="; ".join(settled))
    else:
        yield dg.SkipReason("新しい Excel はありません。")


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=_RUNNING,
    description="機械が落ちて消えた更新を見つけ、失敗とする。「毎晩の更新」なら一度だけやり直される",
)
def lost_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Fail runs whose process is gone: a run holds the lock while it lives, and the system frees it when it dies."""
    lock, gone = load_settings().lock_path, _silent(context.instance)
    if not gone or is_held(lock):
        return dg.SkipReason("消えた更新はありません。")
    # A run that ends well frees the lock a moment before it says so
    time.sleep(_GOODBYE_SECONDS)
    still = {run.run_id for run in _silent(context.instance)}
    lost = [run for run in gone if run.run_id in still and not is_held(lock)]
    for run in lost:
        context.instance.report_run_failed(run, "更新のプロセスが途中で消えました（停電・再起動・メモリ不足など）。")
    return dg.SkipReason(f"消えた更新 {len(lost)} 件を失敗としました。")


def _silent(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """Runs that say they have been going for a while."""
    records = instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    now = datetime.now(TOKYO).timestamp()
    return [row.dagster_run for row in records if now - row.create_timestamp.timestamp() >= _QUIET_SECONDS]


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    minimum_interval_seconds=_LOOK_SECONDS,
    default_status=_RUNNING,
    description="更新のあと、情報源の不調が始まったとき・直ったときに一度だけ知らせる",
)
def sources_watched(context: dg.RunStatusSensorContext) -> dg.SkipReason | None:
    """Tell about sources that have gone bad or are well again; the night itself went well."""
    settings = load_settings()
    if context.dagster_run.job_name in _OWN_MESSAGES:
        refresh_entrance(settings)
        return None
    told = _tell(settings, [], [RELEASE], context.dagster_run.run_id)
    context.log.info(told)
    return None


@dg.run_failure_sensor(
    minimum_interval_seconds=_LOOK_SECONDS,
    default_status=_RUNNING,
    description="更新が公開まで進めなかったとき、原因につき一通だけ知らせる（何が・いつから・いま載せているもの・すること）",
)
def night_failed(context: dg.RunFailureSensorContext) -> None:
    """Tell why there is no new release; and write the report of it beside the releases."""
    run = context.dagster_run
    if run.job_name in _OWN_MESSAGES or run.tags.get(_WILL_RETRY) == "true":
        return
    settings = load_settings()
    entries = context.instance.all_logs(run.run_id, of_type=_EVENTS)
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    stats = context.instance.get_run_stats(run.run_id)
    started = datetime.fromtimestamp(stats.start_time or stats.launch_time or 0, TOKYO)
    report(events, settings.published_dir, started)
    kind, cause = first_cause(events)
    latest = settings.published_dir / "latest"
    shown = f"前の公開（{latest.resolve().name}）" if latest.exists() else "何も公開していません"
    incident = release_incident(cause, kind, f"{started:%Y-%m-%d %H:%M}", shown)
    context.log.info(_tell(settings, [incident], [RELEASE], run.run_id))


def _tell(settings: Settings, found: list[Incident], looked_at: list[str], run_id: str) -> str:
    """Send what is news, all that began in one message; what was done, in one line."""
    names = ("raw__runs", "raw__selected_runs", "core__sources")
    paths = [settings.table_path(name) for name in names]
    if all(path.is_file() for path in paths):
        runs, selected, sources = (read_table(path) for path in paths)
        found = [*found, *source_incidents(runs, selected, sources)]
        looked_at = [*looked_at, *selected.get_column("source_key"), CORRECTIONS]
        due = corrections_due(settings)
        found += [corrections_incident(due)] if due else []
    return _send(settings, news(settings.incidents_path, found, looked_at), load_addresses().run(run_id))


def _send(settings: Settings, new: News, link: str) -> str:
    to, now = load_notify(), datetime.now(TOKYO)
    messages = list(_messages(new, link))
    troubles = [line for subject, text in messages for line in send(subject, text, to, settings.notices_path, now)]
    refresh_entrance(settings)
    return "; ".join([f"知らせ {len(messages)} 通", *troubles])


def _messages(new: News, link: str) -> Iterator[tuple[str, str]]:
    """One message per incident that began, one for all that are over."""
    for incident in new.begun:
        yield f"{incident.subject}: {incident.what}", f"{incident.text()}\n画面: {link}"
    if new.over:
        yield f"直りました: {'、'.join(new.over)}", f"画面: {link}"


@dg.sensor(
    minimum_interval_seconds=600,
    default_status=_RUNNING if load_settings().profile == "live" else dg.DefaultSensorStatus.STOPPED,
    description="朝 6 時を過ぎても今日の公開がないとき、一度だけ知らせる（動かなかった晩は、失敗の知らせも出ない）",
)
def morning_without_release() -> dg.SkipReason:
    """Tell about a night that never came."""
    now, settings = datetime.now(TOKYO), load_settings()
    latest = settings.published_dir / "latest"
    made = moment_of(latest.resolve()) if latest.exists() else None
    if now.hour < _DUE_HOUR or (made is not None and made.date() == now.date()):
        return dg.SkipReason("今日の公開があるか、まだ 6 時前です。")
    shown = f"前の公開（{latest.resolve().name}）" if latest.exists() else "何も公開していません"
    new = news(settings.incidents_path, [late_incident(f"{now:%Y-%m-%d} {_DUE_HOUR}:00", shown)], [])
    return dg.SkipReason(_send(settings, new, f"{load_addresses().ui_url}/runs"))


SENSORS = [decisions_dropped, lost_runs, sources_watched, night_failed, morning_without_release]
