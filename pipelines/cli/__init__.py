"""`hiroba …`: the command line.

Belongs here: the list of commands and what they share: an error for staff is its sentence. Does not belong here: any
command. Modules that do the work are imported inside the commands: Dagster and Scrapy take seconds, `--help` must not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from pipelines.cli.cities import doctor, new_city
from pipelines.cli.decisions import correct, judge, mail_domain, new_page, remove, review
from pipelines.cli.elsewhere import merge, publish
from pipelines.cli.lab import bench, drill, try_source
from pipelines.cli.match import match_command, parse
from pipelines.cli.releases import bounds, diff, explain, release, releases, restate, rollback, why
from pipelines.cli.run import replay, run, ui
from pipelines.cli.sources import accept_command, capture, check_source, new_source
from pipelines.cli.terminal import REFUSED, refuse
from pipelines.cli.usage import in_japanese
from warehouse.errors import StaffError
from warehouse.permissions import keep_private

_COMMANDS = {
    "更新": (run, ui, replay),
    "公開したもの": (releases, publish, merge, diff, explain, why, rollback, release, restate, bounds),
    "人の判断": (review, judge, correct, mail_domain, remove),
    "情報源": (new_source, capture, check_source, try_source, accept_command, new_page),
    "市区町村": (new_city, doctor),
    "手元の一覧": (match_command, parse),
    "確かめる": (bench, drill),
}


class _Cli(click.Group):
    """An error for staff ends any command with its sentence; the help is in the order of what people come for."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except StaffError as error:
            refuse(str(error))

    def main(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        """Run the program; what click has to say of a command as it was typed, is said in Japanese."""
        run: Callable[..., Any] = super().main
        if not standalone_mode:
            return run(*args, standalone_mode=False, **kwargs)
        try:
            return run(*args, standalone_mode=False, **kwargs)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.message)
            sys.exit(REFUSED)
        except click.ClickException as error:
            click.echo(in_japanese(error), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("中止しました。", err=True)
            sys.exit(1)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under the heading of their kind."""
        for heading, commands in _COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(each.name or "", each.get_short_help_str(limit=200)) for each in commands])


@click.group(cls=_Cli, help="市区町村の地域活動の掲載を集め、まとめ、公開する。")
def main() -> None:
    """Entry point of the console script."""
    keep_private()


for _command in (each for commands in _COMMANDS.values() for each in commands):
    main.add_command(_command)
