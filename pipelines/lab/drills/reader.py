"""Somebody who reads the release while it is being published: `python -m pipelines.lab.drills.reader FOLDER`.

Belongs here: looking at `latest` until told to stop. Does not belong here: writing (`child`): a reader starts at once.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pipelines.lab.drills.whole import is_whole


def read(folder: Path) -> int:
    """Look at `latest` until told to stop; 1 when it was not whole."""
    while not (folder / "stop").exists():
        release = (folder / "data" / "published" / "latest").resolve()
        try:
            if not is_whole(release):
                return 1
        except FileNotFoundError:
            # A reader that keeps an old release open for longer than the publisher keeps it starts again
            if release.exists():
                return 1
        time.sleep(0.2)
    return 0


if __name__ == "__main__":
    sys.exit(read(Path(sys.argv[1])))
