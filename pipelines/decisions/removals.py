"""Listings somebody asked to take away: they leave the flow before anything is matched, night after night.

Belongs here: the ledger `removals.csv` and its effect on listings. Does not belong here: old releases
(`publish.removal`), both at once (`withdrawal.take_away`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipelines.decisions import ledger
from warehouse.contract.tables.decisions import REMOVALS

_REASON = "removed_on_request"


def read_removals(path: Path) -> pl.DataFrame:
    """Requests so far.

    Args:
        path: the ledger; one that does not exist holds none.

    Raises:
        LedgerError: a row cannot be read.
    """
    return ledger.read(REMOVALS, path)


def ask_removal(path: Path, listing: Mapping[str, str | None], reason: str, day: str, office: str) -> None:
    """Write a request down.

    Args:
        path: the ledger.
        listing: listing_id, source_key, content_print.
        reason: what was asked for; never a person's name.
        day: today, ISO.
        office: who was asked; an office or a role.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    what = {name: listing[name] for name in ("listing_id", "source_key", "content_print")}
    ledger.append(REMOVALS, path, what | {"decided_on": day, "decided_by": office, "reason": reason})


def removed_ids(removals: pl.DataFrame, prints: pl.DataFrame) -> list[str]:
    """Listings of today that were asked to go: by their ID, or by content where the source gave them another key.

    Args:
        removals: as `read_removals` gives them.
        prints: listing_id, source_key, content_print of today.
    """
    by_id = prints.join(removals, on="listing_id", how="semi")
    by_content = prints.join(removals.drop_nulls("content_print"), on=["source_key", "content_print"], how="semi")
    return pl.concat([by_id, by_content]).get_column("listing_id").unique().sort().to_list()


def remember_removals(path: Path, prints: pl.DataFrame) -> list[str]:
    """Today's listings that go; under which ID and with which content they came back today is written down.

    A listing may get another key one night and another name the next: known by either, it is never lost sight of.

    Args:
        path: the ledger.
        prints: listing_id, source_key, content_print of today.

    Returns:
        As `removed_ids`.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    if not path.is_file():
        return []
    with ledger.held(REMOVALS, path) as own:
        removals = read_removals(path)
        ids = removed_ids(removals, prints)
        seen = prints.filter(pl.col("listing_id").is_in(ids)).select("listing_id", "source_key", "content_print")
        fresh = seen.join(removals, on=["listing_id", "source_key", "content_print"], how="anti", nulls_equal=True)
        rows = []
        for row in fresh.sort("listing_id").iter_rows(named=True):
            same = (pl.col("listing_id") == row["listing_id"]) | (pl.col("content_print") == row["content_print"])
            rows.append(removals.filter(same, source_key=row["source_key"]).row(0, named=True) | row)
        own.append(rows)
    return ids


def without_removed(listings: pl.DataFrame, issues: pl.DataFrame, ids: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Listings without those, and issues with a counted row for each; its text is not kept.

    Args:
        listings: rows of `norm__listings`.
        issues: rows of `norm__issues`.
        ids: listings that go.
    """
    gone = listings.filter(pl.col("listing_id").is_in(ids))
    counted = gone.select(
        "source_key",
        "run_id",
        "page_url",
        "position",
        field_name=pl.lit("name"),
        reason_code=pl.lit(_REASON),
        is_quarantined=pl.lit(value=True),
        detail_text=pl.lit("掲載の取りやめの求めがあった"),
    )
    remaining = issues.join(gone, on=["source_key", "page_url", "position"], how="anti")
    every = pl.concat([remaining, counted], how="diagonal_relaxed").select(issues.columns)
    return listings.filter(~pl.col("listing_id").is_in(ids)), every.sort(issues.columns[:6])
