"""Venues in names that no word of theirs ends like: 高津会場, みどりホールよこはま, てくの2階, @Kuji Kids Center.

Belongs here: labels of venues, houses of the table of facilities, floors, places in Latin letters, and a place in front
of で and a quoted name. Does not belong here: houses by the word they end with (`name_words`), towns (`name_areas`).
"""

from __future__ import annotations

import functools
import re
from typing import Final

from cities.here import here
from pipelines.normalise import name_words as words
from pipelines.normalise.name_areas import is_area
from pipelines.normalise.places import facilities
from pipelines.normalise.romaji import in_katakana
from pipelines.normalise.stations import is_latin_station
from pipelines.normalise.town_table import is_reading_of_town

# 第2会場, 午前会場, オンライン会場 tell courses apart, and name no place
_HALL: Final = re.compile(
    r"(?P<venue>(?!第?[0-9０-９一二三]|午[前後]|[昼夜朝本各別全両同主副]+$|本会|サブ|メイン|オンライン|Zoom|ZOOM|Web|各)[^\s「」『』()（）【】、。・]{2,12}?|[幸菅平])(?<![集宴])会場"
)
_HALL_BEHIND: Final = re.compile(rf"(?:\s+|(?<=\S)\s*[・:：]\s*){_HALL.pattern}$")
# 中原会場 朝の太極拳
_HALL_IN_FRONT: Final = re.compile(rf"^{_HALL.pattern}\s*(?:[\s:：/／・]|(?=[「『]))\s*(?=\S{{4}})")
_TAGS_IN_FRONT: Final = re.compile(r"^(?:【[^】]*】\s*)+")
_KIND_ONLY: Final = re.compile(words.KIND_ONLY)
# In front of a name they may be who, not where: 緑区役所 地域振興課
_OFFICE: Final = re.compile("役所|支所|出張所|事務所|庁舎")
_HOUSE: Final = re.compile(rf"(?<=\S\S)(?:{words.HOUSE}|区役所|支所|前広場|駅前|神社|プラザ|ホール)$")
_CITY: Final = re.compile(
    rf"(?:{words.CITIES})[都道府県市]?|[一-龠]{{2,4}}[都府県市町村](?<!都市)(?<!下町)|[一-龠]{{2,3}}区(?<!地区)"
)
_HOUSE_BEHIND: Final = re.compile(rf"(?<=\S)\s*[/／|｜]\s*(?P<venue>[^\s/／|｜]+{_HOUSE.pattern})")
# 太極拳・さくら公園: but 緑道・公園, さくら公園・もみじ公園 go through places
_HOUSE_BEHIND_DOT: Final = re.compile(r"(?<=\S\S)\s*・\s*(?P<venue>[^\s・()（）「」]{4,})$")
_BEFORE_A_HOUSE: Final = re.compile(rf"\S\S[ぁ-んァ-ヶー](?<![のでにはがをとへや])$|\S\S{words.KIND}$")
_IN_BRACKETS: Final = re.compile(r"(?<=\S)\s*[(（【]\s*([^()（）【】]+?)\s*[)）】]\s*$")
_FLOOR: Final = re.compile(
    r"(?=.*[一-龠ァ-ヶーA-Za-zぁ-ん].*[0-9０-９])\S{2,}?\s?(?:[0-9０-９]{1,2}階|[0-9０-９]{1,2}[FＦ]|[BＢ][0-9０-９][FＦ]?)(?!建)\S{0,8}"
)
_FLOOR_BEHIND: Final = re.compile(r"\s?(?:[0-9０-９]{1,2}階|[0-9０-９]{1,2}[FＦ]).{0,8}$")
_WITH_BRACKETS: Final = re.compile(r"^(.*?)\s*[(（](.+)[)）]$")
_SET_OFF: Final = re.compile(r"^([^\s「『《【☆★:：/／]{4,})\s*(?=[\s「『《☆★:：/／])[\s☆★:：/／]*(?=\S)")
_BEFORE_QUOTES: Final = re.compile(r"^([^\s「『《」』》、。!?]{2,10}?)(?:にて|で)(?:[^「『《」』》]*)[「『《]")
# Latin letters: English words for houses, and words that are read as a town
_LATIN_PLACE: Final = r"(?:the\s)?[A-Z][A-Za-z'’.-]*(?:\s[A-Z0-9][A-Za-z0-9'’.-]*){0,4}"
_LATIN_BEHIND: Final = re.compile(rf"(?:\s*(?P<at>[@＠])\s*|\s+(?P<word>(?i:in|at))\s+)(?P<venue>{_LATIN_PLACE})$")
_ENGLISH_HOUSE: Final = re.compile(
    r"\b(?:Library|Cent(?:er|re)|Hall|Park|Museum|Plaza|School|Station|Gym|Arena|House|Kaikan|Church|Stadium|Garden)\b"
)


def venue_named(name: str) -> str | None:
    """The venue of a name that no word ends like a house; None where there is none.

    Args:
        name: as published, with one form of tags (`name_edges.as_tags`).
    """
    if (latin := _latin(name)) is not None:
        return latin["venue"]
    if behind := _behind(name):
        return behind[1]
    if hall := _HALL_IN_FRONT.match(_TAGS_IN_FRONT.sub("", name)):
        return hall["venue"]
    brackets = _IN_BRACKETS.search(name)
    if brackets and (venue := _in_brackets(brackets[1])):
        return venue
    front = house_in_front(name)
    if front:
        return front
    called = _BEFORE_QUOTES.match(name)
    return called[1] if called and (is_place(called[1]) or is_city(called[1])) else None


def is_place(text: str) -> bool:
    """Whether a text is a town or ends like a house with a name of its own: 片平, 生田緑地.

    Args:
        text: words of a name.
    """
    return is_area(text) or bool(_HOUSE.search(text))


def is_city(text: str) -> bool:
    """Whether a text is a city or prefecture of the country: 仙台, 横浜市, 長野県; 無料 and 全員 are none.

    Args:
        text: words in front of で and a quoted name.
    """
    return bool(_CITY.fullmatch(text))


def _behind(name: str) -> tuple[int, str] | None:
    """Where a venue behind a name begins, and the venue: a hall, a house behind a stroke or a dot, or glued on."""
    found = _HALL_BEHIND.search(name) or _HOUSE_BEHIND.search(name) or _behind_a_dot(name)
    if found:
        return found.start(), found["venue"]
    # つくってあそぼう多摩市民館, 歌の広場高津市民館: a house of the table right behind kana or a kind
    size = next((size for size in _sizes() if name[-size:] in _houses() and _BEFORE_A_HOUSE.search(name[:-size])), None)
    return None if size is None else (len(name) - size, name[-size:])


def _behind_a_dot(name: str) -> re.Match[str] | None:
    dotted = _HOUSE_BEHIND_DOT.search(name)
    if dotted is None or not (_is_a_house(dotted["venue"]) or _HOUSE.search(dotted["venue"])):
        return None
    front = name[: dotted.start()]
    return None if "・" in front or is_place(front) else dotted


@functools.cache
def _sizes() -> tuple[int, ...]:
    """Lengths of the names of houses, the longest first."""
    return tuple(sorted(set(map(len, _houses())), reverse=True))


def _in_brackets(text: str) -> str | None:
    hall = _HALL.fullmatch(text)
    if hall:
        return hall["venue"]
    is_english = text.isascii() and bool(_ENGLISH_HOUSE.search(text))
    return text if is_english or _FLOOR.fullmatch(text) or text in _houses() else None


def house_in_front(name: str) -> str | None:
    """A house of the table of facilities that begins a name, set off: スターホールみどり 緑区ダンスフェスタ.

    Args:
        name: a name.
    """
    front = _SET_OFF.match(name)
    return front[1] if front and _is_a_house(front[1]) else None


def _is_a_house(text: str) -> bool:
    """Whether a text is a house of the table, or a floor of one: 多摩市民館3階."""
    return text in _houses() or _FLOOR_BEHIND.sub("", text) in _houses()


def without_named_venue(name: str) -> str:
    """A name without the venue that is set off: a label behind it, a house in front, a place in Latin letters.

    Args:
        name: a name.
    """
    rest = name
    if (latin := _latin(name)) is not None:
        rest = name[: latin.start()]
    elif behind := _behind(name):
        rest = name[: behind[0]]
        is_glued = rest + behind[1] == name
        rest = name if is_glued and _KIND_ONLY.fullmatch(rest) else rest
    elif (hall := _HALL_IN_FRONT.match(name)) and not _KIND_ONLY.fullmatch(name[hall.end() :]):
        rest = name[hall.end() :]
    elif (front := _SET_OFF.match(name)) and _is_a_house(front[1]):
        rest = name[front.end() :]
    return rest


def _latin(name: str) -> re.Match[str] | None:
    match = _LATIN_BEHIND.search(name) if name[-1:].isascii() else None
    return match if match and (match["at"] or _is_latin_place(match["venue"])) else None


def _is_latin_place(text: str) -> bool:
    """Whether words in Latin letters name a place: Nakahara Library, Shin-Yurigaoka; English is none."""
    if _ENGLISH_HOUSE.search(text):
        return not text.startswith("the ")
    if is_latin_station(text):
        return True
    sounds = (in_katakana(word) for word in re.split(r"[\s-]", text))
    return any(sound is not None and is_reading_of_town(sound) for sound in sounds)


@functools.cache
def _houses() -> frozenset[str]:
    """Names of the facilities, also without the city, and both names of one that has two."""
    houses: set[str] = set()
    for name in facilities().get_column("facility"):
        both = _WITH_BRACKETS.match(name)
        for each in both.groups() if both else (name,):
            houses |= {each, each.removeprefix(f"{here().name}立").removeprefix(here().name)}
    return frozenset(each for each in houses if len(each) > len("図書館") and not _OFFICE.search(each))
