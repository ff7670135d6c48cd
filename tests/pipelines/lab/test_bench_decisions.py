"""The measurement of decisions in its short form: nothing lost, nothing overridden, every contradiction refused."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.lab.bench import decisions as bench_decisions
from pipelines.lab.bench.decisions import contradicted, excel_loop, hold


def test_a_hundred_and_twenty_answers_are_taken_and_explained_in_one_go(tmp_path: Path) -> None:
    read, _, said = excel_loop(tmp_path, 120)
    assert read == 120
    assert "同じ 40、別 40、保留 40" in said


def test_decisions_hold_over_nights_of_change(tmp_path: Path) -> None:
    assert hold(tmp_path, 12) == (0, 0, 12 * 8)


def test_without_the_record_of_new_keys_decisions_would_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = pl.DataFrame(schema={"last_listing_id": pl.String, "listing_id": pl.String})
    monkeypatch.setattr(bench_decisions, "rekeyed", lambda *_: nobody)
    lost, _, _ = hold(tmp_path, 5)
    assert lost > 0


def test_every_contradiction_is_refused_with_its_rows(tmp_path: Path) -> None:
    assert contradicted(tmp_path, 60) == (60, 0)
