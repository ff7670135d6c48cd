"""Listings somebody asked to take away: they leave the flow before anything is matched, night after night.

Belongs here: the file `removals.csv` and its effect on listings. Does not belong here: old
releases (`publish.removal`).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from warehouse.storage import append_csv

COLUMNS = ("requested_on", "requested_by", "listing_id", "source_key", "content_print", "reason")
"""`requested_by` is an office or a role, never a person's name."""
_REASON = "removed_on_request"


class RemovalError(ValueError):
    """The file cannot be read; the message is for staff."""


def read_removals(path: Path) -> pl.DataFrame:
    """Requests so far; a file that does not exist holds none.

    Raises:
        RemovalError: a column is missing.
    """
    if not path.is_file():
        return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    df = pl.read_csv(path, infer_schema=False)
    missing = [name for name in COLUMNS if name not in df.columns]
    if missing:
        raise RemovalError(f"{path} に列 {'、'.join(missing)} がありません。")
    return df.select(COLUMNS)


def removed_ids(removals: pl.DataFrame, prints: pl.DataFrame) -> list[str]:
    """Listings of today that were asked to go: by their ID, or by content where the source gave them another key.

    Args:
        removals: as `read_removals` gives them.
        prints: listing_id, source_key, content_print of today.
    """
    by_id = prints.join(removals, on="listing_id", how="semi")
    by_content = prints.join(removals.drop_nulls("content_print"), on=["source_key", "content_print"], how="semi")
    return pl.concat([by_id, by_content]).get_column("listing_id").unique().sort().to_list()


def remember_removals(path: Path, removals: pl.DataFrame, prints: pl.DataFrame) -> list[str]:
    """Today's listings that go; under which ID and with which content they came back today is written down.

    A listing may get another key one night and another name the next: known by either, it is never lost sight of.

    Args:
        path: the file of requests.
        removals: what it holds.
        prints: listing_id, source_key, content_print of today.

    Returns:
        As `removed_ids`.
    """
    ids = removed_ids(removals, prints)
    seen = prints.filter(pl.col("listing_id").is_in(ids)).select("listing_id", "source_key", "content_print")
    fresh = seen.join(removals, on=["listing_id", "source_key", "content_print"], how="anti", nulls_equal=True)
    for row in fresh.sort("listing_id").iter_rows(named=True):
        same = (pl.col("listing_id") == row["listing_id"]) | (pl.col("content_print") == row["content_print"])
        asked = removals.filter(same, source_key=row["source_key"]).row(0, named=True)
        append_csv(path, asked | row)
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
    kept = issues.join(gone, on=["source_key", "page_url", "position"], how="anti")
    every = pl.concat([kept, counted], how="diagonal_relaxed").select(issues.columns)
    return listings.filter(~pl.col("listing_id").is_in(ids)), every.sort(issues.columns[:6])
