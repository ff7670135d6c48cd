"""Workbooks that people drop: whatever is wrong with one, it is a sentence with its name, and soon."""

import io
import re
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from pipelines.desk.incoming import TAKEN, UNREADABLE, taken
from pipelines.desk.queue_sheets import COPY, HEADERS, KEYS, NAME, SHEET
from pipelines.desk.workbook import WorkbookError, read_grids
from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.storage import write_table

SECONDS = 20.0
FIRST = "xl/worksheets/sheet1.xml"


def book(*, rows: int = 4, names: tuple[str, ...] = (SHEET, COPY, KEYS), **cells: str) -> bytes:
    """A workbook of our three sheets; `cells` go into the first."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as made:
        for name in names:
            sheet = made.add_worksheet(name)
            for row in range(rows):
                for column in range(len(HEADERS)):
                    sheet.write_string(row, column, "x")
        for place, text in cells.items():
            made.worksheets()[0].write_string(place, text)
    return file.getvalue()


def changed(body: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same file with other parts; None leaves a part out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(entry.filename, content)
    return file.getvalue()


def part(name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    return changed(book(), lambda own, content: change(content) if own == name else content)


def patched(offset_of_local: int, offset_of_central: int, value: int) -> bytes:
    """The headers of the first sheet with another number in a field of two bytes."""
    body = bytearray(book())
    for mark, name_at, at in ((b"PK\x03\x04", 30, offset_of_local), (b"PK\x01\x02", 46, offset_of_central)):
        place = next(
            found.start()
            for found in re.finditer(re.escape(mark), bytes(body))
            if body[found.start() + name_at :].startswith(FIRST.encode())
        )
        struct.pack_into("<H", body, place + at, value)
    return bytes(body)


def flipped() -> bytes:
    body = bytearray(book(rows=200))
    start = bytes(body).index(FIRST.encode()) + len(FIRST) + 20
    for place in range(start, start + 200):
        body[place] ^= 0xFF
    return bytes(body)


def bomb() -> bytes:
    return part(FIRST, lambda content: content + b" " * 60_000_000)


def far_rows(count: int) -> bytes:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(5, count))
    return part(FIRST, lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>"))


WRONG: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"no",
    "page": lambda: b"<html><table><tr><td>x</td></tr></table></html>",
    "cut file": lambda: book()[:2000],
    "only a mark": lambda: b"PK\x03\x04",
    "another zip": lambda: changed(book(), lambda own, content: content if own.endswith(".rels") else None),
    "old Excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "no sheets of ours": lambda: book(names=("Sheet1",)),
    "a sheet renamed": lambda: book(names=(SHEET, COPY, "組2")),
    "a sheet missing": lambda: part(FIRST, lambda _: None),
    "cut-off sheet": lambda: part(FIRST, lambda content: content[: len(content) // 2]),
    "cut-off workbook": lambda: part("xl/workbook.xml", lambda content: content[:200]),
    "cut-off strings": lambda: part("xl/sharedStrings.xml", lambda content: content[:100]),
    "no strings": lambda: part("xl/sharedStrings.xml", lambda _: None),
    "string that is not there": lambda: part(FIRST, lambda content: content.replace(b"<v>0</v>", b"<v>9999</v>")),
    "no styles": lambda: part("xl/styles.xml", lambda content: re.sub(rb"<cellXfs.*</cellXfs>", b"", content)),
    "bad styles": lambda: part("xl/styles.xml", lambda content: content[:300]),
    "style that is not there": lambda: part(
        FIRST, lambda content: content.replace(b'<c r="A1"', b'<c s="9999" r="A1"').replace(b't="s"><v>0', b"><v>0")
    ),
    "bad number": lambda: part(FIRST, lambda content: content.replace(b't="s"><v>0</v>', b't="n"><v>one</v>')),
    "bad place": lambda: part(FIRST, lambda content: content.replace(b'r="A1"', b'r="1A"')),
    "entity": lambda: part(
        FIRST,
        lambda content: content.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY e "x">]><worksheet', 1),
    ),
    "encrypted entry": lambda: patched(6, 8, 1),
    "unknown compression": lambda: patched(8, 10, 99),
    "flipped bytes": flipped,
    "swelling part": bomb,
    "many parts": lambda: changed_with_many(),
    "one cell far down": lambda: book(A1048576="x"),
    "rows without end": lambda: far_rows(400_000),
    "one long cell": lambda: book(A1="あ" * 32_000),
}


def changed_with_many() -> bytes:
    file = io.BytesIO(book())
    with zipfile.ZipFile(file, "a") as packed:
        for number in range(2_100):
            packed.writestr(f"n{number}", b"")
    return file.getvalue()


HARMLESS = {"no styles", "style that is not there", "bad styles", "bad place", "no strings", "rows without end"}
"""What a reader that looks at values only may read right after all."""


@pytest.mark.parametrize("name", WRONG)
def test_whatever_is_wrong_is_one_sentence_with_the_name_of_the_file_and_soon(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(WRONG[name]())
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        grids = read_grids(path)
    except WorkbookError as error:
        assert str(error).startswith(f"{path.name} は {NAME} として開けません（")
        assert "\n" not in str(error)
    else:
        assert name in HARMLESS
        assert max(map(len, grids[SHEET])) <= len(HEADERS) and len(grids[SHEET]) <= 24
    assert time.monotonic() - began < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024, "nothing of it in our memory"


def test_a_size_that_is_only_claimed_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(
        part(FIRST, lambda content: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', content))
    )
    assert read_grids(path)[SHEET] == [["x"] * len(HEADERS)] * 4


def test_empty_rows_keep_the_others_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(book(rows=2, A6="z", A8="z"))
    grids = read_grids(path)
    full, empty = ["x"] * len(HEADERS), [""] * len(HEADERS)
    last = ["z", *empty[1:]]
    assert grids[SHEET] == [full, full, empty, empty, empty, last, empty, last]
    assert grids[COPY] == grids[KEYS] == [full, full]


def test_a_file_that_takes_too_long_or_is_a_folder_is_told(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(book())
    with pytest.raises(WorkbookError, match=r"0\.01 秒で読み終えません"):
        read_grids(path, wall_seconds=0.01)
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    with pytest.raises(WorkbookError, match=r"folder\.xlsx は"):
        read_grids(folder)


def test_a_broken_workbook_is_moved_aside_and_the_others_are_taken(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "sample", None)
    listings = flow_tables(pl.concat([raw_listings(1, key=key) for key in "ab"]))["norm__listings"]
    write_table(table("norm__listings"), listings, settings.table_path("norm__listings"))
    settings.decisions_dir.mkdir(parents=True)
    (settings.decisions_dir / "1 壊れた.xlsx").write_bytes(WRONG["cut-off sheet"]())
    (settings.decisions_dir / "2 良い.xlsx").write_bytes(book(rows=0))
    said, wrong = taken(settings, "2026-11-28")
    assert [line.partition(":")[0] for line in said] == ["2 良い.xlsx"]
    assert len(wrong) == 1 and wrong[0].startswith("1 壊れた.xlsx は") and UNREADABLE in wrong[0]
    assert (settings.decisions_dir / UNREADABLE / "2026-11-28 1 壊れた.xlsx").is_file()
    assert (settings.decisions_dir / TAKEN / "2026-11-28 2 良い.xlsx").is_file()
    assert taken(settings, "2026-11-28") == ([], [])
