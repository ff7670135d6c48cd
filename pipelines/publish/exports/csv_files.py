"""CSV files: for Excel, for machines, and in the shape of the municipal standard open dataset.

Belongs here: encodings, headers, the guard against formulas. Does not belong here: which rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl
from polars._typing import CsvQuoteStyle

from cities.here import here
from pipelines.publish.exports.credit import TERMS, credit_per_activity
from pipelines.publish.exports.display import factual_line, katakana
from pipelines.publish.exports.people import ODS, in_labels, labelled, pages, people_by_ward
from pipelines.publish.exports.tables import Tables, in_parts
from warehouse.contract import table
from warehouse.contract.derived.text_form import as_text, in_text

FOR_EXCEL, FOR_MACHINES = "activities_ja.csv", "activities.csv"
REDIRECTS = "activity_redirects.csv"
"""For web servers, which read no Parquet: where the address of an old activity leads."""
_ONE_TIME = r"^(\d\d:\d\d)$"
_MOMENT = "%Y-%m-%dT%H:%M:%S%:z"
_FORMULA = r"^([=+\-@\t\r\n])"
"""Signs that make Excel calculate a cell (OWASP ASVS 1.2.10)."""


def write_csv(tables: Tables, folder: Path, note: str) -> None:
    """Write the CSV files.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    credit = credit_per_activity(tables)
    _write(folder / FOR_EXCEL, _for_people(tables, credit, note), quote_style="non_numeric")
    plain = (in_text(part, table("activities")) for part in in_parts(tables, "activities"))
    with (folder / FOR_MACHINES).open("wb") as file:
        for number, part in enumerate(plain):
            part.write_csv(file, include_header=number == 0, datetime_format=_MOMENT)
    tables["activity_redirects"].write_csv(folder / REDIRECTS)
    _write(folder / ODS, _events(tables, credit, note))


def _write(path: Path, parts: Iterable[pl.DataFrame], quote_style: CsvQuoteStyle | None = None) -> None:
    """A file for Excel: it knows UTF-8 by the sign in front, and calculates no cell."""
    with path.open("wb") as file:
        for number, part in enumerate(parts):
            guarded = part.with_columns(pl.all().str.replace(_FORMULA, "'$1"))
            is_first = number == 0
            guarded.write_csv(
                file, include_bom=is_first, include_header=is_first, line_terminator="\r\n", quote_style=quote_style
            )


def _for_people(tables: Tables, credit: pl.DataFrame, note: str) -> Iterator[pl.DataFrame]:
    credit = credit.select("credit", 活動ID="activity_id")
    for rows in people_by_ward(tables):
        people = rows.join(credit, on="活動ID", how="left", maintain_order="left")
        yield people.rename({"credit": "出典"}).with_columns(備考=pl.lit(note + TERMS))


def _events(tables: Tables, credit: pl.DataFrame, note: str) -> Iterator[pl.DataFrame]:
    """自治体標準オープンデータセット 12 イベント: one row per activity (docs/standards.md §1.4).

    The official sheet could not be opened here: the spelling and order of the headers follow projects that map it. A
    column of the standard of which nothing is known stands there empty, as the standard wants it.
    """
    ward = labelled("ward_code", "ward")
    listed = pages(tables).unique("activity_id", keep="first", maintain_order=True)
    told = listed.select("activity_id", "page_url").join(credit, on="activity_id", how="full", coalesce=True)
    dates = pl.col("schedule_days")
    known: dict[str, pl.Expr | str | None] = {
        "全国地方公共団体コード": pl.lit(here().code),
        "ID": "activity_id",
        "地方公共団体名": pl.lit(here().name),
        "イベント名": "name",
        "イベント名_カナ": katakana("kana"),
        "イベント名_英語": None,
        "イベント名_通称": None,
        "サブタイトル": None,
        "イベント種類": labelled("kind_code", "kind"),
        "状態": labelled("status_code", "status"),
        "キーワード": in_labels("other_kind_codes", "kind"),
        "タグ": in_labels("target_group_codes", "target_group"),
        "開催パターン": "schedule_gif",
        "開始日": dates.list.min(),
        "終了日": dates.list.max(),
        "開始時間": as_text("session_starts").str.extract(_ONE_TIME),
        "終了時間": as_text("session_ends").str.extract(_ONE_TIME),
        "開始日時特記事項": "schedule",
        "概要": "schedule_sentence",
        "説明": factual_line(),
        "料金(基本)": "fee_yen_min",
        "料金(詳細)": "fee",
        "料金種別": labelled("fee_type_code", "fee_type"),
        "主催者": "organizer",
        "共催団体": None,
        "対象者": "target",
        "定員": "capacity",
        "場所名称": "venue",
        "所在地_全国地方公共団体コード": "ward_code" if here().wards else pl.lit(here().code),
        "町字ID": None,
        "所在地_連結表記": _whole_address(ward),
        "所在地_都道府県": pl.lit(here().prefecture),
        "所在地_市区町村": here().name + (ward if here().wards else pl.lit("")),
        "所在地_町字": "town",
        "所在地_番地以下": "block",
        "建物名等(方書)": "building",
        "緯度": "lat",
        "経度": "lon",
        "アクセス方法": None,
        "駐車場情報": None,
        "法人番号": None,
        "連絡先名称": "organizer",
        "連絡先電話番号": "phone",
        "連絡先内線番号": None,
        "参加申込終了日": None,
        "参加申込終了時間": None,
        "参加申込方法": "entry",
        "画像": None,
        "URL": "url",
        "コンテンツURL": "page_url",
        "備考": pl.lit(f"{note}{TERMS}。元の掲載の出典: ") + pl.col("credit"),
    }
    shown = [_text(value).alias(header) for header, value in known.items()]
    for part in in_parts(tables, "activities"):
        yield part.join(told, on="activity_id", how="left", maintain_order="left").select(shown)


def _whole_address(ward: pl.Expr) -> pl.Expr:
    """From the prefecture to the block, without the building, which has its own column; else what the source says."""
    parts = [pl.lit(here().prefecture + here().name), ward, pl.col("town"), pl.col("block")]
    address = pl.concat_str(parts, ignore_nulls=True)
    return pl.when(pl.col("town").is_not_null()).then(address).otherwise("address")


def _text(value: pl.Expr | str | None) -> pl.Expr:
    expr = pl.col(value) if isinstance(value, str) else pl.lit(None) if value is None else value
    return expr.cast(pl.String)
