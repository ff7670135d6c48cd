"""`hiroba new-source`, `capture`, `check-source`, `accept`: what is done with one source.

Belongs here: arguments, messages, exit codes of these commands. Does not belong here: any work.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.terminal import FILE, now, say, today
from pipelines.settings import OFFICE, load_settings
from scrapers.platforms import PLATFORMS
from warehouse.lock import run_lock

if TYPE_CHECKING:
    from scrapers.authoring.capture import Places


class _Platform(click.Choice[str]):
    """Shown in the help; what is none of them is refused in Japanese where a source is made."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value as it was given."""
        return str(value)


@click.command(name="new-source", help="情報源を足す: source.toml のひな形と、手元にページがあれば最初の例を作る。")
@click.argument("key")
@click.argument("url")
@click.option("--platform", type=_Platform(PLATFORMS), default="city_cms", show_default=True, help="ページの形。")
@click.option("--from", "file", type=FILE, help="保存したページ。")
@click.option("--name", help="職員に見せる名前。")
@click.option("--owner", help="一覧に責任を持つ部署・団体。")
def new_source(key: str, url: str, platform: str, file: Path | None, name: str | None, owner: str | None) -> None:
    """Write the declaration of a new source and its first case."""
    from scrapers.authoring.new_source import Said
    from scrapers.authoring.sourcework import add_source

    say(add_source(key, url, platform, file, _places(), now().date(), Said(name, owner)))


@click.command(help="ページを例として保存する（要求は送らない。個人の連絡先は伏せる）。")
@click.argument("key")
@click.argument("url")
@click.option("--from", "file", type=FILE, help="保存したページ（なければ手元の最新の取得から）。")
def capture(key: str, url: str, file: Path | None) -> None:
    """Save a page as a case of a source."""
    from scrapers.authoring.sourcework import save_case

    say(save_case(key, url, file, _places(), now().date()))


@click.command(name="check-source", help="情報源の例を読み直し、予定との違い、値、失った行を言う（要求は送らない）。")
@click.argument("key")
@click.option("--update", is_flag=True, help="いまの読み取りを正しいものとして expected.json に書く。")
def check_source(key: str, update: bool) -> None:
    """Compare every case of a source with what is read now; say what its rows become, and which are lost."""
    from pipelines.ingest.read_back import read_back
    from scrapers.authoring.sourcework import check_cases
    from scrapers.declaration.source import load_source

    is_ok, lines = check_cases(key, is_update=update, today=now().date())
    say(lines)
    say(read_back(load_source(key), now().date()))
    sys.exit(0 if is_ok else 1)


@click.command("accept", help="変わった一覧を、理由を書いて認める（前の取得との違いで止まった情報源だけ）。")
@click.argument("source")
@click.option("--why", "reason", required=True, help="なぜ正しいか。個人の名前は書かない。")
def accept_command(source: str, reason: str) -> None:
    """Record that a person accepts what a source shows now, and judge its newest run again."""
    from pipelines.decisions.accepted_runs import accept_run

    settings = load_settings()
    with run_lock(settings.lock_path, now()):
        sentence = accept_run(settings, source, reason, today(), OFFICE)
    click.echo(sentence)


def _places() -> Places:
    """Where archived runs are; reading them needs no lock."""
    from scrapers.authoring.capture import Places
    from scrapers.runs.archive import Archive

    settings = load_settings()
    return Places(settings.raw_dir, Archive(settings.archive_dir))
