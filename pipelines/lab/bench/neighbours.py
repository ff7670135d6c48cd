"""Groups that meet in one house at one time: no maker of a world writes them down, and every hall has them.

Belongs here: making such pairs out of a world, so that house and hour alone never teach that two are one. Does not
belong here: the worlds themselves (`worlds`).
"""

from __future__ import annotations

import polars as pl

from pipelines.match.activities import activities_spec

PLACE = (
    "facility",
    "venue_head",
    "venue_proper",
    "venue_side",
    "venue_key",
    "venue_group",
    "town",
    "block",
    "place_block",
    "towns_said",
)
"""Where a house stands and what it is called."""
_PLACE_AND_TIME = (
    *PLACE,
    "venue_kind",
    "ward_code",
    "days_said",
    "weekdays_said",
    "dates_said",
    "start_said",
    "starts_said",
    "half_said",
    "months_said",
    "slot",
)
CONTACT = ("phone", "phone_own", "phone_shared", "url_key")
"""Of every second pair both give the house's own."""
_EVERY = 10
"""Of so many listings with house, days and hour, one gets a neighbour: enough to teach, too few to rule. With one of
five the hand-written listings lose 0.01 of F1, with one of two 0.03."""
_MARK = "~"


def with_neighbours(listings: pl.DataFrame, group: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The listings and neighbours of some of them: another activity of the ward, in the same house at the same time.

    Args:
        listings: with every column the spec of activities speaks of.
        group: the activity of every listing, in the same order.

    Returns:
        The listings with the neighbours behind them, and `left` and `right`, the IDs of a listing and its neighbour.
        The same for any order of rows.
    """
    key = activities_spec().id
    df = listings.with_columns(group.alias("_group")).sort(key)
    eligible = df.filter(pl.all_horizontal(pl.col("venue_proper", "days_said", "start_said").is_not_null()))
    # Another activity of the ward: its names share the words of the place, as those of real neighbours do
    following = pl.col(key, "_group").shift(-_EVERY).over("ward_code")
    pairs = (
        eligible.select(key, "_group", "ward_code")
        .with_columns(following.name.prefix("_next"))
        .gather_every(_EVERY)
        .drop_nulls(f"_next{key}")
        .filter(pl.col("_group") != pl.col("_next_group"))
    )
    houses = pl.concat_str("venue_head", "venue_proper", ignore_nulls=True)
    place = eligible.select(key, *_PLACE_AND_TIME, *(pl.col(name).alias(f"_{name}") for name in CONTACT), _house=houses)
    own = df.drop(*_PLACE_AND_TIME, "_group")
    shares = pl.int_range(pl.len()) % 2 == 0
    made = (
        pairs.select(_left=key, _right=f"_next{key}")
        .join(place, left_on="_left", right_on=key, how="left", maintain_order="left")
        .join(own, left_on="_right", right_on=key, how="left", maintain_order="left")
        .with_columns(
            pl.format("{}{}{}", "_right", pl.lit(_MARK), "_left").alias(key),
            *(pl.when(shares).then(f"_{name}").otherwise(name).alias(name) for name in CONTACT),
            context=pl.concat_str("context", "_house", ignore_nulls=True),  # it says where it meets
        )
    )
    every = pl.concat([df.select(listings.columns), made.select(listings.columns)])
    return every, made.select(left="_left", right=key)
