"""One programme at two places: 登戸公園体操 and 菅公園体操 are two, whatever else of their names is alike.

Belongs here: making such pairs out of a world, so that names that differ by the place alone teach what another place,
phone and page are worth. Does not belong here: the worlds themselves (`worlds`), groups of one house (`neighbours`).
"""

from __future__ import annotations

import polars as pl

from pipelines.lab.bench.neighbours import CONTACT, PLACE
from pipelines.match.activities import activities_spec
from pipelines.normalise.readings import read_aloud
from pipelines.normalise.text import key

_WRITTEN, _READ = ("full_name", "match_name", "name_once", "stem", "context"), ("sound",)
_UNSAID = ("words", "words_here", "words_said", "kana", "terakoya", "venue_group", "facility")
"""What names the place too and is not made anew: nothing is known of it."""
_EVERY = 4
"""Of so many listings that have their town in their name, one gets a branch. With each of them plans and headlines
lose 0.01 of F1."""
_SHORTEST = 2
_MARK = "^"


def with_branches(listings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The listings and branches of some of them: the same programme in another town.

    Args:
        listings: with every column the spec of activities speaks of.

    Returns:
        The listings with the branches behind them, and `left` and `right`, the IDs of a listing and its branch. The
        same for any order of rows.
    """
    id_ = activities_spec().id
    town = pl.col("town").str.replace(r"[0-9]+丁目$", "")
    df = listings.sort(id_).with_columns(_town=key(town), _town_read=key(read_aloud(town)))
    placed = df.filter(pl.col("_town").str.len_chars() >= _SHORTEST, pl.col("place_block").is_not_null())
    named = placed.filter(
        pl.col("match_name").str.contains(pl.col("_town"), literal=True),
        pl.col("match_name").str.len_chars() > pl.col("_town").str.len_chars() + _SHORTEST,
    )
    other = placed.select(pl.col(*PLACE, *CONTACT, "_town", "_town_read").name.prefix("_to"))
    places = other.unique("_to_town", keep="first", maintain_order=True)
    asked = named.gather_every(_EVERY)
    if asked.is_empty() or places.height < _SHORTEST:
        return listings, pl.DataFrame({"left": [], "right": []}, schema={"left": pl.String, "right": pl.String})
    # Another place for each, in turn; one that falls on its own town is left out
    turn = places[[(7 * number + 3) % places.height for number in range(asked.height)]]
    both = asked.hstack(turn).filter(pl.col("_town") != pl.col("_to_town"))
    made = both.with_columns(
        pl.format("{}{}", id_, pl.lit(_MARK)).alias(id_),
        *(_moved(name, "_town") for name in _WRITTEN),
        *(_moved(name, "_town_read") for name in _READ),
        *(pl.col(f"_to{name}").alias(name) for name in (*PLACE, *CONTACT)),
        pl.col(id_).alias("_left"),
        pl.col("_to_town").alias("name_town"),
    ).with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in _UNSAID)
    every = pl.concat([df.select(listings.columns), made.select(listings.columns)])
    return every, made.select(left="_left", right=id_)


def _moved(name: str, place: str) -> pl.Expr:
    return pl.col(name).str.split(by=pl.col(place)).list.join(pl.col(f"_to{place}")).alias(name)
