"""Reading and writing the Parquet file of a table: checked against the contract, sorted, compressed, swapped in whole.

Belongs here: the one way a table gets onto the disk and back. Does not belong here: where a run or a release lives
(`scrapers.runs`, `pipelines.publish`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from warehouse.contract import CONTRACT_VERSION, LICENCE, Table
from warehouse.contract.ddl import column_comment
from warehouse.contract.frames import conform


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
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    notes = {"hiroba.table": table.name, "hiroba.contract_version": CONTRACT_VERSION, **(metadata or {})}
    notes["hiroba.description"] = f"{table.ja} / {table.en}"
    notes["hiroba.columns"] = json.dumps(
        {name: column_comment(name) for name in table.column_names}, ensure_ascii=False
    )
    if table.is_published:
        notes["hiroba.licence"] = LICENCE
    conformed.write_parquet(part, compression="zstd", metadata=notes)
    swap_in(part, path)
    return conformed


def swap_in(part: Path, path: Path) -> None:
    """Give a finished file (or link) its name, in one step that a power cut cannot undo.

    Without the two syncs a machine that loses power may keep the new name and lose the content behind it.

    Args:
        part: the finished file, in the same folder.
        path: its name; what had that name is replaced.
    """
    if not part.is_symlink():
        sync(part)
    part.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, have reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def append_csv(path: Path, *rows: Mapping[str, str | None]) -> None:
    """Add rows to a file that people keep; it is replaced as a whole or not at all.

    Args:
        path: the file; made with the columns of the first row when it does not exist.
        *rows: column → text, at least one, all with the same columns.
    """
    names = list(rows[0])
    schema = dict.fromkeys(names, pl.String)
    known = pl.read_csv(path, infer_schema=False).select(names) if path.is_file() else pl.DataFrame(schema=schema)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    pl.concat([known, pl.DataFrame(rows, schema=schema)]).write_csv(part)
    swap_in(part, path)


def read_table(path: Path) -> pl.DataFrame:
    """Read one Parquet file of a table.

    Raises:
        FileNotFoundError: the file does not exist; the message says which step makes it.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path.name} がまだありません。先に上流の工程を実行してください: {path}")
    # polars opens a path twice: through `latest` the two may be of two releases
    return pl.read_parquet(path.resolve())
