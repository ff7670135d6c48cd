"""The data dictionary and the code tables as rows, derived from the contract.

Belongs here: declarations turned into rows and Markdown. Does not belong here: any fact that is not declared elsewhere.
"""

from __future__ import annotations

import polars as pl

from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.deprecations import replacement
from warehouse.contract.derived.frames import frame
from warehouse.contract.model import Table
from warehouse.contract.tables import published_tables, table
from warehouse.contract.vocabularies import VOCABULARIES


def dictionary_frame() -> pl.DataFrame:
    """One row per published column, of the table `core__dictionary`."""
    return frame(table("core__dictionary"), [row for entry in published_tables() for row in _rows(entry)])


def codes_frame() -> pl.DataFrame:
    """One row per code of every vocabulary, of the table `core__codes`."""
    rows: list[dict[str, object]] = [
        {
            "vocabulary_name": vocabulary.name,
            "code": code.code,
            "ordinal": ordinal,
            "label_ja": code.ja,
            "label_en": code.en,
        }
        for vocabulary in VOCABULARIES.values()
        for ordinal, code in enumerate(vocabulary.codes, start=1)
    ]
    return frame(table("core__codes"), rows)


def dictionary_markdown() -> str:
    """The dictionary as a Markdown document, Japanese and English side by side."""
    parts = ["# データ辞書 / Data dictionary\n"]
    for entry in published_tables():
        parts.append(f"\n## {entry.name}\n\n{entry.ja}  \n{entry.en}\n")
        parts.append("\n| 列 column | 型 type | キー key | 空 null | 説明 | Description |\n|---|---|---|---|---|---|\n")
        for row in _rows(entry):
            key = "●" if row["is_key"] else ""
            null = "○" if row["is_nullable"] else ""
            kind = f"{row['column_type']}" + (f" [{row['unit']}]" if row["unit"] else "")
            kind += f" → {row['refers_to']}" if row["refers_to"] else ""
            going = f"（なくなる予定。{row['replaced_by']} を使う）" if row["replaced_by"] else ""
            text = f"{row['description_ja']}{going} | {row['description_en']}"
            text += f" (will go: use {row['replaced_by']})" if row["replaced_by"] else ""
            parts.append(f"| {row['column_name']} | {kind} | {key} | {null} | {text} |\n")
    return "".join(parts)


def _reference(entry: Table, name: str) -> str | None:
    """`table.column` whose values the column holds."""
    targets = [f"{each.target_table}.{each.target_column}" for each in entry.references if each.column == name]
    vocabulary = COLUMNS[name].vocabulary
    return targets[0] if targets else f"codes_{vocabulary}.code" if vocabulary else None


def _rows(entry: Table) -> list[dict[str, object]]:
    return [
        {
            "table_name": entry.name,
            "column_name": name,
            "ordinal": ordinal,
            "column_type": COLUMNS[name].type,
            "is_key": name in entry.key,
            "is_nullable": name in entry.optional,
            "description_ja": COLUMNS[name].ja,
            "description_en": COLUMNS[name].en,
            "unit": COLUMNS[name].unit,
            "replaced_by": replacement(entry.name, name),
            "refers_to": _reference(entry, name),
            "vocabulary_name": COLUMNS[name].vocabulary,
        }
        for ordinal, name in enumerate(entry.column_names, start=1)
    ]
