"""The generated activities themselves, before any site writes about them.

What belongs here: one activity with everything that is true of it. What does not: spellings and missing fields
(see `copies`), and groups of activities that look alike (see `lookalikes`).
"""

import random
from dataclasses import dataclass

from cities.kawasaki.sample_city.chance import maybe, pick, stream, weighted
from cities.kawasaki.sample_city.names import Name, draw_name
from cities.kawasaki.sample_city.places import WARD_KANA, WARDS, Place, draw_place, draw_town
from cities.kawasaki.sample_city.schedules import Rule, draw_rule
from cities.kawasaki.sample_city.vocabulary import Genre, vocabulary

# The call centre and the switchboard of the city stand on its pages; no activity may own their numbers.
_TAKEN = {"3939", "2111"}
_KANA = (
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ"
)
_LATIN = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo "
    "ya yu yo ra ri ru re ro wa wo n ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po"
)
_ROMAJI = dict(zip(_KANA, _LATIN.split(), strict=True))


@dataclass(frozen=True)
class Fee:
    """What it costs.

    Attributes:
        kind: `free`, `session`, `drink`, `month`, `year`, `material`, `person` or `family`.
        yen: The amount.
    """

    kind: str
    yen: int


@dataclass(frozen=True)
class Activity:
    """One activity and everything that is true of it.

    Attributes:
        number: Its number among the generated ones.
        genre: Kind of activity.
        name: Its name.
        place: Where it meets.
        rule: When it meets.
        fee: What it costs.
        target: For whom.
        organizer: Who runs it.
        phone: Ten digits.
        host: Host of its web site and mail.
        founded: Year and month.
        keep: Fields that no copy may leave out, because the activity cannot be told apart without them.
        place_in_name: Whether the venue is part of the name (one programme at many venues).
    """

    number: int
    genre: Genre
    name: Name
    place: Place
    rule: Rule
    fee: Fee
    target: str
    organizer: str
    phone: str
    host: str
    founded: tuple[int, int]
    keep: frozenset[str] = frozenset()
    place_in_name: bool = False

    @property
    def entity_id(self) -> str:
        """Its identity in the truth."""
        return f"gen-{self.number:05d}"

    @property
    def ward(self) -> str:
        """The ward it meets in."""
        return self.place.town.ward


def romanise(kana: str) -> str:
    """Writes a reading in Latin letters, well enough for a host name.

    Args:
        kana: Hiragana.

    Returns:
        Lower-case ASCII letters.
    """
    letters = ""
    for char in kana:
        small = {"ゃ": "a", "ゅ": "u", "ょ": "o"}.get(char)
        if small:
            letters = letters[:-1] + (small if letters.endswith(("shi", "chi", "ji")) else "y" + small)
        else:
            letters += _ROMAJI.get(char, "")
    return letters


def draw_phone(number: int) -> str:
    """Gives an activity its number in the block of the city office.

    Args:
        number: Number of the activity.

    Returns:
        Ten digits.
    """
    # 7919 is prime to 10000, so the first 10000 activities get different numbers without drawing.
    line = f"{(number * 7919 + 13) % 10000:04d}"
    return "044200" + (line if line not in _TAKEN else "0000")


def draw_fee(rng: random.Random) -> Fee:
    """Draws a fee in the measured proportions.

    Args:
        rng: The stream to draw from.

    Returns:
        The fee.
    """
    kinds = {"free": 31, "session": 24, "drink": 5, "month": 12, "year": 9, "material": 6, "person": 9, "family": 4}
    kind = weighted(rng, kinds)
    amounts = {"month": (500, 1000, 1500, 2000), "year": (1000, 1200, 2000, 3000)}
    return Fee(kind, 0 if kind == "free" else pick(rng, amounts.get(kind, (50, 100, 100, 200, 300, 500))))


def draw_organizer(rng: random.Random, place: Place) -> str:
    """Draws who runs an activity.

    Args:
        rng: The stream to draw from.
        place: Where it meets.

    Returns:
        Name of the organisation.
    """
    pattern = pick(rng, vocabulary().lists["orgs"])
    pet = pick(rng, vocabulary().pets).text
    return pattern.format(town=place.town.oaza, ward=place.town.ward, pet=pet)


def draw_activity(seed: int, number: int, genre: Genre, used: set[str], ward: str = "") -> Activity:
    """Makes an ordinary activity.

    Args:
        seed: Seed of the world.
        number: Number of the activity.
        genre: Kind of activity.
        used: Names taken so far; the new one is added.
        ward: Where it must be, or empty for any ward.

    Returns:
        The activity.
    """
    rng = stream(seed, "activity", number)
    ward = ward or pick(rng, WARDS)
    place = draw_place(rng, ward, genre.venues)
    # Most groups are named after the town of their venue, some after where they began.
    town = place.town if place.town.kana and maybe(rng, 0.7) else draw_town(rng, ward)
    name = draw_name(rng, genre, town, used)
    return Activity(
        number=number,
        genre=genre,
        name=name,
        place=place,
        rule=draw_rule(rng),
        fee=draw_fee(rng),
        target=pick(rng, genre.targets),
        organizer=place.venue if genre.key == "centre" else draw_organizer(rng, place),
        phone=draw_phone(number),
        host=host_of(name, ward, number),
        founded=(rng.randint(1975, 2025), rng.randint(1, 12)),
    )


def host_of(name: Name, ward: str, number: int) -> str:
    """Makes the host of an activity's web site.

    Args:
        name: Name of the activity.
        ward: Ward name with 区.
        number: Number of the activity, used when the name has no Latin spelling.

    Returns:
        A host under the reserved domain example.jp.
    """
    letters = romanise(name.kana)[:30] or f"group{number}"
    return f"{letters}-{romanise(WARD_KANA[ward])}.example.jp"
