"""A table as every reader gives it, whatever the file: rows of cells, merged cells with the place they begin.

Belongs here: the shape that HTML, Excel and PDF share. Does not belong here: how a file is opened (`html`,
`scrapers.attachments`), what a row means (`rows`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a grid.

    Attributes:
        text: what stands there; a merged cell has its text in every place it covers.
        origin: row and column of the grid where the merged cell begins, or None for a cell of its own.
        is_number: whether the file holds a number rather than a text.
        link: where it leads, or None.
    """

    text: str = ""
    origin: tuple[int, int] | None = None
    is_number: bool = False
    link: str | None = None


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: as people count it in the file, from 1.
        cells: from the left.
        index: place in its grid, from 0; what `Cell.origin` counts.
        hidden: whether its author hid it; its cells are empty then.
        has_text: whether anything stood in it; only of use for a hidden row.
    """

    number: int
    cells: tuple[Cell, ...]
    index: int
    hidden: bool = False
    has_text: bool = True

    def shown(self) -> list[tuple[int, Cell]]:
        """Column and cell of everything that stands in the row, a merged cell once, at its first column."""
        return [
            (column, cell)
            for column, cell in enumerate(self.cells)
            if cell.text and (cell.origin is None or cell.origin[1] == column)
        ]

    def own(self) -> list[tuple[int, Cell]]:
        """As `shown`, without cells that reach down from a row above."""
        return [(column, cell) for column, cell in self.shown() if cell.origin is None or cell.origin[0] == self.index]

    def width_of(self, cell: Cell) -> int:
        """How many columns of this row a cell covers."""
        return 1 if cell.origin is None else sum(other.origin == cell.origin for other in self.cells)

    def text(self) -> str:
        """Its texts in one line."""
        return " | ".join(cell.text for _, cell in self.shown())


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something of a file that its author hid or struck out; it was not read.

    Attributes:
        kind: in Japanese, such as 非表示の列.
        count: how many.
        where: a few of the places.
    """

    kind: str
    count: int
    where: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        place: how people find it: name of a sheet, number of a page, number of a table on a page.
        rows: all rows that hold something.
        lead: lines that stand above the table.
        hidden: what of it was not read because its author hid it; hidden rows are in `rows`.
        page: page of a PDF it stands on, 0 elsewhere.
        widths: of the columns in points, for a PDF.
        ends: whether it is the first and whether it is the last table of its page.
    """

    place: str
    rows: tuple[Row, ...]
    lead: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    page: int = 0
    widths: tuple[float, ...] = ()
    ends: tuple[bool, bool] = (False, False)

    @property
    def width(self) -> int:
        """Columns of its widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


def merged(rows: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    """Let the cell at `top`, `left` cover all places to `bottom`, `right`, both included, as far as there are any."""
    bottom = min(bottom, len(rows) - 1)
    if top >= len(rows) or left >= len(rows[top]):
        return
    cell = replace(rows[top][left], origin=(top, left))
    for row in rows[top : bottom + 1]:
        for column in range(left, min(right + 1, len(row))):
            row[column] = cell


def packed(grid: Grid) -> dict[str, Any]:
    """A grid as JSON can hold it; `unpacked` gives it back."""
    return {
        "place": grid.place,
        "lead": list(grid.lead),
        "hidden": [[part.kind, part.count, part.where] for part in grid.hidden],
        "page": grid.page,
        "widths": list(grid.widths),
        "ends": list(grid.ends),
        "rows": [[row.number, row.hidden, row.has_text, list(map(_packed_cell, row.cells))] for row in grid.rows],
    }


def unpacked(data: dict[str, Any]) -> Grid:
    """The grid that `packed` made JSON of."""
    return Grid(
        data["place"],
        tuple(_rows(data["rows"])),
        tuple(data["lead"]),
        tuple(Hidden(*part) for part in data["hidden"]),
        data["page"],
        tuple(data["widths"]),
        (bool(data["ends"][0]), bool(data["ends"][1])),
    )


def _packed_cell(cell: Cell) -> str | list[Any]:
    if cell == Cell(cell.text):
        return cell.text
    return [cell.text, cell.origin, cell.is_number]


def _rows(data: list[Any]) -> Iterator[Row]:
    for index, (number, hidden, has_text, cells) in enumerate(data):
        yield Row(number, tuple(map(_cell, cells)), index, hidden, has_text)


def _cell(data: str | list[Any]) -> Cell:
    if isinstance(data, str):
        return Cell(data)
    text, origin, is_number = data
    return Cell(text, tuple(origin) if origin else None, is_number)
