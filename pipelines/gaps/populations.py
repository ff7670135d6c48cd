"""How many people live in a ward, by age: every figure with its basis, and which of them a rate divides by.

Belongs here: the table `populations`, denominators. Does not belong here: reading the official tables (`reference`).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.gaps import reference
from warehouse.contract.vocabularies.gaps import ALL

_COUNTED, _PRELIMINARY = date(2020, 10, 1), date(2025, 10, 1)
_YOUNG = {"0_4": (0, 4), "5_14": (5, 14)}
"""Age groups that only the five-year table has: years of age, both included."""
_CHILDREN_BELOW = 15
BASIS = {
    "all": ("census_2025_preliminary", _PRELIMINARY),
    "0_4": ("census_2020_scaled", _COUNTED),
    "5_14": ("census_2020_scaled", _COUNTED),
    "65_over": ("ipss_2023_projection", _PRELIMINARY),
}
"""Age group → the newest figure there is of it by ward: what rates divide by."""
_GROUPS = {"total": "all", "age_0_14": "0_14", "age_15_64": "15_64", "age_65_plus": "65_over"}
_COLUMNS = ("ward_cell", "age_group_code", "population_basis_code", "population_on", "population_count")


def populations() -> pl.DataFrame:
    """People by ward and city, age group and basis.

    Returns:
        Rows of the table `gaps__populations`. `census_2020_scaled`: children of the five-year table, scaled to the
        children of the ward after the unknown ages were imputed. Most people of unknown age are grown up: spread in
        proportion they would make 3 % too many children.
    """
    parts = [_three_groups(), _young(), _of_all("people_2020", "census_2020", _COUNTED)]
    parts.append(_of_all("people_2025", "census_2025_preliminary", _PRELIMINARY))
    wards = pl.concat(parts)
    keys = ("age_group_code", "population_basis_code", "population_on")
    city = wards.group_by(keys).agg(pl.col("population_count").sum()).with_columns(ward_cell=pl.lit(ALL))
    return pl.concat([wards.select(_COLUMNS), city.select(_COLUMNS)]).sort(_COLUMNS[:4])


def denominators() -> pl.DataFrame:
    """The rows of `populations` that rates divide by: one for every area and age group that is a target."""
    used = pl.DataFrame(
        [(group, basis, day) for group, (basis, day) in BASIS.items()], schema=_COLUMNS[1:4], orient="row"
    )
    return populations().join(used, on=_COLUMNS[1:4], how="semi")


def _three_groups() -> pl.DataFrame:
    rows = reference.three_groups().unpivot(
        on=list(_GROUPS), index=["ward_code", "as_of", "basis"], variable_name="group", value_name="population_count"
    )
    return rows.select(
        ward_cell="ward_code",
        age_group_code=pl.col("group").replace_strict(_GROUPS),
        population_basis_code="basis",
        population_on="as_of",
        population_count="population_count",
    )


def _young() -> pl.DataFrame:
    ages = reference.ages()
    imputed = reference.three_groups().filter(pl.col("basis") == "census_2020_imputed").select("ward_code", "age_0_14")
    children = ages.filter(pl.col("age_from") < _CHILDREN_BELOW).group_by("ward_code").agg(pl.col("people").sum())
    scales = children.join(imputed, on="ward_code").select("ward_code", _scale=pl.col("age_0_14") / pl.col("people"))
    parts = [
        ages.filter(pl.col("age_from").is_between(low, high))
        .group_by("ward_code")
        .agg(pl.col("people").sum())
        .join(scales, on="ward_code")
        .select(
            ward_cell="ward_code",
            age_group_code=pl.lit(group),
            population_basis_code=pl.lit("census_2020_scaled"),
            population_on=pl.lit(_COUNTED),
            population_count=(pl.col("people") * pl.col("_scale")).round().cast(pl.Int64),
        )
        for group, (low, high) in _YOUNG.items()
    ]
    return pl.concat(parts)


def _of_all(column: str, basis: str, day: date) -> pl.DataFrame:
    return reference.totals().select(
        ward_cell="ward_code",
        age_group_code=pl.lit("all"),
        population_basis_code=pl.lit(basis),
        population_on=pl.lit(day),
        population_count=column,
    )
