"""Organisers and venues: which listing names which, and one row for each of them.

Belongs here: IDs inherited from the last release, names and places chosen. Does not belong here: matching.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from cities.here import here
from pipelines.core.identity import identify
from pipelines.core.most_frequent import most_frequent
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_PREFIXES = {"organizer_id": f"{here().id_letters}o_", "venue_id": f"{here().id_letters}v_"}


class Entities(NamedTuple):
    """Frames of `core__listing_entities`, `core__organiser_identity`, `core__venue_identity`."""

    bridge: pl.DataFrame
    organisers: pl.DataFrame
    venues: pl.DataFrame


def name_entities(
    listings: pl.DataFrame,
    organisers: pl.DataFrame,
    venues: pl.DataFrame,
    last_bridge: pl.DataFrame,
    last_organisers: pl.DataFrame,
    last_venues: pl.DataFrame,
) -> Entities:
    """IDs of the organiser and the venue of every listing, where it names one; what became of every ID ever published.

    Args:
        listings: listing_id.
        organisers: rows of `match__organisers`.
        venues: rows of `match__venues`.
        last_bridge: `listing_id`, `organizer_id`, `venue_id` of the last release; empty at the first.
        last_organisers: rows of `organiser_redirects` of the last release; empty at the first.
        last_venues: rows of `venue_redirects` of the last release; empty at the first.
    """
    df = listings.select("listing_id")
    identities = []
    for name, clusters, redirects in (
        ("organizer_id", organisers, last_organisers),
        ("venue_id", venues, last_venues),
    ):
        bridge = last_bridge.select("listing_id", activity_id=name).drop_nulls()
        known = redirects.select(activity_id=name, current_activity_id=f"current_{name}")
        identity = identify(clusters, bridge, known, _PREFIXES[name])
        labels = identity.drop_nulls("cluster_label").select("cluster_label", pl.col("activity_id").alias(name))
        df = df.join(clusters.join(labels, on="cluster_label").select("listing_id", name), on="listing_id", how="left")
        identities.append(identity.rename({"activity_id": name, "current_activity_id": f"current_{name}"}))
    declared = table("core__listing_entities")
    rows = pl.concat([frame(declared, []), df.select(declared.column_names)]).sort("listing_id")
    return Entities(rows, *identities)


def with_entities(activities: pl.DataFrame, bridge: pl.DataFrame) -> pl.DataFrame:
    """Activities with the organiser and the venue most of their listings name; ties go to the smaller ID.

    Args:
        activities: rows of `core__activities` whose `organizer_id` and `venue_id` are still empty.
        bridge: activity_id, organizer_id, venue_id, one row per listing.
    """
    for name in _PREFIXES:
        chosen = most_frequent(bridge, "activity_id", name)
        activities = activities.drop(name, strict=False).join(chosen, on="activity_id", how="left")
    return activities.select(table("core__activities").column_names).sort("activity_id")


def organisers(listings: pl.DataFrame, entities: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """One row per organiser.

    Args:
        listings: rows of `norm__listings`.
        entities: rows of `core__listing_entities`.
        activities: rows of `core__activities`.
    """
    df = _members(listings, entities, "organizer_id").with_columns(name="organizer").drop("phone")
    df = df.join(_own_phones(activities), on="organizer_id", how="left")
    return _described(df, activities, "organizer_id", "core__organisers", ("ward_code", "phone"))


def _own_phones(activities: pl.DataFrame) -> pl.DataFrame:
    """organizer_id, phone: the number most activities of an organiser give; of those that each have one it has none.

    Who holds an activity may be an office with a number of its own for each of them.
    """
    reached = activities.drop_nulls(["organizer_id", "phone"]).select("organizer_id", "phone")
    shares = reached.group_by("organizer_id", "phone").len().with_columns(_all=pl.col("len").sum().over("organizer_id"))
    return shares.filter(pl.col("len") * 2 > pl.col("_all")).select("organizer_id", "phone")


def venues(listings: pl.DataFrame, entities: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """One row per venue.

    Args:
        listings: rows of `norm__listings`.
        entities: rows of `core__listing_entities`.
        activities: rows of `core__activities`.
    """
    df = _members(listings, entities, "venue_id").with_columns(name=pl.coalesce("facility", "venue"))
    named = pl.col("geo_level_code") == "facility"
    df = df.with_columns(pl.when(named).then(name).alias(name) for name in ("lat", "lon"))
    return _described(
        df, activities, "venue_id", "core__venues", ("ward_code", "town", "block", "facility", "lat", "lon")
    )


def _members(listings: pl.DataFrame, entities: pl.DataFrame, name: str) -> pl.DataFrame:
    return listings.join(entities.drop_nulls(name).select("listing_id", name), on="listing_id")


def _described(
    members: pl.DataFrame, activities: pl.DataFrame, name: str, declared: str, facts: tuple[str, ...]
) -> pl.DataFrame:
    """The most frequent name and facts of an entity, its spellings, how many listings and activities name it."""
    spelling = "venue" if name == "venue_id" else "organizer"
    df = members.group_by(name).agg(
        spellings=pl.col(spelling).drop_nulls().unique().sort(),
        listing_count=pl.len().cast(pl.Int64),
    )
    for fact in ("name", *facts):
        df = df.join(most_frequent(members, name, fact), on=name, how="left")
    counts = activities.drop_nulls(name).group_by(name).agg(activity_count=pl.len().cast(pl.Int64))
    df = df.join(counts, on=name, how="left").with_columns(pl.col("activity_count").fill_null(0))
    columns = table(declared).column_names
    return pl.concat([frame(table(declared), []), df.select(columns)]).sort(name)
