"""Drills of the disk: full, or read-only, from each stage of a night on.

Belongs here: a small disk of its own (tmpfs) and what becomes of a night on it. Does not belong here: what a night
writes (`child`).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipelines.lab.drills.child import night
from pipelines.lab.drills.publishing import start, two_nights
from pipelines.lab.drills.result import Drill
from pipelines.lab.drills.whole import STAGES, files_of, is_whole
from pipelines.publish.release import publish

_SIZE = "96m"
_HOW = {"full": "容量切れ", "ro": "書き込み禁止"}


def disks(folder: Path, stages: Sequence[str] = STAGES) -> Iterator[Drill]:
    """A full and a read-only disk from each stage on; the release stays, the next night works.

    Args:
        folder: an empty folder.
        stages: which stages.
    """
    for how, what in _HOW.items():
        place = folder / how
        with _small_disk(place / "data") as is_mounted:
            if not is_mounted:
                yield Drill(
                    f"{what}（段階ごと）", "latest は前のまま", 0, 0, "この環境では小さいディスクを作れず、試していない"
                )
                continue
            yield _broken(place, how, what, stages)


def _broken(place: Path, how: str, what: str, stages: Sequence[str]) -> Drill:
    two_nights(place)
    first = (place / "data" / "published" / "latest").resolve()
    survived, stopped = 0, []
    for stage in stages:
        number = STAGES.index(stage)
        child = start("broken_at", place, str(number), how)
        child.communicate()
        _mend(place / "data")
        latest = (place / "data" / "published" / "latest").resolve()
        is_kept = is_whole(latest) and (latest == first or number > STAGES.index("公開"))
        if child.returncode:
            stopped.append(stage)
        night(place, "b")
        survived += is_kept and is_whole(place / "data" / "published" / "latest")
        for each in (place / "data").iterdir():
            shutil.rmtree(each)
        publish(files_of(place / "a"), place / "data" / "published")
    seen = f"止まった段階: {'、'.join(stopped)}。直すと次の夜はそのまま公開できた"
    must = "latest は前の完全な公開のまま。直せば手当てなしで次の夜が通る"
    return Drill(f"{what}（{'・'.join(stages)}の各段階から）", must, len(stages), survived, seen)


def _mend(data: Path) -> None:
    subprocess.run(["mount", "-o", "remount,rw", str(data)], check=False, capture_output=True)
    (data / "ballast").unlink(missing_ok=True)


@contextmanager
def _small_disk(place: Path) -> Iterator[bool]:
    """A disk in memory; False where only the administrator may have one."""
    place.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(place)]
    is_mounted = (
        shutil.which("mount") is not None and subprocess.run(command, check=False, capture_output=True).returncode == 0
    )
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", str(place)], check=False, capture_output=True)
