"""Groups of listings that are one activity.

Belongs here: from decided pairs to clusters, the same for any order of input. Does not belong here: deciding a pair.
"""

from __future__ import annotations

import polars as pl

from warehouse.contract import table
from warehouse.contract.frames import frame


def clusters(listings: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Every listing with the label of its cluster: the smallest listing ID in it.

    Pairs decided `same` are joined from the strongest down; a join that would bring together two listings which a hard
    rule keeps apart is not made, so that a chain of weak links cannot overrule a rule.

    Args:
        listings: rows of `norm__listings`.
        pairs: rows of `match__pairs`.

    Returns:
        Rows of `match__clusters`, sorted by key.
    """
    members = {listing: {listing} for listing in listings.get_column("listing_id").sort()}
    apart = _kept_apart(pairs)
    same = pairs.filter(pl.col("decision_code") == "same").sort(
        "score", "listing_id_a", "listing_id_b", descending=[True, False, False]
    )
    for left, right in same.select("listing_id_a", "listing_id_b").iter_rows():
        if members[left] is not members[right] and not _contradicted(members[left], members[right], apart):
            merged = members[left] | members[right]
            members.update(dict.fromkeys(merged, merged))
    rows: list[dict[str, object]] = [
        {"listing_id": listing, "cluster_label": min(group), "cluster_size": len(group)}
        for listing, group in sorted(members.items())
    ]
    return frame(table("match__clusters"), rows)


def _kept_apart(pairs: pl.DataFrame) -> dict[str, set[str]]:
    apart: dict[str, set[str]] = {}
    ruled = pairs.filter((pl.col("decider_code") == "rule") & (pl.col("decision_code") == "different"))
    for left, right in ruled.select("listing_id_a", "listing_id_b").iter_rows():
        apart.setdefault(left, set()).add(right)
        apart.setdefault(right, set()).add(left)
    return apart


def _contradicted(left: set[str], right: set[str], apart: dict[str, set[str]]) -> bool:
    return any(not apart.get(listing, set()).isdisjoint(right) for listing in left)
