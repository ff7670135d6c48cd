"""What runs in a process of its own, to be killed or starved: `python -m pipelines.drills.child WHAT FOLDER`.

Belongs here: the loops of the drills' children. Does not belong here: judging them.
"""

from __future__ import annotations

import resource
import shutil
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from pipelines.drills.publishing import _files, is_whole
from pipelines.lock import run_lock
from pipelines.publish.release import publish


def _publish(folder: Path) -> None:
    """Publish two nights in turn, for ever."""
    while True:
        for night in ("b", "a"):
            for old in (folder / "published" / "releases").glob("release-*"):
                if old.resolve() != (folder / "published" / "latest").resolve():
                    shutil.rmtree(old)
            publish(_files(folder / night), folder / "published")


def _publish_once(folder: Path, size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    publish(_files(folder / "b"), folder / "published")


def _read(folder: Path) -> int:
    """Look at `latest` until told to stop; 1 when it was not whole."""
    while not (folder / "stop").exists():
        release = (folder / "published" / "latest").resolve()
        try:
            if not is_whole(release):
                return 1
        except FileNotFoundError:
            # A reader that keeps an old release open for longer than the publisher keeps it starts again
            if release.exists():
                return 1
        time.sleep(0.01)
    return 0


def main() -> int:
    """Do what is asked."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "read":
        return _read(folder)
    if what == "publish":
        _publish(folder)
    if what == "publish_once":
        _publish_once(folder, int(sys.argv[3]))
    if what == "lock":
        with run_lock(folder / "run.lock", datetime(2026, 11, 23, tzinfo=UTC)):
            time.sleep(60)
    return 0


if __name__ == "__main__":
    sys.exit(main())
