"""Branches: the same programme in another town, the same for any order of rows."""

import polars as pl
import pytest

from pipelines.lab.bench import worlds
from pipelines.lab.bench.branches import with_branches
from pipelines.lab.bench.worlds import Town, world_of


@pytest.fixture(scope="module")
def town() -> Town:
    return world_of("生成", worlds._BENCHMARKS / "generated").towns[0]


def test_a_branch_has_another_town_in_its_name_and_its_address(town: Town) -> None:
    every, made = with_branches(town.listings)
    assert every.height == town.listings.height + made.height
    assert made.height > 20
    shuffled = pl.Series(range(town.listings.height)).sample(fraction=1, shuffle=True, seed=1)
    assert with_branches(town.listings[shuffled])[1].equals(made)
    both = made.join(every, left_on="left", right_on="listing_id").join(
        every, left_on="right", right_on="listing_id", suffix="_of_branch"
    )
    assert both.filter(pl.col("town") == pl.col("town_of_branch")).is_empty()
    assert both.filter(pl.col("match_name") == pl.col("match_name_of_branch")).is_empty()
    assert both.filter(pl.col("place_block") == pl.col("place_block_of_branch")).is_empty()


def test_listings_without_addresses_have_no_branches(town: Town) -> None:
    nowhere = town.listings.with_columns(pl.lit(None, dtype=pl.String).alias("place_block"))
    assert with_branches(nowhere)[1].is_empty()
