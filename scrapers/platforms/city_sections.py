"""Listings under headings on a page of the city's CMS: a heading, then lines of label and value, or a page of its own.

Belongs here: the walk through headings and lines, detail pages. Does not belong here: which label means which column
(`source.toml`). Nothing outside the body root is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapers.platforms.base import ListingSpider, Result, exactly_one, text_of
from scrapers.platforms.items import EmptyPageError, LayoutError, issue
from scrapers.tables.html import is_separator

if TYPE_CHECKING:
    from parsel import Selector
    from scrapy.http import TextResponse

# A label is a short word before a colon; a digit would make it a time (10:00)
_LABELLED = re.compile(r"([^：:\d\s（(]{1,12})[：:][ 　]*(.+)")
PROSE = "本文"


@dataclass(slots=True)
class Section:
    """A heading of the lower level and what stands below it."""

    ward: str | None
    name: str
    link: str | None
    lines: list[str] = field(default_factory=list)


class CitySectionsSpider(ListingSpider):
    """Reads a listing from the lines below its heading, or from the page its heading links to."""

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read one list page.

        Raises:
            LayoutError: no body root.
            EmptyPageError: no listing in it.
        """
        body = exactly_one(response, self.source.selector("body"))
        updated = response.css(self.source.selector("updated")).get()
        position = 0
        for position, section in enumerate(sections(body), start=1):
            yield from self._section(response, position, section, updated)
        if position == 0:
            raise EmptyPageError(f"{self.source.selector('body')} h3: 掲載の見出しがありません")

    def _section(
        self, response: TextResponse, position: int, section: Section, updated: str | None
    ) -> Iterator[Result]:
        cells = [_cell(line) for line in section.lines]
        labels = [label for label, _ in cells if label != PROSE]
        context = {"ward_text": section.ward, "updated_text": updated, "name_text": section.name}
        if not labels and section.link:
            yield self.page(response.urljoin(section.link), self.parse_detail, ward=section.ward)
        elif not labels or len(labels) != len(set(labels)):
            what = "同じ項目名が何度もあります" if labels else "項目名のある行もリンクもありません"
            text = " / ".join([section.name, *section.lines])
            detail = f"見出し「{section.name}」の下に{what}"
            yield issue(response.url, position, "row", "layout_changed", detail, text, is_quarantined=True)
        else:
            fields, extra, issues = self.sort_labels(response, cells)
            yield from issues
            yield self.listing(response, position, {**context, **fields}, extra)

    def parse_detail(self, response: TextResponse, ward: str | None) -> Iterable[Result]:
        """Read the page of one listing: rows of one or several label–value pairs.

        Raises:
            LayoutError: no body root, no name, or labels and values that do not pair.
            EmptyPageError: no row.
        """
        body = exactly_one(response, self.source.selector("body"))
        cells: list[tuple[str, str]] = []
        for row in body.css("table tr"):
            labels, values = row.xpath("./th"), row.xpath("./td")
            if len(labels) != len(values):
                raise LayoutError(f"table tr: th {len(labels)} 件と td {len(values)} 件が合いません")
            cells += [(text_of(label), text_of(value)) for label, value in zip(labels, values, strict=True)]
        if not cells:
            raise EmptyPageError(f"{self.source.selector('body')} table tr: 項目がありません")
        fields, extra, issues = self.sort_labels(response, cells)
        name = text_of(exactly_one(response, self.source.selector("name")))
        updated = response.css(self.source.selector("updated")).get()
        yield from issues
        yield self.listing(
            response, 1, {"ward_text": ward, "updated_text": updated, "name_text": name, **fields}, extra
        )


def sections(body: Selector) -> Iterator[Section]:
    """The lower headings of a body in document order, whatever wraps them, with ward, link and lines below."""
    ward: str | None = None
    current: Section | None = None
    for node in body.xpath(".//h2 | .//h3 | .//li[not(.//li)] | .//p"):
        if node.root.tag in ("h2", "h3"):
            text = text_of(node)
            if is_separator(text):
                continue
            if current is not None:
                yield current
            ward = text if node.root.tag == "h2" else ward
            current = Section(ward, text, node.xpath(".//a/@href").get()) if node.root.tag == "h3" else None
        elif current is not None:
            current.lines += lines_of(node)
    if current is not None:
        yield current


def lines_of(node: Selector) -> list[str]:
    """Texts of an element between its line breaks, without empty ones."""
    lines, current = [], ""
    for piece in node.xpath(".//text() | .//br").getall():
        if piece.startswith("<br"):
            lines.append(current)
            current = ""
        else:
            current += piece
    folded = (re.sub(r"[ \t\r\n\f]+", " ", line).strip(" ") for line in [*lines, current])
    return [line for line in folded if line]


def _cell(line: str) -> tuple[str, str]:
    match = _LABELLED.fullmatch(line)
    return (match[1], match[2]) if match else (PROSE, line)
