"""読み残し.xlsx: pieces of texts that nobody could read, for people who mend a list or the grammar.

Belongs here: that workbook on its way out. Does not belong here: which pieces (`normalise.leftovers`).
"""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import xlsxwriter

from warehouse.contract.columns import COLUMNS
from warehouse.storage import write_bytes

NAME = "読み残し.xlsx"
_SHEET = "読み残し"
_COLUMNS = {
    "項目": 10,
    "読めなかった言葉": 34,
    "掲載の数": 9,
    "例: 名称": 30,
    "例: 書いてあること": 48,
    "例: ページ": 44,
}
_HELP = (
    "掲載の文のうち、どの値にもならなかった言葉です。多いものから項目ごとに並べています（個人の名前や電話番号を含むものは除いてあります）。",
    "読まなくてよい言葉もあります。日時や費用を左右する言葉が上にあれば、一覧の書き方を直すか、読み方を足すかを相談してください。",
)
_FIRST_ROW = 4
_LONGEST_LINK = 2079


def write_leftovers(leftovers: pl.DataFrame, path: Path) -> int:
    """Write the workbook.

    Args:
        leftovers: as `normalise.leftovers.frequent_leftovers` gives them.
        path: file to replace.

    Returns:
        How many pieces there are.
    """
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        base = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#BBBBBB"}
        head = book.add_format(base | {"bold": True, "bg_color": "#DCE9F5"})
        cell, link = book.add_format(base), book.add_format(base | {"font_color": "#0B5394", "underline": 1})
        count = book.add_format(base | {"num_format": "#,##0"})
        sheet = book.add_worksheet(_SHEET)
        for number, line in enumerate(_HELP):
            sheet.write_string(number, 0, line)
        for column, (header, width) in enumerate(_COLUMNS.items()):
            sheet.write_string(_FIRST_ROW - 1, column, header, head)
            sheet.set_column(column, column, width)
        for number, row in enumerate(leftovers.iter_rows(named=True), start=_FIRST_ROW):
            values = (_field(row["field_name"]), row["leftover"], row["listing_count"], row["name"], row["said_text"])
            for column, value in enumerate(values):
                if isinstance(value, int):
                    sheet.write_number(number, column, value, count)  # sorts and filters as the number it is
                else:
                    sheet.write_string(number, column, value, cell)
            url = row["page_url"]
            if len(url) <= _LONGEST_LINK:
                sheet.write_url(number, len(values), url, link, url)
            else:
                sheet.write_string(number, len(values), url, cell)
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.autofilter(_FIRST_ROW - 1, 0, _FIRST_ROW - 1 + leftovers.height, len(_COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_FIRST_ROW - 1)
    write_bytes(path, body.getvalue())
    return leftovers.height


def _field(name: str) -> str:
    return COLUMNS[name].ja.partition("（")[0]
