"""CSV files: for Excel, for machines, and in the shape of the municipal standard open dataset.

Belongs here: encodings, headers, the guard against formulas. Does not belong here: which rows.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.publish.exports.people import Tables, labelled, people_view

FOR_EXCEL, FOR_MACHINES, ODS = "activities_ja.csv", "activities.csv", "141305_event.csv"
_CITY_CODE, _CITY = "141305", "川崎市"
_FORMULA = r"^([=+\-@\t\r\n])"
"""Signs that make Excel calculate a cell (OWASP ASVS 1.2.10)."""


def write_csv(tables: Tables, folder: Path, _note: str) -> None:
    """Write the CSV files.

    Args:
        tables: published tables by name.
        folder: release folder.
    """
    guarded = people_view(tables).with_columns(pl.all().str.replace(_FORMULA, "'$1"))
    text = guarded.write_csv(include_bom=True, line_terminator="\r\n", quote_style="non_numeric")
    (folder / FOR_EXCEL).write_bytes(text.encode("utf-8"))
    tables["activities"].write_csv(folder / FOR_MACHINES)
    ods = _events(tables).with_columns(pl.all().str.replace(_FORMULA, "'$1"))
    (folder / ODS).write_bytes(ods.write_csv(include_bom=True, line_terminator="\r\n").encode("utf-8"))


def _events(tables: Tables) -> pl.DataFrame:
    """自治体標準オープンデータセット 12 イベント: one row per activity (standards §1.4).

    The official sheet could not be opened here: the spelling and order of the headers follow projects that map it.
    """
    text = pl.String
    none = pl.lit(None, dtype=text)
    ward = labelled("ward_code", "ward")
    known = {
        "全国地方公共団体コード": pl.lit(_CITY_CODE),
        "ID": pl.col("activity_id"),
        "地方公共団体名": pl.lit(_CITY),
        "イベント名": pl.col("name"),
        "イベント名_カナ": pl.col("kana"),
        "イベント種類": labelled("kind_code", "kind"),
        "状態": labelled("status_code", "status"),
        "開催パターン": pl.col("schedule_gif"),
        "開始日": none,
        "終了日": none,
        "開始時間": pl.col("start_time").str.extract(r"^(\d\d:\d\d)$"),
        "終了時間": pl.col("end_time").str.extract(r"^(\d\d:\d\d)$"),
        "開始日時特記事項": pl.col("schedule"),
        "概要": pl.col("schedule_sentence"),
        "料金(基本)": pl.col("fee_yen_min"),
        "料金(詳細)": pl.col("fee"),
        "主催者": pl.col("organizer"),
        "対象者": pl.col("target"),
        "定員": pl.col("capacity"),
        "場所名称": pl.col("venue"),
        "所在地_全国地方公共団体コード": pl.col("ward_code"),
        "所在地_連結表記": pl.col("address"),
        "所在地_都道府県": pl.lit("神奈川県"),
        "所在地_市区町村": _CITY + ward,
        "所在地_町字": pl.col("town"),
        "所在地_番地以下": pl.col("block"),
        "建物名等(方書)": pl.col("building"),
        "緯度": pl.col("lat"),
        "経度": pl.col("lon"),
        "連絡先電話番号": pl.col("phone"),
        "URL": pl.col("url"),
    }
    return tables["activities"].select(value.cast(text).alias(header) for header, value in known.items())
