"""Listings in files attached to a page of the city's CMS: the page leads to the files, each file holds tables.

Belongs here: finding the files by heading and link text, what a table says of all its rows. Does not belong here:
opening a file (`scrapers.attachments`), what a row is (`scrapers.tables`). File names change with every edition and are
never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapers.attachments.tables import AttachmentError, kind_of, read_tables
from scrapers.platforms.base import Result, exactly_one, text_of
from scrapers.platforms.items import EmptyPageError, IssueItem, LayoutError, issue
from scrapers.platforms.tabled import Context, Pairs, Read, TabledSpider
from scrapers.tables.account import AccountItem
from scrapers.tables.grid import Grid
from scrapers.tables.html import is_separator
from scrapers.tables.words import ward_in

if TYPE_CHECKING:
    from scrapy.http import Response, TextResponse


class CityAttachmentsSpider(TabledSpider):
    """Follows every attachment whose text fits the layout's `link_text`, and reads its tables."""

    places = ("name_text", "venue_text")

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Find the files; of the same list as Excel and as PDF, Excel is read.

        Raises:
            LayoutError: no body root.
            EmptyPageError: no link in it fits.
        """
        if kind_of(response.body) is not None:
            raise LayoutError("ページのはずがファイルです")
        body = exactly_one(response, self.source.selector("body"))
        base = response.css("base").xpath("@href").get()
        heading: str | None = None
        chosen: dict[str | None, tuple[str, str, Context]] = {}
        for node in body.xpath(".//h2 | .//h3 | .//a[contains(@href, 'cmsfiles/')]"):
            text = text_of(node)
            if node.root.tag != "a":
                heading = heading if is_separator(text) else text
                continue
            match = re.search(self.source.selector("link_text"), text)
            if match is None:
                yield self._stranger(response, text)
                continue
            context = {"ward_text": ward_in(text) or ward_in(heading or ""), "updated_text": match["updated_text"]}
            known = chosen.get(context["ward_text"])
            if known is None or (known[0], match["kind"]) == ("PDF", "Excel"):
                url = attachment_url(response.url, node.attrib["href"], base)
                chosen[context["ward_text"]] = (match["kind"], url, context)
        if not chosen:
            raise EmptyPageError(f"{self.source.selector('body')} a[href*=cmsfiles]: 一覧のファイルがありません")
        for _, url, context in chosen.values():
            yield self.page(url, self.parse_file, context=context)

    def _stranger(self, response: Response, text: str) -> IssueItem:
        detail = f"添付「{text}」が [layout] link_text に合いません。一覧なら link_text を直してください"
        return issue(response.url, 0, f"link:{text}", "unknown_label", detail, text, is_quarantined=False)

    def unreadable(self, response: Response) -> IssueItem | None:
        """As for every page, but a file need not be text."""
        # By its first bytes: Scrapy takes a small PDF for text
        if response.status == 200 and kind_of(response.body) is not None:
            return None
        return super().unreadable(response)

    def parse_file(self, response: Response, context: Context) -> Iterable[Result]:
        """Read one file.

        Raises:
            LayoutError: no table has a heading with known labels.
        """
        try:
            tables = read_tables(response.body)
        except AttachmentError as error:
            yield issue(response.url, 0, "page", "broken_attachment", str(error), is_quarantined=True)
            return
        read = Read()
        results = list(self.read_tables(response, ((context, grid) for grid in tables), read))
        if read.headings:
            yield from results
        else:
            yield from (result for result in results if isinstance(result, AccountItem))
            raise LayoutError("添付の表に知っている見出しの行がありません。[labels] を直してください")

    def of_table(self, grid: Grid, context: Context, titles: list[str]) -> Context:
        """What a table says of all its rows: the ward in the name of its sheet, the programme in its title."""
        lead = [*grid.lead, *titles]
        title = lead[0] if lead and self.source.layout.get("name_from") == "title" else None
        return {**context, "ward_text": context["ward_text"] or ward_in(grid.place), "name_text": title}

    def records_of(self, record: Pairs) -> Iterator[Pairs]:
        """A row that lists several activities line by line becomes one record each; unequal counts stay one row."""
        parallel = str(self.source.layout.get("parallel") or "").split()
        lines = {label: text.split("\n") for label, text in record if label in parallel}
        counts = {len(texts) for texts in lines.values()}
        if len(counts) != 1 or counts == {1}:
            yield record
            return
        for number in range(counts.pop()):
            yield [(label, lines[label][number] if label in lines else text) for label, text in record]


def attachment_url(page_url: str, href: str, base: str | None) -> str:
    """Where an attachment is.

    The CMS writes `../cmsfiles/…` and `./cmsfiles/…` and means the department's folder by both (docs/sources.md §1.1).

    Args:
        page_url: the page, e.g. `https://…/350/page/0000900010.html`.
        href: the link as written.
        base: `href` of the page's `<base>`, or None.
    """
    if base:
        return urljoin(urljoin(page_url, base), href)
    if urlsplit(href).scheme or href.startswith("/"):
        return urljoin(page_url, href)
    department = urlsplit(page_url).path.split("/")[1]
    return urljoin(page_url, f"/{department}/{re.sub(r'^(?:[.]{1,2}/)+', '', href)}")
