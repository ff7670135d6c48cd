"""Runs on disk whose tables cannot be read any more: set aside, so that they cost their source one run and no other.

Belongs here: which runs those are, and their folder's other name. Does not belong here: which run is used instead
(`pipelines.ingest.chosen_runs`), how long they are kept (`retention`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from scrapers.runs.run import PARTITION_TABLES
from warehouse.storage import read_table

MARK = "damaged-"
"""In front of the name of a folder that is set aside; a run begins with `r`, so nothing takes it for one."""
_NEWEST = 2
"""Runs of a source that are read whole: those that a release reads. Of the others the footer is looked at."""


def set_aside(raw_dir: Path) -> Iterator[str]:
    """Give every run that cannot be read a name that is no run's.

    Args:
        raw_dir: folder of all raw partitions.

    Yields:
        A sentence for staff per run.
    """
    for source in sorted(path for path in raw_dir.glob("*") if path.is_dir()):
        runs = sorted((path.parent for path in source.glob("r*/raw__runs.parquet")), reverse=True)
        for place, run in enumerate(runs):
            broken = [name for name in PARTITION_TABLES if not _is_sound(run / f"{name}.parquet", place < _NEWEST)]
            if broken:
                run.rename(run.with_name(f"{MARK}{run.name}"))
                yield (
                    f"{source.name} の取得 {run.name} は {'、'.join(broken)} が壊れていて読めないので、"
                    f"{MARK}{run.name} と名を変えてよけました。この一覧は前の取得を使います。"
                    f"ディスクを確かめ、再取得（refresh_{source.name}）してください。"
                )


def _is_sound(path: Path, is_whole: bool) -> bool:
    try:
        if is_whole:
            read_table(path)
        else:
            pl.read_parquet_schema(path)
    except (PolarsError, OSError):
        return False
    return True
