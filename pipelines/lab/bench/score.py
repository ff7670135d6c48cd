"""How well clusters agree with the truth, counted in pairs.

Belongs here: counts and the figure made of them. Does not belong here: any set of records.
"""

from __future__ import annotations

import polars as pl


def pair_counts(clusters: pl.DataFrame, truth: pl.DataFrame) -> tuple[int, int, int]:
    """How many pairs are right, joined, and the same in truth."""
    df = clusters.select("record_id", "cluster_id").join(
        truth.select("record_id", _truth="cluster_id"), on="record_id", how="inner"
    )
    sizes = [
        df.group_by(keys).len().get_column("len") for keys in (["cluster_id", "_truth"], ["cluster_id"], ["_truth"])
    ]
    right, joined, same = (int((size.cast(pl.Int64) * (size.cast(pl.Int64) - 1) // 2).sum()) for size in sizes)
    return right, joined, same


def f1(right: int, joined: int, same: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * right / max(joined + same, 1)
