"""The foreground server: `python -m scrapers.saved_pages FOLDER`.

Belongs here: its arguments. Does not belong here: pages (`pages`), the life of the server (`scrapers.loopback`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from scrapers.loopback.answers import FIRST_DAY
from scrapers.loopback.server import Loopback, serve
from scrapers.saved_pages.pages import SavedPages, sources_in


def main() -> int:
    """Serves the saved pages until a signal arrives or standard input is closed; they are the same on every day.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m scrapers.saved_pages", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds one folder per host")
    parser.add_argument("--day", type=dt.date.fromisoformat, default=FIRST_DAY, help="day of the answers")
    given = parser.parse_args()
    serve(Loopback(SavedPages(given.folder), given.day), sources_in(given.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
