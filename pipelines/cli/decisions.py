"""`hiroba review`, `judge`, `correct`, `mail-domain`, `remove`: what people decide, from the command line.

Belongs here: arguments, keys, messages of these commands. Does not belong here: what a decision does
(`pipelines.decisions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from pipelines.cli.terminal import now, today
from pipelines.settings import OFFICE, Settings, load_settings

_KEYS = {"s": "same", "d": "different", "h": "unsure"}
_KEY_HELP = "s 同じ  d 別  h 保留  u 一つ戻す  n とばす  q 終わる"


@click.command(help="二つの掲載が同じか別かを人が決める（次の更新から、ずっと守られる）。")
@click.argument("left")
@click.argument("right")
@click.argument("said", type=click.Choice(["same", "different", "unsure", "withdrawn"]))
@click.option("--why", "reason", required=True, help="なぜか。個人の名前は書かない。")
@click.option("--office", default=OFFICE, show_default=True, help="決めた課。個人の名前は書かない。")
def judge(left: str, right: str, said: str, reason: str, office: str) -> None:
    """Write a judgement down."""
    from pipelines.decisions import pairs

    click.echo(pairs.judge(load_settings(), left, right, said, reason, today(), office))


@click.command(help=f"確認待ちの組に端末で答える。一つの答えに一つの鍵: {_KEY_HELP}")
@click.option("--office", default=OFFICE, show_default=True, help="決める課。個人の名前は書かない。")
def review(office: str) -> None:
    """Ask about the pairs of the queue one after another; every answer is written at once."""
    from pipelines.decisions.ledger import todays_table
    from pipelines.desk.waiting_pairs import waiting_pairs

    settings = load_settings()
    listings, open_pairs = todays_table(settings, "norm__listings"), waiting_pairs(settings)
    click.echo(_Review(settings, listings, office).run(open_pairs))


class _Review:
    """One sitting: where we are, and what can be taken back."""

    def __init__(self, settings: Settings, listings: Any, office: str) -> None:
        from pipelines.decisions.today import telling_prints, where

        self.settings, self.office = settings, office
        self.facts = {row["listing_id"]: row for row in listings.iter_rows(named=True)}
        self.prints = telling_prints(listings)
        self.today = where(settings, listings)

    def run(self, open_pairs: list[dict[str, Any]]) -> str:
        """Ask until the queue ends or somebody has enough; what was done, in one sentence."""
        answered: list[int] = []
        at = 0
        while at < len(open_pairs):
            key = self._ask(at, open_pairs)
            if key == "q":
                break
            if key == "u":
                if answered:
                    at = answered.pop()
                    self._write(open_pairs[at], "withdrawn", "取り消し")
                continue
            if key in _KEYS and not self._write(open_pairs[at], _KEYS[key], "端末での確認"):
                continue
            if key in _KEYS:
                answered.append(at)
            at += 1
        unanswered = len(open_pairs) - len(answered)
        return f"{len(answered)} 件に答えました。残り {unanswered} 件。次の更新から守られます。"

    def _ask(self, at: int, pairs: list[dict[str, Any]]) -> str:
        from pipelines.desk.review import question

        pair = pairs[at]
        left, right = (self.facts[pair[f"listing_id_{side}"]] for side in "ab")
        for line in question(at + 1, len(pairs), pair, left, right):
            click.echo(line)
        click.echo(f"   {_KEY_HELP} > ", nl=False)
        while True:
            key = _typed()
            if key in (*_KEYS, "u", "n", "q"):
                click.echo(key + "\n")
                return key

    def _write(self, pair: Mapping[str, Any], said: str, reason: str) -> bool:
        from pipelines.decisions.pairs import Answer, JudgementError, add_judgements

        left, right = pair["listing_id_a"], pair["listing_id_b"]
        answer = Answer(left, right, said, reason, self.prints[left], self.prints[right], "この答え")
        try:
            add_judgements(self.settings.pairs_path, self.today, [answer], today(), self.office)
        except JudgementError as error:
            click.echo(f"{error}\n", err=True)
            return False
        return True


def _typed() -> str:
    """One key; "q" where nobody types any more.

    Raises:
        DecisionError: there is no terminal.
    """
    from pipelines.decisions.ledger import DecisionError

    try:
        return click.getchar().lower() or "q"
    except OSError as error:
        where = "画面の「同じか別かを決める」か、確認待ち.xlsx で答えてください。"
        raise DecisionError(f"鍵を読める端末がありません。{where}") from error


@click.command(help="活動の値を一つ、期限つきで直す（次の更新から守られ、出どころに「人の訂正」と出る）。")
@click.argument("activity_id")
@click.argument("field_name", metavar="項目")
@click.argument("value", metavar="値")
@click.option("--why", "reason", required=True, help="なぜか。個人の名前は書かない。")
@click.option("--until", "until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="この日まで（2027-03-31）。")
@click.option("--office", default=OFFICE, show_default=True, help="決めた課。個人の名前は書かない。")
def correct(activity_id: str, field_name: str, value: str, reason: str, until: datetime, office: str) -> None:
    """Write a correction down, once it is sure that it can be read."""
    from pipelines.decisions import corrections

    day = until.date().isoformat()
    click.echo(corrections.correct(load_settings(), activity_id, field_name, value, day, reason, today(), office))


@click.command("mail-domain", help="メールのドメインを団体のものと認める（次の更新から、ずっと守られる）。")
@click.argument("domain")
@click.option("--withdraw", is_flag=True, help="認めたことを取り消す。")
@click.option("--why", "reason", required=True, help="なぜ団体のものとわかるのか。個人の名前は書かない。")
@click.option("--office", default=OFFICE, show_default=True, help="決めた課。個人の名前は書かない。")
def mail_domain(domain: str, withdraw: bool, reason: str, office: str) -> None:
    """Accept a mail domain, or take that back."""
    from pipelines.decisions.mail_domains import ACCEPTED, WITHDRAWN, accept_mail_domain

    said = WITHDRAWN if withdraw else ACCEPTED
    click.echo(accept_mail_domain(load_settings(), domain, said, reason, today(), office))


@click.command("new-page", help="一覧が新しいページに移ったことを記録する（次の取得から、そのページを見る）。")
@click.argument("source")
@click.argument("url", default="")
@click.option("--withdraw", is_flag=True, help="記録を取り消し、source.toml のページに戻す。")
@click.option("--why", "reason", required=True, help="なぜか。個人の名前は書かない。")
@click.option("--office", default=OFFICE, show_default=True, help="決めた課。個人の名前は書かない。")
def new_page(source: str, url: str, reason: str, office: str, *, withdraw: bool) -> None:
    """Say where a list is now, or take that back."""
    from pipelines.decisions.addresses import use_new_page
    from pipelines.decisions.ledger import DecisionError

    if bool(url) is withdraw:
        raise DecisionError("新しいページの住所か --withdraw の、どちらか一つを書いてください。")
    click.echo(use_new_page(load_settings(), source, url, reason, today(), office))


@click.command(help="掲載を取りやめる（次の公開から、過去の公開からもすぐに消える）。")
@click.argument("listing_id")
@click.option("--why", "reason", required=True, help="求めの内容。個人の名前は書かない。")
def remove(listing_id: str, reason: str) -> None:
    """Take a listing away, for ever."""
    from pipelines.withdrawal.take_away import remove as take_away

    click.echo(take_away(load_settings(), listing_id, reason, now(), OFFICE))
