"""Where the labels of a table stand: in a row, in two rows that belong together, or down its left side.

Belongs here: finding them by the labels that a source knows. Does not belong here: the rows below (`rows`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from scrapers.tables.grid import Cell, Row
from scrapers.tables.words import SECOND_LABELS, squashed

_FEWEST_LABELS = 2
_DEEPEST = 3
_SHORTEST_SHARE = 0.5
_LONGEST_LABEL = 16


@dataclass(frozen=True, slots=True)
class Known:
    """The labels a source knows.

    Attributes:
        fields: label → column.
        keep: labels without a column.
        places: columns of which a heading must have one.
        fewest: how many labels the first row of a table must have to be its heading; further down two are needed.
    """

    fields: Mapping[str, str]
    keep: Collection[str]
    places: Collection[str]
    fewest: int = _FEWEST_LABELS
    _by_squashed: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._by_squashed.update({squashed(label): label for label in (*self.keep, *self.fields)})

    def label(self, text: str) -> str | None:
        """The known label that a text is, white space aside, or None."""
        return self._by_squashed.get(squashed(text))

    def column(self, text: str) -> str | None:
        """The column a text is the label of, or None."""
        label = self.label(text)
        return self.fields.get(label) if label is not None else None

    def named(self, parts: Sequence[str]) -> str:
        """The label of a column whose heading has several rows: the first of these that is known, else all parts."""
        parts = list(dict.fromkeys(part for part in parts if part))
        joined = ("".join(parts), "・".join(parts), f"{parts[0]}（{'・'.join(parts[1:])}）") if len(parts) > 1 else ()
        for text in (*joined, *reversed(parts)):
            label = self.label(text)
            if label is not None:
                return label
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Heading:
    """Labels of a table.

    Attributes:
        labels: of every column from the left, "" where there is none.
        first: index of the first row they stand in.
        last: index of the last one.
        rows: the texts of those rows, to know them again further down.
    """

    labels: tuple[str, ...]
    first: int
    last: int
    rows: frozenset[tuple[str, ...]]


def find_heading(rows: Sequence[Row], known: Known) -> Heading | None:
    """The first heading; rows above it are titles. None when the labels of no row are known."""
    for index, row in enumerate(rows):
        if is_heading(row, known):
            return heading_at(rows, known, index)
    first = next((index for index, row in enumerate(rows) if row.shown()), None)
    if first is not None and known.fewest == 1 and any(known.column(c.text) in known.places for c in rows[first].cells):
        return heading_at(rows, known, first)
    return None


def is_heading(row: Row, known: Known, *, strictly: bool = False) -> bool:
    """Whether a row holds labels: two that are known, one of them of the name or the place.

    Args:
        row: the row.
        known: labels of the source.
        strictly: more than half of its texts must be known.
    """
    texts = [cell.text for _, cell in row.shown()]
    columns = {column for text in texts if (column := known.column(text)) is not None}
    if row.hidden or not any(place in columns for place in known.places):
        return False
    number = sum(known.label(text) is not None for text in texts)
    return (len(columns) >= _FEWEST_LABELS or number == len(texts)) and (
        not strictly or number > _SHORTEST_SHARE * len(texts)
    )


def heading_at(rows: Sequence[Row], known: Known, index: int) -> Heading:
    """The heading whose main row is known: with the row of groups above it and the rows of parts below it."""
    first = index - 1 if index and _is_group(rows[index - 1], rows[index]) else index
    last = index
    while last + 1 < len(rows) and last - first + 1 < _DEEPEST and _is_second(rows, index, last + 1, known):
        last += 1
    width = max(len(row.cells) for row in rows[first : last + 1])
    parts: list[list[str]] = [[] for _ in range(width)]
    for number in range(first, last + 1):
        for column, text in enumerate(_spread(rows, number, last)):
            if text:
                parts[column].append(text)
    labels = tuple(known.named(texts) if texts else "" for texts in parts)
    again = frozenset(tuple(squashed(cell.text) for cell in rows[n].cells) for n in range(first, last + 1))
    return Heading(labels, first, last, again)


def _spread(rows: Sequence[Row], number: int, last: int) -> list[str]:
    """Texts of a heading row; a group that is not merged but left blank reaches as far as parts stand below it."""
    texts = [" ".join(cell.text.split()) for cell in rows[number].cells]
    if number == last:
        return texts
    below = rows[number + 1].cells
    for column in range(1, min(len(texts), len(below))):
        own = below[column].origin is None or below[column].origin != rows[number].cells[column].origin
        if not texts[column] and own and below[column].text:
            texts[column] = texts[column - 1]
    return texts


def _is_group(above: Row, row: Row) -> bool:
    """Whether the row above the labels names groups of columns: every cell merged, none over the whole table."""
    shown = above.shown()
    if above.hidden or not shown:
        return False
    covered = sum(above.width_of(cell) for _, cell in shown)
    wide = [cell for _, cell in shown if above.width_of(cell) > 1]
    down = any(cell.origin is not None and cell.origin[0] == above.index for _, cell in row.shown() if cell.origin)
    return bool(wide) and (len(shown) > 1 or down or 1 < covered < len(row.cells) - 1) and covered <= len(row.cells)


def _is_second(rows: Sequence[Row], main: int, index: int, known: Known) -> bool:
    """Whether a row below the labels says only of what parts a group of columns consists."""
    row, labels = rows[index], rows[main].cells
    own = row.own()
    if row.hidden or not own or any(len(cell.text) > _LONGEST_LABEL for _, cell in own):
        return False
    names = [n for n, cell in enumerate(labels) if known.column(cell.text) in known.places]
    if any(column in names for column, _ in own):
        return False
    if any(_reaches(row, column, rows[main]) for column in names):
        # The name's own label reaches down to this row: nothing in it can be a listing
        return True
    return all(_is_part(cell.text, known) and _under_group(labels, column) for column, cell in own)


def _reaches(row: Row, column: int, main: Row) -> bool:
    cell = row.cells[column] if column < len(row.cells) else None
    return cell is not None and cell.origin is not None and cell.origin[0] <= main.index


def _is_part(text: str, known: Known) -> bool:
    return known.label(text) is not None or squashed(text).upper() in SECOND_LABELS


def _under_group(labels: Sequence[Cell], column: int) -> bool:
    """Whether the label above is merged sideways, or is blank, or the next one is blank."""
    if column >= len(labels):
        return False
    cell = labels[column]
    following = labels[column + 1].text if column + 1 < len(labels) else "-"
    return cell.origin is not None or not cell.text or not following


def vertical_columns(rows: Sequence[Row], known: Known) -> list[int]:
    """Columns that hold labels down the side of a table; empty when labels stand in a row."""
    labelled: list[int] = []
    width = max((len(row.cells) for row in rows), default=0)
    for column in range(width - 1):
        texts = [
            cell.text
            for row in rows
            if not row.hidden and len(row.own()) > 1
            for place, cell in row.shown()
            if place == column
        ]
        labels = [text for text in texts if known.label(text) is not None]
        if len({known.column(text) for text in labels} - {None}) >= (1 if labelled else _FEWEST_LABELS) and len(
            labels
        ) >= _SHORTEST_SHARE * len(texts):
            labelled.append(column)
    columns = {known.column(cell.text) for row in rows for place, cell in row.shown() if place in labelled}
    return labelled if any(place in columns for place in known.places) else []
