"""The page 「数・伸び・すきま」, its slides and its sheet."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from parsel import Selector

from pipelines.gaps.access import access
from pipelines.gaps.populations import denominators, populations
from pipelines.gaps.rates import rates
from pipelines.publish.exports import volume_rows as rows
from pipelines.publish.exports import volume_said as said
from pipelines.publish.exports.volume_file import NAME, SLIDES, write_volume
from pipelines.publish.exports.volume_sheet import SHEET, write_volume_sheet
from pipelines.publish.outgoing import inspect
from pipelines.publish.pictures.interval_bars import Bar
from tests.pipelines.gaps.test_rates import WARDS, activities
from warehouse.contract import table
from warehouse.contract.derived.frames import conform, frame

NOTE = "見本です"


def city(left: int) -> pl.DataFrame:
    """Sixty of one kind in every ward but one."""
    at = {"geo_level_code": "facility", "lat": 35.57, "lon": 139.6, "target_group_codes": ["anyone"]}
    return activities(
        *(
            {"ward_code": ward, "kind_code": "exercise", **at}
            for ward in WARDS
            for _ in range(left if ward == "141348" else 60)
        ),
        {"kind_code": "cafe"},
    )


def estimates() -> pl.DataFrame:
    """The city, two kinds and one cell: one estimated, one without an upper end, one not at all."""
    shown = {"is_imprecise": False, "label_count": 400, "method_version": "1", "counted_unit": "活動"}
    shown |= {"as_of_at": datetime(2026, 11, 23, 1, tzinfo=UTC), "stock_rule": "x", "frame_rule": "x"}
    numbers = [
        ("city", "city", None, None, (373, 373, 450), 700, "some_kinds_without"),
        ("kind:exercise", "kind", "exercise", None, (372, 370, 420), None, "upper_too_wide"),
        ("kind:cafe", "kind", "cafe", None, (1, 1, 1), None, "too_few_shared"),
        ("kind:exercise/ward:141348", "kind_ward", "exercise", "141348", (12, 12, 19), 40, None),
    ]
    rows = [
        shown
        | {"stratum_id": name, "stratum_code": code, "kind_code": kind, "ward_code": ward, "upper_count": upper}
        | dict(zip(("listed_count", "different_count", "at_least_count"), counts, strict=True))
        | {"estimate_reason_code": reason}
        for name, code, kind, ward, counts, upper, reason in numbers
    ]
    return frame(table("estimates"), rows)


@pytest.fixture(scope="module")
def tables(release_tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    stock, people = city(12), denominators()
    near = access(stock, people)
    made = {"rates": rates(stock, people, frozenset()), "populations": populations(), "access": near.wards}
    made |= {"town_access": near.towns, "school_access": near.schools, "estimates": estimates()}
    return release_tables | {name: conform(table(name), df) for name, df in made.items()}


@pytest.fixture(scope="module")
def folder(tables: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("volume")
    write_volume(tables, made, NOTE)
    return made


def test_the_page_says_where_there_is_less_in_the_words_of_the_table(folder: Path) -> None:
    page = Selector((folder / NAME).read_text(encoding="utf-8"))
    said_of = page.css("p.say::text").getall()
    assert any("少ないと言えるのは高津区のすべての種類（12件" in each for each in said_of)
    cell = page.xpath("//table[@class='cells']//tr[th='体操・健康づくり']/td[@class='few']").xpath("string()").get()
    assert cell is not None
    assert cell.startswith("▼12")


def test_every_picture_has_words_a_table_and_a_slide(folder: Path) -> None:
    page = Selector((folder / NAME).read_text(encoding="utf-8"))
    for figure in page.css("figure"):
        assert figure.css("svg > title::text").get()
        assert figure.css("svg > desc::text").get()
    links = page.css("figcaption a::attr(href)").getall()
    assert len(links) == 4
    assert sorted(f"{SLIDES}/{path.name}" for path in (folder / SLIDES).iterdir()) == sorted(links)
    ids = page.xpath("//@id").getall()
    assert len(ids) == len(set(ids))


def test_the_page_needs_nothing_else_and_may_leave(folder: Path) -> None:
    inspect(folder)
    page = (folder / NAME).read_text(encoding="utf-8")
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert NOTE in page
    assert "国勢調査（総務省統計局）" in page


def test_the_same_tables_give_the_same_bytes(tables: dict[str, pl.DataFrame], folder: Path, tmp_path: Path) -> None:
    write_volume(tables, tmp_path, NOTE)
    for path in (NAME, f"{SLIDES}/gaps.svg"):
        assert (tmp_path / path).read_bytes() == (folder / path).read_bytes()


def test_without_anything_counted_the_page_says_that_it_cannot_be_said(
    release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    write_volume(release_tables, tmp_path, "")
    page = Selector((tmp_path / NAME).read_text(encoding="utf-8"))
    said_of = page.css("p.say::text").getall()
    assert said_of
    assert all(said.NOT_YET in each for each in said_of)
    assert not page.css("svg")


def cell(word: str, stock: int = 5, ward: str = "幸区") -> rows.Cell:
    return rows.Cell(ward, "体操", stock, 0, 20.0, 10, 30, 1.0, 0.5, 1.5, word, "", 0.0, None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["few", "maybe_few"], "少ないと言えるのは幸区の体操（5件、見込みは20件）です。少ないかもしれないのは"),
        (["maybe_few"], "少ないと言い切れる区と種類はありません。少ないかもしれないのは幸区の体操"),
        (["not_different", "not_few"], "少ないと言い切れる区と種類はありません。"),
        (["too_small"], "判断できません"),
        (["list_is_old"], "判断できません"),
        ([], said.NOT_YET),
    ],
)
def test_a_sentence_is_never_more_certain_than_its_rows(words: list[str], sentence: str) -> None:
    told = said.of_gaps([cell(word) for word in words])
    assert sentence in told
    if "few" not in words:
        assert "少ないと言えるのは" not in told
    if "maybe_few" not in words:
        assert "かもしれない" not in told


def test_only_a_few_cells_are_named_the_farthest_first() -> None:
    cells = [cell("few", stock, f"{stock}区") for stock in (9, 1, 5, 3, 7)]
    assert (
        "1区の体操（1件、見込みは20件）、3区の体操（3件、見込みは20件）、5区の体操（5件、見込みは20件） ほか2つです"
        in said.of_gaps(cells)
    )


def test_the_number_says_what_is_at_least_and_what_is_not_known(tables: dict[str, pl.DataFrame], folder: Path) -> None:
    page = (folder / NAME).read_text(encoding="utf-8")
    assert (
        "重複を除いて373件です。うち1件は区がわかりません。載っていないものを入れると少なくとも450件、上限の目安は700件"
        in page
    )
    bars = {bar.label: bar for bar in rows.bars(tables)}
    assert bars["居場所・カフェ"].lower is None, "not estimated: no bound, whatever the column says"
    assert (bars["体操・健康づくり"].lower, bars["体操・健康づくり"].upper) == (420, None)
    told = said.of_count(rows.Whole(Bar("市全体", 10, why="わけ"), is_partial=False), 0)
    assert "少なくとも" not in told
    assert said.NOT_YET in told
    (cell_of,) = [each for each in rows.cells(tables, "all") if each.at_least is not None]
    assert (cell_of.ward, cell_of.kind, cell_of.at_least) == ("高津区", "体操・健康づくり", 19)


def test_access_is_a_range_and_says_what_is_assumed() -> None:
    row: dict[str, Any] = {"share_known": 0.42, "share_with_all": 0.75, "is_age_assumed": True, "distance_m": 500}
    row |= {"known_venue_count": 68, "town_venue_count": 113, "unlocated_venue_count": 99, "unstated_count": 780}
    told = said.of_access([row], "65歳以上")
    for part in ("42%〜75%", "目安", "113か所は町丁まで", "対象の書かれていない780件"):
        assert part in told
    assert "目安" not in said.of_access([row | {"is_age_assumed": False}], "65歳以上")


def test_the_workbook_has_the_numbers_and_charts_of_its_own(tables: dict[str, pl.DataFrame]) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        write_volume_sheet(book, dict.fromkeys(("head", "text", "title"), book.add_format()), tables)
    book = openpyxl.load_workbook(file)
    sheet = book[SHEET]
    assert len(sheet._charts) == 2
    said_of = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert said_of["体操・健康づくり"][:3] == (370, 50, None), "to the bound; without an upper end nothing, not 0"
    assert said_of["居場所・カフェ"][:3] == (1, None, None)
    assert said_of["高津区"][5] == "少ない"
    assert said_of["高津区"][3] == 12
