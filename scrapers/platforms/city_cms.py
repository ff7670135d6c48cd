"""Listings in tables on a page of the city's CMS (`mol_*` template).

Belongs here: the page body and the heading above a table as its context. Does not belong here: what a row of a table is
(`scrapers.tables`), which label means which column (`source.toml`).
The contact block below the body is the department's, not the activity's: nothing outside the body root is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scrapers.platforms.base import Result, exactly_one, text_of
from scrapers.platforms.items import EmptyPageError, LayoutError
from scrapers.platforms.tabled import HEADING, Context, Read, TabledSpider
from scrapers.tables.account import AccountItem
from scrapers.tables.grid import Grid
from scrapers.tables.heading import find_heading
from scrapers.tables.html import SpanError, tables_with_heading
from scrapers.tables.words import names_wards

if TYPE_CHECKING:
    from parsel import Selector
    from scrapy.http import TextResponse


class CityCmsSpider(TabledSpider):
    """Reads every table in the page body.

    The nearest heading above it is the ward where it names one, or where `lookups.csv` knows it as such; any other is
    kept with the rest of a row that has no column.
    """

    fewest_labels = 1

    def parse_start(self, response: TextResponse) -> Iterable[Result]:
        """Read one list page.

        Raises:
            LayoutError: no body root, or no table whose labels name a listing.
            EmptyPageError: no table with a row.
        """
        body = exactly_one(response, self.source.selector("body"))
        updated = response.css(self.source.selector("updated")).get()
        read = Read()
        results = list(self.read_tables(response, self._tables(body, updated), read))
        if not read.headings and read.unknown:
            yield from (result for result in results if isinstance(result, AccountItem))
            raise LayoutError(f"table の見出し「{read.unknown[0]}」に名称の列がありません")
        yield from results
        if read.position == 0:
            raise EmptyPageError(f"{self.source.selector('body')} table: 掲載の行が 1 つもありません")

    def _tables(self, body: Selector, updated: str | None) -> Iterator[tuple[Context, Grid]]:
        known, told = self.known(), self.source.lookups()
        try:
            for heading, grid in tables_with_heading(
                body, text_of, lambda grid: find_heading(grid.rows, known) is not None
            ):
                self._check_link_column(grid)
                is_ward = heading and (names_wards(heading) or ("ward_text", heading) in told)
                ward = heading if is_ward else None
                yield {"ward_text": ward, HEADING: heading, "updated_text": updated}, grid
        except SpanError as error:
            raise LayoutError(str(error)) from error

    def _check_link_column(self, grid: Grid) -> None:
        label = self.source.layout.get("link_column")
        heading = find_heading(grid.rows, self.known()) if label is not None else None
        if heading is not None and label not in heading.labels:
            raise LayoutError(f"table の見出し「{' | '.join(heading.labels)}」に link_column の「{label}」がありません")
