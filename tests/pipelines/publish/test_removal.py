"""A listing taken out of a release that is published already."""

from datetime import date
from pathlib import Path

import polars as pl

from pipelines.publish.release import publish
from pipelines.publish.removal import scrub
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.storage import read_table, write_table


def test_what_was_once_said_of_an_activity_goes_with_one_of_its_listings(
    release_files: dict[str, Path], tmp_path: Path
) -> None:
    """The activity stays on another list; its changes may repeat what the removed listing said."""
    changes = table("activity_changes")
    rows: list[dict[str, object]] = [
        {"activity_id": activity, "change_code": "changed", "field_name": "name", "old_text": "前の名"}
        for activity in ("kwa_1", "kwa_2")
    ]
    write_table(changes, frame(changes, rows), release_files["activity_changes"])
    publish(release_files, tmp_path / "published")
    removals = pl.DataFrame({"listing_id": ["s_1"], "source_key": ["s"], "content_print": [None]})
    assert len(scrub(tmp_path / "published", removals.cast(pl.String))) == 1
    latest = tmp_path / "published" / "latest"
    assert read_table(latest / "activities.parquet").get_column("activity_id").to_list() == ["kwa_1", "kwa_2"]
    assert read_table(latest / "activity_changes.parquet").get_column("activity_id").to_list() == ["kwa_2"]


def test_a_schedule_to_which_the_removed_listing_gave_a_piece_is_taken_back_whole(
    release_files: dict[str, Path], tmp_path: Path
) -> None:
    """Which hour or day was its own can no longer be told; the text of the other listing stays."""
    values = table("activity_values")
    common = {"activity_id": "kwa_1", "source_key": "s", "page_url": "https://x.example/s_1", "agreeing_count": 1}
    common |= {"disagreeing_count": 0, "telling_source_count": 1}
    rows = [
        common | {"field_name": field, "value_text": text, "listing_id": listing, "rule_code": rule}
        for field, text, listing, rule in (
            ("schedule", "毎月第1水曜 13時30分〜15時", "s_2", "most_regular"),
            ("session_ends", "15:00", "s_1", "joined"),
        )
    ]
    write_table(values, frame(values, rows), release_files["activity_values"])
    publish(release_files, tmp_path / "published")
    removals = pl.DataFrame({"listing_id": ["s_1"], "source_key": ["s"], "content_print": [None]})
    scrub(tmp_path / "published", removals.cast(pl.String))
    latest = tmp_path / "published" / "latest"
    row = read_table(latest / "activities.parquet").filter(pl.col("activity_id") == "kwa_1").row(0, named=True)
    assert (row["schedule"], row["schedule_sentence"]) == ("毎月第1水曜 13時30分〜15時", None)
    assert (row["schedule_rrules"], row["session_ends"]) == (None, None)
    assert read_table(latest / "activity_schedules.parquet").is_empty()
    assert read_table(latest / "activity_values.parquet").get_column("field_name").to_list() == ["schedule"]


def test_what_was_counted_once_stays_counted_without_a_value(release_files: dict[str, Path], tmp_path: Path) -> None:
    """An activity that consists of nothing else is gone; that the number changed by one is true of that day still."""
    log, sources = table("growth_log"), table("activity_sources_history")
    day = date(2026, 11, 23)
    cause: dict[str, object] = {"release_id": "release-1", "activity_id": "kwa_2", "cause_code": "born"}
    stood: dict[str, object] = {"activity_id": "kwa_2", "source_key": "s", "valid_from_on": day}
    write_table(log, frame(log, [cause | {"changed_on": day}]), release_files["growth_log"])
    write_table(sources, frame(sources, [stood]), release_files["activity_sources_history"])
    publish(release_files, tmp_path / "published")
    removals = pl.DataFrame({"listing_id": ["s_3"], "source_key": ["s"], "content_print": [None]})
    assert len(scrub(tmp_path / "published", removals.cast(pl.String))) == 1
    latest = tmp_path / "published" / "latest"
    assert "kwa_2" not in read_table(latest / "activities.parquet").get_column("activity_id")
    assert read_table(latest / "growth_log.parquet").height == 1
    assert read_table(latest / "activity_sources_history.parquet").height == 1
