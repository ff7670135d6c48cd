"""`hiroba releases`, `diff`, `rollback`, `release`, `remove`: what is done with finished releases.

Belongs here: arguments, messages, exit codes of these commands. Does not belong here: any work.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import NoReturn

import click

from pipelines.cli_desk import OFFICE
from pipelines.cli_gates import accept_command, bounds, drill
from pipelines.lock import AlreadyRunningError, run_lock
from pipelines.settings import Settings, load_settings
from warehouse.storage import append_csv


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
    from pipelines.core.diff_gate import ACCEPTED
    from pipelines.runs import release_facts
    from pipelines.tonight import usable_sources
    from scrapers.runs import all_runs, gather

    settings = load_settings()
    runs = gather(settings.raw_dir, "raw__runs", all_runs(settings.raw_dir, tuple(usable_sources(settings))))
    if runs.is_empty():
        _refuse("取得がまだありません。先に hiroba run を実行してください。")
    release_id = release_facts(runs, settings.profile).get_column("release_id").item()
    row = {"release_id": release_id, "accepted_on": _today(), "accepted_by": OFFICE, "reason": reason}
    append_csv(settings.judgements_dir / ACCEPTED, row)
    click.echo(f"{release_id} の変わり方を認めました。作り直して公開します。")
    click.get_current_context().invoke(run, from_archive=True, sample_day=None)


@click.command(help="掲載を取りやめる（次の公開から、過去の公開からもすぐに消える）。")
@click.argument("listing_id")
@click.option("--why", "reason", required=True, help="求めの内容。個人の名前は書かない。")
def remove(listing_id: str, reason: str) -> None:
    """Take a listing away, for ever."""
    from pipelines.normalise.removals import read_removals
    from pipelines.publish.removal import scrub

    settings = load_settings()
    row = _listing(settings, listing_id)
    path = settings.judgements_dir / "removals.csv"
    try:
        with run_lock(settings.lock_path, _now()):
            append_csv(
                path,
                {
                    "requested_on": _today(),
                    "requested_by": OFFICE,
                    "listing_id": listing_id,
                    "source_key": row["source_key"],
                    "content_print": row["content_print"],
                    "reason": reason,
                },
            )
            done = scrub(settings.published_dir, read_removals(path))
    except AlreadyRunningError as error:
        _refuse(str(error))
    click.echo(f"{listing_id} を取りやめました。作り直した公開: {'、'.join(done) or 'なし'}")


def _listing(settings: Settings, listing_id: str) -> dict[str, str]:
    from pipelines.publish.release import last_release_table

    bridge = last_release_table(settings.published_dir, "activity_listings")
    rows = [] if bridge is None else bridge.filter(bridge["listing_id"] == listing_id).to_dicts()
    if not rows:
        _refuse(f"公開中のデータに掲載 {listing_id} がありません。activity_listings の listing_id を指定してください。")
    found: dict[str, str] = rows[0]
    return found


def _now() -> datetime:
    return datetime.now().astimezone()


def _today() -> str:
    return _now().date().isoformat()  # the day on the wall of the office


COMMANDS = (releases, diff, rollback, release, remove, accept_command, bounds, drill)
