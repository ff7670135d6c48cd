"""Listings in tables on a page of the city's CMS (`mol_*` template).

Belongs here: the walk through the page body in document order, tables with merged cells, the heading above a table as
its context. Does not belong here: which label means which column (`source.toml`).
The contact block below the body is the department's, not the activity's: nothing outside the body root is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scrapers.items import EmptyPageError, LayoutError
from scrapers.platforms.base import ListingSpider, Result, exactly_one, text_of

if TYPE_CHECKING:
    from parsel import Selector
    from scrapy.http import TextResponse

Row = list[str]
_SEPARATOR = re.compile(r"[=＝\-―─*＊・\s]*")


class CityCmsSpider(ListingSpider):
    """Reads every table in the page body; the nearest heading above it is the ward."""

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read one list page.

        Raises:
            LayoutError: no body root, or a table whose labels name no listing.
            EmptyPageError: no table with a row.
        """
        body = exactly_one(response, self.source.selector("body"))
        updated = response.css(self.source.selector("updated")).get()
        position = 0
        for heading, table in tables_with_heading(body):
            header, *rows = expand(table)
            yield from self._sort_header(response, header)
            for row in rows:
                position += 1
                yield self._listing(response, position, heading, updated, list(zip(header, row, strict=True)))
        if position == 0:
            raise EmptyPageError(f"{self.source.selector('body')} table: 掲載の行が 1 つもありません")

    def _sort_header(self, response: TextResponse, header: Row) -> Iterable[Result]:
        fields, _, issues = self.sort_labels(response, [(label, label) for label in header])
        if "name_text" not in fields:
            raise LayoutError(f"table の見出し「{' | '.join(header)}」に名称の列がありません")
        return issues

    def _listing(
        self,
        response: TextResponse,
        position: int,
        heading: str | None,
        updated: str | None,
        cells: list[tuple[str, str]],
    ) -> Result:
        fields, extra, _ = self.sort_labels(response, cells)
        return self.listing(response, position, {"ward_text": heading, "updated_text": updated, **fields}, extra)


def tables_with_heading(body: Selector) -> Iterator[tuple[str | None, Selector]]:
    """Every table of the body in document order, with the text of the nearest heading above it.

    Headings stand bare or wrapped in a div; both are met in document order, so the wrapping does not matter.
    A heading of separator signs only (`=====`) ends nothing and names nothing.
    """
    heading: str | None = None
    for node in body.xpath(".//h2 | .//h3 | .//table[.//td]"):
        if node.root.tag == "table":
            yield heading, node
        elif not _SEPARATOR.fullmatch(text_of(node)):
            heading = text_of(node)


def expand(table: Selector) -> list[Row]:
    """A table as a grid of texts, merged cells repeated in every place they cover; the first row is the header.

    Raises:
        LayoutError: rows of different length, or no row.
    """
    grid: list[Row] = []
    open_cells: dict[int, tuple[int, str]] = {}
    for tr in table.xpath("./tr | ./thead/tr | ./tbody/tr"):
        row: Row = []
        cells = iter(tr.xpath("./th | ./td"))
        while len(row) in open_cells or (cell := next(cells, None)) is not None:
            if len(row) in open_cells:
                _take_open(row, open_cells)
            elif cell is not None:
                _take_cell(row, cell, open_cells)
        grid.append(row)
    if not grid or len({len(row) for row in grid}) != 1:
        raise LayoutError(f"table: 列の数が行ごとに違います {[len(row) for row in grid]}")
    return grid


def _take_open(row: Row, open_cells: dict[int, tuple[int, str]]) -> None:
    column = len(row)
    left, text = open_cells.pop(column)
    if left > 1:
        open_cells[column] = (left - 1, text)
    row.append(text)


def _take_cell(row: Row, cell: Selector, open_cells: dict[int, tuple[int, str]]) -> None:
    text = text_of(cell)
    down = _span(cell, "rowspan")
    for _ in range(_span(cell, "colspan")):
        if down > 1:
            open_cells[len(row)] = (down - 1, text)
        row.append(text)


def _span(cell: Selector, name: str) -> int:
    value = cell.attrib.get(name, "1")
    if not value.isdecimal() or not 1 <= int(value) <= 1000:
        raise LayoutError(f"{name}={value!r} は読めません")
    return int(value)
