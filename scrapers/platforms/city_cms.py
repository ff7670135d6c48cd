"""Listings in tables on a page of the city's CMS (`mol_*` template).

Belongs here: the walk through the page body in document order, tables with merged cells, the heading above a table as
its context. Does not belong here: which label means which column (`source.toml`).
The contact block below the body is the department's, not the activity's: nothing outside the body root is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from scrapers.items import EmptyPageError, LayoutError
from scrapers.platforms.base import ListingSpider, Result, exactly_one, text_of
from warehouse.contract import VOCABULARIES, label_ja

if TYPE_CHECKING:
    from parsel import Selector
    from scrapy.http import TextResponse

Row = list[str]
_WARDS = tuple(label_ja("ward", code) for code in VOCABULARIES["ward"].values())
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
            for row, link in zip(rows, self._links(header, table), strict=True):
                position += 1
                context = {"ward_text": heading, "updated_text": updated, "url_text": link}
                yield self._listing(response, position, context, list(zip(header, row, strict=True)))
        if position == 0:
            raise EmptyPageError(f"{self.source.selector('body')} table: 掲載の行が 1 つもありません")

    def _sort_header(self, response: TextResponse, header: Row) -> Iterable[Result]:
        fields, _, issues = self.sort_labels(response, [(label, label) for label in header])
        if "name_text" not in fields:
            raise LayoutError(f"table の見出し「{' | '.join(header)}」に名称の列がありません")
        return issues

    def _links(self, header: Row, table: Selector) -> list[str | None]:
        """Where the cell of the layout's `link_column` leads, row by row; nothing without that setting."""
        label = self.source.layout.get("link_column")
        if label is None:
            return [None] * (len(expand(table)) - 1)
        if label not in header:
            raise LayoutError(f"table の見出し「{' | '.join(header)}」に link_column の「{label}」がありません")
        column = header.index(label)
        return [row[column] or None for row in expand(table, _link_of)[1:]]

    def _listing(
        self, response: TextResponse, position: int, context: dict[str, str | None], cells: list[tuple[str, str]]
    ) -> Result:
        fields, extra, _ = self.sort_labels(response, cells)
        return self.listing(response, position, {**context, **fields}, extra)


def tables_with_heading(body: Selector) -> Iterator[tuple[str | None, Selector]]:
    """Every table of the body in document order, with the text of the nearest heading above it.

    Headings stand bare or wrapped in a div; both are met in document order, so the wrapping does not matter.
    A heading of separator signs only (`=====`) ends nothing and names nothing. A caption that names a ward says more of
    its own table than a heading further up.
    """
    heading: str | None = None
    for node in body.xpath(".//h2 | .//h3 | .//table[.//td]"):
        if node.root.tag == "table":
            yield ward_in("".join(map(text_of, node.xpath("./caption")))) or heading, node
        elif not is_separator(text_of(node)):
            heading = text_of(node)


def is_separator(text: str) -> bool:
    """Whether a heading is only a line of signs."""
    return _SEPARATOR.fullmatch(text) is not None


def ward_in(text: str) -> str | None:
    """The one ward a text names, or None when it names none or several."""
    found = [ward for ward in _WARDS if ward in text]
    return found[0] if len(found) == 1 else None


def expand(table: Selector, read: Callable[[Selector], str] = text_of) -> list[Row]:
    """A table as a grid of texts, merged cells repeated in every place they cover; the first row is the header.

    Args:
        table: the table.
        read: what of a cell goes into the grid.

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
                _take_cell(row, read(cell), cell, open_cells)
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


def _take_cell(row: Row, text: str, cell: Selector, open_cells: dict[int, tuple[int, str]]) -> None:
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


def _link_of(cell: Selector) -> str:
    return cell.xpath(".//a/@href").get("")
