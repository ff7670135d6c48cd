"""A listing taken out of a release that is published already."""

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
