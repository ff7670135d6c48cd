"""Whether the shape of a release may follow that of the last one: nothing a reader uses goes without an announcement.

Belongs here: the verdict. Does not belong here: the announcements (`warehouse.contract.derived.deprecations`).
"""

from __future__ import annotations

import polars as pl

_KEY = ["table_name", "column_name"]


def broken_promises(last: pl.DataFrame, now: pl.DataFrame) -> list[str]:
    """What readers of the last release would miss.

    Args:
        last: `data_dictionary` of the last release; empty at the first.
        now: that of today.

    Returns:
        One Japanese sentence per column that is gone without having been announced, or has another type.
    """
    known = last.with_columns(_announced=pl.col("replaced_by").is_not_null())
    both = known.join(now.select(*_KEY, _type="column_type"), on=_KEY, how="left").sort(_KEY)
    lines = []
    for row in both.iter_rows(named=True):
        place = f"表 {row['table_name']} の列 {row['column_name']}"
        if row["_type"] is None and not row["_announced"]:
            lines.append(f"{place} が予告なしになくなりました。deprecations.py に加えて1回公開してから消してください。")
        elif row["_type"] is not None and row["_type"] != row["column_type"]:
            lines.append(
                f"{place} の型が {row['column_type']} から {row['_type']} に変わりました。"
                "別の名前の列にして、元の列の予告をしてください。"
            )
    return lines
