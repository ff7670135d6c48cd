"""Releases as growth sees them, made from the few values a test is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from pipelines.trend.compared import Known, Snapshot
from pipelines.trend.lists import ListChanges

DAY_A, DAY_B = date(2026, 6, 30), date(2026, 7, 31)
Make = Callable[..., Snapshot]


def snapshot(*rows: dict[str, Any]) -> Snapshot:
    """Activities; what a row does not give: counted, alive, in one cell, one listing on the list `a`."""
    activities = [
        {
            "activity_id": row["id"],
            "is_counted": row.get("stock", "alive") in ("alive", "undated"),
            "stock_code": row.get("stock", "alive"),
            "ward_cell": row.get("ward", "141313"),
            "kind_cell": row.get("kind", "cafe"),
            "founded_date": row.get("founded"),
            "is_stale": row.get("stale", False),
            "name_key": row.get("name", row["id"]),
        }
        for row in rows
    ]
    listings = [
        {"activity_id": row["id"], "listing_id": listing, "source_key": source}
        for row in rows
        for listing, source in row.get("listings", {row["id"]: "a"}).items()
    ]
    state = {
        "activity_id": pl.String,
        "is_counted": pl.Boolean,
        "stock_code": pl.String,
        "ward_cell": pl.String,
        "kind_cell": pl.String,
        "founded_date": pl.String,
        "is_stale": pl.Boolean,
        "name_key": pl.String,
    }
    members = dict.fromkeys(("activity_id", "listing_id", "source_key"), pl.String)
    return Snapshot(pl.DataFrame(activities, schema=state), pl.DataFrame(listings, schema=members))


def known(
    added: tuple[str, ...] = (),
    removed: tuple[str, ...] = (),
    rescoped: tuple[str, ...] = (),
    moves: dict[str, str] | None = None,
    past: dict[str, date] | None = None,
    since: date = DAY_A,
    day: date = DAY_B,
) -> Known:
    """What two releases are judged by; nothing has changed unless it is said."""
    moved = pl.DataFrame(
        list((moves or {}).items()), schema={"last_listing_id": pl.String, "listing_id": pl.String}, orient="row"
    )
    seen = pl.DataFrame(
        list((past or {}).items()), schema={"activity_id": pl.String, "last_seen_on": pl.Date}, orient="row"
    )
    return Known(ListChanges(list(added), list(removed), list(rescoped)), moved, seen, since, day)


@pytest.fixture(scope="session")
def make() -> Make:
    return snapshot


@pytest.fixture(scope="session")
def judged_by() -> Callable[..., Known]:
    return known
