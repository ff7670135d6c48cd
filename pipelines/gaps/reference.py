"""The city's reference tables: people, 町丁, schools, outlines.

Belongs here: reading them into typed columns, and what they must be credited with. Does not belong here: what is
computed from them; where a listing lies (`normalise.places`).
"""

from __future__ import annotations

import functools
import json
from typing import Any

import polars as pl

from cities.here import here

Ring = list[tuple[float, float]]
"""Longitude and latitude of the corners of an outline, degrees."""


_FOLDER = here().folder / "reference"
_COLUMNS = {
    "population_by_ward_age.csv": ("ward_code", "age_from", "total"),
    "population_by_ward_3groups.csv": (
        "ward_code", "as_of", "basis", "total", "age_0_14", "age_15_64", "age_65_plus",
    ),
    "ward_totals.csv": ("ward_code", "population_2020", "population_2025_prelim"),
    "town_population_2020.csv": ("ward_code", "town", "population_2020", "lat", "lon"),
    "schools_2026.csv": ("ward_code", "school_type", "name", "lat", "lon"),
}  # fmt: skip
"""File → the columns that are read of it."""
_OUTLINES = "ward_boundaries.geojson"
FILES = (*_COLUMNS, _OUTLINES)
"""What a city may have; without wards there are no outlines."""


def credit() -> str:
    """What must be shown wherever a figure or a map uses the tables; empty in a city that has none."""
    return here().credits.get("figures", "")


def outline_credit() -> str:
    """What must be shown where the outlines alone are; empty in a city that has none."""
    return here().credits.get("outlines", "")


@functools.cache
def _table(name: str) -> pl.DataFrame:
    """A table of the city as text; a city that does not have it yet has no row of it."""
    if not (_FOLDER / name).is_file():
        return pl.DataFrame(schema=dict.fromkeys(_COLUMNS[name], pl.String))
    return pl.read_csv(_FOLDER / name, infer_schema=False).select(_COLUMNS[name])


def ages() -> pl.DataFrame:
    """ward_code, age_from (years; null where unknown), people: the census of 2020 in five-year groups."""
    return _table("population_by_ward_age.csv").select(
        "ward_code", pl.col("age_from").cast(pl.Int64), people=pl.col("total").cast(pl.Int64)
    )


def three_groups() -> pl.DataFrame:
    """ward_code, as_of, basis, total, age_0_14, age_15_64, age_65_plus: the census of 2020 and projections."""
    counts = ("total", "age_0_14", "age_15_64", "age_65_plus")
    return _table("population_by_ward_3groups.csv").select(
        "ward_code", pl.col("as_of").str.to_date(), "basis", *(pl.col(name).cast(pl.Int64) for name in counts)
    )


def totals() -> pl.DataFrame:
    """ward_code, people_2020, people_2025: counts of the census, 2025 preliminary."""
    return _table("ward_totals.csv").select(
        "ward_code",
        people_2020=pl.col("population_2020").cast(pl.Int64),
        people_2025=pl.col("population_2025_prelim").cast(pl.Int64),
    )


def towns() -> pl.DataFrame:
    """ward_code, town, people, lat, lon: the 町丁 in which anybody lived in 2020; degrees, null where unknown."""
    return (
        _table("town_population_2020.csv")
        .select(
            "ward_code",
            "town",
            people=pl.col("population_2020").cast(pl.Int64),
            lat=pl.col("lat").cast(pl.Float64),
            lon=pl.col("lon").cast(pl.Float64),
        )
        .filter(pl.col("people") > 0)
    )


def schools() -> pl.DataFrame:
    """ward_code, school, school_type (小学校, 中学校), lat, lon (degrees, null where unknown)."""
    return _table("schools_2026.csv").select(
        "ward_code",
        "school_type",
        school=pl.col("name").str.replace(f"^{here().name}立", ""),
        lat=pl.col("lat").cast(pl.Float64),
        lon=pl.col("lon").cast(pl.Float64),
    )


@functools.cache
def ward_shapes() -> dict[str, Any]:
    """The wards' outlines as GeoJSON; each feature has its `ward_code`."""
    path = _FOLDER / _OUTLINES
    if not path.is_file():
        return {"type": "FeatureCollection", "features": []}
    shapes: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return shapes


@functools.cache
def outlines() -> dict[str, list[Ring]]:
    """Ward code → the rings of its outline, holes among them."""
    found: dict[str, list[Ring]] = {}
    for feature in ward_shapes()["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = [[(lon, lat) for lon, lat in ring] for part in parts for ring in part]
        found[feature["properties"]["ward_code"]] = rings
    return found
