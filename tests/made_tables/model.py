"""What a made table is: cells with everything an office worker does to them, and the truth of what it lists.

Belongs here: the description. Does not belong here: the tables (`shapes`, `kept_shapes`), how a program makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Fields = dict[str, str]


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        text: what is shown; a line break is one the author typed.
        span: columns it covers.
        down: rows it covers.
        is_head: a heading cell.
        struck: text behind it that the author struck out.
        reading: furigana over `text`.
        comment: a remark that somebody pinned to the cell.
    """

    text: str
    span: int = 1
    down: int = 1
    is_head: bool = False
    struck: str = ""
    reading: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Row:
    """Cells from left to right; None stands where a cell from the left or from above covers the place."""

    cells: tuple[Cell | None, ...]
    is_hidden: bool = False


@dataclass
class Sheet:
    """One table, with the lines above it.

    Attributes:
        name: of the sheet, where the program has sheets.
        lead: lines above the table.
        rows: all rows.
        heads: first rows that are the heading.
        is_repeated: the program shall repeat the heading on every page.
        hidden_columns: columns the author hid.
        is_hidden: the author hid the whole sheet.
    """

    name: str
    rows: list[Row]
    lead: tuple[str, ...] = ()
    heads: int = 1
    is_repeated: bool = False
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

    @property
    def width(self) -> int:
        return max(len(row.cells) for row in self.rows)


@dataclass
class Shape:
    """One kind of table, its declaration and its truth.

    Attributes:
        key: name of its folder.
        sheets: the tables.
        makers: file names of `make.MAKERS`.
        labels: label → column.
        keep: labels without a column.
        layout: what the source's layout says beyond selectors.
        listings: what should be read; a line break in a text must stay some white space.
        account: reason → rows that are no listing.
        hidden: what must be found nowhere.
        is_undeclared: Excel's page is cp932 and says so nowhere.
    """

    key: str
    sheets: list[Sheet]
    makers: Sequence[str]
    labels: dict[str, str]
    listings: list[Fields]
    account: dict[str, int] = field(default_factory=dict)
    keep: Sequence[str] = ()
    layout: dict[str, str] = field(default_factory=dict)
    hidden: Sequence[str] = ()
    is_undeclared: bool = False


def head(*texts: str) -> Row:
    """A heading row."""
    return Row(tuple(Cell(text, is_head=True) for text in texts))


def row(*cells: str | Cell, is_hidden: bool = False) -> Row:
    """A row of plain cells."""
    return Row(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in cells), is_hidden)


def across(text: str, width: int) -> Row:
    """One cell over all columns."""
    return Row((Cell(text, span=width), *[None] * (width - 1)))


def cells_of(row_: Row) -> list[Cell]:
    """The cells that stand in a row of a page: covered places have none."""
    return [cell for cell in row_.cells if cell is not None]
