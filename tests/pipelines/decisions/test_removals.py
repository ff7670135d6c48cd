"""A listing somebody asked to take away stays away, under another key too."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.decisions.removals import (
    ask_removal,
    read_removals,
    remember_removals,
    removed_ids,
    without_removed,
)
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame
from warehouse.ledgers import LedgerError


def prints(*rows: tuple[str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["listing_id", "source_key", "content_print"], orient="row")


def request(path: Path, reason: str = "求め") -> None:
    listing = {"listing_id": "s_1", "source_key": "s", "content_print": "p1"}
    ask_removal(path, listing, reason, "2026-11-23", "データ担当")


def test_it_is_found_by_id_and_by_content_of_the_same_source(tmp_path: Path) -> None:
    path = tmp_path / "removals.csv"
    assert read_removals(path).is_empty()
    request(path)
    removals = read_removals(path)
    assert removed_ids(removals, prints(("s_1", "s", "other"), ("s_2", "s", "p2"))) == ["s_1"]
    assert removed_ids(removals, prints(("s_9", "s", "p1"), ("t_1", "t", "p1"))) == ["s_9"]


def test_it_stays_away_when_the_key_changes_one_night_and_the_name_the_next(tmp_path: Path) -> None:
    path = tmp_path / "removals.csv"
    request(path, "電話で求めがあった")
    nights = (("s_1", "p1"), ("s_7", "p1"), ("s_7", "p2"), ("s_9", "p2"))
    for listing, content in nights:
        today = prints((listing, "s", content), ("s_4", "s", "p4"))
        assert remember_removals(path, today) == [listing]
    known = read_removals(path)
    assert known.select("listing_id", "content_print").rows() == list(nights)
    assert known.get_column("reason").unique().to_list() == ["電話で求めがあった"]
    assert remember_removals(path, prints(("s_9", "s", "p2"))) == ["s_9"]
    assert read_removals(path).height == len(nights)


def test_it_leaves_the_flow_and_is_counted_without_its_text(tmp_path: Path) -> None:
    columns = table("norm__listings").column_names
    row = dict.fromkeys(columns) | {
        "listing_id": "s_1",
        "source_key": "s",
        "run_id": "r",
        "page_url": "https://x.example/",
        "position": 1,
        "name_text": "ひみつ",
    }
    listings = pl.concat([empty_frame(table("norm__listings")), pl.DataFrame([row])], how="diagonal_relaxed")
    kept, issues = without_removed(listings, empty_frame(table("norm__issues")), ["s_1"])
    assert kept.is_empty()
    assert issues.select("reason_code", "is_quarantined", "raw_text").rows() == [("removed_on_request", True, None)]


def test_a_file_without_a_column_is_told(tmp_path: Path) -> None:
    path = tmp_path / "removals.csv"
    path.write_text("listing_id\ns_1\n", encoding="utf-8")
    with pytest.raises(LedgerError, match=r"2 行: .*source_key"):
        read_removals(path)
