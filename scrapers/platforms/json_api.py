"""Listings from a paged JSON API.

Belongs here: paging and the check of the envelope. Does not belong here: the shape of one record; a source's
`spider.py` turns a record into columns.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from w3lib.url import add_or_replace_parameter

from scrapers.platforms.base import ListingSpider, Result
from scrapers.platforms.items import EmptyPageError, IssueItem, LayoutError, issue

if TYPE_CHECKING:
    from scrapy.http import Response, TextResponse

Record = dict[str, Any]


class JsonApiSpider(ListingSpider):
    """Asks for every page; subclasses give `read_record`."""

    def read_record(self, record: Record) -> tuple[dict[str, str | None], dict[str, str]]:
        """Columns and extra cells of one record."""
        raise NotImplementedError(f"{type(self).__name__} has no read_record for {sorted(record)}")

    def unreadable(self, response: Response) -> IssueItem | None:
        """As for every page, but a body that ends within a character is incomplete JSON, not a wrong encoding."""
        bad = super().unreadable(response)
        if bad is not None and bad.row["reason_code"] == "wrong_encoding" and _is_cut_off(response):
            return IssueItem({**bad.row, "reason_code": "broken_json"})
        return bad

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read one page and, when it is the first, ask for all others.

        Raises:
            LayoutError: the envelope lacks a documented key.
            EmptyPageError: no record on the page.
        """
        try:
            envelope = json.loads(response.text)
        except json.JSONDecodeError as error:
            yield issue(response.url, 0, "page", "broken_json", str(error), is_quarantined=True)
            return
        number, pages, records = (self._member(envelope, name) for name in ("page", "total_pages", "records"))
        if not isinstance(records, list):
            raise LayoutError(f"{self.source.selector('records')}: 配列ではありません")
        if not records:
            raise EmptyPageError(f"{self.source.selector('records')}: 空の配列です")
        for position, record in enumerate(records, start=1):
            if isinstance(record, dict):
                yield self.listing(response, position, *self.read_record(record))
            else:
                detail = f"レコードではなく {type(record).__name__} です"
                yield issue(response.url, position, "row", "layout_changed", detail, str(record), is_quarantined=True)
        if str(number) == "1":
            for following in self.further_pages(pages, self.source.selector("total_pages")):
                url = add_or_replace_parameter(response.url, self.source.selector("page"), str(following))
                yield self.page(url, self.parse_start)

    def _member(self, envelope: object, name: str) -> Any:
        key = self.source.selector(name)
        if not isinstance(envelope, dict) or key not in envelope:
            raise LayoutError(f"JSON に {key} がありません")
        return envelope[key]


def _is_cut_off(response: Response) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(response.body)
    except UnicodeDecodeError:
        return False
    return True
