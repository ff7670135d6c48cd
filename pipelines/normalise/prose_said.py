"""What a listing tells in prose of where and when it meets and what it costs: a headline or a post has no fields.

Belongs here: towns, houses, days, times and amounts named in running text, as evidence for matching. Does not belong
here: fields made for one of them (`days_said`, `venue_parts`, `fees`); what is published, where nothing is taken from
prose.
"""

from __future__ import annotations

import functools

import polars as pl

from pipelines.normalise.city_tables import facility_rows, towns
from pipelines.normalise.day_words import in_prose
from pipelines.normalise.per_value import map_expr
from pipelines.normalise.text import display
from pipelines.normalise.town_table import fold
from pipelines.normalise.venue_parts import house_in_prose

_SHORTEST_TOWN = 2
_YEN = r"([0-9][0-9,]*)(?:円|えん|[ ]?yen)"
_LEAST_YEN, _MOST_YEN = 10, 100_000
_TOWN_END, _TOWN_TWICE = r"(?:[0-9]+丁目|[町村字])$", r"^([^町村]{2,}[町村])."
_KAN = r"([0-9]+)千円"


def prose_said(listings: pl.DataFrame) -> pl.DataFrame:
    """What prose tells.

    Args:
        listings: `name`, `venue`, `address`, `fee` and `_prose` (what the source says in prose) as people read them,
            and `facility`.

    Returns:
        * `towns_said`: towns that are named anywhere, and that of the facility, by their name without 丁目 (登戸);
        * `house_said`: the one house that name and prose name, null where there is none or are several;
        * `prose_days`, `prose_weekdays`, `prose_dates`, `prose_start`: as `days_said`, of name and prose;
        * `name_town`: towns that the name names, and its own where the name has it (牟礼 of 牟礼図書館 in 牟礼町);
        * `yen_said`: amounts in yen, wherever they stand;

        sets are separated by `;`; all of the same length.
    """
    prose = display(pl.concat_str("name", "_prose", separator="。", ignore_nulls=True))
    every = pl.concat_str(
        prose,
        display(pl.concat_str("venue", "address", "_facility_town", separator=" ", ignore_nulls=True)),
        separator=" ",
        ignore_nulls=True,
    )
    df = listings.with_columns(_facility_town=_town_of(pl.col("facility"))).select(
        _prose=prose, _every=every, _fee=display(pl.col("fee")), _name="name", _town=pl.coalesce("town", "town_written")
    )
    days = in_prose(df.get_column("_prose"))
    df = df.select(
        towns_said=_joined(map_expr(pl.col("_every"), fold, pl.String).str.extract_many(_towns(), overlapping=True)),
        name_town=_joined(_in_name().list.concat(_own_town())),
        house_said=map_expr(pl.col("_prose"), house_in_prose, pl.String),
        yen_said=_yen(pl.concat_str("_prose", "_fee", separator=" ", ignore_nulls=True)),
    )
    return df.hstack(days)


def _joined(values: pl.Expr) -> pl.Expr:
    return values.list.unique().list.sort().list.join(";").replace("", None)


def _in_name() -> pl.Expr:
    return map_expr(pl.col("_name"), fold, pl.String).str.extract_many(_towns(), overlapping=True).fill_null([])


def _own_town() -> pl.Expr:
    """The town of the address where the name has it, whatever the city: 番町, 牟礼町牟礼."""
    own = (
        pl.col("_town")
        .str.replace(_TOWN_END, "")
        .str.strip_prefix(pl.col("_town").str.extract(_TOWN_TWICE).fill_null(" "))
    )
    short = map_expr(own, fold, pl.String)
    stands = map_expr(pl.col("_name"), fold, pl.String).str.contains(short, literal=True) & (
        short.str.len_chars() >= _SHORTEST_TOWN
    )
    return (
        pl.when(stands.fill_null(value=False))
        .then(pl.concat_list(short))
        .otherwise(pl.lit([], dtype=pl.List(pl.String)))
    )


def _yen(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace_all(_KAN, "${1}000円")
    amounts = plain.str.extract_all(_YEN).list.eval(
        pl.element().str.replace_all("[^0-9]", "").cast(pl.Int64, strict=False)
    )
    plausible = amounts.list.eval(pl.element().filter(pl.element().is_between(_LEAST_YEN, _MOST_YEN)))
    return _joined(plausible.cast(pl.List(pl.String)))


@functools.cache
def _towns() -> list[str]:
    table = towns().select("oaza").unique().to_series().to_list()
    return sorted({fold(town) for town in table if len(town) >= _SHORTEST_TOWN})


def _town_of(facility: pl.Expr) -> pl.Expr:
    table = facility_rows().unique("name", keep="first", maintain_order=True)
    return facility.replace_strict(
        table.get_column("name"), table.get_column("address"), default=None, return_dtype=pl.String
    )
