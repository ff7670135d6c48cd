"""The town table of the city, arranged for anchored look-up.

Belongs here: spelling variants of town names, which towns a text can begin with. Does not
belong here: how the rest of an address is read (`towns.py`).
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cities.here import here
from pipelines.normalise.city_tables import towns as rows_of_towns
from pipelines.normalise.text_tables import HIRAGANA, VARIANT_KANJI
from pipelines.normalise.wards import CODE_OF_WARD

# One character to one character, so that a position in the folded text is the same position in the raw text and the
# building can be cut out exactly as it was written.
_DIGITS: Final = dict(zip("０１２３４５６７８９", "0123456789", strict=True))
_SEPARATORS: Final = dict.fromkeys("−‐‑‒–—―─━－﹣ｰー", "-")
_SMALL_KE: Final = dict.fromkeys("ヶが", "ケ")
_OTHERS: Final = {
    "\u3000": " ",
    "\u00a0": " ",
    "\t": " ",
    "\n": " ",
    "\r": " ",
    "ノ": "の",
    "條": "条",
    "，": ",",
}
_FOLD: Final = str.maketrans(VARIANT_KANJI | _DIGITS | _SEPARATORS | _SMALL_KE | _OTHERS)

_SHORTEST_READING: Final = 3


def fold(text: str) -> str:
    """Make digits, separators, spaces, old and variant kanji, ヶ/ケ/が and ノ/の alike without moving any character."""
    return text.translate(_FOLD)


@dataclass
class Town:
    """A town name (大字・町名) as the table writes it.

    Attributes:
        name: Name as in the table, 小杉町.
        chome: Ward code ("" in a city without wards) → the 丁目 numbers the town has there; empty set when the ward
            knows it only without 丁目.
        bare: Ward codes in which the table also has the name without 丁目.
        namesake_chome: The 丁目 of the 町 of the same name, if any: 小杉3-600 may be 小杉 or 小杉町3丁目.
    """

    name: str
    chome: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    bare: set[str] = field(default_factory=set)
    namesake_chome: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Spelling:
    """One way a text may begin.

    Attributes:
        folded: The folded text to find at the start.
        town: The town it means.
        is_exact: False for a nickname (溝の口) or a dropped 町 (浮島), which need a number behind them to be certain.
        needs_chome: True when the spelling means this town only with an explicit 丁目 (小杉3丁目 = 小杉町3丁目).
    """

    folded: str
    town: Town
    is_exact: bool = True
    needs_chome: bool = False


def _read_towns() -> dict[str, Town]:
    towns: dict[str, Town] = {}
    for ward_code, oaza, chome in rows_of_towns().select("ward_code", "oaza", "chome").iter_rows():
        town = towns.setdefault(oaza, Town(oaza))
        if chome:
            town.chome[ward_code].add(chome)
        else:
            town.chome[ward_code] |= set()
            town.bare.add(ward_code)
    return towns


def _without_cho(town: Town, towns: dict[str, Town]) -> Iterator[Spelling]:
    """浮島 for 浮島町: only where the short form can mean nothing else."""
    stem = town.name.removesuffix("町")
    if stem == town.name or len(stem) < 2 or f"{stem}区" in CODE_OF_WARD:
        return
    known = towns.get(stem)
    if known is not None:
        # The short form is a town without 丁目, so a 丁目 behind it can only be that of the 町.
        if any(town.chome.values()) and not any(known.chome.values()):
            known.namesake_chome = set().union(*town.chome.values())
            yield Spelling(fold(stem), town, is_exact=False, needs_chome=True)
    elif not any(name.startswith(stem) for name in towns if name != town.name):
        yield Spelling(fold(stem), town, is_exact=False)


@functools.cache
def _kana() -> dict[str, str]:
    """Towns as easy Japanese writes them (ひさもと2-1): readings that only one town has."""
    names: dict[str, set[str]] = defaultdict(set)
    for oaza, kana in rows_of_towns().select("oaza", "oaza_kana").drop_nulls().iter_rows():
        if len(kana) >= _SHORTEST_READING:
            names[kana].add(oaza)
    single = {reading: oaza.pop() for reading, oaza in names.items() if len(oaza) == 1}
    hiragana = {fold("".join(HIRAGANA.get(sign, sign) for sign in reading)): oaza for reading, oaza in single.items()}
    return {fold(reading): oaza for reading, oaza in single.items()} | hiragana


@functools.cache
def spellings() -> dict[str, list[Spelling]]:
    """Every spelling of every town by its first character, longest first: the order of an anchored longest match."""
    towns = _read_towns()
    known = [Spelling(fold(name), town) for name, town in towns.items()]
    # Spellings that no single-character fold reaches (docs/standards.md §2.2)
    known += [Spelling(fold(each), towns[name], is_exact=False) for each, name in here().spellings.items()]
    for town in towns.values():
        known += _without_cho(town, towns)
    known += [Spelling(kana, towns[name], is_exact=False) for kana, name in _kana().items()]
    by_first: dict[str, list[Spelling]] = defaultdict(list)
    for spelling in sorted(known, key=lambda known: (-len(known.folded), not known.needs_chome, known.folded)):
        by_first[spelling.folded[0]].append(spelling)
    return dict(by_first)


def is_town(text: str) -> bool:
    """Whether a text is the name of a town of the table, and nothing else."""
    folded = fold(text)
    return any(spelling.is_exact and spelling.folded == folded for spelling in spellings().get(folded[:1], ()))


def is_reading_of_town(kana: str) -> bool:
    """Whether kana is how one town of the table is read: ユリガオカ."""
    return fold(kana) in _kana()


_HOUSE: Final = re.compile(
    r"(?:東|西|南|北|中央|第?[0-9一二三四五]+丁目)?(?:第?[0-9一二三四五])?(?:公園|緑地|緑道|遊歩道|(?:町内|自治)?会館|集会所|公会堂|こども文化センター|老人いこいの家"
    r"|コミュニティ(?:ルーム|ハウス|センター)|(?:小|中)学校|地区会館|いこいの広場|地域交流スペース)$"
)


def ward_of_house(venue: str) -> str | None:
    """The ward of a park, a hall or a school that is called after a town of one ward only: 上麻生集会所.

    Args:
        venue: name of a venue.

    Returns:
        6-digit code; None where the venue bears another name, or its town lies in several wards.
    """
    folded = fold(venue)
    for spelling in spellings().get(folded[:1], ()):
        if spelling.is_exact and len(spelling.folded) > 1 and folded.startswith(spelling.folded):
            wards = set(spelling.town.chome) | spelling.town.bare
            is_house = len(wards) == 1 and _HOUSE.match(venue, len(spelling.folded))
            return (wards.pop() or None) if is_house else None
    return None


def begins_with_town(text: str) -> bool:
    """Whether a text begins with the name of a town of two or more characters."""
    folded = fold(text)
    return any(
        spelling.is_exact and len(spelling.folded) > 1 and folded.startswith(spelling.folded)
        for spelling in spellings().get(folded[:1], ())
    )
