"""What Dagster watches for us: workbooks that come back, nights that go wrong.

Belongs here: when something is looked at, and who is told. Does not belong here: what an incident is (`incidents`), how
a message travels (`notices`).
"""

import time
from collections.abc import Iterator
from datetime import datetime

import dagster as dg
import jinja2
import polars as pl

from pipelines.decisions.addresses import usable_addresses, waiting_addresses
from pipelines.desk.incoming import waiting
from pipelines.desk.refused import still_refused
from pipelines.orchestration.assets.core import corrections_due
from pipelines.orchestration.assets.decided import CLICKS
from pipelines.orchestration.begun import begun_by_decision
from pipelines.orchestration.entrance import entrance_state, refresh_entrance
from pipelines.orchestration.jobs import IMPORT
from pipelines.orchestration.stopped import first_cause, report
from pipelines.publish.shelf import Shelf, moment_of
from pipelines.settings import Settings
from pipelines.watch.incident_memory import record, remember, untold
from pipelines.watch.incidents import (
    CORRECTIONS,
    RELEASE,
    WORKBOOKS,
    Incident,
    corrections_incident,
    late_incident,
    release_incident,
    source_incidents,
    workbooks_incident,
)
from pipelines.watch.notices import send
from warehouse.contract import TOKYO
from warehouse.lock import is_held
from warehouse.storage import read_table

_RUNNING = dg.DefaultSensorStatus.RUNNING
_LOOK_SECONDS = 30
_SETTLED_SECONDS = 3.0
_QUIET_SECONDS, _GOODBYE_SECONDS = 120.0, 5.0
_DUE_HOUR = 6
_WILL_RETRY = "dagster/will_retry"
_UNREADABLE = (OSError, ValueError, LookupError, pl.exceptions.PolarsError)
"""What a damaged table or a wrong declaration raises: it keeps nobody from a message."""
_OWN_MESSAGES = {click.name for click in CLICKS}
"""Whoever starts these sees at once how they ended."""
_EVENTS = {
    dg.DagsterEventType.STEP_FAILURE,
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
    dg.DagsterEventType.RUN_FAILURE,
}


@dg.sensor(
    job_name=IMPORT,
    minimum_interval_seconds=_LOOK_SECONDS,
    default_status=_RUNNING,
    description="decisions フォルダーに 確認待ち.xlsx が置かれたら「判定を取り込む」を動かす。同じファイルは一度だけ",
)
def decisions_dropped(
    context: dg.SensorEvaluationContext, settings: dg.ResourceParam[Settings]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """One run for the workbooks that are there; a workbook that was refused waits until it is saved again."""
    now = datetime.now(TOKYO).timestamp()
    files = [(path.name, path.stat()) for path in waiting(settings)]
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
def lost_runs(context: dg.SensorEvaluationContext, settings: dg.ResourceParam[Settings]) -> dg.SkipReason:
    """Fail runs whose process is gone: a run holds the lock while it lives, and the system frees it when it dies."""
    lock, gone = settings.lock_path, _silent(context.instance)
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
def sources_watched(context: dg.RunStatusSensorContext, settings: dg.ResourceParam[Settings]) -> dg.SkipReason | None:
    """Tell about sources that have gone bad or are well again; the night itself went well."""
    if context.dagster_run.job_name in _OWN_MESSAGES:
        context.log.info("; ".join(_shown(settings, context.instance)))
        return None
    if context.dagster_run.job_name == IMPORT:
        context.log.info(_tell_of_workbooks(settings, [], context.dagster_run.run_id))
        return None
    told = _tell(settings, [], [RELEASE], context.dagster_run.run_id)
    context.log.info(told)
    return None


@dg.run_failure_sensor(
    minimum_interval_seconds=_LOOK_SECONDS,
    default_status=_RUNNING,
    description="更新が公開まで進めなかったとき、原因につき一通だけ知らせる（何が・いつから・いま載せているもの・すること）",
)
def night_failed(context: dg.RunFailureSensorContext, settings: dg.ResourceParam[Settings]) -> None:
    """Tell why there is no new release; and write the report of it beside the releases."""
    run = context.dagster_run
    if run.job_name in _OWN_MESSAGES or run.tags.get(_WILL_RETRY) == "true":
        return
    entries = context.instance.all_logs(run.run_id, of_type=_EVENTS)
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    if run.job_name == IMPORT:
        context.log.info(_tell_of_workbooks(settings, [first_cause(events)[1]], run.run_id))
        return
    stats = context.instance.get_run_stats(run.run_id)
    started = datetime.fromtimestamp(stats.start_time or stats.launch_time or 0, TOKYO)
    try:
        report(events, settings.published_dir, started)
    except OSError as error:  # a full disk may be what went wrong: told all the same
        context.log.warning(f"止めた理由の報告を書けません: {error}")
    kind, cause = first_cause(events)
    latest = Shelf(settings.published_dir).latest()
    shown = f"前の公開（{latest.name}）" if latest else "何も公開していません"
    incident = release_incident(cause, kind, f"{started:%Y-%m-%d %H:%M}", shown)
    context.log.info(_tell(settings, [incident], [RELEASE], run.run_id))


def _tell(settings: Settings, incidents: list[Incident], looked_at: list[str], run_id: str) -> str:
    """Send what is news, all that began in one message; what was done, in one line."""
    lines = []
    try:
        of_sources, seen = _of_tables(settings)
        incidents, looked_at = [*incidents, *of_sources], [*looked_at, *seen]
    except _UNREADABLE as error:  # it may be why the night failed: that is told all the same
        lines.append(f"情報源の様子を読めません: {error}")
    remember(settings.incidents_path, incidents, looked_at)
    return "; ".join([_send(settings, settings.addresses.run(run_id)), *lines])


def _tell_of_workbooks(settings: Settings, causes: list[str], run_id: str) -> str:
    """Send what is news of workbooks that came back: what is wrong in them, or else why the import broke."""
    refused = still_refused(settings.refused_path, settings.decisions_dir) or causes
    remember(settings.incidents_path, [workbooks_incident(refused)] if refused else [], [WORKBOOKS])
    return _send(settings, settings.addresses.run(run_id))


def _of_tables(settings: Settings) -> tuple[list[Incident], list[str]]:
    """Incidents of sources and corrections, and the keys that were looked at; none before the first night."""
    names = ("raw__runs", "raw__selected_runs", "core__sources")
    paths = [settings.table_path(name) for name in names]
    if not all(path.is_file() for path in paths):
        return [], []
    runs, selected, sources = (read_table(path) for path in paths)
    due, refused = corrections_due(settings), still_refused(settings.refused_path, settings.decisions_dir)
    usable = {each.key: each.new_page for each in usable_addresses(settings, waiting_addresses(settings))}
    incidents = source_incidents(runs, selected, sources, usable) + ([corrections_incident(due)] if due else [])
    incidents += [workbooks_incident(refused)] if refused else []
    return incidents, [*selected.get_column("source_key"), CORRECTIONS, WORKBOOKS]


def _send(settings: Settings, link: str) -> str:
    """Send whatever nobody has got yet; what was done, in one line. A message counts as told once it is delivered."""
    now, path = datetime.now(TOKYO), settings.incidents_path
    notices, troubles = untold(path), list[str]()
    for notice in notices:
        text = f"{notice.text}\n画面: {link}".lstrip()
        sent = send(notice.subject, text, settings.notify, settings.notices_path, now, is_again=notice.is_again)
        record(path, notice, sent.delivered, sent.troubles)
        troubles += sent.troubles
    return "; ".join([f"知らせ {len(notices)} 通", *troubles, *_shown(settings)])


@dg.sensor(
    minimum_interval_seconds=_LOOK_SECONDS,
    default_status=_RUNNING,
    description="入口を新しくする: 動いている更新の進み、公開を戻したこと、人の判断、知らせ",
)
def entrance_kept(context: dg.SensorEvaluationContext, settings: dg.ResourceParam[Settings]) -> dg.SkipReason:
    """Write the entrance anew when what it shows has changed since it was written."""
    seen = entrance_state(settings, context.instance)
    if seen == context.cursor:
        return dg.SkipReason("入口に変わりはありません。")
    troubles = _shown(settings, context.instance)
    context.update_cursor(entrance_state(settings, context.instance))
    return dg.SkipReason("; ".join(troubles) or "入口を新しくしました。")


def _shown(settings: Settings, instance: dg.DagsterInstance | None = None) -> list[str]:
    """Write the entrance anew; why it could not be, in a sentence: it keeps nobody from a message."""
    try:
        refresh_entrance(settings, instance)
    except (*_UNREADABLE, jinja2.TemplateError) as error:
        return [f"入口を書けません: {error}"]
    return []


@dg.sensor(
    minimum_interval_seconds=600,
    default_status=_RUNNING,
    description="誰にも届かなかった知らせを送り直す",
)
def notices_again(settings: dg.ResourceParam[Settings]) -> dg.SkipReason:
    """Try again what no target has taken: the mail server may be back."""
    if not untold(settings.incidents_path):
        return dg.SkipReason("届いていない知らせはありません。")
    return dg.SkipReason(_send(settings, settings.addresses.runs))


def morning_without_release(settings: dg.ResourceParam[Settings]) -> dg.SkipReason:
    """Tell about a night that never came."""
    now = datetime.now(TOKYO)
    latest = Shelf(settings.published_dir).latest()
    published_at = moment_of(latest) if latest else None
    if now.hour < _DUE_HOUR or (published_at is not None and published_at.date() == now.date()):
        return dg.SkipReason("今日の公開があるか、まだ 6 時前です。")
    shown = f"前の公開（{latest.name}）" if latest else "何も公開していません"
    remember(settings.incidents_path, [late_incident(f"{now:%Y-%m-%d} {_DUE_HOUR}:00", shown)], [])
    return dg.SkipReason(_send(settings, settings.addresses.runs))


def sensors_for(settings: Settings) -> list[dg.SensorDefinition]:
    """What is watched from the start; that a morning has its release, of the live sites only."""
    in_the_morning = dg.sensor(
        minimum_interval_seconds=600,
        default_status=_RUNNING if settings.profile == "live" else dg.DefaultSensorStatus.STOPPED,
        description="朝 6 時を過ぎても今日の公開がないとき、一度だけ知らせる（動かなかった晩は、失敗の知らせも出ない）",
    )(morning_without_release)
    own = [decisions_dropped, begun_by_decision, lost_runs, sources_watched, night_failed]
    return [*own, in_the_morning, notices_again, entrance_kept]
