"""PDF and Excel files of the sample city; the same content always gives the same bytes.

What belongs here: making a file from a title and rows. What does not: which rows (see `sites`).
"""

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from cities.kawasaki.sample_city.canaries import AUTHOR, REMARK

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Sequence[Sequence[str]]

# The font has one glyph for several of these signs, so a reader of the file could not get the left-hand one back
_ONE_GLYPH = str.maketrans({"－": "−", "～": "〜", "　": " ", "~": "〜", "–": "-"})
_FONT = "HeiseiKakuGo-W5"


def printed(text: str) -> str:
    """What can be read back from a PDF of the sample city.

    Args:
        text: Text that is printed.

    Returns:
        The text as a reader of the file gets it.
    """
    return text.translate(_ONE_GLYPH)


def table_pdf(lead: Sequence[str], header: Sequence[str], rows: Rows, widths: Sequence[float]) -> bytes:
    """Makes a PDF with a ruled table; the heading is repeated on every page.

    Args:
        lead: Lines above the table.
        header: Column headings.
        rows: Cells.
        widths: Column widths in points; longer texts wrap.

    Returns:
        The file.
    """
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("cell", fontName=_FONT, fontSize=7, leading=9, wordWrap="CJK")
    cells = [[Paragraph(_escaped(text), style) for text in row] for row in (header, *rows)]
    table = Table(cells, colWidths=list(widths), repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]))
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file, pagesize=landscape(A4), invariant=1, leftMargin=20, rightMargin=20, author=AUTHOR
    )
    document.build([*(Paragraph(_escaped(line), style) for line in lead), table])
    return file.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def table_xlsx(sheets: dict[str, Rows]) -> bytes:
    """Makes an Excel file.

    Args:
        sheets: Rows by name of sheet; an empty text is an empty cell. A hidden sheet with persons is added, as in life.

    Returns:
        The file.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": dt.datetime(2026, 4, 1, tzinfo=dt.UTC), "author": AUTHOR, "manager": REMARK})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(number, column, text)
        hidden = book.add_worksheet("名簿")
        hidden.hide()
        hidden.write_string(0, 0, REMARK)
    return file.getvalue()
