"""One page by hand, read the way a crawl reads it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from scrapers.platforms.base import ListingSpider
from scrapers.platforms.items import IssueItem, ListingItem


@dataclass
class Reading:
    """What a spider made of a page, sorted by type."""

    listings: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        return [row["reason_code"] for row in self.issues]

    @property
    def urls(self) -> list[str]:
        return [request.url for request in self.requests]


Read = Callable[..., Reading]


@pytest.fixture
def read() -> Read:
    def read_page(
        spider: ListingSpider,
        body: str | bytes,
        parser: str = "parse_start",
        url: str | None = None,
        status: int = 200,
        **context: object,
    ) -> Reading:
        raw = body if isinstance(body, bytes) else body.encode()
        response = HtmlResponse(url or spider.source.start_urls[0], status=status, body=raw, encoding="utf-8")
        reading = Reading()
        for result in spider.receive(response, parser=getattr(spider, parser), context=context):
            if isinstance(result, ListingItem):
                reading.listings.append(result.row)
            elif isinstance(result, IssueItem):
                reading.issues.append(result.row)
            elif isinstance(result, Request):
                reading.requests.append(result)
        return reading

    return read_page
