"""Listings that are posts of a WordPress site: a paged archive and one page per post, or its REST interface.

Belongs here: what is asked after what. Does not belong here: one answer (`wordpress_answers`), labels (`source.toml`).
The key is the post id; the slug follows the title and changes with it. With `rest` in [layout] the crawl starts at the
REST interface; a site that does not open it is read by its pages as without.

No count the site claims decides how much is asked: each page of posts leads to the next while it brings new ones.
Pages overlap, and what is still missing at the end is asked for by name, because posts come and go while we read, and
because many sites order posts by a number that all posts share: then every page is drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from parsel import Selector
from w3lib.url import add_or_replace_parameter

from scrapers.platforms import wordpress_answers as answers
from scrapers.platforms.base import ListingSpider, Parser, Result, exactly_one, hidden_issue, text_of
from scrapers.platforms.items import EmptyPageError, IssueItem, LayoutError, issue
from scrapers.tables.visible import show_only

if TYPE_CHECKING:
    import scrapy
    from scrapy.http import Response, TextResponse

_NOBODY: frozenset[int] = frozenset()
_UNSEEN: frozenset[str] = frozenset()
_REPEATED = "前のページにもある投稿です。一覧の並びが読む間に変わり、別の投稿が抜けたかもしれません"


class WordPressSpider(ListingSpider):
    """Follows the archive, or the pages of the REST interface, to every post."""

    def first_requests(self) -> Iterable[scrapy.Request]:
        """The REST interface where `source.toml` names it, else the archive."""
        rest = self.source.layout.get("rest")
        return [self.page(rest, self.parse_rest)] if rest else super().first_requests()

    def receive(self, response: Response, parser: Parser, context: dict[str, object]) -> Iterator[Result]:
        """As for every page, but a REST interface that is closed is no failure: the archive is read instead."""
        if parser == self.parse_rest and not context and not answers.is_rest(response):
            yield from super().first_requests()
        else:
            yield from super().receive(response, parser, context)

    def parse_rest(
        self, response: TextResponse, seen: frozenset[int] = _NOBODY, offset: int | None = 0, total: int | None = None
    ) -> Iterable[Result]:
        """Read one page of posts and ask for the next.

        Args:
            response: the page.
            seen: ids of the posts read so far.
            offset: how many posts the site was asked to pass over; None when it was asked for those not in `seen`.
            total: how many posts the page before said there are.

        Raises:
            LayoutError: no array of posts, or posts that the site counts and does not give.
            EmptyPageError: no post at all.
        """
        posts = answers.rest_posts(response)
        if not posts and not seen:
            raise EmptyPageError("REST の応答に投稿がありません")
        for position, post in enumerate(posts, start=1):
            if answers.post_number(post) not in seen:
                yield from self._rest_row(response, position, post)
        now = seen | {number for post in posts if (number := answers.post_number(post)) is not None}
        yield from self._rest_further(response, len(posts), seen, now, offset, total)

    def _rest_row(self, response: TextResponse, position: int, entry: Any) -> Iterator[Result]:
        try:
            post = answers.rest_post(entry)
            for part in show_only(post.content):
                yield hidden_issue(response, f"post-{post.number}", part)
            fields, extra, issues = self.sort_labels(response, self._cells(post.content))
        except LayoutError as error:
            yield _unread(response, position, "row", error)
            return
        yield from issues
        fields |= {"name_text": text_of(Selector(text=post.title or " ")), "updated_text": post.modified}
        yield self.listing(response, position, fields, extra, record_key=str(post.number))

    def _rest_further(
        self,
        response: TextResponse,
        given: int,
        seen: frozenset[int],
        now: frozenset[int],
        offset: int | None,
        total: int | None,
    ) -> Iterator[Result]:
        start, has_new = self.source.selector("rest"), len(now) > len(seen)
        if offset is not None and has_new:
            total = answers.counted(response)
            if total is None or offset + given < total:
                offset += given - answers.overlap(given)
                url = add_or_replace_parameter(start, "offset", str(offset))
                yield self.page(url, self.parse_rest, seen=now, offset=offset, total=total)
                return
        lacking = (total or 0) - len(now)
        if lacking > 0 and (offset is not None or has_new):
            url = answers.others_url(start, now)
            yield self.page(url, self.parse_rest, seen=now, offset=None, total=total)
        elif lacking > 0 and given:
            raise LayoutError(f"REST は投稿が {total} 件あると答えますが、{len(now)} 件しか読めません")

    def parse_start(self, response: TextResponse, seen: frozenset[str] = _UNSEEN) -> Iterable[Result]:
        """Read one page of the archive; `seen` are the links of the pages before it.

        Raises:
            LayoutError: the page links to no post.
        """
        links = response.css(self.source.selector("post_link"))
        if not links:
            raise LayoutError(f"{self.source.selector('post_link')}: 団体ページへのリンクがありません")
        pinned = {response.urljoin(url) for url in answers.pinned(links)}
        urls = list(dict.fromkeys(response.urljoin(url) for url in links.xpath("@href").getall()))
        for position, url in enumerate(urls, start=1):
            if url not in seen:
                yield self.page(url, self.parse_post)
            else:
                yield issue(response.url, position, "row", "repeated_row", _REPEATED, url, is_quarantined=True)
        following = response.css(self.source.selector("next_page")).xpath("@href").get()
        if following:
            now = seen | set(urls) - pinned
            yield self.page(response.urljoin(following), self.parse_start, seen=now)

    def parse_post(self, response: TextResponse) -> Iterable[Result]:
        """Read one post: title, date and a definition list of labels and values.

        Raises:
            LayoutError: no post id, no title, or labels and values that do not pair.
            EmptyPageError: an empty definition list.
        """
        if answers.is_protected(response):
            yield _unread(response, 0, "page", answers.ProtectedError())
            return
        fields, extra, issues = self.sort_labels(response, self._cells(response))
        fields["name_text"] = text_of(exactly_one(response, self.source.selector("name")))
        fields["updated_text"] = response.css(self.source.selector("updated")).get()
        yield from issues
        yield self.listing(response, 1, fields, extra, record_key=answers.post_id(response))

    def _cells(self, page: TextResponse | Selector) -> list[tuple[str, str]]:
        return answers.cells(exactly_one(page, self.source.selector("fields")), self.source.selector("fields"))


def _unread(response: TextResponse, position: int, field_name: str, error: LayoutError) -> IssueItem:
    """What kept a post from being read; a password is the will of its author and no fault."""
    is_protected = isinstance(error, answers.ProtectedError)
    empty = "empty_page" if isinstance(error, EmptyPageError) else "layout_changed"
    code = "hidden_content" if is_protected else empty
    return issue(response.url, position, field_name, code, str(error), is_quarantined=not is_protected)
