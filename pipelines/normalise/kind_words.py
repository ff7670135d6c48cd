"""Words that say what kind of thing a name names, and where they stand in a text.

Belongs here: the vocabulary (`data/kind_words.csv` and what the city adds to it) and finding its words. Does not belong
here: what a name made of them is (`kind_named`), the words of one source, which stand in its `lookups.csv`.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import Final, NamedTuple

from cities.here import here
from pipelines.normalise.text_tables import HIRAGANA, VARIANT_KANJI

_FILE: Final = Path(__file__).with_name("data") / "kind_words.csv"
_OF_THE_CITY: Final = here().folder / "kind_words.csv"
_FOLDED: Final = str.maketrans({**VARIANT_KANJI, **HIRAGANA})
_LONGEST_SHORT: Final = {"hiragana": 2, "katakana": 3, "latin": 3}
"""Words of so many letters of one script are no words inside a longer run of it: エコ in チェコ, IT in HABIT."""
_LONGEST_CUT: Final = 5
"""Katakana up to so long is no word where one or two letters more follow: ウィンド in ウィンドウ."""
_SMALL: Final = frozenset("ぁぃぅぇぉゃゅょァィゥェォャュョー")
_BEFORE_A_NICKNAME: Final = frozenset({"こーる", "こーろ", "こるす", "こーあ"})
_PARTICLES: Final = "のをでとにがはもやへな"
_SUFFIXES: Final = ("head", "form", "lesson", "help", "making", "looking")


class Word(NamedTuple):
    """A word of the vocabulary in a text.

    Attributes:
        start: where it begins.
        end: where it ends.
        kind: the kind it says; "" for none.
        strength: how it says it (`data/README.md`).
        others: further kinds it says.
    """

    start: int
    end: int
    kind: str
    strength: str
    others: tuple[str, ...]


class _Entry(NamedTuple):
    kind: str
    strength: str
    others: tuple[str, ...]


def folded(text: str) -> str:
    """One letter for one letter: lower case, katakana as hiragana, variant kanji as one.

    Args:
        text: as `text.display` gives it.
    """
    return "".join(char if len(char.lower()) != 1 else char.lower() for char in text).translate(_FOLDED)


@functools.cache
def vocabulary() -> dict[str, _Entry]:
    """Folded word → what it says."""
    return _words_of(_FILE) | (_words_of(_OF_THE_CITY) if _OF_THE_CITY.is_file() else {})


def _words_of(path: Path) -> dict[str, _Entry]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            folded(row["word"]): _Entry(row["kind_code"], row["strength"], tuple(row["other_kind_codes"].split()))
            for row in csv.DictReader(file)
        }


@functools.cache
def _by_first() -> dict[str, tuple[str, ...]]:
    """First letter → the words that begin with it, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(vocabulary(), key=len, reverse=True):
        found.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in found.items()}


def words_in(text: str) -> list[Word]:
    """The words of the vocabulary in a text, none over another: of two that overlap the longer, then the later one.

    Args:
        text: as `text.display` gives it.
    """
    low, known = folded(text), vocabulary()
    places = [
        (start, start + len(word))
        for start, first in enumerate(low)
        for word in _by_first().get(first, ())
        if low.startswith(word, start)
    ]
    places.sort(key=lambda place: (place[0] - place[1], -place[0]))
    # What a word touches decides whether it is one: without it a shorter one may stand in its place
    while True:
        taken = _apart(places)
        loose = {place for place in taken if not _stands(text, low, place, taken)}
        if not loose:
            break
        places = [place for place in places if place not in loose]
    return [Word(start, end, *known[low[start:end]]) for start, end in sorted(taken)]


def _apart(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of some places that lie over none before them."""
    taken: list[tuple[int, int]] = []
    for start, end in places:
        if all(end <= left or right <= start for left, right in taken):
            taken.append((start, end))
    return taken


def _stands(text: str, low: str, place: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Whether a short word is one, and not a part of a longer one that the vocabulary does not have."""
    start, end = place
    word, strength = text[start:end], vocabulary()[low[start:end]].strength
    left = text[start - 1] if start and all(right != start for _, right in taken) else " "
    right = text[end] if end < len(text) and all(other != end for other, _ in taken) else " "
    if word[0].isdigit() and left.isdigit():  # 0歳 in 60歳
        return False
    script = _script(word[0])
    if _is_cut(text, place, right, is_suffix=strength in _SUFFIXES):
        return strength == "mask"
    if script == "kanji":
        is_short = _script(word[1:2]) != "kanji"
        if not is_short or strength == "mask":
            return True
        is_suffix = strength in _SUFFIXES or strength == "place"
        return (is_suffix or _script(left) != "kanji") and (len(word) > 1 or _script(right) != "kanji")
    if script not in _LONGEST_SHORT or len(word) > _LONGEST_SHORT[script] or strength in _SUFFIXES:
        return True
    if low[start:end] in _BEFORE_A_NICKNAME and len(_katakana_at(text, end)) > _LONGEST_SHORT[script]:
        right = " "  # コールフローラ
    return all(char in _PARTICLES or _script(char) != script for char in (left, right))


def _is_cut(text: str, place: tuple[int, int], right: str, *, is_suffix: bool) -> bool:
    """Whether a word in kana ends in the middle of a syllable, or of a longer word in katakana."""
    start, end = place
    last = _script(text[end - 1])
    if right in _SMALL:
        return last == _script(right)
    if last != "katakana" or _script(right) != "katakana" or end - start > _LONGEST_CUT:
        return False
    return len(_katakana_at(text, end)) <= (1 if is_suffix else 2)


def _katakana_at(text: str, start: int) -> str:
    end = start
    while end < len(text) and _script(text[end]) == "katakana":
        end += 1
    return text[start:end]


def _script(char: str) -> str:
    """The script of one letter; of none `other`."""
    if "ぁ" <= char <= "ゖ":
        return "hiragana"
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "katakana"
    if "一" <= char <= "鿿" or char in {"々", "ヶ"}:
        return "kanji"
    return "latin" if char.isascii() and char.isalpha() else "other"
