"""Pairs of brackets in names: what encloses a whole name, and halves that nothing closes.

Belongs here: which signs are a pair, and that no name begins or ends with half of one. Does not belong here: what
stands in brackets (`name_edges`, `names`) or in quotation marks (`name_quotes`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

TAG_OPENING: Final = "[{<〔〈≪«‹〖〘〚⟨⟪⟦"
TAG_CLOSING: Final = "]}>〕〉≫»›〗〙〛⟩⟫⟧"
"""Brackets of which lists make tags, sign for sign; 【】, round ones and quotation marks have rules of their own."""
PAIRS: Final = dict(zip(f"({TAG_OPENING}【《「『", f"){TAG_CLOSING}】》」』", strict=True))
"""Opening → closing sign, as `text.display` writes them."""
OPENING, CLOSING = "".join(PAIRS), "".join(PAIRS.values())
SIGNS: Final = OPENING + CLOSING
_ENCLOSING: Final = f"({TAG_OPENING}"


def _partners(name: str) -> dict[int, int]:
    """Where the other half of every bracket stands; halves that have none are missing."""
    open_ones: dict[str, list[int]] = defaultdict(list)
    partners: dict[int, int] = {}
    for place, sign in enumerate(name):
        if sign in PAIRS:
            open_ones[PAIRS[sign]].append(place)
        elif open_ones.get(sign):
            start = open_ones[sign].pop()
            partners |= {start: place, place: start}
    return partners


def is_paired(text: str) -> bool:
    """Whether every bracket of a text has its other half.

    Args:
        text: a name or part of one.
    """
    return len(_partners(text)) == sum(sign in SIGNS for sign in text)


def without_enclosing(name: str) -> str:
    """Open the brackets around a whole name: 〈見本の家〉.

    Args:
        name: a name.
    """
    while name[:1] and name[0] in _ENCLOSING and _partners(name).get(0) == len(name) - 1:
        name = name[1:-1].strip()
    return name


def without_halves(name: str) -> str:
    """Drop brackets at the ends whose other half is missing: 】見本の会, 見本の会（.

    Args:
        name: a name.
    """
    while True:
        partners = _partners(name)
        start = int(name[:1] in SIGNS and 0 not in partners)
        end = len(name) - int(name[-1:] in SIGNS and len(name) - 1 not in partners)
        if name == "" or (start == 0 and end == len(name)):
            return name
        name = name[start:end].strip()
