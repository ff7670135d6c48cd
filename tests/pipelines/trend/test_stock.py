"""Which activities are counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from pipelines.trend.stock import counted, stock
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

TODAY = date(2026, 11, 30)
BOOK, FEED = ("book", None), ("feed", "2026-11-01")
CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str | None]], bool]] = {
    "a group on a list that dates nothing": ({}, [BOOK], True),
    "paused": ({"status_code": "paused"}, [BOOK], False),
    "ended": ({"status_code": "ended"}, [BOOK], False),
    "resumed": ({"status_code": "active"}, [BOOK], True),
    "an event with its day": ({"schedule_days": [date(2026, 12, 3)]}, [FEED], False),
    "an event without a day": ({}, [FEED], False),
    "entered every month": ({"schedule_rrules": ["FREQ=MONTHLY;BYDAY=1WE"]}, [FEED], True),
    "entered so many times": ({"frequency_code": "per_month"}, [FEED], True),
    "a day on a list of groups as well": ({"schedule_days": [date(2026, 12, 3)]}, [FEED, BOOK], True),
    "brought up to date two years ago to the day": ({}, [("book", "2024-11-30")], True),
    "a day longer ago": ({}, [("book", "2024-11-29")], False),
    "that month, who knows which day": ({}, [("book", "2024-11")], True),
    "the month before": ({}, [("book", "2024-10")], False),
    "old here, new there": ({}, [("book", "2020"), ("other", "2026-01-01")], True),
    "old, but it names a day": ({"schedule_days": [date(2026, 10, 3)]}, [("book", "2020")], True),
    "old, and so is its day": ({"schedule_days": [date(2023, 10, 3)]}, [("book", "2020")], False),
}


@pytest.mark.parametrize(("values", "listings", "is_counted"), CASES.values(), ids=CASES)
def test_counted_is_what_goes_on(
    values: dict[str, Any], listings: list[tuple[str, str | None]], is_counted: bool
) -> None:
    row = {"activity_id": "kwa_1", "name": "会", "listing_count": len(listings), "source_count": 1} | values
    bridge = pl.DataFrame(
        [("kwa_1", *each) for each in listings],
        schema={"activity_id": pl.String, "source_key": pl.String, "updated_date": pl.String},
        orient="row",
    )
    activities = frame(table("core__activities"), [row])
    lists = pl.DataFrame({"source_key": ["book", "feed", "other"], "role_code": ["register", "feed", "portal"]})
    found = counted(activities, bridge, stock(activities, bridge, lists, TODAY))
    assert found.height == is_counted
    if is_counted:
        assert found.row(0, named=True)["source_keys"] == sorted({key for key, _ in listings})
