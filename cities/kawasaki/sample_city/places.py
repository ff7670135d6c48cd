"""Where generated activities meet.

What belongs here: towns, public facilities and invented halls, parks and shops with a block number. What does not:
the spelling of an address (see `variants`).
"""

import csv
import random
from dataclasses import dataclass
from functools import cache

from cities.kawasaki.sample_city.chance import pick
from cities.kawasaki.sample_city.vocabulary import DATA, vocabulary

WARDS = ("川崎区", "幸区", "中原区", "高津区", "宮前区", "多摩区", "麻生区")
WARD_KANA = dict(zip(WARDS, ("かわさき", "さいわい", "なかはら", "たかつ", "みやまえ", "たま", "あさお"), strict=True))


@dataclass(frozen=True)
class Town:
    """One 町丁目.

    Attributes:
        ward: Ward name with 区.
        oaza: Town name.
        kana: Reading of the town name.
        chome: 丁目, or None when the town has none.
        postal_code: Seven digits.
    """

    ward: str
    oaza: str
    kana: str
    chome: int | None
    postal_code: str


@dataclass(frozen=True)
class Place:
    """A meeting place.

    Attributes:
        town: Its 町丁目.
        block: Numbers after the town, e.g. `12-3`.
        venue: Name of the house, park or shop.
    """

    town: Town
    block: str
    venue: str


@cache
def towns() -> dict[str, tuple[Town, ...]]:
    """Reads the towns of every ward.

    Returns:
        Towns by ward.
    """
    by_ward: dict[str, list[Town]] = {ward: [] for ward in WARDS}
    with (DATA / "towns.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            chome = int(row["chome"]) if row["chome"] else None
            by_ward[row["ward"]].append(Town(row["ward"], row["oaza"], row["kana"], chome, row["postal_code"]))
    return {ward: tuple(rows) for ward, rows in by_ward.items()}


@cache
def facilities() -> dict[tuple[str, str], tuple[Place, ...]]:
    """Reads the public facilities.

    Returns:
        Facilities by ward and kind.
    """
    postal = {(town.ward, town.oaza, town.chome): town for rows in towns().values() for town in rows}
    places: dict[tuple[str, str], list[Place]] = {}
    with (DATA / "facilities.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            chome = int(row["chome"]) if row["chome"] else None
            town = postal.get((row["ward"], row["oaza"], chome)) or Town(row["ward"], row["oaza"], "", chome, "")
            places.setdefault((row["ward"], row["kind"]), []).append(Place(town, row["block"], row["name"]))
    return {key: tuple(rows) for key, rows in places.items()}


def draw_town(rng: random.Random, ward: str) -> Town:
    """Draws a town of a ward.

    Args:
        rng: The stream to draw from.
        ward: Ward name with 区.

    Returns:
        A town with a known reading.
    """
    return pick(rng, towns()[ward])


def draw_block(rng: random.Random, town: Town) -> str:
    """Invents the numbers of an address.

    Args:
        rng: The stream to draw from.
        town: Where the address lies; a town without 丁目 has lot numbers.

    Returns:
        For example `12-3`, or a lot number such as `1284-2`.
    """
    first = rng.randint(1, 34) if town.chome else rng.randint(40, 2400)
    return f"{first}-{rng.randint(1, 24)}" if rng.random() < 0.93 else str(first)


def draw_place(rng: random.Random, ward: str, kinds: tuple[str, ...]) -> Place:
    """Draws a meeting place in a ward.

    Args:
        rng: The stream to draw from.
        ward: Ward name with 区.
        kinds: A kind of facility, or `words`, `park` or `shop` for an invented one.

    Returns:
        The place.
    """
    kind = pick(rng, kinds)
    known = facilities().get((ward, kind))
    if known:
        return pick(rng, known)
    town = draw_town(rng, ward)
    lists = vocabulary().lists
    if kind == "park":
        venue = town.oaza + pick(rng, lists["park_words"])
    elif kind == "shop":
        venue = f"{pick(rng, lists['shop_words'])}{pick(rng, vocabulary().pets).text}"
    else:
        venue = town.oaza + pick(rng, lists["venue_words"])
    return Place(town, draw_block(rng, town), venue)
