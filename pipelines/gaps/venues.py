"""Where activities take place, as far as it is known: a venue is one point however many activities it holds.

Belongs here: from stock to venues by how well their place is known. Does not belong here: distances (`near`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.gaps.chance import Numbers
from pipelines.gaps.near import on_plane


@dataclass(frozen=True, slots=True)
class Venues:
    """Places of some activities.

    Attributes:
        known: points of buildings, metres.
        towns: points of 町丁, one per venue known to its 町丁, metres.
        unlocated: ward → venues of which only the ward is known.
    """

    known: Numbers
    towns: Numbers
    unlocated: Mapping[str, int]


def venues(stock: pl.DataFrame) -> Venues:
    """The venues of activities.

    Args:
        stock: activities; one without venue is a place of its own.
    """
    named = stock.with_columns(_venue=pl.coalesce("venue_id", "activity_id"))
    known = named.filter(pl.col("geo_level_code") == "facility").unique(["lat", "lon"])
    towns = named.filter(pl.col("geo_level_code") == "town").unique("_venue", keep="first", maintain_order=True)
    # A venue that another activity places is no further place
    placed = named.filter(pl.col("lat").is_not_null())
    lost = named.filter(pl.col("lat").is_null() & pl.col("ward_code").is_not_null())
    lost = lost.join(placed, on="_venue", how="anti")
    unlocated = lost.group_by("ward_code").agg(pl.col("_venue").n_unique()).sort("ward_code")
    return Venues(_points(known), _points(towns), dict(unlocated.iter_rows()))


def _points(rows: pl.DataFrame) -> Numbers:
    ordered = rows.select("lat", "lon").sort("lat", "lon")
    return on_plane(np.asarray(ordered.get_column("lat")), np.asarray(ordered.get_column("lon")))
