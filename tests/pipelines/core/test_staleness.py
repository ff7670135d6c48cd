"""Activities whose sources cannot be read: since when they are old, and whether that is still within the limit."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.core.staleness import with_staleness
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


def selected(**codes: str) -> pl.DataFrame:
    """One row of `raw__selected_runs` per source; the first one's run is the oldest."""
    rows: list[dict[str, object]] = [
        {
            "source_key": key,
            "selection_code": code,
            "newest_run_id": "r2",
            "newest_verdict_code": "failed",
            "message_ja": "説明。",
            "run_id": "r1",
            "started_at": NOON.replace(day=20 + number),
            "age_days": 1.0,
        }
        for number, (key, code) in enumerate(codes.items())
    ]
    return frame(table("raw__selected_runs"), rows)


def marked(sources: tuple[str, ...], **codes: str) -> tuple[date | None, str | None]:
    row = {"activity_id": "kwa_1", "name": "会", "listing_count": 1, "source_count": 1}
    activities = frame(table("core__activities"), [row])
    bridge = pl.DataFrame({"activity_id": ["kwa_1"] * len(sources), "source_key": sources})
    (found,) = with_staleness(activities, bridge, selected(**codes)).to_dicts()
    return found["stale_since"], found["staleness_code"]


def test_an_activity_is_as_old_as_its_youngest_source() -> None:
    assert marked(("a",), a="newest") == (None, None)
    assert marked(("a", "b"), a="last_good", b="newest") == (None, None)
    assert marked(("a", "b"), a="last_good", b="last_good") == (date(2026, 11, 21), "standing_in")


def test_it_is_expired_only_when_every_source_is() -> None:
    assert marked(("a", "b"), a="expired", b="last_good") == (date(2026, 11, 21), "standing_in")
    assert marked(("a", "b"), a="expired", b="expired") == (date(2026, 11, 21), "expired")
