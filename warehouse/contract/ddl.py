"""DuckDB DDL derived from the contract: CREATE TABLE with keys, COMMENT ON for every table and column.

Belongs here: SQL text made from declarations. Does not belong here: running it (`pipelines/publish`).
"""

from __future__ import annotations

from warehouse.contract.fields import COLUMNS
from warehouse.contract.model import ColumnType, Table
from warehouse.contract.vocabularies import VOCABULARIES

_SQL_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMPTZ",
    "date": "DATE",
}


def create_table(table: Table) -> str:
    """CREATE TABLE with types, NOT NULL and the primary key."""
    lines = []
    for name in table.column_names:
        suffix = "" if name in table.optional else " NOT NULL"
        lines.append(f"{name} {_SQL_TYPES[COLUMNS[name].type]}{suffix}")
    lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def comments(table: Table, note_ja: str = "") -> list[str]:
    """COMMENT ON statements, Japanese first, then English.

    Args:
        table: the table to describe.
        note_ja: a remark put in front of the table's comment, e.g. that the data are a sample.
    """
    statements = [f"COMMENT ON TABLE {table.name} IS {_quote(f'{note_ja}{table.ja} / {table.en}')}"]
    for name in table.column_names:
        statements.append(f"COMMENT ON COLUMN {table.name}.{name} IS {_quote(column_comment(name))}")
    return statements


def column_comment(name: str) -> str:
    """Description of a column in both languages, with unit and codes."""
    column = COLUMNS[name]
    unit = f" [{column.unit}]" if column.unit else ""
    codes = ""
    if column.vocabulary:
        entries = VOCABULARIES[column.vocabulary].codes
        codes = " {" + ", ".join(f"{entry.code}={entry.ja}" for entry in entries) + "}"
    return f"{column.ja} / {column.en}{unit}{codes}"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
