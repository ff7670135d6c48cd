"""Signs of a PDF that its reader knows by number only: （cid:8443） is 﨑.

Belongs here: which sign such a number is. Does not belong here: cells and tables (`pdf`), marks that are no text
(`pdf_marks`).

The reader's table from numbers to signs lacks those that only one of the standard's encodings has (﨑, 栁 and a few
more); its table of that very encoding has them the other way round.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

_NUMBER = re.compile(r"\(cid:(\d+)\)")
_ENCODING = "UniJIS-UCS2-H"
_JAPANESE = re.compile("[぀-ヿ一-鿿]")


def name_signs(chars: list[dict[str, Any]]) -> None:
    """Put the sign in the place of its number, in place.

    A font whose other signs are Japanese has numbers of the Japanese standard; the numbers of any other font mean what
    that font likes and stay.

    Args:
        chars: of one page, as pdfplumber has them.
    """
    unnamed = [char for char in chars if _NUMBER.fullmatch(char["text"])]
    if not unnamed:
        return
    japanese = {char["fontname"] for char in chars if _JAPANESE.match(char["text"])}
    for char in unnamed:
        if char["fontname"] in japanese:
            number = _NUMBER.fullmatch(char["text"])
            char["text"] = _signs().get(int(number[1]), char["text"]) if number else char["text"]


@functools.cache
def _signs() -> dict[int, str]:
    from pdfminer.cmapdb import CMapDB

    codes: Any = CMapDB.get_cmap(_ENCODING)
    return {number: bytes(code).decode("utf-16-be") for code, number in _leaves(codes.code2cid) if len(code) > 1}


def _leaves(tree: Mapping[int, Any], front: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], int]]:
    for byte, below in tree.items():
        if isinstance(below, dict):
            yield from _leaves(below, (*front, byte))
        else:
            yield (*front, byte), below
