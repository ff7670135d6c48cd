"""Excel out and in: answers are taken all or none, and bound for ever."""

from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.desk.disagreements_file import write_disagreements
from pipelines.desk.queue_file import NAME, SHEET, read_answers, write_queue
from pipelines.drills.made import flow_tables, raw_listings
from pipelines.match.activities import Activities, match_listings
from pipelines.match.judgements import read_judgements

FIRST = 5


@pytest.fixture(scope="module")
def listings() -> pl.DataFrame:
    pairs = [raw_listings(3, key="a"), raw_listings(3, key="b", venue_text="土橋会館", phone_text=None)]
    return flow_tables(pl.concat(pairs))["norm__listings"]


@pytest.fixture(scope="module")
def matched(listings: pl.DataFrame) -> Activities:
    found = match_listings(listings)
    asked = found.pairs.head(4).with_columns(queue_rank=pl.int_range(1, 5, dtype=pl.Int64))
    return found._replace(queue=asked.select(found.queue.columns))


@pytest.fixture
def book(listings: pl.DataFrame, matched: Activities, tmp_path: Path) -> Path:
    assert write_queue(matched.queue, matched.pairs, listings, tmp_path / NAME) == 4
    return tmp_path / NAME


def answer(path: Path, **cells: Any) -> None:
    workbook = openpyxl.load_workbook(path)
    for place, value in cells.items():
        workbook[SHEET][place] = value
    workbook.save(path)


def test_questions_show_both_sides_and_protect_all_but_the_answer(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)[SHEET]
    assert sheet.protection.sheet
    assert (sheet[f"A{FIRST}"].protection.locked, sheet[f"D{FIRST}"].protection.locked) == (False, True)
    assert sheet.data_validations.dataValidation[0].formula1 == '"同じ,別,保留"'
    assert (sheet[f"G{FIRST}"].value, sheet[f"G{FIRST + 1}"].value) == ("A", "B")
    assert sheet[f"H{FIRST}"].value


def test_answers_are_taken_and_obeyed(book: Path, listings: pl.DataFrame, tmp_path: Path) -> None:
    answer(book, **{f"A{FIRST}": "同じ", f"B{FIRST}": "会場で確かめた", f"A{FIRST + 2}": "別"})
    path = tmp_path / "judgements" / "pairs.csv"
    result = read_answers(book, listings, path, "2026-11-24", "office")
    assert (result.taken, result.problems) == (2, ())
    said = read_judgements(path, listings)
    assert sorted(row.said for row in said) == ["different", "same"]
    bound = match_listings(listings, said).pairs
    for row in said:
        pair = bound.filter(pl.col("listing_id_a") == row.left, pl.col("listing_id_b") == row.right)
        assert pair.select("decision_code", "decider_code").row(0) == (row.said, "person")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({f"A{FIRST}": "たぶん"}, "5 行: 判定「たぶん」"),
        ({f"A{FIRST}": "同じ", f"E{FIRST}": "s_unknown"}, "s_unknown がいまの一覧にありません"),
        ({f"A{FIRST}": "同じ", "A4": "はんてい"}, "見出しが変わって"),
    ],
)
def test_one_wrong_row_and_nothing_is_taken(
    cells: dict[str, str], sentence: str, book: Path, listings: pl.DataFrame, tmp_path: Path
) -> None:
    answer(book, **{f"A{FIRST + 2}": "別"}, **cells)
    path = tmp_path / "judgements" / "pairs.csv"
    result = read_answers(book, listings, path, "2026-11-24", "office")
    assert result.taken == 0
    assert sentence in result.problems[0]
    assert not path.exists()


def test_contradictions_are_named_and_leave_the_file_as_it_was(
    book: Path, listings: pl.DataFrame, tmp_path: Path
) -> None:
    a, b, c = listings.get_column("listing_id").head(3).to_list()
    path = tmp_path / "judgements" / "pairs.csv"
    answer(book, **{f"A{FIRST}": "同じ", f"E{FIRST}": a, f"F{FIRST}": b})
    assert read_answers(book, listings, path, "2026-11-24", "office").taken == 1
    before = path.read_bytes()
    answer(book, **{f"E{FIRST}": b, f"F{FIRST}": c})
    answer(book, **{f"A{FIRST + 2}": "別", f"E{FIRST + 2}": a, f"F{FIRST + 2}": c})
    result = read_answers(book, listings, path, "2026-11-24", "office")
    assert result.taken == 0
    assert "「別」とされていますが" in result.problems[0]
    assert path.read_bytes() == before


def test_a_file_that_is_no_workbook_is_told(listings: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no")
    assert "開けません" in read_answers(path, listings, tmp_path / "p.csv", "2026-11-24", "office").problems[0]


def test_contradictions_between_lists_go_to_their_owners(tmp_path: Path) -> None:
    twice = pl.concat([raw_listings(1, key=key, kana_text=kana) for key, kana in (("a", "ツチハシ"), ("b", "ドバシ"))])
    tables = flow_tables(twice)
    (row,) = tables["core__disagreements"].to_dicts()
    assert (row["field_name"], row["said_text"], row["proposed_text"]) == ("kana", "ツチハシ", "ドバシ")
    df = tables["core__disagreements"].with_columns(owner=pl.lit("見本課"), name=pl.lit("土橋"))
    write_disagreements(df, tmp_path / "x.xlsx")
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames == ["見本課"]
