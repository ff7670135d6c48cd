"""How a crawl looks from the server's side: requests, bodies sent, longest burst.

Belongs here: figures from `raw__fetches`. Does not belong here: limits; those are settings and guards.
"""

from __future__ import annotations

import polars as pl

_WINDOW = "10s"


def politeness(fetches: pl.DataFrame) -> pl.DataFrame:
    """One row per host.

    Args:
        fetches: rows of `raw__fetches`.

    Returns:
        `host`; `requests`; `transferred`: bodies the server sent; `unchanged`: bodies it did not have to send;
        `longest_burst`: most requests in any 10 seconds. Sorted by host.
    """
    df = fetches.with_columns(host=pl.col("request_url").str.extract(r"^[a-z]+://([^/:]+)")).sort("host", "fetched_at")
    bursts = df.rolling("fetched_at", period=_WINDOW, group_by="host").agg(in_window=pl.len())
    return (
        df.group_by("host")
        .agg(
            requests=pl.len().cast(pl.Int64),
            transferred=(pl.col("is_transferred").fill_null(value=False)).sum().cast(pl.Int64),
            unchanged=(~pl.col("is_transferred").fill_null(value=True)).sum().cast(pl.Int64),
        )
        .join(bursts.group_by("host").agg(longest_burst=pl.col("in_window").max().cast(pl.Int64)), on="host")
        .sort("host")
    )
