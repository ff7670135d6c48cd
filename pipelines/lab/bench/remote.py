"""A release read in place over HTTP: how many bytes one question takes, of Parquet and of the DuckDB file.

Belongs here: a large release as other cities would have it, its server, who asks. Does not belong here: the server
(`ranged`), what a client does (`clients/read_remote.py`).
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from cities.here import here
from pipelines.lab.bench.clients import CLIENTS, python_of
from pipelines.lab.bench.ranged import Counted, served
from pipelines.lab.bench.release import IDS
from pipelines.publish.duckdb_file import write_duckdb
from pipelines.publish.release import DUCKDB_NAME
from warehouse.contract import Table, published_tables, table
from warehouse.storage import read_table, write_table

ACTIVITIES = 100_000
_CLIENT = "duckdb_remote"
_FIRST, _COUNT, _STEP = 0x4E00, 6_000, 131
_ASKED = "公園"
"""What the question looks for in names stays as it is in every city."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def remote(tables_dir: Path, size: int = ACTIVITIES) -> Iterator[str]:
    """Bytes, requests and the share of the file, for DuckDB over HTTP and for polars.

    Args:
        tables_dir: tables of the newest run.
        size: activities.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_large(tables_dir, size, folder)
        rows = pl.scan_parquet(folder / "activities.parquet").select(pl.len()).collect().item()
        question = next((here().folder / "queries").glob("06_*.sql"))
        yield f"活動 {rows:,} の公開、問い {question.stem}"
        with served(folder) as server:
            for what in ("parquet", "duckdb"):
                yield _of_duckdb(server, folder, what, question)
            yield _of_polars(server, folder, question)


def write_large(tables_dir: Path, size: int, folder: Path) -> None:
    """Published tables and the DuckDB file of so many activities, no two cities of them with the same texts.

    Copies with other IDs alone would compress to nothing: what is read of a file depends on how it compresses.

    Args:
        tables_dir: tables of the newest run.
        size: activities.
        folder: where they go.
    """
    copies = max(round(size / read_table(tables_dir / "activities.parquet").height), 1)
    files = {entry.name: folder / f"{entry.name}.parquet" for entry in published_tables()}
    for entry in published_tables():
        df = read_table(tables_dir / f"{entry.name}.parquet")
        if not set(IDS).isdisjoint(entry.key):
            df = pl.concat([_of_city(entry, df, city) for city in range(copies)])
        write_table(table(entry.name), df, files[entry.name])
    write_duckdb(files, folder / DUCKDB_NAME, "")


def _of_city(entry: Table, df: pl.DataFrame, city: int) -> pl.DataFrame:
    """The rows of one city: IDs and texts of its own; codes, days and numbers as they are."""
    ids = [name for name in IDS if name in entry.column_names]
    lists = [name for name in df.columns if name.endswith("_listing_ids")]
    texts = [name for name, dtype in df.schema.items() if dtype == pl.String and _is_said(name) and name not in ids]
    said = {name: df.get_column(name).drop_nulls().unique().to_list() for name in texts}
    ways = {chr(_FIRST + n): chr(_FIRST + (n + _STEP * city) % _COUNT) for n in range(_COUNT)}
    spelling = str.maketrans({old: new for old, new in ways.items() if old not in _ASKED})
    return df.with_columns(
        *(
            pl.col(name).replace({text: text.translate(spelling) for text in said[name]})
            for name in texts
            if said[name]
        ),
        *(_renamed(pl.col(name), city) for name in ids),
        *(pl.col(name).list.eval(_renamed(pl.element(), city)) for name in lists),
    )


def _is_said(name: str) -> bool:
    """Whether a column holds words: codes, keys and what is counted by are the same in every city."""
    return not name.endswith("_code") and name not in ("source_key", "field_name", "release_id", "run_id")


def _renamed(ids: pl.Expr, city: int) -> pl.Expr:
    """IDs as those of another city, as long and as scattered as ours."""
    number = pl.concat_str(ids, pl.lit(f"/{city}")).hash(seed=city)
    digits = [
        (number // 32**place % 32)
        .cast(pl.Int64)
        .replace_strict(list(range(32)), list(_LETTERS), return_dtype=pl.String)
        for place in range(12)
    ]
    return pl.when(ids.is_not_null()).then(pl.concat_str(ids.str.slice(0, 4), *digits))


def _of_duckdb(server: Counted, folder: Path, what: str, question: Path) -> str:
    """One question of the DuckDB that has its HTTP extension as a package."""
    python = python_of(_CLIENT)
    if python is None:
        return f"{_CLIENT}: この機械では動かせません（.clients に入れられません）"
    server.forget()
    command = [str(python), str(CLIENTS / "read_remote.py"), what, server.url, str(question)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"{what}: 読めません: {done.stderr[-300:]}"
    answer = json.loads(done.stdout)
    return _said(f"DuckDB {answer['version']}、{what}", server, folder, answer["answer"])


def _of_polars(server: Counted, folder: Path, question: Path) -> str:
    """The same of Parquet by the polars of the product, which needs no extension."""
    server.forget()
    (ward,) = re.findall(r"ward_code = '(\d+)'", question.read_text(encoding="utf-8"))
    days, rules = pl.col("schedule_days"), pl.col("schedule_rrules")
    rows = pl.scan_parquet(f"{server.url}/activities.parquet").filter(
        pl.col("ward_code") == ward,
        pl.col("venue").str.contains("公園"),
        (pl.col("kind_code") == "exercise")
        | pl.col("other_kind_codes").list.contains("exercise").fill_null(value=False),
        rules.list.eval(pl.element().str.contains("BYDAY=[^;]*(MO|TU|WE|TH|FR)")).list.any()
        | days.list.eval(pl.element().dt.weekday() <= 5).list.any(),
    )
    return _said(
        f"polars {pl.__version__}、parquet", server, folder, rows.select(pl.col("venue").n_unique()).collect().item()
    )


def _said(who: str, server: Counted, folder: Path, answer: object) -> str:
    parts = [
        f"{name} {size:,} バイト（{size / (folder / name).stat().st_size:.2%}）" for name, size in server.sent.items()
    ]
    return f"{who}: 答え {answer}、要求 {server.requests}、{'、'.join(parts)}"
