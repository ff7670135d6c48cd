"""A made table as HTML: as an editor of the CMS writes it, as Word's filtered page, as Excel's page.

Belongs here: the three shapes, after what the programs are documented to write. Does not belong here: LibreOffice's and
pandas' own HTML, which the programs write themselves (`make`).
"""

from __future__ import annotations

from html import escape

from model import Cell, Shape, Sheet, cells_of


def cms(shape: Shape) -> str:
    """A page with real headings, as the CMS makes; this is what Chromium prints."""
    parts = []
    for sheet in shape.sheets:
        if sheet.is_hidden:
            continue
        parts += [f"<p>{escape(line)}</p>" for line in sheet.lead]
        rows = [_cms_row(sheet, number) for number in range(len(sheet.rows))]
        heads = sheet.heads if sheet.is_repeated else 0
        header = f"<thead>{''.join(rows[:heads])}</thead>" if heads else ""
        parts.append(f'<div class="mol_tableblock"><table>{header}<tbody>{"".join(rows[heads:])}</tbody></table></div>')
    return (
        '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="UTF-8"><title>一覧</title><style>'
        "@page{size:A4 landscape;margin:15mm}body{font:10pt 'IPAGothic','Noto Sans CJK JP',sans-serif}"
        "table{border-collapse:collapse;width:100%;margin-bottom:1em}td,th{border:1px solid #000;padding:2px 4px}"
        "tr{break-inside:avoid}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _cms_row(sheet: Sheet, number: int) -> str:
    row = sheet.rows[number]
    cells = []
    for at, cell in enumerate(row.cells):
        if cell is None:
            continue
        tag = "th" if cell.is_head else "td"
        hidden = ' style="display:none"' if at in sheet.hidden_columns else ""
        remark = f"<!-- {escape(cell.comment)} -->" if cell.comment else ""
        cells.append(f"<{tag}{_spans(cell)}{hidden}>{_inner(cell, 'del')}{remark}</{tag}>")
    return f"<tr{' style=' + chr(34) + 'display:none' + chr(34) if row.is_hidden else ''}>{''.join(cells)}</tr>\n"


def word(shape: Shape) -> str:
    """Word's "web page, filtered": every cell a paragraph of class MsoNormal, no th, Latin runs in own spans."""
    parts = []
    for sheet in shape.sheets:
        if sheet.is_hidden:
            continue
        parts += [_word_line(line) for line in sheet.lead]
        parts.append(
            "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n"
            " style='border-collapse:collapse;border:none'>"
        )
        shown = [row for row in sheet.rows if not row.is_hidden]
        for row in shown:
            cells = [cell for at, cell in enumerate(row.cells) if cell is not None and at not in sheet.hidden_columns]
            parts.append(" <tr>\n" + "\n".join(map(_word_cell, cells)) + "\n </tr>")
        if any(cell.span > 1 for row in sheet.rows for cell in cells_of(row)):
            # Word adds this row of no height wherever cells are merged
            widths = "".join(
                " <td width=96 style='border:none'></td>\n" for _ in range(sheet.width - len(sheet.hidden_columns))
            )
            parts.append(f" <![if !supportMisalignedColumns]>\n <tr height=0>\n{widths} </tr>\n <![endif]>")
        parts.append("</table>\n")
    return (
        '<html>\n\n<head>\n<meta http-equiv=Content-Type content="text/html; charset=shift_jis">\n'
        '<meta name=Generator content="Microsoft Word 15 (filtered)">\n<style>\n<!--\n /* Font Definitions */\n'
        ' @font-face\n\t{font-family:"ＭＳ 明朝";\n\tpanose-1:2 2 6 9 4 2 5 8 3 4;}\n'
        " p.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0mm;\n\ttext-align:justify;\n\tfont-size:10.5pt;}\n"
        "-->\n</style>\n\n</head>\n\n<body lang=JA style='text-justify-trim:punctuation'>\n\n"
        "<div class=WordSection1 style='layout-grid:18.0pt'>\n\n"
        + "\n".join(parts)
        + "\n</div>\n\n</body>\n\n</html>\n"
    )


def _word_line(text: str) -> str:
    return f"<p class=MsoNormal>{_runs(text)}</p>\n"


def _word_cell(cell: Cell) -> str:
    lines = cell.text.split("\n")
    texts = [f"  <p class=MsoNormal>{_runs(line)}</p>" for line in lines]
    if cell.reading:
        texts[0] = (
            "  <p class=MsoNormal><ruby style='ruby-align:distribute-space'>"
            f"{_runs(lines[0])}<rp>(</rp><rt style='font-size:5.0pt'>{_runs(cell.reading)}</rt><rp>)</rp></ruby></p>"
        )
    if cell.struck:
        texts[-1] = texts[-1].removesuffix("</p>") + f"<s>{_runs(cell.struck)}</s></p>"
    return (
        f"  <td width=96 valign=top{_spans(cell)} style='width:72.0pt;border:solid windowtext 1.0pt;\n"
        "  padding:0mm 5.4pt 0mm 5.4pt'>\n" + "\n".join(texts) + "\n  </td>"
    )


def _runs(text: str) -> str:
    """Word puts Latin letters and digits into a span of another language, in the middle of a word too."""
    pieces, current, is_latin = [], "", False
    for sign in text:
        if sign.isascii() != is_latin and current:
            pieces.append((current, is_latin))
            current = ""
        is_latin, current = sign.isascii(), current + sign
    pieces.append((current, is_latin))
    return "".join(f"<span lang=EN-US>{escape(piece)}</span>" if latin else escape(piece) for piece, latin in pieces)


def excel(shape: Shape) -> str:
    """Excel's "web page" of the first shown sheet: titles are rows, hidden rows and columns stay in it."""
    sheet = next(sheet for sheet in shape.sheets if not sheet.is_hidden)
    columns = "".join(
        " <col class=xl65 width=0 style='display:none;mso-width-source:userset'>\n"
        if number in sheet.hidden_columns
        else " <col class=xl65 width=120 style='mso-width-source:userset;width:90pt'>\n"
        for number in range(sheet.width)
    )
    rows = [
        f" <tr height=24 style='height:18.0pt'>\n  <td height=24 class=xl66 style='height:18.0pt'>{escape(line)}</td>\n"
        + "  <td class=xl66></td>\n" * (sheet.width - 1)
        + " </tr>\n"
        for line in sheet.lead
    ]
    for row in sheet.rows:
        style = "height=0 style='display:none'" if row.is_hidden else "height=24 style='height:18.0pt'"
        cells = [
            f"  <td class=xl65{_spans(cell)}{_excel_hidden(at in sheet.hidden_columns)}>"
            f"{_inner(cell, 's')}{_remark(cell)}</td>\n"
            for at, cell in enumerate(row.cells)
            if cell is not None
        ]
        rows.append(f" <tr {style}>\n{''.join(cells)} </tr>\n")
    widths = "".join("  <td width=120 style='width:90pt'></td>\n" for _ in range(sheet.width))
    declared = "" if shape.is_undeclared else '<meta http-equiv=Content-Type content="text/html; charset=shift_jis">\n'
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml"\nxmlns:o="urn:schemas-microsoft-com:office:office"\n'
        'xmlns:x="urn:schemas-microsoft-com:office:excel"\nxmlns="http://www.w3.org/TR/REC-html40">\n\n<head>\n'
        f'{declared}<meta name=ProgId content=Excel.Sheet>\n<meta name=Generator content="Microsoft Excel 15">\n'
        '<style>\n<!--table\n\t{mso-displayed-decimal-separator:"\\.";\n\tmso-displayed-thousand-separator:"\\,";}\n'
        ".xl65\n\t{border:.5pt solid windowtext;\n\twhite-space:normal;}\n-->\n</style>\n</head>\n\n<body>\n"
        "<!--[if !excel]>　　<![endif]-->\n"
        '<div id="一覧" align=center x:publishsource="Excel">\n\n'
        "<table border=0 cellpadding=0 cellspacing=0 width=720 style='border-collapse:\n"
        " collapse;table-layout:fixed;width:540pt'>\n"
        f"{columns}{''.join(rows)}"
        f" <![if supportMisalignedColumns]>\n <tr height=0 style='display:none'>\n{widths} </tr>\n <![endif]>\n"
        "</table>\n\n</div>\n\n</body>\n\n</html>\n"
    )


def _excel_hidden(is_hidden: bool) -> str:
    return " style='display:none'" if is_hidden else ""


def _remark(cell: Cell) -> str:
    if not cell.comment:
        return ""
    return (
        "<![if !supportAnnotations]><div style='mso-element:comment'><div class=shape style='display:none'>"
        f"{escape(cell.comment)}</div></div><![endif]>"
    )


def _spans(cell: Cell) -> str:
    columns = f' colspan="{cell.span}"' if cell.span > 1 else ""
    return columns + (f' rowspan="{cell.down}"' if cell.down > 1 else "")


def _inner(cell: Cell, struck: str) -> str:
    text = escape(cell.text).replace("\n", "<br>")
    if cell.reading:
        text = f"<ruby>{text}<rp>（</rp><rt>{escape(cell.reading)}</rt><rp>）</rp></ruby>"
    return text + (f"<{struck}>{escape(cell.struck)}</{struck}>" if cell.struck else "")
