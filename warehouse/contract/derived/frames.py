"""Polars schemas derived from the contract, and the check of a frame against it.

Belongs here: shape of one table (columns, types, nulls, keys, codes). Does not belong here: relations between tables
(SQL checks) or plausible amounts (expectations).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from warehouse.contract.columns import COLUMNS
from warehouse.contract.model import ColumnType, Table
from warehouse.contract.terms import TOKYO
from warehouse.contract.vocabularies import VOCABULARIES
from warehouse.errors import StaffError

DTYPES: dict[ColumnType, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "timestamp": pl.Datetime("us", TOKYO.key),
    "date": pl.Date(),
    "time": pl.Time(),
    "list[text]": pl.List(pl.String),
    "list[date]": pl.List(pl.Date),
    "list[time]": pl.List(pl.Time),
}
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise: the column, what is wrong, how many rows, and the first offending values."""

    table: str
    column: str
    problem_ja: str
    row_count: int
    examples: tuple[str, ...]

    def sentence(self) -> str:
        """One Japanese sentence that names table, column, problem and offending values."""
        shown = "、".join(self.examples) or "なし"
        return f"表 {self.table} の列 {self.column}: {self.problem_ja}（{self.row_count} 行、例: {shown}）"


class ContractError(StaffError):
    """A frame does not keep the promise of its table; nothing was written."""

    def __init__(self, violations: list[Violation]) -> None:
        self.violations = violations
        lines = "\n".join(f"  - {violation.sentence()}" for violation in violations)
        super().__init__(f"約束(warehouse/contract)に合わないので書き込みませんでした。\n{lines}")


def polars_schema(table: Table) -> dict[str, pl.DataType]:
    """Column name → polars dtype, in file order."""
    return dtypes(table.column_names)


def dtypes(names: Iterable[str]) -> dict[str, pl.DataType]:
    """Column name → polars dtype, in the order given."""
    return {name: DTYPES[COLUMNS[name].type] for name in names}


def empty_frame(table: Table) -> pl.DataFrame:
    """A frame of the table's schema with no row."""
    return pl.DataFrame(schema=polars_schema(table))


def or_unknown(name: str) -> pl.Expr:
    """A column of lists in which nothing is unknown, not none."""
    return pl.when(pl.col(name).list.len() > 0).then(name).alias(name)


def frame(table: Table, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as a frame of the table's schema; a missing optional column is null, an unknown one is refused.

    Raises:
        ContractError: a row holds a column the table does not have.
    """
    known = set(table.column_names)
    strangers = sorted({name for row in rows for name in row} - known)
    if strangers:
        raise ContractError([_stranger(table, name, len(rows)) for name in strangers])
    return pl.DataFrame(rows, schema=polars_schema(table), orient="row")


def violations(table: Table, df: pl.DataFrame) -> list[Violation]:
    """Everything in which `df` breaks the contract of `table`; empty when it keeps it."""
    schema = polars_schema(table)
    broken = [_stranger(table, name, df.height) for name in df.columns if name not in schema]
    for name, dtype in schema.items():
        broken += _column_violations(table, df, name, dtype)
    if not broken:
        broken += _key_violations(table, df)
    return broken


def conform(table: Table, df: pl.DataFrame) -> pl.DataFrame:
    """`df` with columns in declared order and rows sorted by `order`, then key.

    Raises:
        ContractError: the frame breaks the contract; the message names table, column and offending values.
    """
    if broken := violations(table, df):
        raise ContractError(broken)
    return df.select(table.column_names).sort(*table.order, *table.key, nulls_last=True)


def _stranger(table: Table, name: str, height: int) -> Violation:
    return Violation(table.name, name, "約束にない列です", height, ())


def _column_violations(table: Table, df: pl.DataFrame, name: str, dtype: pl.DataType) -> list[Violation]:
    if name not in df.columns:
        return [
            Violation(
                table.name,
                name,
                f"列がありません。dbt_like_sql/models/{table.name}.sql か、この表を作る処理に足してください",
                df.height,
                (),
            )
        ]
    series = df.get_column(name)
    if series.dtype != dtype:
        return [Violation(table.name, name, f"型が {series.dtype} です。{dtype} が必要です", df.height, ())]
    broken = []
    if name not in table.optional and series.null_count():
        broken.append(_rows(table, df, name, series.is_null(), "空にできない列が空です"))
    if dtype == pl.String():
        broken += _text_violations(table, df, name, series)
    if isinstance(dtype, pl.List):
        broken += _list_violations(table, df, name, series)
    return broken


def _list_violations(table: Table, df: pl.DataFrame, name: str, series: pl.Series) -> list[Violation]:
    broken = []
    is_empty = series.list.len() == 0
    if is_empty.any():
        broken.append(_rows(table, df, name, is_empty, "何も入っていない一覧があります（不明は null）"))
    if series.dtype == pl.List(pl.String):
        entries = df.with_columns(series).explode(name)
        broken += _text_violations(table, entries, name, entries.get_column(name))
    return broken


def _text_violations(table: Table, df: pl.DataFrame, name: str, series: pl.Series) -> list[Violation]:
    broken = []
    blank = series == ""
    if blank.any():
        broken.append(_rows(table, df, name, blank, "空文字があります（不明は null）"))
    vocabulary = COLUMNS[name].vocabulary
    if vocabulary is not None:
        unknown = series.is_not_null() & ~series.is_in(VOCABULARIES[vocabulary].values())
        if unknown.any():
            broken.append(_rows(table, df, name, unknown, f"語彙 {vocabulary} にない値です"))
    return broken


def _key_violations(table: Table, df: pl.DataFrame) -> list[Violation]:
    repeated = df.select(pl.struct(table.key).is_duplicated()).to_series()
    if not repeated.any():
        return []
    return [_rows(table, df, table.key[-1], repeated, "同じキーの行が重なっています")]


def _rows(table: Table, df: pl.DataFrame, name: str, mask: pl.Series, problem_ja: str) -> Violation:
    offenders = df.filter(mask.fill_null(value=False))
    shown = [
        f"{row[name]!r} ({', '.join(str(row[key]) for key in table.key)})"
        for row in offenders.head(_SHOWN).select({*table.key, name}).to_dicts()
    ]
    return Violation(table.name, name, problem_ja, offenders.height, tuple(shown))
