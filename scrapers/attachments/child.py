"""`python -m scrapers.attachments.child KIND`: a file on standard input becomes tables as JSON on standard output.

Belongs here: opening PDF and Excel files within limits of time, memory, pages, rows and cells. Does not belong here:
anything that knows of listings. Nothing of a file is executed: formulas give their stored value, links stay closed.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from warehouse.permissions import keep_private

_MEMORY_BYTES = 3 * 1024**3
_CPU_SECONDS = 60
_PAGES = 300
_ROWS = 20_000
_COLUMNS = 100
_CELL_CHARS = 5_000
_ZIP_ENTRIES = 2_000
_ZIP_BYTES = 200 * 1024**2
_ZIP_RATIO = 200
_RATIO_MATTERS_FROM = 5 * 1024**2


class LimitError(ValueError):
    """A file goes beyond a limit."""


def read_pdf(body: bytes) -> Iterator[dict[str, Any]]:
    """Ruled tables of a PDF; a table that goes on over pages, with its heading repeated, is one table."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(body)) as pdf:
        if len(pdf.pages) > _PAGES:
            raise LimitError(f"{len(pdf.pages)} ページあります（上限 {_PAGES}）")
        current: dict[str, Any] | None = None
        for number, page in enumerate(pdf.pages, start=1):
            for found in page.find_tables():
                rows = [[_unwrapped(cell) for cell in row] for row in found.extract()]
                if current is not None and rows and rows[0] == current["rows"][0]:
                    current["rows"] += rows[1:]
                    continue
                if current is not None:
                    yield current
                above = page.crop((0, 0, page.width, max(found.bbox[1], 1))).extract_text()
                current = {"place": str(number), "lead": above.splitlines(), "rows": rows}
            page.close()
        if current is not None:
            yield current


def read_xlsx(body: bytes) -> Iterator[dict[str, Any]]:
    """Every sheet that shows something, as one table with all its rows, titles above the heading included."""
    import openpyxl

    _refuse_bombs(body)
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        # What a file declares as its size is a claim: a row far down would be padded with a million empty ones
        sheet.reset_dimensions()
        rows = [[_text(value) for value in row] for row in _limited(sheet.iter_rows(values_only=True))]
        width = max(map(len, rows), default=0)
        if width > _COLUMNS:
            raise LimitError(f"シート {sheet.title} に {width} 列あります（上限 {_COLUMNS}）")
        filled = [row + [""] * (width - len(row)) for row in rows if any(row)]
        if filled:
            yield {"place": sheet.title, "lead": [], "rows": filled}


def _limited(rows: Iterable[Any]) -> Iterator[Any]:
    for number, row in enumerate(rows, start=1):
        if number > _ROWS:
            raise LimitError(f"{_ROWS} 行を超えます")
        yield row


def _refuse_bombs(body: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        entries = packed.infolist()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > _ZIP_ENTRIES or total > _ZIP_BYTES:
            raise LimitError(f"広げると {total:,} バイト、{len(entries)} 個の部品になります")
        for entry in entries:
            if entry.file_size > _RATIO_MATTERS_FROM and entry.file_size > _ZIP_RATIO * max(entry.compress_size, 1):
                raise LimitError(f"部品 {entry.filename} が {entry.file_size:,} バイトにふくらみます")


def _unwrapped(cell: str | None) -> str:
    """Lines of a PDF cell are only its wrapping: Japanese is joined without a space."""
    return _short((cell or "").replace("\n", ""))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _short(str(value))


def _short(text: str) -> str:
    if len(text) > _CELL_CHARS:
        raise LimitError(f"1 つのセルに {len(text)} 文字あります（上限 {_CELL_CHARS}）")
    return text.strip(" ")


def main() -> int:
    """Read one file, or end with a traceback; the parent says what it means."""
    keep_private()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    body = sys.stdin.buffer.read()
    readers = {"pdf": read_pdf, "xlsx": read_xlsx}
    # A parser may fail on a hostile file in any way: the traceback's last line is the answer then
    answer: dict[str, Any] = {"tables": list(readers[sys.argv[1]](body))}
    json.dump(answer, sys.stdout, ensure_ascii=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
