"""What an author hid or struck out is not read, and counted; pages that do not declare their encoding."""

import json

import pytest
from parsel import Selector
from scrapy.http import HtmlResponse

from scrapers.declaration.labels import Labels
from scrapers.declaration.source import load_source
from scrapers.platforms.city_cms import CityCmsSpider
from scrapers.platforms.encodings import decoded_rightly
from scrapers.tables.visible import show_only

from .conftest import Read
from .test_city_cms import page

HEAD = "<tr><th>名称</th><th>会場</th><th>参加費</th></tr>"
SECRET = "0900000000"


@pytest.fixture
def spider() -> CityCmsSpider:
    return CityCmsSpider(source=load_source("kawasaki_city_cafes"))


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (f"会館<del>{SECRET}</del>", "取り消し線"),
        (f"会館<s>{SECRET}</s>", "取り消し線"),
        (f"会館<strike>{SECRET}</strike>", "取り消し線"),
        (f'会館<font style="color:red;text-decoration:line-through">{SECRET}</font>', "取り消し線"),
        (f'会館<span style="DISPLAY : none">{SECRET}</span>', "隠した部分"),
        (f'会館<span style="visibility:hidden">{SECRET}</span>', "隠した部分"),
        (f'会館<span style="mso-hide:all">{SECRET}</span>', "隠した部分"),
        (f"会館<p hidden>{SECRET}</p>", "隠した部分"),
        (f'会館<b class="x">{SECRET}</b>', "隠した部分"),
        (f"会館<!-- <b>携帯</b> {SECRET} -->", "コメントにした部分"),
        (f"<ruby>会館<rp>(</rp><rt>{SECRET}</rt><rp>)</rp></ruby>", "ふりがな"),
        (f"会館<template>{SECRET}</template>", "見えない部品"),
        (f"会館<noscript>{SECRET}</noscript>", "見えない部品"),
    ],
)
def test_a_hidden_part_is_counted_and_not_read(spider: CityCmsSpider, read: Read, cell: str, kind: str) -> None:
    style = "<style>@media print{td{display:none}} .y, .x { display:none }</style>"
    found = read(spider, page(f"{style}<table>{HEAD}<tr><td>花の会</td><td>{cell}</td><td>無料</td></tr></table>"))
    (row,) = found.listings
    assert (row["venue_text"], row["fee_text"]) == ("会館", "無料")
    assert SECRET not in str(found)
    assert {issue["field_name"] for issue in found.issues} == {f"page:{kind}"}


def test_what_is_hidden_outside_the_body_is_not_counted(spider: CityCmsSpider, read: Read) -> None:
    body = page(f"<table>{HEAD}<tr><td>花の会</td><td>会館</td><td></td></tr></table>")
    assert read(spider, body.replace("</body>", '<p style="display:none">目次</p></body>')).issues == []


def test_hidden_rows_keep_the_merged_cells_right(spider: CityCmsSpider, read: Read) -> None:
    rows = (
        '<tr><td>花の会</td><td rowspan="3">会館</td><td>無料</td></tr>'
        f'<tr style="display:none"><td>秘密の会</td><td>{SECRET}</td></tr>'
        "<tr><td>森の会</td><td>100円</td></tr>"
        "<tr><td>鳥の会</td><td>公園</td><td>200円</td></tr>"
    )
    found = read(spider, page(f"<table>{HEAD}{rows}</table>"))
    assert [(row["name_text"], row["venue_text"], row["fee_text"]) for row in found.listings] == [
        ("花の会", "会館", "無料"),
        ("森の会", "会館", "100円"),
        ("鳥の会", "公園", "200円"),
    ]
    assert [issue["detail_text"] for issue in found.issues] == [
        "表1: 非表示の行 1 行（3 行目）。掲載ではないので載せません"
    ]
    assert "秘密の会" not in str(found)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8", "iso2022_jp"])
def test_an_undeclared_encoding_is_told_by_its_bytes(encoding: str) -> None:
    text = "<p>高橋さんのカフェ、毎週火曜日（１０時から）</p>"
    response = decoded_rightly(HtmlResponse("https://a.example.jp/", body=text.encode(encoding)))
    assert response.css("p::text").get() == "高橋さんのカフェ、毎週火曜日（１０時から）"


@pytest.mark.parametrize("declared", ["", "Shift_JIS", "x-sjis", "windows-31j"])
def test_shift_jis_is_read_with_the_signs_of_windows(declared: str) -> None:
    headers = {"Content-Type": f"text/html; charset={declared}"} if declared else {}
    body = "<p>髙橋①～﨑</p>".encode("cp932")
    response = decoded_rightly(HtmlResponse("https://a.example.jp/", body=body, headers=headers))
    assert response.css("p::text").get() == "髙橋①～﨑"


@pytest.mark.parametrize("name", ["名称", "名　称", "会場"])
def test_a_label_is_never_the_name_of_a_listing(spider: CityCmsSpider, read: Read, name: str) -> None:
    row = f"<tr><td>{name}</td><td>北公園</td><td>無料</td></tr>"
    found = read(spider, page(f"<table>{HEAD}{row}</table>"))
    assert (found.listings, found.reasons) == ([], ["not_a_listing"])


def test_a_table_nobody_knows_is_named_with_its_rows(spider: CityCmsSpider, read: Read) -> None:
    known = f"<table>{HEAD}<tr><td>花の会</td><td>会館</td><td></td></tr></table>"
    other = "<table><tr><th>窓口</th><th>番号</th></tr><tr><td>区役所</td><td>1</td></tr></table>"
    found = read(spider, page(known + other))
    assert [row["name_text"] for row in found.listings] == ["花の会"]
    (issue,) = found.issues
    assert (issue["reason_code"], issue["field_name"]) == ("skipped_table", "table:表2")
    assert "2 行" in issue["detail_text"]
    assert "窓口 | 番号" in issue["detail_text"]
    layout = {**spider.source.layout, "ignore_tables": "^窓口"}
    quiet = CityCmsSpider(source=spider.source.model_copy(update={"layout": layout}))
    assert read(quiet, page(known + other)).issues == []


def test_a_second_phone_stays_apart_and_what_is_joined_can_be_declared(spider: CityCmsSpider, read: Read) -> None:
    fields = {
        "名称": "name_text",
        "電話": "phone_text",
        "携帯": "phone_text",
        "日": "schedule_text",
        "時": "schedule_text",
    }
    row = "<tr><td>花の会</td><td>044-200-1111</td><td>090-0000-0000</td><td>火曜</td><td>10時</td></tr>"
    table = page("<table><tr><th>名称</th><th>電話</th><th>携帯</th><th>日</th><th>時</th></tr>" + row + "</table>")
    source = spider.source.model_copy(update={"labels": Labels(fields=fields)})
    (found,) = read(CityCmsSpider(source=source), table).listings
    assert (found["phone_text"], found["schedule_text"]) == ("044-200-1111", "火曜 10時")
    assert json.loads(found["extra_json"]) == {"携帯": "090-0000-0000"}
    joined = {"schedule_text": "、", "phone_text": " / "}
    source = spider.source.model_copy(update={"labels": Labels(fields=fields, join=joined)})
    (found,) = read(CityCmsSpider(source=source), table).listings
    assert (found["phone_text"], found["schedule_text"]) == ("044-200-1111 / 090-0000-0000", "火曜、10時")


def test_a_remark_in_the_head_of_a_template_hides_nothing() -> None:
    shown = Selector(text="<html><head><!-- 共通の部品です --></head><body><!-- 旧会場 --><p>会場</p></body></html>")
    assert [(hidden.kind, hidden.count) for hidden in show_only(shown)] == [("コメントにした部分", 1)]
