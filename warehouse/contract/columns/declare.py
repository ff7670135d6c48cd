"""How a column is declared.

Belongs here: the list that declarations go into. Does not belong here: any particular column (`columns`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from warehouse.contract.model import Column

if TYPE_CHECKING:
    from warehouse.contract.model import ColumnType

DECLARED: list[Column] = []
"""Every column declared so far, in order."""


def text(name: str, ja: str, en: str, vocabulary: str | None = None) -> None:
    """Declare a column of text."""
    DECLARED.append(Column(name, "text", ja, en, vocabulary=vocabulary))


def listed(
    name: str,
    ja: str,
    en: str,
    of: Literal["text", "date", "time"] = "text",
    text_name: str | None = None,
    separator: str = ";",
    vocabulary: str | None = None,
) -> None:
    """Declare a column of lists."""
    types: dict[str, ColumnType] = {"text": "list[text]", "date": "list[date]", "time": "list[time]"}
    DECLARED.append(Column(name, types[of], ja, en, None, vocabulary, text_name, separator))


def other(name: str, type_: ColumnType, ja: str, en: str, unit: str | None = None) -> None:
    """Declare a column of another type."""
    DECLARED.append(Column(name, type_, ja, en, unit=unit))
