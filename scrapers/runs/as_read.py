"""Whether a run on disk is what reading it again would make of it: then it need not be read again.

Belongs here: the print of everything that reading depends on and leads to. Does not belong here: reading (`replay`),
which runs are read again (`pipelines.ingest.reread`).

The same bodies, read by the same code with the same declaration, give the same tables: what a night without a change
in any of them reads again is what it has. The print is only ever a reason to leave a run as it is; whoever takes its
file away has the run read again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cities.here import files_worked_with
from scrapers.runs.archive import Archive
from scrapers.runs.run import PARTITION_TABLES, Run, last_healthy
from warehouse.storage import read_table, write_text

NAME = "as_read.sha256"
_ROOT = Path(__file__).parents[2]
_CODE = ("scrapers", "warehouse")
_NOT_READING = ("authoring", "loopback", "saved_pages", "expectations", "data", "judgements", "__pycache__")
"""Folders of these packages that no reading looks into."""


def is_as_read(run: Run, archive: Archive, accepted: str | None) -> bool:
    """Whether a run holds what today's code reads from bodies that are all there and sound.

    Args:
        run: which.
        archive: holds what was fetched.
        accepted: why a person says that what is unusual in this run is right, or None.

    Raises:
        FileNotFoundError: the archive lacks a body.
        ValueError: a body is damaged.
    """
    path = run.folder / NAME
    if not path.is_file() or path.read_text(encoding="ascii") != _print_of(run, accepted):
        return False
    for digest in read_table(run.folder / "raw__fetches.parquet").get_column("body_sha256").drop_nulls().unique():
        archive.get(digest)
    return True


def keep_as_read(run: Run, accepted: str | None) -> None:
    """Note that the tables of a run are what today's code reads from its bodies.

    Args:
        run: which; its tables are written.
        accepted: as for `is_as_read`.
    """
    write_text(run.folder / NAME, _print_of(run, accepted))


def _print_of(run: Run, accepted: str | None) -> str:
    digest = hashlib.sha256(_code())
    # What the verdict looks at beside the pages: the declaration, what a person said, the last healthy run
    healthy = last_healthy(run.folder.parent, run.run_id)
    digest.update(repr((run.source, accepted, sorted(healthy.items()) if healthy else None)).encode())
    for name in PARTITION_TABLES:
        path = run.folder / f"{name}.parquet"
        digest.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"-")
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """Print of the code that reads, of what it looks up, and of the libraries it is locked to."""
    digest = hashlib.sha256(sys.version.encode())
    for path in [_ROOT / "requirements.lock", *_files()]:
        digest.update(f"\n{os.path.relpath(path, _ROOT)} ".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _files() -> Iterator[Path]:
    yield from files_worked_with()
    for package in _CODE:
        for path in sorted((_ROOT / package).rglob("*")):
            if path.is_file() and set(path.relative_to(_ROOT).parts).isdisjoint(_NOT_READING):
                yield path
