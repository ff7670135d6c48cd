"""Asks one question of a release over HTTP: `python read_remote.py WHAT URL FILE.sql`, where DuckDB is installed.

Belongs here: what a team with DuckDB and its HTTP extension does. Does not belong here: making the environment
(`lab.bench.clients`), counting. Imports nothing of the project.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
import duckdb_extension_httpfs


def main(what: str, url: str, question: str) -> None:
    """Say the version and the first value of the answer."""
    extension = next(Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension"))
    con = duckdb.connect()
    con.execute(f"LOAD '{extension}'")
    if what == "duckdb":
        con.execute(f"ATTACH '{url}/hiroba.duckdb' AS release (READ_ONLY)")
        con.execute("USE release")
    else:
        con.read_parquet(f"{url}/activities.parquet").create_view("activities")
    answer = con.execute(Path(question).read_text(encoding="utf-8")).fetchone()[0]
    sys.stdout.write(json.dumps({"version": duckdb.__version__, "answer": answer}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
