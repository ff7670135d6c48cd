"""The bridge: every listing of today with its activity, what it takes over from where."""

from datetime import UTC, datetime

import polars as pl

from pipelines.core.activity_listings import TAKEN, activity_listings
from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.orchestration.lineage import lineage_of
from warehouse.contract import table
from warehouse.contract.derived.frames import conform, frame

NAME = "core__activity_listings"
SEEN = datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_every_listing_stands_with_its_living_activity_and_the_moment_its_page_was_fetched() -> None:
    tables = flow_tables(raw_listings(3))
    gone = {"activity_id": "kwa_gone", "identity_code": "retired"}
    identity = pl.concat([tables["core__activity_identity"], frame(table("core__activity_identity"), [gone])])
    page = tables["norm__listings"].select("source_key", "run_id", "page_url").row(0, named=True)
    fetches = frame(table("core__page_fetches"), [page | {"fetched_at": SEEN}])
    of = (tables["norm__listings"].reverse(), tables["match__clusters"], identity, tables["core__listing_entities"])
    bridge = activity_listings(*of, fetches)
    assert conform(table(NAME), bridge).equals(bridge)
    assert set(bridge.get_column("listing_id")) == set(tables["norm__listings"].get_column("listing_id"))
    assert "kwa_gone" not in bridge.get_column("activity_id")
    assert bridge.get_column("fetched_at").drop_nulls().to_list() == [SEEN]
    assert bridge.drop_nulls("fetched_at").get_column("page_url").to_list() == [page["page_url"]]


def test_it_is_told_of_every_column_where_it_comes_from() -> None:
    (lineage,) = lineage_of(NAME).values()
    assert set(lineage.deps_by_column) == set(table(NAME).column_names)
    assert all(set(columns) <= set(table(name).column_names) for name, columns in TAKEN.items())
