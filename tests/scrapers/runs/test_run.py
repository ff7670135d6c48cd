"""A run on disk and the verdict on it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.declaration.source import load_source
from scrapers.platforms.items import issue
from scrapers.runs.run import (
    PARTITION_TABLES,
    Findings,
    Outcome,
    Run,
    finish,
    newest_run,
    next_start,
    run_id_of,
)
from warehouse.contract import TOKYO
from warehouse.contract.derived.frames import ContractError
from warehouse.storage import read_table

SOURCE = load_source("kawasaki_city_cafes")
URL = SOURCE.start_urls[0]
STARTED = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
FETCH: dict[str, object] = {"sequence": 1, "request_url": URL, "fetched_at": STARTED, "http_status": 200}
HTTP_ERROR = issue(URL, 0, "page", "http_error", "HTTP 500", is_quarantined=True)


def listings(count: int) -> list[dict[str, object]]:
    return [
        {"page_url": URL, "position": n, "body_sha256": "0" * 64, "record_key": f"k{n}", "name_text": "カフェ"}
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("moment", "run_id"),
    [
        (STARTED, "r20261123T010000"),
        (datetime.fromisoformat("2026-11-23T01:00:00+09:00"), "r20261123T010000"),
        (datetime(2026, 12, 31, 15, 0, 1, tzinfo=UTC), "r20270101T000001"),
    ],
)
def test_a_run_is_named_after_its_start_in_tokyo(moment: datetime, run_id: str) -> None:
    assert run_id_of(moment) == run_id


def test_a_finished_run_has_four_tables_and_one_issue_per_key(tmp_path: Path) -> None:
    run = Run.at(SOURCE, "sample", STARTED, tmp_path)
    unknown = issue(URL, 0, "label:駐車場", "unknown_label", "駐車場", is_quarantined=False)
    failed = {**FETCH, "sequence": 2, "http_status": 500}
    findings = Findings([FETCH, failed], listings(2), [unknown.row, HTTP_ERROR.row, unknown.row])
    finish(run, findings, Outcome("fewer", "少ない"), STARTED)
    assert run.folder == tmp_path / SOURCE.key / "r20261123T010000"
    tables = {name: read_table(run.folder / f"{name}.parquet") for name in PARTITION_TABLES}
    heights = {name: table.height for name, table in tables.items()}
    assert heights == {"raw__fetches": 2, "raw__listings": 2, "raw__issues": 2, "raw__runs": 1}
    (row,) = tables["raw__runs"].to_dicts()
    counts = ("request_count", "fetched_count", "failed_count", "listing_count", "quarantined_count")
    assert tuple(row[name] for name in counts) == (2, 1, 1, 2, 1)
    assert all(set(table["run_id"]) == {run.run_id} for table in tables.values())


def test_a_row_that_breaks_the_contract_leaves_the_run_unfinished(tmp_path: Path) -> None:
    run = Run.at(SOURCE, "sample", STARTED, tmp_path)
    with pytest.raises(ContractError, match="同じキーの行が重なっています"):
        finish(run, Findings([FETCH], listings(1) * 2), Outcome("fewer", "少ない"), STARTED)
    assert newest_run(run.folder.parent) is None


def test_the_newest_run_is_the_newest_finished_one(tmp_path: Path) -> None:
    for day in (21, 22):
        run = Run.at(SOURCE, "sample", datetime(2026, 11, day, tzinfo=UTC), tmp_path)
        finish(run, Findings(), Outcome("failed", f"{day}日"), run.started_at)
    (tmp_path / SOURCE.key / "r20261123T010000").mkdir()
    newest = newest_run(tmp_path / SOURCE.key)
    assert newest is not None
    assert newest["message_ja"] == "22日"


def test_there_is_no_newest_run_before_the_first(tmp_path: Path) -> None:
    assert newest_run(tmp_path / "kawasaki_city_cafes") is None


def test_findings_take_only_listings_and_issues() -> None:
    with pytest.raises(TypeError, match="a spider yielded dict"):
        Findings().add({})


def test_a_clock_that_jumps_back_does_not_put_a_run_before_older_ones(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, 1, tzinfo=TOKYO)
    assert next_start(tmp_path, now) == now
    (tmp_path / "a" / "r20261123T010000").mkdir(parents=True)
    (tmp_path / "b" / "r20261231T235959").mkdir(parents=True)
    assert run_id_of(next_start(tmp_path, now)) == "r20270101T000000"
    later = datetime(2027, 1, 1, 1, tzinfo=TOKYO)
    assert next_start(tmp_path, later) == later
