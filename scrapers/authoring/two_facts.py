"""Labels of cells that hold two facts (名称（運営）, 日時／場所), and how such cells can be taken apart.

Belongs here: guesses for a new declaration, for a person to look at. Does not belong here: taking cells apart
(`scrapers.declaration.labels`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BRACKETS = re.compile(r"([^（(]+)[（(]([^）)]+)[）)]")
_BETWEEN = re.compile(r"([^／/・]+)([／/・])([^／/・]+)")
_SIGNS = {"／": "[／/]", "/": "[／/]", "・": "・"}
_WORDS = {
    "名称": "name_text",
    "名前": "name_text",
    "団体名": "name_text",
    "活動名": "name_text",
    "運営": "organizer_text",
    "主催": "organizer_text",
    "日時": "schedule_text",
    "開催日": "schedule_text",
    "日程": "schedule_text",
    "場所": "venue_text",
    "会場": "venue_text",
    "住所": "address_text",
    "所在地": "address_text",
    "対象": "target_text",
    "参加費": "fee_text",
    "費用": "fee_text",
    "料金": "fee_text",
}
_LIKE = {"fee_text": "[^・／/]*(?:円|無料|有料|実費).*"}
"""How a fact must look so that a sign inside the other one is no boundary: 小・中学生・50円."""


def split_of(label: str, known: Mapping[str, str]) -> str | None:
    """A pattern that takes cells of a label apart; None for one that does not name two facts.

    Args:
        label: as it stands on the page.
        known: label → column, as other sources have decided.
    """
    if found := _BRACKETS.fullmatch(label.strip()):
        left, right = (_column(part, known) for part in found.groups())
        return f"(?P<{left}>[^（(]+)[（(](?P<{right}>.+)[）)]" if left and right and left != right else None
    if found := _BETWEEN.fullmatch(label.strip()):
        left, right = _column(found[1], known), _column(found[3], known)
        if left and right and left != right:
            return f"(?P<{left}>.+?){_SIGNS[found[2]]}(?P<{right}>{_LIKE.get(right, '.+')})"
    return None


def _column(word: str, known: Mapping[str, str]) -> str | None:
    return known.get(word.strip()) or _WORDS.get(word.strip())
