"""Tables under headings on a page of the city's CMS."""

import json

import pytest

from platforms.conftest import Read
from scrapers.declaration.source import load_source
from scrapers.platforms.city_cms import CityCmsSpider

ROW = "<tr><th>名称</th><th>会場</th></tr><tr><td>カフェ</td><td>会館</td></tr>"
CONTACT = "<h2>お問い合わせ先</h2><table><tr><td>名称</td></tr><tr><td>担当課</td></tr></table>044-200-0001"


@pytest.fixture
def spider() -> CityCmsSpider:
    return CityCmsSpider(source=load_source("kawasaki_city_cafes"))


def page(contents: str) -> str:
    return (
        '<html><body><ul class="syosai_hiduke"><li><time itemprop="dateModified" datetime="2026-11-01">1日</time></li>'
        f'</ul><div class="main_naka_kiji"><div class="mol_contents">{contents}</div></div>'
        f'<section class="kiji_aside">{CONTACT}</section></body></html>'
    )


@pytest.mark.parametrize(
    ("heading", "ward"),
    [
        ("<h2>幸区</h2>", "幸区"),
        ('<div id="index-1"><h2>幸区</h2></div>', "幸区"),
        ("<h2>中原区</h2><p>説明</p><div><h3>幸区</h3></div>", "幸区"),
        ("<h2>幸区</h2><h2>=========</h2>", "幸区"),
        ("<h2>幸区</h2><h2>＝＝＝</h2>", "幸区"),
        ("", None),
    ],
)
def test_the_nearest_heading_that_says_something_is_the_ward(
    spider: CityCmsSpider, read: Read, heading: str, ward: str | None
) -> None:
    (row,) = read(spider, page(f"{heading}<table>{ROW}</table>")).listings
    assert row.get("ward_text") == ward
    assert row["updated_text"] == "2026-11-01"


def test_positions_run_on_over_the_tables_of_the_page(spider: CityCmsSpider, read: Read) -> None:
    reading = read(spider, page(f"<h2>幸区</h2><table>{ROW}</table><div><h2>麻生区</h2></div><table>{ROW}</table>"))
    assert [(row["position"], row["ward_text"]) for row in reading.listings] == [(1, "幸区"), (2, "麻生区")]
    assert reading.issues == []


def test_a_cell_that_covers_all_rows_below_it_counts_in_each_and_a_head_of_a_row_is_its_name(
    spider: CityCmsSpider, read: Read
) -> None:
    table = (
        "<tr><th>名称</th><th>会場</th><th>費用</th></tr>"
        '<tr><th scope="row">カフェＡ</th><td rowspan="0">会館</td><td>100円</td></tr>'
        '<tr><th scope="row">カフェＢ</th><td>200円</td></tr>'
        '<tr><th scope="row">カフェＣ</th><td>300円</td></tr>'
    )
    reading = read(spider, page(f"<table>{table}</table>"))
    assert [(row["name_text"], row["venue_text"], row["fee_text"]) for row in reading.listings] == [
        ("カフェＡ", "会館", "100円"),
        ("カフェＢ", "会館", "200円"),
        ("カフェＣ", "会館", "300円"),
    ]
    assert reading.issues == []


def test_a_merged_cell_counts_in_every_row_it_covers_and_is_the_text_of_one_field(
    spider: CityCmsSpider, read: Read
) -> None:
    table = (
        "<tr><th>名称</th><th>会場</th><th>対象</th><th>費用</th></tr>"
        '<tr><td>カフェＡ</td><td rowspan="2">会館</td><td colspan="2">どなたでも</td></tr>'
        '<tr><td>カフェＢ</td><td>家族</td><td rowspan="2">100円</td></tr>'
        "<tr><td>カフェＣ</td><td>公園</td><td>市民</td></tr>"
    )
    columns = ("name_text", "venue_text", "target_text", "fee_text")
    rows = [tuple(row.get(name) for name in columns) for row in read(spider, page(f"<table>{table}</table>")).listings]
    assert rows == [
        ("カフェＡ", "会館", "どなたでも", None),
        ("カフェＢ", "会館", "家族", "100円"),
        ("カフェＣ", "公園", "市民", "100円"),
    ]


@pytest.mark.parametrize(
    ("label", "column"), [("場所", "venue_text"), ("開催場所", "venue_text"), ("日時", "schedule_text")]
)
def test_several_labels_mean_one_column(spider: CityCmsSpider, read: Read, label: str, column: str) -> None:
    table = f"<tr><th>カフェ名</th><th>{label}</th></tr><tr><td>カフェ</td><td>ここ</td></tr>"
    (row,) = read(spider, page(f"<table>{table}</table>")).listings
    assert (row["name_text"], row[column]) == ("カフェ", "ここ")


def test_an_unknown_label_is_kept_and_asked_about_once(spider: CityCmsSpider, read: Read) -> None:
    table = "<tr><th>名称</th><th>駐車場</th></tr>" + "<tr><td>カフェ</td><td>2台</td></tr>" * 3
    reading = read(spider, page(f"<table>{table}</table>"))
    assert [json.loads(row["extra_json"]) for row in reading.listings] == [{"駐車場": "2台"}] * 3
    (issue,) = reading.issues
    assert (issue["reason_code"], issue["field_name"]) == ("unknown_label", "label:駐車場")
    assert issue["is_quarantined"] is False


def test_the_contact_block_of_the_department_is_never_read(spider: CityCmsSpider, read: Read) -> None:
    reading = read(spider, page(f"<table>{ROW}</table>"))
    assert [row["name_text"] for row in reading.listings] == ["カフェ"]
    assert "044-200-0001" not in str(reading.listings)


@pytest.mark.parametrize(
    ("contents", "reason", "said"),
    [
        ("<table><tr><th>会場</th></tr><tr><td>会館</td></tr></table>", "layout_changed", "名称の列がありません"),
        ("<table><tr><th>名称</th></tr><tr><td>Ａ</td><td>Ｂ</td></tr></table>", "layout_changed", "[1, 2]"),
        ('<table><tr><td rowspan="x">名称</td></tr></table>', "layout_changed", "rowspan='x'"),
        ("<p>準備中です。</p>", "empty_page", "掲載の行が 1 つもありません"),
        ("<table><tr><th>名称</th></tr></table>", "empty_page", "掲載の行が 1 つもありません"),
    ],
)
def test_a_page_of_another_shape_is_quarantined(
    spider: CityCmsSpider, read: Read, contents: str, reason: str, said: str
) -> None:
    reading = read(spider, page(contents))
    assert (reading.listings, reading.reasons) == ([], [reason])
    assert said in reading.issues[0]["detail_text"]


def test_a_page_without_its_body_root_is_quarantined(spider: CityCmsSpider, read: Read) -> None:
    assert read(spider, f"<html><body><table>{ROW}</table></body></html>").reasons == ["layout_changed"]
