"""One activity twice on one list, the same for any order of rows."""

import polars as pl

from pipelines.lab.bench import worlds
from pipelines.lab.bench.relisted import with_relisted
from pipelines.lab.bench.worlds import HAND_WRITTEN, world_of


def test_a_copy_stands_on_the_list_of_another_listing_of_its_activity() -> None:
    town = world_of(HAND_WRITTEN, worlds._BENCHMARKS / "hand_written").towns[0]
    every, made = with_relisted(town.listings, town.group)
    assert every.height == town.listings.height + made.height
    assert made.height > 5
    groups = dict(zip(town.listings["listing_id"], town.group, strict=True))
    lists = dict(every.select("listing_id", "source_key").iter_rows())
    for left, right in made.iter_rows():
        original = right.removesuffix("=")
        assert groups[left] == groups[original]
        assert lists[left] == lists[right] != lists[original]


def test_copies_do_not_depend_on_the_order_of_rows() -> None:
    town = world_of(HAND_WRITTEN, worlds._BENCHMARKS / "hand_written").towns[0]
    shuffled = pl.DataFrame({"row": range(town.listings.height)}).sample(fraction=1, shuffle=True, seed=1)["row"]
    made = with_relisted(town.listings, town.group)[1]
    assert with_relisted(town.listings[shuffled], town.group[shuffled])[1].equals(made)
