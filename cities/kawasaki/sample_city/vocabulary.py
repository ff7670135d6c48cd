"""The word lists of the generated activities.

What belongs here: reading `data/vocabulary.toml` into typed values. What does not: putting words together.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SITES = ("kawasaki_city_cafes", "ouen_navi", "fukumimi", "kawasaki_city_events")
CAFES, FEED, TABLE_FILES = "kawasaki_city_cafes", "kawasaki_city_events", "kawasaki_green_groups"
"""Sources of one form: a table on a page, dated events, files with tables."""
GROUP_LISTS = (CAFES, "fukumimi", "ouen_navi")
"""Lists of groups that go on."""


@dataclass(frozen=True)
class Word:
    """A word and its reading.

    Attributes:
        text: As written.
        kana: In hiragana.
    """

    text: str
    kana: str


@dataclass(frozen=True)
class Genre:
    """One kind of activity.

    Attributes:
        key: Stable name.
        weight: How often it is drawn.
        sites: Weight of each site as the first home of such an activity.
        copies: The sites on which further copies may appear.
        forms: How its names are put together (see `names`).
        nouns: What is done.
        groups: What the group calls itself.
        verbs: Endings of verb names (…を守る会).
        categories: Category words per site.
        targets: For whom.
        works: Sentences about what is done.
        venues: Kinds of venue.
    """

    key: str
    weight: float
    sites: dict[str, float]
    copies: tuple[str, ...]
    forms: tuple[str, ...]
    nouns: tuple[Word, ...]
    groups: tuple[Word, ...]
    verbs: tuple[Word, ...]
    categories: dict[str, tuple[str, ...]]
    targets: tuple[str, ...]
    works: tuple[str, ...]
    venues: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All word lists.

    Attributes:
        genres: Kinds of activity by key.
        pets: Pet names of groups.
        common: Names that several groups share.
        lists: Every plain list of the file by its name.
        given: Per site, how probably a field is given; a field that is not named is always given.
    """

    genres: dict[str, Genre]
    pets: tuple[Word, ...]
    common: tuple[Word, ...]
    lists: dict[str, tuple[str, ...]]
    given: dict[str, dict[str, float]]


def _words(raw: list[str]) -> tuple[Word, ...]:
    return tuple(Word(*entry.split("|")) for entry in raw)


def _genre(raw: dict[str, Any]) -> Genre:
    categories = {
        "kawasaki_city_cafes": tuple(raw.get("cafe", ())),
        "ouen_navi": tuple(raw["ouen"]),
        "fukumimi": tuple(raw["fukumimi"]),
        "kawasaki_city_events": tuple(raw["events"]),
    }
    return Genre(
        key=raw["key"],
        weight=raw["weight"],
        sites=raw["sites"],
        copies=tuple(raw["copies"]),
        forms=tuple(raw["forms"]),
        nouns=_words(raw["nouns"]),
        groups=_words(raw.get("groups", [])),
        verbs=_words(raw.get("verbs", [])),
        categories=categories,
        targets=tuple(raw["targets"]),
        works=tuple(raw["works"]),
        venues=tuple(raw["venues"]),
    )


@cache
def vocabulary() -> Vocabulary:
    """Reads the word lists once.

    Returns:
        The lists of `data/vocabulary.toml`.
    """
    raw = tomllib.loads((DATA / "vocabulary.toml").read_text(encoding="utf-8"))
    plain = {name: tuple(value) for name, value in raw.items() if name not in {"genre", "pets", "common", "given"}}
    return Vocabulary(
        genres={entry["key"]: _genre(entry) for entry in raw["genre"]},
        pets=_words(raw["pets"]),
        common=_words(raw["common"]),
        lists=plain,
        given=raw["given"],
    )
