"""`hiroba bounds`, `accept`, `drill`: what people do about the gates before a release.

Belongs here: arguments, messages, exit codes of these commands. Does not belong here: any work.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import NoReturn

import click

from pipelines.decisions.ledger import OFFICE
from pipelines.settings import load_settings
from warehouse.errors import StaffError
from warehouse.lock import AlreadyRunningError, run_lock


@click.command(help="健全な日のめやすを、公開できた日の数字から提案する。--accept で書き込む。")
@click.option("--accept", is_flag=True, help="提案を認めて、めやすのファイルに書く。")
@click.option("--why", "reason", default="", help="なぜ認めるか（--accept には要る）。個人の名前は書かない。")
def bounds(accept: bool, reason: str) -> None:
    """Propose bounds from healthy releases; a person accepts them."""
    from pipelines.publish.bounds import proposal
    from warehouse.expectations.bounds import path_of, write_bounds

    settings = load_settings()
    path = path_of(settings.profile)
    if accept and not reason.strip():
        _refuse("--accept には --why で理由を書いてください。")
    found = proposal(settings.published_dir, path, f"{datetime.now().astimezone():%Y-%m-%d} {reason}".strip())
    if found is None:
        _refuse("公開がまだありません。先に hiroba run を実行してください。")
    for line in found.lines:
        click.echo(line)
    if accept:
        write_bounds(path, found.bounds)
        click.echo(f"{path.name} に書きました。git で差分を確かめて残してください。")


@click.command("accept", help="変わった一覧を、理由を書いて認める（前の取得との違いで止まった情報源だけ）。")
@click.argument("source")
@click.option("--why", "reason", required=True, help="なぜ正しいか。個人の名前は書かない。")
def accept_command(source: str, reason: str) -> None:
    """Record that a person accepts what a source shows now, and judge its newest run again."""
    from pipelines.decisions.accepted_runs import accept_run
    from scrapers.declaration.source import SourceError

    settings, now = load_settings(), datetime.now().astimezone()
    try:
        with run_lock(settings.lock_path, now):
            said = accept_run(settings, source, reason, f"{now:%Y-%m-%d}", OFFICE)
    except (StaffError, AlreadyRunningError, SourceError, FileNotFoundError) as error:
        _refuse(str(error))
    click.echo(said)


@click.command(help="壊して確かめる: 途中で殺す、容量切れ、番号の総入れ替え、害のある文字、時計。")
@click.option("--full", is_flag=True, help="すべて行う（既定は短い形）。")
@click.option(
    "--only",
    multiple=True,
    metavar="PART",
    help="一部だけ: kills、writes、nights、declared、crawls（これは --full のとき）。",
)
def drill(full: bool, only: tuple[str, ...]) -> None:
    """Run the drills and print the table; exit 1 when one fails."""
    from pipelines.lab.drills import PARTS, run_drills

    unknown = [name for name in only if name not in PARTS]
    if unknown:
        _refuse(f"--only に知らない部分があります: {'、'.join(unknown)}。あるのは {'、'.join(PARTS)} です。")
    is_ok = True
    for line, passed in run_drills(only, is_full=full):
        click.echo(line)
        is_ok &= passed
    sys.exit(0 if is_ok else 1)


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)
