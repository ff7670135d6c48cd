"""Struck-out parts of texts that a workbook keeps in its cells (`inlineStr`), as openpyxl itself writes them.

Belongs here: the runs of such a text, read from the XML of a sheet. Does not belong here: cells and rows (`xlsx`).
openpyxl gives the runs of shared strings. Of a text in its cell a workbook opened `read_only` gives only the whole,
struck-out words included, whatever `rich_text` says (3.1.5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat


def struck_inline(sheet: Any) -> dict[str, str]:
    """Cells whose text has a struck-out part, with what is shown of it.

    Args:
        sheet: the XML of a sheet, opened for reading bytes.

    Returns:
        Reference of the cell, such as `B7` → text without the struck-out runs.
    """
    runs = _Runs()
    parser = expat.ParserCreate()
    parser.StartElementHandler = runs.start
    parser.EndElementHandler = runs.end
    parser.CharacterDataHandler = runs.text
    parser.ParseFile(sheet)
    return runs.found


@dataclass(slots=True)
class _Runs:
    found: dict[str, str] = field(default_factory=dict)
    _ref: str = ""
    _shown: str = ""
    _has_struck: bool = False
    _is_struck: bool = False
    _is_inline: bool = False
    _is_text: bool = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        if name == "c":
            self._ref, self._shown, self._has_struck = given.get("r", ""), "", False
            self._is_inline = given.get("t") == "inlineStr"
        elif name == "r":
            self._is_struck = False
        elif name == "strike" and given.get("val", "1") not in ("0", "false"):
            self._is_struck = self._has_struck = True
        elif name == "t":
            self._is_text = True

    def text(self, data: str) -> None:
        """Characters of an element."""
        if self._is_inline and self._is_text and not self._is_struck:
            self._shown += data

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition(":")[2]
        if name == "t":
            self._is_text = False
        elif name == "r":
            self._is_struck = False
        elif name == "c":
            if self._is_inline and self._has_struck:
                self.found[self._ref] = self._shown
            self._is_inline = False
