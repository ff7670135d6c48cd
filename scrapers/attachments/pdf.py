"""Ruled tables of a PDF as grids, one per table and page.

Belongs here: cells and merged cells by their lines, and which line breaks of a cell are only its wrapping. Does not
belong here: which table goes on with the one before (`scrapers.platforms.tabled`).
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from scrapers.attachments.limits import PAGES, LimitError, limited, short
from scrapers.attachments.pdf_marks import counted, not_text, shown
from scrapers.attachments.pdf_signs import name_signs
from scrapers.tables.grid import Cell, Grid, Hidden, Row, merged

Box = tuple[float, float, float, float]
_SAME_LINE = 3.0
_NEAR = 1.0
_MOST_PADDING = 12.0
_SLACK = 0.3
_LATIN, _NARROW = 0xFF, 0.55
# What no program breaks in the middle: it moves to the next line whole, so its width decides whether it would have fit
_UNBROKEN = re.compile(r"[0-9A-Za-z@._%+\-/:()#&?=~]+|.[、。，．）」』】〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]*|.")
_PHONE_END = re.compile(r"\d{2,5}[-−‐ー－(（・]\d{1,4}[-−‐ー－)）・]\d{3,4}$")
_PHONE_START = re.compile(r"[(（]?0\d{1,4}[-−‐ー－(（)）・]")
_TIME_END = re.compile(r"\d{1,2}(?::\d{2}|：\d{2}|時(?:半|\d{1,2}分)?)[)）]?$")
_NEW_DAY = re.compile(r"(?:毎[週月年]|第\s*[\d１-９一二三四五]|[月火水木金土日]曜|\d{1,4}[/年月])")


def read_pdf(body: bytes) -> Iterator[Grid]:
    """Every ruled table of every page; a page that shows text but no table is a grid without rows.

    Raises:
        LimitError: too many pages or rows.
    """
    import pdfplumber

    with pdfplumber.open(io.BytesIO(body)) as pdf:
        if len(pdf.pages) > PAGES:
            raise LimitError(f"{len(pdf.pages)} ページあります（上限 {PAGES}）")
        for number, page in enumerate(pdf.pages, start=1):
            marks = not_text(page)
            name_signs(page.chars)
            page = shown(page, marks)
            tables = page.find_tables()
            for place, table in enumerate(tables):
                above = page.crop((0, 0, page.width, max(table.bbox[1], 1))).extract_text()
                ends = (place == 0, place == len(tables) - 1)
                yield _grid(table, page.chars, number, tuple(above.splitlines()), ends, counted(marks, table.bbox))
            if not tables:
                lines = tuple(page.extract_text().splitlines())
                if lines:
                    yield Grid(f"{number} ページ", (), lines, page=number)
            page.close()


def _grid(
    table: Any,
    chars: list[dict[str, Any]],
    number: int,
    lead: tuple[str, ...],
    ends: tuple[bool, bool],
    hidden: tuple[Hidden, ...],
) -> Grid:
    boxes: list[list[Box | None]] = [list(row.cells) for row in limited(table.rows)]
    lefts = sorted({box[0] for box in table.cells})
    tops = [row.bbox[1] for row in table.rows]
    padding = _Padding.of(boxes, chars)
    cells = [[Cell(short(padding.text(box)) if box else "") for box in row] for row in boxes]
    for top, row in enumerate(boxes):
        for left, box in enumerate(row):
            if box is not None:
                bottom = max(n for n, edge in enumerate(tops) if edge < box[3] - _NEAR)
                right = max(n for n, edge in enumerate(lefts) if edge < box[2] - _NEAR)
                if (bottom, right) != (top, left):
                    merged(cells, top, left, bottom, right)
    rows = tuple(Row(index + 1, tuple(row), index) for index, row in enumerate(cells))
    edges = [*lefts, max(box[2] for box in table.cells)]
    widths = tuple(round(after - before, 1) for before, after in itertools.pairwise(edges))
    return Grid(f"{number} ページ", rows, lead, page=number, widths=widths, ends=ends, hidden=hidden)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    char: float


@dataclass(frozen=True, slots=True)
class _Padding:
    """The lines in every cell of a table, and how near to the edge of a cell they begin."""

    lines: dict[Box, list[_Line]]
    least: float

    @classmethod
    def of(cls, boxes: Sequence[Sequence[Box | None]], chars: list[dict[str, Any]]) -> _Padding:
        lines: dict[Box, list[_Line]] = {}
        for row in boxes:
            filled = [box for box in row if box is not None]
            if not filled:
                continue
            top, bottom = min(box[1] for box in filled), max(box[3] for box in filled)
            near = [char for char in chars if top <= (char["top"] + char["bottom"]) / 2 < bottom]
            for box in filled:
                lines[box] = _lines(box, near)
        gaps = [line.left - box[0] for box, own in lines.items() for line in own]
        return cls(lines, min(max(min(gaps, default=0.0), 0.0), _MOST_PADDING))

    def text(self, box: Box) -> str:
        """Text of a cell: lines that were only wrapped are joined, lines that somebody broke stay lines."""
        lines = self.lines[box]
        if not lines:
            return ""
        text = lines[0].text
        for before, line in itertools.pairwise(lines):
            # A narrow column breaks a phone number itself: whether it is whole, all its lines together say
            text += self._between(text.rpartition("\n")[2], before, line, box) + line.text
        return text

    def _between(self, value: str, before: _Line, line: _Line, box: Box) -> str:
        if _are_two_values(before.text, line.text) or _are_two_values(value, line.text):
            return "\n"
        first = _UNBROKEN.match(line.text)
        wide = sum(1.0 if ord(sign) > _LATIN else _NARROW for sign in (first[0] if first else ""))
        room = box[2] - box[0] - 2 * self.least - (before.right - before.left)
        if room > (wide + _SLACK) * line.char:
            return "\n"
        if re.search(r"[/.@]\S*$", before.text):
            # An address is broken anywhere
            return ""
        return " " if re.search(r"[A-Za-z,]$", before.text) and re.match(r"[A-Za-z]", line.text) else ""


def _lines(box: Box, chars: list[dict[str, Any]]) -> list[_Line]:
    from pdfplumber.utils.clustering import cluster_objects
    from pdfplumber.utils.text import extract_text

    inside = [
        char
        for char in chars
        if box[0] <= (char["x0"] + char["x1"]) / 2 < box[2] and box[1] <= (char["top"] + char["bottom"]) / 2 < box[3]
    ]
    lines = []
    for group in cluster_objects(inside, itemgetter("top"), _SAME_LINE):
        text = extract_text(group).replace("\n", "").strip(" ")
        marks = [char for char in group if char["text"].strip()]
        if text and marks:
            size = max(float(char.get("size") or 0) for char in marks)
            lines.append(_Line(text, min(char["x0"] for char in marks), max(char["x1"] for char in marks), size))
    return lines


def _are_two_values(before: str, after: str) -> bool:
    """Whether two lines are two values although the first fills its line: two numbers, or times and a new day."""
    if _PHONE_END.search(before) and _PHONE_START.match(after):
        return True
    if _TIME_END.search(before) and _NEW_DAY.match(after):
        return True
    return before[-1].isdigit() and after[0].isdigit() and _shape(before) == _shape(after)


def _shape(text: str) -> str:
    return re.sub(r"\d", "9", text)
