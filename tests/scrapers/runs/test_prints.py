"""Prints beside a run, and the key they are made with."""

from datetime import UTC, datetime
from pathlib import Path

from scrapers.declaration.source import load_source
from scrapers.runs.prints import NAME, all_prints, key_of, seen
from scrapers.runs.run import Findings, Outcome, Run, finish
from warehouse.storage import read_table

STARTED = datetime(2026, 11, 23, 1, tzinfo=UTC)
TEXT = "代表：架空坂 花子 090-0000-8765"


def finished(raw_dir: Path) -> Path:
    run = Run.at(load_source("ouen_navi"), "sample", STARTED, raw_dir)
    row: dict[str, object] = {"page_url": "https://x.example/", "position": 1, "body_sha256": "0", "record_key": "k"}
    findings = Findings(listings=[row | {"name_text": "会", "description_text": TEXT}])
    finish(run, findings, Outcome("succeeded", "よい"), STARTED)
    return run.folder


def test_a_run_keeps_prints_and_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    folder = finished(tmp_path)
    assert (tmp_path / "prints.key").stat().st_mode & 0o777 == 0o600
    written = (folder / f"{NAME}.parquet").read_bytes()
    assert "架空坂".encode() not in written and b"8765" not in written
    known = seen(tmp_path, all_prints(tmp_path, "sample"))
    assert [kind for *_, kind in known.spans("架空坂花子 ０９０ー００００ー８７６５")] == ["name", "mobile"]


def test_a_run_without_prints_or_with_a_lost_key_is_printed_anew(tmp_path: Path) -> None:
    folder = finished(tmp_path)
    first = key_of(tmp_path)
    (folder / f"{NAME}.parquet").unlink()
    assert all_prints(tmp_path, "sample").height > 1
    (tmp_path / "prints.key").unlink()
    prints = all_prints(tmp_path, "sample")
    assert key_of(tmp_path) != first
    assert seen(tmp_path, prints).spans(TEXT)
    assert prints.equals(read_table(folder / f"{NAME}.parquet"))
