"""One writer at a time."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warehouse.lock import AlreadyRunningError, run_lock

FIRST = datetime(2026, 11, 23, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_a_second_writer_is_told_since_when_the_first_runs(tmp_path: Path) -> None:
    path = tmp_path / "new" / "run.lock"
    told = r"2026-11-23T01:00:00.*まだ動いています"
    with run_lock(path, FIRST), pytest.raises(AlreadyRunningError, match=told), run_lock(path, LATER):
        pytest.fail("two writers at once")


def test_a_refused_writer_does_not_free_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    with run_lock(path, FIRST):
        for _ in range(2):
            with pytest.raises(AlreadyRunningError, match="T01:00:00"), run_lock(path, LATER):
                pytest.fail("two writers at once")


@pytest.mark.parametrize("error", [None, ValueError("broken"), KeyboardInterrupt()])
def test_the_lock_is_freed_however_the_run_ends(error: BaseException | None, tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    try:
        with run_lock(path, FIRST):
            if error is not None:
                raise error
    except (ValueError, KeyboardInterrupt) as raised:
        assert raised is error
    with run_lock(path, LATER):
        assert "T02:00:00" in path.read_text(encoding="utf-8")


def test_a_process_that_dies_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    code = (
        "import os, sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from warehouse.lock import run_lock\n"
        "with run_lock(Path(sys.argv[1]), datetime(2026, 11, 23, 1, tzinfo=UTC)): os._exit(9)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, check=False).returncode == 9
    with run_lock(path, LATER):
        assert "T02:00:00" in path.read_text(encoding="utf-8")


def test_an_unreadable_lock_file_still_refuses(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    with run_lock(path, FIRST):
        path.write_text("", encoding="utf-8")
        with pytest.raises(AlreadyRunningError, match="別の更新がまだ動いています"), run_lock(path, LATER):
            pytest.fail("two writers at once")
