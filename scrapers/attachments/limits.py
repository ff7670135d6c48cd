"""How much of a file is read: anybody may upload anything.

Belongs here: the limits and the texts that keep them. Does not belong here: opening files (`pdf`, `xlsx`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

PAGES = 300
ROWS = 20_000
COLUMNS = 100
CELL_CHARS = 5_000
MERGES = 20_000
_T = TypeVar("_T")


class LimitError(ValueError):
    """A file goes beyond a limit."""


def limited(rows: Iterable[_T]) -> Iterator[_T]:
    """The rows, as long as there are not too many.

    Raises:
        LimitError: there are.
    """
    for number, row in enumerate(rows, start=1):
        if number > ROWS:
            raise LimitError(f"{ROWS} 行を超えます")
        yield row


def short(text: str) -> str:
    """The text without spaces around it; empty when it is only white space.

    Raises:
        LimitError: it is too long for a cell.
    """
    if len(text) > CELL_CHARS:
        raise LimitError(f"1 つのセルに {len(text)} 文字あります（上限 {CELL_CHARS}）")
    return text.strip(" ") if text.strip() else ""
