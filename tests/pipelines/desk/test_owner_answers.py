"""The workbook of an owner on its way back: answers become corrections, all or none, whatever order the rows are in."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.decisions.corrections import read_corrections
from pipelines.desk.disagreements_file import write_disagreements
from pipelines.desk.incoming import TAKEN, taken
from pipelines.desk.queue_sheets import (
    FOUND,
    OWNER_FIRST_ROW,
    OWNER_HEADERS,
    PUBLISHED_IS_RIGHT,
    THIS_IS_RIGHT,
)
from pipelines.desk.tracking import KEY, read_record, track
from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.storage import write_table

DAY, OWNER = "2026-11-24", "見本課"
TABLES = ("norm__listings", "core__activities", "core__activity_values")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A night on which a list says another reading, phone and mail than the one that is published."""
    settings = Settings(tmp_path, "sample", None)
    other = {"kana_text": "ツチハシ", "phone_text": "044-200-1111", "mail_text": "info@ichi.or.jp"}
    one = raw_listings(1, key="a", **other)
    two = raw_listings(1, key="b", kana_text="ドバシ", phone_text="044-200-2222", mail_text="info@ni.or.jp")
    tables = flow_tables(pl.concat([one, two]))
    for name in TABLES:
        write_table(table(name), tables[name], settings.table_path(name))
    df = tables["core__disagreements"].with_columns(owner=pl.lit(OWNER), name=pl.lit("土橋"))
    record = track(read_record(tmp_path / "none.csv"), df, date.fromisoformat(DAY))
    write_disagreements(record.join(df.select(*KEY, "proposed_count"), on=KEY), record.clear(), settings.desk_dir)
    settings.decisions_dir.mkdir(parents=True)
    return settings


def answer(settings: Settings, answers: dict[str, str], *, is_turned: bool = False, **cells: str) -> None:
    """Fill in the yellow column by the label of the field, as an owner does, and bring the workbook back."""
    book = openpyxl.load_workbook(settings.desk_dir / "食い違い" / f"{OWNER}.xlsx")
    sheet = book[OWNER]
    found = OWNER_HEADERS.index(FOUND) + 1
    rows = list(range(OWNER_FIRST_ROW + 1, sheet.max_row + 1))
    for row in rows:
        sheet.cell(row, found).value = answers.get(sheet.cell(row, 2).value)
    if is_turned:
        texts: list[list[Any]] = [[cell.value for cell in sheet[row]] for row in rows]
        for row, values in zip(rows, reversed(texts), strict=True):
            for column, value in enumerate(values, start=1):
                sheet.cell(row, column).value = value
    for place, text in cells.items():
        sheet[place] = text
    book.save(settings.decisions_dir / f"Re: {OWNER}.xlsx".replace(":", ""))


def corrected(settings: Settings) -> dict[str, str]:
    df = read_corrections(settings.corrections_path)
    return dict(df.select("field_name", "value_text").iter_rows())


@pytest.mark.parametrize("is_turned", [False, True])
def test_what_an_owner_answers_is_a_correction_until_the_lists_are_written_anew(
    settings: Settings, *, is_turned: bool
) -> None:
    answer(
        settings,
        {"よみがな": THIS_IS_RIGHT, "電話": "044-200-3333", "メール": PUBLISHED_IS_RIGHT},
        is_turned=is_turned,
    )
    said, wrong = taken(settings, DAY)
    assert wrong == [] and "値を 2 件直しました" in said[0] and "公開の値のままでよいもの 1 件" in said[0]
    assert corrected(settings) == {"kana": "ツチハシ", "phone": "044-200-3333"}
    row = read_corrections(settings.corrections_path).row(0, named=True)
    assert (row["decided_by"], row["expires_on"]) == (OWNER, "2027-03-31")
    assert len(list((settings.decisions_dir / TAKEN).iterdir())) == 1
    assert taken(settings, DAY) == ([], [])


@pytest.mark.parametrize(
    ("answers", "cells", "said"),
    [
        ({"電話": "090-1234-5678", "よみがな": THIS_IS_RIGHT}, {}, "携帯電話の番号は載せられません"),
        (
            {"よみがな": THIS_IS_RIGHT},
            {"C5": "カキカエ", "C6": "カキカエ", "C7": "カキカエ"},
            "黄色の欄のほかが変わっています",
        ),
    ],
)
def test_one_wrong_answer_and_nothing_is_taken(
    settings: Settings, answers: dict[str, str], cells: dict[str, str], said: str
) -> None:
    answer(settings, answers, **cells)
    done, wrong = taken(settings, DAY)
    assert done == [] and any(said in each for each in wrong)
    assert all(f"「{OWNER}」" in each for each in wrong)
    assert not settings.corrections_path.exists()
    assert [path.suffix for path in settings.decisions_dir.iterdir()] == [".xlsx"]
