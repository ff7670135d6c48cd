"""The list and the group pages of a genki365 tenant."""

import json

import pytest

from platforms.conftest import Read
from scrapers.declaration.source import load_source
from scrapers.platforms.genki365 import Genki365Spider

SOURCE = load_source("ouen_navi")
HOST = "https://kawasaki.genki365.net"
GROUP_URL = f"{HOST}/G0000123/aboutus.html"


@pytest.fixture
def spider() -> Genki365Spider:
    return Genki365Spider(source=SOURCE)


def test_the_list_leads_to_every_group_once_and_to_the_next_page(spider: Genki365Spider, read: Read) -> None:
    reading = read(
        spider,
        '<a href="/help.html">案内</a><a href="/G0000123/index.html">団体</a><a href="/G0000123/news.html">お知らせ</a>'
        '<a href="/G0000124/index.html">団体</a><a rel="next" href="list.html?page=2">次へ</a>',
    )
    groups = [f"{HOST}/{group}/aboutus.html" for group in ("G0000123", "G0000124")]
    assert reading.urls == [*groups, f"{HOST}/group/list.html?page=2"]
    assert [request.cb_kwargs["context"] for request in reading.requests] == [
        {"group_id": "G0000123"},
        {"group_id": "G0000124"},
        {},
    ]


def test_the_last_page_leads_no_further(spider: Genki365Spider, read: Read) -> None:
    assert read(spider, '<a href="/G0000123/index.html">団体</a>').urls == [GROUP_URL]


def test_another_tenant_brings_its_own_id_pattern(read: Read) -> None:
    source = SOURCE.model_copy(update={"layout": {**SOURCE.layout, "group_id": r"group_\d+"}})
    reading = read(
        Genki365Spider(source=source), '<a href="/group_527/index.html">団</a><a href="/G0000123/index.html">団</a>'
    )
    assert reading.urls == [f"{HOST}/group_527/aboutus.html"]


def test_a_list_without_groups_is_quarantined(spider: Genki365Spider, read: Read) -> None:
    assert read(spider, '<a href="/login.html">ログイン</a>').reasons == ["layout_changed"]


def test_a_group_page_is_read_label_by_label(spider: Genki365Spider, read: Read) -> None:
    body = (
        "<h1>みどりの会</h1><table><tr><th>活動区</th><td>宮前区</td></tr><tr><th>連絡先</th><td>044-200-0001</td></tr>"
        "<tr><th>会員数</th><td>12名</td></tr><tr><th>愛称</th><td>みどり</td></tr></table>"
    )
    reading = read(spider, body, "parse_group", GROUP_URL, group_id="G0000123")
    (row,) = reading.listings
    assert (row["record_key"], row["name_text"]) == ("G0000123", "みどりの会")
    assert (row["ward_text"], row["phone_text"]) == ("宮前区", "044-200-0001")
    assert json.loads(row["extra_json"]) == {"会員数": "12名", "愛称": "みどり"}
    assert [issue["field_name"] for issue in reading.issues] == ["label:愛称"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<h1>みどりの会</h1><table></table>", "empty_page"),
        ("<table><tr><th>活動区</th><td>宮前区</td></tr></table>", "layout_changed"),
        ("<h1>みどりの会</h1><table><tr><th>活動区</th></tr></table>", "layout_changed"),
        ("<h1></h1><table><tr><th>活動区</th><td>宮前区</td></tr></table>", "missing_name"),
    ],
)
def test_a_group_page_of_another_shape_is_quarantined(
    spider: Genki365Spider, read: Read, body: str, reason: str
) -> None:
    reading = read(spider, body, "parse_group", GROUP_URL, group_id="G0000123")
    assert (reading.listings, reading.reasons) == ([], [reason])
