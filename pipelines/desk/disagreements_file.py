"""食い違い一覧.xlsx: where the lists contradict each other, one sheet per owner, ready to mail.

Belongs here: that workbook. Does not belong here: what contradicts what (`core.disagreements`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from warehouse.contract.fields import COLUMNS

NAME = "食い違い一覧.xlsx"
_HEAD = ["活動", "項目", "この一覧の値", "公開している値（提案）", "提案と同じ掲載の数", "ページ", "活動ID"]
_LONGEST_SHEET = 31
_NO_SHEET = str.maketrans("", "", "[]:*?/\\")


def write_disagreements(df: pl.DataFrame, path: Path) -> None:
    """Write the workbook.

    Args:
        df: rows of `disagreements` with the `name` of their activity.
        path: the file to replace.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part.xlsx")
    with xlsxwriter.Workbook(str(part), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCE9F5", "border": 1})
        cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        if df.is_empty():
            book.add_worksheet("なし").write_string(0, 0, "食い違いはありません。")
        for (owner,), rows in df.partition_by("owner", as_dict=True, maintain_order=True).items():
            _sheet(book.add_worksheet(str(owner).translate(_NO_SHEET)[:_LONGEST_SHEET]), rows, head, cell)
    part.replace(path)


def _sheet(sheet: Any, rows: pl.DataFrame, head: Any, cell: Any) -> None:
    for column, header in enumerate(_HEAD):
        sheet.write_string(0, column, header, head)
    for number, row in enumerate(rows.iter_rows(named=True), start=1):
        field = COLUMNS[row["field_name"]].ja
        values = [row["said_text"], row["proposed_text"], str(row["proposed_count"])]
        texts = [row["name"], field, *values, row["page_url"]]
        for column, text in enumerate([*texts, row["activity_id"]]):
            sheet.write_string(number, column, text, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, rows.height, len(_HEAD) - 1)
    for column, width in enumerate((30, 14, 34, 34, 10, 40, 16)):
        sheet.set_column(column, column, width)
