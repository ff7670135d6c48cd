"""Whole nights of the sample city, one after the other.

Belongs here: real crawls, real Dagster, in a process of its own. Does not belong here: faults themselves
(`scrapers.sample_city.faults`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.drills.publishing import is_whole
from pipelines.drills.result import Drill

_DAYS = tuple(f"2026-11-{day}" for day in range(23, 30)) + tuple(f"2026-12-{day:02d}" for day in range(1, 4))


def nights(folder: Path) -> Iterator[Drill]:
    """Days of the sample calendar one after the other: every night is published, whole."""
    survived = 0
    for day in _DAYS:
        command = [str(Path(sys.executable).with_name("hiroba")), "run", "--sample-day", day]
        environment = os.environ | {"HIROBA_DATA_DIR": str(folder)}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        survived += done.returncode == 0 and is_whole(folder / "sample" / "published" / "latest")
    yield Drill(
        "見本の暦の夜を続けて", len(_DAYS), survived, "すべて公開され、完全だった" if survived == len(_DAYS) else ""
    )
