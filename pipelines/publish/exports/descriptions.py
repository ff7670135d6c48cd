"""What a release says of itself: Data Package, data contract, README, change log, attribution.

Belongs here: descriptions derived from the contract and the tables. Does not belong here: a fact declared nowhere else.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from pipelines.publish.exports.people import Tables, labels
from warehouse.contract import CONTRACT_VERSION, VOCABULARIES, Table, published_tables
from warehouse.contract.fields import COLUMNS

TITLE_JA, TITLE_EN = "川崎市の地域活動", "Community activities of Kawasaki City"
LICENCE = "CC BY 4.0"
_TYPES = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}


def write_descriptions(tables: Tables, folder: Path, note: str) -> None:
    """Write `datapackage.json`, `contract.odcs.yaml`, `README.ja.md`, `README.en.md`, `CHANGELOG.md`, the dictionary.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    package = _package(tables, note)
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    contract = yaml.safe_dump(_odcs(), allow_unicode=True, sort_keys=False, width=120)
    (folder / "contract.odcs.yaml").write_text(contract, encoding="utf-8")
    (folder / "README.ja.md").write_text(_readme_ja(tables, note), encoding="utf-8")
    (folder / "README.en.md").write_text(_readme_en(tables, note), encoding="utf-8")
    (folder / "CHANGELOG.md").write_text(_changelog(tables), encoding="utf-8")
    tables["data_dictionary"].write_csv(folder / "data_dictionary.csv", include_bom=True)


def _package(tables: Tables, note: str) -> dict[str, Any]:
    """A Data Package v2 whose resources are the Parquet files."""
    release = tables["release"].row(0, named=True)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kawasaki-community-activities",
        "title": TITLE_JA,
        "description": note or TITLE_EN,
        "version": release["release_id"].removeprefix("release-"),
        "created": release["as_of_at"].isoformat(),
        "licenses": [{"name": "CC-BY-4.0", "title": LICENCE, "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "sources": [
            {"title": row["source_name"], "path": row["home_url"]}
            for row in tables["sources"].sort("source_key").iter_rows(named=True)
        ],
        "resources": [_resource(entry) for entry in published_tables()],
    }


def _resource(entry: Table) -> dict[str, Any]:
    return {
        "name": entry.name.replace("_", "-"),
        "type": "table",
        "path": f"{entry.name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "title": entry.ja,
        "description": entry.en,
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [_field(entry, name) for name in entry.column_names],
            "primaryKey": list(entry.key),
            "foreignKeys": [
                {
                    "fields": [reference.column],
                    "reference": {
                        "resource": reference.target_table.replace("_", "-"),
                        "fields": [reference.target_column],
                    },
                }
                for reference in entry.references
            ],
        },
    }


def _field(entry: Table, name: str) -> dict[str, Any]:
    column = COLUMNS[name]
    constraints: dict[str, Any] = {} if name in entry.optional else {"required": True}
    if column.vocabulary:
        constraints["enum"] = [code.code for code in VOCABULARIES[column.vocabulary].codes]
    found = {"name": name, "type": _TYPES[column.type], "title": column.ja, "description": column.en}
    return found | ({"constraints": constraints} if constraints else {})


def _odcs() -> dict[str, Any]:
    """The contract in the Open Data Contract Standard 3.1."""
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": "kawasaki-community-activities",
        "name": TITLE_EN,
        "version": CONTRACT_VERSION,
        "status": "active",
        "description": {"purpose": TITLE_JA, "limitations": "No personal data; a listing is only as true as its page."},
        "schema": [
            {
                "name": entry.name,
                "physicalType": "table",
                "description": f"{entry.ja} / {entry.en}",
                "properties": [
                    {
                        "name": name,
                        "logicalType": _TYPES[COLUMNS[name].type].replace("datetime", "timestamp"),
                        "required": name not in entry.optional,
                        "primaryKey": name in entry.key,
                        "description": f"{COLUMNS[name].ja} / {COLUMNS[name].en}",
                    }
                    for name in entry.column_names
                ],
            }
            for entry in published_tables()
        ],
        "slaProperties": [
            {"property": "frequency", "value": 1, "unit": "d"},
            {"property": "timeOfAvailability", "value": "06:00+09:00"},
            {"property": "retention", "value": 90, "unit": "d"},
        ],
    }


def _readme_ja(tables: Tables, note: str) -> str:
    release = tables["release"].row(0, named=True)
    sources = tables["sources"].sort("source_key").iter_rows(named=True)
    stale = tables["activities"].get_column("stale_since").is_not_null().sum()
    full = (tables["activities"].get_column("schedule_completeness_code") == "full").sum()
    point = tables["activities"].get_column("lat").is_not_null().sum()
    count = max(release["activity_count"], 1)
    selection = labels("selection")
    gathered = f"{release['as_of_at']:%Y-%m-%d %H:%M}"
    lines = [
        f"# {TITLE_JA}",
        "",
        *([note, ""] if note else []),
        f"{gathered} に集めた掲載 {release['listing_count']:,} 件を、活動 {release['activity_count']:,} 件にまとめた。",
        "",
        "| ファイル | 使う人 |",
        "|---|---|",
        "| `活動一覧.xlsx`、`activities_ja.csv` | Excel で見る人 |",
        "| `hiroba.duckdb`、`*.parquet` | 分析する人（表と列の説明は `data_dictionary.md`、DuckDB の中にも） |",
        "| `activities.json`、`activities.jsonld` | ウェブページを作る人 |",
        "| `activities.geojson` | 地図を作る人 |",
        "| `calendars/区_種類.ics` | 予定表に入れたい人（日時が確かな活動だけ） |",
        "| `141305_event.csv` | 自治体標準オープンデータセットの形がほしい人 |",
        "| `datapackage.json`、`contract.odcs.yaml`、`manifest.json`、`SHA256SUMS` | 機械 |",
        "",
        "## いまの限り",
        "",
        f"- 日時が曜日・時刻まで読み取れた活動は {full:,} 件（{full / count:.0%}）。ほかは文章のまま。",
        f"- 位置の分かる活動は {point:,} 件（{point / count:.0%}）。`geo_level_code` が細かさを示す。",
        f"- 情報源を取得できず前の内容のままの活動は {stale:,} 件（`stale_since`）。",
        "- 一覧に載っていない活動は入っていません。載っていても、いま活動しているとは限りません。",
        "",
        "## 情報源と利用条件",
        "",
        "| 情報源 | 使った取得 | 掲載 | 利用条件 | 出典の書き方 |",
        "|---|---|---|---|---|",
        *(
            f"| [{row['source_name']}]({row['home_url']}) | {selection[row['selection_code']]} | "
            f"{row['listing_count']} | {row['licence']} | {row['attribution']} |"
            for row in sources
        ),
        "",
        f"まとめ方・分類・読み取りは {LICENCE}。元の掲載の利用条件は情報源ごとに上の表のとおり。",
        "",
        "## 載せてほしくないとき",
        "",
        "個人の名前、携帯電話、個人のメールアドレスは載せていません。",
        "掲載を取りやめたい方は、川崎市の担当へ活動ID（`kwa_…`）を知らせてください。次の公開から、過去の公開も含めて消えます。",
        "",
    ]
    return "\n".join(lines)


def _readme_en(tables: Tables, note: str) -> str:
    release = tables["release"].row(0, named=True)
    gathered = f"{release['as_of_at']:%Y-%m-%d %H:%M}"
    lines = [
        f"# {TITLE_EN}",
        "",
        *([f"{note} (sample data, not the city's)", ""] if note else []),
        f"{release['activity_count']:,} activities from {release['listing_count']:,} listings, gathered {gathered}",
        "(Asia/Tokyo). One row of `activities` is one thing people can take part in, however many lists carry it.",
        "",
        "- `hiroba.duckdb` holds every table with comments; `*.parquet` are the same tables.",
        "- `activity_values` tells for every published value the listing and page it comes from and who disagrees.",
        "- `activity_changes`, `activity_history`, `activity_redirects`: what changed, what was, where old IDs lead.",
        "- Free texts are Japanese; codes have labels in both languages in `codes_*`.",
        "",
        f"Licence of the compilation: {LICENCE}. The terms of each source are in `sources`.",
        "Removal: tell the city the activity ID; it disappears from the next release and from old ones.",
        "",
    ]
    return "\n".join(lines)


def _changelog(tables: Tables) -> str:
    counts = tables["activity_changes"].group_by("change_code").len().sort("change_code")
    names = labels("change")
    lines = [f"- {names[code]}: {count:,}" for code, count in counts.iter_rows()] or ["- 変わったことはありません。"]
    release = tables["release"].row(0, named=True)
    return "\n".join([f"# {release['release_id']}", "", "前の公開から変わったこと（件数）", "", *lines, ""])


def read_tables(paths: dict[str, Path]) -> dict[str, pl.DataFrame]:
    """All published tables.

    Args:
        paths: published table → its Parquet file.
    """
    return {name: pl.read_parquet(path) for name, path in paths.items()}
