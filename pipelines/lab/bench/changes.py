"""Whether the feed of changes and the history say the truth, over all releases that are there.

Belongs here: applying and asking. Does not belong here: making the nights (`hiroba run --sample-day`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from pipelines.core.changes import apply_changes
from pipelines.core.remembered import as_of
from pipelines.publish.shelf import Shelf, release_id_of
from warehouse.contract import CONTRACT_VERSION, table
from warehouse.storage import read_table


def feed_and_history(published_dir: Path) -> Iterator[str]:
    """One line per release: do the changes turn the last one into it, does the newest history know it; then the sum.

    Args:
        published_dir: folder of releases.
    """
    every = {release_id_of(folder): folder for folder in Shelf(published_dir).all()}
    facts_of = {name: read_table(folder / "release.parquet").row(0, named=True) for name, folder in every.items()}
    # What an older contract promised has other columns: there is nothing to apply to each other
    folders = {name: every[name] for name, facts in facts_of.items() if facts["contract_version"] == CONTRACT_VERSION}
    older = len(every) - len(folders)
    newest = read_table((published_dir / "latest").resolve() / "activity_history.parquet")
    told, known = 0, 0
    last_of_day = {facts_of[name]["as_of_at"].date(): name for name in folders}
    applied = 0
    for release_id, folder in folders.items():
        facts = facts_of[release_id]
        now, changes = state(folder), read_table(folder / "activity_changes.parquet")
        before = folders.get(facts["previous_release_id"] or "")
        words = [f"変化 {changes.height}"]
        if before is not None:
            applied += 1
            is_told = apply_changes(state(before), changes).equals(now)
            told += is_told
            words.append("当てはめると同じ" if is_told else "当てはめても違う")
        day = facts["as_of_at"].date()
        if last_of_day[day] == release_id:
            is_known = as_of(newest, day, now.schema).equals(now)
            known += is_known
            words.append("履歴も同じ" if is_known else "履歴は違う")
        yield f"{release_id}: {'、'.join(words)}"
    passed_over = f"、約束の版が違うので比べないもの {older}" if older else ""
    yield f"合計: 差分 {told}/{applied}、履歴 {known}/{len(last_of_day)} 日{passed_over}"


def state(folder: Path) -> pl.DataFrame:
    """The columns of a release that the feed is about, in the order of IDs: a release has those of a ward together.

    Args:
        folder: of the release.
    """
    return read_table(folder / "activities.parquet").select(table("core__activities").column_names).sort("activity_id")
