"""Addresses in the city: ward, town, block and building of a text.

Belongs here: reading one address text. Does not belong here: the town table and its spellings (`town_table.py`),
ward-only texts (`wards.py`), points on a map.

Method (docs/standards.md §2.2): strip prefecture, city and ward; anchored longest match of the town, never a substring;
the first number is the 丁目 only where the table knows that 丁目 in that town; all separators are equal.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from cities.here import here
from pipelines.normalise.address_numbers import (
    BEFORE_NUMBERS,
    KANJI_IN_FRONT,
    MOST_NUMBERS_OF_A_BLOCK,
    Numbers,
    end_of_numbers,
    joined_by_spaces,
    read_numbers,
)
from pipelines.normalise.address_words import ACCESS, NO_BUILDING
from pipelines.normalise.latin_addresses import in_japanese_order
from pipelines.normalise.town_table import Spelling, Town, fold, spellings
from pipelines.normalise.wards import CITY, CODE_OF_WARD, NO_TEXT, PREFECTURE, WARD_NAMES, WARDS, ward_code_of

__all__ = ["PLACE_SCHEMA", "WARDS", "locate", "ward_code_of"]

PLACE_SCHEMA: Final[dict[str, type[pl.String]]] = dict.fromkeys(
    ("ward_code", "ward_method", "town", "block", "building", "level"), pl.String
)

_LABEL: Final = r"(?:(?:住所|所在地|会場|(?:集合|開催)?場所|集合)\s*[:： ]\s*)?"
_GAP: Final = r"[\s,、]*"
_POSTCODE: Final = r"[(（]?\s*(?:〒\s*\d{3}-?\d{4}|\d{3}-\d{4}|\d{7})(?!\d)\s*[)）]?"
_CITY: Final = rf"(?:{PREFECTURE}|{here().prefecture_kana})?[\s,、-]*(?:{CITY}(?!役所|[民立内])|{here().kana})?"
_LABELLED: Final = re.compile(rf"^\s*{_LABEL}")
_PREFIX: Final = re.compile(rf"\s*{_LABEL}(?:{_POSTCODE}{_GAP})?({_CITY}){_GAP}")
_CODE: Final = CODE_OF_WARD | {ward.kana: ward.code for ward in here().wards}
_ANY_WARD: Final = "|".join(_CODE) or NO_TEXT
_WARD: Final = re.compile(rf"({_ANY_WARD})(?!役所|民|やくしょ){_GAP}(?:の(?![ぁ-ん]))?")
# Behind the name of a house: the address in brackets, or after a break with its ward
_WITHIN: Final = re.compile(
    rf"[(（\[【]\s*(?:住所[:： ]\s*)?(?P<inner>[^()（）\[\]【】]+)"
    rf"|(?:[\s/／:：,、]|(?<=[」』)）]))(?P<behind>(?:{_CITY})(?:{WARD_NAMES})(?!役所|民).+)"
)
# In the order of an envelope abroad: 久本3-6-1, 213-0011, 神奈川県
_REVERSED: Final = re.compile(
    rf"{_GAP}(?:{_POSTCODE})?{_GAP}(?:{WARD_NAMES})?{_GAP}(?:{CITY})?{_GAP}(?:{PREFECTURE})?{_GAP}(?:{_POSTCODE})?{_GAP}"
    r"(?:日本国?|(?i:japan))?\s*$"
)
_DASH_IN_KANJI: Final = re.compile(r"(?<=\d)一(?=\d)")
# 本町5丁目1番25号（緑区）
_WARD_BEHIND: Final = re.compile(rf"[(（]\s*(?:{CITY})?({WARD_NAMES})\s*[)）]\s*$")
_OAZA: Final = re.compile(r"(?:大字|字)\s*")

# What may stand behind a town name. Anything else means that the name only begins like a town (小田急, 登戸駅).
_BOUNDARY: Final = re.compile(rf"$|\s|\d|[(（「『、,]|の(?!\d)|字(?=[^\d\s]{{1,6}}\d)|{KANJI_IN_FRONT}|無番地")
_NUMBER_FOLLOWS: Final = re.compile(rf"{BEFORE_NUMBERS}(?:\d|{KANJI_IN_FRONT}|無番地)")
_CONTACT: Final = re.compile(r"[(（]?\s*(?:問い?合わ?せ|連絡先|申込|電話|TEL)")
_CONTACT_BEHIND: Final = re.compile(r"[(（,、\s]*(?:電話|TEL|Tel|℡|☎|FAX)[^\dぁ-ヶ一-龠]{0,4}\d.*$")
_IS_CONTACT: Final = re.compile("電話|T[Ee][Ll]|[℡☎]|FAX")
_IS_REVERSED: Final = re.compile(rf"〒|{PREFECTURE[:-1]}|{CITY}|区|日本|[Jj]apan|\d{{3}}-\d{{4}}|\d{{7}}")
_LABEL_BEHIND: Final = re.compile(r"\s*(?:住所|所在地|場所)\s*[:： ]*$")
_ELSEWHERE: Final = re.compile(
    r"東京都|北海道|[^\s\d]{2,3}[県府]|[^\s\d]{1,4}市(?![民立場])|[^\s\d]{1,3}区(?![民役内])"
)
_LOOSE_IN_FRONT: Final = "-−－‐‑‒–—―─━ー・,、。/／ "
_HERE: Final = re.compile(rf"(?:{PREFECTURE})?{_GAP}(?:{CITY}|{_ANY_WARD})")
_POSTCODE_ELSEWHERE: Final = re.compile(
    rf"\s*[(（]?(?:〒\s*)?(?!{'|'.join(here().postcodes) or NO_TEXT})\d{{3}}-?\d{{4}}(?!\d)(?!.*{CITY})"
)
_BRACKETS: Final = {"(": ")", "（": "）", "「": "」", "『": "』", "[": "]", "【": "】"}


@dataclass(frozen=True)
class _Place:
    """One row of the answer, see `locate`; `rest` is the text behind ward, town and numbers as written."""

    ward_code: str | None = None
    ward_method: str | None = None
    town: str | None = None
    block: str | None = None
    building: str | None = None
    level: str = "none"
    rest: str = ""


def _visible(text: str) -> str:
    """Drop invisible characters but keep every visible one as written: the building is cut out of this text."""
    if text.isprintable():  # true of all texts but a few
        return text
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Co"})


def _match_town(text: str, start: int, *, is_here: bool) -> tuple[Spelling, int] | None:
    """Find the longest town spelling at a position; None when no town is certain there."""
    for spelling in spellings().get(text[start : start + 1], []):
        end = start + len(spelling.folded)
        if text.startswith(spelling.folded, start) and _is_certain(spelling, text, end, is_here=is_here):
            return spelling, end
    return None


def _is_certain(spelling: Spelling, text: str, end: int, *, is_here: bool) -> bool:
    """Whether a spelling found in a text is the town: what follows decides, the more so if nothing says this city."""
    if not _BOUNDARY.match(text, end):
        return False
    if spelling.needs_chome:
        numbers = read_numbers(text, end)
        return numbers.is_chome_written and any(numbers.values[0] in known for known in spelling.town.chome.values())
    if _NUMBER_FOLLOWS.match(text, end):
        return True
    if text.startswith("の", end) and not is_here:
        return False
    is_whole_text = end == len(text) and len(spelling.folded) > 1
    return spelling.is_exact and (is_here or is_whole_text)


def _split_numbers(town: Town, numbers: Numbers, ward: str | None) -> tuple[int | None, str | None, int]:
    """Decide whether the first number is the 丁目.

    Returns:
        The 丁目, the block, and how many numbers were understood. An undecidable number is left out, not guessed.
    """
    if not numbers.values:
        return None, None, 0
    first, rest = numbers.values[0], numbers.values[1:]
    here = town.chome.get(ward or "", set()) if ward else set().union(*town.chome.values())
    if numbers.is_chome_written:
        return (first, _block(rest), len(numbers.values)) if first in here else (None, None, len(numbers.values))
    if first in town.namesake_chome:
        return None, None, len(numbers.values)
    if first not in here:
        block = numbers.values[:MOST_NUMBERS_OF_A_BLOCK]
        return None, _block(block), len(block)
    # 宮崎2: 2丁目 or 2番地? And 梶ケ谷6-1 is 6丁目 in one ward and 番地 in the other.
    if ward is None or (not rest and ward in town.bare):
        return None, None, len(numbers.values)
    return first, _block(rest), len(numbers.values)


def _block(numbers: tuple[int, ...]) -> str | None:
    return "-".join(map(str, numbers)) or None


def _home_ward(town: Town, numbers: Numbers, stated: str | None) -> str | None:
    """The ward a town lies in: its only one, the one whose table has the written 丁目, or else the stated one."""
    if len(town.chome) == 1:
        return next(iter(town.chome))
    if numbers.is_chome_written or numbers.is_said_in_three:
        having = [ward for ward, known in town.chome.items() if numbers.values[0] in known]
        if numbers.is_chome_written or (len(having) == 1 and stated in (None, *having)):
            return having[0] if len(having) == 1 else None
    return stated if stated in town.chome else None


def _clean_building(rest: str) -> str | None:
    """What follows the numbers, as written but for spaces and enclosing brackets; no access or contact notes."""
    text = " ".join(rest.split())
    if _IS_CONTACT.search(text):
        text = _CONTACT_BEHIND.sub("", text)
    text = text.lstrip(_LOOSE_IN_FRONT).removeprefix("の").lstrip(_LOOSE_IN_FRONT).rstrip(",、 ")
    if _IS_REVERSED.search(text):
        text = _REVERSED.sub("", text)
    if text[:1] in _BRACKETS and text.find(_BRACKETS[text[0]]) == len(text) - 1:
        text = text[1:-1].strip()
    is_none = not text or NO_BUILDING.fullmatch(text) or ACCESS.search(text) or _CONTACT.match(text)
    return None if is_none else text


def _read_town(written: str, text: str, start: int, stated: str | None, *, is_here: bool) -> tuple[_Place, bool]:
    """Read town, block and building from a position on; also whether the town contradicts the stated ward."""
    match = _match_town(text, start, is_here=is_here)
    if match is None:
        rest = written[start:]
        return _Place(building=None if _is_elsewhere(rest) else _clean_building(rest), rest=rest), False
    town, end = match[0].town, match[1]
    text = joined_by_spaces(text, end, set().union(*town.chome.values()))
    numbers = read_numbers(text, end)
    home = _home_ward(town, numbers, stated)
    chome, block, understood = _split_numbers(town, numbers, home)
    rest = written[end_of_numbers(text, end, numbers, understood) :]
    name, level = (town.name, "town") if chome is None else (f"{town.name}{chome}丁目", "chome")
    place = _Place(home, None, name, block, _clean_building(rest), "block" if block else level, rest)
    return place, stated is not None and (home != stated if home else stated not in town.chome)


def _read_address(address: str | None, ward_of_text: str | None) -> _Place:
    """Read one address; `ward_of_text` is the ward that the listing names elsewhere."""
    written = in_japanese_order(_visible(address or "").rstrip())
    text = fold(written)
    text = _DASH_IN_KANJI.sub("-", text) if "一" in text else text
    place = _read_from_front(written, text, ward_of_text)
    if place.town is not None or _is_elsewhere(text):
        return place
    for match in _WITHIN.finditer(text):
        inner = text[slice(*_span(match))]
        if _is_elsewhere(inner):
            return replace(place, building=None)
        within = _read_from_front(written[slice(*_span(match))], inner, ward_of_text)
        if _is_certain_within(within, inner):
            house = _clean_building(_LABEL_BEHIND.sub("", _LABELLED.sub("", written[: match.start()])))
            return within if within.building else replace(within, building=house)
    return place


def _is_elsewhere(text: str) -> bool:
    """Whether a text begins with the name of another municipality."""
    return bool(_ELSEWHERE.match(text)) and not _HERE.match(text)


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("inner" if match["inner"] else "behind")


def _is_certain_within(place: _Place, text: str) -> bool:
    """Whether what stands behind a name is an address, not a remark: a number, a ward before the town, or a ward."""
    if place.town is None:
        return text.strip() in _CODE
    return place.level in ("block", "chome") or place.ward_method == "stated"


def _read_from_front(written: str, text: str, ward_of_text: str | None) -> _Place:
    """Read a text that begins with an address."""
    if _POSTCODE_ELSEWHERE.match(text):
        return _Place(rest=written)
    prefix = _PREFIX.match(text)
    start = prefix.end() if prefix else 0
    ward_match = _WARD.match(text, start)
    ward_of_address = _CODE[ward_match[1]] if ward_match else None
    start = ward_match.end() if ward_match else start
    oaza = _OAZA.match(text, start)
    behind = _WARD_BEHIND.search(text, start) if text.endswith((")", "）")) else None
    stated = {ward for ward in (ward_of_address, ward_of_text, behind and _CODE[behind[1]]) if ward}
    ward = next(iter(stated)) if len(stated) == 1 else None
    is_here = bool(stated) or bool(prefix and prefix[1].strip(" ,、-"))
    place, is_contradiction = _read_town(written, text, oaza.end() if oaza else start, ward, is_here=is_here)
    if is_contradiction or len(stated) > 1:
        return replace(place, ward_code=None)
    if ward is None:
        return replace(place, ward_code=place.ward_code or None, ward_method="town" if place.ward_code else None)
    level = "ward" if place.level == "none" else place.level
    return replace(place, ward_code=ward, ward_method="stated", level=level)


def unread_of_address(text: str) -> str | None:
    """What of an address is in no column: a place elsewhere, access, a telephone number; None where there is nothing.

    Args:
        text: as published.
    """
    place = _read_address(text, None)
    rest = " ".join(_WARD_BEHIND.sub("", place.rest).split())
    for part in (place.building or "").split():
        rest = rest.replace(part, "", 1)
    rest = rest.lstrip(_LOOSE_IN_FRONT + "の()（）「」").rstrip(" ,、。・(（)）「」")
    return rest if any(sign.isalnum() for sign in rest) else None


def locate(address: pl.Series, ward_text: pl.Series) -> pl.DataFrame:
    """Read addresses in the city (docs/meaning.md §3).

    Args:
        address: String column with the text as published; the building is cut out of it exactly as written.
        ward_text: String column of the same length: the ward the listing names elsewhere, read by `ward_code_of`.

    Returns:
        DataFrame of the same length and order, all columns String (`PLACE_SCHEMA`):

        * ward_code: 6 digits. Null when unknown, or when address, ward text and town contradict each other.
        * ward_method: `stated` (address or ward text names the ward) or `town` (the town decides it); null with
          ward_code.
        * town: as in the table, with 丁目 (土橋2丁目 / 登戸).
        * block: 13-2.
        * building: what follows, also the name of a place. Access texts (登戸駅から徒歩5分) and addresses in other
          cities give null.
        * level: block, chome, town, ward or none: the finest part that is certain. Never null.
    """
    pairs = pl.DataFrame({"address": address.cast(pl.String), "ward_text": ward_text.cast(pl.String)})
    pairs = pairs.select("address", ward=ward_code_of(pl.col("ward_text")))
    distinct = pairs.unique(maintain_order=True)
    places = pl.DataFrame(
        [_VALUES(_read_address(text, ward)) for text, ward in distinct.iter_rows()], schema=PLACE_SCHEMA, orient="row"
    )
    answers = pl.concat([distinct, places], how="horizontal")
    return pairs.join(answers, on=["address", "ward"], how="left", nulls_equal=True, maintain_order="left").select(
        list(PLACE_SCHEMA)
    )


_VALUES = operator.attrgetter(*PLACE_SCHEMA)
