"""Listings taken out of releases that are already published.

Belongs here: old releases without them. Does not belong here: the request (`decisions.removals`).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipelines.core.schedule_survivors import JOINED
from pipelines.core.survivorship import PARTS
from pipelines.decisions.removals import removed_ids
from pipelines.publish.exports.report_file import FACTS as NIGHT
from pipelines.publish.exports.report_file import without_texts
from pipelines.publish.release import discard, fill_release, settle, switch
from pipelines.publish.shelf import Shelf, in_todays_shape
from warehouse.contract import published_tables, table
from warehouse.contract.derived.frames import or_unknown
from warehouse.contract.derived.text_form import announced, with_announced
from warehouse.storage import read_table, write_table


def scrub(published_dir: Path, removals: pl.DataFrame) -> list[str]:
    """Make every release anew that holds a removed listing; `latest` moves to the new one in one step.

    An older release may hold it under another key: there it is found by its content.

    Args:
        published_dir: folder of releases.
        removals: as `read_removals` gives them.

    Returns:
        Names of the releases that were made anew, or taken away because they are of an older contract.
    """
    shelf = Shelf(published_dir)
    done = []
    for folder in shelf.all():
        listing_ids = removed_ids(removals, read_table(folder / "activity_listings.parquet"))
        if not listing_ids:
            continue
        is_latest = shelf.latest() == folder.resolve()
        if not is_latest and not all((folder / f"{entry.name}.parquet").is_file() for entry in published_tables()):
            discard(folder)  # of an older contract: it cannot be made anew
            done.append(folder.name)
            continue
        _replace(folder, listing_ids, shelf.link if is_latest else None)
        done.append(folder.name)
    return done


def _replace(folder: Path, listing_ids: list[str], latest: Path | None) -> None:
    new_folder = folder.with_name(f"{folder.name}r")
    if not new_folder.exists():  # it does when a run died after this and before the old one was gone
        _make(folder, new_folder, listing_ids)
    if latest is not None:
        switch(latest, new_folder)
    discard(folder)


def _make(folder: Path, new_folder: Path, listing_ids: list[str]) -> None:
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    spare = part.with_name(f"{part.name}.tables")
    part.mkdir()
    spare.mkdir(exist_ok=True)
    # What will go is made anew of what is read instead
    tables = {entry.name: in_todays_shape(folder, entry.name).drop(announced(entry)) for entry in published_tables()}
    files = {}
    for name, df in _without(tables, listing_ids).items():
        files[name] = spare / f"{name}.parquet"
        write_table(table(name), with_announced(df, table(name)), files[name])
    if (folder / NIGHT).is_file():
        (part / NIGHT).write_text(without_texts((folder / NIGHT).read_text(encoding="utf-8")), encoding="utf-8")
    fill_release(part, files)
    shutil.rmtree(spare)
    settle(part, new_folder)


def _without(tables: Mapping[str, pl.DataFrame], listing_ids: list[str]) -> dict[str, pl.DataFrame]:
    """The tables without the listings, and without activities that consist of nothing else.

    An activity that other lists carry too stays; what only the removed listing said of it goes.
    """
    bridge = tables["activity_listings"]
    is_removed = pl.col("listing_id").is_in(listing_ids)
    remaining = bridge.filter(~is_removed)
    touched = bridge.filter(is_removed).select("activity_id").unique()
    gone = touched.join(remaining, on="activity_id", how="anti")
    values = tables["activity_values"].filter(is_removed)
    scrubbed = dict(tables)
    for entry in published_tables():
        if "listing_id" in entry.column_names:
            scrubbed[entry.name] = scrubbed[entry.name].filter(~is_removed)
        if "activity_id" in entry.key and entry.name not in _WITHOUT_VALUES:
            # What was, and what somebody proposed, may repeat what the removed listing said
            ids = touched if entry.name in _REPEATING else gone
            scrubbed[entry.name] = scrubbed[entry.name].join(ids, on="activity_id", how="anti")
    unscheduled = values.filter(pl.col("field_name").is_in(["schedule", *PARTS["schedule"]]))
    # What other listings gave to a schedule that is taken back whole
    pieces = unscheduled.select("activity_id", rule_code=pl.lit(JOINED)).unique()
    remaining_values = scrubbed["activity_values"].join(pieces, on=["activity_id", "rule_code"], how="anti")
    scrubbed["activity_values"] = _unnamed(remaining_values, listing_ids)
    scrubbed["activities"] = _unsaid(scrubbed["activities"], values, remaining)
    for name in ("activity_schedules", "activity_occurrences"):
        scrubbed[name] = scrubbed[name].join(unscheduled, on="activity_id", how="anti")
    _redirect(scrubbed, "activity_redirects", "activity_id", gone)
    for entity, redirects, id_ in (
        ("organisers", "organiser_redirects", "organizer_id"),
        ("venues", "venue_redirects", "venue_id"),
    ):
        named = remaining.select(id_).drop_nulls().unique()
        unnamed = scrubbed[entity].join(named, on=id_, how="anti").select(id_)
        scrubbed[entity] = scrubbed[entity].join(unnamed, on=id_, how="anti")
        _redirect(scrubbed, redirects, id_, unnamed)
    return scrubbed


_WITHOUT_VALUES = ("activity_redirects", "activity_change_log", "growth_log", "activity_sources_history")
"""Numbers and days alone: what was counted once stays counted, or sums would no longer be those of that day."""
_REPEATING = ("activity_changes", "activity_history", "activity_tombstones", "disagreements")


def _unnamed(values: pl.DataFrame, listing_ids: list[str]) -> pl.DataFrame:
    """Values without the removed listings among those that say otherwise; how many did stays true of that day."""
    others = pl.col("disagreeing_listing_ids").list.set_difference(listing_ids).list.sort()
    return values.with_columns(others).with_columns(or_unknown("disagreeing_listing_ids"))


def _unsaid(activities: pl.DataFrame, values: pl.DataFrame, remaining: pl.DataFrame) -> pl.DataFrame:
    """Activities without the values that only the removed listing supplied, and without what was read from them.

    An activity has to have a name: it gets that of a listing that is left.
    """
    names_left = remaining.group_by("activity_id").agg(pl.col("name").sort_by("listing_id").first().alias("_name"))
    was_named = values.filter(pl.col("field_name") == "name").get_column("activity_id").to_list()
    activities = (
        activities.join(names_left, on="activity_id", how="left", maintain_order="left")
        .with_columns(
            name=pl.when(pl.col("activity_id").is_in(was_named)).then(pl.coalesce("_name", "name")).otherwise("name")
        )
        .drop("_name")
    )
    for (field,), rows in values.partition_by("field_name", as_dict=True).items():
        is_said = pl.col("activity_id").is_in(rows.get_column("activity_id").to_list())
        # A piece that the removed listing gave cannot be told from the rest of a joined schedule
        parts = PARTS["schedule"] if field in PARTS["schedule"] else (str(field), *PARTS.get(str(field), ()))
        names = [name for name in parts if name in table("core__activities").optional]
        activities = activities.with_columns(pl.when(~is_said).then(name).alias(name) for name in names)
    return activities


def _redirect(tables: dict[str, pl.DataFrame], name: str, id_: str, gone: pl.DataFrame) -> None:
    """IDs that name nothing any more lead nowhere."""
    ids = gone.get_column(id_).to_list()
    target = f"current_{id_}"
    tables[name] = tables[name].with_columns(
        pl.when(pl.col(id_).is_in(ids)).then(pl.lit("retired")).otherwise("redirect_code").alias("redirect_code"),
        pl.when(~pl.col(target).is_in(ids)).then(target).alias(target),
    )
