"""Whether the shape of a release may follow that of the last one: nothing goes unannounced or unversioned.

Belongs here: the verdict. Does not belong here: the announcements (`warehouse.contract.derived.deprecations`).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

_KEY = ["table_name", "column_name"]
_PROMISED = (*_KEY, "column_type", "is_key", "is_nullable", "vocabulary_name", "refers_to")
"""What a version stands for; a description may be put better at any time."""
_SHOWN = 5


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


def unversioned_changes(last: Mapping[str, pl.DataFrame], now: Mapping[str, pl.DataFrame]) -> list[str]:
    """What changed in the contract although its version did not.

    Args:
        last: `data_dictionary`, `release` and the lists of codes of the last release; empty at the first.
        now: those of today.

    Returns:
        One Japanese sentence, or none.
    """
    if not last or _version(last) != _version(now):
        return []
    places = sorted({f"{row[0]}.{row[1]}" for row in _promise(last) ^ _promise(now)})
    if not places:
        return []
    more = f" ほか {len(places) - _SHOWN}" if len(places) > _SHOWN else ""
    what = f"約束が変わったのに、版が {_version(now)} のままです（{'、'.join(places[:_SHOWN])}{more}）。"
    return [f"{what}warehouse/contract/terms.py の CONTRACT_VERSION を進めてください。"]


def _version(tables: Mapping[str, pl.DataFrame]) -> str:
    return str(tables["release"].get_column("contract_version").item())


def _promise(tables: Mapping[str, pl.DataFrame]) -> set[tuple[object, ...]]:
    """Every published column with what is promised of it, and every code."""
    dictionary = tables["data_dictionary"]
    # An older dictionary may not have said all of it
    columns = set(dictionary.select(name for name in _PROMISED if name in dictionary.columns).iter_rows())
    codes = {(name, code) for name, df in tables.items() if "code" in df.columns for code in df.get_column("code")}
    return columns | codes
