"""Where a place lies: postal code and point of a town, and the public facility a venue text names.

Belongs here: look-up in the city's tables. Does not belong here: reading an address (`towns`).
"""

from __future__ import annotations

import functools

import polars as pl

from cities.here import here
from pipelines.normalise.city_tables import facility_rows, towns
from pipelines.normalise.per_value import map_expr
from pipelines.normalise.text import key
from pipelines.normalise.town_table import ward_of_house
from pipelines.normalise.wards import CITY, PREFECTURE

# A room or floor behind the facility's name does not change the facility: 中原市民館 第1会議室
_ROOM = (
    r"[ 　(（・、].*$|[0-9０-９一二三四五]+[階F].*$|"
    r"(?:第?[0-9一二三四]?(?:会議室|集会室|和室|体育室|ホール|ロビー|広間|多目的室|学習室|料理室|遊戯室).*)$"
)
_CITY = rf"^(?:{PREFECTURE})?{CITY}立?"


@functools.cache
def _towns() -> pl.DataFrame:
    """_area (the ward; "" in a city without), town (登戸, 土橋2丁目) → postal_code, lat, lon."""
    table = towns().with_columns(
        town=pl.when(pl.col("chome").is_null()).then("oaza").otherwise(pl.format("{}{}丁目", "oaza", "chome"))
    )
    return table.select("town", "postal_code", "lat", "lon", _area="ward_code")


def facilities() -> pl.DataFrame:
    """The public facilities of the packaged table: `facility` (its name) and `ward_code`, both String."""
    return _facilities().select("facility", ward_code="_facility_ward")


def facility_points() -> pl.DataFrame:
    """ward_code, lat, lon (degrees) of the public facilities of the packaged table."""
    return _facilities().select(ward_code="_facility_ward", lat="_facility_lat", lon="_facility_lon")


@functools.cache
def _facilities() -> pl.DataFrame:
    return (
        facility_rows()
        .select(
            _facility_key=_facility_key(pl.col("name")),
            facility="name",
            _facility_ward="ward_code",
            _facility_lat=pl.col("lat").cast(pl.Float64),
            _facility_lon=pl.col("lon").cast(pl.Float64),
        )
        .filter(pl.len().over("_facility_key") == 1)
    )


def _facility_key(expr: pl.Expr) -> pl.Expr:
    return key(expr.str.replace(_CITY, ""))


def find_places(ward_code: pl.Series, town: pl.Series, venue_text: pl.Series) -> pl.DataFrame:
    """Point and postal code of a listing as far as they are certain (docs/standards.md §2.2, docs/meaning.md §3).

    Args:
        ward_code: String column, 6 digits or null.
        town: String column as `towns.locate` gives it: 登戸, 土橋2丁目.
        venue_text: String column, the venue as published.

    Returns:
        Frame of the same length and order: `facility`, `postcode`, `lat`, `lon`, `geo_level_code` and
        `venue_ward_code`, the ward of the facility or of the town a house is called after. `facility` is the
        name of the public facility in the packaged table whose name the venue text is, with or without a room behind
        it, and null when the listing lies in another ward. The point is that of the facility (`geo_level_code`
        facility) or the representative point of the town (town; median distance to the building 169 m), in degrees
        (WGS84).
    """
    asked = pl.DataFrame({"ward_code": ward_code, "town": town, "venue_text": venue_text.cast(pl.String)})
    trimmed = pl.col("venue_text").str.strip_chars()
    asked = asked.with_columns(
        _area=pl.col("ward_code") if here().wards else pl.lit(""),
        _whole=_facility_key(trimmed),
        _front=_facility_key(trimmed.str.replace(_ROOM, "")),
    ).join(_towns(), on=["_area", "town"], how="left", maintain_order="left")
    known = set(_facilities().get_column("_facility_key"))
    asked = asked.with_columns(_facility_key=pl.when(pl.col("_whole").is_in(known)).then("_whole").otherwise("_front"))
    placed = asked.join(_facilities(), on="_facility_key", how="left", maintain_order="left")
    fits = pl.col("facility").is_not_null() & (
        pl.col("ward_code").is_null() | (pl.col("ward_code") == pl.col("_facility_ward"))
    )
    return placed.select(
        facility=pl.when(fits).then("facility"),
        postcode="postal_code",
        lat=pl.when(fits).then("_facility_lat").otherwise("lat"),
        lon=pl.when(fits).then("_facility_lon").otherwise("lon"),
        geo_level_code=pl.when(fits).then(pl.lit("facility")).when(pl.col("lat").is_not_null()).then(pl.lit("town")),
        venue_ward_code=pl.coalesce("_facility_ward", map_expr(trimmed, ward_of_house, pl.String)),
    )
