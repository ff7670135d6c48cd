"""Pairs of listings to measure matching by: found without the matcher, and joined by it.

Belongs here: which pairs may be drawn, and when. Does not belong here: drawing (`draws`), what people said of them
(`decisions.measured`).

What the matcher never proposes can only be found without it. So recall is measured on pairs that share a phone, a
page, a mail, a name, or an organiser and a place, whatever the matcher thinks of them; precision on what it joined.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.audit.draws import drawn
from pipelines.normalise.text import key
from pipelines.normalise.urls import page_key

_ASKED = {"recall": 140, "precision": 60}
"""Once a quarter: about 200 in all, an afternoon's work."""
_LARGEST = 12
"""More listings than these under one key are no pairs: the switchboard of a ward, the page of a centre."""
KEY = ["listing_id_a", "listing_id_b"]
_KEYS: tuple[tuple[str, tuple[pl.Expr, ...]], ...] = (
    ("phone", (pl.col("phone").str.replace_all(r"[^0-9]", ""),)),
    ("mail", (pl.col("mail").str.to_lowercase(),)),
    ("page", (page_key(pl.col("url")),)),
    ("name", (pl.col("name_key"),)),
    ("core name", (key(pl.col("core_name")),)),
    ("organiser and place", (pl.col("organizer_key"), pl.col("venue_key"))),
    ("place and hour", (pl.col("town"), pl.col("block"), pl.col("session_starts").list.first().cast(pl.String))),
)
"""What two listings may have in common; a key of several values counts only where all are known."""


def quarter(day: date) -> str:
    """The name of the draw of a day: 2026Q4.

    Args:
        day: any day.
    """
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def labels_to_ask(listings: pl.DataFrame, bridge: pl.DataFrame, draw: str) -> pl.DataFrame:
    """The pairs of a quarter.

    Args:
        listings: rows of `norm__listings`.
        bridge: `activity_id`, `listing_id` of today.
        draw: name of the quarter.

    Returns:
        `purpose_code`, `listing_id_a`, `listing_id_b`, `source_key_a`, `source_key_b`, `stratum`, `weight`, sorted.
    """
    told = listings.select("listing_id", "source_key")
    frames = []
    for purpose, pairs in (("recall", keyed_pairs(listings)), ("precision", joined_pairs(bridge))):
        of = pairs
        for side, name in zip("ab", KEY, strict=True):
            of = of.join(told.rename({"listing_id": name, "source_key": f"source_key_{side}"}), on=name)
        lists = pl.concat_list("source_key_a", "source_key_b").list.sort().list.join(" × ")
        chosen = drawn(of.with_columns(stratum=lists), KEY, f"{draw} {purpose}", _ASKED[purpose])
        frames.append(chosen.with_columns(purpose_code=pl.lit(purpose)))
    names = ["purpose_code", *KEY, "source_key_a", "source_key_b", "stratum", "weight"]
    return pl.concat([each.select(names) for each in frames]).sort("purpose_code", *KEY)


def keyed_pairs(listings: pl.DataFrame) -> pl.DataFrame:
    """`listing_id_a`, `listing_id_b` of all pairs that have a key in common; no model is asked.

    Args:
        listings: rows of `norm__listings`.
    """
    pairs = []
    for _, parts in _KEYS:
        is_known = pl.all_horizontal((part.is_not_null() & (part.cast(pl.String) != "")) for part in parts)
        text = pl.concat_str([part.cast(pl.String) for part in parts], separator="\x1f")
        pairs.append(_within(listings.filter(is_known).select("listing_id", _key=text), "_key"))
    return pl.concat(pairs).unique().sort(KEY)


def joined_pairs(bridge: pl.DataFrame) -> pl.DataFrame:
    """`listing_id_a`, `listing_id_b` of all pairs that are one activity.

    Args:
        bridge: `activity_id`, `listing_id`.
    """
    return _within(bridge.select("listing_id", "activity_id"), "activity_id").sort(KEY)


def _within(df: pl.DataFrame, by: str) -> pl.DataFrame:
    few = df.filter(pl.len().over(by) <= _LARGEST)
    both = few.join(few, on=by, suffix="_b").filter(pl.col("listing_id") < pl.col("listing_id_b"))
    return both.select(listing_id_a="listing_id", listing_id_b="listing_id_b")
