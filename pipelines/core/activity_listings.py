"""The bridge: which listings an activity consists of, made once and read by everything that asks.

Belongs here: that relation, with what is known of each listing's page and entities. Does not belong here: which
listings are one (`match`), which ID their activity has (`identity`).
"""

from __future__ import annotations

import polars as pl

from warehouse.contract import table
from warehouse.contract.derived.frames import frame

TAKEN = {
    "core__activity_identity": ("activity_id",),
    "norm__listings": (
        "listing_id",
        "source_key",
        "record_key",
        "page_url",
        "name",
        "body_sha256",
        "content_print",
        "updated_date",
    ),
    "core__listing_entities": ("organizer_id", "venue_id"),
    "core__page_fetches": ("fetched_at",),
}
"""Table → the columns that are taken over from it."""
_PAGE = ["source_key", "run_id", "page_url"]


def activity_listings(
    listings: pl.DataFrame,
    clusters: pl.DataFrame,
    identity: pl.DataFrame,
    entities: pl.DataFrame,
    fetches: pl.DataFrame,
) -> pl.DataFrame:
    """One row per listing with the activity it belongs to.

    Args:
        listings: rows of `norm__listings`.
        clusters: rows of `match__clusters`.
        identity: rows of `core__activity_identity`.
        entities: rows of `core__listing_entities`.
        fetches: rows of `core__page_fetches`.

    Returns:
        Rows of `core__activity_listings`, sorted by key.
    """
    named = entities.select("listing_id", *TAKEN["core__listing_entities"])
    living = identity.drop_nulls("cluster_label").select("cluster_label", "activity_id")
    df = (
        listings.select(*TAKEN["norm__listings"], "run_id")
        .join(clusters.select("listing_id", "cluster_label"), on="listing_id")
        .join(living, on="cluster_label")
        .join(named, on="listing_id")
        .join(fetches.select(*_PAGE, "fetched_at"), on=_PAGE, how="left")
    )
    declared = table("core__activity_listings")
    return pl.concat([frame(declared, []), df.select(declared.column_names)]).sort(declared.key)
