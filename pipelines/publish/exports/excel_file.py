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
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipelines.publish.exports.people import NO_WARD, TITLE_JA, labelled, labels, people_by_ward, wards
from pipelines.publish.exports.tables import Tables, scanned
from pipelines.publish.exports.terms_files import PURPOSE, removal
from pipelines.publish.exports.volume_sheet import write_volume_sheet

NAME = "活動一覧.xlsx"
EVERY, _SUMMARY = "全件", "集計"
"""All activities on one sheet, to filter and to pivot; wards and kinds counted, with charts."""
_MOST_ROWS = 1_000_000
_PIVOT = "「挿入」→「ピボットテーブル」の範囲には「活動」と書きます。"
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
_LONGEST, _SLICE = 32_767, 20_000
"""Signs Excel takes into a cell; rows that are XML at a time."""
_IN_XML = {chr(code): f"_x{code:04X}_" for code in (*range(0x20), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n"}
_IN_XML |= {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NO_KIND = "種類不明"
_HIDDEN_BEHIND = 2
"""Columns that stay while one scrolls to the right: ID and name."""


def write_excel(tables: Tables, folder: Path, note: str) -> None:
    """Write the workbook: 説明, 集計, 数・すきま, 全件, one sheet per ward.

    Cells are text or numbers; nothing in them is a formula or a link.

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
        book.set_properties({"title": f"{TITLE_JA}一覧", "author": "ひろば", "created": created})
        top = {"text_wrap": True, "valign": "top"}
        styles = {
            "head": book.add_format(top | {"bold": True, "bg_color": "#DCE9F5", "border": 1}),
            "cell": book.add_format(top | {"num_format": "@"}),
            "link": book.add_format({"num_format": "@", "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "text": book.add_format(top),
        }
        _about(book, styles, release, note, tables)
        _summary(book, styles, tables)
        write_volume_sheet(book, styles, tables)
        every = book.add_worksheet(EVERY, _Rows) if release["activity_count"] < _MOST_ROWS else None
        height, headers = 0, list[str]()
        for ward, rows in zip(wards(), people_by_ward(tables), strict=True):
            headers = rows.columns
            if every is not None:
                _begin(every, styles, headers) if not height else None
                every.write_rows(rows, _styles(styles, headers), height)
                height += rows.height
            if rows.height:
                _sheet(book, styles, ward, rows)
        if every is not None:
            _finish(every, height, headers)
            book.define_name("活動", f"='{EVERY}'!$A$1:${xl_col_to_name(len(headers) - 1)}${height + 1}")
        for sheet in book.worksheets() if note else ():
            sheet.set_header(f"&C{note}")  # a printed sheet has no 説明 beside it


def _about(book: Any, styles: Any, release: dict[str, Any], note: str, tables: Tables) -> None:
    sheet = book.add_worksheet("説明")
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, _EXPLAINED)
    _for_paper(sheet)
    sheet.write_string(0, 0, f"{TITLE_JA}一覧", styles["title"])
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
        ("集計のしかた", f"「{EVERY}」は、すべての活動を1行ずつ並べたものです。見出しの▼で絞り込めます。{_PIVOT}"),
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
        credit = f"{source['attribution']}（{source['licence']}）"
        _line(sheet, number, source["source_name"], credit, styles["text"], styles["text"])


def _line(sheet: Any, row: int, head: str, text: str, head_style: Any, text_style: Any) -> None:
    """One line of the explanation, as high as its text is long."""
    sheet.set_row(row, (_LINE_HEIGHT + 2) * math.ceil(2 * len(text) / _EXPLAINED))
    sheet.write_string(row, 0, head, head_style)
    sheet.write_string(row, 1, text, text_style)


def _summary(book: Any, styles: Any, tables: Tables) -> None:
    """Ward by kind, with totals."""
    sheet = book.add_worksheet(_SUMMARY)
    coded = scanned(tables, "activities").group_by("ward_code", "kind_code").len().collect()
    named = {"区": labelled("ward_code", "ward").fill_null(NO_WARD), "種類": labelled("kind_code", "kind")}
    named |= {"種類": named["種類"].fill_null(_NO_KIND)}  # so that every row adds up
    cells = {(ward, kind): count for ward, kind, count in coded.select(**named, count="len").iter_rows()}
    seen = {name for key in cells for name in key}
    shown = [ward for ward in wards() if ward in seen]
    kinds = [kind for kind in [*labels("kind").values(), _NO_KIND] if kind in seen]
    _header(sheet, styles, ["区", *kinds, "計"])
    for row, ward in enumerate(shown, start=1):
        counts = [cells.get((ward, kind), 0) for kind in kinds]
        sheet.write_string(row, 0, ward, styles["text"])
        for column, count in enumerate((*counts, sum(counts)), start=1):
            sheet.write_number(row, column, count)
    totals = [sum(cells.get((ward, kind), 0) for ward in shown) for kind in kinds]
    sheet.write_string(len(shown) + 1, 0, "計", styles["head"])
    for column, count in enumerate((*totals, sum(totals)), start=1):
        sheet.write_number(len(shown) + 1, column, count, styles["head"])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(kinds) + 1, 14)
    if shown and kinds:
        _charts(book, sheet, len(shown), len(kinds))
    _for_paper(sheet)


def _charts(book: Any, sheet: Any, ward_count: int, kind_count: int) -> None:
    """How many activities each ward has, by kind; how many there are of each kind: charts of Excel itself."""
    last = ward_count + 1
    of_wards = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column in range(1, kind_count + 1):
        named, counted = [_SUMMARY, 0, column], [_SUMMARY, 1, column, ward_count, column]
        of_wards.add_series({"name": named, "categories": [_SUMMARY, 1, 0, ward_count, 0], "values": counted})
    of_wards.set_title({"name": "区ごとの活動の数（種類べつ）"})
    of_wards.set_y_axis({"reverse": True})
    of_kinds = book.add_chart({"type": "bar"})
    named, counted = [_SUMMARY, 0, 1, 0, kind_count], [_SUMMARY, last, 1, last, kind_count]
    of_kinds.add_series({"name": "活動の数", "categories": named, "values": counted, "data_labels": {"value": True}})
    of_kinds.set_title({"name": "種類ごとの活動の数"})
    of_kinds.set_y_axis({"reverse": True})
    of_kinds.set_legend({"none": True})
    for number, chart in enumerate((of_wards, of_kinds)):
        chart.set_size({"width": 760, "height": 420})
        sheet.insert_chart(last + 2, 1 + 8 * number, chart, {"description": "上の表を図にしたもの"})


class _Rows(Worksheet):  # type: ignore[misc]  # without types
    """A sheet that takes rows as the XML they become: of a large city there are as many cells as inhabitants."""

    def write_rows(self, rows: pl.DataFrame, styles: Sequence[Any], behind: int = 0) -> None:
        """Write rows behind the one that was written last; their cells are texts.

        Args:
            rows: each column a column of the sheet.
            styles: a format for each column.
            behind: how many such rows stand there already, below the headers.
        """
        if rows.is_empty():
            return
        self._write_single_row(behind + rows.height)
        self._check_dimensions(behind + rows.height, rows.width - 1)
        columns = zip(rows.columns, styles, strict=True)
        cells = [_cell(number, header, style._get_xf_index()) for number, (header, style) in enumerate(columns)]
        lines = _lines(rows.columns)
        height = pl.format(' ht="{}" customHeight="1"', (lines * _LINE_HEIGHT).cast(pl.Int64))
        height = pl.when(lines > 1).then(height).otherwise(pl.lit(""))  # of one line it is what every row has
        row = pl.format('<row r="{}"{}>{}</row>', "_row", height, pl.concat_str(cells, ignore_nulls=True))
        numbered = rows.with_columns(_row=pl.int_range(behind + 2, behind + rows.height + 2).cast(pl.String))
        for part in numbered.iter_slices(_SLICE):
            self.row_data_fh.writelines(part.select(row.alias("said")).to_series())


def _cell(number: int, header: str, style: int) -> pl.Expr:
    text = pl.col(header)
    text = pl.when(text.str.len_bytes() <= _LONGEST).then(text).otherwise(text.str.head(_LONGEST // 2))
    text = text.str.replace_all("(_x[0-9a-fA-F]{4}_)", "_x005F$1")
    text = text.str.replace_many(list(_IN_XML), list(_IN_XML.values()))
    preserve = pl.when(text.str.contains(r"^\s|\s$")).then(pl.lit(' xml:space="preserve"')).otherwise(pl.lit(""))
    start = f'<c r="{xl_col_to_name(number)}{{}}" s="{style}" t="inlineStr"><is><t{{}}>{{}}</t></is></c>'
    return pl.format(start, "_row", preserve, text)


def _sheet(book: Any, styles: Any, name: str, rows: pl.DataFrame) -> None:
    sheet = book.add_worksheet(name, _Rows)
    _begin(sheet, styles, rows.columns)
    sheet.write_rows(rows, _styles(styles, rows.columns))
    _finish(sheet, rows.height, rows.columns)


def _begin(sheet: Any, styles: Any, headers: Sequence[str]) -> None:
    for column, header in enumerate(headers):
        sheet.set_column(column, column, _WIDTHS.get(header, _WIDTH))
    _header(sheet, styles, headers)


def _styles(styles: Any, headers: Sequence[str]) -> list[Any]:
    return [styles["link" if header in _LINKS else "cell"] for header in headers]


def _finish(sheet: Any, height: int, headers: Sequence[str]) -> None:
    sheet.freeze_panes(1, _HIDDEN_BEHIND)
    sheet.autofilter(0, 0, height, len(headers) - 1)
    _for_paper(sheet)
    sheet.repeat_rows(0)
    sheet.print_area(0, 1, height, headers.index(_LAST_PRINTED))


def _lines(headers: Sequence[str]) -> pl.Expr:
    """How many lines the fullest cell of each row takes: Excel and LibreOffice fit rows differently, so it is said."""
    parts = []
    for header in headers:
        text = pl.col(header).fill_null("")
        if header not in _LINKS:  # a sign of Japanese takes three bytes and two places, an ASCII one takes one of each
            places = (text.str.len_bytes() + text.str.len_chars()) / 2
            parts.append((places / (_WIDTHS.get(header, _WIDTH) - 1)).ceil())
    return pl.max_horizontal(parts).clip(1, _MOST_LINES)


def _for_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)


def _header(sheet: Any, styles: Any, headers: Sequence[str]) -> None:
    sheet.set_row(0, 2 * _LINE_HEIGHT + 2)  # 福祉・見守り・ボランティア takes two lines
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, styles["head"])
