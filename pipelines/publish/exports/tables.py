"""The tables of a release as the writers of files ask for them.

Belongs here: whole tables, and plans over them that read only the columns and rows that are needed. Does not belong
here: what a file says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from warehouse.storage import read_table

_ROWS = 50_000
"""Read at a time, whatever the size of the city."""

Tables = Mapping[str, pl.DataFrame]


class TableFiles(Tables):
    """Tables read when they are asked for and forgotten after: of a large city not all fit into memory."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        """Remember where they are.

        Args:
            paths: published table → its Parquet file, which nobody replaces meanwhile.
        """
        self._paths = paths

    def __getitem__(self, name: str) -> pl.DataFrame:
        return read_table(self._paths[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def scan(self, name: str) -> pl.LazyFrame:
        """A plan over a table; not even one of a large city is read whole where a few columns do.

        Args:
            name: of the table.
        """
        return pl.scan_parquet(self._paths[name])


def scanned(tables: Tables, name: str) -> pl.LazyFrame:
    """A plan over a table.

    Args:
        tables: published tables by name.
        name: of the table.
    """
    return tables.scan(name) if isinstance(tables, TableFiles) else tables[name].lazy()


def in_parts(tables: Tables, name: str) -> Iterator[pl.DataFrame]:
    """A table, some rows at a time in their order; one part at least, so that a file without rows has its headings.

    Args:
        tables: published tables by name.
        name: of the table.
    """
    yield scanned(tables, name).head(0).collect()
    yield from scanned(tables, name).collect_batches(chunk_size=_ROWS, maintain_order=True)
