"""The numbers of an address behind its town: 丁目, 番地, 番, 号, hyphens and の are one kind of separator.

Belongs here: where the numbers begin and end. Does not belong here: whether the first is the 丁目 (`towns`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ONE: Final = "[一二三四五六七八九]"
_KANJI: Final = "〇一二三四五六七八九十百千"
KANJI_NUMBER: Final = (
    rf"(?:[〇一二三四五六七八九]{{2,5}}|(?=[{_KANJI}])(?:{_ONE}?千)?(?:{_ONE}?百)?(?:{_ONE}?十)?{_ONE}?)"
)
"""二十, 二〇, 千七百七十五: by places or with their units."""
CHOME: Final = r"(?:丁目|ちょうめ|丁(?=\s*(?:\d|-|の\d|$)))"
MOST_NUMBERS_OF_A_BLOCK: Final = 2
"""番地 and 枝番, or 番 and 号; a third one is a room."""
_UNIT: Final = "[時分名人歳才年月日円]"
# Behind a space a unit stands alone; with a word behind it, it begins the name of a house: 15 日進町…, 7 年金会館
_NOT_AN_ADDRESS_NUMBER: Final = (
    rf"(?!\d|{_UNIT}|\s+{_UNIT}(?![一-龠々])"
    r"|\s*(?:階|[FfＦmM](?![A-Za-z])|メートル|号室|号棟|番街|番館|[:：]))"
)
BEFORE_NUMBERS: Final = r"(?:\s*字[^\d\s]{1,6}(?=\d)|[\s,、の]*)"
"""What may stand between a town and its number: 溝口、1-4-1, 黒川字明坪1040."""
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_BEFORE: Final = re.compile(BEFORE_NUMBERS)
# 2丁目-7, 3番地-5, 4番の11: behind a word a hyphen or の only goes on with the block
_GOES_ON: Final = rf"(?:\s*-+\s*(?=[\d{_KANJI}])|の(?=[\d{_KANJI}]))?"
# 一番街 is no 一番, 三田 no 三: what stands behind a number in kanji must show that it is one
_UNIT_BEHIND: Final = (
    rf"\s?(?:{CHOME}|番地|番号?(?=$|[\s\-の\d{_KANJI}(（、,])|号(?![棟館室線])|-+\s?[\d{_KANJI}]|の[\d{_KANJI}])"
)
KANJI_IN_FRONT: Final = rf"{KANJI_NUMBER}(?={_UNIT_BEHIND})"
"""The first number behind a town, in kanji."""
_KANJI_BEHIND: Final = rf"{KANJI_NUMBER}(?={_UNIT_BEHIND}|$|[\s(（、,])"


def _number(kanji: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(\d{{1,5}}|{kanji}){_NOT_AN_ADDRESS_NUMBER}"
        rf"(\s*{CHOME}の?{_GOES_ON}|\s*(?:番地|ばんち(?![ぁ-ん])){_GOES_ON}|\s*(?:番(?!号)|ばん(?![ぁ-ん])){_GOES_ON}|\s*(?:番?号|ごう(?![ぁ-ん]))|の(?=[\d{_KANJI}])|\s*-+\s*(?=[\d{_KANJI}]))?"
    )


_FIRST, _NEXT = _number(KANJI_IN_FRONT), _number(_KANJI_BEHIND)

# 西生田3 4 11: spaces join numbers as hyphens do; two alone may be a number and a room
_SPACED: Final = re.compile(r"\s?(?P<chome>\d{1,2})(?:丁目\s?| )(?P<block>\d{1,3} \d{1,3})(?=$|[\s(（])")


@dataclass(frozen=True)
class Numbers:
    """The numbers behind a town name.

    Attributes:
        values: in the order of the text.
        is_chome_written: whether 丁目 stands behind the first.
        end: where they end in the text.
        is_said_in_three: whether three are joined by の: nobody says a room so, and the first is a 丁目.
    """

    values: tuple[int, ...]
    is_chome_written: bool
    end: int
    is_said_in_three: bool = False


def read_numbers(text: str, start: int) -> Numbers:
    """The numbers from a position on.

    Args:
        text: folded by `town_table.fold`.
        start: position behind the town.
    """
    values: list[int] = []
    separators: list[str] = []
    is_chome_written = False
    end = start
    before = _BEFORE.match(text, start)
    position = before.end() if before else start
    while len(values) < 1 + MOST_NUMBERS_OF_A_BLOCK and (match := (_NEXT if values else _FIRST).match(text, position)):
        separator = (match[2] or "").strip()
        is_chome = separator.startswith(("丁", "ちょうめ"))
        if values and is_chome:
            break
        values.append(_int(match[1]))
        separators.append(separator)
        is_chome_written |= is_chome
        position = match.end()
        # A hyphen or の without a number behind it is no part of the number.
        end = match.end(1) if separator.startswith(("-", "の")) else position
        if not separator or separator.endswith(("号", "ごう")):
            break
    return Numbers(tuple(values), is_chome_written, end, separators[:2] == ["の", "の"] and len(values) > 2)


def joined_by_spaces(text: str, start: int, chome: set[int]) -> str:
    """The text with hyphens for the spaces between the numbers behind a town, where the first is a 丁目 of it.

    Args:
        text: folded by `town_table.fold`.
        start: position behind the town.
        chome: the 丁目 of the town.
    """
    match = _SPACED.match(text, start)
    if match is None or int(match["chome"]) not in chome:
        return text
    place = match.start("block")
    front = text[: place - 1] + "-" if text[place - 1] == " " else text[:place]
    return front + match["block"].replace(" ", "-") + text[match.end() :]


def end_of_numbers(text: str, start: int, numbers: Numbers, understood: int) -> int:
    """Where the building begins, when fewer numbers were understood than read (王禅寺528-1-203).

    Args:
        text: folded by `town_table.fold`.
        start: position behind the town.
        numbers: as `read_numbers` gives them.
        understood: how many of them belong to the address.
    """
    if understood in (0, len(numbers.values)):
        return numbers.end
    before = _BEFORE.match(text, start)
    position = before.end() if before else start
    for place in range(understood):
        match = (_NEXT if place else _FIRST).match(text, position)
        position = match.end() if match else position
    return position


def _int(number: str) -> int:
    """Value of an Arabic number, or of a kanji number with units (千七百七十五) or by places (一七七五)."""
    if number.isdecimal():
        return int(number)
    value = "〇一二三四五六七八九".index
    if not any(unit in number for unit in _UNITS):
        return int("".join(str(value(sign)) for sign in number))
    total = digit = 0
    for sign in number:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = value(sign)
    return total + digit
