"""contract.odcs.yaml: the promise of a release in the Open Data Contract Standard 3.1.

Belongs here: that file, derived from the contract. Does not belong here: checking the promise
(`pipelines.orchestration.checks`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.publish.exports.package_file import TYPES
from pipelines.publish.exports.people import DATASET, TITLE_EN, TITLE_JA, Tables
from pipelines.publish.exports.terms_files import removal
from pipelines.settings import OFFICE
from warehouse.contract import CONTRACT_VERSION, KEPT_DAYS, VOCABULARIES, Table, published_tables
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.deprecations import replacement
from warehouse.contract.model import ENTRIES, ColumnType

_CODES = "codes_"
_NEVER_EMPTY = (
    "activities",
    "activity_listings",
    "activity_values",
    "activity_redirects",
    "activity_history",
    "sources",
    "source_runs",
    "data_dictionary",
    "release_log",
)
"""Without a row in one of them there is no release: it has an activity, and every activity has these."""


def write_contract(tables: Tables, folder: Path, _note: str) -> None:
    """Write the contract.

    Args:
        tables: published tables by name.
        folder: release folder.
    """
    text = _text(tables["release"].row(0, named=True)["contact"])
    (folder / "contract.odcs.yaml").write_text(text, encoding="utf-8")


@cache
def _text(contact: str | None) -> str:
    """The same for every release of a process: a removal makes all of them anew."""
    # The same text as from `safe_dump`, from the dumper that is written in C
    text: str = yaml.dump(_odcs(contact), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
    return text


def _odcs(contact: str | None) -> dict[str, Any]:
    asked = removal(contact)
    description = f"訂正・掲載の取りやめ: {asked.ja} / Correction and removal: {asked.en}"
    support = {"channel": "desk", "description": description}
    if contact:
        support["url"] = contact if "://" in contact else f"mailto:{contact}"
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": DATASET,
        "name": TITLE_EN,
        "version": CONTRACT_VERSION,
        "status": "active",
        "description": {
            "purpose": TITLE_JA,
            "usage": "latest/ always holds one whole release (resolve the link once, then read); "
            "a column goes only after it was announced in a release.",
            "limitations": "No personal data; a listing is only as true as its page.",
        },
        # Beside the file itself: whoever has the folder can have its promise tested (datacontract test)
        "servers": [{"server": "release", "type": "local", "path": "./{model}.parquet", "format": "parquet"}],
        "schema": [_table(entry) for entry in published_tables()],
        "support": [support],
        "team": {
            "name": f"ひろば {OFFICE}",
            "description": "集めること・まとめること・公開に責任を持つ。掲載の中身は各一覧の担当 (sources.owner) / "
            "Responsible for gathering, bringing together and publishing; the owner of each list for what it says",
        },
        "slaProperties": [
            {"property": "frequency", "value": 1, "unit": "d"},
            {"property": "timeOfAvailability", "value": "06:00+09:00"},
            {"property": "retention", "value": KEPT_DAYS, "unit": "d"},
        ],
    }


def _table(entry: Table) -> dict[str, Any]:
    schema_object: dict[str, Any] = {
        "name": entry.name,
        "physicalName": f"{entry.name}.parquet",
        "physicalType": "table",
        "description": f"{entry.ja} / {entry.en}",
        "properties": [_property(entry, name) for name in entry.column_names],
    }
    count = _row_count(entry.name)
    if count:
        schema_object["quality"] = [{"type": "library", "metric": "rowCount", "unit": "rows"} | count]
    if entry.references:
        schema_object["relationships"] = [
            {
                "type": "foreignKey",
                "from": f"{entry.name}.{each.column}",
                "to": f"{each.target_table}.{each.target_column}",
            }
            for each in entry.references
        ]
    return schema_object


def _logical(kind: ColumnType) -> str:
    return TYPES[kind].replace("datetime", "timestamp")


def _row_count(name: str) -> dict[str, int] | None:
    """How many rows are promised; None for a table that may be empty on a good day."""
    if name.startswith(_CODES):
        return {"mustBe": len(VOCABULARIES[name.removeprefix(_CODES)].codes)}
    if name == "release":
        return {"mustBe": 1}
    return {"mustBeGreaterThan": 0} if name in _NEVER_EMPTY else None


def _property(entry: Table, name: str) -> dict[str, Any]:
    column = COLUMNS[name]
    going = replacement(entry.name, name)
    schema_property: dict[str, Any] = {
        "name": name,
        "logicalType": _logical(column.type),
        "required": name not in entry.optional,
        "description": f"{column.ja} / {column.en}" + (f" (will go: use {going})" if going else ""),
    }
    if column.type in ENTRIES:
        schema_property["items"] = {"logicalType": _logical(ENTRIES[column.type])}
    if name in entry.key:
        schema_property |= {"primaryKey": True, "primaryKeyPosition": entry.key.index(name) + 1}
    quality: list[dict[str, Any]] = []
    if schema_property["required"]:
        quality.append({"type": "library", "metric": "nullValues", "mustBe": 0})
    if column.vocabulary and column.type == "text":
        codes = [code.code for code in VOCABULARIES[column.vocabulary].codes]
        rule = {"type": "library", "metric": "invalidValues", "arguments": {"validValues": codes}, "mustBe": 0}
        quality.append(rule)
    return schema_property | ({"quality": quality} if quality else {})
