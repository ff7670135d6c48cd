"""datapackage.json: the release as a Data Package v2, every table and every file for people.

Belongs here: that descriptor, derived from the contract. Does not belong here: a fact declared nowhere else.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from pipelines.publish.exports.people import DATASET, ODS, TITLE_EN, TITLE_JA, Tables
from warehouse.contract import CONTRACT_VERSION, LICENCE, LICENCE_URL, VOCABULARIES, Table, published_tables, table
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.deprecations import replacement
from warehouse.contract.derived.text_form import announced, text_name
from warehouse.contract.model import ENTRIES

TYPES = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "list[text]": "array",
    "list[date]": "array",
    "list[time]": "array",
    "timestamp": "datetime",
}
_FILES = (
    ("活動一覧.xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel の一覧"),
    ("activities_ja.csv", "csv", "text/csv", "Excel で開くCSV（BOM、日本語の見出し）"),
    (ODS, "csv", "text/csv", "自治体標準オープンデータセットの形（イベント一覧）"),
    ("activities.json", "json", "application/json", "ウェブページ用"),
    ("activities.jsonld", "jsonld", "application/ld+json", "検索エンジン用（schema.org）"),
    ("activities.geojson", "geojson", "application/geo+json", "地図用"),
    ("hiroba.duckdb", "duckdb", "application/vnd.duckdb", "すべての表"),
)


def write_package(tables: Tables, folder: Path, note: str) -> None:
    """Write the descriptor.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    release = tables["release"].row(0, named=True)
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": DATASET,
        "id": release["release_id"],
        "title": TITLE_JA,
        "description": note or TITLE_EN,
        "version": CONTRACT_VERSION,
        "created": release["as_of_at"].isoformat(),
        "licenses": [{"name": "CC-BY-4.0", "title": LICENCE, "path": LICENCE_URL}],
        "sources": [
            {"title": row["source_name"], "path": row["home_url"]}
            for row in tables["sources"].sort("source_key").iter_rows(named=True)
        ],
        "resources": [
            *(_resource(entry) for entry in published_tables()),
            _csv(table("activities"), "activities.csv", "activities-csv"),
            _csv(table("activity_redirects"), "activity_redirects.csv", "activity-redirects-csv"),
            _csv(table("data_dictionary"), "data_dictionary.csv", "data-dictionary-csv"),
            *(_file(folder, *each) for each in _FILES),
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _resource(entry: Table) -> dict[str, Any]:
    return {
        "name": _name(entry.name),
        "type": "table",
        "path": f"{entry.name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "title": entry.ja,
        "description": entry.en,
        "schema": _schema(entry, _PARQUET),
    }


def _csv(entry: Table, path: str, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": entry.ja,
        "description": entry.en,
        "schema": _in_text(entry),
    }


def _in_text(entry: Table) -> dict[str, Any]:
    """The schema of the table in a file that holds only text (`in_text`)."""
    fields = []
    for name in entry.column_names:
        if name not in announced(entry):
            field = _field(entry, name, {}) | {"name": text_name(name)}
            fields.append(field | {"type": "string"} if field["type"] in (_LIST, "time") else field)
    schema = _schema(entry) | {"fields": fields}
    del schema["foreignKeys"]
    return schema


def _file(folder: Path, path: str, form: str, mediatype: str, title: str) -> dict[str, Any]:
    name = path.replace(".", "-").replace("_", "-").lower() if path.isascii() else "activities-xlsx"
    described = {"name": name, "path": path, "format": form, "mediatype": mediatype, "title": title}
    if form == "xlsx":
        return described | {"type": "file"}  # sheets for people: frictionless would take the first one for a table
    if form != "csv":
        return described
    # What people read is text: 2026-06 is the date of a page as far as it is known, and no broken date
    with (folder / path).open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    return described | {"type": "table", "schema": {"fields": [{"name": each, "type": "string"} for each in header]}}


# Readers that go through pandas see a whole number that may be null as a float, and a list as an array of numpy, which
# frictionless takes for none
_PARQUET, _LIST = {"integer": "number"}, "any"


def _schema(entry: Table, nullable: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(entry, name, nullable or {}) for name in entry.column_names],
        "primaryKey": list(entry.key),
        "foreignKeys": [
            {
                "fields": [reference.column],
                "reference": {"resource": _name(reference.target_table), "fields": [reference.target_column]},
            }
            for reference in entry.references
        ],
    }


def _field(entry: Table, name: str, nullable: dict[str, str]) -> dict[str, Any]:
    column = COLUMNS[name]
    kind = _LIST if column.type in ENTRIES else TYPES[column.type]
    kind = nullable.get(kind, kind) if name in entry.optional else kind
    constraints: dict[str, Any] = {} if name in entry.optional else {"required": True}
    if column.vocabulary and column.type == "text":
        constraints["enum"] = [code.code for code in VOCABULARIES[column.vocabulary].codes]
    going = replacement(entry.name, name)
    description = column.en + (f" (will go: use {going})" if going else "")
    field = {"name": name, "type": kind, "title": column.ja, "description": description}
    return field | ({"constraints": constraints} if constraints else {})


def _name(table_name: str) -> str:
    return table_name.replace("_", "-")
