"""The lists of departments and partners besides the café list: which activities each of them names.

What belongs here: volume, genre and slots of every such list, and which activities it shares with other sites. What
does not: the layout of its pages and files (see `sites`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cities.kawasaki.sample_city.activities import Activity, draw_activity
from cities.kawasaki.sample_city.chance import pick, stream
from cities.kawasaki.sample_city.copies import write_copy
from cities.kawasaki.sample_city.documents import printed
from cities.kawasaki.sample_city.entry import FIELDS, Entry
from cities.kawasaki.sample_city.names import plain
from cities.kawasaki.sample_city.places import WARDS, draw_place
from cities.kawasaki.sample_city.vocabulary import Word, vocabulary

_PAUSED = ("休止中", "現在活動を休止しています", "休止中（再開未定）")
_RESUMED = ("令和８年４月から活動再開", "活動再開しました")
GREEN_IN_PDF = ("高津区", "麻生区")
_TWO_PLACES = 15
_PROGRAMMES = {
    "川崎区": "川崎区ほほえみ公園体操|かわさきくほほえみこうえんたいそう",
    "幸区": "さいわい公園体操|さいわいこうえんたいそう",
    "中原区": "なかはら公園体操|なかはらこうえんたいそう",
    "高津区": "たかつ公園体操|たかつこうえんたいそう",
    "宮前区": "宮前区ほがらか公園体操|みやまえくほがらかこうえんたいそう",
    "多摩区": "みんなで公園体操|みんなでこうえんたいそう",
    "麻生区": "あさお公園体操|あさおこうえんたいそう",
}


@dataclass(frozen=True)
class ListPlan:
    """One list.

    Attributes:
        volume: Number of listings.
        genres: Kinds of activity it names, drawn evenly.
        known: Share of listings whose activity another site lists too.
    """

    volume: int
    genres: tuple[str, ...]
    known: float


LISTS = {
    "kawasaki_city_park_exercise": ListPlan(120, ("exercise",), 0.12),
    "kawasaki_city_childcare_circles": ListPlan(160, ("childcare",), 0.4),
    "kawasaki_city_playparks": ListPlan(20, ("childcare",), 0.0),
    "kawasaki_green_groups": ListPlan(270, ("green",), 0.3),
    "kawasaki_terakoya": ListPlan(100, ("learning",), 0.0),
    "machi_no_hiroba_wa": ListPlan(102, ("community", "welfare", "art", "music", "green"), 0.5),
    "sdc_wards": ListPlan(7, ("community",), 0.0),
}
_LISTED_CENTRES = {"麻生区": "real-r046", "中原区": "real-r296"}
"""A ward has one ソーシャルデザインセンター: these two are among the real rows of 応援ナビかわさき already."""
_ONE_PER_VENUE = ("kawasaki_city_park_exercise", "kawasaki_city_playparks", "kawasaki_terakoya")


def list_entries(seed: int, numbers: Iterator[int], used: set[str], drawn: list[Activity]) -> Iterator[Entry]:
    """Writes the listings of all lists, without changing any other site.

    Args:
        seed: Seed of the world.
        numbers: Where activity numbers come from.
        used: Names taken so far.
        drawn: The generated activities that other sites list.

    Yields:
        Entries by list, ordered by ward; the record key is the place in that order.
    """
    for site, plan in LISTS.items():
        activities = list(_activities(seed, site, plan, numbers, used, drawn))
        activities.sort(key=lambda each: (WARDS.index(each.ward), stream(seed, "list", site, each.number).random()))
        entries = [_entry(seed, site, activity) for activity in activities]
        if site == "kawasaki_green_groups":
            entries = _in_two_places(entries)
        for row, entry in enumerate(entries, start=1):
            yield replace(entry, record_key=str(row))


def _in_two_places(entries: list[Entry]) -> list[Entry]:
    """Some groups work in a second place at other times: another activity of theirs, told in the same row."""
    listed: list[Entry] = []
    for number, entry in enumerate(entries):
        before = listed[-1] if listed else None
        if (
            before is None
            or number % _TWO_PLACES
            or entry.ward_text != before.ward_text
            or entry.ward_text in GREEN_IN_PDF
        ):
            listed.append(entry)
            continue
        listed.append(
            replace(
                before,
                entity_id=f"{before.entity_id}-second",
                venue_text=entry.venue_text,
                schedule_text=entry.schedule_text,
                status_text=before.status_text,
            )
        )
    return listed


def _activities(
    seed: int, site: str, plan: ListPlan, numbers: Iterator[int], used: set[str], drawn: list[Activity]
) -> Iterator[Activity]:
    known = [each for each in drawn if each.genre.key in plan.genres and _suits(site, each)]
    known.sort(key=lambda each: stream(seed, "known", site, each.number).random())
    shared = known[: int(plan.volume * plan.known)]
    yield from shared
    venues = {(each.ward, each.place.venue) for each in shared}
    for index in range(plan.volume - len(shared)):
        number = next(numbers)
        rng = stream(seed, "list", site, number)
        ward = WARDS[index % len(WARDS)]
        genre = vocabulary().genres[pick(rng, plan.genres)]
        activity = _shaped(seed, site, draw_activity(seed, number, genre, used, ward))
        while (ward, activity.place.venue) in venues and site in _ONE_PER_VENUE:
            activity = replace(activity, place=draw_place(rng, ward, ("park" if "park" in site else "words",)))
        venues.add((ward, activity.place.venue))
        yield activity


def _suits(site: str, activity: Activity) -> bool:
    """In the list of park exercise only the programme of that ward, elsewhere anything but a programme."""
    if site == "kawasaki_city_park_exercise":
        return activity.place_in_name and activity.name.core == _PROGRAMMES[activity.ward].split("|")[0]
    return not activity.place_in_name


def _shaped(seed: int, site: str, activity: Activity) -> Activity:
    """Gives an activity the name and place that its list is about."""
    rng = stream(seed, "shape", site, activity.number)
    town = activity.place.town
    if site == "kawasaki_city_park_exercise":
        programme = plain(Word(*_PROGRAMMES[activity.ward].split("|")))
        return replace(activity, name=programme, place=draw_place(rng, activity.ward, ("park",)), place_in_name=True)
    if site == "sdc_wards":
        name = plain(Word(f"{activity.ward}ソーシャルデザインセンター", ""))
        return replace(activity, name=name)
    if site == "kawasaki_city_playparks":
        place = draw_place(rng, activity.ward, ("park",))
        name = plain(Word(f"{place.venue}プレーパーク", f"{place.town.kana}ぷれーぱーく"))
        return replace(activity, name=name, place=place)
    if site == "kawasaki_terakoya":
        level = "小学校" if rng.random() < 0.9 else "中学校"
        schools = f"{town.oaza}{level}"
        if rng.random() < 0.06:
            schools += f"・{draw_place(rng, activity.ward, ('words',)).town.oaza}{level}"
        name = plain(Word(f"{town.oaza}{level}地域の寺子屋", ""))
        return replace(activity, name=name, place=replace(activity.place, venue=schools))
    return activity


def _entry(seed: int, site: str, activity: Activity) -> Entry:
    rng = stream(seed, "copy", site, activity.number)
    entry = write_copy(rng, activity, site, further=False)
    if site == "kawasaki_city_park_exercise":
        entry = replace(entry, name_text=_PROGRAMMES[activity.ward].split("|")[0])
    elif site in ("kawasaki_city_playparks", "kawasaki_terakoya", "sdc_wards"):
        entry = replace(entry, name_text=activity.name.core)
    if site == "sdc_wards":
        entry = replace(entry, entity_id=_LISTED_CENTRES.get(activity.ward, entry.entity_id))
    chance = rng.random()
    if site == "kawasaki_city_park_exercise" or (site == "kawasaki_green_groups" and entry.ward_text in GREEN_IN_PDF):
        entry = _as_printed(entry)
    if site in ("machi_no_hiroba_wa", "sdc_wards", "kawasaki_city_playparks") or chance > 0.05:
        return entry
    return replace(entry, status_text=pick(rng, _PAUSED if chance < 0.035 else _RESUMED))


def _as_printed(entry: Entry) -> Entry:
    """What stands in a PDF is what can be read back from it."""
    texts = {field: getattr(entry, field) for field in FIELDS}
    return replace(entry, **{field: printed(text) for field, text in texts.items() if text})
