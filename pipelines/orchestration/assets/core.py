"""The core tables: identities, activities, what is known of them, what changed. One asset and one pure function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does; the tables up
to the matches (`tables`).
"""

from pathlib import Path

import dagster as dg
import polars as pl

from pipelines.core.activity_listings import activity_listings
from pipelines.core.changes import Release, compare
from pipelines.core.cleansing import cleansed
from pipelines.core.corrections import TO_DO, sentence
from pipelines.core.disagreements import disagreements, with_agreement
from pipelines.core.entities import name_entities, organisers, venues, with_entities
from pipelines.core.identity import identify
from pipelines.core.rekey import moved, rekeyed
from pipelines.core.remembered import in_todays_words, log_changes, log_release, remember
from pipelines.core.schedules import going_on, schedules
from pipelines.core.staleness import with_staleness
from pipelines.core.survivorship import told
from pipelines.decisions.corrected import corrected
from pipelines.decisions.corrections import read_corrections
from pipelines.ingest.chosen_runs import page_fetches, release_facts, release_id
from pipelines.ingest.usable_sources import usable_sources
from pipelines.normalise.occurrences import OCCURRENCE_DAYS, upcoming
from pipelines.orchestration.from_contract import spec
from pipelines.orchestration.resources import Expectations
from pipelines.orchestration.staff_errors import in_words
from pipelines.publish.guard import guard_of
from pipelines.publish.shelf import Shelf, as_written, in_todays_shape, release_id_of
from pipelines.settings import Settings
from pipelines.trend.resolver import version
from pipelines.trend.stock import DEFINITION, size_of
from warehouse.contract import CONTRACT_VERSION, table
from warehouse.contract.derived.dictionary import codes_frame, dictionary_frame
from warehouse.contract.derived.frames import frame
from warehouse.storage import read_table

_ENTITIES = ("core__listing_entities", "core__organiser_identity", "core__venue_identity")


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "polars")) for name in _ENTITIES})
def core_identities(
    norm__listings: pl.DataFrame,
    match__organisers: pl.DataFrame,
    match__venues: pl.DataFrame,
    core__moved_listings: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """IDs of organisers and venues, inherited from the release that `latest` points to."""
    last = moved(_last(settings, "activity_listings"), core__moved_listings)
    redirects = (_last(settings, "organiser_redirects"), _last(settings, "venue_redirects"))
    return name_entities(norm__listings, match__organisers, match__venues, last, *redirects)


GUARD = ("norm__listings", "raw__private_prints")
"""Tables that say what may leave."""


@dg.asset(**spec("core__moved_listings", "polars"))
def core__moved_listings(norm__listings: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """Listings that came back under another key since the release that `latest` points to."""
    return rekeyed(_last(settings, "activity_listings"), norm__listings)


def _last(settings: Settings, name: str) -> pl.DataFrame:
    """A table of the release that `latest` points to, in today's shape; empty when there is none."""
    return in_todays_shape(Shelf(settings.published_dir).latest(), name)


@dg.asset(**spec("core__activity_identity", "polars"))
def core__activity_identity(
    match__clusters: pl.DataFrame,
    core__moved_listings: pl.DataFrame,
    expectations: Expectations,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """Activity IDs, inherited from the release that `latest` points to."""
    # It loads as long as the core tables take; before, matching needs the memory
    expectations.get_ready()
    bridge = moved(_last(settings, "activity_listings"), core__moved_listings)
    return identify(match__clusters, bridge, _last(settings, "activity_redirects"))


@dg.asset(**spec("core__activity_listings", "polars"))
def core__activity_listings(
    norm__listings: pl.DataFrame,
    match__clusters: pl.DataFrame,
    core__activity_identity: pl.DataFrame,
    core__listing_entities: pl.DataFrame,
    core__page_fetches: pl.DataFrame,
) -> pl.DataFrame:
    """Which listings an activity consists of."""
    of = (norm__listings, match__clusters, core__activity_identity)
    return activity_listings(*of, core__listing_entities, core__page_fetches)


@dg.multi_asset(
    outs={name: dg.AssetOut(**spec(name, "polars")) for name in ("core__activities", "core__activity_values")},
)
def core(
    norm__listings: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__activity_identity: pl.DataFrame,
    raw__selected_runs: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Activities and the source of each of their values, corrected by people."""
    today = core__release.get_column("as_of_at").item().date()
    with in_words():
        result = corrected(settings, norm__listings, core__activity_listings, core__activity_identity, today).activities
    named = with_entities(result.activities, core__activity_listings)
    statements = told(norm__listings, core__activity_listings)
    values = with_agreement(result.values, statements, norm__listings, core__activity_listings)
    return with_staleness(named, core__activity_listings, raw__selected_runs), values


def corrections_due(settings: Settings) -> list[str]:
    """Corrections that somebody should look at, one sentence each."""
    if read_corrections(settings.corrections_path).is_empty():
        return []
    names = ("norm__listings", "core__activity_listings", "core__activity_identity", "core__release")
    listings, bridge, identity, release = (read_table(settings.table_path(name)) for name in names)
    states = corrected(settings, listings, bridge, identity, release.get_column("as_of_at").item().date()).states
    return [sentence(row) for row in states.filter(pl.col("state").is_in(TO_DO)).iter_rows(named=True)]


@dg.asset(**spec("core__activity_changes", "polars"), deps=GUARD)
def core__activity_changes(
    core__activities: pl.DataFrame,
    core__activity_identity: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__moved_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    raw__selected_runs: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """What happened since the last release with another number."""
    last = previous(settings, core__release)
    # Only columns that the last release had are compared: no shape is forced on its activities
    written = as_written(last, "activities")
    before = Release(
        in_todays_shape(last, "activities") if written is None else written,
        in_todays_shape(last, "activity_listings"),
        in_todays_shape(last, "activity_redirects"),
    )
    bridge = core__activity_listings.select("activity_id", "listing_id")
    now = Release(core__activities, bridge, core__activity_identity)
    ended = raw__selected_runs.filter(pl.col("selection_code") == "none").get_column("source_key").to_list()
    return cleansed(compare(before, now, core__moved_listings, ended), guard_of(settings))


@dg.asset(**spec("core__activity_history", "polars"), deps=GUARD)
def core__activity_history(
    core__activities: pl.DataFrame, core__release: pl.DataFrame, settings: dg.ResourceParam[Settings]
) -> pl.DataFrame:
    """Every activity as it was on any day."""
    day = core__release.row(0, named=True)["as_of_at"].date()
    last = previous(settings, core__release)
    past = in_todays_shape(last, "activity_history")
    release = as_written(last, "release")
    if release is not None and release.get_column("contract_version").item() != CONTRACT_VERSION:
        past = in_todays_words(past)
    return remember(cleansed(past, guard_of(settings)), core__activities, day)


@dg.asset(**spec("core__activity_change_log", "polars"))
def core__activity_change_log(
    core__activity_changes: pl.DataFrame, core__release: pl.DataFrame, settings: dg.ResourceParam[Settings]
) -> pl.DataFrame:
    """What happened in any release, for ever."""
    last = in_todays_shape(previous(settings, core__release), "activity_change_log")
    return log_changes(last, core__activity_changes, core__release.row(0, named=True))


@dg.asset(**spec("core__release_log", "polars"))
def core__release_log(
    core__activities: pl.DataFrame,
    norm__listings: pl.DataFrame,
    trend__activity_stock: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """Every release, for ever."""
    last = in_todays_shape(previous(settings, core__release), "release_log")
    with in_words():
        method = version(settings)._asdict() | {"definition_version": DEFINITION}
    release = core__release.row(0, named=True) | method | size_of(trend__activity_stock)
    return log_release(last, release, core__activities.height, norm__listings.height)


def previous(settings: Settings, release: pl.DataFrame) -> Path | None:
    """The release before this one.

    Args:
        settings: where releases are.
        release: the row of `core__release`.
    """
    return Shelf(settings.published_dir).previous(release.row(0, named=True)["release_id"])


@dg.asset(**spec("core__disagreements", "polars"))
def core__disagreements(
    norm__listings: pl.DataFrame, core__activity_listings: pl.DataFrame, core__activities: pl.DataFrame
) -> pl.DataFrame:
    """Where listings contradict what is published."""
    return disagreements(norm__listings, core__activity_listings, core__activities)


@dg.asset(**spec("core__page_fetches", "polars"))
def core__page_fetches(raw__fetches: pl.DataFrame) -> pl.DataFrame:
    """When the page of a listing was fetched."""
    return page_fetches(raw__fetches)


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "polars")) for name in ("core__organisers", "core__venues")})
def core_entities(
    norm__listings: pl.DataFrame, core__listing_entities: pl.DataFrame, core__activities: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Organisers and venues, one row each."""
    of = (norm__listings, core__listing_entities, core__activities)
    return organisers(*of), venues(*of)


@dg.asset(**spec("core__activity_schedules", "polars"))
def core__activity_schedules(core__activities: pl.DataFrame) -> pl.DataFrame:
    """The schedules of activities, one row per rule."""
    return schedules(core__activities)


@dg.asset(**spec("core__occurrences", "polars"))
def core__occurrences(
    core__activity_schedules: pl.DataFrame, core__activities: pl.DataFrame, core__release: pl.DataFrame
) -> pl.DataFrame:
    """The coming days of every activity whose schedule is certain."""
    first = core__release.get_column("as_of_at").item().date()
    return upcoming(going_on(core__activity_schedules, core__activities), first, OCCURRENCE_DAYS)


@dg.asset(**spec("core__sources", "polars"))
def core__sources(raw__selected_runs: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """The declared sources that were ever asked: no drafts, and none that is yet to be crawled for the first time."""
    asked = set(raw__selected_runs.get_column("source_key"))
    rows: list[dict[str, object]] = [
        {
            "source_key": source.key,
            "source_name": source.name,
            "owner": source.owner,
            "home_url": source.home_url,
            "licence": source.licence,
            "attribution": source.attribution,
            "expected_min": source.expected.minimum,
            "expected_max": source.expected.maximum,
        }
        for key, source in usable_sources(settings).items()
        if key in asked
    ]
    return frame(table("core__sources"), rows)


@dg.asset(**spec("core__codes", "polars"))
def core__codes() -> pl.DataFrame:
    """All vocabularies."""
    return codes_frame()


@dg.asset(**spec("core__dictionary", "polars"))
def core__dictionary() -> pl.DataFrame:
    """All published columns."""
    return dictionary_frame()


@dg.asset(**spec("core__release", "polars"))
def core__release(raw__runs: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """Which release this is, and which one it follows."""
    previous = Shelf(settings.published_dir).previous(release_id(raw__runs))
    previous_id = release_id_of(previous) if previous else None
    return release_facts(raw__runs, settings.profile, previous_id, settings.contact, settings.correction_url)
