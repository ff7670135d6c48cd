"""The one way onto the disk and back: whole files, swapped in at once, readable by whom the folder says.

Belongs here: tables as Parquet (checked against the contract, sorted, compressed), texts, folders, the swap, and which
files a folder holds. Does not
belong here: where a run or a release lives (`scrapers.runs.run`, `pipelines.publish`), who may read a folder
(`warehouse.permissions`), the files that people keep (`warehouse.ledgers`).
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from warehouse.contract import CONTRACT_VERSION, LICENCE, Table
from warehouse.contract.derived.ddl import column_comment
from warehouse.contract.derived.frames import conform
from warehouse.errors import StaffError
from warehouse.permissions import as_its_folder, make_folder

ROW_GROUP = 16_384
"""Rows that lie together: who asks for one ward of many activities over the web reads the groups of that ward. Smaller
ones make the list of them, which everybody reads, larger than what they save (`hiroba bench remote`)."""


class MissingTableError(StaffError, FileNotFoundError):
    """A table was not made yet; the message says which step makes it."""


def write_table(table: Table, df: pl.DataFrame, path: Path, metadata: dict[str, str] | None = None) -> pl.DataFrame:
    """Write `df` as the file of `table`, or refuse and leave any older file as it is.

    The same rows give the same bytes, whatever their order on entry.

    Args:
        table: declaration of the table.
        df: rows in any order with exactly the declared columns.
        path: file to replace.
        metadata: further key-value metadata for the Parquet footer, e.g. the profile.

    Returns:
        The frame as written: declared column order, sorted by key.

    Raises:
        ContractError: the frame breaks the contract.
    """
    conformed = conform(table, df)
    make_folder(path.parent)
    part = path.with_name(f".{path.name}.part")
    notes = {"hiroba.table": table.name, "hiroba.contract_version": CONTRACT_VERSION, **(metadata or {})}
    notes["hiroba.description"] = f"{table.ja} / {table.en}"
    notes["hiroba.columns"] = json.dumps(
        {name: column_comment(name) for name in table.column_names}, ensure_ascii=False
    )
    if table.is_published:
        notes["hiroba.licence"] = LICENCE
    conformed.write_parquet(part, compression="zstd", metadata=notes, row_group_size=ROW_GROUP)
    swap_in(part, path)
    return conformed


def copy_noted(path: Path, copy: Path, notes: dict[str, str]) -> None:
    """The same table in another file, which says more of itself.

    Args:
        path: Parquet file of a table.
        copy: file to write; nobody may be reading it.
        notes: further key-value metadata for the footer; what was there stays.
    """
    kept = {name: text for name, text in pl.read_parquet_metadata(path).items() if name.startswith("hiroba.")}
    read_table(path).write_parquet(copy, compression="zstd", metadata=kept | notes)


def swap_in(part: Path, path: Path) -> None:
    """Give a finished file (or link) its name, in one step that a power cut cannot undo.

    Without the two syncs a machine that loses power may keep the new name and lose the content behind it. The group
    reads the file when it reads the folder.

    Args:
        part: the finished file, in the same folder.
        path: its name; what had that name is replaced.
    """
    if not part.is_symlink():
        as_its_folder(part)
        sync(part)
    part.replace(path)
    sync(path.parent)


def write_bytes(path: Path, body: bytes) -> None:
    """Write a file whole or leave the older one as it is; its folder is made where there is none.

    Args:
        path: file to replace.
        body: its content.
    """
    make_folder(path.parent)
    # With the number of the process: two that write the same file must not share the unfinished one
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(body)
    swap_in(part, path)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, as `write_bytes` does."""
    write_bytes(path, text.encode())


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, have reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all() -> None:
    """Wait until everything that was written has reached the disk: for many files, which one by one take long."""
    os.sync()


class Found(NamedTuple):
    """A file that lies somewhere below a folder: where, as a text, and its bytes."""

    path: str
    size: int


def files_under(folder: Path | str) -> Iterator[Found]:
    """Every file in a folder and below it, in the order of their paths.

    A site has more files than a city has activities: a `Path` for each costs more than reading it.

    Args:
        folder: where to look.
    """
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from files_under(entry.path)
        elif entry.is_file():
            yield Found(entry.path, entry.stat().st_size)


def read_whole(path: str) -> bytes:
    """All of a small file.

    Args:
        path: as `files_under` gives it.
    """
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a hundred thousand times
        return file.readall()


def read_table(path: Path) -> pl.DataFrame:
    """Read one Parquet file of a table.

    Raises:
        MissingTableError: the file does not exist; the message says which step makes it.
    """
    if not path.is_file():
        raise MissingTableError(f"{path.name} がまだありません。先に上流の工程を実行してください: {path}")
    # Opened once: polars opens a path twice, and a table may be replaced, or `latest` may move, between the two
    return pl.read_parquet(io.BytesIO(path.read_bytes()))
