"""Listings that are posts of a WordPress site: a paged archive, then one page per post.

Belongs here: archive, paging, post id, definition lists. Does not belong here: labels (`source.toml`).
The key is the post id; the slug follows the title and changes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scrapers.items import EmptyPageError, LayoutError
from scrapers.platforms.base import ListingSpider, Result, exactly_one, text_of

if TYPE_CHECKING:
    from scrapy.http import TextResponse

_BODY_ID = re.compile(r"(?:^|\s)postid-(\d+)(?:\s|$)")
_SHORTLINK_ID = re.compile(r"[?&]p=(\d+)$")


class WordPressSpider(ListingSpider):
    """Follows the archive to every post."""

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read one page of the archive.

        Raises:
            LayoutError: the page links to no post.
        """
        links = response.css(self.source.selector("post_link")).xpath("@href").getall()
        if not links:
            raise LayoutError(f"{self.source.selector('post_link')}: 団体ページへのリンクがありません")
        for link in dict.fromkeys(links):
            yield self.page(response.urljoin(link), self.parse_post)
        following = response.css(self.source.selector("next_page")).xpath("@href").get()
        if following:
            yield self.page(response.urljoin(following), self.parse_start)

    def parse_post(self, response: TextResponse) -> Iterable[Result]:
        """Read one post: title, date and a definition list of labels and values.

        Raises:
            LayoutError: no post id, no title, or labels and values that do not pair.
            EmptyPageError: an empty definition list.
        """
        terms = exactly_one(response, self.source.selector("fields"))
        labels, values = terms.css("dt"), terms.css("dd")
        if not labels and not values:
            raise EmptyPageError(f"{self.source.selector('fields')}: 項目がありません")
        if len(labels) != len(values):
            raise LayoutError(
                f"{self.source.selector('fields')}: dt {len(labels)} 件と dd {len(values)} 件が合いません"
            )
        cells = [(text_of(label), text_of(value)) for label, value in zip(labels, values, strict=True)]
        fields, extra, issues = self.sort_labels(response, cells)
        fields["name_text"] = text_of(exactly_one(response, self.source.selector("name")))
        fields["updated_text"] = response.css(self.source.selector("updated")).get()
        yield from issues
        yield self.listing(response, 1, fields, extra, record_key=post_id(response))


def post_id(response: TextResponse) -> str:
    """The post id, from the class of `body` or from the short link.

    Raises:
        LayoutError: neither holds it, or they contradict each other.
    """
    found = {
        match[1]
        for pattern, text in (
            (_BODY_ID, response.css("body").attrib.get("class", "")),
            (_SHORTLINK_ID, response.css("link[rel=shortlink]").attrib.get("href", "")),
        )
        if (match := pattern.search(text))
    }
    if len(found) != 1:
        raise LayoutError(f"body.postid-N / link[rel=shortlink]: 投稿番号が決まりません {sorted(found)}")
    return found.pop()
