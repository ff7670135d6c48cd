"""Files for people and other systems, opened by readers that are not ours."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import duckdb
import icalendar
import openpyxl
import pytest
import yaml

from dbt_like_sql.loader import models
from pipelines.publish.exports.all_files import QUERIES
from pipelines.publish.exports.csv_files import FOR_EXCEL, ODS
from pipelines.publish.exports.excel_file import NAME
from pipelines.publish.release import publish
from warehouse.contract import published_tables


@pytest.fixture
def folder(release_files: dict[str, Path], tmp_path: Path) -> Path:
    return publish(release_files, tmp_path / "published").folder


def test_the_workbook_has_a_sheet_per_ward_and_text_in_its_cells(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / NAME)
    assert book.sheetnames == ["説明", "集計", "宮前区", "区不明"]
    sheet = book["宮前区"]
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert (row["名称"], row["種類"], row["掲載の数"], row["掲載ページ"]) == (
        "土橋カフェ",
        "居場所・カフェ",
        "2",
        "https://x.example/s_1",
    )
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:U2"
    formula = book["区不明"]["B2"]
    assert (formula.value, formula.data_type) == ("=HYPERLINK(1)の会", "s")
    assert book["集計"]["B2"].value == 1


def test_csv_for_excel_begins_with_a_mark_and_calculates_nothing(folder: Path) -> None:
    body = (folder / FOR_EXCEL).read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(body.decode("utf-8-sig").splitlines()))
    assert [row["名称"] for row in rows] == ["土橋カフェ", "'=HYPERLINK(1)の会"]


def test_the_standard_open_dataset_has_the_city_and_the_ward(folder: Path) -> None:
    with (folder / ODS).open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    told = (
        row["全国地方公共団体コード"],
        row["所在地_全国地方公共団体コード"],
        row["所在地_市区町村"],
        row["開催パターン"],
    )
    assert told == ("141305", "141364", "川崎市宮前区", "1We")


def test_calendars_are_valid_and_keep_their_uids(folder: Path) -> None:
    (path,) = (folder / "calendars").iterdir()
    assert path.name == "141364_cafe.ics"
    events = list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
    assert [str(event["UID"]) for event in events] == ["kwa_1-20261202@hiroba", "kwa_1-20270106@hiroba"]
    assert events[0].decoded("dtstart").utcoffset() == timedelta(hours=9)
    assert events[0].decoded("dtend") - events[0].decoded("dtstart") == timedelta(minutes=90)
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))


def test_the_map_has_points_only_where_they_are_known(folder: Path) -> None:
    features = json.loads((folder / "activities.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["geometry"]["coordinates"] for feature in features] == [[139.57, 35.58]]
    assert features[0]["properties"]["is_accurate"] is True


def test_search_engines_see_an_event_only_with_a_day(folder: Path) -> None:
    graph = json.loads((folder / "activities.jsonld").read_text(encoding="utf-8"))["@graph"]
    kinds = {entry["name"]: (entry["@type"], entry.get("startDate")) for entry in graph}
    assert kinds["土橋カフェ"] == ("Event", "2026-12-02T13:30:00+09:00")
    assert kinds["=HYPERLINK(1)の会"] == ("Organization", None)


def test_the_report_says_the_night_in_one_line_and_needs_nothing_else(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "活動 2 件を公開しました（掲載 3 件、新しい活動 0 件）。すべての情報源が正常です。" in page
    assert "=HYPERLINK" not in page
    assert not any(word in page for word in ("<script", "<link", "src="))


def test_descriptions_agree_with_the_contract(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = {each["path"]: [field["name"] for field in each["schema"]["fields"]] for each in package["resources"]}
    assert fields == {f"{entry.name}.parquet": list(entry.column_names) for entry in published_tables()}
    contract = yaml.safe_load((folder / "contract.odcs.yaml").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in contract["schema"]] == [entry.name for entry in published_tables()]
    assert "見本の一覧" in (folder / "README.ja.md").read_text(encoding="utf-8")
    assert set(models()) == {entry.name for entry in published_tables()}


@pytest.mark.parametrize("query", sorted(QUERIES.glob("*.sql")), ids=lambda path: path.stem)
def test_worked_questions_run_on_the_file(query: Path, folder: Path) -> None:
    with duckdb.connect(str(folder / "hiroba.duckdb"), read_only=True) as con:
        con.sql(query.read_text(encoding="utf-8")).fetchall()
    assert (folder / "queries" / query.name).is_file()
