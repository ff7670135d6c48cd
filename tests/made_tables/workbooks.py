"""A made table as an Excel file by openpyxl and pandas, and the furigana that Excel itself adds.

Belongs here: driving the two libraries. Does not belong here: LibreOffice's workbooks (`open_document`, `make`).
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pandas as pd
from model import Cell, Row, Shape, Sheet
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

_LONG_AGO = datetime(2026, 11, 1)  # noqa: DTZ001 - a workbook knows no zone
_EDGE = Side(style="thin")


def by_openpyxl(shape: Shape, path: Path) -> None:
    """Write a workbook cell by cell, with merged and hidden places, rich text and remarks."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in shape.sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "veryHidden" if sheet.is_hidden else "visible"
        for number, line in enumerate(sheet.lead, start=1):
            page.cell(number, 1, line).font = Font(bold=True, size=14)
        for number, row in enumerate(sheet.rows, start=len(sheet.lead) + 1):
            _row(page, number, row)
        for column in range(sheet.width):
            page.column_dimensions[get_column_letter(column + 1)].width = 22
            page.column_dimensions[get_column_letter(column + 1)].hidden = column in sheet.hidden_columns
    book.properties.created = book.properties.modified = _LONG_AGO
    book.save(path)


def _row(page: openpyxl.worksheet.worksheet.Worksheet, number: int, row: Row) -> None:
    page.row_dimensions[number].hidden = row.is_hidden
    for column, cell in enumerate(row.cells, start=1):
        place = page.cell(number, column)
        place.border = Border(_EDGE, _EDGE, _EDGE, _EDGE)
        place.alignment = Alignment(wrap_text=True, vertical="center")
        if cell is None:
            continue
        place.value = cell.text if not cell.struck else _struck(cell)
        place.font = Font(bold=cell.is_head)
        if cell.comment:
            place.comment = Comment(cell.comment, "")
        if cell.span > 1 or cell.down > 1:
            page.merge_cells(None, number, column, number + cell.down - 1, column + cell.span - 1)


def _struck(cell: Cell) -> CellRichText:
    return CellRichText(cell.text, TextBlock(InlineFont(strike=True), cell.struck))


def with_readings(shape: Shape, path: Path) -> None:
    """Add the phonetic runs that a Japanese Excel keeps with every typed word; shared strings hold them.

    Raises:
        ValueError: a word with a reading is not among the shared strings.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/sharedStrings.xml":
                content = _with_runs(shape, content.decode()).encode()
            new.writestr(entry, content)
    path.write_bytes(file.getvalue())


def _with_runs(shape: Shape, xml: str) -> str:
    for cell in (cell for sheet in shape.sheets for row in sheet.rows for cell in row.cells if cell is not None):
        if not cell.reading:
            continue
        plain = f">{escape(cell.text)}</t></si>"
        if plain not in xml:
            raise ValueError(f"no shared string {cell.text}")
        phonetic = f'<rPh sb="0" eb="{len(cell.text)}"><t>{escape(cell.reading)}</t></rPh><phoneticPr fontId="1"/>'
        xml = xml.replace(plain, plain.replace("</si>", phonetic + "</si>"))
    return xml


def by_pandas(shape: Shape, path: Path) -> None:
    """Write the frames with `to_excel`; pandas knows no title lines and merges a heading of two rows."""
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for sheet in shape.sheets:
            frame = _frame(sheet)
            frame.to_excel(book, sheet_name=sheet.name, index=isinstance(frame.columns, pd.MultiIndex))
            book.sheets[sheet.name].sheet_state = "hidden" if sheet.is_hidden else "visible"
        book.book.properties.created = book.book.properties.modified = _LONG_AGO


def html_by_pandas(shape: Shape) -> str:
    """The frames with `to_html`."""
    body = "\n".join(_frame(sheet).to_html(index=False) for sheet in shape.sheets if not sheet.is_hidden)
    return f'<html><head><meta charset="UTF-8"></head><body>\n{body}\n</body></html>\n'


def _frame(sheet: Sheet) -> pd.DataFrame:
    if sheet.heads == 0:
        return pd.DataFrame([_texts(row) for row in sheet.rows[1:]], columns=_texts(sheet.rows[0]))
    heads = [_texts(row) for row in sheet.rows[: sheet.heads]]
    rows = [_texts(row) for row in sheet.rows[sheet.heads :]]
    if len(heads) == 1:
        return pd.DataFrame(rows, columns=heads[0])
    upper, last = [], ""
    for text, below in zip(*heads, strict=True):
        # A place below a merged word takes the word to its left
        last = text or (last if below else "")
        upper.append(last)
    return pd.DataFrame(rows, columns=pd.MultiIndex.from_tuples(list(zip(upper, heads[1], strict=True))))


def _texts(row: Row) -> list[str]:
    return ["" if cell is None else cell.text for cell in row.cells]
