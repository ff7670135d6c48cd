"""Small tables for drills, made without a crawl.

Belongs here: listings and a release of them. Does not belong here: what is done to them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from cities.here import here
from dbt_like_sql.loader import models, run
from pipelines.core.activity_listings import activity_listings
from pipelines.core.changes import Release, compare
from pipelines.core.disagreements import disagreements, with_agreement
from pipelines.core.entities import name_entities, organisers, venues, with_entities
from pipelines.core.identity import identify
from pipelines.core.rekey import moved, rekeyed
from pipelines.core.remembered import log_changes, log_release, remember
from pipelines.core.schedules import going_on, schedules
from pipelines.core.staleness import with_staleness
from pipelines.core.survivorship import survive, told
from pipelines.estimate.histories import ListFacts
from pipelines.estimate.labels import Labels
from pipelines.estimate.tables import estimate_tables
from pipelines.ingest.chosen_runs import release_facts
from pipelines.match.activities import match_listings
from pipelines.match.entities import match_organisers, match_venues
from pipelines.normalise.listings import SourceRule, normalise
from pipelines.normalise.occurrences import upcoming
from pipelines.trend.compared import Known, snapshot
from pipelines.trend.grown import grown
from pipelines.trend.lists import list_changes, release_lists, remember_lists
from pipelines.trend.night import Before, growth_log, past_activities
from pipelines.trend.releases import kept_of, with_days
from pipelines.trend.resolver import Version
from pipelines.trend.stock import DEFINITION, counted, size_of, stock
from warehouse.contract import TABLES, VOCABULARIES, published_tables, table
from warehouse.contract.derived.dictionary import codes_frame, dictionary_frame
from warehouse.contract.derived.frames import dtypes, empty_frame, frame
from warehouse.storage import write_table

SOURCE = "s"
_STARTED = datetime(2026, 11, 23, 1, tzinfo=UTC)
_METHOD = "drill"
WARD = here().wards[-2].name if here().wards else None
"""In which all of them are."""
_TOWNS = ("土橋", "菅", "溝口", "登戸", "小杉", "日吉", "大師", "宮崎")


def raw_listings(count: int, key: str = "k", **more: object) -> pl.DataFrame:
    """Rows of `raw__listings`: groups with names of their own.

    Args:
        count: how many.
        key: how their record keys begin.
        **more: columns that all of them have.
    """
    empty = dict.fromkeys(table("raw__listings").optional)
    rows = [
        empty
        | {
            "source_key": SOURCE,
            "run_id": "r1",
            "page_url": f"https://x.example/{key}{number}",
            "position": 1,
            "body_sha256": "0",
            "record_key": f"{key}{number}",
            "name_text": f"{_TOWNS[number % 8]}{chr(0x4E00 + 41 * number)}{chr(0x5E00 + 29 * number)}の会",
            "venue_text": f"{_TOWNS[number % 8]}会館",
            "ward_text": WARD,
            "schedule_text": "毎月第1水曜 13時30分～15時",
            "phone_text": f"044-200-{number:04d}",
        }
        | more
        for number in range(count)
    ]
    return frame(table("raw__listings"), rows)


class Night(NamedTuple):
    """What is known of a night besides its listings.

    Attributes:
        runs: rows of `raw__runs`.
        selected: rows of `raw__selected_runs`.
        sources: rows of `core__sources`.
        rules: how the listings of each source are read.
        roles: `source_key`, `role_code`, `about_codes`.
    """

    runs: pl.DataFrame
    selected: pl.DataFrame
    sources: pl.DataFrame
    rules: dict[str, SourceRule]
    roles: pl.DataFrame = pl.DataFrame(schema=dtypes(("source_key", "role_code", "about_codes")))


def one_source(count: int, started: datetime = _STARTED) -> Night:
    """A night with a single source that is well."""
    selected = frame(table("raw__selected_runs"), [_SELECTED | {"started_at": started}])
    rules = {SOURCE: SourceRule(SOURCE, "community")}
    return Night(frame(table("raw__runs"), [_run(count, started)]), selected, _sources(), rules)


def flow_tables(
    raw: pl.DataFrame, last: dict[str, pl.DataFrame] | None = None, night: Night | None = None
) -> dict[str, pl.DataFrame]:
    """The tables of the flow behind a crawl, from raw listings.

    Args:
        raw: rows of `raw__listings`.
        last: published tables of the release before.
        night: what is known of the night; a single source that is well when None.
    """
    runs, selected, sources, source_rules, roles = night or one_source(raw.height)
    normalised = normalise(raw, source_rules)
    listings = normalised.listings
    before = {name: (last or {}).get(name, empty_frame(table(name))) for name in _BEFORE}
    moves = rekeyed(before["activity_listings"], listings)
    bridge = moved(before["activity_listings"], moves)
    matched = match_listings(listings)
    identity = identify(matched.clusters, bridge, before["activity_redirects"])
    redirects = (before["organiser_redirects"], before["venue_redirects"])
    named = name_entities(listings, match_organisers(listings), match_venues(listings), bridge, *redirects)
    entities = named.bridge
    previous_id = last["release"].get_column("release_id").item() if last else None
    facts = release_facts(runs, "sample", previous_id)
    day = facts.get_column("as_of_at").item().date()
    fetches = empty_frame(table("core__page_fetches"))
    members = activity_listings(listings, matched.clusters, identity, entities, fetches)
    survived = survive(listings, members)
    activities = with_staleness(with_entities(survived.activities, members), members, selected)
    last_release = Release(*(before[name] for name in ("activities", "activity_listings", "activity_redirects")))
    now = Release(activities, members.select("activity_id", "listing_id"), identity)
    ended = selected.filter(pl.col("selection_code") == "none").get_column("source_key").to_list()
    changes = compare(last_release, now, moves, ended)
    release = facts.row(0, named=True)
    rules = schedules(activities)
    tables = {
        "raw__runs": runs,
        "raw__selected_runs": selected,
        "norm__listings": listings,
        "norm__issues": normalised.issues,
        "match__clusters": matched.clusters,
        "core__activity_identity": identity,
        "core__moved_listings": moves,
        "core__listing_entities": entities,
        "core__organiser_identity": named.organisers,
        "core__venue_identity": named.venues,
        "core__activities": activities,
        "core__activity_listings": members,
        "core__activity_values": with_agreement(survived.values, told(listings, members), listings, members),
        "core__activity_changes": changes,
        "core__activity_change_log": log_changes(before["activity_change_log"], changes, release),
        "core__disagreements": disagreements(listings, members, activities),
        "core__activity_schedules": rules,
        "core__activity_history": remember(before["activity_history"], activities, day),
        "core__organisers": organisers(listings, entities, activities),
        "core__venues": venues(listings, entities, activities),
        "core__occurrences": upcoming(going_on(rules, activities), day, 30),
        "core__sources": sources,
        "core__codes": codes_frame(),
        "core__dictionary": dictionary_frame(),
        "core__release": facts,
    }
    tables |= _grown(tables, before, roles, last)
    tables |= _estimates(tables)
    return {name: tables.get(name, empty_frame(entry)) for name, entry in TABLES.items() if not entry.is_published}


def _grown(
    tables: dict[str, pl.DataFrame],
    before: dict[str, pl.DataFrame],
    roles: pl.DataFrame,
    last: dict[str, pl.DataFrame] | None,
) -> dict[str, pl.DataFrame]:
    """What a release keeps of its lists and its growth; all nights of a drill are made by one method."""
    release = tables["core__release"].row(0, named=True)
    release_id, day = release["release_id"], release["as_of_at"].date()
    activities, members = tables["core__activities"], tables["core__activity_listings"]
    selected = tables["raw__selected_runs"].join(
        tables["raw__runs"].select("source_key", "run_id", "listing_count"), on=["source_key", "run_id"], how="left"
    )
    of = with_days(selected).join(roles, on="source_key", how="left")
    stocked = stock(activities, members, of, day)
    earlier = kept_of(before | dict(last), roles) if last else None
    lists = release_lists(before["release_lists"], earlier and earlier.lists, selected, roles, release_id)
    now = snapshot(activities, members, stocked)
    log = before["growth_log"]
    if earlier is not None:
        tonight = lists.filter(pl.col("release_id") == release_id)
        gone = past_activities(before["activity_sources_history"], day)
        changes = list_changes(earlier.lists, tonight)
        known = Known(changes, tables["core__moved_listings"], gone, earlier.day, day)
        log = growth_log(log, Before(earlier.published, earlier.recounted, None), now, known, release_id)
    method = dict.fromkeys(Version._fields, _METHOD) | {"definition_version": DEFINITION} | size_of(stocked)
    releases = log_release(before["release_log"], release | method, activities.height, tables["norm__listings"].height)
    calls, restated = (empty_frame(table(name)) for name in ("audit__call_sample", "trend__restated"))
    said = grown(log, releases, restated, now, calls)
    return {
        "core__release_log": releases,
        "trend__activity_stock": stocked,
        "trend__release_lists": lists,
        "trend__activity_sources_history": remember_lists(before["activity_sources_history"], members, day),
        "trend__growth_log": log,
        "trend__growth_bridge": said.bridge,
        "trend__series": said.series,
        "trend__growth": said.growth,
    }


def _estimates(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What is listed, and no more: nobody has judged pairs, and every list is a portal."""
    activities, members = tables["core__activities"], tables["core__activity_listings"]
    as_of = tables["core__release"].get_column("as_of_at").item()
    kinds = frozenset(VOCABULARIES["kind"].values())
    lists = [ListFacts(key, "portal", kinds) for key in members.get_column("source_key").unique().sort()]
    going_on = counted(activities, members, tables["trend__activity_stock"])
    return estimate_tables(going_on, lists, Labels(0, 0, 0, 0), as_of, draws=10)


_BEFORE = (
    "activities",
    "activity_listings",
    "activity_redirects",
    "activity_history",
    "activity_change_log",
    "release_log",
    "release_lists",
    "growth_log",
    "activity_sources_history",
    "organiser_redirects",
    "venue_redirects",
)
_DECLARED: dict[str, object] = {
    "source_key": SOURCE,
    "source_name": "見本の一覧",
    "owner": "見本課",
    "home_url": "https://x.example/",
    "licence": "CC BY 4.0",
    "attribution": "見本",
    "expected_min": None,
    "expected_max": None,
}
_SELECTED: dict[str, object] = {
    "source_key": SOURCE,
    "selection_code": "newest",
    "newest_run_id": "r1",
    "newest_verdict_code": "succeeded",
    "message_ja": "正常です。",
    "run_id": "r1",
    "started_at": _STARTED,
    "age_days": 0.0,
}


def _run(count: int, started: datetime) -> dict[str, object]:
    row: dict[str, Any] = dict.fromkeys(table("raw__runs").column_names)
    counts = ("request_count", "fetched_count", "failed_count", "quarantined_count")
    row |= dict.fromkeys(counts, 0) | {"listing_count": count}
    row |= {"source_key": SOURCE, "run_id": "r1", "run_verdict_code": "succeeded", "profile_code": "sample"}
    return row | {"started_at": started, "finished_at": started, "message_ja": "正常です。"}


def _sources() -> pl.DataFrame:
    return frame(table("core__sources"), [_DECLARED])


def published_files(tables: dict[str, pl.DataFrame], folder: Path) -> dict[str, Path]:
    """The published tables as files, made by the same SQL as at night.

    Args:
        tables: as `flow_tables` gives them.
        folder: where the files go.
    """
    files = {name: folder / f"{name}.parquet" for name in [*tables, *(entry.name for entry in published_tables())]}
    for name, df in tables.items():
        write_table(table(name), df, files[name])
    waiting = dict(models())
    while waiting:
        for name, query in list(waiting.items()):
            if not set(query.references) & set(waiting):
                write_table(table(name), run(query, files, table(name)), files[name])
                del waiting[name]
    return {entry.name: files[entry.name] for entry in published_tables()}
