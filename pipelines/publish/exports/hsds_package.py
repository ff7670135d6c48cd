"""How the descriptor of the HSDS package says what an object holds: fields, keys, constraints.

Belongs here: one resource of `hsds/datapackage.json`. Does not belong here: the values (`hsds_files`), facts of the
specification (`hsds_schema`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pipelines.publish.exports.hsds_schema import FIELDS, PATHS, REQUIRED


class Shape(NamedTuple):
    """What the descriptor says of an object."""

    columns: list[str]
    height: int


def resource(name: str, shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """A resource of the descriptor.

    Args:
        name: the object.
        shapes: object → what is written of it.
    """
    keys = [
        {"fields": column, "reference": {"resource": column.removesuffix("_id"), "fields": "id"}}
        for column in shapes[name].columns
        if column.endswith("_id") and column.removesuffix("_id") in shapes
    ]
    fields = [FIELDS[name][column] | {"name": column} for column in shapes[name].columns]
    for field in fields:
        required = {"required": True} if field["name"] in REQUIRED[name] else {}
        unique = {"unique": True} if field["name"] == "id" else {}
        if required or unique or "constraints" in field:
            field["constraints"] = {**field.get("constraints", {}), **required, **unique}
    return {
        "name": name,
        "path": PATHS[name],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": "id", "foreignKeys": keys},
    }
