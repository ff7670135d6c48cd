"""Japanese words in Latin letters: Fureaikan and ふれあい館 are one house.

Belongs here: when a word in Latin letters is one to be read as Japanese. Does not belong here: how kanji are read
(`readings`). For matching only: time becomes チメ, which no one would print, but every list that writes it so agrees.
"""

from __future__ import annotations

import functools
import re

import jaconv

_LONG_VOWELS = str.maketrans("āīūēō’", "aiueo'")
# Syllables as Hepburn and Kunrei write them; no word begins with ん
_WORD = re.compile(
    "(?!n[^aiueoy])(?=.{3})"
    "(?:(?:kk|ss|tt|pp|tch|cch|ssh|sh|ch|ts|[kgsnhbpmr]y|[kgsztdnhbpmyrwfjlv])?[aiueo]|n'?(?![aiueo]))+"
)
_CACHED = 1 << 16


@functools.lru_cache(_CACHED)
def in_katakana(word: str) -> str | None:
    """The katakana of a word in Latin letters.

    Args:
        word: one word: Fureaikan, halo.

    Returns:
        フレアイカン, ハロ; None where the letters are no Japanese syllables (kids, English), or too few to tell.
    """
    plain = word.lower().translate(_LONG_VOWELS)
    if not _WORD.fullmatch(plain):
        return None
    # The library reads nn as ん and takes the second n with it: onna would be オンア
    return str(jaconv.hira2kata(jaconv.alphabet2kana(plain.replace("nn", "n'n"))))
