"""Listings somebody asked to take away, taken out of the runs on disk and out of the archive.

Belongs here: raw tables and bodies without them. Does not belong here: who asked (a ledger), the tables made from runs
(`pipelines.withdrawal.everywhere`).

A page that shows one listing goes with it, and the run forgets that it was fetched: reading the run again then says
nothing of it. A page that shows others too cannot go: it stays in the archive, which only our own account reads, as
long as its run does. Whoever reads it again takes the listing out again.
"""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from scrapers.runs.archive import Archive
from scrapers.runs.validators import forget
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.storage import read_table, write_table

REASON = "removed_on_request"
_DETAIL = "掲載の取りやめの求めがあった"
_PLACE = ["page_url", "position"]


class Withdrawn(NamedTuple):
    """Rows of `raw__listings` that are gone, and hashes of bodies: gone too, or kept because they show others."""

    rows: pl.DataFrame
    dropped: tuple[str, ...]
    kept: tuple[str, ...]


def raw_rows(raw_dir: Path, source: str = "*") -> Iterator[tuple[Path, pl.DataFrame]]:
    """Folder and rows of `raw__listings` of every run on disk, or of those of one source."""
    for path in sorted(raw_dir.glob(f"{source}/r*/raw__listings.parquet")):
        yield path.parent, read_table(path)


def withdraw(folder: Path, gone: dict[Path, pl.DataFrame], entrances: Collection[str]) -> Withdrawn:
    """Take rows out of runs, and the bodies that show nothing else out of the archive.

    In place of a row the run gets an issue that counts it and holds none of its text.

    Args:
        folder: data folder of a profile: `raw`, `archive` and `validators` in it.
        gone: folder of a run → its rows of `raw__listings` that go.
        entrances: addresses that lead on to other pages; their bodies stay.
    """
    archive = Archive(folder / "archive")
    if not gone:
        return Withdrawn(frame(table("raw__listings"), []), (), ())
    for run, rows in gone.items():
        _rewrite(run, "raw__listings", read_table(run / "raw__listings.parquet").join(rows, on=_PLACE, how="anti"))
        _count(run, rows)
    every = pl.concat([frame(table("raw__listings"), []), *gone.values()])
    named = every.group_by("body_sha256").agg(pl.col("page_url").unique())
    others = _shown(folder / "raw")
    kept: list[str] = []
    dropped: list[str] = []
    for digest, urls in named.sort("body_sha256").iter_rows():
        is_shared = digest in others or not set(urls).isdisjoint(entrances)
        if archive.holds(digest):
            (kept if is_shared else dropped).append(digest)
        elif not is_shared:
            dropped.append(digest)
    _unfetch(folder / "raw", dropped)
    for digest in dropped:
        archive.drop(digest)
    forget(folder / "validators", archive)
    return Withdrawn(every, tuple(dropped), tuple(kept))


def naming(folder: Path, rows: pl.DataFrame) -> list[str]:
    """Bodies in the archive that hold the name of a listing: lists that lead to its page, tables that show it.

    Args:
        folder: data folder of a profile.
        rows: rows of `raw__listings`.
    """
    archive, digests = Archive(folder / "archive"), []
    for (source,), own in rows.partition_by("source_key", as_dict=True).items():
        names = {form for name in own.get_column("name_text") for form in _spelt(name)}
        for digest in sorted(_bodies(folder / "raw" / str(source))):
            if archive.holds(digest) and any(name in archive.get(digest) for name in names):
                digests.append(digest)
    return digests


def _spelt(name: str) -> Iterator[bytes]:
    for text in (name, html.escape(name), json.dumps(name)[1:-1]):
        for encoding in ("utf-8", "cp932", "euc_jp"):
            yield text.encode(encoding, "ignore")


def _bodies(source_dir: Path) -> set[str]:
    paths = source_dir.glob("r*/raw__fetches.parquet")
    return {digest for path in paths for digest in read_table(path).get_column("body_sha256").drop_nulls()}


def _count(run: Path, rows: pl.DataFrame) -> None:
    counted = rows.select(
        "source_key",
        "run_id",
        *_PLACE,
        field_name=pl.lit("name"),
        reason_code=pl.lit(REASON),
        is_quarantined=pl.lit(value=True),
        detail_text=pl.lit(_DETAIL),
    )
    # Columns of a run of an older version stay as they are
    before = read_table(run / "raw__issues.parquet")
    after = before.join(rows, on=_PLACE, how="anti")
    _rewrite(run, "raw__issues", pl.concat([after, counted], how="diagonal_relaxed").select(before.columns))


def _shown(raw_dir: Path) -> set[str]:
    """Bodies that show a listing, or a row that could not be read as one."""
    shown: set[str] = set()
    for run, rows in raw_rows(raw_dir):
        shown.update(rows.get_column("body_sha256"))
        issues = read_table(run / "raw__issues.parquet").filter(
            (pl.col("position") > 0) & (pl.col("reason_code") != REASON)
        )
        fetches = read_table(run / "raw__fetches.parquet").filter(
            pl.col("response_url").is_in(issues.get_column("page_url").implode())
        )
        shown.update(fetches.get_column("body_sha256").drop_nulls())
    return shown


def _unfetch(raw_dir: Path, digests: Collection[str]) -> None:
    for path in sorted(raw_dir.glob("*/r*/raw__fetches.parquet")) if digests else []:
        before = read_table(path)
        after = before.filter(~pl.col("body_sha256").is_in(list(digests)).fill_null(value=False))
        if after.height < before.height:
            _rewrite(path.parent, "raw__fetches", after)


def _rewrite(run: Path, name: str, df: pl.DataFrame) -> None:
    path = run / f"{name}.parquet"
    profile = pl.read_parquet_metadata(path).get("hiroba.profile")
    write_table(table(name), df, path, {"hiroba.profile": profile} if profile else None)
