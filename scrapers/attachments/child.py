"""`python -m scrapers.attachments.child KIND`: a file on standard input becomes grids as JSON on standard output.

Belongs here: the limits of time and memory of the process. Does not belong here: opening files (`pdf`, `xlsx`), and
anything that knows of listings.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

from scrapers.attachments.pdf import read_pdf
from scrapers.attachments.xlsx import read_xlsx
from scrapers.tables.grid import Grid, packed
from warehouse.permissions import keep_private

_MEMORY_BYTES = 3 * 1024**3
_CPU_SECONDS = 60
_READERS: dict[str, Callable[[bytes], Iterator[Grid]]] = {"pdf": read_pdf, "xlsx": read_xlsx}


def main() -> int:
    """Read one file, or end with a traceback; the parent says what it means."""
    keep_private()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    body = sys.stdin.buffer.read()
    # A parser may fail on a hostile file in any way: the traceback's last line is the answer then
    answer: dict[str, Any] = {"tables": [packed(grid) for grid in _READERS[sys.argv[1]](body)]}
    json.dump(answer, sys.stdout, ensure_ascii=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
