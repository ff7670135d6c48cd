"""From an earlier release to this one: the log of many nights as one sum, exactly additive.

Belongs here: periods, what an activity did over several nights, the share of the unknown that is real. Does not belong
here: the causes of a night (`causes`), what may be said (`said`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl
from scipy.special import betaincinv

from pipelines.trend.causes import founded_since
from pipelines.trend.compared import CELLS
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.derived.frames import frame

METHOD = ("resolver", "judgements", "definition")
REAL = ("born", "ended", "paused", "resumed")
_NEWCOMERS = ("born", "newly_listed", "appeared_unknown")
_SURE_DAYS = 60
"""Not seen for so long: until then a list may just have been tidied."""
_LEVELS = (0.025, 0.975)
_YEAR, _MONTHS_A_YEAR = "year", "-1y"


class Period(NamedTuple):
    """From the end of one release to another: its code, both releases, the days of both."""

    code: str
    from_release_id: str
    from_on: date
    release_id: str
    day: date


class Calls(NamedTuple):
    """What calls to vanished activities found: how many go on, how many have ended."""

    there: int
    ended: int


def periods(releases: pl.DataFrame, release_id: str) -> list[Period]:
    """The periods that end with a release: since the one before, last month, a year ago, the first that kept history.

    Args:
        releases: rows of `release_log`; those without `resolver_version` kept no history.
        release_id: of this release.
    """
    known = releases.filter(pl.col("resolver_version").is_not_null()).sort("as_of_at", "release_id")
    known = known.select("release_id", day=pl.col("as_of_at").dt.date())
    this = known.filter(pl.col("release_id") == release_id)
    past = known.filter(pl.col("release_id") != release_id)
    if past.is_empty() or this.is_empty():
        return []
    day = this.row(0)[1]
    ago = pl.lit(day).dt.offset_by(_MONTHS_A_YEAR)
    starts = {
        "night": past.tail(1),
        "month": past.filter(pl.col("day") < day.replace(day=1)).tail(1),
        _YEAR: past.filter(pl.col("day") <= ago).tail(1),
        "all": past.head(1),
    }
    return [Period(code, name, on, release_id, day) for code, df in starts.items() for name, on in df.iter_rows()]


def nights_of(log: pl.DataFrame, releases: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Rows of the log after the beginning of a period up to its end, with `_at`, the order of their releases.

    Args:
        log: rows of `growth_log`.
        releases: rows of `release_log`.
        period: which.
    """
    order = releases.sort("as_of_at", "release_id").select("release_id", _at=pl.int_range(pl.len(), dtype=pl.Int64))
    place = dict(order.iter_rows())
    inside = (pl.col("_at") > place[period.from_release_id]) & (pl.col("_at") <= place[period.release_id])
    return log.join(order, on="release_id").filter(inside)


def settled(rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    """One row per activity for what it did over a period, beside the rows of another method.

    What came and went again within the period is no change. Who was founded within it is born, though it was listed
    weeks later; who vanished within the last 60 days is only missing.

    Args:
        rows: as `nights_of` gives them.
        period: which.
    """
    own = pl.col("cause_code").is_in(METHOD)
    touched = rows.filter(own).select("activity_id").unique()
    single = rows.filter(~own).join(touched, on="activity_id", how="anti")
    as_they_are = pl.concat([rows.filter(own), rows.filter(~own).join(touched, on="activity_id", how="semi")])
    every = pl.concat([as_they_are, _collapsed(single).select(rows.columns)])
    age = (pl.lit(period.day) - pl.col("changed_on")).dt.total_days()
    is_missing = (pl.col("cause_code") == "vanished_unknown") & (age < _SURE_DAYS)
    code = (
        pl.when(pl.col("cause_code").is_in(_NEWCOMERS))
        .then(founded_since(period.from_on))
        .when(is_missing)
        .then(pl.lit("missing"))
        .otherwise("cause_code")
    )
    return every.with_columns(cause_code=code)


def _collapsed(rows: pl.DataFrame) -> pl.DataFrame:
    """Where each activity was counted at first and at last, and the cause of the row that took it there."""
    last_cells = [f"last_{name}" for name in CELLS]
    was, is_ = pl.col("last_ward_cell").is_not_null(), pl.col("ward_cell").is_not_null()
    ordered = rows.sort("activity_id", "_at").with_columns(
        _enters=~was & is_,
        _leaves=was & ~is_,
        _moves=(was & is_ & pl.any_horizontal(pl.col(a) != pl.col(b) for a, b in zip(last_cells, CELLS, strict=True))),
    )
    by = ordered.group_by("activity_id", maintain_order=True)
    ends = by.agg(pl.col(last_cells).first(), pl.col(CELLS).last())

    def told(flag: str, *, is_last: bool) -> pl.DataFrame:
        rest = ordered.filter(flag).unique("activity_id", keep="last" if is_last else "first", maintain_order=True)
        return rest.drop(*last_cells, *CELLS)

    still = ends.filter(was & is_)
    is_moved = pl.any_horizontal(pl.col(a) != pl.col(b) for a, b in zip(last_cells, CELLS, strict=True))
    notes = ordered.filter(~pl.any_horizontal("_enters", "_leaves", "_moves")).with_columns(_is_note=pl.lit(value=True))
    unmoved = notes.unique("activity_id", keep="first", maintain_order=True).drop(*last_cells, *CELLS, "_is_note")
    parts = [
        ends.filter(~was & is_).join(told("_enters", is_last=False), on="activity_id"),
        ends.filter(was & ~is_).join(told("_leaves", is_last=True), on="activity_id"),
        still.filter(is_moved).join(_last_change(ordered).drop(*last_cells, *CELLS), on="activity_id"),
        still.filter(~is_moved).join(unmoved, on="activity_id"),
    ]
    return pl.concat([rows.head(0), *(part.select(rows.columns) for part in parts)])


def _last_change(ordered: pl.DataFrame) -> pl.DataFrame:
    """Of what was counted before and is now, elsewhere: the row that moved it, or brought it back elsewhere."""
    changing = ordered.filter(pl.any_horizontal("_moves", "_enters"))
    return changing.unique("activity_id", keep="last", maintain_order=True)


def bridge(rows: pl.DataFrame, period: Period, calls: Calls) -> pl.DataFrame:
    """Causes, wards and kinds of a change, and how much of each is real.

    Of the newcomers nobody has a founding date of, as many are born as among the dated; of those that vanished, as many
    have ended as calls found. Both shares with a 95 % interval (Beta, Jeffreys' prior).

    Args:
        rows: as `settled` gives them.
        period: which.
        calls: what calls have found.

    Returns:
        Rows of `trend__growth_bridge`, sorted by key; the sum of `change_count` of a cell is its change exactly.
    """
    declared = table("trend__growth_bridge")
    counts = changes_by_cell(rows)
    count = dict(counts.group_by("cause_code").agg(pl.col("change_count").sum()).iter_rows())
    shares = {
        "appeared_unknown": _share(count.get("born", 0), count.get("newly_listed", 0)),
        "vanished_unknown": _share(calls.ended, calls.there),
        "missing": (0.0, _share(calls.ended, calls.there)[1]),
        **dict.fromkeys(REAL, (1.0, 1.0)),
    }
    known = pl.DataFrame(
        [(code, *shares.get(code, (0.0, 0.0))) for code in VOCABULARIES["growth_cause"].values()],
        schema={"cause_code": pl.String, "_low": pl.Float64, "_high": pl.Float64},
        orient="row",
    )
    ends = [pl.col("change_count") * pl.col(name) for name in ("_low", "_high")]
    df = counts.join(known, on="cause_code").with_columns(
        real_low=pl.min_horizontal(ends).round(3),
        real_high=pl.max_horizontal(ends).round(3),
        period_code=pl.lit(period.code),
        from_release_id=pl.lit(period.from_release_id),
        release_id=pl.lit(period.release_id),
    )
    return pl.concat([frame(declared, []), df.select(declared.column_names)]).sort(declared.key)


def _share(yes: int, no: int) -> tuple[float, float]:
    low, high = (float(betaincinv(yes + 0.5, no + 0.5, level)) for level in _LEVELS)
    return low, high


def changes_by_cell(rows: pl.DataFrame) -> pl.DataFrame:
    """`cause_code`, cell, `change_count`, `concerned_count`: what each cause adds to each cell.

    Args:
        rows: of the log: one activity each, with the cells it left and entered.
    """
    left = rows.drop_nulls("last_ward_cell").select(
        "activity_id", "cause_code", ward_cell="last_ward_cell", kind_cell="last_kind_cell", _by=pl.lit(-1, pl.Int64)
    )
    entered = rows.drop_nulls("ward_cell").select("activity_id", "cause_code", *CELLS, _by=pl.lit(1, pl.Int64))
    return (
        pl.concat([left, entered])
        .group_by("cause_code", *CELLS)
        .agg(
            change_count=pl.col("_by").sum(),
            concerned_count=pl.col("activity_id").n_unique().cast(pl.Int64),
        )
        .sort("cause_code", *CELLS)
    )
