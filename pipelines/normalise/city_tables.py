"""The tables of the city that reading needs: its towns and its public facilities.

Belongs here: having them in the shape in which they are looked into. Does not belong here: looking (`town_table`,
`places`).
"""

from __future__ import annotations

import functools

import polars as pl

from cities.here import here
from cities.nation import towns_of

_FACILITY = dict.fromkeys(("name", "facility_type", "ward_code", "ward", "address", "lat", "lon"), pl.String)


@functools.cache
def towns() -> pl.DataFrame:
    """ward_code ("" in a city without wards), oaza, oaza_kana, chome, postal_code, lat, lon: one row per 町丁目."""
    rows = towns_of(here().code).with_columns(pl.col("ward_code").fill_null(""))
    return rows.select("ward_code", "oaza", "oaza_kana", "chome", "postal_code", "lat", "lon")


@functools.cache
def facility_rows() -> pl.DataFrame:
    """name, facility_type, ward_code, ward, address, lat, lon: `facilities.csv` of the city, no rows without one."""
    path = here().folder / "facilities.csv"
    if not path.is_file():
        return pl.DataFrame(schema=_FACILITY)
    return pl.read_csv(path, infer_schema=False).select(*_FACILITY)
