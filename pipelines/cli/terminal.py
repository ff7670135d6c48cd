"""What every command says and asks the same way.

Belongs here: the clock, a refusal, lines of text, kinds of arguments. Does not belong here: any command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
REFUSED = 2
"""Exit code where a command was not carried out."""


def now() -> datetime:
    """The moment as the city's clocks show it, whatever the zone of the machine."""
    from warehouse.contract import TOKYO  # the contract takes long to import: not for --help

    return datetime.now(TOKYO)


def today() -> str:
    """The day on the wall of the office, ISO."""
    return now().date().isoformat()


def say(lines: Iterable[str]) -> None:
    """Lines to the terminal, as they come."""
    for line in lines:
        click.echo(line)


def refuse(sentence: str) -> NoReturn:
    """End the command with a sentence that says what to do."""
    click.echo(sentence, err=True)
    sys.exit(REFUSED)
