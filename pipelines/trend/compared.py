"""Two releases side by side: which activity of one is which of the other, and what is known of each.

Belongs here: the shape of a release as growth sees it, and the facts a cause asks for. Does not belong here: the cause
(`causes`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from pipelines.normalise.text import key
from pipelines.trend.lists import ListChanges

CELLS = ("ward_cell", "kind_cell")
_STATE = ("is_counted", "stock_code", *CELLS, "founded_date", "is_stale", "name_key")


class Snapshot(NamedTuple):
    """A release as growth sees it.

    Attributes:
        activities: `activity_id`, `is_counted`, `stock_code`, `ward_cell`, `kind_cell`, `founded_date`, `is_stale`,
            `name_key`, one row per activity.
        listings: `activity_id`, `listing_id`, `source_key`, one row per listing.
    """

    activities: pl.DataFrame
    listings: pl.DataFrame


class Known(NamedTuple):
    """What both releases are judged by.

    Attributes:
        lists: which lists came, went, or hold others.
        moves: `last_listing_id`, `listing_id` of listings that came back under another key.
        past: `activity_id`, `last_seen_on` of activities that were listed once.
        since: day of the earlier release; who was founded later is born.
        day: day of the later one.
    """

    lists: ListChanges
    moves: pl.DataFrame
    past: pl.DataFrame
    since: date
    day: date


def snapshot(activities: pl.DataFrame, bridge: pl.DataFrame, counted: pl.DataFrame) -> Snapshot:
    """A release as growth sees it.

    Args:
        activities: rows of `core__activities`.
        bridge: rows of `core__activity_listings`.
        counted: rows of `trend__activity_stock`.
    """
    told = activities.select(
        "activity_id", "founded_date", is_stale=pl.col("stale_since").is_not_null(), name_key=key(pl.col("name"))
    )
    df = counted.join(told, on="activity_id", how="left").select("activity_id", *_STATE)
    return Snapshot(df, bridge.select("activity_id", "listing_id", "source_key"))


def facts(before: Snapshot, now: Snapshot, known: Known) -> pl.DataFrame:
    """One row per activity of either side, with everything a cause asks for."""
    then = _todays_ids(before.listings, known.moves)
    same = lineage(before.activities, now.activities, then, now.listings)
    last = before.activities.rename({name: f"{name}_last" for name in _STATE} | {"activity_id": "last_id"})
    joined = last.join(same, on="last_id", how="left").join(
        now.activities.with_columns(_is_here=pl.lit(value=True)), on="activity_id", how="full", coalesce=True
    )
    df = joined.with_columns(
        _is_both=pl.col("last_id").is_not_null() & pl.col("_is_here").is_not_null(),
        _is_new=pl.col("last_id").is_null(),
        activity_id=pl.coalesce("activity_id", "last_id"),
    )
    shared = then.join(now.listings, on="listing_id", suffix="_now")
    heirs = shared.group_by(last_id="activity_id").agg(_heir=pl.col("activity_id_now").min())
    origins = shared.group_by("activity_id_now").agg(_origin=pl.col("activity_id").min())
    df = df.join(heirs, on="last_id", how="left").join(
        origins, left_on="activity_id", right_on="activity_id_now", how="left"
    )
    df = df.with_columns(
        _is_merged=pl.col("_heir").is_not_null() & pl.col("_is_here").is_null(),
        _is_split=pl.col("_origin").is_not_null() & pl.col("_is_new"),
    )
    df = _with_lists(df, before.listings, now.listings, known.lists)
    moved = now.listings.join(known.moves, on="listing_id").select("activity_id", _is_rekeyed=pl.lit(value=True))
    df = df.join(moved.unique(), on="activity_id", how="left").join(known.past, on="activity_id", how="left")
    flags = [name for name, dtype in df.schema.items() if name.startswith("_") and dtype == pl.Boolean]
    return _with_twins(df.with_columns(pl.col(flags).fill_null(value=False)))


def _todays_ids(listings: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    known = moves.select(listing_id="last_listing_id", _now="listing_id")
    joined = listings.join(known, on="listing_id", how="left")
    return joined.with_columns(listing_id=pl.coalesce("_now", "listing_id")).drop("_now")


def lineage(before: pl.DataFrame, now: pl.DataFrame, then: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """Which activity of the earlier release is which of the later: of the same ID, else with most listings in common.

    A past that was read anew has IDs of its own where it is grouped otherwise; published IDs come first.

    Args:
        before: `activity_id` of the earlier release.
        now: `activity_id` of the later one.
        then: `activity_id`, `listing_id` of the earlier release, under the listing IDs of the later.
        listings: `activity_id`, `listing_id` of the later release.

    Returns:
        `last_id`, `activity_id`, one to one.
    """
    by_id = before.join(now, on="activity_id", how="semi").select(last_id="activity_id", activity_id="activity_id")
    left = then.join(by_id, left_on="activity_id", right_on="last_id", how="anti").select(
        "listing_id", last_id="activity_id"
    )
    right = listings.join(by_id, on="activity_id", how="anti").select("listing_id", "activity_id")
    shared = left.join(right, on="listing_id").group_by("last_id", "activity_id").agg(pl.len())
    pairs: list[tuple[str, str]] = []
    taken: set[str] = set()
    for last_id, activity_id, _ in shared.sort("len", "last_id", "activity_id", descending=[True, False, False]).rows():
        if last_id not in taken and activity_id not in taken:
            pairs.append((last_id, activity_id))
            taken |= {last_id, activity_id}
    return pl.concat([by_id, pl.DataFrame(pairs, schema=by_id.schema, orient="row")])


def _with_lists(df: pl.DataFrame, then: pl.DataFrame, listings: pl.DataFrame, lists: ListChanges) -> pl.DataFrame:
    """Which activities stand, or stood, on lists that came, went, or hold others; parts count with their wholes."""

    def of(frame_: pl.DataFrame, every: list[str], some: list[str], side: str) -> pl.DataFrame:
        source = pl.col("source_key")
        return frame_.group_by("activity_id").agg(
            source.is_in(some).all().alias(f"_all_{side}"),
            source.is_in([*some, *every]).all().alias(f"_all_scope_{side}"),
            source.is_in(some).any().alias(f"_any_{side}"),
        )

    came, went = of(listings, lists.rescoped, lists.added, "new"), of(then, lists.rescoped, lists.removed, "old")
    df = df.join(came, on="activity_id", how="left").join(
        went, left_on=pl.coalesce("last_id", "activity_id"), right_on="activity_id", how="left"
    )
    heir = came.select(_heir="activity_id", _any_heir="_any_new")
    whole = came.select(_origin="activity_id", _any_whole="_any_new")
    lost = went.select(_origin="activity_id", _any_lost="_any_old")
    return (
        df.join(heir, on="_heir", how="left").join(whole, on="_origin", how="left").join(lost, on="_origin", how="left")
    )


def _with_twins(df: pl.DataFrame) -> pl.DataFrame:
    """Who left and who came under the same name in the same ward: one activity under another entry, no growth.

    Only where both are unmistakable, as with new keys of one list.
    """
    is_gone = pl.col("last_id").is_not_null() & ~pl.any_horizontal("_is_here", "_is_merged", "_all_scope_old")
    is_come = pl.col("_is_new") & ~pl.any_horizontal("_is_split", "_all_scope_new")
    name, ward = ("name_key_last", "name_key"), ("ward_cell_last", "ward_cell")
    sides = [
        df.filter(pl.col(f"is_counted{end}"), side).select("activity_id", _name=name[at], _ward=ward[at])
        for at, (side, end) in enumerate(((is_gone, "_last"), (is_come, "")))
    ]
    single = [each.drop_nulls("_name").filter(pl.len().over("_name", "_ward") == 1) for each in sides]
    pairs = single[0].join(single[1], on=["_name", "_ward"], suffix="_now")
    twins = pl.concat([pairs.select("activity_id"), pairs.select(activity_id="activity_id_now")]).unique()
    flagged = df.join(twins.with_columns(_is_twin=pl.lit(value=True)), on="activity_id", how="left")
    return flagged.with_columns(pl.col("_is_twin").fill_null(value=False))
