"""Excel out and in: answers are taken all or none, and bound for ever."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.decisions.pairs import read_judgements
from pipelines.decisions.today import Today
from pipelines.desk import answers
from pipelines.desk.answers import Imported, read_answers
from pipelines.desk.disagreements_file import write_disagreements
from pipelines.desk.queue_file import write_queue
from pipelines.desk.queue_sheets import (
    COPY,
    FIRST_ROW,
    HEAD,
    HEADERS,
    KEYS,
    LEFT_ROW,
    NAME,
    OWNER_KEYS,
    ROWS_PER_PAIR,
    SHEET,
)
from pipelines.desk.tracking import KEY, lately_settled, read_record, track, write_record
from pipelines.desk.waiting_pairs import APART, TOGETHER
from pipelines.desk.workbook_child import read_workbook
from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.match.activities import Activities, match_listings

FIRST = FIRST_ROW + 1
ASKED = 4
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    pairs = [raw_listings(3, key="a"), raw_listings(3, key="b", venue_text="土橋会館", phone_text=None)]
    return flow_tables(pl.concat(pairs))


@pytest.fixture(scope="module")
def listings(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return tables["norm__listings"]


@pytest.fixture(scope="module")
def matched(listings: pl.DataFrame) -> Activities:
    found = match_listings(listings)
    asked = found.pairs.head(ASKED).with_columns(queue_rank=pl.int_range(1, ASKED + 1, dtype=pl.Int64))
    return found._replace(queue=asked.select(found.queue.columns))


@pytest.fixture
def opened_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: the one of its own, in which people's workbooks are opened, is tested in `test_workbook`."""
    monkeypatch.setattr(answers, "read_grids", lambda path: read_workbook(path.read_bytes()))


@pytest.fixture
def book(tables: dict[str, pl.DataFrame], matched: Activities, tmp_path: Path, opened_here: None) -> Path:
    path = tmp_path / NAME
    args = (matched.queue, matched.pairs, tables["norm__listings"], tables["core__sources"])
    bridge = tables["core__activity_listings"]
    assert write_queue(*args, bridge, path) == ASKED
    return path


def answer(path: Path, sheet: str = SHEET, **cells: Any) -> None:
    workbook = openpyxl.load_workbook(path)
    for place, value in cells.items():
        workbook[sheet][place] = value
    workbook.save(path)


def take(book: Path, listings: pl.DataFrame) -> tuple[Imported, Path]:
    path = book.parent / "judgements" / "pairs.csv"
    return read_answers(book, Today.of(listings), path, "2026-11-24", "データ担当"), path


def test_questions_show_both_sides_and_protect_all_but_the_answer(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[SHEET]
    assert sheet.protection.sheet
    assert [sheet[f"{letter}{FIRST}"].protection.locked for letter in "ABCDF"] == [False, False, True, True, True]
    assert sheet.data_validations.dataValidation[0].formula1 == '"同じ,別,保留"'
    assert (sheet[f"F{FIRST}"].value, sheet[f"F{FIRST + 1}"].value) == ("A", "B")
    head = {cell.value: cell.column for cell in sheet[FIRST_ROW]}
    now = {sheet.cell(FIRST + ROWS_PER_PAIR * number, head["いまの扱い"]).value for number in range(ASKED)}
    assert now
    # How the pair is published, and the one answer that would change it
    stays = rf"{TOGETHER}（掲載 \d+ 件）。「別」なら二つに分かれます"
    joins = rf"{APART}。「同じ」なら一つになります（掲載 \d+ 件）"
    assert all(re.fullmatch(f"{stays}|{joins}", text) for text in now)
    said = f"COUNTA(A6:A{5 + ROWS_PER_PAIR * ASKED})"
    left = f'="答えた数 "&{said}&"、あと "&({ASKED}-{said})&"（全部で {ASKED}）"'
    assert sheet[f"A{LEFT_ROW + 1}"].value == left
    assert "「理由」はなくても" in sheet["A1"].value
    page = sheet.cell(FIRST, head["ページ"])
    assert page.hyperlink.target == page.value
    assert sheet.cell(FIRST, head["一覧"]).value == "見本の一覧"
    assert (workbook[COPY].sheet_state, workbook[KEYS].sheet_state) == ("veryHidden", "veryHidden")


def test_answers_are_taken_with_who_and_when_and_obeyed(book: Path, listings: pl.DataFrame) -> None:
    answer(book, **{f"A{FIRST}": "同じ", f"B{FIRST}": "会場で確かめた", f"A{FIRST + 2}": "別", "B3": "市民文化局"})
    result, path = take(book, listings)
    assert (result.taken, result.problems) == ((2, 0, 0), ())
    assert "同じ 1、別 1、保留 0" in result.sentence()
    rows = pl.read_csv(path, infer_schema=False)
    assert rows.select("decided_on", "decided_by", "reason").row(0) == ("2026-11-24", "市民文化局", "会場で確かめた")
    said = read_judgements(path, listings)
    bound = match_listings(listings, said)
    for row in said:
        pair = bound.pairs.filter(pl.col("listing_id_a") == row.left, pl.col("listing_id_b") == row.right)
        assert pair.select("decision_code", "decider_code").row(0) == (row.said, "person")


def test_the_same_file_again_changes_nothing_and_says_so(book: Path, listings: pl.DataFrame) -> None:
    answer(book, **{f"A{FIRST}": "同じ"})
    _, path = take(book, listings)
    before = path.read_bytes()
    result, _ = take(book, listings)
    assert result.taken == (0, 1, 0)
    assert "すでに同じ判定があったもの 1 件" in result.sentence()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({f"A{FIRST}": "たぶん"}, f"{FIRST} 行: 判定「たぶん」は使えません"),
        ({f"A{FIRST}": "同じ・別"}, f"{FIRST} 行: 判定「同じ・別」は使えません"),
        ({f"G{FIRST}": "別の名前"}, f"{FIRST} 行: 「名称」（G{FIRST}）が"),
        ({f"G{FIRST + 2 * ASKED}": "足した行"}, f"{FIRST + 2 * ASKED} 行: 「名称」"),
        ({f"A{FIRST + 2 * ASKED}": "同じ"}, f"{FIRST + 2 * ASKED} 行: 判定がありますが、この行に聞いた組はありません"),
        ({f"B{FIRST}": "理由だけ"}, f"{FIRST} 行: 理由だけがあります"),
        ({f"A{FIRST_ROW}": "はんてい"}, f"{FIRST_ROW} 行: 「判定」"),
    ],
)
def test_one_wrong_row_and_nothing_is_taken(
    cells: dict[str, str], sentence: str, book: Path, listings: pl.DataFrame
) -> None:
    answer(book, **{f"A{FIRST + 4}": "別"}, **cells)
    result, path = take(book, listings)
    assert [problem for problem in result.problems if sentence in problem]
    assert not path.exists()


def test_a_pair_of_a_listing_nobody_knows_is_named(book: Path, listings: pl.DataFrame) -> None:
    answer(book, **{f"A{FIRST}": "同じ"})
    answer(book, KEYS, A1="s_unknown", C1="")
    result, path = take(book, listings)
    assert f"{FIRST} 行: 掲載 s_unknown" in result.problems[0]
    assert not path.exists()


def test_contradictions_are_named_with_every_row_and_leave_the_file_as_it_was(
    book: Path, listings: pl.DataFrame
) -> None:
    a, b, c = listings.get_column("listing_id").head(3).to_list()
    answer(book, KEYS, A1=a, B1=b, A2=b, B2=c, A3=a, B3=c)
    answer(book, **{f"A{FIRST}": "同じ"})
    _, path = take(book, listings)
    before = path.read_bytes()
    answer(book, **{f"A{FIRST}": None, f"A{FIRST + 2}": "同じ", f"A{FIRST + 4}": "別"})
    result, _ = take(book, listings)
    told = result.problems[0]
    assert f"「別」とされています（{FIRST + 4} 行）" in told
    assert f"{FIRST + 2} 行" in told
    assert "pairs.csv 2 行（2026-11-24 データ担当）" in told
    assert path.read_bytes() == before


def test_two_answers_on_one_pair_are_named(book: Path, listings: pl.DataFrame) -> None:
    a, b = listings.get_column("listing_id").head(2).to_list()
    answer(book, KEYS, A1=a, B1=b, A2=b, B2=a)
    answer(book, **{f"A{FIRST}": "同じ", f"A{FIRST + 2}": "別"})
    result, path = take(book, listings)
    assert result.problems[0].startswith(f"{FIRST + 2} 行: {FIRST} 行と答えが違います")
    assert not path.exists()


@pytest.mark.parametrize("content", [b"no", None])
def test_a_file_that_is_not_ours_is_told(content: bytes | None, listings: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    if content is None:
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    result, judgements = take(path, listings)
    assert "として開けません" in result.problems[0]
    assert not judgements.exists()


def test_what_is_answered_or_follows_from_answers_is_not_asked_again(listings: pl.DataFrame) -> None:
    from pipelines.match.engine.judgement import Judgement

    asked = match_listings(listings).pairs.filter(pl.col("decider_code") == "model").head(3)
    a, b, c = listings.get_column("listing_id").head(3).to_list()
    said = [Judgement(a, b, "same"), Judgement(b, c, "different")]
    queue = match_listings(listings, said).queue
    pairs = {frozenset(row) for row in queue.select("listing_id_a", "listing_id_b").iter_rows()}
    assert pairs.isdisjoint({frozenset((a, b)), frozenset((b, c)), frozenset((a, c))})
    assert asked.height


def test_what_was_put_on_hold_comes_last(listings: pl.DataFrame) -> None:
    from pipelines.match.engine.judgement import Judgement

    a, b = listings.get_column("listing_id").head(2).to_list()
    queue = match_listings(listings, [Judgement(a, b, "unsure")]).queue.sort("queue_rank")
    assert set(queue.select("listing_id_a", "listing_id_b").row(-1)) == {a, b}


def test_contradictions_between_lists_go_to_their_owners(tmp_path: Path) -> None:
    twice = pl.concat([raw_listings(1, key=key, kana_text=kana) for key, kana in (("a", "ツチハシ"), ("b", "ドバシ"))])
    tables = flow_tables(twice)
    (row,) = tables["core__disagreements"].to_dicts()
    assert (row["field_name"], row["said_text"], row["proposed_text"]) == ("kana", "ツチハシ", "ドバシ")
    df = tables["core__disagreements"].with_columns(owner=pl.lit("見本課"), name=pl.lit("土橋"))
    record = track(read_record(tmp_path / "none.csv"), df, DAY)
    write_disagreements(record.join(df.select(*KEY, "proposed_count"), on=KEY), record.clear(), tmp_path)
    assert openpyxl.load_workbook(tmp_path / "食い違い一覧.xlsx").sheetnames == ["見本課", OWNER_KEYS]
    sheet = openpyxl.load_workbook(tmp_path / "食い違い" / "見本課.xlsx")["見本課"]
    head = [cell.value for cell in sheet[4]]
    line = dict(zip(head, [cell.value for cell in sheet[5]], strict=True))
    assert (line["この一覧の値"], line["公開している値（提案）"], line["いつから"]) == (
        "ツチハシ",
        "ドバシ",
        "2026-11-24",
    )
    assert sheet.cell(5, head.index("ページ") + 1).hyperlink.target.startswith("https://")
    write_disagreements(
        df.clear().with_columns(first_seen_on=pl.lit(""), agreed_on=pl.lit("")), record.clear(), tmp_path
    )
    assert not list((tmp_path / "食い違い").glob("*.xlsx")), "nothing left to mail to that office"


def test_a_contradiction_is_tracked_until_the_lists_agree(tmp_path: Path) -> None:
    row = {"owner": "課", "activity_id": "kwa_1", "field_name": "phone", "listing_id": "s_1", "said_text": "1"}
    now = pl.DataFrame([row | {"name": "会", "proposed_text": "2", "page_url": "https://x.example/"}])
    path = tmp_path / "record.csv"
    nights = [(now, 0), (now, 1), (now.clear(), 2), (now, 3)]
    seen = []
    for apart, night in nights:
        record = track(read_record(path), apart, DAY + timedelta(days=night))
        write_record(path, record)
        seen.append(record.select("first_seen_on", "agreed_on").rows())
    first, second = ("2026-11-24", None), ("2026-11-24", "2026-11-26")
    assert seen == [[first], [first], [second], [second, ("2026-11-27", None)]]
    assert lately_settled(read_record(path), DAY + timedelta(days=3)).height == 1
    assert lately_settled(read_record(path), DAY + timedelta(days=60)).is_empty()


def test_an_empty_cell_neither_agrees_nor_differs(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)[SHEET]
    seen = set()
    for row in range(FIRST_ROW + 1, FIRST_ROW + 1 + ROWS_PER_PAIR * ASKED, ROWS_PER_PAIR):
        for column in range(len(HEAD) + 1, len(HEADERS) + 1):
            cells = [sheet.cell(row + step, column) for step in range(ROWS_PER_PAIR)]
            colours = {cell.fill.start_color.rgb for cell in cells if cell.fill.fill_type}
            is_known = all(cell.value for cell in cells)
            seen |= {(is_known, colour) for colour in colours}
            assert is_known or not colours & {"FFDDEFD3", "FFFADBCB"}  # green, red
    assert {(True, "FFDDEFD3"), (False, "FFF2F2F2")} <= seen
