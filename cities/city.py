"""A city as its `city.toml` declares it.

Belongs here: the shape of the file and reading it. Does not belong here: which city this process works for (`here`),
towns (`nation`), sources (`scrapers.declaration`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from warehouse.errors import StaffError

FOLDER = Path(__file__).parent
FILE = "city.toml"
DEFAULT = "kawasaki"
"""The city of a process that names none."""
_TEXTS = ("key", "id_letters", "code", "name", "kana", "en", "prefecture", "prefecture_kana")
_CODE_DIGITS = 6
KIND_OF_PLACE = re.compile("(?:ちょう|まち|むら|そん|し|く)$")
"""How the reading of a municipality ends."""


class CityError(StaffError):
    """There is no such city, or its `city.toml` cannot be used."""


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward of a city that has some: 6-digit code, name (緑区), reading (みどりく), English name."""

    code: str
    name: str
    kana: str
    en: str


@dataclass(frozen=True, slots=True)
class City:
    """One municipality.

    Attributes:
        folder: where everything of it is.
        key: name of the folder, in ASCII.
        id_letters: two or three letters in front of its IDs; never changed, and no other city has them.
        code: 6-digit 全国地方公共団体コード.
        name: with 市, 区, 町 or 村.
        kana: its reading in hiragana.
        en: as English texts call it: Sapporo City.
        prefecture: with 都, 道, 府 or 県.
        prefecture_kana: its reading in hiragana.
        county: the 郡 that addresses of a 町 or 村 name, else empty.
        wards: of a designated city, in the order in which people read them; else none, and the city is its one area.
        postcodes: first three digits of its postal codes.
        box: south, west, north, east of all of it, in degrees, with a little to spare.
        areas: 地区 that are no 町, as houses write them in front of a course.
        spellings: name of a town as people write it → as the table of towns has it.
        stations: station → its name in Latin letters without spaces.
        readings: words that a dictionary reads as another place → how they are read here, in katakana.
        venues: names that everybody shortens so, which no rule would find → the whole name.
        credits: what the tables of `reference/` must be credited with, by what shows them.
    """

    folder: Path
    key: str
    id_letters: str
    code: str
    name: str
    kana: str
    en: str
    prefecture: str
    prefecture_kana: str
    county: str
    wards: tuple[Ward, ...]
    postcodes: tuple[str, ...]
    box: tuple[float, float, float, float]
    areas: tuple[str, ...]
    spellings: Mapping[str, str]
    stations: Mapping[str, str]
    readings: Mapping[str, str]
    venues: Mapping[str, str]
    credits: Mapping[str, str]

    @property
    def stem(self) -> str:
        """The name without 市, 区, 町 or 村."""
        return self.name[:-1]

    @property
    def stem_kana(self) -> str:
        """The reading of `stem`."""
        return KIND_OF_PLACE.sub("", self.kana)

    @property
    def short_en(self) -> str:
        """The English name without City, Town or Village."""
        return self.en.rpartition(" ")[0] or self.en

    @property
    def latitude(self) -> float:
        """Its middle, in degrees: for maps and distances on a plane."""
        return round((self.box[0] + self.box[2]) / 2, 2)

    @property
    def sources(self) -> Path:
        """Folder of its sources."""
        return self.folder / "sources"

    def home(self, base: Path) -> Path:
        """Where this city has its own under a folder of all: the default city at its top, every other by its key.

        Who already has data, backups and paths for the default city goes on with them.
        """
        return base if self.key == DEFAULT else base / self.key


def city_keys() -> tuple[str, ...]:
    """Keys of all cities, sorted."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{FILE}")))


def read_city(key: str) -> City:
    """The city of a folder.

    Raises:
        CityError: there is none, or its file cannot be used; the message says what to do.
    """
    path = FOLDER / key / FILE
    if key not in city_keys():
        known = "、".join(city_keys())
        raise CityError(
            f"HIROBA_CITY の「{key}」という市区町村はありません。あるのは {known}。hiroba new-city で作れます。"
        )
    place = f"cities/{key}/{FILE}"
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CityError(f"{place} を TOML として読めません（{error}）。その行を直してください。") from error
    city = _city(path.parent, given, place)
    if city.key != key:
        raise CityError(f"{place}: key はフォルダーの名前「{key}」にしてください（いまは「{city.key}」）。")
    return city


def _city(folder: Path, given: dict[str, Any], place: str) -> City:
    allowed = {*City.__dataclass_fields__} - {"folder"}
    if strange := sorted(set(given) - allowed):
        raise CityError(
            f"{place}: {'、'.join(strange)} という項目はありません。あるのは {'、'.join(sorted(allowed))}。"
        )
    for name in _TEXTS:
        if not isinstance(given.get(name), str) or not given[name]:
            raise CityError(f"{place}: {name} を文字で書いてください（いまは {given.get(name)!r}）。")
    _check_code(given["code"], place)
    wards = given.get("wards", [])
    if not all(isinstance(ward, list) and len(ward) == len(Ward.__dataclass_fields__) for ward in wards):
        raise CityError(f"{place}: wards は [コード, 名前, よみ, 英語名] を並べてください（いまは {wards!r}）。")
    for ward in wards:
        _check_code(ward[0], place)
    box = given.get("box", ())
    if len(box) != len(("south", "west", "north", "east")) or not (box[0] < box[2] and box[1] < box[3]):
        raise CityError(f"{place}: box は南端、西端、北端、東端の順に度で書いてください（いまは {box!r}）。")
    south, west, north, east = map(float, box)
    return City(
        folder=folder,
        **{name: given[name] for name in _TEXTS},
        county=given.get("county", ""),
        wards=tuple(Ward(*ward) for ward in wards),
        postcodes=tuple(given.get("postcodes", ())),
        box=(south, west, north, east),
        areas=tuple(given.get("areas", ())),
        spellings=_mapping(given, "spellings"),
        stations=_mapping(given, "stations"),
        readings=_mapping(given, "readings"),
        venues=_mapping(given, "venues"),
        credits=_mapping(given, "credits"),
    )


def _mapping(given: dict[str, Any], name: str) -> Mapping[str, str]:
    return MappingProxyType(dict(given.get(name, {})))


def _check_code(code: str, place: str) -> None:
    """The last digit of a code checks the others; a code that was mistyped is another city."""
    if len(code) != _CODE_DIGITS or not code.isdecimal() or code != with_check_digit(code[:-1]):
        raise CityError(
            f"{place}: 「{code}」は全国地方公共団体コード（6桁）ではありません。最後の桁まで確かめてください。"
        )


def with_check_digit(code: str) -> str:
    """A 5-digit code (JIS X 0402) with the digit that checks it.

    Args:
        code: five digits.
    """
    weighted = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return f"{code}{(11 - weighted % 11) % 10}"
