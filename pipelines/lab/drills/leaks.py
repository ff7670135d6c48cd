"""Drill of the canaries: persons planted in the sample city, looked for in everything that leaves.

Belongs here: reading every kind of file down to its last text, without the readers of the product: a reader that looks
away would hide a leak from both. Does not belong here: who is planted (`canaries` of the replica).
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from cities.kawasaki.sample_city.canaries import MAILS, MOBILES, OFFICE, leaked
from pipelines.lab.drills.result import Drill
from pipelines.settings import Settings


def canaries(settings: Settings) -> Drill:
    """Look for every canary in releases, workbooks for staff, stopped reports, logs, events and check metadata.

    Args:
        settings: a data folder in which a night of the sample city has been published.
    """
    places = [settings.published_dir, settings.desk_dir, settings.validators_dir, settings.dagster_home]
    files = [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]
    files += sorted(settings.raw_dir.rglob("*.log"))
    leaking = {path: names for path in files if (names := leaked(path.name) | texts_leaked(path))}
    planted = texts_leaked(settings.table_path("raw__listings")) >= {*MOBILES, *MAILS, "架空坂", "仮野", "見本谷"}
    mails = pl.read_parquet(settings.published_dir / "latest" / "activities.parquet").get_column("mail")
    is_kept = mails.str.starts_with(f"{OFFICE}@").any()
    seen = "、".join(f"{path.name}: {'・'.join(sorted(names))}" for path, names in list(leaking.items())[:5])
    return Drill(
        "見本の市に植えた架空の人（氏名・携帯・個人のものと誰のものか分からないメール。名称、日時、PDFのセル、ファイルの属性など）",
        "公開・机の Excel・記録・検査の結果のどこにもない（原文にはある）。団体のサイトと同じドメインのメールは載る",
        len(files),
        len(files) - len(leaking) if planted and is_kept else 0,
        seen or f"漏れ 0 / {len(files)} ファイル",
    )


def texts_leaked(path: Path) -> set[str]:
    """Canaries in one file."""
    return {name for text in _texts(path) for name in leaked(text)}


def _texts(path: Path) -> Iterator[str]:
    readers = {".parquet": _parquet, ".duckdb": _duckdb, ".xlsx": _zip, ".db": _sqlite}
    yield from readers.get(path.suffix, _plain)(path)


def _plain(path: Path) -> Iterator[str]:
    body = path.read_bytes()
    yield body.decode("utf-8", errors="replace").replace("\r\n ", "")
    if b"\\u" in body:  # JSON may spell signs out
        yield body.decode("unicode_escape", errors="replace")


def _parquet(path: Path) -> Iterator[str]:
    yield from pl.read_parquet_metadata(path).values()
    df = pl.read_parquet(path)
    for column in df.select(pl.col(pl.String)).columns:
        yield "\n".join(df.get_column(column).drop_nulls())


def _duckdb(path: Path) -> Iterator[str]:
    with duckdb.connect(str(path), read_only=True) as con:
        yield repr(con.sql("SELECT * FROM duckdb_tables()").fetchall())
        yield repr(con.sql("SELECT * FROM duckdb_columns()").fetchall())
        yield repr(con.sql("SELECT * FROM duckdb_views()").fetchall())
        for (name,) in con.sql("SELECT table_name FROM duckdb_tables()").fetchall():
            yield repr(con.table(name).fetchall())


def _zip(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as packed:
        yield from (packed.read(name).decode("utf-8", errors="replace") for name in packed.namelist())


def _sqlite(path: Path) -> Iterator[str]:
    """Events of runs with all metadata of assets and checks."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as con:
        tables = [name for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in tables:
            rows = con.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608  # a name from the file itself
            yield from (str(cell).encode().decode("unicode_escape", errors="replace") for row in rows for cell in row)
            yield repr(rows)
