"""Activities that two cities publish and that are one: found by the matcher that every night uses.

Belongs here: which activities can be one across a border, and asking the matcher. Does not belong here: the matcher.

Only what stands near a border or has no place can be the same: a club that two cities list meets at one hall, and that
hall is within reach of both, or nobody says where it is.
"""

from __future__ import annotations

import polars as pl

from pipelines.match.activities import match_listings
from pipelines.merge.parts import CITY
from pipelines.normalise.names import core_name, legal_form
from pipelines.normalise.text import key
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame

NEAR_KM = 2.0
"""So far apart two places may be that are one: addresses are often known to the 町丁 only."""
NEIGHBOUR_KM = 10.0
"""Cities that have anything so near each other are neighbours: without a place only theirs can be one."""
_KM_OF_A_DEGREE = 111.2
_LEAST_SHORTENED = 0.68
"""A degree of longitude is 0.7 of one of latitude in the north of Japan, more in the south: no cell is too narrow."""
_SAID = {
    f"{name}_text": name for name in ("name", "kana", "address", "venue", "schedule", "target", "fee", "phone", "mail")
}
_SAID |= {f"{name}_text": name for name in ("url", "organizer", "founded")}
SAME = {
    "activity_id": pl.String(),
    "other_activity_id": pl.String(),
    CITY: pl.String(),
    "other_city_id": pl.String(),
    "probability": pl.Float64(),
    "distance_km": pl.Float64(),
    "message_ja": pl.String(),
}
"""Columns of `same_across_cities`: one row per pair, the smaller ID in front."""


def same_across(activities: pl.DataFrame) -> pl.DataFrame:
    """Pairs of activities of different cities that are one.

    Args:
        activities: of all cities, with `city_id`.
    """
    near = within_reach(activities)
    if near.get_column(CITY).n_unique() < 2:
        return pl.DataFrame(schema=SAME)
    pairs = match_listings(_as_listings(near)).pairs.filter(pl.col("decision_code") == "same")
    place = near.select("activity_id", CITY, "lat", "lon")
    joined = (
        pairs.select(
            activity_id="listing_id_a",
            other_activity_id="listing_id_b",
            probability="probability",
            message_ja="message_ja",
        )
        .join(place, on="activity_id")
        .join(
            place.rename({"activity_id": "other_activity_id", CITY: "other_city_id"}),
            on="other_activity_id",
            suffix="_b",
        )
        .filter(pl.col(CITY) != pl.col("other_city_id"))
        .with_columns(distance_km=_apart("lat", "lon", "lat_b", "lon_b"))
        .filter(pl.col("distance_km").is_null() | (pl.col("distance_km") <= NEAR_KM))
        .join(_neighbours(activities), on=[CITY, "other_city_id"], how="semi")
    )
    return (
        joined.with_columns(pl.col("distance_km").round(3)).select(list(SAME)).sort("activity_id", "other_activity_id")
    )


def within_reach(activities: pl.DataFrame) -> pl.DataFrame:
    """Activities without a place, and those that have one of another city within reach.

    Args:
        activities: of all cities, with `city_id`.
    """
    reached = _reached(activities, NEAR_KM).get_column("activity_id").unique().to_list()
    is_near = pl.col("activity_id").is_in(reached)
    return activities.filter(is_near | pl.col("lat").is_null() | pl.col("lon").is_null()).sort("activity_id")


def _neighbours(activities: pl.DataFrame) -> pl.DataFrame:
    """Pairs of cities that have anything near each other: 子育てサロン of two ends of the country are two."""
    return _reached(activities, NEIGHBOUR_KM).select(CITY, "other_city_id").unique()


def _reached(activities: pl.DataFrame, km: float) -> pl.DataFrame:
    """Activities with every other city that has one within reach, and a little farther: cells and those around them."""
    high = km / _KM_OF_A_DEGREE
    cell = [(pl.col("lat") / high).floor().cast(pl.Int64).alias("_y")]
    cell += [(pl.col("lon") / (high / _LEAST_SHORTENED)).floor().cast(pl.Int64).alias("_x")]
    placed = activities.drop_nulls(["lat", "lon"]).select("activity_id", CITY, *cell)
    steps = pl.DataFrame({"_dy": [-1, 0, 1]}).join(pl.DataFrame({"_dx": [-1, 0, 1]}), how="cross")
    around = placed.select(CITY, "_y", "_x").unique().join(steps, how="cross")
    around = around.select(
        other_city_id=CITY, _y=pl.col("_y") + pl.col("_dy"), _x=pl.col("_x") + pl.col("_dx")
    ).unique()
    return placed.join(around, on=["_y", "_x"]).filter(pl.col(CITY) != pl.col("other_city_id"))


def _as_listings(activities: pl.DataFrame) -> pl.DataFrame:
    """Activities as the matcher takes listings: every city is a list of its own."""
    empty = empty_frame(table("norm__listings"))
    core = core_name(pl.col("name"))
    df = activities.with_columns(pl.col(old).alias(new) for new, old in _SAID.items()).with_columns(
        listing_id="activity_id",
        record_key="activity_id",
        source_key=CITY,
        run_id=pl.lit("merge"),
        page_url=pl.coalesce("url", pl.lit("")),
        position=pl.lit(1, pl.Int64),
        body_sha256=pl.lit(""),
        content_print="activity_id",
        core_name=pl.coalesce(core, "name"),
        shown_name="name",
        name_key=pl.coalesce(key(core), key(pl.col("name")), "name"),
        legal_form=legal_form(pl.col("name")),
        venue_key=key(pl.col("venue")),
        organizer_key=key(core_name(pl.col("organizer"))),
    )
    held = [name for name in empty.columns if name in df.columns]
    return pl.concat([empty, df.select(held)], how="diagonal").select(empty.columns)


def _apart(lat: str, lon: str, other_lat: str, other_lon: str) -> pl.Expr:
    """Kilometres between two points that are near each other; null where one has no place."""
    north = pl.col(lat) - pl.col(other_lat)
    east = (pl.col(lon) - pl.col(other_lon)) * pl.col(lat).radians().cos()
    return (north.pow(2) + east.pow(2)).sqrt() * _KM_OF_A_DEGREE
