"""Attached files: what is read, and that a broken or hostile file is one sentence."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, time

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from cities.kawasaki.sample_city.documents import table_pdf, table_xlsx
from scrapers.attachments import limits, tables
from scrapers.attachments.tables import AttachmentError, read_tables
from scrapers.tables.grid import Grid

FONT = "HeiseiKakuGo-W5"
HEADER = ("会場", "曜日・時間")
ROWS = [(f"第{number}公園", "毎週火曜日 6時30分") for number in range(120)]


def texts(grid: Grid) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text for cell in row.cells) for row in grid.rows)


def test_a_pdf_over_several_pages_is_a_table_on_each_with_equal_columns() -> None:
    found = read_tables(table_pdf(["みんなの体操", "7月27日時点"], HEADER, ROWS, (200, 200)))
    assert [table.page for table in found] == [1, 2, 3, 4, 5]
    assert found[0].lead == ("みんなの体操", "7月27日時点")
    assert {(table.widths, table.ends) for table in found} == {((200.0, 200.0), (True, True))}
    assert [row for table in found for row in texts(table) if row != HEADER] == ROWS


def test_the_wrapping_of_a_pdf_cell_is_undone() -> None:
    long = "神奈川県川崎市中原区小杉町三丁目二百四十五番地の七にある広場"
    (table,) = read_tables(table_pdf([], HEADER, [("公園", long)], (60, 60)))
    assert texts(table)[1] == ("公園", long)


def test_a_pdf_keeps_kanji_that_its_reader_knows_by_number_only() -> None:
    row = ("宮﨑公園", "栁・朗・隆・塚の会")
    (table,) = read_tables(table_pdf([], HEADER, [row], (200, 200)))
    assert texts(table)[1] == row


def _one_cell(*lines: tuple[float, float, float, str], width: float = 84) -> bytes:
    """A PDF with a cell 40 points high above an empty one; a line is size, left, how far down from the top, text."""
    file = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = Canvas(file, pagesize=(200, 100), invariant=1)
    page.rect(10, 40, width, 40)
    page.rect(10, 20, width, 20)
    for size, left, down, text in lines:
        page.setFont(FONT, size)
        page.drawString(10 + left, 80 - down, text)
    page.save()
    return file.getvalue()


def test_signs_that_stand_a_little_higher_are_on_the_same_line() -> None:
    (table,) = read_tables(_one_cell((10, 2, 14, "午前"), (6, 22, 12.5, "10"), (10, 29, 14, "時から")))
    assert texts(table)[0] == ("午前10時から",)
    (table,) = read_tables(_one_cell((4, 2, 8, "午前"), (4, 2, 13, "午後")))
    assert texts(table)[0] == ("午前\n午後",)


@pytest.mark.parametrize(("left_over", "between"), [(12, ""), (14, "\n")])
def test_a_line_was_wrapped_where_the_next_sign_and_a_third_of_one_have_no_room(left_over: int, between: str) -> None:
    cell = _one_cell((10, 2, 14, "川崎市中原区"), (10, 2, 28, "小杉町"), width=2 * 2 + 6 * 10 + left_over)
    (table,) = read_tables(cell)
    assert texts(table)[0] == (f"川崎市中原区{between}小杉町",)


def test_every_visible_sheet_is_a_table_and_lines_of_a_cell_stay() -> None:
    found = read_tables(
        table_xlsx({"川崎区": [["題"], ["名称", "場所"], ["花の会", "北公園\n南公園"]], "幸区": [["名称"]]})
    )
    assert [(table.place, texts(table)) for table in found] == [
        ("川崎区", (("題", ""), ("名称", "場所"), ("花の会", "北公園\n南公園"))),
        ("幸区", (("名称",),)),
        ("名簿", ()),
    ]


def _packed(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><body>404</body></html>", "PDF でも Excel でもありません"),
        (b"", "PDF でも Excel でもありません"),
        (b"%PDF-1.7\n" + b"\x00" * 50, "pdf が読めません"),
        (table_pdf([], HEADER, ROWS, (200, 200))[:2000], "pdf が読めません"),
        (table_xlsx({"a": [["x"]]})[:400], "xlsx が読めません"),
        (_packed(a=b"no workbook"), "xlsx が読めません"),
        (_packed(a=b"\x00" * 50_000_000), "バイトにふくらみます"),
        (_packed(**{f"n{number}": b"" for number in range(2_100)}), "個の部品になります"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(body: bytes, said: str) -> None:
    with pytest.raises(AttachmentError, match=said):
        read_tables(body)


def test_a_file_beyond_the_limits_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["x"]] * (limits.ROWS + 1)
    with pytest.raises(AttachmentError, match="20000 行を超えます"):
        read_tables(table_xlsx({"a": rows}))
    with pytest.raises(AttachmentError, match="101 列あります"):
        read_tables(table_xlsx({"a": [["x"] * 101]}))
    with pytest.raises(AttachmentError, match="5001 文字あります"):
        read_tables(table_xlsx({"a": [["x" * 5001]]}))
    monkeypatch.setitem(tables._SIZE_LIMITS, "xlsx", 10)
    with pytest.raises(AttachmentError, match="大きすぎます"):
        read_tables(table_xlsx({"a": [["x"]]}))


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(AttachmentError, match=r"0\.01 秒で読み終えません"):
        read_tables(table_pdf([], HEADER, ROWS, (200, 200)), wall_seconds=0.01)


def test_what_a_sheet_claims_to_hold_is_not_believed() -> None:
    sound = table_xlsx({"a": [["名称", "場所"], ["花の会", "公園"]]})
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                assert b'ref="A1:B2"' in content
                content = content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            new.writestr(entry, content)
    assert texts(read_tables(file.getvalue())[0]) == (("名称", "場所"), ("花の会", "公園"))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert table_pdf(["a"], HEADER, ROWS, (200, 200)) == table_pdf(["a"], HEADER, ROWS, (200, 200))
    assert table_xlsx({"a": [["x"]]}) == table_xlsx({"a": [["x"]]})


def _workbook(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_is_struck_out_in_a_workbook_is_counted_and_not_read() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(["名称", "場所"])
        sheet.append(["花の会", "北公園"])
        sheet["B2"] = CellRichText("北公園", TextBlock(InlineFont(strike=True), "旧南公園"))
        sheet.append(["森の会", "東公園"])
        sheet["B3"].font = Font(strike=True)

    (grid,) = read_tables(_workbook(fill))
    assert texts(grid) == (("名称", "場所"), ("花の会", "北公園"), ("森の会", ""))
    assert [(part.kind, part.count, part.where) for part in grid.hidden] == [("取り消し線", 2, "B2、B3")]


def test_hidden_rows_and_columns_of_a_workbook_are_not_read_and_the_merged_cells_hold() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in (
            ["名称", "担当者携帯", "場所"],
            ["花の会", "a", "北公園"],
            ["森の会", "b", ""],
            ["鳥の会", "c", ""],
        ):
            sheet.append(row)
        sheet.merge_cells("C2:C4")
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True

    (grid,) = read_tables(_workbook(fill))
    assert texts(grid) == (("名称", "場所"), ("花の会", "北公園"), (), ("鳥の会", "北公園"))
    assert [(row.number, row.hidden) for row in grid.rows] == [(1, False), (2, False), (3, True), (4, False)]
    assert [(part.kind, part.count, part.where) for part in grid.hidden] == [("非表示の列", 1, "B")]


def test_what_is_merged_from_a_hidden_column_or_row_on_is_not_spread_over_those_that_are_shown() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in (
            ["番号", "名称", "場所"],
            ["ア", "花の会", None],
            ["イ", "鳥の会", None],
            ["ウ", "森の会", "北公園"],
        ):
            sheet.append(row)
        sheet.append(["エ", "虫の会", None])
        # Values that stand below a merged cell, as a copied format leaves them
        for merged in ("A2:C2", "C3:C5"):
            sheet.merged_cells.add(merged)
        sheet.column_dimensions["A"].hidden = True
        sheet.row_dimensions[3].hidden = True

    (grid,) = read_tables(_workbook(fill))
    assert texts(grid) == (("名称", "場所"), ("花の会", ""), (), ("森の会", "北公園"), ("虫の会", ""))
    assert [(part.kind, part.count, part.where) for part in grid.hidden] == [("非表示の列", 1, "A")]


def test_rows_without_a_number_of_their_own_follow_each_other() -> None:
    sound = table_xlsx({"a": [["名称"], ["花の会"], ["森の会"]]})
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = content.replace(b'<row r="2"', b'<row hidden="1"')
                content = re.sub(rb'<(row|c) r="\w+"', rb"<\1", content)
            new.writestr(entry, content)
    (grid, _) = read_tables(file.getvalue())
    assert [(row.number, row.hidden) for row in grid.rows] == [(1, False), (2, True), (3, False)]
    assert texts(grid) == (("名称",), (), ("森の会",))


def test_dates_times_and_numbers_are_texts_as_people_see_them() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append([date(2026, 12, 1), time(10, 0), 449353113, 1.0, "=A1"])

    (grid,) = read_tables(_workbook(fill))
    assert texts(grid)[0] == ("2026-12-01", "10:00", "449353113", "1")
    assert [cell.is_number for cell in grid.rows[0].cells] == [False, False, True, True]
    assert [(part.kind, part.count) for part in grid.hidden] == [("値が保存されていない計算式", 1)]
