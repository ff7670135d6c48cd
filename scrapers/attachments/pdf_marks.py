"""What stands on a page of a PDF and is not the author's text: struck-out words, and readings above words.

Belongs here: finding them by the lines and sizes on the page. Does not belong here: tables (`pdf`). A PDF knows no
struck-out text and no furigana: programs draw a line through the one, and set the other small above its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scrapers.tables.grid import Hidden

Mark = dict[str, Any]
_THIN = 2.0
_TOUCHES = 1.5
# How far down a line strikes a character out: LibreOffice draws it at 0.7, Chromium at 0.55, an underline lower
_FROM, _TO = 0.3, 0.8
_KANA = re.compile(r"[\u3041-\u30ff]")
_SMALL = 0.65
_STRUCK, _READING = "取り消し線", "ふりがな"


@dataclass(frozen=True, slots=True)
class NotText:
    """Characters that are not read.

    Attributes:
        kind: struck out, or a reading.
        chars: runs of characters that stand together.
        lines: the lines through them, which are no lines of a table.
    """

    kind: str
    chars: list[list[Mark]]
    lines: list[Mark]


def not_text(page: Any) -> list[NotText]:
    """What of a page is not read, by kind; nothing of a kind that does not occur."""
    marks = []
    lines = list(_strikes(page))
    struck = [char for char in page.chars if any(_strikes_out(line, char) for line in lines)]
    if struck:
        through = [line for line in lines if any(_strikes_out(line, char) for char in struck)]
        marks.append(NotText(_STRUCK, _runs(page.chars, struck), through))
    readings = list(_readings(page.chars))
    if readings:
        marks.append(NotText(_READING, _runs(page.chars, readings), []))
    return marks


def shown(page: Any, marks: list[NotText]) -> Any:
    """The page without them."""
    if not marks:
        return page
    gone = {id(char) for mark in marks for run in mark.chars for char in run}
    gone |= {id(line) for mark in marks for line in mark.lines}
    return page.filter(lambda part: id(part) not in gone)


def counted(marks: list[NotText], bbox: tuple[float, float, float, float]) -> tuple[Hidden, ...]:
    """How many runs of each kind stand in a table."""
    counts = [(mark.kind, sum(_inside(run[0], bbox) for run in mark.chars)) for mark in marks]
    return tuple(Hidden(kind, count) for kind, count in counts if count)


def _strikes(page: Any) -> Iterator[Mark]:
    """Horizontal lines that are no edge of a cell: an edge ends at upright lines on both sides."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > _THIN]
    for line in (*page.lines, *page.rects):
        if line["bottom"] - line["top"] > _THIN or line["x1"] - line["x0"] <= _THIN:
            continue
        near = [edge["x0"] for edge in upright if edge["top"] - _THIN <= line["top"] <= edge["bottom"] + _THIN]
        if not all(any(abs(end - place) <= _TOUCHES for place in near) for end in (line["x0"], line["x1"])):
            yield line


def _strikes_out(line: Mark, char: Mark) -> bool:
    height = char["bottom"] - char["top"]
    middle = (line["top"] + line["bottom"]) / 2
    is_level = char["top"] + _FROM * height < middle < char["top"] + _TO * height
    return is_level and bool(line["x0"] - _THIN <= (char["x0"] + char["x1"]) / 2 <= line["x1"] + _THIN)


def _readings(chars: list[Mark]) -> Iterator[Mark]:
    """Small kana that stand right above larger characters."""
    largest = max((float(char["size"]) for char in chars), default=0.0)
    small = [c for c in chars if c["size"] < _SMALL * largest and _KANA.fullmatch(c["text"])]
    for kana in small:
        if any(_is_above(kana, char) for char in chars):
            yield kana


def _is_above(kana: Mark, char: Mark) -> bool:
    if kana["size"] > _SMALL * char["size"] or not char["text"].strip():
        return False
    apart = abs((kana["x0"] + kana["x1"]) - (char["x0"] + char["x1"])) / 2
    return bool(apart < char["size"] and kana["top"] < char["top"] <= kana["bottom"] + _THIN)


def _runs(chars: list[Mark], chosen: list[Mark]) -> list[list[Mark]]:
    """The chosen characters in runs that nothing else interrupts."""
    wanted = {id(char) for char in chosen}
    runs: list[list[Mark]] = []
    is_open = False
    for char in chars:
        if id(char) in wanted:
            if not is_open:
                runs.append([])
            runs[-1].append(char)
        is_open = id(char) in wanted
    return runs


def _inside(char: Mark, bbox: tuple[float, float, float, float]) -> bool:
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(bbox[0] <= across <= bbox[2] and bbox[1] <= down <= bbox[3])
