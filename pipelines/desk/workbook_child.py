"""`python -m pipelines.desk.workbook_child`: a workbook on standard input becomes its sheets as JSON.

Belongs here: opening what people put into `decisions`, within limits of time, memory, rows, columns and length of a
cell. Does not belong here: what the cells mean (`answers`). Nothing is executed: formulas give their stored value.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

import openpyxl

from pipelines.desk.queue_sheets import COPY, HEADERS, KEYS, OWNER_KEYS, SHEET
from scrapers.attachments.limits import LimitError
from scrapers.attachments.xlsx import refuse_bombs

_MEMORY_BYTES = 2 * 1024**3
_CPU_SECONDS = 60
_ROWS = 20_000
_MORE_ROWS = 20
"""Rows below the hidden copy that are looked at: somebody may have written there, and wants to be told."""
_SHEETS = 200
_CELL_CHARS = 5_000
_FILE_BYTES = 64 * 1024**2


def read_workbook(body: bytes) -> dict[str, list[list[str]]]:
    """Sheet → rows of texts; an empty cell is "".

    Raises:
        LimitError: the file goes beyond a limit; the message is Japanese.
        KeyError: a sheet is missing.
    """
    refuse_bombs(body)
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    if OWNER_KEYS in book.sheetnames:
        return {name: list(_rows(book[name], _ROWS)) for name in book.sheetnames[:_SHEETS]}
    for name in (SHEET, COPY, KEYS):
        if name not in book.sheetnames:
            raise LimitError(f"シート「{name}」がありません")
    copy = list(_rows(book[COPY], _ROWS))
    most = len(copy) + _MORE_ROWS
    return {COPY: copy, SHEET: list(_rows(book[SHEET], most)), KEYS: list(_rows(book[KEYS], most))}


def _rows(sheet: Any, most: int) -> Iterator[list[str]]:
    # What a sheet declares as its size is a claim: one cell far down would be padded with a million empty rows
    sheet.reset_dimensions()
    empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=len(HEADERS), values_only=True), start=1):
        texts = [_text(value, number) for value in row]
        if not any(texts):
            empty += 1  # formats alone, or on the way to a cell far down
            if empty > _ROWS:
                raise LimitError(f"シート「{sheet.title}」に {_ROWS} を超える行があります")
            continue
        if number > most:
            raise LimitError(f"シート「{sheet.title}」の {number} 行に書き込みがあります。消してください")
        yield from ([""] * len(HEADERS) for _ in range(empty))
        empty = 0
        yield texts


def _text(value: object, number: int) -> str:
    text = "" if value is None else str(value)
    if len(text) > _CELL_CHARS:
        raise LimitError(f"{number} 行のセルに {len(text)} 文字あります（上限 {_CELL_CHARS}）")
    return text


def main() -> int:
    """Read one file; a sentence, or a traceback of which the parent makes one, when it cannot be read."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    body = sys.stdin.buffer.read(_FILE_BYTES + 1)
    answer: dict[str, Any]
    try:
        if len(body) > _FILE_BYTES:
            raise LimitError(f"{_FILE_BYTES:,} バイトを超えます")
        answer = {"sheets": read_workbook(body)}
    except LimitError as error:
        answer = {"said": str(error)}
    json.dump(answer, sys.stdout, ensure_ascii=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
