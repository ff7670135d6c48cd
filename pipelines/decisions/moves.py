"""Every listing that ever came back under another key: what people said of the old one holds for the new one.

Belongs here: the ledger `moved_listings.csv`. Does not belong here: which old listing is which new one (`core.rekey`).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.decisions import ledger
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import MOVED_LISTINGS
from warehouse.storage import read_table

_BY, _WHY = "毎晩の更新", "情報源が番号を替えた"


def read_moves(path: Path) -> pl.DataFrame:
    """Every move ever recorded, among its columns `last_listing_id` and `listing_id`.

    Args:
        path: the ledger; one that does not exist holds none.

    Raises:
        LedgerError: a row cannot be read.
    """
    return ledger.read(MOVED_LISTINGS, path)


def record_moves(path: Path, moves: pl.DataFrame, day: str) -> int:
    """Add the moves of a release that are not recorded yet.

    Args:
        path: the ledger.
        moves: as `core.rekey.rekeyed` gives them.
        day: day of the release, ISO.

    Returns:
        How many were new.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    with ledger.held(MOVED_LISTINGS, path) as own:
        new = moves.join(read_moves(path), on=["last_listing_id", "listing_id"], how="anti")
        decision = {"decided_on": day, "decided_by": _BY, "reason": _WHY}
        ledger.add(own, MOVED_LISTINGS, [decision | row for row in new.iter_rows(named=True)])
    return new.height


def record_moves_of_release(settings: Settings) -> int:
    """Add what has moved since the last release, as of the release that these tables make.

    Args:
        settings: where the tables of the flow and the ledger are.

    Returns:
        How many were new.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    as_of = read_table(settings.table_path("core__release")).get_column("as_of_at").item()
    moves = read_table(settings.table_path("core__moved_listings"))
    return record_moves(settings.moves_path, moves, as_of.date().isoformat())
