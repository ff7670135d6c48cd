"""What each row of a table is: a listing, the heading of a part, a remark, a total, labels again, or hidden.

Belongs here: the one classifier that all formats share, and the records it leaves. Does not belong here: which label is
which column of a listing (`platforms.tabled`). No row is dropped: each comes out as something.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from scrapers.tables.account import HEADING, TITLE
from scrapers.tables.grid import EMPTY, Cell, Grid, Row
from scrapers.tables.heading import Heading, Known, find_heading, heading_at, is_heading
from scrapers.tables.words import is_ditto, is_note, is_section, is_total, squashed, starts_as_note, ward_in

NO_LABEL = "（見出しなし）"
_FEW_CELLS = 2


@dataclass(frozen=True, slots=True)
class Other:
    """A row that is no listing.

    Attributes:
        what: `heading`, `title` or a code of the vocabulary `reason`.
        number: of the row, as people count.
        text: what stands in it; empty when it was hidden.
        note: what a person needs to know besides.
    """

    what: str
    number: int
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A row that tells of an activity.

    Attributes:
        number: of the row, as people count.
        cells: label and cell in the order of the table; a label may come twice.
        section: heading of the part of the list it stands in, or None.
        ward: the ward that heading names, or None.
    """

    number: int
    cells: list[tuple[str, Cell]]
    section: str | None = None
    ward: str | None = None


@dataclass(slots=True)
class Reader:
    """Reads the rows of a table, and of the tables that go on with it.

    Attributes:
        known: labels of the source.
        filled_down: labels whose blank cells are as the row above.
        heading: labels in force, or None before a table with known labels was met.
        section, ward: of the part of the list that the last row stood in.
        above: column → cell of the last record.
        is_parted: whether a name that stands alone may well be a heading: the table begins with one.
    """

    known: Known
    filled_down: frozenset[str] = frozenset()
    heading: Heading | None = None
    section: str | None = None
    ward: str | None = None
    above: dict[int, Cell] = field(default_factory=dict)
    is_parted: bool = False

    def read(self, grid: Grid, *, goes_on: bool = False) -> Generator[Record | Other, None, None]:
        """Every row of a grid that holds something, in order; nothing when no row of it has known labels.

        Args:
            grid: the table.
            goes_on: it is a further part of the last one: labels and what a ditto mark means stay in force.
        """
        heading = find_heading(grid.rows, self.known)
        if not goes_on:
            self.section, self.ward, self.above = None, None, {}
        if heading is None and not goes_on:
            return
        start = 0
        if heading is not None and not (goes_on and heading.first > 0):
            start = yield from self._under(heading, grid.rows, is_again=goes_on and self._is_again(heading))
        index = start
        while index < len(grid.rows):
            row = grid.rows[index]
            other = self._new_heading(grid.rows, index)
            if other is not None:
                index = yield from self._under(other, grid.rows, is_again=self._is_again(other), above=index)
                continue
            index += 1
            yield from self._row(row)

    def _is_again(self, heading: Heading) -> bool:
        return self.heading is not None and heading.labels == self.heading.labels

    def _new_heading(self, rows: Sequence[Row], index: int) -> Heading | None:
        """The heading that begins at a row below another one."""
        if is_heading(rows[index], self.known, strictly=True):
            return heading_at(rows, self.known, index)
        following = index + 1
        if following < len(rows) and is_heading(rows[following], self.known, strictly=True):
            heading = heading_at(rows, self.known, following)
            return heading if heading.first == index else None
        return None

    def _under(
        self, heading: Heading, rows: Sequence[Row], *, is_again: bool, above: int = 0
    ) -> Generator[Other, None, int]:
        """The rows of a heading and those above it; the index of the first row below is returned."""
        for row in rows[above : heading.first]:
            yield from _hidden(row) if row.hidden else _other(TITLE, row)
        for row in rows[heading.first : heading.last + 1]:
            yield from _hidden(row) if row.hidden else _other("repeated_heading" if is_again else HEADING, row)
        if not is_again:
            self.above = {}
        self.heading = heading
        alone = [index for index in range(heading.last + 1, len(rows)) if self._is_name_alone(rows[index], heading)]
        self.is_parted = len(alone) > 1 and alone[0] == heading.last + 1
        return heading.last + 1

    def _is_name_alone(self, row: Row, heading: Heading) -> bool:
        shown = [] if row.hidden else row.shown()
        return len(shown) == 1 and shown[0][0] < len(heading.labels) and self._is_name(heading.labels[shown[0][0]])

    def _row(self, row: Row) -> Iterator[Record | Other]:
        heading = self.heading
        if row.hidden:
            yield from _hidden(row)
            return
        if heading is None or not row.shown():
            return
        what = self._kind(row, heading)
        if what == "section_row":
            text = row.shown()[-1][1].text
            self.section, self.ward = text, ward_in(text) or self.ward
        if what is not None:
            note = f" [{len(heading.labels)}, {len(row.cells)}]" if what == "layout_changed" else ""
            yield from _other(what, row, note)
            return
        cells = self._cells(row, heading)
        self.above = dict(cells)
        yield Record(row.number, _labelled(cells, heading), self.section, self.ward)

    def _kind(self, row: Row, heading: Heading) -> str | None:
        """Why a row is no listing, or None."""
        shown, own = row.shown(), row.own()
        texts = [cell.text for _, cell in shown]
        if tuple(squashed(cell.text) for cell in row.cells) in heading.rows or self._is_labels(shown, heading):
            return "repeated_heading"
        if is_total([cell.text for _, cell in own]) or is_total(texts):
            return "total_row"
        above = [column for column, cell in shown if (column, cell) not in own]
        is_named = any(self._is_name(heading.labels[column]) for column in above if column < len(heading.labels))
        if len(own) == 1 and not is_named and (not above or _fields_under(row, own[0][1], heading) > 1):
            return self._alone(row, own[0][0], own[0][1], heading)
        if starts_as_note(texts[0]) and len(shown) <= _FEW_CELLS:
            return "note_row"
        if len(row.cells) != len(heading.labels):
            return "layout_changed"
        if len(own) > 1 and not above and all(_fields_under(row, cell, heading) > 1 for _, cell in own):
            return "not_a_listing"
        return None

    def _alone(self, row: Row, column: int, cell: Cell, heading: Heading) -> str | None:
        """What a row is in which one text stands alone."""
        if is_note(cell.text):
            return "note_row"
        if _fields_under(row, cell, heading) > 1 or (column == 0 and is_section(cell.text)):
            return "section_row"
        if column < len(heading.labels) and self._is_name(heading.labels[column]) and is_section(cell.text):
            return "section_row"
        # Of some activities only the name is known; without a name the listing itself says what it lacks
        return "not_a_listing" if self.is_parted and self._is_name_alone(row, heading) else None

    def _is_name(self, label: str) -> bool:
        return self.known.column(label) in self.known.places

    def _is_labels(self, shown: list[tuple[int, Cell]], heading: Heading) -> bool:
        """Whether every text of a row is a label, most of them that of its own column."""
        if any(self.known.label(cell.text) is None for _, cell in shown):
            return False
        same = sum(
            column < len(heading.labels) and self.known.label(cell.text) == heading.labels[column]
            for column, cell in shown
        )
        return same * 2 >= len(shown)

    def _cells(self, row: Row, heading: Heading) -> list[tuple[int, Cell]]:
        """Column and cell of a record: a merged cell in its first column, a ditto mark as what it stands for."""
        cells = []
        places = dict(row.shown())
        for column, label in enumerate(heading.labels):
            cell = places.get(column, EMPTY)
            is_blank = not cell.text and label in self.filled_down
            if column in self.above and (is_blank or is_ditto(cell.text)):
                cell = self.above[column]
            cells.append((column, cell))
        return cells


def _fields_under(row: Row, cell: Cell, heading: Heading) -> int:
    """How many labels a cell stands under; on squared paper a column of the list is many columns of the sheet."""
    if cell.origin is None:
        return 1
    columns = [column for column, other in enumerate(row.cells) if other.origin == cell.origin]
    return len({heading.labels[column] for column in columns if column < len(heading.labels)})


def _labelled(cells: list[tuple[int, Cell]], heading: Heading) -> list[tuple[str, Cell]]:
    return [(heading.labels[column] or NO_LABEL, cell) for column, cell in cells if heading.labels[column] or cell.text]


def _other(what: str, row: Row, note: str = "") -> Iterator[Other]:
    if row.shown():
        yield Other(what, row.number, row.text(), note)


def _hidden(row: Row) -> Iterator[Other]:
    if row.has_text:
        yield Other("hidden_content", row.number)
