"""The sample city over time: which listing starts, moves, pauses, is renamed or ends on which day.

What belongs here: the days, what happens on each, and the world and the flaws of a day. What does not: how a listing
is worded (see `copies`), how it is laid out (see `sites`).

The first day is the world as `build_world` makes it. Every later day is the day before with the changes of that day,
so a page that no change concerns keeps its bytes. `changes` tells what happened: the known answer for history.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from cities.kawasaki.sample_city.activities import draw_activity
from cities.kawasaki.sample_city.chance import stream
from cities.kawasaki.sample_city.change import Change, Fact, Kind
from cities.kawasaki.sample_city.copies import write_copy
from cities.kawasaki.sample_city.documents import printed
from cities.kawasaki.sample_city.entry import FIELDS, Entry
from cities.kawasaki.sample_city.faults import Fault
from cities.kawasaki.sample_city.places import draw_place
from cities.kawasaki.sample_city.vocabulary import vocabulary
from cities.kawasaki.sample_city.world import FIRST_DAY, World, build_world, by_order

TERAKOYA_MOVE = ("/880/page/0000900050.html", "/880/page/0000950050.html")
MOVED_WARD = "幸区"
# Activities that start later are numbered apart, so that they move no other; the telephone repeats every 10000
_FIRST_NUMBER = 905_001

# Every third activity whose listing starts existed before; most of those whose listing ends have ended
_OLDER, _ENDED = 3, 0.6

# What happens to a world on a day; the set holds the activities that earlier days have changed
_Step = Callable[[World, set[str], Iterator[int]], tuple[World, list[Change]]]


def _chosen(world: World, kind: str, site: str, count: int, touched: set[str]) -> list[Entry]:
    """Listings that a change may concern: generated, named, reachable, and not changed before."""
    listed = Counter(entry.entity_id for entry in world.of(site))
    free = [
        entry
        for entry in world.of(site)
        if listed[entry.entity_id] == 1
        and entry.real_row_id is None
        and entry.name_text
        and entry.status_text is None
        and (entry.site, entry.record_key) not in world.unreachable
        and entry.entity_id not in touched
    ]
    free.sort(key=lambda entry: stream(world.seed, "calendar", kind, entry.entity_id).random())
    touched.update(entry.entity_id for entry in free[:count])
    return free[:count]


def _with(world: World, old: Entry, new: Entry) -> World:
    entries = tuple(new if entry == old else entry for entry in world.entries)
    return replace(world, entries=by_order(entries))


def _texts(world: World, kind: Kind, old: Entry, **texts: str | None) -> tuple[World, list[Change]]:
    new = replace(old, **texts)  # type: ignore[arg-type]  # only text fields are passed, never a key
    changes = [
        Change(world.day, kind, old.site, old.entity_id, name, getattr(old, name), text)
        for name, text in texts.items()
        if getattr(old, name) != text
    ]
    return _with(world, old, new), changes


def _start(site: str, genre: str, count: int) -> _Step:
    def step(world: World, touched: set[str], numbers: Iterator[int]) -> tuple[World, list[Change]]:
        changes = []
        for number in itertools.islice(numbers, count):
            fact: Fact = "existed" if number % _OLDER == 0 else "born"
            world, entry = _new_entry(world, site, genre, number, is_born=fact == "born")
            touched.add(entry.entity_id)
            changes.append(Change(world.day, "start", site, entry.entity_id, after=entry.name_text, fact=fact))
        return world, changes

    return step


def _new_entry(
    world: World, site: str, genre: str, number: int, ward: str = "", *, is_born: bool = False
) -> tuple[World, Entry]:
    """Adds a listing of a new activity; what has ids gets the next one, as a later registration does."""
    used = {entry.name_text or "" for entry in world.entries}
    activity = draw_activity(world.seed, number, vocabulary().genres[genre], used, ward)
    if is_born:
        activity = replace(activity, founded=(world.day.year, world.day.month))
    entry = write_copy(stream(world.seed, "copy", activity.entity_id), activity, site, further=False)
    entry = replace(entry, record_key=_next_key(world.of(site)))
    entries = by_order((*world.entries, entry))
    return replace(world, entries=entries), entry


def _next_key(entries: tuple[Entry, ...]) -> str:
    last = max((entry.record_key for entry in entries), key=lambda key: int(key.lstrip("G")))
    return f"G{int(last[1:]) + 1:07d}" if last.startswith("G") else str(int(last) + 1)


def _move(site: str, count: int) -> _Step:
    """To another place in the same ward; a listing of the same activity on another site stays as it was."""

    def step(world: World, touched: set[str], numbers: Iterator[int]) -> tuple[World, list[Change]]:
        changes = []
        for entry in _chosen(world, "move", site, count, touched):
            place = draw_place(stream(world.seed, "moved", entry.entity_id), str(entry.ward_text), ("words",))
            address = f"川崎市{entry.ward_text}{place.town.oaza}1-2-3"
            world, more = _texts(world, "move", entry, venue_text=place.venue, address_text=address)
            changes += more
        return world, changes

    return step


def _status(kind: Kind, site: str, count: int, text: str | None, among: Kind | None = None) -> _Step:
    """A new status; `among` chooses those that an earlier change of that kind concerned, the longest ago first."""

    def step(world: World, touched: set[str], numbers: Iterator[int]) -> tuple[World, list[Change]]:
        earlier = {change.entity_id for change in world.happened if change.kind == among and change.site == site}
        entries = [entry for entry in world.of(site) if entry.entity_id in earlier][:count]
        changes = []
        for entry in entries if among else _chosen(world, kind, site, count, touched):
            world, more = _texts(world, kind, entry, status_text=text)
            changes += more
        return world, changes

    return step


def _rename(world: World, touched: set[str], numbers: Iterator[int]) -> tuple[World, list[Change]]:
    """A group of the portal takes a name that is not like the old one; everything else stays."""
    changes = []
    for entry in _chosen(world, "rename", "ouen_navi", 2, touched):
        activity = draw_activity(world.seed, next(numbers), vocabulary().genres["art"], {entry.name_text or ""})
        name = activity.name
        world, more = _texts(world, "rename", entry, name_text=name.core, kana_text=name.kana)
        changes += more
    return world, changes


def _rekey(site: str) -> _Step:
    """A listing is registered anew: another key, the same words."""

    def step(world: World, touched: set[str], numbers: Iterator[int]) -> tuple[World, list[Change]]:
        (entry,) = _chosen(world, "rekey", site, 1, touched)
        new = replace(entry, record_key=_next_key(world.of(site)))
        change = Change(world.day, "rekey", site, entry.entity_id, "record_key", entry.record_key, new.record_key)
        return _with(world, entry, new), [change]

    return step


def _end(site: str, count: int) -> _Step:
    def step(world: World, touched: set[str], numbers: Iterator[int]) -> tuple[World, list[Change]]:
        gone = _chosen(world, "end", site, count, touched)
        changes = [
            Change(world.day, "end", site, entry.entity_id, before=entry.name_text, fact=_fate(world, entry))
            for entry in gone
        ]
        entries = tuple(entry for entry in world.entries if entry not in gone)
        return replace(world, entries=by_order(entries)), changes

    return step


def _fate(world: World, entry: Entry) -> Fact:
    """Whether an activity that loses its listing has ended: most have, some only left the list."""
    return "ended" if stream(world.seed, "fate", entry.entity_id).random() < _ENDED else "goes_on"


def _list_moves(world: World, touched: set[str], numbers: Iterator[int]) -> tuple[World, list[Change]]:
    old, new = TERAKOYA_MOVE
    change = Change(world.day, "list_moved", "kawasaki_terakoya", before=old, after=new)
    return replace(world, moved=dict(world.moved) | {old: new}), [change]


def _edition(world: World, touched: set[str], numbers: Iterator[int]) -> tuple[World, list[Change]]:
    """A ward publishes its PDF anew: another file, another base date, one venue less and one more."""
    site = "kawasaki_city_park_exercise"
    listed = [entry for entry in world.of(site) if entry.ward_text == MOVED_WARD]
    gone, model = listed[0], listed[1]
    world, drawn = _new_entry(world, site, "exercise", next(numbers), MOVED_WARD)
    rng = stream(world.seed, "edition", drawn.entity_id)
    venue = draw_place(rng, MOVED_WARD, ("park",)).venue
    new = replace(drawn, name_text=model.name_text, venue_text=venue)
    new = replace(new, **{name: printed(text) for name in FIELDS if (text := getattr(new, name))})
    world = _with(world, next(entry for entry in world.entries if entry.entity_id == drawn.entity_id), new)
    entries = tuple(entry for entry in world.entries if entry.entity_id != gone.entity_id)
    touched.update((gone.entity_id, new.entity_id))
    changes = [
        Change(world.day, "edition", site, field="file", after=world.day.isoformat()),
        Change(world.day, "end", site, gone.entity_id, before=gone.venue_text, fact="ended"),
        Change(world.day, "start", site, new.entity_id, after=new.venue_text, fact="born"),
    ]
    return replace(world, entries=by_order(entries), editions=dict(world.editions) | {MOVED_WARD: world.day}), changes


# Days after the first on which something happens; all others are quiet nights
_DAYS: dict[int, tuple[_Step, ...]] = {
    2: (_start("ouen_navi", "music", 3), _start("kawasaki_city_cafes", "cafe", 1)),
    3: (_move("ouen_navi", 2), _move("kawasaki_city_childcare_circles", 1)),
    4: (
        _status("pause", "kawasaki_terakoya", 2, "休止中"),
        _status("pause", "kawasaki_city_childcare_circles", 1, "現在活動を休止しています"),
    ),
    7: (_rename,),
    8: (_rekey("ouen_navi"), _rekey("fukumimi")),
    10: (_list_moves,),
    12: (_edition,),
    15: (_end("kawasaki_city_events", 5), _start("kawasaki_city_events", "music", 5)),
    18: (_end("ouen_navi", 2), _end("fukumimi", 1), _end("kawasaki_city_cafes", 1)),
    21: (
        _status("resume", "kawasaki_terakoya", 1, "活動再開しました", among="pause"),
        _status("close", "kawasaki_city_childcare_circles", 1, "令和8年12月で活動終了", among="pause"),
    ),
}
# From the fifth week on, every fourth day one of these, over and over
_ROUND: tuple[tuple[_Step, ...], ...] = (
    (_start("ouen_navi", "music", 2), _start("kawasaki_city_cafes", "cafe", 1)),
    (_move("ouen_navi", 2), _move("kawasaki_city_childcare_circles", 1)),
    (_rekey("ouen_navi"), _rekey("fukumimi")),
    (_end("kawasaki_city_events", 4), _start("kawasaki_city_events", "music", 4)),
    (_rename,),
    (_end("ouen_navi", 2), _end("fukumimi", 1)),
    (_status("pause", "kawasaki_terakoya", 1, "休止中"),),
)
_DAYS |= {30 + 4 * number: _ROUND[number % len(_ROUND)] for number in range(18)}
LAST_DAY = FIRST_DAY + dt.timedelta(days=99)
# First and last day of a flaw, as days after the first
_FLAWS: tuple[tuple[int, int, Fault], ...] = (
    (14, 14, Fault("k-fukumimi.com", "^/", "status_500")),
    (16, 18, Fault("www.city.kawasaki.jp", r"^/250/page/0000900060\.html$", "headings_gone")),
    (17, 28, Fault("www.city.kawasaki.jp", rf"^{TERAKOYA_MOVE[0]}$", "status_404")),
    (40, 40, Fault("kawasaki.genki365.net", "^/", "login_page")),
    # Longer than the age limit of the source
    (50, 84, Fault("www.city.kawasaki.jp", r"^/250/page/0000900070\.html$", "status_500")),
    (60, 61, Fault("www.city.kawasaki.jp", r"^/350/page/0000900001\.html$", "empty_table")),
)


@cache
def _days(seed: int) -> tuple[World, ...]:
    """The world of every day, the first one first."""
    first = build_world(seed)
    worlds = [first]
    touched, numbers = set[str](), itertools.count(_FIRST_NUMBER)
    for offset in range(1, (LAST_DAY - FIRST_DAY).days + 1):
        world = replace(worlds[-1], day=FIRST_DAY + dt.timedelta(days=offset), first=first)
        for step in _DAYS.get(offset, ()):
            world, changes = step(world, touched, numbers)
            world = replace(world, happened=(*world.happened, *changes))
        worlds.append(world)
    return tuple(worlds)


def world_on(day: dt.date, seed: int = 0) -> World:
    """The sample city on a day.

    Args:
        day: From `FIRST_DAY` to `LAST_DAY`.
        seed: Seed of the world.

    Returns:
        The world, with everything that `happened` since the first day.

    Raises:
        ValueError: The calendar does not have that day.
    """
    offset = (day - FIRST_DAY).days
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"the sample city has the days {FIRST_DAY} to {LAST_DAY}, not {day}")
    return _days(seed)[offset]


def faults_on(day: dt.date) -> tuple[Fault, ...]:
    """What is wrong with the sites on a day, besides the default flaws.

    Args:
        day: The day.

    Returns:
        The flaws of that day; none on most days.
    """
    offset = (day - FIRST_DAY).days
    return tuple(fault for first, last, fault in _FLAWS if first <= offset <= last)
