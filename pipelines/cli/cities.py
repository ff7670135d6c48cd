"""`hiroba new-city`, `doctor`: what is done with a city as a whole.

Belongs here: arguments, messages, exit codes of these commands. Does not belong here: any work.
"""

from __future__ import annotations

import sys

import click

from pipelines.cli.terminal import say
from pipelines.settings import load_settings


@click.command(name="new-city", help="市区町村を足す: コードから cities/ にフォルダーを作る（名前、区、範囲）。")
@click.argument("key")
@click.option("--code", required=True, metavar="6桁", help="全国地方公共団体コード。政令指定都市は市のコード。")
def new_city(key: str, code: str) -> None:
    """Write the folder of a new city."""
    from cities.new_city import create

    city = create(key, code)
    say(
        [
            f"作りました: cities/{key}（{city.prefecture}{city.name}）。英語名「{city.en}」を確かめてください。",
            f"次に HIROBA_CITY={key} hiroba doctor を実行すると、足りないものを順に言います。",
        ]
    )


@click.command(help="いまの市区町村に足りないものを、順に、次にすることと一緒に言う。")
def doctor() -> None:
    """Say what the city lacks; exit 1 where something needed is missing."""
    from pipelines.orchestration.doctor import examine, told

    findings = examine(load_settings())
    say(told(findings))
    sys.exit(1 if any(each.is_needed for each in findings) else 0)
