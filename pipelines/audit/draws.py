"""Drawing at random, the same every time: so many of each stratum, and what each stands for.

Belongs here: shares, order, weights. Does not belong here: what is drawn (`pairs`, `vanished`).
"""

from __future__ import annotations

import hashlib
import math

import polars as pl


def drawn(rows: pl.DataFrame, key: list[str], draw: str, count: int) -> pl.DataFrame:
    """So many rows, by strata, with their weights.

    A stratum gets its part by the root of its size, at least one: few pairs of two lists say as much of these lists as
    many of two others. Which rows are drawn hangs on a hash of the draw and their key alone: nobody chooses, and no new
    row moves an old one.

    Args:
        rows: what may be drawn, with `stratum`.
        key: columns that identify a row.
        draw: name of the draw.
        count: how many in all; fewer where there are fewer, and more where there are more strata than that.

    Returns:
        The drawn rows with `weight`, how many of its stratum each stands for, sorted by key.
    """
    if rows.is_empty():
        return rows.with_columns(weight=pl.lit(None, dtype=pl.Float64))
    sizes = dict(rows.group_by("stratum").len().sort("stratum").iter_rows())
    parts = _parts(sizes, count)
    texts = rows.select(pl.concat_str(pl.lit(draw), *key, separator="\x1f")).to_series()
    order = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    ranked = rows.with_columns(pl.Series("_order", order, dtype=pl.String)).sort("_order")
    taken = pl.DataFrame(
        [(name, parts[name], sizes[name] / parts[name]) for name in sizes],
        schema={"stratum": pl.String, "_part": pl.Int64, "weight": pl.Float64},
        orient="row",
    )
    numbered = ranked.with_columns(_place=pl.int_range(pl.len()).over("stratum")).join(taken, on="stratum")
    return numbered.filter(pl.col("_place") < pl.col("_part")).drop("_order", "_place", "_part").sort(key)


def _parts(sizes: dict[str, int], count: int) -> dict[str, int]:
    """How many of each stratum: by the root of its size, none more than it has."""
    parts = {name: min(1, size) for name, size in sizes.items()}
    while sum(parts.values()) < min(count, sum(sizes.values())):
        # Whoever is farthest behind its share is next; of equals the first by name
        behind = max(
            (name for name, size in sizes.items() if parts[name] < size),
            key=lambda name: (math.sqrt(sizes[name]) / (parts[name] + 1), name),
        )
        parts[behind] += 1
    return parts
