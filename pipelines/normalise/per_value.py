"""Run a Python parser once per distinct text and put the answers back in row order.

Belongs here: the plumbing that the parsers share. Does not belong here: any rule about text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl
from polars.datatypes import DataType, DataTypeClass


def map_texts(texts: pl.Series, parse: Callable[[str], object], dtype: DataType | DataTypeClass) -> pl.Series:
    """Apply a parser to every distinct text of a column.

    Args:
        texts: String column; a column of type Null is read as a String column of nulls.
        parse: Gets a text, returns a value of `dtype` or None when it is not certain. Never called for null.
        dtype: Type of the answer.

    Returns:
        Column of the same length, name and order. Null stays null.
    """
    texts = texts.cast(pl.String)
    distinct = texts.drop_nulls().unique(maintain_order=True)
    answers = pl.DataFrame(
        {"text": distinct, "answer": pl.Series([parse(text) for text in distinct], dtype=dtype)},
        schema={"text": pl.String, "answer": dtype},
    )
    rows = texts.rename("text").to_frame()
    return rows.join(answers, on="text", how="left", maintain_order="left")["answer"].rename(texts.name)


def map_expr(expr: pl.Expr, parse: Callable[[str], object], dtype: DataType | DataTypeClass) -> pl.Expr:
    """The same for an expression, so that a Python parser can stand among polars expressions."""
    return expr.map_batches(lambda texts: map_texts(texts, parse, dtype), return_dtype=dtype, is_elementwise=True)


def map_rows(
    texts: pl.Series, parse: Callable[[str], tuple[object, ...]], schema: Mapping[str, DataType | DataTypeClass]
) -> pl.DataFrame:
    """Apply a parser that gives several values to every distinct text of a column.

    Args:
        texts: String column.
        parse: Gets a text, returns one value for every column of `schema`. Never called for null.
        schema: Names and types of the answers.

    Returns:
        Frame of the same length and order; null gives a row of nulls.
    """
    texts = texts.cast(pl.String).rename("text")
    distinct = texts.drop_nulls().unique(maintain_order=True)
    columns = list(zip(*(parse(text) for text in distinct), strict=True)) or [()] * len(schema)
    answers = pl.DataFrame(
        [pl.Series(name, column, dtype=dtype) for (name, dtype), column in zip(schema.items(), columns, strict=True)]
    )
    joined = texts.to_frame().join(answers.with_columns(distinct), on="text", how="left", maintain_order="left")
    return joined.select(list(schema))
