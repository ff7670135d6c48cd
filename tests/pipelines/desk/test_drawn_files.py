"""What was drawn goes out blind and comes back as answers that measure, and decide nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.audit.pairs import labels_to_ask
from pipelines.decisions.measured import (
    MeasuredError,
    call_sample,
    keep_call_draw,
    keep_label_draw,
    label_sample,
    take_labels,
)
from pipelines.decisions.today import Today, telling_prints
from pipelines.desk.answers import read_answers
from pipelines.desk.drawn_files import write_calls, write_labels
from pipelines.desk.queue_sheets import CALLS_NAME, FIRST_ROW, LABELS_NAME, ROWS_PER_PAIR, SHEET
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame

DAY = "2026-11-23"
DRAW = "2026Q4"


@pytest.fixture
def asked(listings: Any, tmp_path: Path) -> tuple[pl.DataFrame, pl.DataFrame, Path]:
    """Four listings in two pairs of one name; the first pair is one activity; drawn, and written down."""
    df = listings(
        *(
            {
                "listing_id": f"{key}_{n}",
                "source_key": key,
                "name": f"会{n}",
                "venue": f"館{n}",
                "phone": f"044-200-000{n}",
            }
            for n in (1, 2)
            for key in ("a", "b")
        )
    )
    bridge = pl.DataFrame(
        [("k1", "a_1"), ("k1", "b_1"), ("k2", "a_2"), ("k3", "b_2")], schema=["activity_id", "listing_id"], orient="row"
    )
    folder = tmp_path / "judgements"
    keep_label_draw(folder, DRAW, labels_to_ask(df, bridge, DRAW), telling_prints(df), DAY)
    return df, bridge, folder


def answered(path: Path, *answers: str) -> Path:
    book = openpyxl.load_workbook(path)
    for number, said in enumerate(answers):
        book[SHEET].cell(FIRST_ROW + ROWS_PER_PAIR * number + 1, 1).value = said
    book.save(path)
    return path


def test_drawn_pairs_are_asked_once_without_what_we_think(asked: Any, tmp_path: Path) -> None:
    df, bridge, folder = asked
    sample = label_sample(folder, Today.of(df), bridge)
    assert sample.select("purpose_code", "listing_id_a", "is_joined", "weight").rows() == [
        ("precision", "a_1", True, 1.0),
        ("recall", "a_1", True, 1.0),
        ("recall", "a_2", False, 1.0),
    ]
    path = tmp_path / LABELS_NAME
    assert write_labels(sample, df, empty_frame(table("core__sources")), path) == 2
    cells = [
        str(cell) for row in openpyxl.load_workbook(path)[SHEET].iter_rows(values_only=True) for cell in row if cell
    ]
    assert "会1" in cells
    assert any("くじで選んだ" in cell for cell in cells)
    assert not any("%" in cell or "として載せています" in cell for cell in cells)


def test_answers_measure_and_decide_nothing(asked: Any, tmp_path: Path) -> None:
    df, bridge, folder = asked
    today, path = Today.of(df), tmp_path / LABELS_NAME
    write_labels(label_sample(folder, today, bridge), df, empty_frame(table("core__sources")), path)
    result = read_answers(answered(path, "同じ", "別"), today, folder / "pairs.csv", DAY, "ある課")
    assert (result.problems, result.taken.written) == ((), 2)
    assert "測るためだけ" in result.sentence()
    assert not (folder / "pairs.csv").exists()
    sample = label_sample(folder, today, bridge)
    assert sample.select("purpose_code", "listing_id_a", "label_said_code").rows() == [
        ("precision", "a_1", "same"),
        ("recall", "a_1", "same"),
        ("recall", "a_2", "different"),
    ]
    assert read_answers(path, today, folder / "pairs.csv", DAY, "ある課").taken.written == 0, "said already"
    left = tmp_path / "rest.xlsx"
    assert write_labels(sample, df, empty_frame(table("core__sources")), left) == 0


def test_a_word_of_another_workbook_is_refused_and_nothing_is_taken(asked: Any, tmp_path: Path) -> None:
    df, bridge, folder = asked
    today, path = Today.of(df), tmp_path / LABELS_NAME
    write_labels(label_sample(folder, today, bridge), df, empty_frame(table("core__sources")), path)
    result = read_answers(answered(path, "同じ", "保留"), today, folder / "pairs.csv", DAY, "ある課")
    assert "「保留」は使えません。同じ・別・わからない" in result.problems[0]
    assert not (folder / "labels.csv").exists()


def test_an_answer_on_what_was_not_drawn_is_refused(asked: Any) -> None:
    _, _, folder = asked
    answer = {"draw": "2027Q1", "left_id": "a_1", "right_id": "b_1", "said": "same", "reason": "似ている"}
    with pytest.raises(MeasuredError, match="2027Q1、a_1、b_1 は抽出したものにありません"):
        take_labels(folder, [answer], DAY, "ある課")


def test_a_pair_is_found_again_under_another_key_and_a_listing_that_went_makes_it_unknown(
    asked: Any, listings: Any
) -> None:
    df, bridge, folder = asked
    moved = df.with_columns(listing_id=pl.col("listing_id").replace({"a_1": "a_9"}))
    now = bridge.with_columns(listing_id=pl.col("listing_id").replace({"a_1": "a_9"}))
    joined = label_sample(folder, Today.of(moved), now).filter(purpose_code="recall")
    assert joined.select("listing_id_a", "is_joined").rows() == [("a_1", True), ("a_2", False)]
    gone = df.filter(pl.col("listing_id") != "b_2")
    sample = label_sample(folder, Today.of(gone), bridge.filter(pl.col("listing_id") != "b_2"))
    assert sample.filter(listing_id_a="a_2")["is_joined"].to_list() == [None]


def test_what_calls_find_out_comes_back(tmp_path: Path) -> None:
    folder, path = tmp_path / "judgements", tmp_path / CALLS_NAME
    gone = pl.DataFrame({"activity_id": ["k1", "k2"], "last_seen_on": [date(2026, 6, 1)] * 2, "weight": [1.5, 1.5]})
    keep_call_draw(folder, "2027-03", gone, "2027-03-01")
    history = pl.DataFrame(
        {
            "activity_id": ["k1", "k1", "k2"],
            "valid_from_on": [date(2025, 1, 1), date(2026, 1, 1), date(2025, 1, 1)],
            "activity_json": [
                '{"name": "前の名"}',
                '{"name": "さくら会", "ward_code": "141313", "phone": "044-200-1111"}',
                '{"name": "もみじ会", "ward_code": null}',
            ],
        }
    )
    assert write_calls(call_sample(folder), history, path) == 2
    cells = [
        str(cell) for row in openpyxl.load_workbook(path)[SHEET].iter_rows(values_only=True) for cell in row if cell
    ]
    assert {"さくら会", "川崎区", "044-200-1111", "もみじ会"} <= set(cells)
    assert "前の名" not in cells
    nobody = Today.of(empty_frame(table("norm__listings")))
    result = read_answers(
        answered(path, "終わった", "続いている"), nobody, folder / "pairs.csv", "2027-03-10", "ある課"
    )
    assert result.problems == ()
    assert call_sample(folder).select("activity_id", "call_said_code", "weight").rows() == [
        ("k1", "ended", 1.5),
        ("k2", "there", 1.5),
    ]
