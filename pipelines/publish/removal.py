"""Listings taken out of releases that are already published.

Belongs here: old releases without them. Does not belong here: the request (`normalise.removals`).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipelines.normalise.removals import removed_ids
from pipelines.publish.release import discard, fill_release, settle, switch
from warehouse.contract import published_tables, table
from warehouse.storage import read_table, write_table


def scrub(published_dir: Path, removals: pl.DataFrame) -> list[str]:
    """Make every release anew that holds a removed listing; `latest` moves to the new one in one step.

    An older release may hold it under another key: there it is found by its content.

    Args:
        published_dir: folder of releases.
        removals: as `read_removals` gives them.

    Returns:
        Names of the releases that were made anew.
    """
    latest = published_dir / "latest"
    done = []
    for folder in sorted((published_dir / "releases").glob("release-*")):
        listing_ids = removed_ids(removals, read_table(folder / "activity_listings.parquet"))
        if not listing_ids:
            continue
        is_latest = latest.exists() and latest.resolve() == folder.resolve()
        _replace(folder, listing_ids, latest if is_latest else None)
        done.append(folder.name)
    return done


def _replace(folder: Path, listing_ids: list[str], latest: Path | None) -> None:
    made = folder.with_name(f"{folder.name}r")
    if not made.exists():  # it does when a run died after this and before the old one was gone
        _make(folder, made, listing_ids)
    if latest is not None:
        switch(latest, made)
    discard(folder)


def _make(folder: Path, made: Path, listing_ids: list[str]) -> None:
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    spare = part.with_name(f"{part.name}.tables")
    part.mkdir()
    spare.mkdir(exist_ok=True)
    tables = {entry.name: read_table(folder / f"{entry.name}.parquet") for entry in published_tables()}
    files = {}
    for name, df in _without(tables, listing_ids).items():
        files[name] = spare / f"{name}.parquet"
        write_table(table(name), df, files[name])
    fill_release(part, files)
    shutil.rmtree(spare)
    settle(part, made)


def _without(tables: Mapping[str, pl.DataFrame], listing_ids: list[str]) -> dict[str, pl.DataFrame]:
    """The tables without the listings, and without activities that consist of nothing else.

    An activity that other lists carry too stays; what only the removed listing said of it goes.
    """
    found = dict(tables)
    bridge = tables["activity_listings"]
    left = bridge.filter(~pl.col("listing_id").is_in(listing_ids))
    touched = bridge.filter(pl.col("listing_id").is_in(listing_ids)).select("activity_id").unique()
    gone = touched.join(left, on="activity_id", how="anti").get_column("activity_id").to_list()
    found["activity_listings"] = left
    said = tables["activity_values"].filter(pl.col("listing_id").is_in(listing_ids))
    found["activity_values"] = tables["activity_values"].filter(
        ~pl.col("listing_id").is_in(listing_ids) & ~pl.col("activity_id").is_in(gone)
    )
    activities = tables["activities"].filter(~pl.col("activity_id").is_in(gone))
    for (field,), rows in said.partition_by("field_name", as_dict=True).items():
        name = str(field)
        if name in table("activities").optional:
            is_said = pl.col("activity_id").is_in(rows.get_column("activity_id").to_list())
            activities = activities.with_columns(pl.when(~is_said).then(name).alias(name))
    found["activities"] = activities
    found["activity_occurrences"] = tables["activity_occurrences"].filter(~pl.col("activity_id").is_in(gone))
    touched_ids = touched.get_column("activity_id").to_list()
    for name in ("activity_changes", "activity_history"):
        found[name] = tables[name].filter(~pl.col("activity_id").is_in(touched_ids))
    found["activity_redirects"] = tables["activity_redirects"].with_columns(
        redirect_code=pl.when(pl.col("activity_id").is_in(gone)).then(pl.lit("retired")).otherwise("redirect_code"),
        current_activity_id=pl.when(~pl.col("current_activity_id").is_in(gone)).then("current_activity_id"),
    )
    for entity, id_ in (("organisers", "organizer_id"), ("venues", "venue_id")):
        named = left.get_column(id_).drop_nulls().unique().to_list()
        found[entity] = tables[entity].filter(pl.col(id_).is_in(named))
    return found
