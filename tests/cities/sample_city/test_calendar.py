"""The calendar: every day reads as its truth, quiet nights change no byte, and each event has its verdict."""

import datetime as dt
import itertools
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from cities.kawasaki.sample_city.calendar import FIRST_DAY, LAST_DAY, TERAKOYA_MOVE, faults_on, world_on
from cities.kawasaki.sample_city.entry import FIELDS
from cities.kawasaki.sample_city.server import Answer, Router
from cities.kawasaki.sample_city.world import World, build_world
from pipelines.lab.bench.layout import answer_from
from scrapers.declaration.source import load_source
from scrapers.runs.drive import drive
from scrapers.runs.fingerprints import fingerprint
from scrapers.runs.run import Findings
from scrapers.runs.verdicts import Outcome, verdict

DAYS = [FIRST_DAY + dt.timedelta(days=offset) for offset in range((LAST_DAY - FIRST_DAY).days + 1)]
CITY = "www.city.kawasaki.jp"
CHANGED = (
    "fukumimi",
    "kawasaki_city_cafes",
    "kawasaki_city_childcare_circles",
    "kawasaki_city_events",
    "kawasaki_city_park_exercise",
    "kawasaki_terakoya",
    "ouen_navi",
)
"""Sites where something happens."""
pytestmark = pytest.mark.usefixtures("files_opened_here")


def december(day: int) -> dt.date:
    return dt.date(2026, 12, day)


@cache
def findings_on(day: dt.date, key: str) -> Findings:
    found, answer = Findings(), answer_from(Router(world_on(day), faults_on(day)))

    def noted(request: Any) -> Any:
        response = answer(request)
        found.fetches.append({"http_status": response.status})
        return response

    for item in drive(load_source(key), noted):
        found.add(item)
    return found


def judged(day: dt.date, key: str, healthy_day: dt.date) -> Outcome:
    good = findings_on(healthy_day, key)

    healthy = {"fingerprint_json": json.dumps(fingerprint(good.listings, good.labels, good.labelled))}
    return verdict(load_source(key), findings_on(day, key), stopped=None, healthy=healthy)


def fields_of(get: Callable[[str], Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, get(name)) for name in FIELDS if get(name))


def test_the_first_day_is_the_world_itself() -> None:
    assert world_on(FIRST_DAY) == build_world()
    assert faults_on(FIRST_DAY) == ()


def test_a_day_outside_the_calendar_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="2026-11-23 to 2027-03-02, not 2027-03-03"):
        world_on(dt.date(2027, 3, 3))


def test_every_kind_of_event_happens_and_the_world_changes_exactly_then() -> None:
    assert {change.site for change in world_on(LAST_DAY).happened} == set(CHANGED)
    kinds = {change.kind for change in world_on(LAST_DAY).happened}
    assert kinds == {"start", "move", "pause", "resume", "close", "end", "rename", "rekey", "list_moved", "edition"}
    for before, day in itertools.pairwise(DAYS):
        old, new = world_on(before), world_on(day)
        said = new.happened[len(old.happened) :]
        assert {change.day for change in said} <= {day}
        if not said:
            assert replace(new, day=before, first=None) == replace(old, first=None)


def test_what_is_said_to_happen_is_what_the_listings_show() -> None:
    """Replays the changes over the first day's truth and arrives at the last day's, field by field."""
    truth = {(entry.site, entry.entity_id, entry.record_key): entry for entry in build_world().entries}
    by_id = {(site, entity): entry for (site, entity, _), entry in truth.items()}
    last = {(entry.site, entry.entity_id): entry for entry in world_on(LAST_DAY).entries}
    for change in world_on(LAST_DAY).happened:
        where = (change.site, change.entity_id)
        if change.kind == "end":
            assert where in by_id and where not in last
        elif change.kind == "start":
            assert where not in by_id and where in last
        elif change.field and change.entity_id:
            assert getattr(by_id[where], change.field) == change.before
            by_id[where] = replace(by_id[where], **{change.field: change.after})
    numbered = {"ouen_navi", "fukumimi"}
    changed = {(change.site, change.entity_id) for change in world_on(LAST_DAY).happened}
    assert len(changed) > 20
    for where, entry in last.items():
        if where in by_id and where in changed:
            key = by_id[where].record_key if where[0] in numbered else entry.record_key
            assert replace(by_id[where], record_key=key) == entry


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_listings_without_a_number_of_their_site_are_counted_from_one_on_every_day(day: dt.date) -> None:
    world = world_on(day)
    for site in {entry.site for entry in world.entries} - {"ouen_navi", "fukumimi"}:
        assert [entry.record_key for entry in world.of(site)] == [str(row + 1) for row in range(len(world.of(site)))]


@pytest.mark.parametrize("key", CHANGED)
def test_a_later_day_reads_as_its_truth(key: str) -> None:
    # From 10 December the old address of the terakoya answers 404
    day = december(2) if key == "kawasaki_terakoya" else LAST_DAY
    world = world_on(day)
    read = Counter(fields_of(row.get) for row in findings_on(day, key).listings)
    truth = Counter(fields_of(lambda name, e=entry: getattr(e, name)) for entry in world.of(key) if entry.name_text)
    assert (read - truth, truth - read) == (Counter(), Counter())


def pages(world: World, targets: list[tuple[str, str]]) -> dict[tuple[str, str], Answer]:
    router = Router(world, ())
    return {target: router.answer(*target) for target in targets}


def test_only_the_pages_of_what_happened_change() -> None:
    targets = [
        (CITY, "/250/page/0000900060.html"),
        (CITY, "/450/page/0000900030.html"),
        (CITY, "/350/cmsfiles/contents/0000900/900010/taiso_01_r8-7.pdf"),
        *(("kawasaki.genki365.net", f"/{e.record_key}/aboutus.html") for e in build_world().of("ouen_navi")[::9]),
    ]
    renamed = next(change for change in world_on(LAST_DAY).happened if change.kind == "rename")
    group = next(e for e in build_world().of("ouen_navi") if e.entity_id == renamed.entity_id)
    targets.append(("kawasaki.genki365.net", f"/{group.record_key}/aboutus.html"))
    first, later = (pages(world_on(day), targets) for day in (FIRST_DAY, dt.date(2026, 11, 30)))
    changed = {target for target in targets if first[target].etag != later[target].etag}
    moved = {e.record_key for e in build_world().of("ouen_navi") if e.entity_id in _touched("ouen_navi")}
    assert targets[-1] in changed
    assert {path.split("/")[1] for host, path in changed if host != CITY} <= moved
    assert (CITY, "/250/page/0000900060.html") not in changed
    assert (CITY, "/450/page/0000900030.html") in changed
    assert later[targets[-1]].last_modified == "Mon, 30 Nov 2026 00:00:00 GMT"
    assert all(first[target] == later[target] for target in targets if target not in changed)


def _touched(site: str) -> set[str]:
    return {change.entity_id for change in world_on(LAST_DAY).happened if change.site == site}


def test_the_moved_list_is_followed_then_gone_and_the_index_tells_where_it_is() -> None:
    key = "kawasaki_terakoya"
    good = findings_on(FIRST_DAY, key)
    assert len(findings_on(december(3), key).listings) == len(good.listings)
    assert judged(december(10), key, FIRST_DAY).run_verdict_code == "gone"
    said = [issue for issue in findings_on(december(3), "city_link_list").issues if TERAKOYA_MOVE[1] in str(issue)]
    assert [issue["reason_code"] for issue in said] == ["moved_list"]


@pytest.mark.parametrize(
    ("day", "key", "code"),
    [
        (december(5), "kawasaki_city_park_exercise", "succeeded"),
        (december(7), "fukumimi", "failed"),
        (december(8), "fukumimi", "succeeded"),
        (december(9), "machi_no_hiroba_wa", "layout_changed"),
        (december(12), "machi_no_hiroba_wa", "succeeded"),
        (LAST_DAY, "ouen_navi", "succeeded"),
    ],
)
def test_each_day_has_the_verdict_it_deserves(day: dt.date, key: str, code: str) -> None:
    assert judged(day, key, FIRST_DAY).run_verdict_code == code


def test_what_starts_or_ends_has_a_truth_that_the_pages_do_not_contradict() -> None:
    happened = world_on(LAST_DAY).happened
    facts = Counter((change.kind, change.fact) for change in happened)
    assert {fact for kind, fact in facts if kind == "start"} == {"born", "existed"}
    assert {fact for kind, fact in facts if kind == "end"} == {"ended", "goes_on"}
    assert {fact for kind, fact in facts if kind not in ("start", "end")} == {""}
    last = {entry.entity_id: entry for entry in world_on(LAST_DAY).of("ouen_navi")}
    born = [change for change in happened if change.fact == "born" and change.entity_id in last]
    years = {last[change.entity_id].founded_text or "" for change in born}
    assert len(born) > 3
    assert all(text == "" or any(year in text for year in ("2026", "2027", "令和8", "令和9")) for text in years)
    assert any(years)
