"""`hiroba releases`, `diff`, `rollback`, `release`, `restate`, `explain`, `why`, `bounds`: finished releases.

Belongs here: arguments, messages, exit codes of these commands. Does not belong here: any work.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.run import ready, run
from pipelines.cli.terminal import now, refuse, say, today
from pipelines.settings import OFFICE, load_settings
from warehouse.lock import run_lock


@click.command(help="公開の一覧（→ が公開中）。")
def releases() -> None:
    """List releases."""
    from pipelines.publish.history import listed

    say(listed(load_settings().published_dir))


@click.command(help="二つの公開で変わったこと。")
@click.argument("before")
@click.argument("after")
def diff(before: str, after: str) -> None:
    """Compare two releases."""
    from pipelines.publish.history import compared, release_named

    published = load_settings().published_dir
    say(compared(release_named(published, before), release_named(published, after)))


@click.command(help="公開を前のものに戻す（既定は一つ前）。")
@click.argument("release", required=False)
def rollback(release: str | None) -> None:
    """Point latest to an older release."""
    from pipelines.publish.history import roll_back

    settings = load_settings()
    with run_lock(settings.lock_path, now()):
        folder = roll_back(settings.published_dir, release)
    click.echo(f"公開中を {folder.name} に戻しました。次の更新でまた新しい公開になります。")


@click.command(help="変わりすぎて止まった公開を、理由を書いて通す（取得はしない）。")
@click.option("--accept-diff", "reason", required=True, help="なぜ正しいか。")
def release(reason: str) -> None:
    """Record that a person accepts the difference, and publish from the archive."""
    from pipelines.decisions.accepted_releases import accept_release

    sentence = accept_release(load_settings(), reason, today(), OFFICE)
    click.echo(f"{sentence}作り直して公開します。")
    click.get_current_context().invoke(run, from_archive=True, sample_day=None)


@click.command(help="月末の公開をいまの読み方・まとめ方で読み直し、月ごとの数を同じ方法にそろえる（取得はしない）。")
def restate() -> None:
    """Read the month ends anew; the next release takes the figures up."""
    from pipelines.trend.vintages import restate as read_anew

    settings = ready()
    with run_lock(settings.lock_path, now()):
        say(read_anew(settings, now().date()))
    click.echo("次の公開の series と trend_restated に入ります。前の数も残ります。")


@click.command(help="公開した活動の値が、どの掲載のどのページから来たかを言う。")
@click.argument("activity_id")
def explain(activity_id: str) -> None:
    """The chain from a published value to its page."""
    from pipelines.cli.explain import explain_activity

    say(explain_activity(ready(needs_lock=False), activity_id))


@click.command(help="二つの掲載がなぜ同じ（別）とされたかを言う。")
@click.argument("listing_a")
@click.argument("listing_b")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="証拠の図も書く SVG。")
def why(listing_a: str, listing_b: str, plot: Path | None) -> None:
    """The evidence of a pair."""
    from pipelines.cli.explain import explain_pair

    say(explain_pair(ready(needs_lock=False), listing_a, listing_b, plot))


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
        refuse("--accept には --why で理由を書いてください。")
    proposed = proposal(settings.published_dir, path, f"{today()} {reason}".strip())
    if proposed is None:
        refuse("公開がまだありません。先に hiroba run を実行してください。")
    say(proposed.lines)
    if accept:
        write_bounds(path, proposed.bounds)
        click.echo(f"{path.name} に書きました。git で差分を確かめて残してください。")
