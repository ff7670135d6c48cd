"""The one step that writes a `.duckdb` file.

Belongs here: that file. Does not belong here: SQL models (`dbt_like_sql`) or DDL (`warehouse.contract.derived.ddl`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from warehouse.contract import TOKYO, Table, published_tables, table
from warehouse.contract.derived.ddl import as_of_macro, comments, create_table, label_view
from warehouse.contract.model import Reference

# A file written with the defaults of DuckDB 2.0 opens in no 1.x client; this one opens in 1.2 and later
STORAGE_VERSION = "v1.2.0"
# Every column takes at least one block: with the default of 256 KiB a few thousand rows become a file of 12 MB
BLOCK_SIZE = 16_384
# The index of a key takes two thirds of the file of a large city, and as much memory; it saves a reader milliseconds:
# rows lie in the order of their key, or of what readers ask by. From here on a key is what the data dictionary says and
# checks have seen to
MOST_INDEXED = 50_000
# What was written stays in memory until there is no room
MEMORY = "800MB"


@contextmanager
def release_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes into a new DuckDB file which older clients open too; the file is whole at the end.

    Args:
        path: the file to make; it must not exist.
    """
    # One thread: each of them holds many rows until it has enough for a block
    settings: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1}
    settings |= {"memory_limit": MEMORY, "temp_directory": f"{path}.tmp"}
    with duckdb.connect(config=settings) as con:
        con.execute(f"SET TimeZone = '{TOKYO.key}'")
        con.execute("SET zstd_min_string_length = 1")  # by itself only for pages of text; 1.2 reads it: a quarter less
        con.execute(
            f"ATTACH '{_literal(path)}' AS release_file (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE})"
        )
        con.execute("USE release_file")
        yield con
        con.execute("CHECKPOINT release_file")
        con.execute("USE memory")
        con.execute("DETACH release_file")


def write_duckdb(files: Mapping[str, Path], path: Path, note_ja: str) -> None:
    """Write all published tables with comments, and those that are not large with their keys, into one DuckDB file.

    Args:
        files: published table → its Parquet file.
        path: the file to make; it must not exist.
        note_ja: remark in front of every table comment, e.g. that the data are a sample.
    """
    with release_file(path) as con:
        known: dict[str, Table] = {}
        for entry in _in_order():
            con.execute("BEGIN")  # one write to the disk, not one per comment; and no table waits for another one
            _write_table(con, entry, files[entry.name], note_ja, known)
            con.execute("COMMIT")
        for entry in published_tables():
            if view := label_view(entry):
                con.execute(view)
                said = f"{note_ja}{entry.ja}（符号の代わりに日本語） / {entry.en}, labels in place of codes"
                con.execute(f"COMMENT ON VIEW v_{entry.name} IS '{_literal(said)}'")
        con.execute(as_of_macro(*map(table, ("core__activities", "activity_history", "activities"))))


def _in_order() -> list[Table]:
    """The tables, each behind those its rows point to."""
    every = {entry.name: entry for entry in published_tables()}
    of = {name: {each.target_table for each in entry.references} - {name} for name, entry in every.items()}
    return [every[name] for name in TopologicalSorter(of).static_order() if name in every]


def _write_table(
    con: duckdb.DuckDBPyConnection, entry: Table, rows: Path, note_ja: str, known: dict[str, Table]
) -> None:
    """Write a table; one with its key is known from then on, so that others may point to it."""
    (count,) = con.execute("SELECT count(*) FROM read_parquet(?)", [str(rows)]).fetchall()[0]
    has_key = count <= MOST_INDEXED
    pointing = [each for each in entry.references if _can_point(con, each, known, rows)] if has_key else []
    con.execute(create_table(entry, has_key=has_key, pointing=pointing))
    if has_key:
        known[entry.name] = entry
    columns = ", ".join(entry.column_names)
    con.execute(
        f"INSERT INTO {entry.name} ({columns}) SELECT {columns} FROM read_parquet(?)",  # noqa: S608  # names come from the contract
        [str(rows)],
    )
    for statement in comments(entry, note_ja):
        con.execute(statement)


def _can_point(con: duckdb.DuckDBPyConnection, reference: Reference, known: dict[str, Table], rows: Path) -> bool:
    """Whether a reference can be a foreign key: its target is there with its key, and every row has one there.

    That every row has one is a check of the night; a release from which a listing was taken away later has passed none.
    """
    target = known.get(reference.target_table)
    if target is None or target.key != (reference.target_column,):
        return False
    lost = con.execute(
        f"SELECT count(*) FROM read_parquet(?) AS t WHERE t.{reference.column} IS NOT NULL AND NOT EXISTS "  # noqa: S608  # names come from the contract
        f"(SELECT 1 FROM {target.name} AS o WHERE o.{reference.target_column} = t.{reference.column})",
        [str(rows)],
    ).fetchall()[0][0]
    return bool(lost == 0)


def _literal(path: Path | str) -> str:
    return str(path).replace("'", "''")
