"""SQL files as steps: which tables a file reads, where each of its columns comes from, and how it is run.

Belongs here: reading, resolving and running the SELECTs, those that follow from the contract among them. Does not
belong here: Dagster; which tables must exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import sqlglot
from sqlglot import exp
from sqlglot.lineage import lineage
from sqlglot.optimizer.scope import traverse_scope

from warehouse.contract import KEPT_DAYS, TOKYO, Table, published_tables, table
from warehouse.contract.derived.frames import polars_schema
from warehouse.contract.derived.text_form import announced, with_announced
from warehouse.privacy.patterns import MOBILE_HELD

MODELS_DIR = Path(__file__).parent / "models"
CHECKS_DIR = Path(__file__).parent / "checks"
_CODES = "core__codes"
_REDIRECTS = "_redirects"
_REDIRECT_CODE = "CASE WHEN identity_code IN ('new', 'kept') THEN 'current' ELSE identity_code END AS redirect_code"
_REDIRECTS_NOTE = "一度でも公開したIDは、いまのID（またはなくなったこと）に必ずたどれる"
_MACROS = (
    f"CREATE MACRO holds_mobile_number(said) AS regexp_matches(said, '{MOBILE_HELD}')",
    f"CREATE MACRO kept_days() AS {KEPT_DAYS}",
)
"""What a query may ask by name: stated once in Python, never again in SQL."""


class SqlError(ValueError):
    """A SQL file is not what it must be; the message names the file and what to change."""


@dataclass(frozen=True, slots=True)
class Query:
    """One SQL file, or the SELECT of a table that the contract derives from another.

    Attributes:
        name: file name without ending; for a model the name of the table it fills.
        sql: the SELECT.
        note: its first comment: why it is as it is; for a check what to do when it finds rows.
        references: tables it reads, sorted.
        is_copy: every column is the one of that name of the only table it reads.
    """

    name: str
    sql: str
    note: str
    references: tuple[str, ...]
    is_copy: bool = False


def load(path: Path) -> Query:
    """Read one SQL file.

    Raises:
        SqlError: it is not exactly one SELECT with a leading comment, or reads a table the contract does not have.
    """
    sql = path.read_text(encoding="utf-8")
    first = sql.lstrip().splitlines()[0] if sql.strip() else ""
    if not first.startswith("--"):
        raise SqlError(f"{path.name}: 1 行目は -- で始まる説明にしてください")
    try:
        statements = sqlglot.parse(sql, read="duckdb")
    except (sqlglot.errors.ParseError, sqlglot.errors.TokenError) as error:
        raise SqlError(f"{path.name}: SQL として読めません: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise SqlError(f"{path.name}: SELECT 文をちょうど 1 つ書いてください")
    references = tuple(sorted(_tables(statements[0])))
    for name in references:
        try:
            table(name)
        except KeyError as error:
            raise SqlError(f"{path.name}: {error.args[0]}") from error
    return Query(path.stem, sql, first.removeprefix("--").strip(), references)


@cache
def models() -> dict[str, Query]:
    """Published table → its query, by name.

    Raises:
        SqlError: a file is not valid.
    """
    written = [load(path) for path in MODELS_DIR.glob("*.sql")]
    return {query.name: query for query in sorted([*written, *_derived()], key=lambda query: query.name)}


@cache
def checks() -> dict[str, Query]:
    """Cross-table rule → the query of its offenders, by name.

    Raises:
        SqlError: a file is not valid.
    """
    return {path.stem: load(path) for path in sorted(CHECKS_DIR.glob("*.sql"))}


def column_lineage(query: Query) -> dict[str, list[tuple[str, str]]]:
    """Column of the query → (table, column) pairs it is made from."""
    if query.is_copy:  # known without asking: most of the published tables
        of, going = query.references[0], announced(table(query.name))
        return {name: [(of, going.get(name, name))] for name in table(query.name).column_names}
    return traced(query)


def traced(query: Query) -> dict[str, list[tuple[str, str]]]:
    """`column_lineage` as the SELECT itself tells it."""
    schema = {name: dict.fromkeys(table(name).column_names, "VARCHAR") for name in query.references}
    # All columns at once: asked one by one, it would read and resolve the whole SELECT for each
    roots = lineage(None, query.sql, schema=schema, dialect="duckdb")
    origins: dict[str, list[tuple[str, str]]] = {}
    names = table(query.name).column_names
    going = announced(table(query.name))  # made from other columns, not by the query
    for column in names:
        if column in going:
            continue
        leaves = {
            (node.source.name, node.name.split(".")[-1].strip('"'))
            for node in roots[column].walk()
            if isinstance(node.source, exp.Table) and not node.downstream
        }
        origins[column] = sorted(leaf for leaf in leaves if leaf[0] in query.references)
    return {name: origins[going.get(name, name)] for name in names}


def run(query: Query, files: Mapping[str, Path], result: Table | None = None) -> pl.DataFrame:
    """Run a query over the Parquet files of the tables it reads.

    Args:
        query: the query.
        files: table → its Parquet file, at least for every reference.
        result: when given, columns are cast to the types of this table, and those that will go stand beside what is
            read instead.

    Raises:
        FileNotFoundError: the file of a referenced table does not exist.
    """
    with _opened().cursor() as con:
        con.execute(f"SET TimeZone = '{TOKYO.key}'")
        for name in query.references:
            if not files[name].is_file():
                raise FileNotFoundError(f"{query.name}.sql: 表 {name} のファイルがありません: {files[name]}")
            path = str(files[name]).replace("'", "''")
            con.execute(f"CREATE TEMP VIEW {name} AS FROM read_parquet('{path}')")
        df = pl.DataFrame(con.sql(query.sql))
    if result is None:
        return df
    schema = polars_schema(result)
    typed = df.with_columns(pl.col(name).cast(schema[name]) for name in df.columns if name in schema)
    return with_announced(typed, result)


@cache
def _opened() -> duckdb.DuckDBPyConnection:
    """An empty database that knows the macros, one per process: to open one takes longer than most queries.

    A query has a connection of its own (a cursor), and what it names is temporary: it sees no table of another.
    """
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    for macro in _MACROS:
        con.execute(macro)
    return con


def _derived() -> Iterator[Query]:
    """Tables whose rows the contract tells: those that are another table, lists of codes, where IDs lead."""
    for declared in published_tables():
        of = declared.same_as or (_CODES if declared.vocabulary else None)
        going = announced(declared)
        names = ", ".join(name for name in declared.column_names if name not in going)
        note = f"{of} のまま（約束から）"
        is_copy = not declared.name.endswith(_REDIRECTS)
        if not is_copy:
            of, note = f"core__{declared.name.removesuffix(_REDIRECTS)}_identity", _REDIRECTS_NOTE
            names = names.replace("redirect_code", _REDIRECT_CODE)
        if of:
            rows = f"WHERE vocabulary_name = '{declared.vocabulary}'\n" if declared.vocabulary else ""
            yield Query(declared.name, f"SELECT {names}\nFROM {of}\n{rows}", note, (of,), is_copy)


def _tables(statement: exp.Query) -> set[str]:
    return {
        source.name
        for scope in traverse_scope(statement)
        for source in scope.sources.values()
        if isinstance(source, exp.Table)
    }
