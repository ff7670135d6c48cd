"""Months as a text lists them: 1・8月, 7月〜9月, 4〜6月、9月.

Belongs here: which months a list names. Does not belong here: what they do to a rule (`month_limits`, `closings`,
`together`).
"""

from __future__ import annotations

import re

_MONTH_SPAN = re.compile(r"([0-9]+)月?\s?(?:(?:[〜-]|から)\s?(?:翌年?の?)?([0-9]+))?")


def months_of(words: str) -> tuple[int, ...]:
    """Months of 1・8月, 7月〜9月 or 4〜6月、9月; over the turn of the year too."""
    months: list[int] = []
    spans = [match.groups() for match in _MONTH_SPAN.finditer(words)]
    for first, last in ((int(first), int(last or first)) for first, last in spans):
        if 1 <= first <= 12 and 1 <= last <= 12:
            months += [(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)]
    has_run = any(last for _, last in spans)
    return tuple(sorted(set(months)) if has_run else dict.fromkeys(months))
