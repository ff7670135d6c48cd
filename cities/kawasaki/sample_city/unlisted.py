"""Activities of the sample city that stand on no list: the known truth of what nobody can see.

What belongs here: how many there are, of which kind and in which ward. What does not: anything that is listed; no page
shows an unlisted activity, and none of the others changes because of one.

Everywhere that people looked, a good part of what goes on was on no list; here it is four in ten of what anybody may
enter. A programme lists all it runs, so nothing is missing of it. The numbers are stated, not fitted to any estimate.
"""

from dataclasses import dataclass

from cities.kawasaki.sample_city.activities import draw_activity
from cities.kawasaki.sample_city.chance import stream
from cities.kawasaki.sample_city.vocabulary import vocabulary

_FIRST_NUMBER = 700_001
"""Apart from the numbers of listed activities, and of those that start later (`calendar`)."""
_MISSING = {
    "cafe": 70,
    "childcare": 130,
    "reading": 60,
    "green": 120,
    "exercise": 130,
    "music": 90,
    "art": 120,
    "welfare": 170,
    "learning": 60,
    "community": 90,
}
"""Genre → unlisted activities; centres are run by the city, which lists them all."""
KIND_OF_GENRE = {
    "cafe": "cafe",
    "childcare": "childcare",
    "reading": "children",
    "green": "green",
    "exercise": "exercise",
    "music": "culture",
    "art": "culture",
    "welfare": "welfare",
    "learning": "learning",
    "community": "community",
}


@dataclass(frozen=True)
class Unlisted:
    """One activity that stands nowhere.

    Attributes:
        entity_id: Its identity in the truth.
        kind: Code of its kind.
        ward: Name of its ward.
        name: Its name.
    """

    entity_id: str
    kind: str
    ward: str
    name: str


def unlisted(seed: int = 0) -> tuple[Unlisted, ...]:
    """Makes the activities that no list names.

    Args:
        seed: Seed of the world they belong to.

    Returns:
        The activities, by number.
    """
    genres = vocabulary().genres
    used: set[str] = set()
    made = []
    numbers = iter(range(_FIRST_NUMBER, _FIRST_NUMBER + sum(_MISSING.values())))
    for genre, count in _MISSING.items():
        for _ in range(count):
            number = next(numbers)
            activity = draw_activity(seed, number, genres[genre], used)
            made.append(Unlisted(activity.entity_id, KIND_OF_GENRE[genre], activity.ward, activity.name.core))
    return tuple(sorted(made, key=lambda each: (stream(seed, "unlisted", each.entity_id).random(), each.entity_id)))
