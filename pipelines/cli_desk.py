"""`hiroba judge`, `review`, `correct`: what people decide, from the command line.

Belongs here: arguments, keys, messages of these commands. Does not belong here: what an answer does
(`match.judgements`).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipelines.match.judgements import Today

OFFICE = "データ担当"
"""Who decides here when nobody says otherwise: an office, never a person's name."""
_KEYS = {"s": "same", "d": "different", "h": "unsure"}
_KEY_HELP = "s 同じ  d 別  h 保留  u 一つ戻す  n とばす  q 終わる"


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _today_iso() -> str:
    return date.today().isoformat()  # noqa: DTZ011  # the day on the wall of the office


def _tables(settings: Settings, *names: str) -> list[Any]:
    from warehouse.storage import read_table

    paths = [settings.table_path(name) for name in names]
    if not all(path.is_file() for path in paths):
        _refuse("掲載の表がまだありません。先に hiroba run を実行してください。")
    return [read_table(path) for path in paths]


def _where(settings: Settings, listings: Any) -> Today:
    from pipelines.core.rekey import read_moves
    from pipelines.match.judgements import Today

    return Today.of(listings, read_moves(settings.moves_path))


@click.command(help="二つの掲載が同じか別かを人が決める（次の更新から、ずっと守られる）。")
@click.argument("left")
@click.argument("right")
@click.argument("said", type=click.Choice(["same", "different", "unsure", "withdrawn"]))
@click.option("--why", "reason", required=True, help="なぜか。個人の名前は書かない。")
@click.option("--office", default=OFFICE, show_default=True, help="決めた課。個人の名前は書かない。")
def judge(left: str, right: str, said: str, reason: str, office: str) -> None:
    """Write a judgement down."""
    from pipelines.match.judgements import LABELS, Answer, JudgementError, add_judgements, telling_prints

    settings = load_settings()
    (listings,) = _tables(settings, "norm__listings")
    prints = telling_prints(listings)
    missing = [each for each in (left, right) if each not in prints]
    if missing:
        _refuse(f"掲載 {'、'.join(missing)} はいまの表にありません。確認待ち.xlsx の掲載IDを確かめてください。")
    answer = Answer(left, right, said, reason, prints[left], prints[right], "いまの判定")
    try:
        add_judgements(settings.pairs_path, _where(settings, listings), [answer], _today_iso(), office)
    except JudgementError as error:
        _refuse(str(error))
    click.echo(f"{left} と {right} を「{LABELS[said]}」としました。次の更新から守られます。")


@click.command(help=f"確認待ちの組に端末で答える。一つの答えに一つの鍵: {_KEY_HELP}")
@click.option("--office", default=OFFICE, show_default=True, help="決める課。個人の名前は書かない。")
def review(office: str) -> None:
    """Ask about the pairs of the queue one after another; every answer is written at once."""
    settings = load_settings()
    listings, pairs, queue = _tables(settings, "norm__listings", "match__pairs", "match__queue")
    asked = (
        queue.sort("queue_rank")
        .select("listing_id_a", "listing_id_b")
        .join(pairs, on=["listing_id_a", "listing_id_b"], how="left", maintain_order="left")
    )
    session = _Review(settings, listings, office)
    click.echo(session.run(asked.to_dicts()))


class _Review:
    """One sitting: where we are, and what can be taken back."""

    def __init__(self, settings: Settings, listings: Any, office: str) -> None:
        from pipelines.match.judgements import standing, telling_prints

        self.settings, self.office = settings, office
        self.facts = {row["listing_id"]: row for row in listings.iter_rows(named=True)}
        self.prints = telling_prints(listings)
        self.today = _where(settings, listings)
        self.decided = {
            (line.left, line.right) for line in standing(settings.pairs_path, self.today) if line.said != "unsure"
        }

    def run(self, asked: list[dict[str, Any]]) -> str:
        """Ask until the queue ends or somebody has enough; what was done, in one sentence."""
        open_pairs = [pair for pair in asked if (pair["listing_id_a"], pair["listing_id_b"]) not in self.decided]
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
        rest = len(open_pairs) - len(answered)
        return f"{len(answered)} 件に答えました。残り {rest} 件。次の更新から守られます。"

    def _ask(self, at: int, pairs: list[dict[str, Any]]) -> str:
        from pipelines.desk.review import question

        pair = pairs[at]
        left, right = (self.facts[pair[f"listing_id_{side}"]] for side in "ab")
        for line in question(at + 1, len(pairs), pair, left, right):
            click.echo(line)
        click.echo(f"   {_KEY_HELP} > ", nl=False)
        while True:
            key = click.getchar().lower() or "q"  # nobody types any more
            if key in (*_KEYS, "u", "n", "q"):
                click.echo(key + "\n")
                return key

    def _write(self, pair: Mapping[str, Any], said: str, reason: str) -> bool:
        from pipelines.match.judgements import Answer, JudgementError, add_judgements

        left, right = pair["listing_id_a"], pair["listing_id_b"]
        answer = Answer(left, right, said, reason, self.prints[left], self.prints[right], "この答え")
        try:
            add_judgements(self.settings.pairs_path, self.today, [answer], _today_iso(), self.office)
        except JudgementError as error:
            click.echo(f"{error}\n", err=True)
            return False
        return True


@click.command(help="活動の値を一つ、期限つきで直す（次の更新から守られ、出どころに「人の訂正」と出る）。")
@click.argument("activity_id")
@click.argument("field_name", metavar="項目")
@click.argument("value", metavar="値")
@click.option("--why", "reason", required=True, help="なぜか。個人の名前は書かない。")
@click.option("--until", "until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="この日まで（2027-03-31）。")
@click.option("--office", default=OFFICE, show_default=True, help="決めた課。個人の名前は書かない。")
def correct(activity_id: str, field_name: str, value: str, reason: str, until: datetime, office: str) -> None:
    """Write a correction down, once it is sure that it can be read."""
    import polars as pl

    from pipelines.core.corrections import FIELDS, HEADER, parse, value_of
    from warehouse.storage import append_csv

    settings = load_settings()
    if field_name not in FIELDS:
        _refuse(f"項目 {field_name} は直せません。直せるのは {'、'.join(FIELDS)} です。")
    activities, values = _tables(settings, "core__activities", "core__activity_values")
    if activity_id not in activities.get_column("activity_id"):
        _refuse(f"活動 {activity_id} はいまの表にありません。activities の activity_id を確かめてください。")
    own = values.filter(pl.col("activity_id") == activity_id, pl.col("field_name") == field_name)
    seen = own.filter(pl.col("rule_code") != "correction").get_column("value_text").to_list()
    day = until.date().isoformat()
    row = (_today_iso(), office, activity_id, field_name, value, seen[0] if seen else None, day, reason)
    written = dict(zip(HEADER, row, strict=True))
    read = value_of(
        field_name, parse(pl.DataFrame([written], schema=dict.fromkeys(HEADER, pl.String))).row(0, named=True)
    )
    if read is None:
        _refuse(f"「{value}」は {field_name} の値として読めません。書き方を確かめてください。")
    append_csv(settings.corrections_path, written)
    click.echo(f"{activity_id} の {field_name} を {day} まで「{read}」とします。次の更新から守られます。")


COMMANDS = (judge, review, correct)
