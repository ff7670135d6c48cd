"""Old runs go, what is still needed stays."""

from datetime import datetime, timedelta
from pathlib import Path

from scrapers.declaration.source import load_source
from scrapers.runs.archive import Archive
from scrapers.runs.retention import prune
from scrapers.runs.run import Findings, Outcome, Run, finish
from warehouse.contract import KEPT_ALWAYS, KEPT_DAYS, TOKYO

FIRST = datetime(2026, 1, 1, 1, tzinfo=TOKYO)


def run(raw_dir: Path, day: int, body: str, verdict: str = "succeeded", key: str = "sdc_wards") -> Path:
    made = Run.at(load_source(key), "sample", FIRST + timedelta(days=day), raw_dir)
    fetch: dict[str, object] = {"sequence": 1, "request_url": "https://x.example/", "fetched_at": FIRST}
    finish(made, Findings(fetches=[fetch | {"body_sha256": body}]), Outcome(verdict, "説明。"), FIRST)
    return made.folder


def test_old_runs_go_with_the_bodies_only_they_name(tmp_path: Path) -> None:
    raw, archive = tmp_path / "raw", Archive(tmp_path / "archive")
    old, shared, young = (archive.put(text) for text in (b"old", b"shared", b"young"))
    gone = [run(raw, 0, old), run(raw, 1, shared)]
    kept = [run(raw, KEPT_DAYS + day, shared if day == 5 else young) for day in range(2, 2 + KEPT_ALWAYS)]
    assert prune(raw, tmp_path / "archive", tmp_path / "validators") == gone
    assert all(folder.is_dir() for folder in kept)
    left = {path.name.removesuffix(".gz") for path in (tmp_path / "archive").glob("*/*.gz")}
    assert left == {shared, young}
    assert prune(raw, tmp_path / "archive", tmp_path / "validators") == []


def test_the_last_healthy_run_stays_however_old(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    good = run(raw, 0, "0" * 64)
    for day in range(1, 12):
        run(raw, KEPT_DAYS + day, "0" * 64, verdict="failed")
    assert prune(raw, tmp_path / "archive", tmp_path / "validators") == []
    assert good.is_dir()


def test_the_last_run_that_ended_stays_though_many_were_killed_since(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    ended = run(raw, 0, "0" * 64, verdict="failed")
    for day in range(KEPT_ALWAYS + 2):
        killed = run(raw, KEPT_DAYS + 20 + day, "0" * 64)
        (killed / "raw__runs.parquet").unlink()
    assert prune(raw, tmp_path / "archive", tmp_path / "validators") == []
    assert ended.is_dir()


def test_a_clock_that_jumps_ahead_costs_no_run_of_the_last_days(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    before = [run(raw, day, "0" * 64) for day in range(KEPT_ALWAYS - 1)]
    run(raw, 5000, "0" * 64)
    assert prune(raw, tmp_path / "archive", tmp_path / "validators") == []
    assert all(folder.is_dir() for folder in before)


def test_what_a_killed_tidying_left_goes(tmp_path: Path) -> None:
    left_over = tmp_path / "raw" / "sdc_wards" / ".r20260101T010000.gone"
    left_over.mkdir(parents=True)
    prune(tmp_path / "raw", tmp_path / "archive", tmp_path / "validators")
    assert not left_over.exists()


def test_what_a_month_end_was_made_from_stays_readable(tmp_path: Path) -> None:
    raw, archive = tmp_path / "raw", Archive(tmp_path / "archive")
    body, other = archive.put(b"month end"), archive.put(b"any other night")
    anchor, gone = run(raw, 0, body), run(raw, 1, other)
    for day in range(2, 2 + KEPT_ALWAYS):
        run(raw, KEPT_DAYS + day, body)
    anchors = {("sdc_wards", anchor.name)}
    assert prune(raw, tmp_path / "archive", tmp_path / "validators", anchors) == [gone]
    assert anchor.is_dir()
    assert archive.holds(body)
    assert not archive.holds(other)
    assert prune(raw, tmp_path / "archive", tmp_path / "validators") == [anchor]
