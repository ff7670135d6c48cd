"""Listings told in prose on a page of the city's CMS: facts are found by patterns, the prose itself is not kept.

Belongs here: applying the patterns of a source to the text below each heading. Does not belong here: the patterns
(`source.toml`, every layout key that begins with `pattern_`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scrapers.platforms.base import ListingSpider, Result, exactly_one, text_of
from scrapers.platforms.items import EmptyPageError, LabelsItem, issue
from scrapers.tables.html import is_separator

if TYPE_CHECKING:
    from parsel import Selector
    from scrapy.http import TextResponse


class CityProseSpider(ListingSpider):
    """Reads one listing from each lower heading and the paragraphs below it."""

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read one page.

        Raises:
            LayoutError: no body root.
            EmptyPageError: no lower heading in it.
        """
        body = exactly_one(response, self.source.selector("body"))
        updated = response.css(self.source.selector("updated")).get()
        ward: str | None = None
        sections: list[tuple[dict[str, str | None], list[Selector]]] = []
        for node in body.xpath(".//h2 | .//h3 | .//p | .//li"):
            text = text_of(node)
            if node.root.tag == "h2":
                ward = ward if is_separator(text) else text
                sections.append(({}, []))
            elif node.root.tag == "h3":
                sections.append(({"ward_text": ward, "updated_text": updated, "name_text": text}, []))
            elif sections:
                sections[-1][1].append(node)
        listed = [(context, nodes) for context, nodes in sections if context]
        if not listed:
            raise EmptyPageError(f"{self.source.selector('body')} h3: 掲載の見出しがありません")
        for position, (context, nodes) in enumerate(listed, start=1):
            yield from self._listing(response, position, context, nodes)

    def _listing(
        self, response: TextResponse, position: int, context: dict[str, str | None], nodes: list[Selector]
    ) -> Iterable[Result]:
        text = "\n".join(map(text_of, nodes))
        patterns = [pattern for name, pattern in self.source.layout.items() if name.startswith("pattern_")]
        fields: dict[str, str | None] = {}
        for match in filter(None, (re.search(pattern, text) for pattern in patterns)):
            fields = {**match.groupdict(), **fields}
        lacking = [name for name in self.source.selector("required").split() if not fields.get(name)]
        if lacking:
            detail = f"文から {'・'.join(lacking)} を読み取れません。[layout] の pattern_ を直してください"
            yield issue(response.url, position, "row", "layout_changed", detail, text, is_quarantined=True)
            return
        links = (href for node in nodes for href in node.xpath(".//a/@href").getall())
        url = next((href for href in links if href.startswith(("http://", "https://"))), None)
        yield LabelsItem(tuple(sorted(name for name, value in fields.items() if value)))
        yield self.listing(response, position, {"url_text": url, **context, **fields})
