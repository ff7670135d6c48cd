"""Mobile numbers and private mail addresses in a text, replaced by ones that reach nobody.

Belongs here: what must not be kept in a saved page, and what stands in its place. Does not belong here: personal names,
which no pattern finds; whoever saves a page looks for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warehouse.privacy.domains import domain_of, is_private
from warehouse.privacy.patterns import mails, mobiles
from warehouse.privacy.signs import folded

MOBILE = "090-0000-0000"
MAIL = "removed@example.jp"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without private contacts, and how many of each were replaced."""

    text: str
    mobiles: int
    mails: int


def mask(text: str) -> Masked:
    """Replace every mobile number and every address at a private provider; what is replaced already does not count."""
    text, numbers = _replaced(text, mobiles(folded(text)), MOBILE)
    private = ((start, end) for start, end, mail in mails(folded(text)) if is_private(domain_of(mail)))
    text, addresses = _replaced(text, private, MAIL)
    return Masked(text, numbers, addresses)


def _replaced(text: str, spans: Iterator[tuple[int, int]], instead: str) -> tuple[str, int]:
    parts, position, count = [], 0, 0
    for start, end in spans:
        parts += [text[position:start], instead]
        count += text[start:end] != instead
        position = end
    return "".join((*parts, text[position:])), count


def mask_json(text: str) -> Masked:
    """`mask` for every string of a JSON document, escaped signs included; unchanged when nothing is private.

    Raises:
        json.JSONDecodeError: it is no JSON.
    """
    mobiles = mails = 0

    def walk(value: Any) -> Any:
        nonlocal mobiles, mails
        if isinstance(value, dict):
            return {name: walk(member) for name, member in value.items()}
        if isinstance(value, list):
            return [walk(member) for member in value]
        if not isinstance(value, str):
            return value
        masked = mask(value)
        mobiles, mails = mobiles + masked.mobiles, mails + masked.mails
        return masked.text

    cleaned = walk(json.loads(text))
    return Masked(json.dumps(cleaned, ensure_ascii=False) if mobiles or mails else text, mobiles, mails)
