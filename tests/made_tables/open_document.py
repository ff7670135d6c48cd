"""A made table as a flat OpenDocument file, which LibreOffice Calc and Writer open, show and export.

Belongs here: the XML of both kinds; they share the table. Does not belong here: running LibreOffice (`make`).
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from model import Cell, Row, Shape, Sheet

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "style": "style", "text": "text", "table": "table", "number": "datastyle",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
)  # fmt: skip
_BORDER = "0.5pt solid #000000"
_WIDTH_CM = 25.0
_LINE_CM, _SIGN_CM, _MOST_LINES = 0.5, 0.36, 6


def flat(shape: Shape, kind: str) -> str:
    """The document.

    Args:
        shape: what to write.
        kind: `spreadsheet` or `text`.
    """
    body = "".join(
        _sheet(sheet, at, kind) for at, sheet in enumerate(shape.sheets) if kind != "text" or not sheet.is_hidden
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:styles>{_defaults(kind)}</office:styles>"
        f"<office:automatic-styles>{_styles(shape, kind)}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/>'
        "</office:master-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def _defaults(kind: str) -> str:
    font = (
        '<style:text-properties style:font-name-asian="IPAGothic" fo:font-family="IPAGothic" '
        'style:font-family-asian="IPAGothic" fo:font-size="10pt" style:font-size-asian="10pt" '
        'fo:language="ja" fo:country="JP" style:language-asian="ja" style:country-asian="JP"/>'
    )
    family = "table-cell" if kind == "spreadsheet" else "paragraph"
    return f'<style:default-style style:family="{family}">{font}</style:default-style>'


def _styles(shape: Shape, kind: str) -> str:
    lines = [
        (
            '<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" '
            'fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1.5cm" style:scale-to-X="1" '
            'style:scale-to-Y="0"/></style:page-layout>'
        ),
        (
            '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties '
            f'fo:border="{_BORDER}" fo:padding="0.05cm" fo:wrap-option="wrap" style:vertical-align="middle"/>'
            "</style:style>"
        ),
        (
            '<style:style style:name="head" style:family="table-cell"><style:table-cell-properties '
            f'fo:border="{_BORDER}" fo:padding="0.05cm" fo:wrap-option="wrap" fo:background-color="#dddddd"/>'
            '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
        ),
        *(
            f'<style:style style:name="row{lines}" style:family="table-row"><style:table-row-properties '
            f'style:{"row" if kind == "spreadsheet" else "min-row"}-height="{lines * _LINE_CM:.2f}cm" '
            'style:use-optimal-row-height="false" fo:keep-together="always"/></style:style>'
            for lines in range(1, _MOST_LINES + 1)
        ),
        (
            '<style:style style:name="struck" style:family="text"><style:text-properties '
            'style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>'
        ),
        (
            '<style:style style:name="reading" style:family="ruby"><style:ruby-properties '
            'style:ruby-position="above" style:ruby-align="center"/></style:style>'
        ),
    ]
    for at, sheet in enumerate(shape.sheets):
        display = "false" if sheet.is_hidden else "true"
        # In a text a master page would begin a new page before the table
        master = ' style:master-page-name="Standard"' if kind == "spreadsheet" else ""
        lines.append(
            f'<style:style style:name="sheet{at}" style:family="table"{master}>'
            f'<style:table-properties table:display="{display}" style:width="{_WIDTH_CM}cm" table:align="left"/>'
            f'</style:style><style:style style:name="column{at}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{_WIDTH_CM / max(sheet.width, 4):.2f}cm"/>'
            "</style:style>"
        )
    return "".join(lines)


def _sheet(sheet: Sheet, at: int, kind: str) -> str:
    lead = [f"<text:p>{escape(line)}</text:p>" for line in sheet.lead]
    columns = "".join(
        f'<table:table-column table:style-name="column{at}"'
        + (' table:visibility="collapse"' if number in sheet.hidden_columns and kind != "text" else "")
        + "/>"
        for number in range(sheet.width)
        if kind != "text" or number not in sheet.hidden_columns
    )
    shown = [row for row in sheet.rows if kind != "text" or not row.is_hidden]
    rows = [_row(row, sheet, kind) for row in shown]
    if sheet.is_repeated:
        rows[0] = f"<table:table-header-rows>{rows[0]}</table:table-header-rows>"
    if kind == "text":
        between = "<text:p/>"
        return (
            "".join(lead)
            + f'<table:table table:name="{sheet.name}" table:style-name="sheet{at}">{columns}'
            + "".join(rows)
            + f"</table:table>{between}"
        )
    above = "".join(
        f'<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="1">{line}'
        "</table:table-cell></table:table-row>"
        for line in lead
    )
    return (
        f'<table:table table:name="{sheet.name}" table:style-name="sheet{at}">{columns}{above}'
        + "".join(rows)
        + "</table:table>"
    )


def _row(row: Row, sheet: Sheet, kind: str) -> str:
    hidden = ' table:visibility="collapse"' if row.is_hidden else ""
    cells = [
        "<table:covered-table-cell/>" if cell is None else _cell(cell)
        for number, cell in enumerate(row.cells)
        if kind != "text" or number not in sheet.hidden_columns
    ]
    return (
        f'<table:table-row table:style-name="row{_lines(row, sheet)}"{hidden}>' + "".join(cells) + "</table:table-row>"
    )


def _lines(row: Row, sheet: Sheet) -> int:
    """How high a row must be: a sheet without a window does not fit its rows to their text."""
    signs = _WIDTH_CM / max(sheet.width, 4) / _SIGN_CM - 1
    heights = [
        sum(1 + int(len(line) / signs / cell.span) for line in (cell.text + cell.struck).split("\n"))
        for cell in row.cells
        if cell is not None and cell.down == 1
    ]
    return min(max(heights, default=1), _MOST_LINES)


def _cell(cell: Cell) -> str:
    spans = "".join(
        f' table:number-{what}-spanned="{many}"' for what, many in (("columns", cell.span), ("rows", cell.down))
    )
    comment = f"<office:annotation><text:p>{escape(cell.comment)}</text:p></office:annotation>" if cell.comment else ""
    lines = [escape(line) for line in cell.text.split("\n")]
    if cell.reading:
        lines[0] = (
            f'<text:ruby text:style-name="reading"><text:ruby-base>{lines[0]}</text:ruby-base>'
            f"<text:ruby-text>{escape(cell.reading)}</text:ruby-text></text:ruby>"
        )
    if cell.struck:
        lines[-1] += f'<text:span text:style-name="struck">{escape(cell.struck)}</text:span>'
    # A sheet pins a remark to the cell, a text to the paragraph
    text = "".join(f"<text:p>{line}</text:p>" for line in lines)
    style = "head" if cell.is_head else "cell"
    kind = f'table:style-name="{style}" office:value-type="string"{spans}'
    return f"<table:table-cell {kind}>{comment}{text}</table:table-cell>"
