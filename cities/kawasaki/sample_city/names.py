"""What generated activities are called.

What belongs here: putting names together from words, with their reading, and keeping them apart. What does not:
the spelling variants of a finished name (see `spelling`).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from cities.kawasaki.sample_city.chance import maybe, pick
from cities.kawasaki.sample_city.places import WARD_KANA, Town
from cities.kawasaki.sample_city.vocabulary import Genre, Word, vocabulary


@dataclass(frozen=True)
class Name:
    """The name of an activity before anybody spells it.

    Attributes:
        head: Kind word or whole name, e.g. 朗読サークル.
        pet: Pet name behind it, e.g. やまびこ, or an empty string.
        kana: Reading of head and pet together.
        legal: `short|long` spelling of a legal form, or an empty string.
        subtitle: A subtitle some copies carry, or an empty string.
        area: The place word the head begins with, or an empty string.
    """

    head: str
    pet: str
    kana: str
    legal: str = ""
    subtitle: str = ""
    area: str = ""

    @property
    def core(self) -> str:
        """The name without blanks and brackets."""
        return self.head + self.pet


def plain(word: Word) -> Name:
    """Makes a name of one word.

    Args:
        word: The word.

    Returns:
        The name.
    """
    return Name(word.text, "", word.kana)


def _area(rng: random.Random, town: Town) -> Word:
    if maybe(rng, 0.2) or not town.kana:
        kana = WARD_KANA[town.ward]
        return Word(pick(rng, (kana, town.ward[:-1])), kana)
    return Word(town.oaza, town.kana)


def _pet_of(rng: random.Random, genre: Genre, _town: Town) -> Name:
    pet, noun = pick(rng, vocabulary().pets), pick(rng, genre.nouns)
    return plain(Word(pet.text + noun.text, pet.kana + noun.kana))


def _of_pet(rng: random.Random, genre: Genre, _town: Town) -> Name:
    noun, pet = pick(rng, genre.nouns), pick(rng, vocabulary().pets)
    return Name(noun.text, pet.text, noun.kana + pet.kana)


def _town_noun(rng: random.Random, genre: Genre, town: Town) -> Name:
    area, noun = _area(rng, town), pick(rng, genre.nouns)
    return Name(area.text + noun.text, "", area.kana + noun.kana, area=area.text)


def _town_of_pet(rng: random.Random, genre: Genre, town: Town) -> Name:
    area, name = _area(rng, town), _of_pet(rng, genre, town)
    return Name(area.text + name.head, name.pet, area.kana + name.kana, area=area.text)


def _town_noun_group(rng: random.Random, genre: Genre, town: Town) -> Name:
    name, group = _town_noun(rng, genre, town), pick(rng, genre.groups)
    return Name(name.head + group.text, "", name.kana + group.kana, area=name.area)


def _noun_group_pet(rng: random.Random, genre: Genre, _town: Town) -> Name:
    noun, pet = pick(rng, genre.nouns), pick(rng, vocabulary().pets)
    groups = [group for group in genre.groups if not group.text.startswith("の")]
    group = pick(rng, groups or genre.groups)
    return Name(noun.text + group.text, pet.text, noun.kana + group.kana + pet.kana)


def _pet_group(rng: random.Random, genre: Genre, town: Town) -> Name:
    pet, group = pick(rng, vocabulary().pets), pick(rng, genre.groups)
    area = _area(rng, town) if maybe(rng, 0.5) else Word("", "")
    return Name(area.text + pet.text + group.text, "", area.kana + pet.kana + group.kana, area=area.text)


def _verb(rng: random.Random, genre: Genre, town: Town) -> Name:
    area, noun, verb = _area(rng, town), pick(rng, genre.nouns), pick(rng, genre.verbs)
    joint = Word("の", "の") if maybe(rng, 0.7) else Word("", "")
    text = f"{area.text}{joint.text}{noun.text}を{verb.text}"
    return Name(text, "", f"{area.kana}{joint.kana}{noun.kana}を{verb.kana}", area=area.text + joint.text)


def _katakana(rng: random.Random, genre: Genre, _town: Town) -> Name:
    first, second = rng.sample(vocabulary().pets, 2)
    noun = pick(rng, genre.nouns)
    return Name(noun.text, f"{first.text}・{second.text}", noun.kana + first.kana + second.kana)


def _plain_event(rng: random.Random, genre: Genre, town: Town) -> Name:
    noun = pick(rng, genre.nouns)
    if maybe(rng, 0.5):
        pet = pick(rng, vocabulary().pets)
        return Name(noun.text, pet.text, noun.kana + pet.kana)
    return plain(Word(f"{town.oaza}{noun.text}", town.kana + noun.kana))


FORMS: dict[str, Callable[[random.Random, Genre, Town], Name]] = {
    "pet_of": _pet_of,
    "of_pet": _of_pet,
    "town_noun": _town_noun,
    "town_of_pet": _town_of_pet,
    "town_noun_group": _town_noun_group,
    "noun_group_pet": _noun_group_pet,
    "pet_group": _pet_group,
    "verb": _verb,
    "katakana": _katakana,
    "plain_event": _plain_event,
}


def draw_name(rng: random.Random, genre: Genre, town: Town, used: set[str]) -> Name:
    """Makes a name that no other activity has.

    Two unrelated groups with one name would make the truth a matter of opinion, so readings are unique here; groups
    that share a name on purpose come from `lookalikes`.

    Args:
        rng: The stream to draw from.
        genre: Kind of activity.
        town: Where it meets.
        used: Readings and spellings taken so far; the new ones are added.

    Returns:
        The name.

    Raises:
        RuntimeError: When the words do not yield a free name.
    """
    for _ in range(200):
        name = FORMS[pick(rng, genre.forms)](rng, genre, town)
        if name.kana in used or name.core in used:
            continue
        used.update((name.kana, name.core))
        return _adorned(rng, name, genre)
    raise RuntimeError(f"no free name left for genre {genre.key}")


def _adorned(rng: random.Random, name: Name, genre: Genre) -> Name:
    lists = vocabulary().lists
    legal = pick(rng, lists["legal"]) if genre.key in {"green", "welfare", "community"} and maybe(rng, 0.2) else ""
    subtitle = pick(rng, lists["subtitles"]) if maybe(rng, 0.12) else ""
    return replace(name, legal=legal, subtitle=subtitle)
