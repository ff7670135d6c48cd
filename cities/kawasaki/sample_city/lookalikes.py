"""Generated activities that are easy to confuse and yet different.

What belongs here: the families of docs/sources.md §7 – one programme at many venues, one name in many wards, ひよこ and
its likes, first and second, two groups in one house, one organiser of many things. What does not: ordinary ones.
"""

import random
from collections.abc import Iterator
from dataclasses import replace

from cities.kawasaki.sample_city.activities import Activity, draw_activity, draw_phone, host_of
from cities.kawasaki.sample_city.chance import pick, stream
from cities.kawasaki.sample_city.names import Name, plain
from cities.kawasaki.sample_city.places import WARD_KANA, WARDS, draw_place
from cities.kawasaki.sample_city.vocabulary import Word, vocabulary

# A copy that named neither the ward nor the place could not be told apart by anybody.
_PLACE_BOUND = frozenset({"ward_text", "venue_text"})
_PROGRAMMES = (
    ("exercise", "みんなで公園体操|みんなでこうえんたいそう", "多摩区", "park", 20),
    ("exercise", "ほがらか体操|ほがらかたいそう", "宮前区", "老人いこいの家", 6),
    ("childcare", "おでかけ親子ひろば|おでかけおやこひろば", "中原区", "こども文化センター", 8),
    ("learning", "放課後寺子屋|ほうかごてらこや", "高津区", "words", 8),
)
_CHICKS = (
    ("ひよこ|ひよこ", "ひよこクラブ|ひよこくらぶ", "ひよこサロン|ひよこさろん"),
    ("ぴよぴよ|ぴよぴよ", "ぴよぴよ広場|ぴよぴよひろば", "ぴよぴよキッズ|ぴよぴよきっず"),
    ("どんぐり|どんぐり", "どんぐりクラブ|どんぐりくらぶ", "どんぐり文庫|どんぐりぶんこ"),
    ("つくしんぼ|つくしんぼ", "つくしんぼの会|つくしんぼのかい", "つくしんぼサロン|つくしんぼさろん"),
)
_ORDINALS = (
    ("green", "公園愛護会|こうえんあいごかい"),
    ("welfare", "ふれあいサロン|ふれあいさろん"),
    ("childcare", "子育てサロン|こそだてさろん"),
    ("exercise", "ラジオ体操会|らじおたいそうかい"),
)


def _renamed(activity: Activity, name: Name, **changes: object) -> Activity:
    changed = replace(activity, name=name, host=host_of(name, activity.ward, activity.number))
    return replace(changed, keep=activity.keep | _PLACE_BOUND, **changes)  # type: ignore[arg-type]


def _word(text: str) -> Word:
    return Word(*text.split("|"))


def _programmes(seed: int, numbers: Iterator[int], used: set[str]) -> Iterator[Activity]:
    for key, title, ward, kind, count in _PROGRAMMES:
        first: Activity | None = None
        venues: set[str] = set()
        for _ in range(count):
            number = next(numbers)
            rng = stream(seed, "programme", number)
            drawn = draw_activity(seed, number, vocabulary().genres[key], used, ward)
            place = draw_place(rng, ward, (kind,))
            if place.venue in venues:  # one venue is one listing
                continue
            venues.add(place.venue)
            first = first or drawn
            yield _renamed(
                replace(drawn, place=place, organizer=first.organizer, phone=first.phone, fee=first.fee),
                replace(plain(_word(title)), subtitle=""),
                place_in_name=True,
            )


def _common_names(seed: int, numbers: Iterator[int], used: set[str]) -> Iterator[Activity]:
    for word in vocabulary().common:
        rng = stream(seed, "common", word.text)
        for ward in rng.sample(WARDS, rng.randint(3, 5)):
            key = "cafe" if "カフェ" in word.text else pick(rng, ("welfare", "music", "green", "childcare", "art"))
            drawn = draw_activity(seed, next(numbers), vocabulary().genres[key], used, ward)
            yield _renamed(drawn, plain(word))


def _chicks(seed: int, numbers: Iterator[int], used: set[str]) -> Iterator[Activity]:
    for family in _CHICKS:
        ward = pick(stream(seed, "chicks", family[0]), WARDS)
        for text in family:
            drawn = draw_activity(seed, next(numbers), vocabulary().genres["childcare"], used, ward)
            yield _renamed(drawn, plain(_word(text)))


def _ordinals(seed: int, numbers: Iterator[int], used: set[str]) -> Iterator[Activity]:
    for key, text in _ORDINALS:
        for ward in stream(seed, "ordinals", key).sample(WARDS, 3):
            noun = _word(text)
            first = draw_activity(seed, next(numbers), vocabulary().genres[key], used, ward)
            area = Word(first.place.town.oaza, first.place.town.kana)
            for digit, kana in (("第1", "だいいち"), ("第2", "だいに")):
                activity = first
                if digit == "第2":
                    activity = draw_activity(seed, next(numbers), vocabulary().genres[key], used, ward)
                yield _renamed(activity, Name(area.text + digit + noun.text, "", area.kana + kana + noun.kana))


def _one_house(seed: int, numbers: Iterator[int], used: set[str]) -> Iterator[Activity]:
    # Cafés in one hall also give the city's table its merged cells.
    for index, key in enumerate(
        ("cafe", "cafe", "cafe", "cafe", "cafe", "music", "art", "exercise", "reading", "welfare")
    ):
        ward = WARDS[index % len(WARDS)]
        first = draw_activity(seed, next(numbers), vocabulary().genres[key], used, ward)
        second = draw_activity(seed, next(numbers), vocabulary().genres[key], used, ward)
        yield replace(first, keep=first.keep | {"venue_text", "address_text"})
        yield replace(second, place=first.place, keep=second.keep | {"venue_text", "address_text"})


def _one_organizer(seed: int, numbers: Iterator[int], used: set[str]) -> Iterator[Activity]:
    for index in range(10):
        rng: random.Random = stream(seed, "organizer", index)
        ward = WARDS[index % len(WARDS)]
        owner = pick(rng, vocabulary().pets)
        name = f"{pick(rng, ('NPO法人', '一般社団法人', '社会福祉法人'))}{WARD_KANA[ward]}{owner.text}"
        number = next(numbers)
        host = host_of(Name(owner.text, "", owner.kana), ward, number)
        for key in rng.sample(("childcare", "welfare", "learning", "community", "art", "music"), rng.randint(3, 4)):
            drawn = draw_activity(seed, next(numbers), vocabulary().genres[key], used, ward)
            yield replace(drawn, organizer=name, phone=draw_phone(number), host=host)


def family_names() -> set[str]:
    """Lists the names that belong to families, so that no ordinary activity takes one by chance.

    Returns:
        Spellings and readings.
    """
    words = [_word(title) for _, title, *_ in _PROGRAMMES] + [_word(text) for family in _CHICKS for text in family]
    words.extend(vocabulary().common)
    return {text for word in words for text in (word.text, word.kana)}


def families(seed: int, numbers: Iterator[int], used: set[str]) -> Iterator[Activity]:
    """Makes all activities that look alike.

    Args:
        seed: Seed of the world.
        numbers: Where activity numbers come from.
        used: Names taken so far.

    Yields:
        Different activities, however similar.
    """
    for family in (_programmes, _common_names, _chicks, _ordinals, _one_house, _one_organizer):
        yield from family(seed, numbers, used)
