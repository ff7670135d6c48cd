"""A form: what its page shows, what it does with what comes back.

Belongs here: what all forms have in common. Does not belong here: any one form, HTTP (`app`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.settings import OFFICE, Settings

_DIGITS = 7


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a form: its name at home, and what is in it."""

    name: str
    body: bytes


Fields = Mapping[str, Any]
"""Name of a field → its text; → a `SentFile` in a form that takes one."""
NEXT_NIGHT = "次の更新で公開に出ます。すぐに出したいときは、入口の「全件再照合」を動かしてください。"


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of decision.

    Attributes:
        name: last part of its address; of its template too.
        title: what staff call it.
        more: what it does, in a line.
        following: what happens next, once it is decided.
        show: what its page shows, from the query of the address.
        decide: take the decision as of a moment; what came of it, in Japanese.
        takes_file: whether a file comes with it.
    """

    name: str
    title: str
    more: str
    following: str
    show: Callable[[Settings, Fields], dict[str, Any]]
    decide: Callable[[Settings, Fields, datetime], str]
    takes_file: bool = False


def number_of(text: str) -> int:
    """A small number of an address; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0


def office_of(given: Fields) -> str:
    """Who decides: an office, never a person's name."""
    office: str = given.get("office", "")
    return office.strip() or OFFICE
