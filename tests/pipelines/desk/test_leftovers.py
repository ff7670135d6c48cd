"""読み残し.xlsx: what nobody read, how often, with a page to look at, and nothing of a person."""

from pathlib import Path

import openpyxl
import polars as pl

from pipelines.desk.leftovers_file import NAME, write_leftovers
from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.normalise.leftovers import MOST, frequent_leftovers


def listings(*schedules: str, **texts: str) -> pl.DataFrame:
    raw = [raw_listings(1, key=f"k{number}", schedule_text=text, **texts) for number, text in enumerate(schedules)]
    return flow_tables(pl.concat(raw))["norm__listings"]


def pieces(df: pl.DataFrame, field: str) -> list[tuple[str, int]]:
    return frequent_leftovers(df).filter(pl.col("field_name") == field).select("leftover", "listing_count").rows()


def test_what_most_listings_leave_unread_stands_first_with_a_page() -> None:
    df = listings("毎週火曜 10時〜12時 見本協議", "毎週水曜 10時〜12時 見本協議 見本協議", "毎週木曜 要見本")
    assert pieces(df, "schedule") == [("見本協議", 2), ("要見本", 1)]
    first = frequent_leftovers(df).filter(pl.col("leftover") == "要見本").row(0, named=True)
    assert first["said_text"] == "毎週木曜 要見本"
    assert first["page_url"].startswith("https://")


def test_nothing_of_a_person_and_no_number_is_shown() -> None:
    df = listings(
        "毎週火曜 担当 090-0000-0000", "毎週火曜 問合せ044-000-0000", "毎週火曜 044 000 0000", "毎週火曜 a@example.com"
    )
    shown = frequent_leftovers(df).select(pl.concat_str(pl.all().cast(pl.String), separator=" ")).to_series()
    assert not shown.str.contains(r"0000|@").any()
    assert ("問合せ", 1) in pieces(df, "schedule"), "the word beside the number is what the grammar may learn"


def test_no_field_takes_more_than_a_sitting() -> None:
    df = listings(*(f"毎週火曜 見本{chr(0x4E00 + number)}集" for number in range(MOST + 5)))
    assert len(pieces(df, "schedule")) == MOST


def test_the_workbook_says_field_words_count_and_links_to_the_page(tmp_path: Path) -> None:
    found = frequent_leftovers(listings("毎週火曜 =見本()"))
    assert write_leftovers(found, tmp_path / NAME) == found.height
    (sheet,) = openpyxl.load_workbook(tmp_path / NAME).worksheets
    assert [cell.value for cell in sheet[4]][:3] == ["項目", "読めなかった言葉", "掲載の数"]
    assert [cell.value for cell in sheet[5]][:3] == ["日時", "見本", 1]
    assert sheet.cell(5, 6).hyperlink.target.startswith("https://")
