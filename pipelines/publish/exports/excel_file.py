"""活動一覧.xlsx: what staff open.

Belongs here: sheets, widths, formats. Does not belong here: which rows and columns (`people`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from pipelines.publish.exports.people import NO_WARD, Tables, labels, people_view
from pipelines.publish.exports.terms_files import PURPOSE, removal

NAME = "活動一覧.xlsx"
_WIDTHS = {"名称": 32, "会場": 24, "所在地": 30, "日時": 34, "日時（読み取り）": 30, "対象": 26, "費用": 18, "URL": 30}
_WIDTHS |= {
    "主催": 26,
    "掲載ページ": 34,
    "載っている一覧": 28,
    "申込み・定員": 24,
    "よみがな": 26,
    "種類": 20,
    "電話": 15,
    "FAX": 15,
    "メール": 26,
    "活動ID": 16,
}
_WIDTH, _EXPLAINED = 12, 110
_LINKS = ("URL", "掲載ページ")
_LAST_PRINTED = "電話"
_A3 = 8
_LINE_HEIGHT, _MOST_LINES = 15, 5
_NO_KIND = "種類不明"
_HIDDEN_BEHIND = 2
"""Columns that stay while one scrolls to the right: ID and name."""


def write_excel(tables: Tables, folder: Path, note: str) -> None:
    """Write the workbook: 説明, 集計, one sheet per ward. Cells are text; nothing in them is a formula or a link.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    release = tables["release"].row(0, named=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    options["constant_memory"] = True  # rows go to the disk one by one, in their order
    with xlsxwriter.Workbook(str(folder / NAME), options) as book:
        created = release["as_of_at"].replace(tzinfo=None)
        book.set_properties({"title": "川崎市の地域活動一覧", "author": "ひろば", "created": created})
        top = {"text_wrap": True, "valign": "top"}
        styles = {
            "head": book.add_format(top | {"bold": True, "bg_color": "#DCE9F5", "border": 1}),
            "cell": book.add_format(top | {"num_format": "@"}),
            "link": book.add_format({"num_format": "@", "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "text": book.add_format(top),
        }
        view = people_view(tables)
        _about(book, styles, release, note, tables)
        _summary(book, styles, view)
        for ward in [*labels("ward").values(), NO_WARD]:
            rows = view.filter(pl.col("区") == ward)
            if rows.height:
                _sheet(book, styles, ward, rows)
        for sheet in book.worksheets() if note else ():
            sheet.set_header(f"&C{note}")  # a printed sheet has no 説明 beside it


def _about(book: Any, styles: Any, release: dict[str, Any], note: str, tables: Tables) -> None:
    sheet = book.add_worksheet("説明")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, _EXPLAINED)
    _for_paper(sheet)
    sheet.write_string(0, 0, "川崎市の地域活動一覧", styles["title"])
    as_of: datetime = release["as_of_at"]
    lines = [
        ("ご注意", note),
        ("いつの内容か", f"{as_of:%Y年%m月%d日 %H:%M} に集めた掲載から作りました。"),
        ("何が1行か", "1つの活動です。いくつもの一覧に載っている同じ活動は1行にまとめ、「掲載の数」で示します。"),
        (
            "値の出どころ",
            "活動ごとに一覧のあいだで食い違う値は、決めた規則で1つを選んでいます。元の掲載は「掲載ページ」から見られます。",
        ),
        ("日時（読み取り）", "文章から機械が読み取ったものです。空のときは「日時」の文章を見てください。"),
        ("この日の内容のまま", "情報源を取得できず、この日の内容を載せ続けている活動です。"),
        ("古さ", "前の内容を載せ続けているわけ。期限切れのものは、いまも続いているか元の一覧で確かめてください。"),
        ("件数", f"活動 {release['activity_count']:,} 件、掲載 {release['listing_count']:,} 件"),
        ("個人情報", "個人の名前、携帯電話、個人のメールアドレスは載せていません。"),
        ("直したいとき", "元の一覧の担当に連絡してください。"),
        ("載せてほしくないとき", removal(release["contact"]).ja),
        ("利用目的", PURPOSE.ja),
    ]
    row = 2
    for head, text in lines:
        if text:
            _line(sheet, row, head, text, styles["head"], styles["text"])
            row += 1
    sheet.write_string(row + 1, 0, "情報源", styles["title"])
    for number, source in enumerate(tables["sources"].sort("source_key").iter_rows(named=True), start=row + 2):
        said = f"{source['attribution']}（{source['licence']}）"
        _line(sheet, number, source["source_name"], said, styles["text"], styles["text"])


def _line(sheet: Any, row: int, head: str, text: str, head_style: Any, text_style: Any) -> None:
    """One line of the explanation, as high as its text is long."""
    sheet.set_row(row, (_LINE_HEIGHT + 2) * math.ceil(2 * len(text) / _EXPLAINED))
    sheet.write_string(row, 0, head, head_style)
    sheet.write_string(row, 1, text, text_style)


def _summary(book: Any, styles: Any, view: pl.DataFrame) -> None:
    """Ward by kind, with totals."""
    sheet = book.add_worksheet("集計")
    view = view.with_columns(pl.col("種類").fill_null(_NO_KIND))  # so that every row adds up
    kinds = [kind for kind in [*labels("kind").values(), _NO_KIND] if kind in set(view.get_column("種類"))]
    wards = [ward for ward in [*labels("ward").values(), NO_WARD] if ward in set(view.get_column("区"))]
    counts = {(ward, kind): count for ward, kind, count in view.group_by("区", "種類").len().iter_rows()}
    _header(sheet, styles, ["区", *kinds, "計"])
    for row, ward in enumerate(wards, start=1):
        sheet.write_string(row, 0, ward, styles["text"])
        for column, kind in enumerate(kinds, start=1):
            sheet.write_number(row, column, counts.get((ward, kind), 0))
        sheet.write_number(row, len(kinds) + 1, view.filter(pl.col("区") == ward).height)
    sheet.write_string(len(wards) + 1, 0, "計", styles["head"])
    for column, kind in enumerate(kinds, start=1):
        sheet.write_number(len(wards) + 1, column, view.filter(pl.col("種類") == kind).height, styles["head"])
    sheet.write_number(len(wards) + 1, len(kinds) + 1, view.height, styles["head"])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(kinds) + 1, 14)
    _for_paper(sheet)


def _sheet(book: Any, styles: Any, name: str, rows: pl.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    for column, header in enumerate(rows.columns):
        sheet.set_column(column, column, _WIDTHS.get(header, _WIDTH))
    _header(sheet, styles, rows.columns)
    formats = [styles["link" if header in _LINKS else "cell"] for header in rows.columns]
    for number, (row, lines) in enumerate(zip(rows.iter_rows(), _lines(rows), strict=True), start=1):
        sheet.set_row(number, _LINE_HEIGHT * lines)
        for column, value in enumerate(row):
            if value is not None:
                sheet.write_string(number, column, value, formats[column])
    sheet.freeze_panes(1, _HIDDEN_BEHIND)
    sheet.autofilter(0, 0, rows.height, len(rows.columns) - 1)
    _for_paper(sheet)
    sheet.repeat_rows(0)
    sheet.print_area(0, 1, rows.height, rows.columns.index(_LAST_PRINTED))


def _lines(rows: pl.DataFrame) -> pl.Series:
    """How many lines the fullest cell of each row takes: Excel and LibreOffice fit rows differently, so it is said."""
    parts = []
    for header in rows.columns:
        text = pl.col(header).fill_null("")
        if header not in _LINKS:  # a sign of Japanese takes three bytes and two places, an ASCII one takes one of each
            places = (text.str.len_bytes() + text.str.len_chars()) / 2
            parts.append((places / (_WIDTHS.get(header, _WIDTH) - 1)).ceil())
    return rows.select(pl.max_horizontal(parts).clip(1, _MOST_LINES).cast(pl.Int64)).to_series()


def _for_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)


def _header(sheet: Any, styles: Any, headers: Sequence[str]) -> None:
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, styles["head"])
