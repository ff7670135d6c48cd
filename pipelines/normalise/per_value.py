"""Run a Python parser once per distinct text and put the answers back in row order.

Belongs here: the plumbing that the parsers share. Does not belong here: any rule about text.
"""

from __future__ import annotations

from collections.abc import Callable

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
