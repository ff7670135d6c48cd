"""The archive and the posts of a WordPress site."""

import json

import pytest
from scrapy import Request

from platforms.conftest import Read, Reading
from scrapers.drive import response_for
from scrapers.items import IssueItem, ListingItem
from scrapers.platforms.wordpress import WordPressSpider
from scrapers.source import load_source

POST_URL = "https://k-fukumimi.com/group/midori/"
PAIR = "<dt>活動区</dt><dd>幸区</dd>"
SHORTLINK = '<link rel="shortlink" href="https://k-fukumimi.com/?p={}">'


@pytest.fixture
def spider() -> WordPressSpider:
    return WordPressSpider(source=load_source("fukumimi"))


def post(head: str = "", body_class: str = "single postid-41", pairs: str = PAIR, title: str = "みどりの会") -> str:
    return (
        f'<html><head>{head}</head><body class="{body_class}"><h1 class="entry-title">{title}</h1>'
        f'<time class="entry-date updated" datetime="2026-10-01">1日</time><dl class="group-data">{pairs}</dl>'
        "</body></html>"
    )


def test_the_archive_leads_to_every_post_once_and_to_the_next_page(spider: WordPressSpider, read: Read) -> None:
    reading = read(
        spider,
        '<article><h2><a href="/group/midori/">緑</a></h2></article>'
        '<article><h2><a href="/group/midori/">緑</a></h2></article>'
        '<a href="/group/other/">外</a><a class="next page-numbers" href="/group/page/2/">次へ</a>',
    )
    assert reading.urls == [POST_URL, "https://k-fukumimi.com/group/page/2/"]


def test_an_archive_without_posts_is_quarantined(spider: WordPressSpider, read: Read) -> None:
    assert read(spider, "<p>ログインしてください</p>").reasons == ["layout_changed"]


@pytest.mark.parametrize(
    ("head", "body_class"),
    [
        ("", "single postid-41 wide"),
        (SHORTLINK.format(41), ""),
        (SHORTLINK.format(41), "postid-41"),
        (SHORTLINK.format(41), "notpostid-7"),
    ],
)
def test_the_post_id_is_the_key(spider: WordPressSpider, read: Read, head: str, body_class: str) -> None:
    reading = read(spider, post(head, body_class), "parse_post", POST_URL)
    (row,) = reading.listings
    assert (row["record_key"], row["name_text"], row["ward_text"]) == ("41", "みどりの会", "幸区")
    assert row["updated_text"] == "2026-10-01"
    assert reading.issues == []


@pytest.mark.parametrize(
    ("body", "reason", "said"),
    [
        (post(SHORTLINK.format(42)), "layout_changed", "['41', '42']"),
        (post(body_class=""), "layout_changed", "投稿番号が決まりません []"),
        (post(pairs=PAIR + "<dt>費用</dt>"), "layout_changed", "dt 2 件と dd 1 件が合いません"),
        (post(pairs=""), "empty_page", "項目がありません"),
        (post(title=""), "missing_name", "名称の欄が空です"),
        ('<html><body class="postid-41"><p>会員専用</p></body></html>', "layout_changed", "1 件のはずが 0 件"),
    ],
)
def test_a_post_of_another_shape_is_quarantined(
    spider: WordPressSpider, read: Read, body: str, reason: str, said: str
) -> None:
    reading = read(spider, body, "parse_post", POST_URL)
    assert (reading.listings, reading.reasons) == ([], [reason])
    assert said in reading.issues[0]["detail_text"]


def test_an_unknown_label_is_asked_about_and_the_post_kept(spider: WordPressSpider, read: Read) -> None:
    reading = read(spider, post(pairs=PAIR + "<dt>愛称</dt><dd>緑</dd>"), "parse_post", POST_URL)
    assert (len(reading.listings), reading.reasons) == (1, ["unknown_label"])


REST = "https://k-fukumimi.com/wp-json/wp/v2/group?per_page=100&page=1"
TERMS = '<p>紹介</p><dl class="group-data"><dt>活動区</dt><dd>幸区</dd></dl>'


def rest_post(number: object = 41, **changes: object) -> dict[str, object]:
    return {
        "id": number,
        "modified": "2026-10-01T12:00:00",
        "link": POST_URL,
        "title": {"rendered": "みどり&#8211;の会 &amp; 友"},
        "content": {"rendered": TERMS},
        **changes,
    }


def from_rest(body: object, status: int = 200, url: str = REST, pages: str | None = "3") -> Reading:
    source = load_source("fukumimi")
    spider = WordPressSpider(source=source.model_copy(update={"layout": {**source.layout, "rest": REST}}))
    (request,) = spider.first_requests()
    assert request.url == REST
    headers = {"Content-Type": "application/json; charset=UTF-8", **({"X-WP-TotalPages": pages} if pages else {})}
    text = body if isinstance(body, str) else json.dumps(body)
    reading = Reading()
    for result in spider.receive(response_for(request, url, status, headers, text.encode()), **request.cb_kwargs):
        if isinstance(result, ListingItem):
            reading.listings.append(result.row)
        elif isinstance(result, IssueItem):
            reading.issues.append(result.row)
        elif isinstance(result, Request):
            reading.requests.append(result)
    return reading


def test_without_rest_the_archive_is_the_start(spider: WordPressSpider) -> None:
    assert [request.url for request in spider.first_requests()] == list(spider.source.start_urls)


def test_rest_gives_the_same_listing_as_the_page_and_leads_to_all_pages() -> None:
    reading = from_rest([rest_post(), rest_post(42)])
    assert [row["record_key"] for row in reading.listings] == ["41", "42"]
    row = reading.listings[0]
    assert (row["name_text"], row["ward_text"]) == ("みどり–の会 & 友", "幸区")
    assert row["updated_text"] == "2026-10-01T12:00:00"
    assert reading.urls == [REST.replace("&page=1", f"&page={number}") for number in (2, 3)]
    assert reading.issues == []


def test_a_later_page_leads_no_further() -> None:
    assert from_rest([rest_post()], url=REST.replace("&page=1", "&page=2")).urls == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_rest_is_no_failure_and_the_archive_is_read(status: int) -> None:
    reading = from_rest({"code": "rest_forbidden"}, status)
    assert (reading.listings, reading.issues) == ([], [])
    assert reading.urls == list(load_source("fukumimi").start_urls)


@pytest.mark.parametrize(("status", "url"), [(500, REST), (404, REST.replace("&page=1", "&page=2"))])
def test_a_rest_that_fails_is_a_failure(status: int, url: str) -> None:
    reading = from_rest("{}", status, url)
    assert (reading.urls, reading.reasons) == ([], ["http_error"])


@pytest.mark.parametrize(
    ("body", "pages", "reasons"),
    [
        ("<html>", "1", ["layout_changed"]),
        ({"data": []}, "1", ["layout_changed"]),
        ([], "1", ["empty_page"]),
        ([rest_post(content={})], "1", ["layout_changed"]),
        ([rest_post("41")], "1", ["layout_changed"]),
        ([rest_post(content={"rendered": "<p>会員専用</p>"})], "1", ["layout_changed"]),
        ([rest_post(title={"rendered": " "})], "1", ["missing_name"]),
        (["x"], "1", ["layout_changed"]),
    ],
)
def test_a_post_of_another_shape_from_rest_is_quarantined(body: object, pages: str, reasons: list[str]) -> None:
    reading = from_rest(body, pages=pages)
    assert (reading.listings, reading.reasons) == ([], reasons)


def test_without_a_count_of_pages_the_page_is_read_and_the_rest_asked_about() -> None:
    reading = from_rest([rest_post()], pages=None)
    assert (len(reading.listings), reading.reasons) == (1, ["layout_changed"])
