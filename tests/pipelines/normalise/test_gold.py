"""Floors on the labelled texts, just under what `hiroba bench fields` shows, and `hiroba parse` as users see it."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.lab.bench.fields import HAND_WRITTEN, Figures, Text, by_hand, figures, own_texts
from pipelines.normalise.parse_csv import FIELDS, CsvError, parse_csv

FLOORS = {
    "schedule": {"full": 0.97, "dates": 0.99, "completeness": 0.98, "all": 0.97},
    "address": {"ward_code": 0.99, "town": 0.99, "block": 0.99, "building": 0.99, "level": 0.99},
    "fee": {"fee_type": 0.98, "fee_yen_min": 0.98, "fee_yen_max": 0.98, "unit": 0.98},
    "name": {"core_name": 0.94, "legal_form": 0.99, "venue_in_name": 0.96, "edition": 0.98},
    "phone": {"e164": 0.99, "type": 0.99, "publishable": 0.99},
    "date": {"iso": 0.99, "precision": 0.99},
    "kind": {"kind": 0.97},
}


@pytest.mark.parametrize("field", FLOORS)
def test_the_labels_are_met(field: str) -> None:
    found = {name: column.exact for name, column in figures(field, own_texts(field)).items()}
    assert {name: share for name, share in found.items() if share < FLOORS[field].get(name, 0)} == {}


@pytest.mark.parametrize("field", ["fee", "address", "name"])
def test_what_others_wrote_is_met(field: str) -> None:
    found = {name: column.exact for name, column in figures(field, by_hand(field, HAND_WRITTEN)).items()}
    assert min(found.values()) >= 0.98


def test_every_column_says_apart_what_was_wrong_and_what_was_left_open() -> None:
    texts = [
        Text("無料", "", ({"fee_type": "free", "fee_yen_min": "0"},)),
        Text("参加費500円", "", ({"fee_type": "free", "fee_yen_min": ""},)),
        Text("席により違う", "", ({"fee_type": "paid"},)),
        Text("お楽しみに", "", ({"fee_type": "unknown"},)),
    ]
    found = figures("fee", texts)
    assert found["fee_type"] == Figures(right=1, misread=1, abstained=1, silent=1)
    assert found["fee_yen_min"] == Figures(right=1, invented=1)
    assert found["free"] == Figures(right=1, abstained=1, silent=2)
    assert found["fee_type"].precision == 1 / 2
    assert found["fee_type"].recall == 1 / 3


def test_a_number_too_many_and_a_number_too_few_are_wrong_and_open() -> None:
    one, two = "044-200-2111", "044-200-2112"
    number = {"e164": "+81442002111"}
    assert figures("phone", [Text(f"{one}、{two}", "", (number,))])["e164"] == Figures(right=1, invented=1)
    assert figures("phone", [Text(one, "", (number, {"e164": "+81442002112"}))])["e164"] == Figures(
        right=1, abstained=1
    )


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
    found = parsed(tmp_path, "schedule", "text\n毎週火曜 10時〜12時（祝日の翌日は休み）\n毎週火曜 10時〜12時\n")
    assert found.select("rrule", "completeness", "leftover").rows() == [
        ("FREQ=WEEKLY;BYDAY=TU", "partial", "祝日の翌日"),
        ("FREQ=WEEKLY;BYDAY=TU", "full", None),
    ]


@pytest.mark.parametrize("day", ["2026/4/1", "2026-13", "2026-02-30", "令和8年4月1日"])
def test_a_day_of_the_page_that_is_none_is_told_and_never_passed_over(day: str, tmp_path: Path) -> None:
    with pytest.raises(CsvError, match=f"context_date に日付として使えない値が 1 行あります（例: {day}）"):
        parsed(tmp_path, "schedule", f"text,context_date\n10月3日,{day}\n10月3日,2026-10\n10月3日,\n")


def test_a_cell_with_two_numbers_gives_two_rows_and_one_without_keeps_its_row(tmp_path: Path) -> None:
    found = parsed(tmp_path, "phone", "id,text\n1,電話・ファックス044(422)7372\n2,722-5500\n3,開催日 2026-10-10\n")
    assert found.rows() == [
        ("1", "電話・ファックス044(422)7372", "+81444227372", "fixed", "true"),
        ("1", "電話・ファックス044(422)7372", "+81444227372", "fax", "true"),
        ("2", "722-5500", None, "fixed", "false"),
        ("3", "開催日 2026-10-10", None, None, None),
    ]


def test_a_date_without_a_year_takes_that_of_its_page(tmp_path: Path) -> None:
    found = parsed(tmp_path, "date", "text,context_date\n8月22日,2026-04-01\n8月22日,2026-04\n8月22日,\n")
    assert found.get_column("iso").to_list() == ["2026-08-22", "2026-08-22", None]


@pytest.mark.parametrize(
    ("field", "text", "leftover"),
    [
        ("fee", "参加費500円（お土産つき）、持ち物は筆記用具", "お土産つき / 持ち物は筆記用具"),
        ("fee", "大人300円、小人無料", None),
        ("address", "高津区溝口1-4-1 ノクティ2 TEL 044-812-0000", "TEL 044-812-0000"),
        ("address", "横浜市中区本町6-50-10", "横浜市中区本町6-50-10"),
        ("address", "高津区溝口のノクティ2", None),
        ("name", "【参加者募集】第3回 見本カフェ（見本市民館）〜だれでも〜", "参加者募集 / だれでも"),
        ("name", "NPO法人「見本の会」", None),
    ],
)
def test_every_row_says_what_was_left_unread(field: str, text: str, leftover: str | None, tmp_path: Path) -> None:
    assert parsed(tmp_path, field, f'text\n"{text}"\n').get_column("leftover").to_list() == [leftover]


@pytest.mark.parametrize("field", FIELDS)
def test_a_file_without_rows_gives_the_headings(field: str, tmp_path: Path) -> None:
    found = parsed(tmp_path, field, "text\n")
    assert found.height == 0
    assert found.width > 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "text,context_date\n8月22日,2026/4/1\n",
            "列 context_date に日付として使えない値が 1 行あります（例: 2026/4/1）",
        ),
        ("id\n1\n", "text という列がありません"),
        ("text,fee_type\n無料,x\n", "fee_type は結果の列と同じ名前"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_name(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CsvError, match=said):
        parsed(tmp_path, "fee", text)
