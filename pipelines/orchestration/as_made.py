"""Whether tables and workbooks on disk are what today's inputs would make of them: then they need not be made again.

Belongs here: the print of everything that they depend on, and where it is kept. Does not belong here: the same for
pages (`scrapers.runs.as_read`), any step.

The print of a table stands in its file, that of a workbook beside the print of its bytes: whoever writes one anew, or
takes it away, has it made again. Only what depends on nothing but what it is given, and takes long, asks for it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import polars as pl

from cities.here import files_worked_with
from pipelines.settings import ROOT, Settings
from warehouse.storage import read_table, write_text

OF_FILES = "hiroba."
"""How the names of notes begin that go from the metadata of an output into those of its file."""
MADE_OF = f"{OF_FILES}made_of"
"""Where the print stands: in the metadata of an output, and in those of its file."""
OF_A_RUN = ("run_id", "position", "body_sha256")
"""Columns that say when and where a listing was seen: what is made without them holds for a night of the same lists."""
_CODE = ("pipelines", "scrapers", "warehouse")
_NOT_MAKING = ("cli", "lab", "publish", "authoring", "loopback", "saved_pages", "expectations", "data", "judgements")
"""Folders of these packages that make nothing of which this is asked; `warehouse/data` holds what was made."""
_WORKBOOKS = "workbooks_made_of.json"


def print_of(*inputs: pl.DataFrame | str) -> str:
    """The print of a step: today's code and all that is given to it.

    Args:
        inputs: tables, and texts that tell the rest.
    """
    made = hashlib.sha256(_code())
    for each in inputs:
        made.update(_bytes(each) if isinstance(each, pl.DataFrame) else each.encode())
        made.update(b"\x1f")
    return made.hexdigest()


def as_made(settings: Settings, names: Sequence[str], made_of: str) -> list[pl.DataFrame] | None:
    """The tables as they are on disk, or None where one of them was made of something else.

    Args:
        settings: where the tables are.
        names: of the tables.
        made_of: the print of the step that makes them.
    """
    paths = [settings.table_path(name) for name in names]
    if not all(path.is_file() and pl.read_parquet_metadata(path).get(MADE_OF) == made_of for path in paths):
        return None
    return [read_table(path) for path in paths]


def made_once(settings: Settings, path: Path, made_of: str, write: Callable[[], int]) -> int:
    """Write a workbook, unless it is there as it was written, of the same.

    Args:
        settings: where it is noted.
        path: the workbook.
        made_of: the print of what it is made of.
        write: writes it and counts what is in it.

    Returns:
        What `write` said when it wrote it.
    """
    notes = settings.tables_dir / _WORKBOOKS
    known = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else {}
    before = known.get(path.name)
    if before and before[:2] == [made_of, _print(path)]:
        return int(before[2])
    count = write()
    write_text(notes, json.dumps({**known, path.name: [made_of, _print(path), count]}, ensure_ascii=False))
    return count


def _print(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _bytes(df: pl.DataFrame) -> memoryview:
    written = io.BytesIO()
    df.write_ipc(written, compression="uncompressed")
    return written.getbuffer()


@cache
def _code() -> bytes:
    """Print of the code that makes tables, of what it looks up, and of the libraries it is locked to."""
    made = hashlib.sha256(sys.version.encode())
    for path in [ROOT / "requirements.lock", *_files()]:
        made.update(f"\n{os.path.relpath(path, ROOT)} ".encode() + hashlib.sha256(path.read_bytes()).digest())
    return made.digest()


def _files() -> Iterator[Path]:
    yield from files_worked_with()
    for package in _CODE:
        for folder in sorted(each for each in (ROOT / package).iterdir() if each.name not in _NOT_MAKING):
            for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
                if path.is_file() and "__pycache__" not in path.parts:
                    yield path
