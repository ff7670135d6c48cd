"""Finished releases: listed, compared, rolled back, and taken away when they are old.

Belongs here: what happens to finished releases. Does not belong here: making one (`release`), finding and reading one
(`shelf`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from pipelines.core.changes import Release, compare
from pipelines.core.rekey import rekeyed
from pipelines.publish.exports.people import labels
from pipelines.publish.release import discard, switch
from pipelines.publish.shelf import Shelf, in_todays_shape, outlived
from warehouse.contract import table
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.frames import dtypes
from warehouse.contract.derived.text_form import with_typed
from warehouse.errors import StaffError
from warehouse.storage import read_table, write_text

_EXAMPLES = 5
LOG = "releases.csv"


class ReleaseError(StaffError):
    """There is no such release; the message is for staff."""


def listed(published_dir: Path) -> Iterator[str]:
    """One line per release, the one published first first."""
    shelf = Shelf(published_dir)
    latest = shelf.latest()
    for folder in shelf.as_published():
        rows = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["rows"]
        mark = "→" if folder.resolve() == latest else "　"
        yield f"{mark} {folder.name}  活動 {rows['activities']:,}  掲載 {rows['activity_listings']:,}"


def release_named(published_dir: Path, name: str) -> Path:
    """The folder of a release by its name or the beginning of it.

    Raises:
        ReleaseError: none or several begin so.
    """
    every = Shelf(published_dir).all()
    matching = [folder for folder in every if folder.name.startswith(name)]
    if len(matching) != 1:
        known = "、".join(folder.name for folder in every[-5:])
        raise ReleaseError(f"公開 {name} は{'いくつもあり' if matching else 'あり'}ません。新しいもの: {known}")
    return matching[0]


def roll_back(published_dir: Path, name: str | None) -> Path:
    """Point `latest` to an older release.

    Args:
        published_dir: folder of releases.
        name: the release; the one published before `latest` when None.

    Raises:
        ReleaseError: there is none.
    """
    shelf = Shelf(published_dir)
    if name is None:
        every, now = shelf.as_published(), shelf.link.resolve().name
        place = next((number for number, folder in enumerate(every) if folder.name == now), 0)
        if place == 0:
            raise ReleaseError("いまの公開より前の公開がありません。")
        folder = every[place - 1]
    else:
        folder = release_named(published_dir, name)
    switch(shelf.link, folder)
    return folder


def compared(before: Path, now: Path) -> Iterator[str]:
    """What changed from one release to another: how many activities, then the first changes of each kind."""
    last, new = (_loaded(folder) for folder in (before, now))
    moves = rekeyed(last.listings, new.listings)
    changes = compare(last, new, moves)
    names = dict(pl.concat([last.activities, new.activities], how="diagonal").select("activity_id", "name").iter_rows())
    for code, label in labels("change").items():
        rows = changes.filter(pl.col("change_code") == code)
        if rows.height:
            yield f"{label}: 活動 {rows.get_column('activity_id').n_unique():,}"
            for row in rows.head(_EXAMPLES).iter_rows(named=True):
                yield f"  {row['activity_id']} {names.get(row['activity_id'], '')}{_detail(row)}"
    if changes.is_empty():
        yield "変わったことはありません。"


def _detail(row: dict[str, str | None]) -> str:
    if row["old_text"] is None and row["new_text"] is None:
        return f"（相手 {row['other_activity_id']}）" if row["other_activity_id"] else ""
    field = str(row["field_name"])
    label = COLUMNS[field].ja if field in COLUMNS else field
    return f" {label}: {row['old_text'] or '（なし）'} → {row['new_text'] or '（なし）'}"


def _loaded(folder: Path) -> Release:
    """The columns that the feed of changes is about, as far as the release has them."""
    activities = with_typed(read_table(folder / "activities.parquet"), table("activities"))
    facts = [name for name in table("core__activities").column_names if name in activities.columns]
    frames = [in_todays_shape(folder, name) for name in ("activity_listings", "activity_redirects")]
    return Release(activities.select(facts), *frames)


def tidy(published_dir: Path) -> list[str]:
    """Take away releases that are `outlived`; their counts stay in the log.

    What a killed run left half made goes too.

    Args:
        published_dir: folder of releases.

    Returns:
        Names of the releases that are gone.
    """
    shelf = Shelf(published_dir)
    folders, latest = [folder.resolve() for folder in shelf.all()], shelf.latest()
    _log(published_dir, folders)
    gone = outlived(folders, latest)
    for folder in gone:
        discard(folder)
    for left_over in shelf.releases_dir.glob(".*"):
        shutil.rmtree(left_over)
    return [folder.name for folder in gone]


def _log(published_dir: Path, folders: list[Path]) -> None:
    """One line per release ever made: name, activities, listings."""
    path = published_dir / LOG
    schema = {"release": pl.String(), **dtypes(("activity_count", "listing_count"))}
    known = pl.read_csv(path, schema=schema) if path.is_file() else pl.DataFrame(schema=schema)
    rows = []
    for folder in folders:
        counts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["rows"]
        rows.append((folder.name, counts["activities"], counts["activity_listings"]))
    every = pl.concat([pl.DataFrame(rows, schema=schema, orient="row"), known]).unique("release", keep="first")
    write_text(path, every.sort("release").write_csv())
