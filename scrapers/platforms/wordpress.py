"""Listings that are posts of a WordPress site: a paged archive and one page per post, or its REST interface.

Belongs here: archive, REST, paging, post id, definition lists. Does not belong here: labels (`source.toml`).
The key is the post id; the slug follows the title and changes with it. With `rest` in [layout] the crawl starts at the
REST interface; a site that does not open it (401, 403, 404) is read by its pages as without.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from parsel import Selector
from w3lib.url import add_or_replace_parameter, url_query_parameter

from scrapers.items import EmptyPageError, LayoutError, issue
from scrapers.platforms.base import ListingSpider, Parser, Result, exactly_one, text_of

if TYPE_CHECKING:
    import scrapy
    from scrapy.http import Response, TextResponse

_BODY_ID = re.compile(r"(?:^|\s)postid-(\d+)(?:\s|$)")
_SHORTLINK_ID = re.compile(r"[?&]p=(\d+)$")
_CLOSED = (401, 403, 404)
PAGE_COUNT = "X-WP-TotalPages"


class WordPressSpider(ListingSpider):
    """Follows the archive, or the pages of the REST interface, to every post."""

    def first_requests(self) -> Iterable[scrapy.Request]:
        """The REST interface where `source.toml` names it, else the archive."""
        rest = self.source.layout.get("rest")
        return [self.page(rest, self.parse_rest)] if rest else super().first_requests()

    def receive(self, response: Response, parser: Parser, context: dict[str, object]) -> Iterator[Result]:
        """As for every page, but a REST interface that is closed is no failure: the archive is read instead."""
        if response.status in _CLOSED and parser == self.parse_rest and is_first(response):
            yield from super().first_requests()
        else:
            yield from super().receive(response, parser, context)

    def parse_rest(self, response: TextResponse) -> Iterable[Result]:
        """Read one page of posts and, when it is the first, ask for all others.

        Raises:
            LayoutError: no array of posts, or no count of pages.
            EmptyPageError: no post.
        """
        posts = rest_posts(response)
        for position, post in enumerate(posts, start=1):
            try:
                yield from self._rest_post(response, position, post)
            except LayoutError as error:
                yield issue(response.url, position, "row", "layout_changed", str(error), is_quarantined=True)
        if is_first(response):
            for following in self.further_pages(page_count(response), PAGE_COUNT):
                yield self.page(add_or_replace_parameter(response.url, "page", str(following)), self.parse_rest)

    def _rest_post(self, response: TextResponse, position: int, post: Any) -> Iterable[Result]:
        number, title, content, modified = rest_members(post)
        fields, extra, issues = self.sort_labels(response, self._cells(Selector(text=content)))
        yield from issues
        fields = {**fields, "name_text": text_of(Selector(text=title)), "updated_text": modified}
        yield self.listing(response, position, fields, extra, record_key=number)

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
        fields, extra, issues = self.sort_labels(response, self._cells(response))
        fields["name_text"] = text_of(exactly_one(response, self.source.selector("name")))
        fields["updated_text"] = response.css(self.source.selector("updated")).get()
        yield from issues
        yield self.listing(response, 1, fields, extra, record_key=post_id(response))

    def _cells(self, page: TextResponse | Selector) -> list[tuple[str, str]]:
        """Labels and values of the definition list."""
        terms = exactly_one(page, self.source.selector("fields"))
        labels, values = terms.css("dt"), terms.css("dd")
        if not labels and not values:
            raise EmptyPageError(f"{self.source.selector('fields')}: 項目がありません")
        if len(labels) != len(values):
            raise LayoutError(
                f"{self.source.selector('fields')}: dt {len(labels)} 件と dd {len(values)} 件が合いません"
            )
        return [(text_of(label), text_of(value)) for label, value in zip(labels, values, strict=True)]


def is_first(response: Response) -> bool:
    """Whether it is the first page of the REST interface."""
    return url_query_parameter(response.url, "page", "1") == "1"


def rest_posts(response: TextResponse) -> list[Any]:
    """The posts on one page of the REST interface.

    Raises:
        LayoutError: the answer is no JSON array.
        EmptyPageError: the array is empty.
    """
    try:
        posts = json.loads(response.text)
    except json.JSONDecodeError as error:
        raise LayoutError(f"REST の応答が JSON ではありません（{error}）") from error
    if not isinstance(posts, list):
        raise LayoutError("REST の応答が投稿の配列ではありません")
    if not posts:
        raise EmptyPageError("REST の応答に投稿がありません")
    return posts


def rest_members(post: Any) -> tuple[str, str, str, str | None]:
    """Post id, title and content as HTML, and the moment of the last change.

    Raises:
        LayoutError: a member is missing or of another type.
    """
    try:
        number, title, content = post["id"], post["title"]["rendered"], post["content"]["rendered"]
        modified = post.get("modified")
    except (KeyError, TypeError, AttributeError) as error:
        raise LayoutError(f"投稿に id・title.rendered・content.rendered がそろっていません（{error}）") from error
    if not isinstance(number, int) or not isinstance(title, str) or not isinstance(content, str):
        raise LayoutError("投稿の id・title.rendered・content.rendered の型が違います")
    return str(number), title, content, str(modified) if modified else None


def page_count(response: TextResponse) -> str:
    """How many pages the REST interface says it has, from its header; empty when it does not say."""
    return (response.headers.get(PAGE_COUNT) or b"").decode("latin-1")


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
