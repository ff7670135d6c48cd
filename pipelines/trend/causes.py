"""Why the number of activities changed from one release to the next: one cause per activity, the first that applies.

Belongs here: the cause of each activity that makes a difference. Does not belong here: which activity is which
(`compared`), several releases together (`bridge`), what counts (`stock`).

Every activity counts in one cell (ward and kind) or in none. What it changes is its cell now less its cell before, so
the sum over activities is the change of every cell exactly, whatever the causes say.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.trend.compared import CELLS, Known, Snapshot, facts
from pipelines.trend.lists import ListChanges
from pipelines.trend.stock import last_day
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_AGAIN_DAYS = 400
"""Seen again within so many days it is the same activity, back on a list; later it counts as new."""
_NO_CHANGE = ("rekeyed", "outage", "back")


def causes(before: Snapshot, now: Snapshot, known: Known) -> pl.DataFrame:
    """Every activity that makes a difference, or that had to be looked at twice, with its cause.

    Args:
        before: the earlier release, by the method of the later one.
        now: the later release.
        known: what they are judged by.

    Returns:
        `activity_id`, `cause_code`, `last_ward_cell`, `last_kind_cell`, `ward_cell`, `kind_cell`, `founded_date`; the
        cells of a side in which the activity does not count are null. No activity has two rows.
    """
    df = facts(before, now, known)
    was, is_ = pl.col("is_counted_last").fill_null(value=False), pl.col("is_counted").fill_null(value=False)
    is_moved = pl.any_horizontal(pl.col(f"{name}_last") != pl.col(name) for name in CELLS)
    code = (
        pl.when(~was & ~is_)
        .then(None)
        .when(was & is_ & ~is_moved)
        .then(_same_cell())
        .when(pl.col("_is_both"))
        .then(_of_known())
        .when(is_)
        .then(_of_newcomer(known))
        .otherwise(_of_leaver())
    )
    rows = df.with_columns(
        cause_code=code,
        founded_date=pl.when("_is_new").then("founded_date"),
        **{f"last_{name}": pl.when(was).then(f"{name}_last") for name in CELLS},
        **{name: pl.when(is_).then(name) for name in CELLS},
    ).drop_nulls("cause_code")
    return _shaped(rows)


def method_step(before: Snapshot, now: Snapshot, code: str) -> pl.DataFrame:
    """What another method makes of one and the same release: as `causes`, every difference under one cause.

    Args:
        before: a release by one method.
        now: the same release by another.
        code: the cause, of `growth_cause`.
    """
    nothing = Known(ListChanges([], [], []), _no_moves(), _no_past(), date.min, date.min)
    rows = causes(before, now, nothing).filter(~pl.col("cause_code").is_in(_NO_CHANGE))
    return rows.with_columns(cause_code=pl.lit(code))


def _no_moves() -> pl.DataFrame:
    return pl.DataFrame(schema={"last_listing_id": pl.String, "listing_id": pl.String})


def _no_past() -> pl.DataFrame:
    return pl.DataFrame(schema={"activity_id": pl.String, "last_seen_on": pl.Date})


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in table("trend__growth_log").column_names if name not in ("release_id", "changed_on")]
    empty = frame(table("trend__growth_log"), []).select(names)
    return pl.concat([empty, rows.select(names)]).sort("activity_id")


def _same_cell() -> pl.Expr:
    """Counted in the same cell before and now: no change in number, yet worth a note."""
    return (
        pl.when("_is_rekeyed")
        .then(pl.lit("rekeyed"))
        .when(pl.col("is_stale") & ~pl.col("is_stale_last"))
        .then(pl.lit("outage"))
        .when(~pl.col("is_stale") & pl.col("is_stale_last"))
        .then(pl.lit("back"))
    )


def _of_known() -> pl.Expr:
    """On both sides: counted on one only, or in another cell."""
    came_back = {"paused": "resumed", "ended": "resumed", "dormant": "confirmed"}
    went = {"paused": "paused", "ended": "ended", "dormant": "lapsed"}
    last, code = pl.col("stock_code_last"), pl.col("stock_code")
    by_status = pl.when("is_counted").then(last.replace_strict(came_back, default="edited", return_dtype=pl.String))
    return (
        pl.when("_any_new")
        .then(pl.lit("list_added"))
        .when("_any_old")
        .then(pl.lit("list_removed"))
        .when(pl.col("_all_scope_new"))
        .then(pl.lit("list_scope"))
        .otherwise(by_status.otherwise(code.replace_strict(went, default="edited", return_dtype=pl.String)))
    )


def _of_newcomer(known: Known) -> pl.Expr:
    """Not there before."""
    seen = (pl.lit(known.day) - pl.col("last_seen_on")).dt.total_days() <= _AGAIN_DAYS
    return (
        pl.when(pl.col("_all_new") | (pl.col("_is_split") & (pl.col("_any_new") | pl.col("_any_whole"))))
        .then(pl.lit("list_added"))
        .when(pl.col("_is_split") & pl.col("_any_lost"))
        .then(pl.lit("list_removed"))
        .when("_all_scope_new")
        .then(pl.lit("list_scope"))
        .when("_is_split")
        .then(pl.lit("split"))
        .when(seen.fill_null(value=False) | pl.col("_is_twin"))
        .then(pl.lit("relisted"))
        .otherwise(founded_since(known.since))
    )


def _of_leaver() -> pl.Expr:
    """Not there any more."""
    return (
        pl.when("_all_old")
        .then(pl.lit("list_removed"))
        .when(pl.col("_is_merged") & pl.col("_any_heir"))
        .then(pl.lit("list_added"))
        .when("_all_scope_old")
        .then(pl.lit("list_scope"))
        .when("_is_merged")
        .then(pl.lit("merged"))
        .when("_is_twin")
        .then(pl.lit("relisted"))
        .otherwise(pl.lit("vanished_unknown"))
    )


def founded_since(since: date) -> pl.Expr:
    """`born`, `newly_listed`, or `appeared_unknown` where no date is known or a year or month alone does not settle it.

    Args:
        since: who was founded later is born.
    """
    text = pl.col("founded_date")
    first = pl.concat_str(text, pl.lit("-01-01")).str.slice(0, 10).str.to_date(strict=False)
    return (
        pl.when(first > pl.lit(since))
        .then(pl.lit("born"))
        .when(last_day(text) <= pl.lit(since))
        .then(pl.lit("newly_listed"))
        .otherwise(pl.lit("appeared_unknown"))
    )
