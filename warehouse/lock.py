"""One writer at a time, also across processes.

Belongs here: the lock a run holds, and who holds it. Does not belong here: what a run does. Reading needs no lock.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from warehouse.errors import StaffError


class AlreadyRunningError(StaffError):
    """Another run is writing; says since when."""


@contextmanager
def run_lock(path: Path, started_at: datetime) -> Iterator[None]:
    """Hold the lock of a data folder; the system frees it when the process dies.

    Raises:
        AlreadyRunningError: another run holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(_refusal(path)) from None
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "started_at": started_at.isoformat(timespec="seconds")}, file)
        file.flush()
        yield


def is_held(path: Path) -> bool:
    """Whether a run is writing now."""
    if not path.is_file():
        return False
    with path.open("r", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _refusal(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        who = f"{holder['started_at']} に始まった更新（プロセス {holder['pid']}）"
    except (json.JSONDecodeError, KeyError):
        who = "別の更新"
    return f"{who}がまだ動いています。終わってからもう一度実行してください。"
