"""What the UI shows of every table asset: group, kind, description and columns, all from the contract.

Belongs here: turning a contract table into Dagster arguments. Does not belong here: the text itself.
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from warehouse.contract import Table, table
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.ddl import column_comment

GROUPS = {
    "pages": "s0_pages",
    "crawl": "s1_crawl",
    "raw": "s2_raw",
    "norm": "s3_norm",
    "people": "s3_people",
    "match": "s4_match",
    "core": "s5_core",
    "estimate": "s5_estimate",
    "gaps": "s5_gaps",
    "trend": "s5_trend",
    "audit": "s5_audit",
    "published": "s6_published",
    "release": "s7_release",
    "desk": "s8_desk",
}
OWNER = "team:hiroba"


def spec(name: str, kind: str) -> dict[str, Any]:
    """Keyword arguments of `dagster.asset` (or `AssetOut`) for the table `name`, made with `kind` (polars, duckdb)."""
    declared = table(name)
    layer = name.split("__", maxsplit=1)[0] if "__" in name else "published"
    return {
        "key": name,
        "group_name": GROUPS[layer],
        "kinds": {kind, "parquet"},
        "description": f"{declared.ja}\n\n{declared.en}",
        "owners": [OWNER],
        "metadata": {"dagster/column_schema": column_schema(declared)},
    }


def column_schema(declared: Table) -> dg.TableSchema:
    """Columns with types, descriptions and constraints."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=name,
                type=COLUMNS[name].type,
                description=column_comment(name),
                constraints=dg.TableColumnConstraints(
                    nullable=name in declared.optional, unique=declared.key == (name,)
                ),
            )
            for name in declared.column_names
        ]
    )
