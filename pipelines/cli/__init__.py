"""`hiroba …`: the command line.

Belongs here: arguments, messages, exit codes. Does not belong here: any work; every command calls one function.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipelines.cli import decisions as cli_desk
from pipelines.cli import lab as cli_bench
from pipelines.cli import releases as cli_release
from pipelines.cli.match import match_command
from pipelines.orchestration.folders import prepare_rooms
from pipelines.settings import (
    UI_PORT,
    Settings,
    SettingsError,
    load_settings,
    use_dagster_home,
    use_sample_day,
    use_ui_port,
)
from scrapers.platforms import PLATFORMS
from warehouse.lock import AlreadyRunningError, run_lock
from warehouse.permissions import keep_private

if TYPE_CHECKING:
    from scrapers.authoring.capture import Places

INTERRUPTED = 130
_NEEDED_BYTES = 500 * 1024 * 1024
_PAGE_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Platform(click.Choice[str]):
    """Shown in the help; what is none of them is refused in Japanese where a source is made."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value as it was given."""
        return str(value)


class _Cli(click.Group):
    """Every command begins with the settings: a wrong one is a sentence, not a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            _refuse(str(error))


@click.group(cls=_Cli, help="川崎市の地域活動の掲載を集め、まとめ、公開する。")
def main() -> None:
    """Entry point of the console script."""
    keep_private()


@main.command(help="取得から公開までを一度行う（既定は見本の市）。")
@click.option("--from-archive", is_flag=True, help="取得せず、手元にある取得から作り直す。")
@click.option("--sample-day", type=click.DateTime(["%Y-%m-%d"]), help="見本の市の日付（2026-11-23 から 2027-03-02）。")
def run(from_archive: bool, sample_day: datetime | None) -> None:
    """Run the main job and print the summary."""
    if sample_day:
        use_sample_day(sample_day.date().isoformat())
    settings = _ready()
    from pipelines.cli.execute import execute  # Dagster takes seconds to import: not for --help

    try:
        execution = execute(settings, from_archive=from_archive)
    except KeyboardInterrupt:
        click.echo("中断しました。公開中のデータ (latest) はそのままです。", err=True)
        sys.exit(INTERRUPTED)
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


@main.command(help="保管庫から読み直す（要求は送らない）。情報源を指定しなければ全部。")
@click.argument("sources", nargs=-1)
@click.option("--run", "run_id", help="取得の回（既定は最新）。")
def replay(sources: tuple[str, ...], run_id: str | None) -> None:
    """Parse archived runs again and rewrite their raw tables."""
    settings = _ready()
    from pipelines.ingest.reread import replay_sources
    from scrapers.declaration.source import SourceError

    try:
        with run_lock(settings.lock_path, _now()):
            for line in replay_sources(settings, sources, run_id):
                click.echo(line)
    except (SourceError, FileNotFoundError) as error:
        _refuse(str(error))


@main.command(help="Dagster の画面を開く。")
@click.option("--port", default=UI_PORT, show_default=True)
def ui(port: int) -> None:
    """Start the Dagster UI on embedded storage."""
    settings = _ready(needs_lock=False)
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            _refuse(f"ポート {port} は使われています。hiroba ui --port {port + 1} を試してください。")
    use_ui_port(port)
    from pipelines.cli.execute import open_house

    try:
        entrance = open_house(settings, port + 1)
    except OSError as error:
        _refuse(f"ポート {port + 1} を使えません（{error.strerror}）。hiroba ui --port {port + 10} を試してください。")
    click.echo(f"入口: {entrance}\n画面: http://127.0.0.1:{port}  （終わるときは Ctrl-C）")
    from pipelines.orchestration.servers import serve_ui

    ended = serve_ui(port)
    if ended:
        click.echo(f"{ended}のプロセスが終わったので、閉じました。理由は上にあります。", err=True)
        sys.exit(1)


@main.command(name="new-source", help="情報源を足す: source.toml のひな形と、手元にページがあれば最初の例を作る。")
@click.argument("key")
@click.argument("url")
@click.option("--platform", type=_Platform(PLATFORMS), default="city_cms", show_default=True, help="ページの形。")
@click.option("--from", "file", type=_PAGE_FILE, help="保存したページ。")
def new_source(key: str, url: str, platform: str, file: Path | None) -> None:
    """Write the declaration of a new source and its first case."""
    from scrapers.authoring.sourcework import SourceworkError, add_source

    try:
        _say(add_source(key, url, platform, file, _places(), _now().date()))
    except SourceworkError as error:
        _refuse(str(error))


@main.command(help="ページを例として保存する（要求は送らない。個人の連絡先は伏せる）。")
@click.argument("key")
@click.argument("url")
@click.option("--from", "file", type=_PAGE_FILE, help="保存したページ（なければ手元の最新の取得から）。")
def capture(key: str, url: str, file: Path | None) -> None:
    """Save a page as a case of a source."""
    from scrapers.authoring.sourcework import SourceworkError, save_case

    try:
        _say(save_case(key, url, file, _places(), _now().date()))
    except SourceworkError as error:
        _refuse(str(error))


@main.command(name="check-source", help="情報源の例を読み直し、予定との違いを言う（要求は送らない）。")
@click.argument("key")
@click.option("--update", is_flag=True, help="いまの読み取りを正しいものとして expected.json に書く。")
def check_source(key: str, update: bool) -> None:
    """Compare every case of a source with what is read now."""
    from scrapers.authoring.sourcework import SourceworkError, check_cases

    try:
        is_ok, lines = check_cases(key, is_update=update, today=_now().date())
    except SourceworkError as error:
        _refuse(str(error))
    _say(lines)
    sys.exit(0 if is_ok else 1)


@main.command(help="CSV の text 列を読み、値の列を足す。FIELD: schedule address fee name phone date。")
@click.argument("field", type=click.Choice(["schedule", "address", "fee", "name", "phone", "date"]))
@click.argument("source", type=_PAGE_FILE)
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def parse(field: str, source: Path, target: Path) -> None:
    """Read one field of any list."""
    from pipelines.normalise.parse_csv import CsvError, parse_csv

    try:
        count = parse_csv(field, source, target)
    except (CsvError, OSError) as error:
        _refuse(str(error))
    click.echo(f"{target} に {count} 行を書きました。")


@main.command(help="公開した活動の値が、どの掲載のどのページから来たかを言う。")
@click.argument("activity_id")
def explain(activity_id: str) -> None:
    """The chain from a published value to its page."""
    from pipelines.cli.explain import explain_activity

    _say(_explained(lambda settings: explain_activity(settings, activity_id)))


@main.command(help="二つの掲載がなぜ同じ（別）とされたかを言う。")
@click.argument("listing_a")
@click.argument("listing_b")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="証拠の図も書く SVG。")
def why(listing_a: str, listing_b: str, plot: Path | None) -> None:
    """The evidence of a pair."""
    from pipelines.cli.explain import explain_pair

    _say(_explained(lambda settings: explain_pair(settings, listing_a, listing_b, plot)))


def _explained(work: Callable[[Settings], Iterable[str]]) -> list[str]:
    from pipelines.cli.explain import UnknownError

    try:
        return list(work(_ready(needs_lock=False)))
    except UnknownError as error:
        _refuse(str(error))


for command in (match_command, *cli_release.COMMANDS, *cli_desk.COMMANDS, cli_bench.bench):
    main.add_command(command)


def _ready(*, needs_lock: bool = True) -> Settings:
    """Settings, once it is sure that a run can write; otherwise one sentence and exit."""
    settings = load_settings()
    place = settings.data_dir
    try:
        prepare_rooms(settings)
    except OSError as error:
        _refuse(f"データの置き場 {place} を作れません（{error.strerror}）。HIROBA_DATA_DIR を変えてください。")
    if not os.access(place, os.W_OK):
        _refuse(f"データの置き場 {place} に書き込めません。HIROBA_DATA_DIR を変えてください。")
    if shutil.disk_usage(place).free < _NEEDED_BYTES:
        _refuse(f"空き容量が足りません（{place} に 500 MB 以上が要ります）。")
    if needs_lock:
        try:
            with run_lock(settings.lock_path, _now()):
                pass
        except AlreadyRunningError as error:
            _refuse(str(error))
    use_dagster_home(settings)
    return settings


def _places() -> Places:
    """Where archived runs are; reading them needs no lock."""
    from scrapers.authoring.capture import Places
    from scrapers.runs.archive import Archive

    settings = load_settings()
    return Places(settings.raw_dir, Archive(settings.archive_dir))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _now() -> datetime:
    return datetime.now().astimezone()


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)
