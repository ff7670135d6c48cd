"""From the grids of a page or a file to listings, and the account of their rows.

Belongs here: what is said of rows that are no listing and of tables that were not read; which table goes on with the
one before. Does not belong here: opening pages and files, what a row is (`scrapers.tables`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scrapers.platforms.base import ListingSpider, Result, hidden_issue
from scrapers.platforms.items import IssueItem, ListingItem, issue
from scrapers.tables.account import LISTING, AccountItem
from scrapers.tables.grid import Cell, Grid
from scrapers.tables.heading import Heading, Known, find_heading, vertical_columns
from scrapers.tables.rows import Other, Reader, Record
from scrapers.tables.vertical import read_vertical
from warehouse.contract import label_ja

if TYPE_CHECKING:
    from scrapy.http import Response

Context = dict[str, str | None]
Pairs = list[tuple[str, str]]
SECTION_LABEL = "区切りの見出し"
HEADING = "heading"
"""In what is known around a table: the heading above it, which is no column."""
_LOST = ("not_a_listing", "layout_changed")
"""Rows that may well have been listings."""
_SAID = ("section_row", "note_row", "total_row", "repeated_heading", "hidden_content")
_SHOWN_NUMBERS = 10
_WIDTHS_DIFFER_BY = 3.0
_DIGITS_WITHOUT_ZERO = re.compile(r"[1-9]\d{8}|[5-9]0\d{8}")
_SHOWN_CHARS = 80


@dataclass(slots=True)
class Read:
    """What became of the tables of one page or file.

    Attributes:
        position: of the last row that was a listing or may have been one.
        headings: how many tables had known labels.
        unknown: first rows of those that had not.
        last: the last table that was read, to know the one that goes on with it.
    """

    position: int = 0
    headings: int = 0
    unknown: list[str] = field(default_factory=list)
    last: Grid | None = None


class TabledSpider(ListingSpider):
    """What the spiders of pages and of files with tables share."""

    places: tuple[str, ...] = ("name_text",)
    """Columns of which a heading must have one."""
    fewest_labels: int = 2
    """How many known labels make the first row of a table its heading."""

    def known(self) -> Known:
        """The labels of the source."""
        return Known(self.source.labels.columns, self.source.labels.keep, self.places, self.fewest_labels)

    def records_of(self, record: Pairs) -> Iterator[Pairs]:
        """The listings that one row holds: itself, unless a platform knows better."""
        yield record

    def of_table(self, grid: Grid, context: Context, titles: list[str]) -> Context:
        """What a table says of all its rows."""
        return context

    def read_tables(self, response: Response, tables: Iterable[tuple[Context, Grid]], read: Read) -> Iterator[Result]:
        """Listings, issues and the account of every table of a page or file.

        Args:
            response: the page or file.
            tables: what is known of a table from around it, and the table, in order.
            read: is brought up to date on the way.
        """
        known = self.known()
        reader = Reader(known, frozenset(str(self.source.layout.get("fill_down") or "").split()))
        for context, grid in tables:
            for part in grid.hidden:
                yield hidden_issue(response, grid.place, part)
            if self._is_ignored(grid, context):
                continue
            goes_on = read.last is not None and _goes_on(read.last, grid)
            if goes_on and read.last is not None and not (grid.lead and find_heading(grid.rows, known)):
                # Its title stands above the first part; a page with labels and a title of its own has that
                grid = replace(grid, lead=read.last.lead)
            is_vertical = self._is_vertical(grid, known)
            rows = read_vertical(grid, known) if is_vertical else reader.read(grid, goes_on=goes_on)
            labelled = list(
                self._labelled(rows, reader, is_vertical=is_vertical, before=reader.heading if goes_on else None)
            )
            if not labelled:
                yield from self._skipped(response, grid, read)
                continue
            read.headings += 1
            read.last = None if is_vertical else grid
            yield from self._table(response, grid, context, labelled, read, is_vertical=is_vertical)

    def _is_ignored(self, grid: Grid, context: Context) -> bool:
        pattern = self.source.layout.get("ignore_tables")
        if pattern is None:
            return False
        first = grid.rows[0].text() if grid.rows else ""
        above = context.get(HEADING) or context.get("ward_text") or ""
        return any(re.search(str(pattern), text) for text in (grid.place, above, first))

    def _is_vertical(self, grid: Grid, known: Known) -> bool:
        declared = self.source.layout.get("orientation")
        if declared is not None:
            return bool(declared == "vertical")
        heading = find_heading(grid.rows, known)
        if heading is not None:
            texts = [cell.text for _, cell in grid.rows[heading.first].shown()]
            if sum(known.label(text) is not None for text in texts) * 2 > len(texts):
                return False
        return bool(vertical_columns(grid.rows, known))

    def _labelled(
        self, rows: Iterable[Record | Other], reader: Reader, *, is_vertical: bool, before: Heading | None
    ) -> Iterator[tuple[tuple[str, ...] | None, Record | Other]]:
        """Every row with the labels that begin to hold there, or None."""
        for row in rows:
            labels = None
            if is_vertical and isinstance(row, Record):
                labels = tuple(label for label, _ in row.cells)
            elif not is_vertical and reader.heading is not before:
                if reader.heading is not None and (before is None or reader.heading.labels != before.labels):
                    labels = reader.heading.labels
                before = reader.heading
            yield labels, row

    def _table(
        self,
        response: Response,
        grid: Grid,
        context: Context,
        rows: list[tuple[tuple[str, ...] | None, Record | Other]],
        read: Read,
        *,
        is_vertical: bool,
    ) -> Iterator[Result]:
        titles = [row.text for _, row in rows if isinstance(row, Other) and row.what == "title"]
        context = self.of_table(grid, context, titles)
        counts = Counter[str]()
        others: dict[str, list[int]] = {}
        for labels, row in rows:
            if labels is not None:
                yield from self.sort_labels(response, [(label, label) for label in labels if label])[2]
            if isinstance(row, Other):
                counts[row.what] += 1
                others.setdefault(row.what, []).append(row.number)
                if row.what in _LOST:
                    read.position += 1
                    yield self._lost(response, grid, row, read)
                continue
            results = [self._listing(response, context, row, pairs, read) for pairs in self._pairs(row)]
            yield from results
            counts.update(_outcome(results))
        for what in _SAID:
            if what in others and not _is_top_of_page(grid, what, others[what]):
                yield _said(response, grid, what, others[what])
        yield AccountItem(grid.place, dict(counts), is_vertical)

    def _pairs(self, row: Record) -> Iterator[Pairs]:
        return self.records_of([(label, self._text(label, cell)) for label, cell in row.cells])

    def _text(self, label: str, cell: Cell) -> str:
        """Text of a cell; a phone that a spreadsheet took for a number gets its zero back."""
        is_phone = cell.is_number and self.source.labels.fields.get(label) == "phone_text"
        return f"0{cell.text}" if is_phone and _DIGITS_WITHOUT_ZERO.fullmatch(cell.text) else cell.text

    def _listing(
        self, response: Response, context: Context, row: Record, pairs: Pairs, read: Read
    ) -> ListingItem | IssueItem:
        read.position += 1
        fields, extra, _ = self.sort_labels(response, pairs)
        given = {name: text for name, text in fields.items() if text}
        fixed = {name: text for name, text in context.items() if name != HEADING}
        section = row.section or (None if context.get("ward_text") else context.get(HEADING))
        if section:
            extra = {SECTION_LABEL: section, **extra}
        ward = {"ward_text": row.ward} if row.ward is not None else {}
        link = self._link(row)
        return self.listing(response, read.position, {**fixed, **link, **ward, **given}, extra)

    def _link(self, row: Record) -> Context:
        label = self.source.layout.get("link_column")
        if label is None:
            return {}
        return {"url_text": next((cell.link for name, cell in row.cells if name == label and cell.link), None)}

    def _lost(self, response: Response, grid: Grid, row: Other, read: Read) -> IssueItem:
        detail = f"{grid.place}の {row.number} 行目: {_WHY[row.what]}{row.note}"
        return issue(response.url, read.position, "row", row.what, detail, row.text, is_quarantined=True)

    def _skipped(self, response: Response, grid: Grid, read: Read) -> Iterator[Result]:
        """Say that a table was not read; nothing of one that shows nothing."""
        count = sum(bool(row.shown()) for row in grid.rows)
        if not count and not (grid.page and grid.lead):
            return
        if not count:
            detail = (
                f"{grid.place}: 罫線のある表がありません（文字 {len(grid.lead)} 行）。一覧なら開発者に知らせてください"
            )
            yield issue(response.url, 0, f"table:{grid.place}", "skipped_table", detail, is_quarantined=False)
            return
        first = next(row.text() for row in grid.rows if row.shown())[:_SHOWN_CHARS]
        read.unknown.append(first)
        detail = (
            f"{grid.place}の {count} 行を読みませんでした。項目名「{first}」を source.toml の [labels] に足すか、"
            "一覧でなければ [layout] の ignore_tables に書いてください"
        )
        yield issue(response.url, 0, f"table:{grid.place}", "skipped_table", detail, is_quarantined=True)
        yield AccountItem(grid.place, {"skipped_table": count})


_WHY = {
    "not_a_listing": "掲載と言えません（名称だけか、1 つの文が複数の項目にまたがっています）",
    "layout_changed": "列の数が項目名の行と違います",
}


def _outcome(results: list[ListingItem | IssueItem]) -> list[str]:
    """What a row counts as: a listing when one was made of it."""
    if any(isinstance(result, ListingItem) for result in results) or not results:
        return [LISTING]
    return [str(results[0].row["reason_code"])]


def _said(response: Response, grid: Grid, what: str, numbers: list[int]) -> IssueItem:
    shown = "、".join(map(str, numbers[:_SHOWN_NUMBERS])) + ("…" if len(numbers) > _SHOWN_NUMBERS else "")
    word = "非表示の行" if what == "hidden_content" else label_ja("reason", what)
    detail = f"{grid.place}: {word} {len(numbers)} 行（{shown} 行目）。掲載ではないので載せません"
    return issue(response.url, 0, f"table:{grid.place}", what, detail, is_quarantined=False)


def _is_top_of_page(grid: Grid, what: str, numbers: list[int]) -> bool:
    """Whether labels come again only because a new page of a PDF begins: nobody need hear of it every night."""
    return what == "repeated_heading" and bool(grid.page) and numbers == list(range(1, len(numbers) + 1))


def _goes_on(last: Grid, grid: Grid) -> bool:
    """Whether a table of a PDF is a further part of the one before: the same columns, next to it."""
    if not grid.page or len(last.widths) != len(grid.widths):
        return False
    is_next = grid.page == last.page or (grid.page == last.page + 1 and last.ends[1] and grid.ends[0])
    pairs = zip(last.widths, grid.widths, strict=True)
    return is_next and all(abs(before - now) <= _WIDTHS_DIFFER_BY for before, now in pairs)
