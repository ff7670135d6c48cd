"""The sheet 「数・すきま」 of the workbook: the numbers of the page with charts of Excel's own, to be restyled at will.

Belongs here: that sheet. Does not belong here: rows (`volume_rows`), the other sheets (`excel_file`).
"""

from __future__ import annotations

from typing import Any

from pipelines.normalise.text import display_width
from pipelines.publish.exports import volume_rows as rows
from pipelines.publish.exports.people import labels
from pipelines.publish.exports.tables import Tables
from warehouse.contract.vocabularies.gaps import ALL

SHEET = "数・すきま"
_HEADS = ("種類", "一覧にある", "少なくとも（一覧の分を除く）", "上限の目安まで", "推計できない・幅が広いわけ")
_RATE_HEADS = ("区", "1万人あたり", "下へ", "上へ", "数", "見込まれる数", "言えること")
_CHART_AT, _CHART_ROWS = 8, 20
_HEAD_POINTS = 32
"""Two lines: no program makes a row higher for a text that is wrapped."""
_SOLID = {"color": "#24527a"}
_BOUND = {"pattern": "wide_upward_diagonal", "fg_color": "#24527a", "bg_color": "#ffffff"}
_FAINT = {"color": "#dbe7f1"}
_BORDER = {"color": "#24527a", "width": 0.75}


def write_volume_sheet(book: Any, styles: Any, tables: Tables) -> None:
    """Add the sheet with its two charts; nothing where nothing is counted.

    Args:
        book: the workbook, which takes rows in their order only.
        styles: formats by name: `head`, `text`, `title`.
        tables: published tables by name.
    """
    bars, cells = rows.bars(tables), rows.cells(tables, ALL, [ALL])
    if not bars:
        return
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 6, 16)
    sheet.set_column(4, 4, max(16, *(display_width(bar.why) + 2 for bar in bars)))
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, "種類ごとの活動の数（重複を除く）", styles["title"])
    _heads(sheet, 1, _HEADS, styles)
    for row, bar in enumerate(bars, start=2):
        sheet.write_string(row, 0, bar.label, styles["text"])
        sheet.write_number(row, 1, bar.listed)
        if bar.lower is not None:
            sheet.write_number(row, 2, max(0, bar.lower - bar.listed))
            if bar.upper is not None:
                sheet.write_number(row, 3, max(0, bar.upper - bar.lower))
        sheet.write_string(row, 4, bar.why, styles["text"])
    last = len(bars) + 1
    sheet.insert_chart(1, _CHART_AT, _stacked(book, 2, last))
    start = max(last, _CHART_ROWS) + 3
    sheet.write_string(start - 1, 0, "住民1万人あたりの活動の数（すべての種類、95%の幅）", styles["title"])
    _heads(sheet, start, _RATE_HEADS, styles)
    words = labels("gap")
    for row, cell in enumerate(cells, start=start + 1):
        sheet.write_string(row, 0, cell.ward, styles["text"])
        numbers = (cell.rate, cell.rate - cell.rate_low, cell.rate_high - cell.rate, cell.stock, cell.expected)
        for column, number in enumerate(numbers, start=1):
            sheet.write_number(row, column, round(number, 2))
        sheet.write_string(row, 6, words[cell.word], styles["text"])
    if cells:
        sheet.insert_chart(start, _CHART_AT, _with_limits(book, start + 1, start + len(cells), cells))


def _heads(sheet: Any, row: int, heads: tuple[str, ...], styles: Any) -> None:
    sheet.set_row(row, _HEAD_POINTS)
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, styles["head"])


def _stacked(book: Any, first: int, last: int) -> Any:
    """Solid to what is listed, hatched to the bound, faint to the upper end."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, look in ((1, {"fill": _SOLID}), (2, {"pattern": _BOUND}), (3, {"fill": _FAINT})):
        series = {"categories": [SHEET, first, 0, last, 0], "values": [SHEET, first, column, last, column], "gap": 60}
        chart.add_series(series | look | {"name": [SHEET, 1, column], "border": _BORDER})
    chart.set_title({"name": "種類ごとの活動の数", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 420})
    return chart


def _with_limits(book: Any, first: int, last: int, cells: list[rows.Cell]) -> Any:
    """Rates as columns with their exact limits as whiskers."""
    chart = book.add_chart({"type": "column"})
    limits = {
        "type": "custom",
        "plus_values": [round(cell.rate_high - cell.rate, 2) for cell in cells],
        "minus_values": [round(cell.rate - cell.rate_low, 2) for cell in cells],
    }
    chart.add_series(
        {
            "name": "1万人あたり",
            "categories": [SHEET, first, 0, last, 0],
            "values": [SHEET, first, 1, last, 1],
            "fill": {"color": "#7fa6c9"},
            "border": _BORDER,
            "y_error_bars": limits,
        }
    )
    chart.set_title({"name": "住民1万人あたりの活動の数（95%の幅）", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 720, "height": 360})
    return chart
