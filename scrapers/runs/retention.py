"""Old runs and archived bodies go by policy, so that a night costs no more room than what it leaves behind.

Belongs here: which runs and bodies on disk are no longer kept. Does not belong here: releases (`pipelines.publish`).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from scrapers.runs.archive import Archive
from scrapers.runs.damaged import MARK
from scrapers.runs.run import newest_run, run_row
from scrapers.runs.validators import forget
from warehouse.contract import KEPT_ALWAYS, KEPT_DAYS
from warehouse.storage import read_table


def prune(
    raw_dir: Path, archive_dir: Path, validators_dir: Path, anchors: Collection[tuple[str, str]] = ()
) -> list[Path]:
    """Take away runs older than `KEPT_DAYS`, counted from the newest run of any source, and bodies that no run names.

    As long as whole releases: what a release says can be traced to its page for as long as the release stands.

    A page whose body is gone is not known any more either: the next crawl asks for it anew.

    The newest run and the last healthy run of a source always stay, and those that the month ends were made from: so
    that a later method can be told from growth. Only our own account reads them, and whoever asks to be taken away is
    taken out of them too. Damaged ones go by their age.

    Args:
        raw_dir: folder of all raw partitions.
        archive_dir: every fetched body.
        validators_dir: what pages were known by.
        anchors: source and run of what stays whatever its age.

    Returns:
        Folders of the runs that are gone.
    """
    for left_over in raw_dir.glob("*/.*.gone"):
        shutil.rmtree(left_over)
    newest = max((path.name for path in raw_dir.glob("*/r*T*")), default=None)
    if newest is None:
        return []
    oldest = f"{_moment(newest) - timedelta(days=KEPT_DAYS):r%Y%m%dT%H%M%S}"
    gone = [folder for source in sorted(raw_dir.iterdir()) if source.is_dir() for folder in _old(source, oldest)]
    gone = [folder for folder in gone if (folder.parent.name, folder.name) not in anchors]
    gone += [folder for folder in sorted(raw_dir.glob(f"*/{MARK}r*T*")) if folder.name < f"{MARK}{oldest}"]
    for folder in gone:
        hidden = folder.with_name(f".{folder.name}.gone")
        folder.rename(hidden)
        shutil.rmtree(hidden)
    if gone:
        _sweep(raw_dir, archive_dir)
    for left_over in archive_dir.glob("*/.*.part"):
        left_over.unlink()  # of a crawl that was killed; nobody crawls now
    forget(validators_dir, Archive(archive_dir))
    return gone


def _moment(run_id: str) -> datetime:
    return datetime.strptime(run_id, "r%Y%m%dT%H%M%S")  # noqa: DTZ007  # only compared with its like


def _old(source_dir: Path, oldest: str) -> list[Path]:
    runs = sorted(path for path in source_dir.glob("r*T*") if path.is_dir())
    newest = newest_run(source_dir)
    kept = {newest["run_id"]} if newest else set[str]()
    for folder in reversed(runs):
        row = run_row(source_dir, folder.name)
        if row is not None and row["run_verdict_code"] == "succeeded":
            kept.add(folder.name)
            break
    return [folder for folder in runs[:-KEPT_ALWAYS] if folder.name < oldest and folder.name not in kept]


def _sweep(raw_dir: Path, archive_dir: Path) -> None:
    """A body stays as long as one run names it."""
    named: set[str] = set()
    for path in raw_dir.glob("*/r*/raw__fetches.parquet"):
        named.update(read_table(path).get_column("body_sha256").drop_nulls())
    for path in raw_dir.glob("*/r*/raw__listings.parquet"):
        named.update(read_table(path).get_column("body_sha256").cast(pl.String))
    for path in archive_dir.glob("*/*.gz"):
        if path.name.removesuffix(".gz") not in named:
            path.unlink()
