"""An attached file as grids; a file that cannot be read safely is one error with a sentence.

Belongs here: the child process and its limits, what comes back. Does not belong here: opening a file (`child`), the
meaning of a column (`platforms.city_attachments`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from scrapers.tables.grid import Grid, unpacked

_WALL_SECONDS = 90
_MEBIBYTE = 1024 * 1024
_SAID_CHARS = 200
_SIZE_LIMITS = {"pdf": 30 * _MEBIBYTE, "xlsx": 20 * _MEBIBYTE}
# Files in the same ZIP wrapping: a part of it, and its kind; the first entry of an OpenDocument names it
_OTHER_ZIPS = (
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument（.ods、.odt）"),
    (b"word/document.xml", "Word（.docx）"),
    (b"ppt/presentation.xml", "PowerPoint（.pptx）"),
)
_MAGIC = {b"%PDF-": "pdf", b"PK\x03\x04": "xlsx"}


class AttachmentError(ValueError):
    """A file cannot be read: broken, too large, too slow, or not what it claims."""


def kind_of(body: bytes) -> str | None:
    """`pdf` or `xlsx` by the first bytes of a file, or None."""
    return next((kind for magic, kind in _MAGIC.items() if body.startswith(magic)), None)


def read_tables(body: bytes, wall_seconds: float = _WALL_SECONDS) -> list[Grid]:
    """The tables of a PDF or Excel file.

    Args:
        body: the file; what it is, its first bytes say, not its name.
        wall_seconds: when to give up.

    Raises:
        AttachmentError: with a Japanese sentence that says what is wrong.
    """
    kind = kind_of(body)
    if kind is None:
        raise AttachmentError(f"PDF でも Excel でもありません（先頭が {body[:8]!r}）")
    other = next((name for part, name in _OTHER_ZIPS if kind == "xlsx" and part in body), None)
    if other is not None:
        raise AttachmentError(
            f"{other} のファイルは読めません。Excel（.xlsx）か PDF に変えて添付するよう頼んでください"
        )
    if len(body) > _SIZE_LIMITS[kind]:
        raise AttachmentError(f"{kind} が大きすぎます（{len(body):,} バイト、上限 {_SIZE_LIMITS[kind]:,}）")
    command = [sys.executable, "-m", "scrapers.attachments.child", kind]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=wall_seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise AttachmentError(f"{kind} を {wall_seconds:g} 秒で読み終えません") from error
    if done.returncode < 0:
        raise AttachmentError(f"{kind} を読む途中で時間か記憶の上限を超えました（信号 {-done.returncode}）")
    if done.returncode > 0:
        complaint = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise AttachmentError(f"{kind} が読めません: {complaint[:_SAID_CHARS]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return [unpacked(table) for table in answer["tables"]]
