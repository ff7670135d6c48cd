"""What a server claims is a claim: numbers of pages, and links, are bounded by a day's requests."""

import json
import tracemalloc
from collections.abc import Iterable

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from scrapers.declaration.source import Source, load_source
from scrapers.platforms.base import ListingSpider
from scrapers.platforms.items import IssueItem
from scrapers.platforms.registry import spider_class

URL = "https://eventapp.city.kawasaki.jp/api/event"


def source(key: str, most: int = 5) -> Source:
    return load_source(key).model_copy(update={"daily_requests": most})


def spider_of(given: Source) -> ListingSpider:
    spider: ListingSpider = spider_class(given)(source=given)
    return spider


def envelope(given: Source, pages: object, number: object = 1) -> bytes:
    names = {name: given.selector(name) for name in ("page", "total_pages", "records")}
    return json.dumps({names["page"]: number, names["total_pages"]: pages, names["records"]: [1]}).encode()


def read(spider: ListingSpider, body: bytes, headers: dict[str, str] | None = None) -> tuple[list[str], list[str]]:
    """Addresses that are asked next, and what is said of the page."""
    response = TextResponse(URL, body=body, encoding="utf-8", headers=headers or {})
    parser = spider.parse_rest if hasattr(spider, "parse_rest") else spider.parse_start
    results = list(spider.receive(response, parser, {}))
    said = [
        str(item.row["detail_text"]) for item in results if isinstance(item, IssueItem) and not item.row["position"]
    ]
    return [item.url for item in results if isinstance(item, Request)], said


@pytest.mark.parametrize(("claimed", "asked"), [(1, 0), (5, 4), ("5", 4), (0, 0)])
def test_pages_that_a_day_allows_are_asked_for(claimed: object, asked: int) -> None:
    given = source("kawasaki_city_events")
    assert len(read(spider_of(given), envelope(given, claimed))[0]) == asked


@pytest.mark.parametrize(
    "claimed",
    [6, 50_000_000, "9" * 5000, "９", -3, 2.5, 1e308, True, None, [3], {"a": 1}, "", " 3"],
)
def test_no_other_number_of_pages_is_believed(claimed: object) -> None:
    given = source("kawasaki_city_events")
    tracemalloc.start()
    asked, said = read(spider_of(given), envelope(given, claimed))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert asked == []
    (sentence,) = said
    assert sentence.startswith("total_pages が")
    if str(claimed).isdecimal() and str(claimed).isascii():
        assert "daily_requests を上げてください" in sentence
        assert str(claimed)[:20] in sentence
    assert len(sentence) < 120


def test_a_count_in_a_header_is_a_claim_too() -> None:
    given = source("fukumimi")
    rest = "https://k-fukumimi.com/wp-json/wp/v2/group"
    spider = spider_of(given.model_copy(update={"layout": {**given.layout, "rest": rest}}))
    body = json.dumps([{"id": 1, "title": {"rendered": "会"}, "content": {"rendered": "<p>x</p>"}}]).encode()
    for claimed in ("50000000", "", "-1", "9" * 5000):
        asked, _ = read(spider, body, {"X-WP-Total": claimed, "Content-Type": "application/json"})
        assert asked == [f"{rest}?offset=1"]


def test_a_page_with_more_links_than_a_day_allows_leads_no_further() -> None:
    spider = spider_of(source("sdc_wards"))

    def endless(response: HtmlResponse) -> Iterable[Request]:
        number = 0
        while True:
            number += 1
            yield spider.page(f"{URL}/{number}", spider.parse_start)

    results = list(spider.receive(HtmlResponse(URL, body=b"<p>", encoding="utf-8"), endless, {}))
    assert [type(item) for item in results] == [Request] * 5 + [IssueItem]
    assert results[-1].row["reason_code"] == "layout_changed"
    assert "daily_requests" in results[-1].row["detail_text"]


def test_merged_cells_make_no_table_far_larger_than_its_page() -> None:
    spider = spider_of(load_source("kawasaki_city_cafes"))
    row = "<tr>" + "<td colspan=1000>x" * 400
    page = f"<div class=main_naka_kiji><div class=mol_contents><table><tr><th>名称<th>所在地{row * 20}</table></div>"
    tracemalloc.start()
    _, said = read(spider, page.encode())
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
    assert "読むには大きすぎます" in said[0]
