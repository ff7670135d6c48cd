"""Excel workbooks as grids: what is shown of them, merged cells, and a count of what is hidden or struck out.

Belongs here: opening a workbook within limits. Does not belong here: what a row means (`scrapers.tables`).
Nothing is executed: formulas give their stored value, links stay closed. A sheet is read as a stream: what it claims
as its size is not believed, and hidden rows, columns and merged cells are found in its XML.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from scrapers.attachments.limits import COLUMNS, MERGES, LimitError, limited, short
from scrapers.tables.grid import Cell, Grid, Hidden, Row, merged

_ZIP_ENTRIES = 2_000
_ZIP_BYTES = 200 * 1024**2
_ZIP_RATIO = 200
_RATIO_MATTERS_FROM = 5 * 1024**2
_ZERO_DAY = date(1900, 1, 1)
_MINUTE, _HOUR = 60, 3600
_SHOWN_PLACES = 5


def read_xlsx(body: bytes) -> Iterator[Grid]:
    """Every sheet that shows something, as one grid with all its rows; of a hidden sheet only that there is one.

    Raises:
        LimitError: the workbook is larger than anybody's list.
    """
    import openpyxl

    refuse_bombs(body)
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False, rich_text=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            yield Grid(sheet.title, (), hidden=(Hidden("非表示のシート", 1),))
            continue
        with sheet._get_source() as source:
            shape = _shape(source)
        grid = _grid(sheet.title, list(limited(_rows(sheet))), shape)
        if grid.rows or grid.hidden:
            yield grid


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Number (from 0) and cells of every row that is in the file.

    Not `sheet.iter_rows`: it loses the fonts of texts that stand in the sheet itself, and it pads a row far down with
    a million empty ones above it.
    """
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
            rich_text=True,
        )
        for number, cells in parser.parse():
            yield number - 1, [ReadOnlyCell(sheet, **cell) for cell in cells]


@dataclass(slots=True)
class _Shape:
    """What the XML of a sheet says beside its values: hidden columns and rows (from 0), merged cells, lost values."""

    columns: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    merges: list[str] = field(default_factory=list)
    unsaved: int = 0
    _row: int = -1
    _has_formula: bool = False
    _has_value: bool = False
    _is_in_value: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        if name == "c":
            self._has_formula = self._has_value = False
        elif name == "f":
            self._has_formula = True
        elif name in ("v", "is"):
            self._is_in_value = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            if _is_hidden(attributes, "ht"):
                self.rows.add(self._row)
        elif name == "col" and _is_hidden(attributes, "width"):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self.columns.update(range(first - 1, min(last, COLUMNS)))
        elif name == "mergeCell" and len(self.merges) < MERGES:
            self.merges.append(attributes.get("ref", ""))

    def text(self, _text: str) -> None:
        """A text between elements; openpyxl writes an empty value beside a formula."""
        self._has_value |= self._is_in_value

    def end(self, tag: str) -> None:
        """An element ends: a cell with a formula and no value was made by a program that does not calculate."""
        name = tag.rpartition(":")[2]
        if name in ("v", "is"):
            self._is_in_value = False
        self.unsaved += name == "c" and self._has_formula and not self._has_value


def _shape(source: Any) -> _Shape:
    shape = _Shape()
    parser = expat.ParserCreate()
    parser.StartElementHandler = shape.start
    parser.EndElementHandler = shape.end
    parser.CharacterDataHandler = shape.text
    parser.ParseFile(source)
    return shape


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    if attributes.get("hidden") in ("1", "true"):
        return True
    try:
        return float(attributes.get(size, "1")) == 0
    except ValueError:
        return False


def _grid(title: str, rows: Sequence[tuple[int, list[Any]]], shape: _Shape) -> Grid:
    struck: list[str] = []
    numbered = [(number, {cell.column - 1: _cell(cell, struck) for cell in row}) for number, row in rows]
    width = max((column + 1 for _, row in numbered for column, cell in row.items() if cell.text), default=0)
    if width > COLUMNS:
        raise LimitError(f"シート {title} に {width} 列あります（上限 {COLUMNS}）")
    cells = {number: [row.get(column, Cell()) for column in range(width)] for number, row in sorted(numbered)}
    columns = [column for column in range(width) if column not in shape.columns]
    lost = [
        column for column in sorted(shape.columns) if column < width and any(row[column].text for row in cells.values())
    ]
    filled = [
        (number, [row[column] for column in columns] if number not in shape.rows else None, any(c.text for c in row))
        for number, row in cells.items()
        if any(cell.text for cell in row)
    ]
    places: list[list[Cell]] = [shown or [] for _, shown, _ in filled]
    _merge(places, [number for number, _, _ in filled], columns, shape.merges)
    hidden = [Hidden("非表示の列", len(lost), "、".join(map(_letters, lost[:_SHOWN_PLACES])))] if lost else []
    if struck:
        hidden.append(Hidden("取り消し線", len(struck), "、".join(struck[:_SHOWN_PLACES])))
    if shape.unsaved:
        hidden.append(Hidden("値が保存されていない計算式", shape.unsaved))
    shown_rows = [
        Row(number + 1, tuple(row), index, shown is None, has_text)
        for index, ((number, shown, has_text), row) in enumerate(zip(filled, places, strict=True))
        if shown is None or any(cell.text for cell in row)
    ]
    return Grid(title, tuple(_counted(shown_rows)), hidden=tuple(hidden))


def _counted(rows: list[Row]) -> Iterator[Row]:
    """Rows with their place in the grid anew: a row all of whose cells are in hidden columns is gone."""
    moved = {row.index: place for place, row in enumerate(rows)}
    for place, row in enumerate(rows):
        cells = tuple(_moved(cell, moved, place) for cell in row.cells)
        yield Row(row.number, cells, place, row.hidden, row.has_text)


def _moved(cell: Cell, moved: dict[int, int], place: int) -> Cell:
    if cell.origin is None:
        return cell
    return Cell(cell.text, (moved.get(cell.origin[0], place), cell.origin[1]), cell.is_number)


def _merge(places: list[list[Cell]], numbers: list[int], columns: list[int], refs: list[str]) -> None:
    """Spread merged cells over the shown rows and columns they cover; the text is that of their first cell."""
    from openpyxl.utils import range_boundaries

    at_row = {number: index for index, number in enumerate(numbers) if places[index]}
    at_column = {column: index for index, column in enumerate(columns)}
    for ref in refs:
        try:
            left, top, right, bottom = range_boundaries(ref)
        except (ValueError, TypeError):
            continue
        if left is None or top is None or right is None or bottom is None:
            continue
        down = [at_row[number] for number in numbers if top - 1 <= number <= bottom - 1 and number in at_row]
        across = [at_column[column] for column in columns if left - 1 <= column <= right - 1]
        # Were the first row or column hidden, the text would be hidden with it
        if down and across and numbers[down[0]] == top - 1 and columns[across[0]] == left - 1:
            merged(places, down[0], across[0], down[-1], across[-1])


def _cell(cell: Any, struck: list[str]) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    runs = value if isinstance(value, list) else [value]
    is_whole = bool(getattr(getattr(cell, "font", None), "strike", False))
    shown = [run for run in runs if not (is_whole or getattr(getattr(run, "font", None), "strike", False))]
    if len(shown) < len(runs):
        struck.append(f"{_letters(cell.column - 1)}{cell.row}")
    if isinstance(value, list):
        return Cell(short("".join(map(str, shown))))
    return Cell(_text(value), None, isinstance(value, int | float) and not isinstance(value, bool)) if shown else Cell()


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _text(value: object) -> str:
    if isinstance(value, datetime):
        # A day zero is Excel's way to store a time without a day, and midnight its way to store a day without a time
        value = value.time() if value.date() < _ZERO_DAY else value
    if isinstance(value, datetime):
        value = value.date() if value.time() == time.min else value
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // _HOUR}:{seconds % _HOUR // _MINUTE:02}"
    if isinstance(value, time):
        return f"{value:%H:%M}" if value.second == 0 else f"{value:%H:%M:%S}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return short(str(value))


def refuse_bombs(body: bytes) -> None:
    """Refuse a zip file that would grow beyond all bounds, before any of it is unpacked.

    Raises:
        LimitError: it claims too many parts or bytes, or one of them swells.
        zipfile.BadZipFile: it is no zip file.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        entries = packed.infolist()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > _ZIP_ENTRIES or total > _ZIP_BYTES:
            raise LimitError(f"広げると {total:,} バイト、{len(entries)} 個の部品になります")
        for entry in entries:
            if entry.file_size > _RATIO_MATTERS_FROM and entry.file_size > _ZIP_RATIO * max(entry.compress_size, 1):
                raise LimitError(f"部品 {entry.filename} が {entry.file_size:,} バイトにふくらみます")
