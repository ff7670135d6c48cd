"""The value most rows of a group have.

Belongs here: that one question. Does not belong here: which rows make a group.
"""

from __future__ import annotations

import polars as pl


def most_frequent(df: pl.DataFrame, by: str, column: str) -> pl.DataFrame:
    """The most frequent known value of a column per group; ties go to the shorter, then to the smaller one.

    Args:
        df: rows with both columns.
        by: column of the group.
        column: column of the value.

    Returns:
        `by` and `column`, one row per group that has a value.
    """
    counted = df.drop_nulls([by, column]).group_by(by, column).len()
    ranked = counted.with_columns(_size=pl.col(column).cast(pl.String).str.len_chars()).sort(
        by, "len", "_size", column, descending=[False, True, False, False]
    )
    return ranked.unique(by, keep="first", maintain_order=True).select(by, column)
