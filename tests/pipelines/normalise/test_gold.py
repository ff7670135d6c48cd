"""Floors on the labelled texts, just under what `hiroba bench normalise` shows, and `hiroba parse` as users see it."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.lab.bench.normalise import shares
from pipelines.normalise.parse_csv import FIELDS, CsvError, parse_csv

FLOORS = {
    "schedule": {"full_precision": 0.98, "full_recall": 0.97, "dates": 0.99, "completeness": 0.98, "all": 0.97},
    "address": {"ward_code": 0.99, "town": 0.99, "block": 0.99, "building": 0.99, "level": 0.99},
    "fee": {"fee_type": 0.98, "fee_yen_min": 0.98, "fee_yen_max": 0.98, "unit": 0.98},
    "name": {"core_name": 0.94, "legal_form": 0.99, "venue_in_name": 0.96, "edition": 0.98},
    "phone": {"e164": 0.99, "type": 0.99, "publishable": 0.99},
    "date": {"iso": 0.99, "precision": 0.99},
}


@pytest.mark.parametrize("field", FLOORS)
def test_the_labels_are_met(field: str) -> None:
    found = shares(field)
    assert {name: share for name, share in found.items() if share < FLOORS[field].get(name, 0)} == {}


def parsed(folder: Path, field: str, text: str) -> pl.DataFrame:
    source, target = folder / "in.csv", folder / "out.csv"
    source.write_text(text, encoding="utf-8")
    parse_csv(field, source, target)
    return pl.read_csv(target, infer_schema=False)


def test_other_columns_stay_and_the_day_of_the_page_counts(tmp_path: Path) -> None:
    text = "id,text,context_date\n7,10月3日 10時〜12時,2026-09-01\n8,,2026-09-01\n"
    found = parsed(tmp_path, "schedule", text)
    assert found.select("id", "dates", "completeness").rows() == [("7", "2026-10-03", "full"), ("8", None, None)]


def test_what_a_schedule_leaves_unread_is_told(tmp_path: Path) -> None:
    found = parsed(tmp_path, "schedule", "text\n毎週火曜 10時〜12時（5月5日は休み）\n毎週火曜 10時〜12時\n")
    assert found.select("rrule", "completeness", "leftover").rows() == [
        ("FREQ=WEEKLY;BYDAY=TU", "partial", "5月5日"),
        ("FREQ=WEEKLY;BYDAY=TU", "full", None),
    ]


@pytest.mark.parametrize("day", ["2026/4/1", "2026-13", "2026-02-30", "令和8年4月1日"])
def test_a_day_of_the_page_that_is_none_is_told_and_never_passed_over(day: str, tmp_path: Path) -> None:
    with pytest.raises(CsvError, match=f"context_date に日付として使えない値が 1 行あります（例: {day}）"):
        parsed(tmp_path, "schedule", f"text,context_date\n10月3日,{day}\n10月3日,2026-10\n10月3日,\n")


def test_a_cell_with_two_numbers_gives_two_rows_and_one_without_keeps_its_row(tmp_path: Path) -> None:
    found = parsed(tmp_path, "phone", "id,text\n1,電話・ファックス044(422)7372\n2,722-5500\n3,なし\n")
    assert found.rows() == [
        ("1", "電話・ファックス044(422)7372", "+81444227372", "fixed", "true"),
        ("1", "電話・ファックス044(422)7372", "+81444227372", "fax", "true"),
        ("2", "722-5500", None, "fixed", "false"),
        ("3", "なし", None, None, None),
    ]


@pytest.mark.parametrize("field", FIELDS)
def test_a_file_without_rows_gives_the_headings(field: str, tmp_path: Path) -> None:
    found = parsed(tmp_path, field, "text\n")
    assert found.height == 0
    assert found.width > 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("id\n1\n", "text という列がありません"), ("text,fee_type\n無料,x\n", "fee_type は結果の列と同じ名前")],
)
def test_a_file_that_does_not_fit_is_refused_by_name(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CsvError, match=said):
        parsed(tmp_path, "fee", text)
