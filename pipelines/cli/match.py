"""`hiroba match`: the engine on any table.

Belongs here: its arguments, messages and exit codes. Does not belong here: any work.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="match", help="一覧の中で同じものを見つける（record_id と cluster_id の表を書く）。")
@click.option("--records", type=_FILE, help="表（Parquet か CSV）。--spec と使う。")
@click.option("--spec", "spec_file", type=_FILE, help="何を比べるか（TOML）。書き方は pipelines/match/README.md。")
@click.option("--listings", type=_FILE, help="掲載（JSON Lines）。活動の spec を使う。")
@click.option("--labels", type=_FILE, help="正解のわかる組（left,right,label の CSV）。重みを直すのに使う。")
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
    from pipelines.match.engine.spec import SpecError
    from pipelines.match.match_files import match_files

    try:
        said = match_files(records, spec_file, listings, labels, out, pairs, history)
    except SpecError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(said)
