"""DuckDB DDL derived from the contract: CREATE TABLE with keys, COMMENT ON for every table and column.

Belongs here: SQL text made from declarations. Does not belong here: running it (`pipelines/publish`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.deprecations import replacement
from warehouse.contract.derived.text_form import announced
from warehouse.contract.model import ColumnType, Reference, Table
from warehouse.contract.vocabularies import VOCABULARIES

_SQL_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMPTZ",
    "date": "DATE",
    "time": "TIME",
    "list[text]": "VARCHAR[]",
    "list[date]": "DATE[]",
    "list[time]": "TIME[]",
}


def create_table(table: Table, *, has_key: bool = True, pointing: Sequence[Reference] = ()) -> str:
    """CREATE TABLE with types, NOT NULL, the primary key and foreign keys.

    Args:
        table: the table to create.
        has_key: with its keys, for which DuckDB makes indexes.
        pointing: its references that become foreign keys; what they point to is there with its key.
    """
    lines = []
    for name in table.column_names:
        suffix = "" if name in table.optional else " NOT NULL"
        lines.append(f"{name} {_SQL_TYPES[COLUMNS[name].type]}{suffix}")
    if has_key:
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
        lines += [
            f"FOREIGN KEY ({each.column}) REFERENCES {each.target_table} ({each.target_column})" for each in pointing
        ]
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def label_view(table: Table) -> str | None:
    """CREATE VIEW `v_…`: the table with Japanese labels in the place of its codes; None for one without codes.

    `ward_code` is `ward_ja`, `other_kind_codes` is `other_kinds_ja`; columns that will go are left out.

    Args:
        table: a published table that is no list of codes.
    """
    going, columns, coded = announced(table), [], False
    for name in (each for each in table.column_names if each not in going):
        vocabulary = COLUMNS[name].vocabulary
        if vocabulary is None or not VOCABULARIES[vocabulary].is_published or table.vocabulary:
            columns.append(f"t.{name}")
            continue
        coded = True
        codes = f"FROM codes_{vocabulary} AS c WHERE"
        if COLUMNS[name].type == "list[text]":
            listed = f"list(c.label_ja ORDER BY list_position(t.{name}, c.code))"
            columns.append(f"(SELECT {listed} {codes} list_contains(t.{name}, c.code)) AS {name[:-6]}s_ja")
        else:
            columns.append(f"(SELECT c.label_ja {codes} c.code = t.{name}) AS {name.removesuffix('_code')}_ja")
    if not coded:
        return None
    return f"CREATE VIEW v_{table.name} AS SELECT {', '.join(columns)} FROM {table.name} AS t"  # noqa: S608  # names come from the contract


def comments(table: Table, note_ja: str = "") -> list[str]:
    """COMMENT ON statements, Japanese first, then English.

    Args:
        table: the table to describe.
        note_ja: a remark put in front of the table's comment, e.g. that the data are a sample.
    """
    statements = [f"COMMENT ON TABLE {table.name} IS {_quote(f'{note_ja}{table.ja} / {table.en}')}"]
    for name in table.column_names:
        going = replacement(table.name, name)
        note = f"【なくなる予定。{going} を使う / will go: use {going}】" if going else ""
        target = next((each for each in table.references if each.column == name), None)
        points = f" → {target.target_table}.{target.target_column}" if target else ""
        statements.append(f"COMMENT ON COLUMN {table.name}.{name} IS {_quote(note + column_comment(name) + points)}")
    return statements


def as_of_macro(state: Table, history: Table, published: Table) -> str:
    """CREATE MACRO `activities_as_of(day)`: the rows of `state` as they were on a day, out of `history`.

    Args:
        state: `core__activities`, whose rows the history holds as JSON.
        history: `activity_history`.
        published: `activities`, for the columns that will go: the history holds them as long.
    """
    names = [name for name in (*state.column_names, *announced(published)) if name != "activity_id"]
    shape = json.dumps({name: _in_json(COLUMNS[name].type) for name in names})
    columns = ", ".join(f"row_then.{name}" for name in names)
    return (
        f"CREATE MACRO activities_as_of(day) AS TABLE SELECT activity_id, {columns} FROM "  # noqa: S608  # names come from the contract
        f"(SELECT activity_id, from_json(activity_json, {_quote(shape)}) AS row_then FROM {history.name} "
        "WHERE valid_from_on <= day AND (valid_to_on IS NULL OR day < valid_to_on)) ORDER BY activity_id"
    )


def _in_json(kind: ColumnType) -> str | list[str]:
    """A type as `from_json` of DuckDB takes it."""
    name = _SQL_TYPES[kind]
    return [name.removesuffix("[]")] if name.endswith("[]") else name


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
