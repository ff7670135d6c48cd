"""`hiroba publish`, `merge`: releases brought to where others read them.

Belongs here: arguments, messages of these commands. Does not belong here: any work.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.terminal import now, say
from pipelines.settings import load_settings
from warehouse.lock import run_lock


@click.command(
    help="公開中のものを、Web のフォルダーかバケット（s3://バケット/置き場）に写す。取りやめた掲載は公開先からも消える。"
)
@click.argument("target")
@click.option("--endpoint", metavar="URL", help="Amazon でない S3 の住所（既定は AWS_ENDPOINT_URL）。")
def publish(target: str, endpoint: str | None) -> None:
    """Bring a target to where home is."""
    from pipelines.decisions.removals import read_removals
    from pipelines.publish.carry import carry, remember_target
    from pipelines.publish.target import open_target
    from pipelines.withdrawal.take_away import scrub_removed
    from warehouse.contract.tables.decisions import REMOVALS

    settings = load_settings()
    with run_lock(settings.lock_path, now()):
        scrub_removed(settings)
        place = open_target(target, endpoint)
        remember_target(settings.published_dir, target)
        done = carry(settings.published_dir, place, read_removals(settings.judgements_dir / REMOVALS.file))
    say(done.sentences(target))


@click.command(
    help="いくつもの市区町村の公開を一つにまとめる（元は変えない）。境をまたいで同じ活動は表 same_across_cities に。"
)
@click.argument("releases", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="作るフォルダー。")
def merge(releases: tuple[Path, ...], out: Path) -> None:
    """One release over several cities."""
    from pipelines.merge.write import merge as merge_releases

    say(merge_releases(releases, out.resolve()).sentences())
