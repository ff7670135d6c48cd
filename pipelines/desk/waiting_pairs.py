"""Pairs of the queue that nobody has answered yet: for the terminal, the screen, and the number on the entrance.

Belongs here: which they are, and how each is published now. Does not belong here: which pairs are worth asking
(`match.activities`), taking an answer (`decisions.pairs`).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from pipelines.decisions.ledger import todays_table
from pipelines.decisions.pairs import standing
from pipelines.decisions.today import where
from pipelines.settings import Settings
from warehouse.storage import read_table

TABLES = ("norm__listings", "match__pairs", "match__queue")
TOGETHER, APART = "同じ活動として載せています", "別の活動として載せています"
_SIDES = ["listing_id_a", "listing_id_b"]


def waiting_pairs(settings: Settings) -> list[dict[str, Any]]:
    """Rows of `match__pairs` that wait for an answer, the most useful question first.

    Raises:
        DecisionError: nothing has been run yet.
        LedgerError: the ledger cannot be read.
    """
    listings, pairs, queue = (todays_table(settings, name) for name in TABLES)
    lines = standing(settings.pairs_path, where(settings, listings))
    decided = {(line.left, line.right) for line in lines if line.said != "unsure"}
    asked = queue.sort("queue_rank").select(_SIDES)
    rows = asked.join(pairs, on=_SIDES, how="left", maintain_order="left").to_dicts()
    return [row for row in rows if (row["listing_id_a"], row["listing_id_b"]) not in decided]


def waiting_count(settings: Settings) -> int | None:
    """How many wait; None before the first night."""
    if not all(settings.table_path(name).is_file() for name in TABLES):
        return None
    return len(waiting_pairs(settings))


def with_treatment(pairs: pl.DataFrame, bridge: pl.DataFrame) -> pl.DataFrame:
    """Pairs with `treatment`: whether both listings are published as one activity now; null where one is in none.

    Args:
        pairs: `listing_id_a`, `listing_id_b` and anything else.
        bridge: `activity_id`, `listing_id` of what is published.
    """
    own = bridge.select("listing_id", "activity_id")
    sides = [own.rename({"listing_id": f"listing_id_{side}", "activity_id": f"activity_id_{side}"}) for side in "ab"]
    both = pairs
    for side, name in zip(sides, _SIDES, strict=True):
        both = both.join(side, on=name, how="left", maintain_order="left")
    same = pl.col("activity_id_a") == pl.col("activity_id_b")
    words = pl.when(same).then(pl.lit(TOGETHER)).when(~same).then(pl.lit(APART))
    return both.with_columns(treatment=words)


def published_bridge(settings: Settings) -> pl.DataFrame:
    """`activity_id`, `listing_id` of what is published; empty before the first release."""
    path = settings.published_dir / "latest" / "activity_listings.parquet"
    if not path.is_file():
        return pl.DataFrame(schema={"activity_id": pl.String, "listing_id": pl.String})
    return read_table(path).select("activity_id", "listing_id")
