"""`hiroba releases`, `diff`, `rollback`, `release`, `remove`: what is done with finished releases.

Belongs here: arguments, messages, exit codes of these commands. Does not belong here: any work.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import NoReturn

import click

from pipelines.cli.decisions import refused
from pipelines.cli.gates import accept_command, bounds, drill
from pipelines.decisions.ledger import OFFICE
from pipelines.settings import load_settings
from warehouse.lock import AlreadyRunningError, run_lock


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


@click.command(help="公開の一覧（→ が公開中）。")
def releases() -> None:
    """List releases."""
    from pipelines.publish.history import listed

    for line in listed(load_settings().published_dir):
        click.echo(line)


@click.command(help="二つの公開で変わったこと。")
@click.argument("before")
@click.argument("after")
def diff(before: str, after: str) -> None:
    """Compare two releases."""
    from pipelines.publish.history import ReleaseError, compared, found_release

    published = load_settings().published_dir
    try:
        for line in compared(found_release(published, before), found_release(published, after)):
            click.echo(line)
    except ReleaseError as error:
        _refuse(str(error))


@click.command(help="公開を前のものに戻す（既定は一つ前）。")
@click.argument("release", required=False)
def rollback(release: str | None) -> None:
    """Point latest to an older release."""
    from pipelines.publish.history import ReleaseError, roll_back

    settings = load_settings()
    try:
        with run_lock(settings.lock_path, _now()):
            folder = roll_back(settings.published_dir, release)
    except (ReleaseError, AlreadyRunningError) as error:
        _refuse(str(error))
    click.echo(f"公開中を {folder.name} に戻しました。次の更新でまた新しい公開になります。")


@click.command(help="変わりすぎて止まった公開を、理由を書いて通す（取得はしない）。")
@click.option("--accept-diff", "reason", required=True, help="なぜ正しいか。")
def release(reason: str) -> None:
    """Record that a person accepts the difference, and publish from the archive."""
    from pipelines.cli import run
    from pipelines.decisions.accepted_releases import accept_release

    with refused():
        said = accept_release(load_settings(), reason, _now().date().isoformat(), OFFICE)
    click.echo(f"{said}作り直して公開します。")
    click.get_current_context().invoke(run, from_archive=True, sample_day=None)


@click.command(help="掲載を取りやめる（次の公開から、過去の公開からもすぐに消える）。")
@click.argument("listing_id")
@click.option("--why", "reason", required=True, help="求めの内容。個人の名前は書かない。")
def remove(listing_id: str, reason: str) -> None:
    """Take a listing away, for ever."""
    from pipelines.withdrawal.take_away import remove as take_away

    with refused():
        click.echo(take_away(load_settings(), listing_id, reason, _now(), OFFICE))


def _now() -> datetime:
    return datetime.now().astimezone()


COMMANDS = (releases, diff, rollback, release, remove, accept_command, bounds, drill)
