"""`hiroba match`, `parse`: what we do, done to a list of one's own.

Belongs here: arguments, messages, exit codes of these commands. Does not belong here: any work.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.terminal import FILE, refuse


@click.command(name="match", help="一覧の中で同じものを見つける（record_id と cluster_id の表を書く）。")
@click.option("--records", type=FILE, help="表（Parquet か CSV）。--spec と使う。")
@click.option("--spec", "spec_file", type=FILE, help="何を比べるか（TOML）。書き方は pipelines/match/README.md。")
@click.option("--listings", type=FILE, help="掲載（JSON Lines）。活動の spec を使う。")
@click.option("--labels", type=FILE, help="正解のわかる組（left,right,label の CSV）。重みを直すのに使う。")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="結果の Parquet。")
@click.option("--pairs", type=click.Path(dir_okay=False, path_type=Path), help="組ごとの見込みと証拠も書く Parquet。")
@click.option(
    "--history",
    type=click.Path(file_okay=False, path_type=Path),
    help="照合を残すフォルダー。次からは変わったものだけを照合する。",
)
def match_command(
    records: Path | None,
    spec_file: Path | None,
    listings: Path | None,
    labels: Path | None,
    out: Path,
    pairs: Path | None,
    history: Path | None,
) -> None:
    """Match any table."""
    from pipelines.match.match_files import match_files

    click.echo(match_files(records, spec_file, listings, labels, out, pairs, history))


@click.command(
    help="CSV の text 列を読み、値の列を足す。FIELD: schedule address fee name phone date。\n\n"
    "読み残した語は leftover の列に出る。context_date の列（2026-04-01）があれば、年のない日付はその日に近い年になる。"
)
@click.argument("field", type=click.Choice(["schedule", "address", "fee", "name", "phone", "date", "kind"]))
@click.argument("source", type=FILE)
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def parse(field: str, source: Path, target: Path) -> None:
    """Read one field of any list."""
    from pipelines.normalise.parse_csv import parse_csv

    try:
        count = parse_csv(field, source, target)
    except OSError as error:
        refuse(str(error))
    click.echo(f"{target} に {count} 行を書きました。")
