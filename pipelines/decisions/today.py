"""Where a listing that somebody once decided about is today: under its ID, a recorded new one, or by its content.

Belongs here: finding it again. Does not belong here: the decisions (`pairs`), the record of new IDs (`moves`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.decisions.moves import read_moves
from pipelines.settings import Settings


def telling_prints(listings: pl.DataFrame) -> dict[str, str]:
    """Listing → its print; empty where another listing of its source has the same one, and it would name neither."""
    is_single = pl.len().over(_prefix(pl.col("listing_id")), "content_print") == 1
    told = listings.select("listing_id", pl.when(is_single).then("content_print").otherwise(pl.lit("")))
    return dict(told.iter_rows())


def _prefix(listing: pl.Expr) -> pl.Expr:
    """The letters of the source: a listing that is gone never turns into one of another source."""
    return listing.str.extract("^([^_]*)")


@dataclass(frozen=True, slots=True)
class Today:
    """Where listings named in judgements are today."""

    ids: frozenset[str]
    moves: Mapping[str, str]
    by_print: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, listings: pl.DataFrame, moves: pl.DataFrame | None = None) -> Today:
        """Look at today's listings.

        Args:
            listings: rows of `norm__listings`.
            moves: `last_listing_id`, `listing_id` of every listing that ever came back under another key.
        """
        told = {(_source(listing), text): listing for listing, text in telling_prints(listings).items() if text}
        known = {} if moves is None else dict(moves.select("last_listing_id", "listing_id").iter_rows())
        return cls(frozenset(listings.get_column("listing_id")), known, told)

    def find(self, listing: str, text: str | None) -> tuple[str, bool]:
        """The listing's ID of today, and whether its own or a recorded new key says so; else its content tells.

        A listing that is not there today keeps its old ID: judgements on it wait.
        """
        here, seen = listing, set[str]()
        while here not in self.ids and here in self.moves and here not in seen:
            seen.add(here)
            here = self.moves[here]
        if here in self.ids:
            return here, True
        by_content = self.by_print.get((_source(listing), text or ""))
        return (by_content, False) if by_content else (listing, True)


def _source(listing: str) -> str:
    return listing.partition("_")[0]


def where(settings: Settings, listings: pl.DataFrame) -> Today:
    """Where listings are today, with every move on record."""
    return Today.of(listings, read_moves(settings.moves_path))
