"""The tables from raw to the matches: one asset each, one pure function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does;
the core tables (`core`).
"""

from collections.abc import Iterable, Iterator, Mapping

import dagster as dg
import polars as pl

from pipelines.core.rekey import rekeyed
from pipelines.decisions.mail_domains import accepted_domains
from pipelines.decisions.moves import read_moves
from pipelines.decisions.pairs import read_judgements
from pipelines.decisions.removals import read_removals, remember_removals, without_removed
from pipelines.ingest.chosen_runs import seen_on, select_runs
from pipelines.ingest.reread import replay_used
from pipelines.ingest.usable_sources import source_rules, troubles, usable_sources
from pipelines.match.activities import match_listings
from pipelines.match.entities import match_organisers, match_venues
from pipelines.normalise.listings import Known, normalise
from pipelines.orchestration.as_made import MADE_OF, OF_A_RUN, as_made, print_of
from pipelines.orchestration.assets.crawl import crawl_asset_key
from pipelines.orchestration.assets.desk import DECISIONS_STEP
from pipelines.orchestration.from_contract import spec
from pipelines.orchestration.known_lists import KnownLists
from pipelines.orchestration.staff_errors import in_words
from pipelines.publish.shelf import Shelf, in_todays_shape
from pipelines.settings import Settings
from pipelines.withdrawal.everywhere import scrub_working
from scrapers.declaration.declarations import keep, participants
from scrapers.runs.damaged import set_aside
from scrapers.runs.prints import all_prints, seen
from scrapers.runs.run import all_runs, gather
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame
from warehouse.contract.tables.decisions import MAIL_DOMAINS, REMOVALS

REPLAY = "hiroba/replay"
"""Tag of a run that reads the pages at hand again first. No asset of its own: whoever starts another job would be asked
whether it may be missing."""
_CRAWLS = [crawl_asset_key(key) for key in participants()]


@dg.asset(**spec("raw__runs", "polars"), deps=_CRAWLS)
def raw__runs(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """Every run of every source that is on disk; where the job says so, pages are read again before."""
    keep(settings.declared_dir)
    if REPLAY in context.run.tags:
        for sentence in replay_used(settings):
            context.log.warning(sentence)
    # After they were read again: what the archive can mend is no damage
    for sentence in set_aside(settings.raw_dir):
        context.log.warning(sentence)
    return gather(settings.raw_dir, "raw__runs", all_runs(settings.raw_dir, tuple(usable_sources(settings))))


@dg.asset(**spec("raw__selected_runs", "polars"))
def raw__selected_runs(raw__runs: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """The run that is used of each source."""
    used = usable_sources(settings)
    known = raw__runs.filter(pl.col("source_key").is_in(list(used)))
    return select_runs(known, {key: source.max_age_days for key, source in used.items()}, troubles(settings))


@dg.asset(**spec("raw__fetches", "polars"))
def raw__fetches(raw__selected_runs: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """Fetches of the selected runs."""
    return gather(settings.raw_dir, "raw__fetches", raw__selected_runs)


@dg.asset(**spec("raw__listings", "polars"))
def raw__listings(raw__selected_runs: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """Listings of the selected runs."""
    return gather(settings.raw_dir, "raw__listings", raw__selected_runs)


@dg.asset(**spec("raw__issues", "polars"))
def raw__issues(raw__selected_runs: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """What the spiders could not read in the newest runs, healthy or not."""
    newest = raw__selected_runs.select("source_key", run_id="newest_run_id")
    return gather(settings.raw_dir, "raw__issues", newest)


@dg.asset(**spec("raw__private_prints", "polars"), deps=["raw__runs"])
def raw__private_prints(settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """Prints of what is private in the pages of every run on disk."""
    return all_prints(settings.raw_dir, settings.profile)


_NORM = ("norm__listings", "norm__issues")
_MATCH = ("match__candidates", "match__pairs", "match__clusters", "match__queue")
_SAID = ("source_key", "record_key", "description_text")


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "polars")) for name in _NORM})
def norm(
    raw__listings: pl.DataFrame,
    raw__issues: pl.DataFrame,
    raw__selected_runs: pl.DataFrame,
    raw__private_prints: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> Iterator[dg.Output[pl.DataFrame]]:
    """Typed listings, and everything that was not understood."""
    rules = source_rules(settings, seen_on(raw__selected_runs))
    with in_words():
        accepted = accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file)
    known = Known(accepted, seen(settings.raw_dir, raw__private_prints))
    raw = raw__listings.filter(pl.col("source_key").is_in(list(rules)))
    private = repr((known.seen.key, sorted(known.seen.prints)))
    made_of = print_of(raw, raw__issues, repr((rules, sorted(accepted), private)))
    path = settings.judgements_dir / REMOVALS.file
    before = None if path.is_file() else as_made(settings, _NORM, made_of)
    lists = KnownLists(settings, {key: f"{rule}{private}" for key, rule in rules.items()})
    if before is not None:
        yield from _outputs(_NORM, before, made_of, lists.note())
        return
    result = normalise(raw, rules, known, lists)
    issues = pl.concat([empty_frame(table("norm__issues")), raw__issues], how="diagonal")
    with in_words():
        ids = remember_removals(path, result.listings)
        if ids:
            # The pages were read anew: what came back leaves the runs again
            scrub_working(settings, read_removals(path))
    kept = without_removed(result.listings, pl.concat([issues, result.issues]), ids)
    yield from _outputs(_NORM, kept, made_of, lists.note())


def _outputs(
    names: Iterable[str], tables: Iterable[pl.DataFrame], made_of: str, note: Mapping[str, str] | None = None
) -> Iterator[dg.Output[pl.DataFrame]]:
    """Tables, each with the print of what it was made of, and what else its file is to say."""
    for name, made in zip(names, tables, strict=True):
        yield dg.Output(made, output_name=name, metadata={MADE_OF: made_of, **(note or {})})


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "rapidfuzz")) for name in ("match__organisers", "match__venues")})
def match_entities(norm__listings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Organisers and venues that listings name, spellings brought together."""
    return match_organisers(norm__listings), match_venues(norm__listings)


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "rapidfuzz")) for name in _MATCH}, deps=[DECISIONS_STEP])
def match(
    norm__listings: pl.DataFrame,
    match__organisers: pl.DataFrame,
    match__venues: pl.DataFrame,
    raw__listings: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> Iterator[dg.Output[pl.DataFrame]]:
    """Pairs compared and decided, listings grouped into activities, pairs to ask people about."""
    before = in_todays_shape(Shelf(settings.published_dir).latest(), "activity_listings")
    tonight = rekeyed(before, norm__listings)
    with in_words():
        moves = pl.concat([read_moves(settings.moves_path), tonight], how="diagonal")
        judgements = read_judgements(settings.pairs_path, norm__listings, moves)
    given = norm__listings.drop(OF_A_RUN), match__organisers, match__venues, raw__listings.select(_SAID)
    made_of = print_of(*given, repr(judgements))
    made = as_made(settings, _MATCH, made_of)
    yield from _outputs(_MATCH, match_listings(given[0], judgements, *given[1:]) if made is None else made, made_of)
