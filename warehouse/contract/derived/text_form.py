"""Lists and times as text: the one place that writes them so, and that reads them back.

Belongs here: the text form of a column, for files that hold only text, for people, and for columns that will go.
Does not belong here: which column will go (`deprecations`), the files.
"""

from __future__ import annotations

import polars as pl

from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.deprecations import DEPRECATIONS
from warehouse.contract.derived.frames import DTYPES
from warehouse.contract.model import ENTRIES, ColumnType, Table

_TIME = "%H:%M"


def as_text(name: str, of: str | None = None) -> pl.Expr:
    """A column as text: the entries of a list with its separator between them, an unknown one as nothing.

    Args:
        name: the column.
        of: its name in the frame, where that is another one.
    """
    kind, of_list = _kind(name)
    value = pl.col(of or name)
    if of_list:
        value = value.list.eval(_written(pl.element(), kind).fill_null("")).list.join(COLUMNS[name].separator)
        return value.alias(name)
    return _written(value, kind).alias(name)


def from_text(text: pl.Expr, name: str) -> pl.Expr:
    """What `as_text` wrote, as the value it was.

    Args:
        text: an expression of texts.
        name: the column they were written from.
    """
    kind, of_list = _kind(name)
    if of_list:
        return text.str.split(COLUMNS[name].separator).list.eval(_read(pl.element(), kind))
    return _read(text, kind)


def in_text(df: pl.DataFrame, entry: Table) -> pl.DataFrame:
    """A table for a file that holds only text: lists and times in their text form, under the headings of old.

    Args:
        df: the table.
        entry: its declaration; what will go is left out, being the text form of another column.
    """
    going = announced(entry)
    shown = [name for name in entry.column_names if name not in going]
    return df.select(as_text(name).alias(text_name(name)) if _is_typed(name) else pl.col(name) for name in shown)


def text_name(name: str) -> str:
    """The heading of a column in a file that holds only text."""
    return COLUMNS[name].text_name or name


def announced(entry: Table) -> dict[str, str]:
    """Columns that will go, being the text form of another one of the table → that other column."""
    going = {each.column: each.replaced_by for each in DEPRECATIONS if each.table == entry.name}
    return {text: name for text, name in going.items() if _is_typed(name)}


def with_announced(df: pl.DataFrame, entry: Table) -> pl.DataFrame:
    """A table of the flow with the text forms that readers were promised for one release more.

    Args:
        df: the columns of the table that stay.
        entry: its declaration.
    """
    return df.with_columns(as_text(name).alias(text) for text, name in announced(entry).items() if name in df.columns)


def with_typed(df: pl.DataFrame, entry: Table) -> pl.DataFrame:
    """A table of an older release with the columns that are read today instead of text.

    Args:
        df: the table as it was written.
        entry: its declaration today.
    """
    read = {name: text for text, name in announced(entry).items() if text in df.columns and name not in df.columns}
    return df.with_columns(from_text(pl.col(text), name).alias(name) for name, text in read.items())


def _kind(name: str) -> tuple[ColumnType, bool]:
    """Type of a column or of the entries of its lists, and whether it has lists."""
    kind = COLUMNS[name].type
    return ENTRIES.get(kind, kind), kind in ENTRIES


def _is_typed(name: str) -> bool:
    kind, of_list = _kind(name)
    return of_list or kind == "time"


def _written(value: pl.Expr, kind: str) -> pl.Expr:
    return value.dt.to_string(_TIME) if kind == "time" else value.cast(pl.String)


def _read(text: pl.Expr, kind: ColumnType) -> pl.Expr:
    known = pl.when(text != "").then(text)
    if kind == "time":
        return known.str.replace("^24:", "00:").str.to_time(_TIME)
    if kind == "date":
        return known.str.to_date("%Y-%m-%d")
    if kind == "boolean":
        return known == "true"
    return known.cast(DTYPES[kind])
