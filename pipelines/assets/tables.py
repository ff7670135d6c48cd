"""The tables from raw to core: one asset each, one pure function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does.
"""

import dagster as dg
import polars as pl

from pipelines.assets.crawl import crawl_asset_key
from pipelines.assets.described import spec
from pipelines.core.changes import Release, compare, remember
from pipelines.core.entities import name_entities, organisers, venues, with_entities
from pipelines.core.identity import identify
from pipelines.core.rekey import moved, rekeyed
from pipelines.core.staleness import with_staleness
from pipelines.core.survivorship import survive
from pipelines.match.activities import match_listings
from pipelines.match.entities import match_organisers, match_venues
from pipelines.match.judgements import fingerprints, read_judgements
from pipelines.normalise.listings import SourceRule, normalise
from pipelines.normalise.occurrences import OCCURRENCE_DAYS, upcoming
from pipelines.normalise.removals import read_removals, remember_removals, without_removed
from pipelines.publish.release import last_release_table, previous_table
from pipelines.runs import release_facts, select_runs
from pipelines.settings import load_settings
from scrapers.runs import all_runs, gather
from scrapers.source import load_source, source_keys
from warehouse.contract import table
from warehouse.contract.dictionary import codes_frame, dictionary_frame
from warehouse.contract.frames import empty_frame, frame


@dg.asset(**spec("raw__runs", "polars"), deps=[crawl_asset_key(key) for key in source_keys()])
def raw__runs() -> pl.DataFrame:
    """Every run of every source that is on disk."""
    raw_dir = load_settings().raw_dir
    return gather(raw_dir, "raw__runs", all_runs(raw_dir, source_keys()))


@dg.asset(**spec("raw__selected_runs", "polars"))
def raw__selected_runs(raw__runs: pl.DataFrame) -> pl.DataFrame:
    """The run that is used of each source."""
    return select_runs(raw__runs, {key: load_source(key).max_age_days for key in source_keys()})


@dg.asset(**spec("raw__fetches", "polars"))
def raw__fetches(raw__selected_runs: pl.DataFrame) -> pl.DataFrame:
    """Fetches of the selected runs."""
    return gather(load_settings().raw_dir, "raw__fetches", raw__selected_runs)


@dg.asset(**spec("raw__listings", "polars"))
def raw__listings(raw__selected_runs: pl.DataFrame) -> pl.DataFrame:
    """Listings of the selected runs."""
    return gather(load_settings().raw_dir, "raw__listings", raw__selected_runs)


@dg.asset(**spec("raw__issues", "polars"))
def raw__issues(raw__selected_runs: pl.DataFrame) -> pl.DataFrame:
    """What the spiders could not read in the newest runs, healthy or not."""
    newest = raw__selected_runs.select("source_key", run_id="newest_run_id")
    return gather(load_settings().raw_dir, "raw__issues", newest)


@dg.multi_asset(
    outs={name: dg.AssetOut(**spec(name, "polars")) for name in ("norm__listings", "norm__issues")},
)
def norm(raw__listings: pl.DataFrame, raw__issues: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed listings, and everything that was not understood."""
    rules = {}
    for key in source_keys():
        source = load_source(key)
        rules[key] = SourceRule(source.id_prefix, source.kind, source.lookups())
    result = normalise(raw__listings, rules)
    found = pl.concat([empty_frame(table("norm__issues")), raw__issues], how="diagonal")
    requests = load_settings().judgements_dir / "removals.csv"
    ids = remember_removals(requests, read_removals(requests), _prints(result.listings))
    return without_removed(result.listings, pl.concat([found, result.issues]), ids)


_MATCH = ("match__candidates", "match__pairs", "match__clusters", "match__queue")


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "rapidfuzz")) for name in _MATCH})
def match(norm__listings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Pairs compared and decided, listings grouped into activities, pairs to ask people about."""
    judgements = read_judgements(load_settings().judgements_dir / "pairs.csv", norm__listings)
    candidates, pairs, clusters, queue = match_listings(norm__listings, judgements)
    return candidates, pairs, clusters, queue


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "rapidfuzz")) for name in ("match__organisers", "match__venues")})
def match_entities(norm__listings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Organisers and venues that listings name, spellings brought together."""
    return match_organisers(norm__listings), match_venues(norm__listings)


@dg.asset(**spec("core__listing_entities", "polars"))
def core__listing_entities(
    norm__listings: pl.DataFrame,
    match__organisers: pl.DataFrame,
    match__venues: pl.DataFrame,
    core__moved_listings: pl.DataFrame,
) -> pl.DataFrame:
    """IDs of organisers and venues, inherited from the release that `latest` points to."""
    last = moved(_last("activity_listings"), core__moved_listings)
    return name_entities(_prints(norm__listings), match__organisers, match__venues, last)


@dg.asset(**spec("core__moved_listings", "polars"))
def core__moved_listings(norm__listings: pl.DataFrame) -> pl.DataFrame:
    """Listings that came back under another key since the release that `latest` points to."""
    return rekeyed(_last("activity_listings"), _prints(norm__listings))


def _prints(listings: pl.DataFrame) -> pl.DataFrame:
    names = listings.select("listing_id", "source_key", "name")
    return names.join(fingerprints(listings).rename({"print": "content_print"}), on="listing_id")


def _last(name: str) -> pl.DataFrame:
    """A table of the release that `latest` points to; empty when there is none, or when it had another shape."""
    df = last_release_table(load_settings().published_dir, name)
    return _shaped(df, name)


def _shaped(df: pl.DataFrame | None, name: str) -> pl.DataFrame:
    """With the columns of today: what an older release did not have is empty."""
    empty = empty_frame(table(name))
    return empty if df is None else pl.concat([empty, df], how="diagonal").select(empty.columns)


@dg.asset(**spec("core__activity_identity", "polars"))
def core__activity_identity(match__clusters: pl.DataFrame, core__moved_listings: pl.DataFrame) -> pl.DataFrame:
    """Activity IDs, inherited from the release that `latest` points to."""
    bridge = moved(_last("activity_listings"), core__moved_listings)
    return identify(match__clusters, bridge, _last("activity_redirects"))


@dg.multi_asset(
    outs={name: dg.AssetOut(**spec(name, "polars")) for name in ("core__activities", "core__activity_values")},
)
def core(
    norm__listings: pl.DataFrame,
    match__clusters: pl.DataFrame,
    core__activity_identity: pl.DataFrame,
    core__listing_entities: pl.DataFrame,
    raw__selected_runs: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Activities and the source of each of their values."""
    result = survive(norm__listings, match__clusters, core__activity_identity)
    labels = core__activity_identity.drop_nulls("cluster_label").select("activity_id", "cluster_label")
    bridge = match__clusters.join(labels, on="cluster_label").join(core__listing_entities, on="listing_id", how="left")
    named = with_entities(result.activities, bridge)
    return with_staleness(named, bridge, raw__selected_runs), result.values


@dg.asset(**spec("core__activity_changes", "polars"))
def core__activity_changes(
    core__activities: pl.DataFrame,
    core__activity_identity: pl.DataFrame,
    match__clusters: pl.DataFrame,
    core__moved_listings: pl.DataFrame,
    core__release: pl.DataFrame,
) -> pl.DataFrame:
    """What happened since the last release with another number."""
    release_id = core__release.get_column("release_id").item()
    published = load_settings().published_dir
    names = ("activities", "activity_listings", "activity_redirects")
    before = Release(*(_shaped(previous_table(published, release_id, name), name) for name in names))
    bridge = match__clusters.join(core__activity_identity.drop_nulls("cluster_label"), on="cluster_label")
    now = Release(core__activities, bridge.select("activity_id", "listing_id"), core__activity_identity)
    return compare(before, now, core__moved_listings)


@dg.asset(**spec("core__activity_history", "polars"))
def core__activity_history(core__activities: pl.DataFrame, core__release: pl.DataFrame) -> pl.DataFrame:
    """Every activity as it was on any day."""
    release = core__release.row(0, named=True)
    last = previous_table(load_settings().published_dir, release["release_id"], "activity_history")
    return remember(_shaped(last, "activity_history"), core__activities, release["as_of_at"].date())


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "polars")) for name in ("core__organisers", "core__venues")})
def core_entities(
    norm__listings: pl.DataFrame, core__listing_entities: pl.DataFrame, core__activities: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Organisers and venues, one row each."""
    of = (norm__listings, core__listing_entities, core__activities)
    return organisers(*of), venues(*of)


@dg.asset(**spec("core__occurrences", "polars"))
def core__occurrences(core__activities: pl.DataFrame, core__release: pl.DataFrame) -> pl.DataFrame:
    """The coming days of every activity whose schedule is certain."""
    first = core__release.get_column("as_of_at").item().date()
    return upcoming(core__activities, first, OCCURRENCE_DAYS)


@dg.asset(**spec("core__sources", "polars"))
def core__sources() -> pl.DataFrame:
    """The declared sources."""
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
        for source in map(load_source, source_keys())
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
def core__release(raw__runs: pl.DataFrame) -> pl.DataFrame:
    """Which release this is."""
    return release_facts(raw__runs, load_settings().profile)


TABLE_ASSETS = [
    raw__runs,
    raw__selected_runs,
    raw__fetches,
    raw__listings,
    raw__issues,
    norm,
    match,
    match_entities,
    core__moved_listings,
    core__listing_entities,
    core__activity_identity,
    core,
    core__activity_changes,
    core__activity_history,
    core_entities,
    core__occurrences,
    core__sources,
    core__codes,
    core__dictionary,
    core__release,
]
