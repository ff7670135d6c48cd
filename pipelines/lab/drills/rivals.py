"""Drills of rivals: two runs at once, a run that is cancelled, a run or a crawl that is killed.

Belongs here: real runs as processes (`hiroba run`), and what they leave. Does not belong here: what a night writes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipelines.lab.drills.publishing import start, wait_for
from pipelines.lab.drills.result import Drill
from pipelines.lab.drills.whole import is_whole
from warehouse.lock import AlreadyRunningError, run_lock
from warehouse.storage import read_table

_PATIENCE = 600.0


def two_at_once(folder: Path) -> Drill:
    """A second writer is refused; the lock of a dead one is free."""
    path, now = folder / "run.lock", datetime(2026, 11, 23, tzinfo=UTC)
    survived = 0
    with run_lock(path, now):
        try:
            with run_lock(path, now):
                pass
        except AlreadyRunningError:
            survived += 1
    child = start("lock", folder)
    wait_for(folder / "started")
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with run_lock(path, now):
        survived += 1
    must = "後から来たほうが断られ、死んだ鍵は残らない"
    return Drill("鍵: 二人の書き手、死んだ書き手", must, 2, survived, "断られたのは後のほうだけ")


def runs(data: Path) -> Iterator[Drill]:
    """Whole runs that get into each other's way.

    Args:
        data: a data folder with crawls of the sample city and a release.
    """
    yield _second(data)
    yield _cancelled(data)
    yield _killed(data)
    yield _lost_crawl(data)


def hiroba(data: Path, *arguments: str) -> subprocess.Popen[str]:
    """A command of the product on a data folder."""
    command = [str(Path(sys.executable).with_name("hiroba")), *arguments]
    environment = os.environ | {"HIROBA_DATA_DIR": str(data), "HIROBA_PROFILE": "sample"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, env=environment, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", start_new_session=True
    )


def _running(data: Path, command: subprocess.Popen[str]) -> None:
    """Wait until the run writes tables."""
    mark = data / "sample" / "tables" / "raw__runs.parquet"
    before = mark.stat().st_mtime_ns if mark.exists() else 0
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and command.poll() is None:
        if mark.exists() and mark.stat().st_mtime_ns != before:
            return
        time.sleep(0.1)


def _latest(data: Path) -> Path:
    return data / "sample" / "published" / "latest"


def _second(data: Path) -> Drill:
    first = hiroba(data, "run", "--from-archive")
    _running(data, first)
    second = hiroba(data, "run", "--from-archive")
    errors = second.communicate(timeout=_PATIENCE)[1]
    first.communicate(timeout=_PATIENCE)
    is_refused = second.returncode == 2 and "まだ動いています" in errors
    survived = is_refused and first.returncode == 0 and is_whole(_latest(data))
    seen = f"後の更新は断られた（終了 {second.returncode}）、先の更新は公開した（終了 {first.returncode}）"
    return Drill("同時に二つの hiroba run", "後のほうが文で断られ、先のほうは公開する", 1, int(survived), seen)


def _cancelled(data: Path) -> Drill:
    """The signals by which the screen ends a run."""
    before, survived, codes = _latest(data).resolve(), 0, []
    for number in (signal.SIGINT, signal.SIGTERM):
        command = hiroba(data, "run")
        crawls = _children(command)
        command.send_signal(number)
        command.communicate(timeout=_PATIENCE)
        codes.append(command.returncode)
        survived += _latest(data).resolve() == before and gone(crawls) and command.returncode != 0
    seen = f"終了コード {codes}、残った子 0、latest は前のまま"
    must = "取得の子も終わり、latest は前のまま、鍵は残らない"
    return Drill("取得中の中止（画面の中止と同じ SIGINT と SIGTERM）", must, 2, survived, seen)


def _killed(data: Path) -> Drill:
    before = _latest(data).resolve()
    command = hiroba(data, "run")
    crawls = _children(command)
    command.send_signal(signal.SIGKILL)
    command.communicate()
    is_gone = gone(crawls)
    again = hiroba(data, "run", "--from-archive")
    again.communicate(timeout=_PATIENCE)
    is_kept = is_whole(_latest(data)) and before.exists()
    seen = f"取得の子は{'終わった' if is_gone else '残った'}、次の更新は終了 {again.returncode}"
    must = "取得の子だけが動き続けることはなく、次の更新がそのまま通る"
    return Drill("取得中の更新を kill -9", must, 1, int(is_gone and is_kept and again.returncode == 0), seen)


def _lost_crawl(data: Path) -> Drill:
    before = read_table(_latest(data) / "activities.parquet").height
    command = hiroba(data, "run")
    crawls = _children(command)
    os.kill(crawls[0], signal.SIGKILL)
    command.communicate(timeout=_PATIENCE)
    sources = read_table(_latest(data) / "sources.parquet")
    broken = sources.filter(sources["selection_code"] == "last_good").height
    lost = before - read_table(_latest(data) / "activities.parquet").height
    is_right = command.returncode == 0 and broken == 1 and is_whole(_latest(data))
    seen = f"公開した（終了 {command.returncode}）、前の取得を使った情報源 {broken}、減った活動 {lost}"
    must = "その情報源だけが前の取得のまま、公開はされる"
    return Drill("取得の子を一つ kill -9", must, 1, int(is_right), seen, max(lost, 0))


def _children(command: subprocess.Popen[str]) -> list[int]:
    """Crawls that a run has started, once there are some."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and command.poll() is None:
        crawls = [pid for pid in _processes(command.pid) if "scrapers.crawl.runner" in command_line(pid)]
        if crawls:
            return crawls
        time.sleep(0.1)
    return []


def _processes(parent: int) -> list[int]:
    path = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in path.read_text().split()] if path.exists() else []


def command_line(pid: int) -> str:
    """The command line of a process; empty when there is none."""
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_bytes().replace(b"\0", b" ").decode() if path.exists() else ""


def gone(pids: list[int]) -> bool:
    """Whether these crawls, of which there are some, end soon."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not any("scrapers.crawl.runner" in command_line(pid) for pid in pids):
            return bool(pids)
        time.sleep(0.2)
    return False
