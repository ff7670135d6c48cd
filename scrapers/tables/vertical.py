"""Tables whose labels stand on the left: one listing per table, or one per column of values.

Belongs here: records out of label–value rows. Does not belong here: tables with labels on top (`rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrapers.tables.grid import Cell, Grid, Row
from scrapers.tables.heading import Known, vertical_columns
from scrapers.tables.rows import NO_LABEL, Other, Record
from scrapers.tables.words import is_note, is_section, is_total, squashed, ward_in

_PAIR = 2


def read_vertical(grid: Grid, known: Known) -> Iterator[Record | Other]:
    """Listings of a table with labels on the left, and the rows between them that are none; nothing without labels.

    Labels and values may stand side by side twice (label, value, label, value). Where the first label comes again, the
    next listing begins.
    """
    columns = vertical_columns(grid.rows, known)
    if not columns:
        return
    block: list[Row] = []
    section: str | None = None
    seen: set[str] = set()
    for row in grid.rows:
        if row.hidden or len(row.own()) < _PAIR:
            what = _alone(row, known, columns)
            if what is not None:
                section = row.text() if what == "section_row" else section
                yield Other(what, row.number, "" if row.hidden else row.text())
                continue
        labels = {squashed(cell.text) for place, cell in row.shown() if place in columns}
        is_name = any(known.column(label) in known.places for label in labels)
        if is_name and labels & seen:
            yield from _records(block, columns, section)
            block, seen = [], set()
        block.append(row)
        seen |= labels
    yield from _records(block, columns, section)


def _alone(row: Row, known: Known, columns: Sequence[int]) -> str | None:
    """What a row without a pair is; None when it is a label without a value."""
    if row.hidden:
        return "hidden_content" if row.has_text else None
    shown = row.own()
    if not shown:
        return None
    column, cell = shown[0]
    if known.label(cell.text) is not None and column in columns:
        return None
    if is_total([cell.text]):
        return "total_row"
    if is_note(cell.text):
        return "note_row"
    if row.width_of(cell) > 1 or is_section(cell.text):
        return "section_row"
    return "not_a_listing"


def _records(block: list[Row], columns: Sequence[int], section: str | None) -> Iterator[Record]:
    """One record of each column of values; of the only one when labels stand in several columns."""
    rows = [row for row in block if row.shown()]
    if not rows:
        return
    width = max(len(row.cells) for row in rows)
    if len(columns) > 1:
        cells = [pair for row in rows for start in columns for pair in _pairs(row, start, columns, width)]
        yield _record(rows, cells, section)
        return
    start = columns[0]
    values = [column for column in range(start + 1, width) if any(_stands(row, column) for row in rows)]
    for column in values[:1] if not values[1:] else values:
        yield _record(rows, [(_label(row, start), _at(row, column)) for row in rows], section)


def _pairs(row: Row, start: int, columns: Sequence[int], width: int) -> Iterator[tuple[str, Cell]]:
    end = min((column for column in columns if column > start), default=width)
    label = _label(row, start)
    for column in range(start + 1, end):
        cell = _at(row, column)
        if _stands(row, column):
            yield label, cell


def _record(rows: list[Row], cells: list[tuple[str, Cell]], section: str | None) -> Record:
    return Record(rows[0].number, cells, section, ward_in(section) if section else None)


def _stands(row: Row, column: int) -> bool:
    """Whether a text begins in a column; a merged one begins in its first."""
    return any(place == column for place, _ in row.shown())


def _at(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else Cell()


def _label(row: Row, column: int) -> str:
    return " ".join(_at(row, column).text.split()) or NO_LABEL
