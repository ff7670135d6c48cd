"""Which public facility a venue means that is not written as the table writes it: 菅こ文, エポックなかはら.

Belongs here: the facilities of the packaged table by the parts of their names, and by the name in their brackets. Does
not belong here: the facility that is published (`places`), which takes nothing but the name itself. For matching only.
"""

from __future__ import annotations

import functools

import polars as pl

from pipelines.normalise.places import facilities
from pipelines.normalise.venue_parts import venue_parts

_BRACKET = r"^(.*?)\s*[（(](.+)[）)]$"


def facility_named(proper: pl.Expr, kind: pl.Expr, ward_code: pl.Expr) -> pl.Expr:
    """The facility a venue's own name and kind mean.

    Args:
        proper: String column, `venue_proper` of `venue_parts`.
        kind: String column, `venue_kind`.
        ward_code: String column; a facility of another ward is not meant.

    Returns:
        String column, a name of the packaged table; null where none or several facilities are called so.
    """
    table = _by_parts()
    called = pl.concat_str(proper, kind.fill_null(""), separator=" ")
    facility = called.replace_strict(table["parts"], table["facility"], default=None, return_dtype=pl.String)
    ward = called.replace_strict(table["parts"], table["ward_code"], default=None, return_dtype=pl.String)
    return pl.when(ward_code.is_null() | (ward_code == ward)).then(facility)


@functools.cache
def _by_parts() -> pl.DataFrame:
    """Name and kind as one text → facility and its ward; what several facilities are called is left out."""
    named = facilities().select("facility", "ward_code", whole="facility")
    bare = named.with_columns(whole=pl.col("facility").str.replace(_BRACKET, "${1}"))
    other = named.with_columns(whole=pl.col("facility").str.extract(_BRACKET, 2)).drop_nulls("whole")
    every = pl.concat([bare, other])
    parts = venue_parts(every.get_column("whole"), pl.Series([None] * every.height, dtype=pl.String))
    called = pl.concat_str("venue_proper", pl.col("venue_kind").fill_null(""), separator=" ")
    rows = every.hstack(parts).with_columns(parts=called).drop_nulls("parts")
    return rows.filter(pl.len().over("parts") == 1).sort("parts").select("parts", "facility", "ward_code")
