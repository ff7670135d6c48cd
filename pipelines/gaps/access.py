"""How many residents have a place within walking distance, by ward and 町丁, and which schools have none for children.

Belongs here: the tables `access`, `town_access` and `school_access`. Does not belong here: geometry (`near`), which
activities count (`trend.stock`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.gaps import near, reference
from pipelines.gaps.chance import Numbers
from pipelines.gaps.targets import TARGETS, for_ages
from pipelines.gaps.venues import Venues, venues
from pipelines.normalise.places import facility_points
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame
from warehouse.contract.vocabularies.gaps import ALL

WALK_M = {"all": 800, "0_4": 800, "5_14": 800, "65_over": 500}
"""Age group → straight line taken as walking distance: 500 m for older people, 800 m for others, as the ministry's
handbook of compact cities takes them (国土交通省 都市構造の評価に関するハンドブック 2014)."""
SHOWN_TOWNS = 20
LEAST_RESIDENTS = 1000
"""Of fewer residents the share is not coloured: of the age group where it is counted, of all where it is assumed."""
_CHILDREN_M = WALK_M["5_14"]
_LIKELY = 0.5
_TABLES = ("gaps__access", "gaps__town_access", "gaps__school_access")
_SHARES = ("share_known", "share_with_towns", "share_with_all")


@dataclass(frozen=True, slots=True)
class Access:
    """The tables of access.

    Attributes:
        wards: rows of `gaps__access`.
        towns: rows of `gaps__town_access`.
        schools: rows of `gaps__school_access`.
    """

    wards: pl.DataFrame
    towns: pl.DataFrame
    schools: pl.DataFrame


def access(stock: pl.DataFrame, populations: pl.DataFrame, town_ages: pl.DataFrame | None = None) -> Access:
    """Who lives within walking distance of a venue. Straight lines; a venue counts once however much it holds.

    Each share is given three times: with venues whose building is known; with those known to their 町丁, each as far
    off as such points are; with those of no known position, put on the public facilities of their ward. An activity of
    which no list says for whom it is does not count for an age; how many those are is given.

    Args:
        stock: activities that go on (`trend.stock`).
        populations: denominators (`populations.denominators`).
        town_ages: ward_code, town, age_group_code, resident_count where the city's own table is at hand; otherwise the
            share of the ward stands in, and says so.
    """
    if populations.is_empty() or reference.towns().is_empty():  # a city whose people nobody has put down
        return Access(*(empty_frame(table(name)) for name in _TABLES))
    aged = for_ages(stock)
    towns = pl.concat([_towns(aged, age, populations, town_ages) for age in TARGETS])
    wards = pl.concat([_wards(towns.filter(pl.col("age_group_code") == age), aged, age) for age in TARGETS])
    return Access(wards, _ranked(towns), _schools(aged))


def of_age(aged: pl.DataFrame, age: str) -> pl.DataFrame:
    """The activities that are for an age group or for anyone; all of them for `all`."""
    return aged if age == "all" else aged.filter(pl.col(age) | pl.col("is_anyone"))


def residents(age: str, populations: pl.DataFrame, town_ages: pl.DataFrame | None) -> pl.DataFrame:
    """The 町丁 with the residents of an age group, and whether their age is only that of the ward."""
    towns = reference.towns().drop_nulls("lat")
    if town_ages is not None:
        counted = town_ages.filter(pl.col("age_group_code") == age).select("ward_code", "town", "resident_count")
        if counted.height:
            joined = towns.join(counted, on=["ward_code", "town"], how="inner", maintain_order="left")
            return joined.with_columns(is_age_assumed=pl.lit(value=False))
    shares = populations.filter(pl.col("age_group_code") == age).select(ward_code="ward_cell", _aged="population_count")
    whole = reference.towns().group_by("ward_code").agg(_people=pl.col("people").sum())
    scaled = (pl.col("people") * pl.col("_aged") / pl.col("_people")).round().cast(pl.Int64)
    return (
        towns.join(shares, on="ward_code", maintain_order="left")
        .join(whole, on="ward_code", maintain_order="left")
        .with_columns(
            resident_count=pl.col("people") if age == "all" else scaled, is_age_assumed=pl.lit(value=age != "all")
        )
        .drop("_aged", "_people")
    )


def _towns(aged: pl.DataFrame, age: str, populations: pl.DataFrame, town_ages: pl.DataFrame | None) -> pl.DataFrame:
    rows = residents(age, populations, town_ages)
    shares = _shares(rows, venues(of_age(aged, age)), float(WALK_M[age]))
    outside = {"outside_low": "share_with_all", "outside_high": "share_known"}
    return rows.with_columns(
        **dict(zip(_SHARES, map(pl.Series, shares), strict=True)),
        age_group_code=pl.lit(age),
        distance_m=pl.lit(WALK_M[age], dtype=pl.Int64),
        is_small=pl.when("is_age_assumed").then("people").otherwise("resident_count") < LEAST_RESIDENTS,
    ).with_columns(
        **{name: (pl.col("resident_count") * (1 - pl.col(of))).round().cast(pl.Int64) for name, of in outside.items()}
    )


def _shares(towns: pl.DataFrame, at: Venues, distance: float) -> tuple[Numbers, Numbers, Numbers]:
    """Share of each 町丁 within the distance, the three ways."""
    centres = near.on_plane(towns.get_column("lat").to_numpy(), towns.get_column("lon").to_numpy())
    spots = near.spread_over_discs(centres)
    known = near.is_near(spots, at.known, distance)
    with_towns = near.either(known, near.chance_near(spots, at.towns, distance))
    placed = np.zeros(len(spots))
    for ward, points in _facilities().items():
        placed = near.either(placed, near.chance_among(spots, points, distance, at.unlocated.get(ward, 0)))
    return near.per_centre(known), near.per_centre(with_towns), near.per_centre(near.either(with_towns, placed))


def _facilities() -> Mapping[str, Numbers]:
    parts = facility_points().sort("ward_code", "lat", "lon").partition_by("ward_code", as_dict=True)
    return {
        str(ward): near.on_plane(rows.get_column("lat").to_numpy(), rows.get_column("lon").to_numpy())
        for (ward,), rows in parts.items()
    }


def _wards(towns: pl.DataFrame, aged: pl.DataFrame, age: str) -> pl.DataFrame:
    """Shares of the wards and the city, weighted by residents, with how many venues they rest on."""
    both = pl.concat([towns.with_columns(ward_cell="ward_code"), towns.with_columns(ward_cell=pl.lit(ALL))])
    weighted = [(pl.col(name) * pl.col("resident_count")).sum() / pl.col("resident_count").sum() for name in _SHARES]
    shares = both.group_by("age_group_code", "ward_cell").agg(
        pl.col("distance_m").first(),
        pl.col("resident_count").sum(),
        pl.col("is_age_assumed").first(),
        *(each.alias(name) for name, each in zip(_SHARES, weighted, strict=True)),
    )
    chosen = of_age(aged, age)
    unstated = aged.filter(pl.col("is_unstated")) if age != "all" else aged.clear()
    counts = [
        _venue_counts(code, _in(chosen, code), _in(unstated, code)) for code in shares.get_column("ward_cell").sort()
    ]
    return shares.join(pl.DataFrame(counts), on="ward_cell").sort("age_group_code", "ward_cell")


def _in(rows: pl.DataFrame, area: str) -> pl.DataFrame:
    return rows if area == ALL else rows.filter(pl.col("ward_code") == area)


def _venue_counts(area: str, chosen: pl.DataFrame, unstated: pl.DataFrame) -> dict[str, str | int]:
    at = venues(chosen)
    return {
        "ward_cell": area,
        "known_venue_count": len(at.known),
        "town_venue_count": len(at.towns),
        "unlocated_venue_count": sum(at.unlocated.values()),
        "unstated_count": unstated.height,
    }


def _ranked(towns: pl.DataFrame) -> pl.DataFrame:
    """The 町丁 in which most residents live outside, counted with venues known to the 町丁, get a rank."""
    outside = pl.col("resident_count") * (1 - pl.col("share_with_towns"))
    order = pl.struct(-outside, "ward_code", "town").rank("ordinal").over("age_group_code").cast(pl.Int64)
    return towns.with_columns(outside_rank=pl.when((order <= SHOWN_TOWNS) & (outside >= 1)).then(order)).drop("people")


def _schools(aged: pl.DataFrame) -> pl.DataFrame:
    """Every school with the nearest place for children: what names their age, or is of the kind for children."""
    places = venues(aged.filter(pl.col("5_14") | (pl.col("kind_code") == "children").fill_null(value=False)))
    schools = reference.schools()
    located = schools.drop_nulls("lat")
    spots = near.on_plane(located.get_column("lat").to_numpy(), located.get_column("lon").to_numpy())
    metres = near.nearest(spots, places.known)
    likely = near.either((metres <= _CHILDREN_M).astype(float), near.chance_near(spots, places.towns, _CHILDREN_M))
    found = located.select("ward_code", "school").with_columns(
        nearest_m=pl.when(pl.Series(np.isfinite(metres))).then(pl.Series(np.nan_to_num(metres, posinf=0.0)).round()),
        near_probability=pl.Series(likely),
    )
    return schools.join(found, on=["ward_code", "school"], how="left").with_columns(
        pl.col("nearest_m").cast(pl.Int64),
        distance_m=pl.lit(_CHILDREN_M, dtype=pl.Int64),
        nearness_code=pl.when(pl.col("lat").is_null())
        .then(pl.lit("unknown"))
        .when(pl.col("nearest_m") <= _CHILDREN_M)
        .then(pl.lit("near"))
        .when(pl.col("near_probability") >= _LIKELY)
        .then(pl.lit("maybe"))
        .otherwise(pl.lit("none")),
    )
