"""Addresses in Latin letters, in the order of Japanese ones: 2-20-1 Nagatsuta, Midori-ku → 緑区長津田2-20-1.

Belongs here: which words of such an address are city, ward, town and number. Does not belong here: what the numbers
mean (`towns`), names in Latin letters (`name_venues`).
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from typing import Final

import jaconv

from cities.here import here
from pipelines.normalise.city_tables import towns
from pipelines.normalise.wards import NO_TEXT, WARDS

_CITY_STEM: Final = re.escape(here().en.split()[0].split("-")[0])
_PREFECTURE_STEM: Final = jaconv.kana2alphabet(here().prefecture_kana.removesuffix("けん"))
_CODE_OF_WARD: Final = {ward.en.lower().removesuffix("-ku"): ward.code for ward in here().wards}
_WARD: Final = re.compile(
    rf"(?i)(?<![A-Za-z-])({'|'.join(_CODE_OF_WARD) or NO_TEXT})(?:[- ]?ku|\s?ward)(?![A-Za-z])(?!\s(?:office|hall))"
)
# What every address of the city may say, and what says nothing of where it is
_CITY: Final = re.compile(
    rf"(?i)(?<![A-Za-z-])(?:{_CITY_STEM}(?:[- ]?(?:shi|city))?"
    rf"|{_PREFECTURE_STEM}(?:[- ]?(?:ken|pref(?:ecture|\.)?))?|japan)(?![A-Za-z-])"
    r"|〒?\s?\d{3}-\d{4}(?!\d)"
)
_ELSEWHERE: Final = re.compile(
    rf"(?i)(?<![A-Za-z])(?!{_CITY_STEM})(?:[a-z]+[- ](?:shi|city)(?![A-Za-z])|(?:tokyo|yokohama)(?![A-Za-z]))"
)
_NUMBER: Final = r"\d{1,5}(?:[-−–]\d{1,5}){0,3}"
_NAME: Final = r"[A-Za-z][A-Za-zāīūēōĀĪŪĒŌ'’]*(?:[- ][A-Za-zāīūēōĀĪŪĒŌ'’]+){0,3}"
_BOTH_ORDERS: Final = (
    re.compile(rf"^(?P<number>{_NUMBER})\s+(?P<town>{_NAME})$"),
    re.compile(rf"^(?P<town>{_NAME})\s+(?P<number>{_NUMBER})$"),
    re.compile(rf"^(?P<town>{_NAME})(?P<number>)$"),
)
_LATIN: Final = re.compile(r"[\x00-\x7fāīūēōĀĪŪĒŌ’−–〒]*")
# 5 min walk from Noborito Station: where one comes from
_ACCESS: Final = re.compile(r"(?i)\bstation\b|\bminutes?\b|\bmin\.?\s|\bwalk\b|\bnear\b|\bexit\b")
_CHO: Final = re.compile("(?i)[- ]?(?:machi|ch[oō]u?)$")
_LONG: Final = str.maketrans("āīūēō", "aiueo")


def in_japanese_order(text: str) -> str:
    """An address in Latin letters with ward and town in Japanese, and what is left of it behind; others as they are.

    Args:
        text: as published.
    """
    if not _LATIN.fullmatch(text) or not any(sign.isalpha() for sign in text) or _ELSEWHERE.search(text):
        return text
    ward = _WARD.search(text)
    code = _CODE_OF_WARD[ward[1].lower()] if ward else None
    parts = [part.strip() for part in _CITY.sub(",", _WARD.sub(",", text)).split(",")]
    parts = [part for part in parts if part and not _ACCESS.search(part)]
    for place, part in enumerate(parts):
        if town := _town(part, code):
            rest = " ".join(parts[:place] + parts[place + 1 :])
            return f"{WARDS.get(code or '', '')}{town} {rest}".rstrip()
    return f"{WARDS[code]} {' '.join(parts)}".rstrip() if code else " ".join(parts) if _ACCESS.search(text) else text


def _town(part: str, code: str | None) -> str | None:
    """The town of a part with its number; without a ward only a number makes a word a town."""
    for order in _BOTH_ORDERS:
        match = order.match(part)
        if match and (match["number"] or code) and (names := _named(match["town"], code)):
            return f"{names[0]}{match['number']}" if len(names) == 1 else None
    return None


def _named(word: str, code: str | None) -> list[str]:
    """Towns that sound so; of 小杉 and 小杉町 the one that ends as the word does."""
    names = sorted(_names_by_sound().get((_sound(word), code), ()))
    has_cho = bool(_CHO.search(word))
    return [name for name in names if name.endswith("町") == has_cho] if len(names) > 1 else names


def _sound(word: str) -> str:
    """Letters by which all ways of writing a name agree: Shimmaruko-machi, Shin-Maruko, Shinmarukomachi."""
    plain = re.sub("[^a-z]", "", word.lower().translate(_LONG))
    plain = re.sub("m(?=[bmp])", "n", re.sub(r"(?<=o)[uo]|(?<=u)u|(?<=a)a(?!.?i$)", "", plain))
    return re.sub("(?<=..)(?:machi|cho)$", "", plain)


@functools.cache
def _names_by_sound() -> dict[tuple[str, str | None], set[str]]:
    """Sound and ward (or None: any) → towns."""
    named: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for name, kana, ward in towns().select("oaza", "oaza_kana", "ward_code").rows():
        if kana:
            sound = _sound(jaconv.kana2alphabet(jaconv.kata2hira(kana)))
            named[sound, ward].add(name)
            named[sound, None].add(name)
    return dict(named)
