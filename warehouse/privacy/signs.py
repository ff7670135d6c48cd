"""Signs: what looks the same written otherwise, and what nobody sees.

Belongs here: folding sign by sign, so that a place in the folded text is the same place in the text. Does not belong
here: cleaning a text for people (`pipelines.normalise.text`).
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
"""For a class of a pattern: zero width, bidi, soft hyphen, variation. Cleaning takes them out: what they keep apart in
a page stands together in a release."""
# Letter-like, superscript, circled, full-width and mathematical signs; further planes hold none
_BLOCKS = ((0xA0, 0x3400), (0xFE10, 0xFF5F), (0x1D400, 0x1D800), (0x1F100, 0x1F1FF))


def _table() -> dict[int, str]:
    """Signs that Unicode takes for one of ASCII: ０ ⁰ ⓪ 𝟎 are 0."""
    folded = {}
    for first, end in _BLOCKS:
        for code in range(first, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain.isascii() and plain != chr(code):
                folded[code] = plain
    return folded


_FOLD = _table()
# Two: of a class, signs of the first plane are looked up in a table, those beyond it are tried one by one
_FOLDS = re.compile(f"[{''.join(chr(code) for code in _FOLD if code < 0x10000)}]")
_FOLDS_BEYOND = re.compile("[\U0001d400-\U0001d7ff\U0001f100-\U0001f1fe]")


def folded(text: str) -> str:
    """The text with every sign of ASCII written as in ASCII; as long as before, sign for sign.

    Args:
        text: any text.
    """
    # Most texts hold no such sign: to look is much cheaper than to write every sign anew
    return text.translate(_FOLD) if _FOLDS.search(text) or _FOLDS_BEYOND.search(text) else text
