"""An earlier release by the method of today: its pages, read and matched as if they had been fetched tonight.

Belongs here: the way from the runs of a release to what growth sees of it. Does not belong here: which runs are kept
(`scrapers.runs.retention`), what comes of the difference (`night`, `series`).

Nothing on disk is written: a run stays as it was read.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from pipelines.core.activity_listings import activity_listings
from pipelines.core.entities import name_entities, with_entities
from pipelines.core.identity import identify
from pipelines.decisions.corrected import corrected
from pipelines.decisions.mail_domains import accepted_domains
from pipelines.decisions.moves import read_moves
from pipelines.decisions.pairs import read_judgements
from pipelines.decisions.removals import read_removals, removed_ids
from pipelines.ingest.chosen_runs import page_fetches
from pipelines.ingest.reread import raw_of_run
from pipelines.ingest.usable_sources import source_rules
from pipelines.match.activities import match_listings
from pipelines.match.entities import match_organisers, match_venues
from pipelines.normalise.listings import Known, normalise
from pipelines.normalise.readings import close_dictionary
from pipelines.settings import Settings
from pipelines.trend.compared import Snapshot, snapshot
from pipelines.trend.stock import stock
from scrapers.runs.prints import all_prints, seen
from warehouse.contract.tables.decisions import MAIL_DOMAINS, REMOVALS

_SAID = ("source_key", "record_key", "description_text")
_OF_A_RUN = ("run_id", "position", "body_sha256")


class Anchor(NamedTuple):
    """A release that is read anew.

    Attributes:
        release_id: which.
        day: of when it was.
        lists: `source_key`, `run_id`, `role_code`, `seen_on` of its lists; those without a run showed nothing.
        bridge: its `activity_listings`, so that activities keep their IDs; empty where they are not needed.
        redirects: its `activity_redirects`, likewise.
    """

    release_id: str
    day: date
    lists: pl.DataFrame
    bridge: pl.DataFrame
    redirects: pl.DataFrame


def restated(settings: Settings, anchor: Anchor) -> Snapshot:
    """What the pages of a release are by the method of today.

    Args:
        settings: where runs, archive, declarations and decisions are.
        anchor: the release.

    Raises:
        RereadError: a run or a page of it is no longer there, or its list is not declared any more.
        JudgementError: people's judgements contradict each other on the listings of then.
    """
    lists = anchor.lists.drop_nulls("run_id")
    parts = [raw_of_run(settings, key, run) for key, run in lists.select("source_key", "run_id").iter_rows()]
    raw, fetches = (pl.concat(each) for each in zip(*parts, strict=True))
    listings = _typed(settings, raw, dict(lists.select("source_key", "seen_on").iter_rows()))
    moves = read_moves(settings.moves_path)
    judgements = read_judgements(settings.pairs_path, listings, moves)
    organisers, venues = match_organisers(listings), match_venues(listings)
    matched = match_listings(listings.drop(_OF_A_RUN), judgements, organisers, venues, raw.select(_SAID))
    close_dictionary()
    identity = identify(matched.clusters, anchor.bridge, anchor.redirects)
    nobody = pl.DataFrame(schema={"organizer_id": pl.String, "current_organizer_id": pl.String})
    nowhere = pl.DataFrame(schema={"venue_id": pl.String, "current_venue_id": pl.String})
    named = name_entities(listings, organisers, venues, anchor.bridge, nobody, nowhere)
    bridge = activity_listings(listings, matched.clusters, identity, named.bridge, page_fetches(fetches))
    said = corrected(settings, listings, bridge, identity, anchor.day).activities
    activities = with_entities(said.activities, bridge)
    return snapshot(activities, bridge, stock(activities, bridge, lists, anchor.day))


def _typed(settings: Settings, raw: pl.DataFrame, days: dict[str, date]) -> pl.DataFrame:
    """Typed listings without those somebody asked to take away."""
    accepted = accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file)
    known = Known(accepted, seen(settings.raw_dir, all_prints(settings.raw_dir, settings.profile)))
    listings = normalise(raw, source_rules(settings, days), known).listings
    gone = removed_ids(read_removals(settings.judgements_dir / REMOVALS.file), listings)
    return listings.filter(~pl.col("listing_id").is_in(gone))
