"""Listings that came back under another key: a source that moves house gives all its pages new addresses.

Belongs here: which old listing is which new one. Does not belong here: IDs (`identity`), the
record of moves (`decisions.moves`).
"""

from __future__ import annotations

import polars as pl

from warehouse.contract.derived.frames import dtypes


def rekeyed(last: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Listings of the last release that are gone, and the new listing of the same source that says the same.

    Only where both sides are unmistakable: first by content print, then by name alone. A listing that still stands is
    never anybody's successor.

    Args:
        last: listing_id, source_key, content_print, name of the last release.
        now: the same of today.

    Returns:
        last_listing_id and listing_id, one row per listing that has moved; sorted.
    """
    gone = last.join(now, on="listing_id", how="anti")
    come = now.join(last, on="listing_id", how="anti")
    successors = [pl.DataFrame(schema=dtypes(("last_listing_id", "listing_id")))]
    for column in ("content_print", "name"):
        sides = [_single(side, column) for side in (gone, come)]
        pairs = sides[0].join(sides[1], on=["source_key", column], how="inner", suffix="_now")
        pairs = pairs.select(last_listing_id="listing_id", listing_id="listing_id_now")
        successors.append(pairs)
        gone = gone.join(pairs, left_on="listing_id", right_on="last_listing_id", how="anti")
        come = come.join(pairs, on="listing_id", how="anti")
    return pl.concat(successors).sort("last_listing_id")


def _single(df: pl.DataFrame, column: str) -> pl.DataFrame:
    known = df.drop_nulls(column).filter(pl.len().over("source_key", column) == 1)
    return known.select("listing_id", "source_key", column)


def moved(last: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """The last bridge with today's listing IDs.

    Args:
        last: rows with a `listing_id`.
        moves: as `rekeyed` gives them.
    """
    known = moves.select(pl.col("last_listing_id").alias("listing_id"), pl.col("listing_id").alias("_now"))
    joined = last.join(known, on="listing_id", how="left", maintain_order="left")
    return joined.with_columns(listing_id=pl.coalesce("_now", "listing_id")).drop("_now")
