"""Meetings made out of listings: one name, one house, two dates."""

from pathlib import Path

import polars as pl

from pipelines.lab.bench import worlds
from pipelines.lab.bench.meetings import with_meetings
from pipelines.lab.bench.worlds import HAND_WRITTEN, world_of


def made() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The meetings of the hand-written world."""
    town = world_of(HAND_WRITTEN, Path(worlds._BENCHMARKS) / "hand_written").towns[0]
    every, pairs = with_meetings(town.listings)
    return every, pairs


def test_two_meetings_differ_in_their_date_alone() -> None:
    every, pairs = made()
    assert pairs.height > 3
    columns = ["name", "venue_proper", "phone", "start_said", "dates_said", "days_said"]
    left = pairs.join(every, left_on="left", right_on="listing_id", maintain_order="left").select(columns)
    right = pairs.join(every, left_on="right", right_on="listing_id", maintain_order="left").select(columns)
    same = ["name", "venue_proper", "phone", "start_said"]
    assert left.select(same).equals(right.select(same))
    assert (left.get_column("dates_said") != right.get_column("dates_said")).all()
    assert left.get_column("days_said").str.contains("^[1-5](?:MO|TU|WE|TH|FR|SA|SU)$").all()


def test_meetings_do_not_depend_on_the_order_of_rows() -> None:
    town = world_of(HAND_WRITTEN, Path(worlds._BENCHMARKS) / "hand_written").towns[0]
    _, pairs = with_meetings(town.listings)
    _, again = with_meetings(town.listings.sample(fraction=1, shuffle=True, seed=1))
    assert pairs.equals(again)
