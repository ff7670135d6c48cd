"""食い違い一覧.xlsx: where the lists contradict each other, one sheet per owner; and one workbook per owner, to mail.

Belongs here: these workbooks. Does not belong here: what contradicts what (`core.disagreements`), since when
(`tracking`).
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from pipelines.desk.queue_sheets import (
    FOUND,
    OWNER_FIRST_ROW,
    OWNER_HEADERS,
    OWNER_KEYS,
    PUBLISHED_IS_RIGHT,
    THIS_IS_RIGHT,
)
from warehouse.contract import label_ja
from warehouse.contract.columns import COLUMNS
from warehouse.permissions import make_folder
from warehouse.storage import write_bytes

NAME, FOLDER = "食い違い一覧.xlsx", "食い違い"
"""The workbook of everything, and the folder with a workbook per owner."""
_WIDTHS = dict(zip(OWNER_HEADERS, (30, 14, 32, 32, 10, 12, 44, 24, 16), strict=True))
_HELP = (
    "{owner} ご担当者様: 一覧のつぎの値が、ほかの一覧と食い違っています。どちらが正しいかを黄色の欄にお書きください。",
    f"黄色の「{FOUND}」で「{THIS_IS_RIGHT}」「{PUBLISHED_IS_RIGHT}」を選ぶか、正しい値をそのまま書いて、お返しください。",
    "一覧のページを直していただければ、次の晩の取得で、この表から自然に消えます。「提案」は、いま公開している値です。",
)
_SETTLED = "そろったもの（30日）"
_LONGEST_SHEET, _LONGEST_LINK = 31, 2079
_UNFIT = str.maketrans("", "", '[]:*?/\\<>|"')


def write_disagreements(df: pl.DataFrame, settled: pl.DataFrame, desk: Path) -> None:
    """Write the workbook of everything and one per owner; a workbook of an owner with nothing left goes.

    Args:
        df: open rows of the record, with `proposed_count`.
        settled: rows of the record that were settled lately.
        desk: folder of workbooks.
    """
    of_owner = {str(key[0]): rows for key, rows in df.partition_by("owner", as_dict=True, maintain_order=True).items()}
    folder = desk / FOLDER
    make_folder(folder)
    _write(desk / NAME, of_owner, settled)
    wanted = {folder / f"{owner.translate(_UNFIT)}.xlsx": owner for owner in of_owner}
    for path, owner in wanted.items():
        _write(path, {owner: of_owner[owner]}, settled.filter(pl.col("owner") == owner))
    for path in folder.glob("*.xlsx"):
        if path not in wanted:
            path.unlink()


def _write(path: Path, of_owner: dict[str, pl.DataFrame], settled: pl.DataFrame) -> None:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        base = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#BBBBBB"}
        styles = {
            "head": book.add_format(base | {"bold": True, "bg_color": "#DCE9F5"}),
            "cell": book.add_format(base),
            "open": book.add_format(base | {"bg_color": "#FFF3C4"}),
            "link": book.add_format(base | {"font_color": "#0B5394", "underline": 1}),
        }
        if not of_owner:
            book.add_worksheet("なし").write_string(0, 0, "食い違いはありません。")
        for owner, rows in of_owner.items():
            sheet = book.add_worksheet(owner.translate(_UNFIT)[:_LONGEST_SHEET])
            for number, line in enumerate(_HELP):
                sheet.write_string(number, 0, line.format(owner=owner))
            _rows(sheet, rows, styles)
        if of_owner:
            _keys(book.add_worksheet(OWNER_KEYS), pl.concat(of_owner.values()))
        if settled.height:
            sheet = book.add_worksheet(_SETTLED)
            sheet.write_string(0, 0, "食い違いがなくなったもの。ありがとうございました。")
            _rows(sheet, settled.with_columns(proposed_count=pl.lit(None, dtype=pl.Int64)), styles)
    write_bytes(path, body.getvalue())


def _keys(sheet: Any, df: pl.DataFrame) -> None:
    """What every row is about, as the program knows it: rows may be sorted, filtered or taken out meanwhile."""
    for number, row in enumerate(df.iter_rows(named=True)):
        field, said, proposed = row["field_name"], row["said_text"], row["proposed_text"]
        shown = (row["activity_id"], field_label(field), _said(field, said))
        for column, text in enumerate((*shown, field, said, proposed)):
            sheet.write_string(number, column, text)
    sheet.very_hidden()


def field_label(field: str) -> str:
    """A field as its owner reads it."""
    return COLUMNS[field].ja.partition("（")[0].removesuffix("のコード")


def _rows(sheet: Any, df: pl.DataFrame, styles: Any) -> None:
    for column, (header, width) in enumerate(_WIDTHS.items()):
        sheet.write_string(OWNER_FIRST_ROW - 1, column, header, styles["head"])
        sheet.set_column(column, column, width)
    for number, row in enumerate(df.iter_rows(named=True), start=OWNER_FIRST_ROW):
        field = row["field_name"]
        settled = f"そろった日 {row['agreed_on']}" if row["agreed_on"] else ""
        texts = (
            row["name"],
            field_label(field),
            _said(field, row["said_text"]),
            _said(field, row["proposed_text"]),
            "" if row["proposed_count"] is None else str(row["proposed_count"]),
            row["first_seen_on"],
            row["page_url"],
            settled,
            row["activity_id"],
        )
        for column, (header, text) in enumerate(zip(_WIDTHS, texts, strict=True)):
            if header == "ページ" and len(text) <= _LONGEST_LINK:
                sheet.write_url(number, column, text, styles["link"], text)
            else:
                sheet.write_string(number, column, text, styles["open" if header == FOUND else "cell"])
    answers = list(_WIDTHS).index(FOUND)
    choices = {"validate": "list", "source": [THIS_IS_RIGHT, PUBLISHED_IS_RIGHT], "show_error": False}
    sheet.data_validation(OWNER_FIRST_ROW, answers, OWNER_FIRST_ROW + max(df.height, 1) - 1, answers, choices)
    sheet.freeze_panes(OWNER_FIRST_ROW, 1)
    sheet.autofilter(OWNER_FIRST_ROW - 1, 0, OWNER_FIRST_ROW - 1 + df.height, len(_WIDTHS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(OWNER_FIRST_ROW - 1)


def _said(field: str, text: str) -> str:
    vocabulary = COLUMNS[field].vocabulary
    return "、".join(label_ja(vocabulary, code) for code in text.split(";")) if vocabulary else text
