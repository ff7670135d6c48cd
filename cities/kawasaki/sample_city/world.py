"""The known truth of the sample city.

What belongs here: which listings exist on which site, their keys and their order. What does not: how one listing is
worded (see `copies`) and how it is laid out (see `sites`).
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache

import polars as pl

from cities.kawasaki.sample_city.activities import Activity, draw_activity
from cities.kawasaki.sample_city.canaries import plant
from cities.kawasaki.sample_city.chance import pick, stream, weighted
from cities.kawasaki.sample_city.change import Change
from cities.kawasaki.sample_city.copies import write_copy
from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.lists import LISTS, list_entries
from cities.kawasaki.sample_city.lookalikes import families, family_names
from cities.kawasaki.sample_city.names import Name
from cities.kawasaki.sample_city.places import WARDS
from cities.kawasaki.sample_city.real_rows import OTHER_WARD, raw_rows, real_rows
from cities.kawasaki.sample_city.vocabulary import SITES, Genre, vocabulary
from scrapers.loopback.answers import FIRST_DAY

__all__ = ["FIRST_DAY", "PLACEHOLDER_MOBILES", "SITES", "VOLUMES", "Entry", "World", "build_world", "truth_frame"]

_PLANNED = {"kawasaki_city_cafes": 110, "ouen_navi": 900, "fukumimi": 400, "kawasaki_city_events": 300}
VOLUMES = _PLANNED | {site: plan.volume for site, plan in LISTS.items()}
REPLICAS = (*VOLUMES, "city_link_list")
"""Sources that the city has pages of: its lists, and the page that leads to them."""
HEADINGS = (*WARDS, OTHER_WARD)

# Three listings that the default flaws hide, with fixed keys, so that the flaws hold for every seed.
RETIRED_GROUP = "G0000404"
FAILING_GROUP = "G0000500"
GARBLED_POST = "14404"
GARBLED_NAME = Name("みどり丘手編みの会", "", "みどりがおかてあみのかい")
_RESERVED = (("ouen_navi", RETIRED_GROUP), ("ouen_navi", FAILING_GROUP), ("fukumimi", GARBLED_POST))

# A private number that is a placeholder; publication must drop it. Persons are in `canaries`.
PLACEHOLDER_MOBILES = (
    "090-1234-5678",
    "０９０－１２３４－５６７８",
    "携帯 090-1234-5678（ショートメール可）",
    "090(1234)5678",
    "TEL 090-1234-5678",
)
# Shares of planned activities with listings on two sites, on three, and twice on one site. A plan that needs a full
# site is passed over, so fewer come about: about 22 %, 4 % and 1.5 %.
_TWO, _THREE, _TWICE = 0.325, 0.1, 0.009
_KEY_RANGES = {"ouen_navi": (5, 1899), "fukumimi": (1200, 15990)}


@dataclass(frozen=True)
class World:
    """Everything that is listed, and what is known about it.

    Attributes:
        seed: The seed it was built from.
        entries: All listings, by site and in the order of the site.
        unreachable: (site, record_key) of the listings that the default flaws hide.
        day: The day it shows.
        happened: What has changed since the first day, the oldest first.
        moved: New paths of list pages by old path, on the city's host.
        editions: Base date of the newest file of park exercise by ward, where it is not the first one.
        first: The world of the first day, when this is a later one.
    """

    seed: int
    entries: tuple[Entry, ...]
    unreachable: frozenset[tuple[str, str]] = field(default=frozenset(_RESERVED))
    day: dt.date = FIRST_DAY
    happened: tuple[Change, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, dt.date] = field(default_factory=dict)
    first: "World | None" = field(default=None, repr=False)

    def of(self, site: str) -> tuple[Entry, ...]:
        """Selects the listings of one site, in its order.

        Args:
            site: Short name of the site.

        Returns:
            Its listings.
        """
        return tuple(entry for entry in self.entries if entry.site == site)


@dataclass(frozen=True)
class _Draft:
    entry: Entry
    token: str  # stable name of this listing; order and keys derive from it
    hall: str = ""  # listings in the same hall may share merged cells
    fixed_key: str | None = None


def _plan(seed: int, label: str, genre: Genre) -> list[str]:
    rng = stream(seed, "plan", label)
    home = weighted(rng, genre.sites)
    others = [site for site in genre.copies if site != home]
    share = rng.random()
    if share < _THREE:
        return [home, *rng.sample(others, min(2, len(others)))]
    if share < _THREE + _TWO:
        return [home, *([pick(rng, others)] if others else [])]
    return [home, home] if share < _THREE + _TWO + _TWICE else [home]


def _write(seed: int, activity: Activity, sites: list[str], fixed_key: str | None = None) -> list[_Draft]:
    hall = f"{activity.ward}/{activity.place.venue}"
    drafts = []
    for index, site in enumerate(sites):
        token = f"{activity.entity_id}/{index}"
        entry = write_copy(stream(seed, "copy", token), activity, site, len(sites) > 1)
        drafts.append(_Draft(entry, token, hall, fixed_key))
    return drafts


def _reserved(seed: int, numbers: Iterator[int], used: set[str]) -> Iterator[_Draft]:
    for site, key in _RESERVED:
        activity = draw_activity(seed, next(numbers), vocabulary().genres["art"], used)
        if key != GARBLED_POST:
            yield from _write(seed, activity, [site], key)
            continue
        for draft in _write(seed, replace(activity, name=GARBLED_NAME), [site], key):
            # The address of the page is made of the name, so this one may not vary.
            yield replace(draft, entry=replace(draft.entry, name_text=GARBLED_NAME.core))


def _fits(room: dict[str, int], sites: list[str]) -> bool:
    """Takes room for all listings of an activity, or for none."""
    if any(room[site] < sites.count(site) for site in sites):
        return False
    for site in sites:
        room[site] -= 1
    return True


def _generated(
    seed: int, room: dict[str, int], used: set[str], numbers: Iterator[int], drawn: list[Activity]
) -> Iterator[_Draft]:
    """Fills every site to its volume; a plan that no longer fits is passed over."""
    genres = vocabulary().genres
    for draft in _reserved(seed, numbers, used):
        room[draft.entry.site] -= 1
        yield draft
    for activity in families(seed, numbers, used):
        sites = _plan(seed, activity.entity_id, activity.genre)
        if _fits(room, sites):
            drawn.append(activity)
            yield from _write(seed, activity, sites)
    for candidate in itertools.count(1):
        if not any(room.values()):
            return
        key = weighted(stream(seed, "genre", candidate), {name: genre.weight for name, genre in genres.items()})
        sites = _plan(seed, f"candidate-{candidate}", genres[key])
        if _fits(room, sites):
            drawn.append(draw_activity(seed, next(numbers), genres[key], used))
            yield from _write(seed, drawn[-1], sites)


def _single_first(seed: int, purpose: str, drafts: list[_Draft]) -> list[str]:
    """Orders the tokens of generated activities with a single listing, for one purpose."""
    count: dict[str, int] = {}
    for draft in drafts:
        count[draft.entry.entity_id] = count.get(draft.entry.entity_id, 0) + 1
    single = [
        draft.token
        for draft in drafts
        if count[draft.entry.entity_id] == 1 and draft.entry.real_row_id is None and draft.fixed_key is None
    ]
    return sorted(single, key=lambda token: stream(seed, purpose, token).random())


def _flawed(seed: int, drafts: list[_Draft]) -> list[_Draft]:
    """Plants the placeholder mobiles and the event without a title."""
    by_token = {draft.token: draft for draft in drafts}
    single = _single_first(seed, "mobile", drafts)
    groups = [t for t in single if (entry := by_token[t].entry).site in _KEY_RANGES and entry.phone_text]
    for token, phone in zip(groups, PLACEHOLDER_MOBILES, strict=False):
        by_token[token] = replace(by_token[token], entry=replace(by_token[token].entry, phone_text=phone))
    events = (by_token[token] for token in _single_first(seed, "untitled", drafts))
    untitled = next(draft for draft in events if draft.entry.site == "kawasaki_city_events")
    by_token[untitled.token] = replace(untitled, entry=replace(untitled.entry, name_text=None))
    return list(by_token.values())


def _by_id(seed: int, site: str, drafts: list[_Draft]) -> list[Entry]:
    """Gives every listing a number with gaps; each draws its own, so a new listing moves no other."""
    low, high = _KEY_RANGES[site]
    taken = {int(draft.fixed_key.lstrip("G")): draft for draft in drafts if draft.fixed_key}
    for draft in drafts:
        if draft.fixed_key:
            continue
        number = stream(seed, "key", site, draft.token).randint(low, high)
        while number in taken:
            number = number + 1 if number < high else low
        taken[number] = draft
    pattern = "G{:07d}" if site == "ouen_navi" else "{}"
    return [replace(taken[number].entry, record_key=pattern.format(number)) for number in sorted(taken)]


def _numbered(drafts: list[_Draft]) -> list[Entry]:
    return [replace(draft.entry, record_key=str(row)) for row, draft in enumerate(drafts, start=1)]


def _shuffled(seed: int, drafts: list[_Draft]) -> list[_Draft]:
    return sorted(drafts, key=lambda draft: stream(seed, "order", draft.token).random())


def _by_ward(seed: int, drafts: list[_Draft]) -> list[Entry]:
    """Orders the city's table by ward; cafés in one hall stand together and share its two cells."""
    rows: list[_Draft] = []
    for heading in HEADINGS:
        halls: dict[str, list[_Draft]] = {}
        for draft in _shuffled(seed, [draft for draft in drafts if draft.entry.ward_text == heading]):
            halls.setdefault(draft.hall or draft.token, []).append(draft)
        for first, *rest in halls.values():
            venue, address = first.entry.venue_text, first.entry.address_text
            rows.append(first)
            for draft in rest:
                rows.append(replace(draft, entry=replace(draft.entry, venue_text=venue, address_text=address)))
    return _numbered(rows)


def _bare(name: str) -> str:
    return re.sub(r"[\s「」『』（）()]", "", name)


@cache
def build_world(seed: int = 0) -> World:
    """Builds the known truth, once in a process: nobody can change a world.

    Args:
        seed: Seed of everything that is generated; the real rows are the same in every world.

    Returns:
        The world; equal seeds give equal worlds.
    """
    used = family_names() | {GARBLED_NAME.core, GARBLED_NAME.kana}
    used.update(_bare(str(row["name"])) for row in raw_rows() if row["name"])
    drafts = [_Draft(row.entry, row.row_id, "", row.fixed_key) for row in real_rows()]
    room = {site: volume - sum(draft.entry.site == site for draft in drafts) for site, volume in _PLANNED.items()}
    numbers, drawn = itertools.count(1), list[Activity]()
    drafts.extend(_generated(seed, room, used, numbers, drawn))
    drafts = _flawed(seed, drafts)
    by_site = {site: [draft for draft in drafts if draft.entry.site == site] for site in SITES}
    entries = (
        *_by_ward(seed, by_site["kawasaki_city_cafes"]),
        *_by_id(seed, "ouen_navi", by_site["ouen_navi"]),
        *_by_id(seed, "fukumimi", by_site["fukumimi"]),
        *_numbered(_shuffled(seed, by_site["kawasaki_city_events"])),
        *list_entries(seed, numbers, used, drawn),
    )
    return World(seed=seed, entries=plant(seed, entries, _RESERVED))


def by_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Puts listings into the order of their sites after some have come or gone.

    Args:
        entries: Listings; one that is new to a site without ids stands at the end of its ward.

    Returns:
        Listings by site as before; with ids in their order, without them by ward and numbered anew.
    """
    listings = list(entries)
    ordered: list[Entry] = []
    for site in dict.fromkeys(entry.site for entry in listings):
        own = [entry for entry in listings if entry.site == site]
        if site in _KEY_RANGES:
            ordered += sorted(own, key=lambda entry: int(entry.record_key.lstrip("G")))
            continue
        if site != "kawasaki_city_events":
            own.sort(key=lambda entry: HEADINGS.index(entry.ward_text) if entry.ward_text in HEADINGS else -1)
        ordered += [e if e.record_key == str(row) else replace(e, record_key=str(row)) for row, e in enumerate(own, 1)]
    return tuple(ordered)


def truth_frame(world: World) -> pl.DataFrame:
    """Shows the truth as a table.

    Args:
        world: The world.

    Returns:
        One row per listing with the fields of `Entry` as text columns, sorted by site and record key.
    """
    columns = [column.name for column in fields(Entry)]
    rows = {name: [getattr(entry, name) for entry in world.entries] for name in columns}
    schema = dict.fromkeys(columns, pl.String)
    return pl.DataFrame(rows, schema=schema).sort("site", "record_key")
