"""What all spiders share: requests that carry their parser, and answers that may be unreadable.

Belongs here: the way from a response to items when the page is bad. Does not belong here: how a good page is parsed. A
spider reads no clock, no environment and no page but the one it is given, so that `scrapers.runs.replay` can drive it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import HtmlResponse, Response, TextResponse

from scrapers.platforms.encodings import decoded_rightly
from scrapers.platforms.failures import UNFORESEEN
from scrapers.platforms.items import EmptyPageError, IssueItem, LabelsItem, LayoutError, ListingItem, issue, listing
from scrapers.platforms.kept_of_answer import without_password
from scrapers.tables.account import AccountItem
from scrapers.tables.visible import show_only

if TYPE_CHECKING:
    from parsel import Selector
    from twisted.python.failure import Failure

    from scrapers.declaration.known_lists import KnownList
    from scrapers.declaration.source import Source
    from scrapers.tables.grid import Hidden

_DIGITS, _SHOWN = 9, 20
_WHITE = re.compile(r"[ \t\r\n\f]+")
_UNSHOWN = ("script", "style")
_LONGEST_URL = 8000
_NEVER_JOINED = ("name_text", "kana_text", "ward_text", "phone_text", "mail_text", "url_text", "updated_text")
"""Two of these are no third one; a second phone stays apart, because it may be a person's."""
_BEGIN, _END = ("開始", "始まり", "から"), ("終了", "終わり", "まで")
Result = ListingItem | IssueItem | LabelsItem | AccountItem | scrapy.Request
Parser = Callable[..., Iterable[Result]]


class ListingSpider(scrapy.Spider):
    """A spider of one source; subclasses give `first_requests` and parsers."""

    def __init__(self, source: Source, lists: tuple[KnownList, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(name=source.key, **kwargs)
        self.source = source
        self.lists = lists
        """What a page of links is compared with; None for what is declared now."""

    def first_requests(self) -> Iterable[scrapy.Request]:
        """The requests a crawl starts with: the source's start URLs, read by `parse_start`."""
        return [self.page(url, self.parse_start) for url in self.source.start_urls]

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read a start page; every platform has its own."""
        raise NotImplementedError(f"{type(self).__name__} has no parse_start for {response.url}")

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Scrapy's entry point."""
        for request in self.first_requests():
            yield request

    def page(self, url: str, parser: Parser, **context: object) -> scrapy.Request:
        """A request whose answer `parser` will read, with `context` as its keyword arguments.

        Raises:
            LayoutError: the link leads to nothing that can be fetched (`javascript:`, `mailto:`), or is too long for
                common servers.
        """
        if urlsplit(url).scheme not in ("http", "https"):
            raise LayoutError(f"リンク先「{url[:80]}」はページの住所ではありません")
        if len(url) > _LONGEST_URL:
            raise LayoutError(f"リンク先「{url[:80]}…」は長すぎます（{len(url)} 字）。上限は {_LONGEST_URL} 字です")
        # A page that is open to all needs no password; one in a link must not get into our records
        return scrapy.Request(
            without_password(url),
            callback=self.receive,
            errback=self.unfetched,
            cb_kwargs={"parser": parser, "context": context},
        )

    def receive(self, response: Response, parser: Parser, context: dict[str, object]) -> Iterator[Result]:
        """Hand a good page to its parser; turn a bad one into an issue that quarantines it."""
        response = decoded_rightly(response)
        bad = self.unreadable(response)
        if bad is not None:
            yield bad
            return
        yield from self._hidden(response)
        try:
            yield from self._bounded(parser(response, **context))
        except EmptyPageError as error:
            yield issue(response.url, 0, "page", "empty_page", str(error), is_quarantined=True)
        except LayoutError as error:
            yield issue(response.url, 0, "page", "layout_changed", str(error), is_quarantined=True)
        except UNFORESEEN as error:
            # Scrapy would log it and go on: the page would be missing without a word.
            # Not the error's own words: they may repeat the page
            detail = f"読み取りのプログラムが失敗しました（{type(error).__name__}）。開発者に知らせてください"
            yield issue(response.url, 0, "page", "parser_failed", detail, is_quarantined=True)

    def _bounded(self, results: Iterable[Result]) -> Iterator[Result]:
        """What a parser yields; a page may lead to no more pages than a day's requests.

        Raises:
            LayoutError: it leads to more. What came before stands.
        """
        requests_left = self.source.daily_requests
        for result in results:
            if isinstance(result, scrapy.Request):
                requests_left -= 1
            if requests_left < 0:
                raise LayoutError(f"先のページへのリンクが、{self._too_many}")
            yield result

    def further_pages(self, claim: object, name: str) -> range:
        """Numbers of the pages after the first.

        Args:
            claim: how many pages there are, as the server says; a number only when it is one.
            name: what says so, for staff.

        Raises:
            LayoutError: it is no number of pages, or more than a day's requests can fetch.
        """
        text = str(claim)
        if not (text.isascii() and text.isdecimal()):
            raise LayoutError(f"{name} がページの数ではありません（{text[:_SHOWN]!r}）")
        if len(text) > _DIGITS or int(text) > self.source.daily_requests:
            raise LayoutError(f"{name} が {text[:_SHOWN]} で、{self._too_many}")
        return range(2, int(text) + 1)

    @property
    def _too_many(self) -> str:
        return (
            f"1日の要求の上限（{self.source.daily_requests}）を超えます。"
            "本当に多いのなら source.toml の daily_requests を上げてください"
        )

    def _hidden(self, response: Response) -> Iterator[IssueItem]:
        """Take out of a page what its author hid, and say how much; where it stood nobody needs to read."""
        if not isinstance(response, HtmlResponse):
            return
        body = self.source.layout.get("body")
        for part in show_only(response.selector, body if isinstance(body, str) else None):
            yield hidden_issue(response, "page", part)

    def unreadable(self, response: Response) -> IssueItem | None:
        """Why no parser should see this response, or None."""
        if response.status != 200:
            return issue(response.url, 0, "page", "http_error", f"HTTP {response.status}", is_quarantined=True)
        if not isinstance(response, TextResponse):
            return issue(response.url, 0, "page", "layout_changed", "本文がテキストではありません", is_quarantined=True)
        try:
            response.body.decode(response.encoding)
        except UnicodeDecodeError as error:
            detail = f"{response.encoding} として読めません（{error.start} バイト目）"
            return issue(response.url, 0, "page", "wrong_encoding", detail, is_quarantined=True)
        return None

    def unfetched(self, failure: Failure) -> Iterator[IssueItem]:
        """Turn a request without an answer into an issue."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it before an errback
        asked = without_password(request.meta.get("redirect_urls", [request.url])[0])
        yield unfetched_issue(asked, type(failure.value).__name__)

    def listing(
        self,
        response: Response,
        position: int,
        fields: dict[str, str | None],
        extra: dict[str, str] | None = None,
        record_key: str | None = None,
    ) -> ListingItem | IssueItem:
        """A raw listing of this source, or the issue that quarantines it."""
        return listing(self.source, response, position, fields, extra, record_key)

    def sort_labels(
        self, response: Response, cells: Iterable[tuple[str, str]]
    ) -> tuple[dict[str, str | None], dict[str, str], list[IssueItem | LabelsItem]]:
        """Split label–text pairs into columns, extra cells, and what to say of the labels.

        Returns:
            Columns, extra cells, and the labels seen with an issue for each that nobody has decided on.
        """
        fields: dict[str, str | None] = {}
        extra: dict[str, str] = {}
        labels: dict[str, str] = {}
        pairs = list(cells)
        parts = [part for label, text in pairs for part in self.source.labels.facts(label, text)]
        issues: list[IssueItem | LabelsItem] = [LabelsItem(tuple(label for label, _ in pairs))]
        for label, text, named in parts:
            column = named or self.source.labels.fields.get(label)
            if column is not None and column not in fields:
                fields[column], labels[column] = text, label
                continue
            if column is not None and self._joins(column):
                fields[column] = joined(fields[column] or "", text, self._between(column, labels[column], label))
                continue
            extra[_unused(label, extra)] = text
            if column is None and label not in self.source.labels.keep:
                issues.append(self.unknown_label(response, label))
        return fields, extra, issues

    def _joins(self, column: str) -> bool:
        return column not in _NEVER_JOINED or column in self.source.labels.join

    def _between(self, column: str, first: str, label: str) -> str:
        """What stands between two columns of a table that are one column of ours."""
        is_range = any(word in first for word in _BEGIN) and any(word in label for word in _END)
        return self.source.labels.join.get(column, "～" if is_range else " ")

    def unknown_label(self, response: Response, label: str) -> IssueItem:
        """The issue that asks somebody to map a label, or to keep it as it is."""
        detail = f"source.toml の [labels] に「{label}」がありません。fields か keep に足してください"
        return issue(response.url, 0, f"label:{label}", "unknown_label", detail, is_quarantined=False)


def joined(first: str, second: str, between: str) -> str:
    """Two texts of one column in the order of the table; an end without a beginning keeps its sign."""
    if not second.strip() or second == first:
        return first
    if not first.strip():
        return f"～{second}" if between == "～" else second
    return f"{first}{between}{second}"


def _unused(label: str, taken: dict[str, str]) -> str:
    """The label, numbered when it has come before: no text may replace another."""
    number, name = 1, label
    while name in taken:
        number += 1
        name = f"{label}（{number}）"
    return name


# What staff can act on; of everything else the name goes to the developer
_FAILURES = {
    "DownloadCancelledError": "本文が大きすぎます。上限は 30 MB です",
    "IgnoreRequest": "サイトの取得の決まりが許していないか、読めません",
    "DownloadTimeoutError": "時間内に答えがありません",
    "UnlistedHostError": "source.toml の hosts にないサイトへ転送されました",
    "RobotsUnavailableError": "robots.txt を読めないので取得しません",
}


def hidden_issue(response: Response, place: str, part: Hidden) -> IssueItem:
    """The issue that counts what an author hid or struck out; never its text."""
    where = f"（{part.where}）" if part.where else ""
    detail = f"{part.kind} {part.count} か所{where}を読みませんでした"
    return issue(response.url, 0, f"{place}:{part.kind}", "hidden_content", detail, is_quarantined=False)


def unfetched_issue(url: str, error_name: str) -> IssueItem:
    """The issue of a page that could not be fetched; the same from a crawl and from a replay."""
    why = _FAILURES.get(error_name)
    return issue(url, 0, "page", "fetch_failed", why or error_name, is_quarantined=True)


def exactly_one(page: TextResponse | Selector, css: str) -> Selector:
    """The only element that fits `css`.

    Raises:
        LayoutError: none fits, or several do.
    """
    elements = page.css(css)
    if len(elements) != 1:
        raise LayoutError(f"{css}: 1 件のはずが {len(elements)} 件")
    return elements[0]


def text_of(node: Selector) -> str:
    """Text of an element as a browser shows it: ASCII white space folded, `<br>` and blocks as one space.

    Ideographic spaces and every other character stay as published.
    """
    return _WHITE.sub(" ", "".join(_shown(node.root))).strip(" ")


def _shown(root: Any) -> Iterator[str]:
    """Texts in the order of the page. A walk: XPath asks of every text for all that stands above it."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part.tag, str) and part.tag not in _UNSHOWN:  # a comment has no name
            if part.tag == "br" and part is not root:
                yield " "
            if part.text:
                yield part.text
            for child in reversed(part):
                waiting += [child.tail, child] if child.tail else [child]
