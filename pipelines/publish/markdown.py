"""Text of strangers inside Markdown of ours: shown as it is, nothing in it is a link, a picture, a tag or a cell.

Belongs here: that escaping. Does not belong here: tables and pictures (`orchestration.previews`), HTML (Jinja does it).
"""

from __future__ import annotations

import re

_MEANT = re.compile(r"[\\`\[\]!<>|]")
_BREAKS = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text in which nothing is a link, a picture, a tag, code or the end of a cell; line breaks kept."""
    return _MEANT.sub(r"\\\g<0>", text)


def cell(value: object, width: int) -> str:
    """A value as a cell of a table: one line, shortened, nothing for null.

    Args:
        value: what the cell shows.
        width: how many signs are shown.
    """
    text = "" if value is None else _BREAKS.sub(" ", str(value)).strip()
    return plain(text if len(text) <= width else text[: width - 1] + "…")
