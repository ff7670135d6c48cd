"""Listings in lists of links on a page of the city's CMS: one item, one listing.

Belongs here: items of the page body, the heading above them as the ward, the link. Does not belong here: the pattern of
an item (`source.toml`). Lists outside the body root are navigation and never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scrapers.platforms.base import ListingSpider, Result, exactly_one, text_of
from scrapers.platforms.items import EmptyPageError, issue
from scrapers.tables.html import is_separator

if TYPE_CHECKING:
    from parsel import Selector
    from scrapy.http import TextResponse


class CityLinksSpider(ListingSpider):
    """Reads every `li` of the body; the layout's `item` pattern names the parts of its text."""

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read one page.

        Raises:
            LayoutError: no body root.
            EmptyPageError: no item in it.
        """
        body = exactly_one(response, self.source.selector("body"))
        updated = response.css(self.source.selector("updated")).get()
        heading: str | None = None
        position = 0
        for node in body.xpath(".//h2 | .//h3 | .//li"):
            if node.root.tag != "li":
                heading = heading if is_separator(text_of(node)) else text_of(node)
                continue
            position += 1
            yield self._item(response, position, {"ward_text": heading, "updated_text": updated}, node)
        if position == 0:
            raise EmptyPageError(f"{self.source.selector('body')} li: 項目がありません")

    def _item(self, response: TextResponse, position: int, context: dict[str, str | None], node: Selector) -> Result:
        text = text_of(node)
        match = re.fullmatch(self.source.selector("item"), text)
        if match is None:
            detail = "項目が source.toml の [layout] item の形と違います"
            return issue(response.url, position, "row", "layout_changed", detail, text, is_quarantined=True)
        link = node.xpath(".//a/@href").get()
        return self.listing(response, position, {**context, **match.groupdict(), "url_text": link})
