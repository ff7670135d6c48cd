"""The one step that writes a `.duckdb` file.

Belongs here: that file. Does not belong here: SQL models (`dbt_like_sql`) or DDL (`warehouse.contract.derived.ddl`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from warehouse.contract import TOKYO, published_tables, table
from warehouse.contract.derived.ddl import as_of_macro, comments, create_table

# A file written with the defaults of DuckDB 2.0 opens in no 1.x client; this one opens in 1.2 and later
STORAGE_VERSION = "v1.2.0"
# Every column takes at least one block: with the default of 256 KiB a few thousand rows become a file of 12 MB
BLOCK_SIZE = 16_384


def write_duckdb(files: Mapping[str, Path], path: Path, note_ja: str) -> None:
    """Write all published tables with keys and comments into one DuckDB file.

    Args:
        files: published table → its Parquet file.
        path: the file to make; it must not exist.
        note_ja: remark in front of every table comment, e.g. that the data are a sample.
    """
    with duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as con:
        con.execute(f"SET TimeZone = '{TOKYO.key}'")
        con.execute(
            f"ATTACH '{_literal(path)}' AS release_file (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE})"
        )
        con.execute("USE release_file")
        con.execute("BEGIN")  # one write to the disk, not one per comment
        for entry in published_tables():
            con.execute(create_table(entry))
            columns = ", ".join(entry.column_names)
            con.execute(
                f"INSERT INTO {entry.name} ({columns}) SELECT {columns} FROM read_parquet(?)",  # noqa: S608  # names come from the contract
                [str(files[entry.name])],
            )
            for statement in comments(entry, note_ja):
                con.execute(statement)
        con.execute(as_of_macro(*map(table, ("core__activities", "activity_history", "activities"))))
        con.execute("COMMIT")
        con.execute("CHECKPOINT release_file")
        con.execute("USE memory")
        con.execute("DETACH release_file")


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")
