"""A workbook that somebody put into `decisions`, as texts; one that cannot be read safely is one error with a sentence.

Belongs here: the child process that opens it, and what went wrong in words. Does not belong here: opening a file
(`workbook_child`), what the cells mean (`answers`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipelines.desk.queue_sheets import NAME
from warehouse.errors import StaffError

Grid = list[list[str]]
_WALL_SECONDS = 90.0


class WorkbookError(StaffError):
    """A file cannot be read: broken, too large, too slow, or not what it claims."""


def read_grids(path: Path, wall_seconds: float = _WALL_SECONDS) -> dict[str, Grid]:
    """The sheets of a workbook.

    Args:
        path: the file as it came back.
        wall_seconds: when to give up.

    Returns:
        Sheet → rows of texts, every row as wide as the table that went out; an empty cell is "".

    Raises:
        WorkbookError: with a Japanese sentence that names the file and says what to do.
    """
    command = [sys.executable, "-m", "pipelines.desk.workbook_child"]
    try:
        # Opened here and handed on: the child sees the content and no name it could follow
        with path.open("rb") as file:
            done = subprocess.run(command, stdin=file, capture_output=True, timeout=wall_seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise _refused(path, f"{wall_seconds:g} 秒で読み終えません") from error
    except OSError as error:
        raise _refused(path, f"ファイルを開けません: {error.strerror}") from error
    if done.returncode < 0:
        raise _refused(path, f"読む途中で時間か記憶の上限を超えました（信号 {-done.returncode}）")
    if done.returncode > 0:
        raise _refused(path, "Excel のファイルではないか、壊れています")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "said" in answer:
        raise _refused(path, answer["said"])
    sheets: dict[str, Grid] = answer["sheets"]
    return sheets


def _refused(path: Path, why: str) -> WorkbookError:
    return WorkbookError(
        f"{path.name} は {NAME} として開けません（{why}）。"
        f"出力された {NAME} か、食い違いの Excel に答えを書いてください。"
    )
