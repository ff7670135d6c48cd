"""食い違い一覧.xlsx: where the lists contradict each other, one sheet per owner, ready to mail.

Belongs here: that workbook. Does not belong here: which value is published (`core.survivorship`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from warehouse.contract.fields import COLUMNS

NAME = "食い違い一覧.xlsx"
_HEAD = ["活動", "項目", "この一覧の値", "公開している値（提案）", "ほかの一覧の数", "ページ", "活動ID"]
_FIELDS = ("kana", "ward_code", "address", "venue", "phone", "url", "organizer", "status_code")
_LONGEST_SHEET = 31
_NO_SHEET = str.maketrans("", "", "[]:*?/\\")


def disagreements(
    listings: pl.DataFrame,
    clusters: pl.DataFrame,
    values: pl.DataFrame,
    activities: pl.DataFrame,
    sources: pl.DataFrame,
) -> pl.DataFrame:
    """One row per listing and field that says something else than what is published.

    Args:
        listings: rows of `norm__listings`.
        clusters: listing_id and activity_id.
        values: rows of `core__activity_values`.
        activities: rows of `core__activities`.
        sources: rows of `core__sources`.

    Returns:
        owner, name, field_name, said, published, disagreeing_count, page_url, activity_id; sorted.
    """
    said = listings.select("listing_id", "source_key", "page_url", *_FIELDS).unpivot(
        _FIELDS, index=["listing_id", "source_key", "page_url"], variable_name="field_name", value_name="said"
    )
    known = said.drop_nulls("said").join(clusters, on="listing_id")
    published = values.select("activity_id", "field_name", published="value_text")
    apart = known.join(published, on=["activity_id", "field_name"]).filter(pl.col("said") != pl.col("published"))
    others = pl.len().over("activity_id", "field_name").cast(pl.Int64)
    return (
        apart.with_columns(disagreeing_count=others)
        .join(activities.select("activity_id", "name"), on="activity_id")
        .join(sources.select("source_key", "owner"), on="source_key")
        .select("owner", "name", "field_name", "said", "published", "disagreeing_count", "page_url", "activity_id")
        .sort(pl.all())
    )


def write_disagreements(df: pl.DataFrame, path: Path) -> None:
    """Write the workbook.

    Args:
        df: as `disagreements` gives it.
        path: the file to replace.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part.xlsx")
    with xlsxwriter.Workbook(str(part), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCE9F5", "border": 1})
        cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        if df.is_empty():
            book.add_worksheet("なし").write_string(0, 0, "食い違いはありません。")
        for (owner,), rows in df.partition_by("owner", as_dict=True, maintain_order=True).items():
            _sheet(book.add_worksheet(str(owner).translate(_NO_SHEET)[:_LONGEST_SHEET]), rows, head, cell)
    part.replace(path)


def _sheet(sheet: Any, rows: pl.DataFrame, head: Any, cell: Any) -> None:
    for column, header in enumerate(_HEAD):
        sheet.write_string(0, column, header, head)
    for number, row in enumerate(rows.iter_rows(named=True), start=1):
        field = COLUMNS[row["field_name"]].ja
        texts = [row["name"], field, row["said"], row["published"], str(row["disagreeing_count"]), row["page_url"]]
        for column, text in enumerate([*texts, row["activity_id"]]):
            sheet.write_string(number, column, text, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, rows.height, len(_HEAD) - 1)
    for column, width in enumerate((30, 14, 34, 34, 10, 40, 16)):
        sheet.set_column(column, column, width)
