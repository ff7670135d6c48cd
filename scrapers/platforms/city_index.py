"""The page that leads to the lists: which list is new, which has vanished, which has moved.

Belongs here: comparing the links of a page with the declared sources. Does not belong here: reading a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scrapers.declaration.known_lists import KnownList, known_lists
from scrapers.platforms.base import ListingSpider, Result, exactly_one, text_of
from scrapers.platforms.items import EmptyPageError, IssueItem, issue

if TYPE_CHECKING:
    from scrapy.http import TextResponse


class CityIndexSpider(ListingSpider):
    """Yields no listing, but an issue for every list that is new, has vanished or has moved."""

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read the page of links.

        Raises:
            LayoutError: no body root.
            EmptyPageError: no link in it.
        """
        body = exactly_one(response, self.source.selector("body"))
        links = {response.urljoin(node.attrib["href"]): text_of(node) for node in body.css("a[href]")}
        if not links:
            raise EmptyPageError(f"{self.source.selector('body')} a: リンクがありません")
        declared = known_lists(self.source.key, self.source.addresses) if self.lists is None else self.lists
        known = {url for each in declared for url in each.urls}
        ignored = re.compile(self.source.selector("ignore"))
        strangers = {url: text for url, text in links.items() if url not in known and not ignored.search(url)}
        for each in declared:
            if each.is_expected and links.keys().isdisjoint(each.urls):
                yield self._missing(response, each, strangers)
        for url, text in strangers.items():
            detail = f"「{text}」は知らない一覧です。まとめるなら hiroba new-source で足してください: {url}"
            yield issue(response.url, 0, f"link:{url}", "new_list", detail, text, is_quarantined=False)

    def _missing(self, response: TextResponse, gone: KnownList, strangers: dict[str, str]) -> IssueItem:
        """A declared list whose address is not linked; under its name it may be linked elsewhere."""
        moved = next((url for url, text in strangers.items() if text and text in gone.name), None)
        if moved is None:
            detail = f"{gone.name}（{gone.key}）へのリンクがなくなりました。一覧が終わったのか確かめてください"
            return issue(response.url, 0, f"link:{gone.key}", "vanished_list", detail, is_quarantined=False)
        strangers.pop(moved)
        detail = f"{gone.name}（{gone.key}）の行き先が {gone.urls[0]} から {moved} に変わりました"
        return issue(response.url, 0, f"link:{gone.key}", "moved_list", detail, moved, is_quarantined=False)
