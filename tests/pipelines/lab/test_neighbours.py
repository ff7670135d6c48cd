"""Neighbours: another activity in the same house at the same time, the same for any order of rows."""

import polars as pl

from pipelines.lab.bench import worlds
from pipelines.lab.bench.neighbours import with_neighbours
from pipelines.lab.bench.worlds import HAND_WRITTEN, world_of


def test_a_neighbour_has_the_place_and_time_of_one_and_the_name_of_another() -> None:
    town = world_of(HAND_WRITTEN, worlds._BENCHMARKS / "hand_written").towns[0]
    every, made = with_neighbours(town.listings, town.group)
    shuffled = pl.DataFrame({"row": range(town.listings.height)}).sample(fraction=1, shuffle=True, seed=1)["row"]
    assert with_neighbours(town.listings[shuffled], town.group[shuffled])[1].equals(made)
    assert every.height == town.listings.height + made.height
    assert made.height > 5
    groups = dict(zip(town.listings["listing_id"], town.group, strict=True))
    for left, right in made.iter_rows():
        mine, beside = (every.filter(pl.col("listing_id") == end).row(0, named=True) for end in (left, right))
        own = town.listings.filter(pl.col("listing_id") == right.split("~")[0]).row(0, named=True)
        assert (beside["venue_proper"], beside["slot"]) == (mine["venue_proper"], mine["slot"])
        assert beside["match_name"] == own["match_name"]
        assert groups[own["listing_id"]] != groups[left]
