"""What changed since the release before, by kind of change, with the names of the activities.

Belongs here: those rows. Does not belong here: finding them (`core.changes`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipelines.publish.exports.people import field_ja, labels
from pipelines.publish.exports.tables import Tables, scanned
from pipelines.publish.site.frame import place_of
from warehouse.contract.columns import COLUMNS

_SHOWN = 100
"""Activities under one heading; all are in `activity_changes.parquet`."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An activity that changed: its name, its page, and what of it."""

    name: str
    page: str
    fields: str


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change: what it is called, how many activities, the first of them."""

    label: str
    count: int
    activities: list[Changed]


def changes(tables: Tables) -> list[Change]:
    """The kinds of change that occurred.

    Args:
        tables: published tables by name.
    """
    names = pl.concat(
        [scanned(tables, name).select("activity_id", "name") for name in ("activities", "activity_tombstones")]
    ).collect()
    grouped = (
        tables["activity_changes"]
        .group_by("change_code", "activity_id")
        .agg(pl.col("field_name").unique().sort())
        .join(names.unique("activity_id", keep="first", maintain_order=True), on="activity_id", how="left")
        .sort("change_code", "activity_id")
    )
    found = []
    for code, label in labels("change").items():
        rows = grouped.filter(pl.col("change_code") == code)
        some = [
            Changed(row["name"] or row["activity_id"], place_of("a", row["activity_id"]), _fields(row["field_name"]))
            for row in rows.head(_SHOWN).iter_rows(named=True)
        ]
        if some:
            found.append(Change(label, rows.height, some))
    return found


def _fields(names: list[str]) -> str:
    """Columns as people call them, each once."""
    return "、".join(dict.fromkeys(field_ja(name) for name in names if name in COLUMNS))
