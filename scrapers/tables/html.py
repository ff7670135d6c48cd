"""HTML tables as grids: merged cells, hidden rows and columns, tables inside tables.

Belongs here: the walk through a page body in document order. Does not belong here: which parts of a page are hidden
(`scrapers.tables.visible` has marked them), what a row means (`rows`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapers.tables.grid import EMPTY, Cell, Grid, Hidden, Row
from scrapers.tables.visible import MARK
from scrapers.tables.words import ward_in

if TYPE_CHECKING:
    from parsel import Selector

_SEPARATOR = re.compile(r"[=＝\-―─*＊・\s]*")
_LONGEST_SPAN = 1000
_MOST_PLACES = 1_000_000
"""Of one table: merged cells make many places of few letters."""
_NOT_MERGED = re.compile(r"mso-ignore\s*:\s*colspan", re.IGNORECASE)


class SpanError(ValueError):
    """A table says of a cell that it covers what it cannot."""


def is_separator(text: str) -> bool:
    """Whether a heading is only a line of signs."""
    return _SEPARATOR.fullmatch(text) is not None


def tables_with_heading(
    body: Selector, text_of: Callable[[Selector], str], is_list: Callable[[Grid], bool]
) -> Iterator[tuple[str | None, Grid]]:
    """Every table of a body in document order, with the text of the nearest heading above it.

    Headings stand bare or wrapped in a div; both are met in document order, so the wrapping does not matter.
    A heading of separator signs only (`=====`) ends nothing and names nothing. A caption that names a ward says more of
    its own table than a heading further up. Of tables inside a table only those inside are read, unless the outer one
    is the list.
    """
    heading: str | None = None
    number = 0
    taken: set[object] = set()
    for node in body.xpath(".//h2 | .//h3 | .//table[.//tr]"):
        if node.root.tag != "table":
            heading = heading if is_separator(text_of(node)) else text_of(node)
            continue
        if node.root in taken:
            continue
        grid = grid_of(node, text_of, f"表{number + 1}")
        inner = node.xpath(".//table[.//tr]")
        if inner and not is_list(grid):
            continue
        taken |= {table.root for table in inner}
        number += 1
        yield ward_in("".join(map(text_of, node.xpath("./caption")))) or heading, grid


def grid_of(table: Selector, text_of: Callable[[Selector], str], place: str) -> Grid:
    """A table as a grid.

    Args:
        table: the table; `scrapers.tables.visible` has been over it.
        text_of: text of a cell.
        place: its name for people.

    Raises:
        SpanError: a span that is no number, or a table that would be far larger than its page.
    """
    rows: list[Row] = []
    size = 0
    open_cells: dict[int, tuple[int, Cell]] = {}
    trs = table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    for index, tr in enumerate(trs):
        mark = tr.root.get(MARK)
        cells = tr.xpath("./th | ./td")
        if mark is not None:
            if _covers(cells, open_cells, rows):
                for column in list(open_cells):
                    _go_on(column, open_cells)
            rows.append(Row(index + 1, (), index, True, mark == "1"))
            continue
        places: list[Cell] = []
        for cell in cells:
            _fill_from_above(places, open_cells)
            _take_cell(places, cell, text_of, index, open_cells, len(trs) - index)
            if size + len(places) > _MOST_PLACES:
                raise SpanError(f"{index + 1} 行目までで {size + len(places)} マスあり、読むには大きすぎます")
        _fill_from_above(places, open_cells)
        rows.append(Row(index + 1, tuple(places), index))
        size += len(places)
    shown, hidden = _without_hidden_columns(rows, table)
    return Grid(place, tuple(shown), hidden=hidden)


def _covers(cells: list[Selector], open_cells: dict[int, tuple[int, Cell]], rows: list[Row]) -> bool:
    """Whether a hidden row is one of those that the merged cells above it count."""
    width = max((len(row.cells) for row in rows), default=0)
    return bool(open_cells) and len(open_cells) + sum(_span(cell, "colspan") for cell in cells) >= width


def _fill_from_above(places: list[Cell], open_cells: dict[int, tuple[int, Cell]]) -> None:
    while len(places) in open_cells:
        places.append(_go_on(len(places), open_cells))


def _go_on(column: int, open_cells: dict[int, tuple[int, Cell]]) -> Cell:
    """The cell that reaches down into this row, which is then one row shorter."""
    rows_left, cell = open_cells.pop(column)
    if rows_left > 1:
        open_cells[column] = (rows_left - 1, cell)
    return cell


def _take_cell(
    places: list[Cell],
    node: Selector,
    text_of: Callable[[Selector], str],
    index: int,
    open_cells: dict[int, tuple[int, Cell]],
    rows_left: int,
) -> None:
    down, across = _span(node, "rowspan") or rows_left, max(_span(node, "colspan"), 1)
    text = text_of(node)
    cell = Cell(
        # A cell that only holds a space that does not break is Excel's empty one
        text if text.strip() else "",
        (index, len(places)) if down > 1 or across > 1 else None,
        "x:num" in node.root.attrib,
        next((link for a in node.root.iter("a") if (link := a.get("href")) is not None), None) or None,
    )
    if _NOT_MERGED.search(node.root.get("style", "")):
        # Excel's way to let a long text run over the empty cells beside it
        places += [replace(cell, origin=None), *[EMPTY] * (across - 1)]
        return
    for _ in range(across):
        if down > 1:
            open_cells[len(places)] = (down - 1, cell)
        places.append(cell)


def _span(cell: Selector, name: str) -> int:
    value = cell.root.get(name, "1").strip()
    if not value.isdecimal() or int(value) > _LONGEST_SPAN:
        raise SpanError(f"{name}={value!r} は読めません")
    return int(value)


def _without_hidden_columns(rows: list[Row], table: Selector) -> tuple[list[Row], tuple[Hidden, ...]]:
    """Rows without the columns whose `col` was hidden; cells hidden one by one are gone already."""
    marks: list[bool] = []
    for col in table.xpath("./col | ./colgroup/col"):
        marks += [MARK in col.attrib] * max(_span(col, "span"), 1)
    if not any(marks):
        return rows, ()
    shown = []
    for row in rows:
        cells = row.cells
        if len(cells) > len(marks) - sum(marks):
            cells = tuple(cell for n, cell in enumerate(cells) if n >= len(marks) or not marks[n])
        shown.append(_at_new_places(row, cells, marks))
    return shown, (Hidden("非表示の列", sum(marks)),)


def _at_new_places(row: Row, cells: tuple[Cell, ...], marks: list[bool]) -> Row:
    """The row with merged cells that begin where they now begin."""
    first: dict[tuple[int, int], int] = {}
    moved = []
    for column, cell in enumerate(cells):
        if cell.origin is not None:
            start = first.setdefault(cell.origin, column)
            cell = replace(cell, origin=(cell.origin[0], start))
        moved.append(cell)
    return Row(row.number, tuple(moved), row.index, row.hidden, row.has_text)
