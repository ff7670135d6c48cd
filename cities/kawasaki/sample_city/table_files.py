"""Made tables as HTML, Excel workbook, PDF and the HTML that Excel saves.

Belongs here: one writer per format. Does not belong here: what the tables hold (`made_tables`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html import escape

import openpyxl
from openpyxl.utils import get_column_letter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from cities.kawasaki.sample_city.made_tables import Made, Sheet

_FONT = "HeiseiKakuGo-W5"
_PAGE = (
    '<html lang="ja"><head><meta charset="utf-8"><style>.xl66{{display:none}}</style></head><body>'
    '<ul class="syosai_hiduke"><li><time itemprop="dateModified" datetime="2026-11-01"></time></li></ul>'
    '<div class="main_naka_kiji"><div class="mol_contents">{}</div></div></body></html>'
)


def as_html(made: Made) -> bytes:
    """As an editor of web pages writes it."""
    tables = "".join(f"<h2>{sheet.name}</h2><table>{''.join(_trs(sheet))}</table>" for sheet in made.sheets)
    return _PAGE.format(tables).encode()


def as_excel_html(made: Made) -> bytes:
    """As Excel saves a workbook as a page: hidden rows by class, hidden columns by `col`, a row of widths."""
    return _PAGE.format("".join(map(_excel_table, made.sheets))).encode()


def as_xlsx(made: Made) -> bytes:
    """As a workbook, a sheet per table."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for made_sheet in made.sheets:
        sheet = book.create_sheet(made_sheet.name)
        for number, row in enumerate(made_sheet.rows, start=1):
            for column, text in enumerate(row, start=1):
                if text:
                    sheet.cell(number, column, text)
        for top, left, bottom, right in made_sheet.merges:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        for number in made_sheet.hidden_rows:
            sheet.row_dimensions[number + 1].hidden = True
        for column in made_sheet.hidden_columns:
            sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_pdf(made: Made) -> bytes:
    """As a printed list: what is hidden is not printed, labels stand on the first page only."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("cell", fontName=_FONT, fontSize=8, leading=10, wordWrap="CJK")
    story: list[object] = []
    for sheet in map(_printed, made.sheets):
        cells = [[Paragraph(escape(text), style) for text in row] for row in sheet.rows]
        table = Table(cells, colWidths=[780 / len(sheet.rows[0])] * len(sheet.rows[0]))
        spans = [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in sheet.merges]
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), *spans]))
        story += [Paragraph(sheet.name, style), table, Spacer(1, 20)]
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=landscape(A4), invariant=1, leftMargin=30, rightMargin=30).build(story)
    return file.getvalue()


WRITERS: dict[str, Callable[[Made], bytes]] = {
    "HTML": as_html,
    "Excel の HTML": as_excel_html,
    "XLSX": as_xlsx,
    "PDF": as_pdf,
}
"""Format → its writer."""


def _printed(sheet: Sheet) -> Sheet:
    """A sheet without its hidden rows and columns; no merged cell of the made tables crosses them."""
    rows = [
        [text for column, text in enumerate(row) if column not in sheet.hidden_columns]
        for number, row in enumerate(sheet.rows)
        if number not in sheet.hidden_rows
    ]
    return Sheet(sheet.name, rows, sheet.merges)


def _cells(sheet: Sheet, number: int) -> Iterator[tuple[int, str, str]]:
    """Column, attributes and text of every cell that a row of HTML has."""
    covered = {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    for column, text in enumerate(sheet.rows[number]):
        if covered.get((number, column), (number, column)) != (number, column):
            continue
        down, across = spans.get((number, column), (1, 1))
        yield column, f' rowspan="{down}"' * (down > 1) + f' colspan="{across}"' * (across > 1), escape(text)


def _trs(sheet: Sheet) -> Iterator[str]:
    for number in range(len(sheet.rows)):
        is_hidden = ' style="display:none"' if number in sheet.hidden_rows else ""
        cells = "".join(_td(sheet, number, *cell) for cell in _cells(sheet, number))
        yield f"<tr{is_hidden}>{cells}</tr>"


def _td(sheet: Sheet, number: int, column: int, spans: str, text: str) -> str:
    tag = "th" if number < sheet.heads or (not sheet.heads and column == 0) else "td"
    is_hidden = ' style="display: none"' if column in sheet.hidden_columns else ""
    return f"<{tag}{spans}{is_hidden}>{text}</{tag}>"


def _excel_table(sheet: Sheet) -> str:
    width = len(sheet.rows[0])
    cols = "".join(
        "<col width=0 style='display:none;mso-width-source:userset'>"
        if column in sheet.hidden_columns
        else "<col width=72 style='width:54pt'>"
        for column in range(width)
    )
    rows = "".join(
        f"<tr class={'xl66' if number in sheet.hidden_rows else 'xl65'} height=18 style='height:13.5pt'>"
        + "".join(f"<td{spans} class=xl65 x:str>{text or '&nbsp;'}</td>" for _, spans, text in _cells(sheet, number))
        + "</tr>"
        for number in range(len(sheet.rows))
    )
    widths = f"<tr height=0 style='display:none'>{'<td width=72></td>' * width}</tr>"
    return (
        f"<h2>{sheet.name}</h2><!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]-->"
        f"<table x:str border=0 cellpadding=0 cellspacing=0>{cols}{rows}"
        f"<![if supportMisalignedColumns]>{widths}<![endif]></table>"
    )
