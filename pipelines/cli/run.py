"""`hiroba run`, `replay`, `ui`: from the pages to a release, and the screen for it.

Belongs here: arguments, messages, exit codes of these commands; whether a run can begin at all. Does not belong here:
any work.
"""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
from datetime import datetime

import click

from pipelines.cli.terminal import now, refuse, say
from pipelines.orchestration.folders import prepare_dagster_home, prepare_rooms
from pipelines.orchestration.servers import become_servers
from pipelines.settings import (
    UI_PORT,
    Settings,
    load_settings,
    use_dagster_home,
    use_little,
    use_sample_day,
    use_ui_port,
)
from warehouse.lock import run_lock

_INTERRUPTED = 130
_SMALL_BYTES = 10_000_000
"""Of the raw listings of all runs on disk: with more of them several threads save time."""
_NEEDED_BYTES = 500 * 1024 * 1024


@click.command(help="取得から公開までを一度行う（既定は見本の市）。")
@click.option("--from-archive", is_flag=True, help="取得せず、手元にある取得から作り直す。")
@click.option("--only", metavar="情報源", help="この一覧だけ取得し直す（キーか、一覧の名前）。ほかは手元の取得のまま。")
@click.option("--sample-day", type=click.DateTime(["%Y-%m-%d"]), help="見本の市の日付（2026-11-23 から 2027-03-02）。")
def run(from_archive: bool, sample_day: datetime | None, only: str | None = None) -> None:
    """Run the main job, or that of one source, and print the summary."""
    if only and from_archive:
        refuse("--only は取得し直す一覧、--from-archive は取得しない作り直しです。どちらか一つにしてください。")
    if sample_day:
        use_sample_day(sample_day.date().isoformat())
    if _is_small(load_settings()):
        use_little()  # before anything imports polars
    settings = ready()
    key = _key_of(only) if only else None
    gc.disable()  # nothing of what is imported goes away: looking through it takes a fifth of the time to load it
    from pipelines.cli.execute import execute  # Dagster takes seconds to import: not for --help

    try:
        execution = execute(settings, from_archive=from_archive, only=key)
    except KeyboardInterrupt:
        click.echo("中断しました。公開中のデータ (latest) はそのままです。", err=True)
        sys.exit(_INTERRUPTED)
    if not execution.is_published:
        click.echo(f"公開しませんでした。公開中のデータ (latest) はそのままです。理由: {execution.stopped}", err=True)
        sys.exit(1)
    from pipelines.cli.summary import summarise

    click.echo(summarise(settings.published_dir))
    if execution.failed_steps:
        steps = "、".join(execution.failed_steps)
        click.echo(f"公開しましたが、失敗した手順があります: {steps}。理由は上の × の行にあります。", err=True)
        sys.exit(1)
    click.echo(f"所要  取得 {execution.crawl_seconds:.1f} 秒、取得した後の公開まで {execution.other_seconds:.1f} 秒")


@click.command(help="保管庫から読み直す（要求は送らない）。情報源を指定しなければ全部。")
@click.argument("sources", nargs=-1)
@click.option("--run", "run_id", help="取得の回（既定は最新）。")
def replay(sources: tuple[str, ...], run_id: str | None) -> None:
    """Parse archived runs again and rewrite their raw tables."""
    settings = ready()
    from pipelines.ingest.reread import replay_sources

    with run_lock(settings.lock_path, now()):
        say(replay_sources(settings, sources, run_id))


@click.command(help="Dagster の画面を開く。")
@click.option("--port", default=UI_PORT, show_default=True)
def ui(port: int) -> None:
    """Start the Dagster UI on embedded storage."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            refuse(f"ポート {port} は使われています。hiroba ui --port {port + 1} を試してください。")
    use_ui_port(port)
    settings = ready(needs_lock=False)
    try:
        socket.create_server(("127.0.0.1", port + 1)).close()
    except OSError as error:
        refuse(f"ポート {port + 1} を使えません（{error.strerror}）。hiroba ui --port {port + 10} を試してください。")
    prepare_dagster_home(settings)
    click.echo(f"入口: {settings.addresses.desk}/\n画面: http://127.0.0.1:{port}  （終わるときは Ctrl-C）")
    become_servers(port)


def _key_of(named: str) -> str:
    """The source that somebody means, by its key or by the name staff read."""
    from scrapers.declaration.declarations import participants  # polars comes with it

    names = {key: each.source.name for key, each in participants().items()}
    found = [key for key, name in names.items() if named in (key, name)]
    if not found:
        known = "、".join(f"{key}（{name}）" for key, name in names.items())
        refuse(f"--only {named}: そのような一覧はありません。あるのは {known} です。")
    return found[0]


def _is_small(settings: Settings) -> bool:
    """Whether the lists are those of a city like ours: some thousand listings a night, a month of nights."""
    files = settings.raw_dir.glob("*/*/raw__listings.parquet")
    return sum(path.stat().st_size for path in files) < _SMALL_BYTES


def ready(*, needs_lock: bool = True) -> Settings:
    """Settings, once it is sure that a run can write; otherwise one sentence and exit."""
    settings = load_settings()
    place = settings.data_dir
    try:
        prepare_rooms(settings)
    except OSError as error:
        refuse(f"データの置き場 {place} を作れません（{error.strerror}）。HIROBA_DATA_DIR を変えてください。")
    if not os.access(place, os.W_OK):
        refuse(f"データの置き場 {place} に書き込めません。HIROBA_DATA_DIR を変えてください。")
    if shutil.disk_usage(place).free < _NEEDED_BYTES:
        refuse(f"空き容量が足りません（{place} に 500 MB 以上が要ります）。")
    if needs_lock:
        with run_lock(settings.lock_path, now()):
            pass
    use_dagster_home(settings)
    return settings
