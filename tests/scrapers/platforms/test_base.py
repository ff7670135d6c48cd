"""Bad pages become issues before a parser sees them."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from cities.kawasaki.sample_city.hostile import deep_json
from platforms.conftest import Read
from scrapers.declaration.declarations import participants
from scrapers.declaration.source import load_source
from scrapers.platforms.base import ListingSpider, Result, text_of
from scrapers.platforms.items import IssueItem
from scrapers.platforms.registry import spider_class
from scrapers.runs.drive import response_for

SOUND = "<html><body><p>名称</p></body></html>"


@pytest.fixture(params=participants())
def spider(request: pytest.FixtureRequest) -> ListingSpider:
    source = load_source(request.param)
    return spider_class(source)(source=source)


@pytest.mark.parametrize(
    ("status", "body", "reason", "detail"),
    [
        (500, SOUND.encode(), "http_error", "HTTP 500"),
        (404, SOUND.encode(), "http_error", "HTTP 404"),
        (200, SOUND.encode("cp932"), "wrong_encoding", "utf-8 として読めません（15 バイト目）"),
    ],
)
def test_an_unreadable_page_is_quarantined_by_every_spider(
    spider: ListingSpider, read: Read, status: int, body: bytes, reason: str, detail: str
) -> None:
    reading = read(spider, body, status=status)
    assert (reading.listings, reading.requests, reading.reasons) == ([], [], [reason])
    assert reading.issues[0]["is_quarantined"] is True
    assert reading.issues[0]["detail_text"] == detail


def test_a_body_that_is_no_text_is_quarantined(spider: ListingSpider) -> None:
    response = Response(spider.source.start_urls[0], body=b"%PDF-1.7")
    (bad,) = spider.receive(response, parser=spider.parse_start, context={})
    assert isinstance(bad, IssueItem)
    assert (bad.row["reason_code"], bad.row["is_quarantined"]) == ("layout_changed", True)


@pytest.mark.parametrize("fault", [KeyError("x"), RecursionError(), ValueError("a name that stood on the page")])
def test_a_parser_that_fails_on_a_page_costs_that_page_and_says_so(spider: ListingSpider, fault: Exception) -> None:
    def parser(response: TextResponse) -> Iterator[Result]:
        yield IssueItem({"page_url": response.url})
        raise fault

    response = TextResponse(spider.source.start_urls[0], body=SOUND.encode(), encoding="utf-8")
    before, said = spider.receive(response, parser=parser, context={})
    assert isinstance(before, IssueItem) and isinstance(said, IssueItem)
    assert (said.row["reason_code"], said.row["is_quarantined"]) == ("parser_failed", True)
    assert type(fault).__name__ in str(said.row["detail_text"])
    assert "a name" not in str(said.row["detail_text"])


def test_json_that_is_too_deep_ends_no_spider(spider: ListingSpider) -> None:
    headers = {"Content-Type": "application/json"}
    request = Request(spider.source.start_urls[0])
    response = response_for(request, request.url, 200, headers, deep_json())
    found = list(spider.receive(response, parser=spider.parse_start, context={}))
    assert [item.row["is_quarantined"] for item in found if isinstance(item, IssueItem)]


def test_a_request_without_an_answer_is_noted_under_the_address_that_was_asked(spider: ListingSpider) -> None:
    asked = spider.source.start_urls[0]
    request = Request("http://elsewhere.example/", meta={"redirect_urls": [asked]})
    (item,) = spider.unfetched(SimpleNamespace(request=request, value=TimeoutError()))  # type: ignore[arg-type]
    assert (item.row["page_url"], item.row["reason_code"]) == (asked, "fetch_failed")
    assert item.row["detail_text"] == "TimeoutError"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<td> 第1\n\t火曜 </td>", "第1 火曜"),
        ("<td>午前<br>午後<br/>夜</td>", "午前 午後 夜"),
        ("<td>\u3000会館\u3000Ａ</td>", "\u3000会館\u3000Ａ"),
        ("<td>会館<script>alert(1)</script><style>p{}</style></td>", "会館"),
        ("<td><b>無</b>料</td>", "無料"),
    ],
)
def test_text_is_what_a_browser_shows(html: str, text: str) -> None:
    (node,) = Selector(f"<table><tr>{html}</tr></table>").css("td")
    assert text_of(node) == text
