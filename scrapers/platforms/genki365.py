"""Groups of a genki365 tenant: a paged list of links, then one two-column table per group.

Belongs here: list, paging, group page. Does not belong here: the tenant's id pattern and labels (`source.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scrapers.platforms.base import ListingSpider, Result, exactly_one, text_of
from scrapers.platforms.items import EmptyPageError, LayoutError

if TYPE_CHECKING:
    from scrapy.http import TextResponse


class Genki365Spider(ListingSpider):
    """Follows the list to every group; the group id in the address is the key."""

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read one page of the list.

        Raises:
            LayoutError: the page links to no group.
        """
        pattern = re.compile(self.source.selector("group_id"))
        links = response.css(self.source.selector("group_link")).xpath("@href").getall()
        groups = {match[0]: response.urljoin(link) for link in links if (match := pattern.search(link))}
        if not groups:
            raise LayoutError(f"{self.source.selector('group_link')}: 団体へのリンクがありません")
        for group_id, url in groups.items():
            about = re.sub(rf"(/{re.escape(group_id)}/).*$", rf"\g<1>{self.source.selector('about_page')}", url)
            yield self.page(about, self.parse_group, group_id=group_id)
        following = response.css(self.source.selector("next_page")).xpath("@href").get()
        if following:
            yield self.page(response.urljoin(following), self.parse_start)

    def parse_group(self, response: TextResponse, group_id: str) -> Iterable[Result]:
        """Read one group page: every table row is a label and a value.

        Raises:
            LayoutError: no name element.
            EmptyPageError: no table row.
        """
        rows = response.css(self.source.selector("row"))
        if not rows:
            raise EmptyPageError(f"{self.source.selector('row')}: 項目の行がありません")
        cells = [(text_of(exactly_one(row, "th")), text_of(exactly_one(row, "td"))) for row in rows]
        fields, extra, issues = self.sort_labels(response, cells)
        fields["name_text"] = text_of(exactly_one(response, self.source.selector("name")))
        yield from issues
        yield self.listing(response, 1, fields, extra, record_key=group_id)
