"""Drills of the flow: a source that moves house, hostile texts in every field, clocks that jump.

Belongs here: tables in, tables out. Does not belong here: files, crawls.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from pipelines.drills.made import SOURCE, flow_tables, published_files, raw_listings
from pipelines.drills.result import Drill
from pipelines.publish.release import publish
from pipelines.runs import select_runs
from warehouse.contract import published_tables, table
from warehouse.contract.frames import frame
from warehouse.storage import read_table

_COUNT = 200
_HOSTILE = (
    '=HYPERLINK("http://x")の会',
    "+1の会",
    "<script>alert(1)</script>の会",
    "右から\u202e左の会",
    "ゼロ\u200b幅の会",
    "NUL\x00の会",
    "\ufeffBOMの会",
    "長い会" * 40_000,
    "私用\ue000の会",
    "javascript:alert(1)",
)
_FIELDS = tuple(
    f"{name}_text" for name in ("name", "schedule", "target", "fee", "venue", "address", "organizer", "url")
)


def rekeyed_source() -> Drill:
    """Give every listing of a source another key and address: its activities keep their IDs."""
    with tempfile.TemporaryDirectory() as name:
        first = published_files(flow_tables(raw_listings(_COUNT)), Path(name))
        last = {entry.name: read_table(first[entry.name]) for entry in published_tables()}
    now = flow_tables(raw_listings(_COUNT, key="new"), last)
    before = set(last["activities"].get_column("activity_id"))
    kept = len(before & set(now["core__activities"].get_column("activity_id")))
    is_kept = kept >= 0.99 * len(before)
    return Drill("情報源の番号とURLがすべて変わる", 1, int(is_kept), f"IDを保った活動 {kept}/{len(before)}")


def hostile_texts() -> Drill:
    """Put each hostile text into each field of a listing: the release is made, and harmless."""
    tried, survived = 0, 0
    seen: list[str] = []
    for field in _FIELDS:
        raw = pl.concat([raw_listings(2, key=f"h{n}-", **{field: text}) for n, text in enumerate(_HOSTILE)])
        raw = raw.with_columns(page_url=pl.format("https://x.example/{}", "record_key"))
        tried += len(_HOSTILE)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            try:
                publish(published_files(flow_tables(raw), folder / "tables"), folder / "published")
            except (ValueError, pl.exceptions.PolarsError) as error:
                seen.append(f"{field}: {str(error)[:200]}")
            else:
                survived += len(_HOSTILE)
    return Drill("害のある文字をすべての項目に", tried, survived, "公開は無害" if not seen else " / ".join(seen))


def clock() -> Drill:
    """Choose runs on a leap day, at the end of a year, with a clock that jumps back: the newest healthy one, always."""
    moments = [
        datetime(2028, 2, 28, 16, tzinfo=UTC),
        datetime(2028, 2, 29, 16, tzinfo=UTC),
        datetime(2026, 12, 31, 15, tzinfo=UTC),
        datetime(2027, 1, 1, 1, tzinfo=UTC),
    ]
    survived = 0
    for moment in moments:
        for step in (timedelta(days=1), timedelta(seconds=1), timedelta(days=-1)):
            runs = frame(table("raw__runs"), [_run("r1", moment), _run("r2", moment + step)])
            chosen = select_runs(runs, {SOURCE: 7}).row(0, named=True)
            survived += chosen["run_id"] == "r2" and chosen["age_days"] >= 0
    return Drill("うるう日、年の変わり目、時計の逆戻り", 12, survived, "いちばん新しい正常な取得を選んだ")


def _run(run_id: str, started_at: datetime) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(table("raw__runs").column_names)
    counts = ("request_count", "fetched_count", "failed_count", "quarantined_count", "listing_count")
    row |= dict.fromkeys(counts, 1)
    row |= {"source_key": SOURCE, "run_id": run_id, "run_verdict_code": "succeeded", "profile_code": "sample"}
    return row | {"started_at": started_at, "finished_at": started_at, "message_ja": "正常です。"}
