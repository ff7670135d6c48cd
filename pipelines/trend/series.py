"""The number of activities month by month, every month by the method of today.

Belongs here: anchors, and how an older number is brought to today's method. Does not belong here: reading an older
release anew (`restate`), what may be said (`said`).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.trend.bridge import (
    METHOD,
    REAL,
    Calls,
    Period,
    bridge,
    changes_by_cell,
    nights_of,
    settled,
)
from pipelines.trend.compared import CELLS
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_UNKNOWN = ("appeared_unknown", "vanished_unknown", "missing")


def anchors(releases: pl.DataFrame, release_id: str) -> list[tuple[str, date]]:
    """The last release of every month that kept history, and this one: its ID and day, the oldest first.

    Args:
        releases: rows of `release_log`.
        release_id: of this release.
    """
    known = releases.filter(pl.col("resolver_version").is_not_null()).sort("as_of_at", "release_id")
    days = known.select("release_id", day=pl.col("as_of_at").dt.date())
    at = days.with_row_index().filter(pl.col("release_id") == release_id)
    until = days.head(at.item(0, "index") + 1) if at.height else days.head(0)
    last = until.group_by(pl.col("day").dt.truncate("1mo").alias("_month"), maintain_order=True).last()
    return [(name, day) for name, day in last.select("release_id", "day").iter_rows()]


def stock_by_cell(counted: pl.DataFrame) -> pl.DataFrame:
    """Cells and `stock_size`.

    Args:
        counted: rows of `trend__activity_stock`.
    """
    df = counted.filter("is_counted").group_by(CELLS).agg(stock_size=pl.len().cast(pl.Int64))
    return df.sort(CELLS)


def series(
    log: pl.DataFrame, releases: pl.DataFrame, restated: pl.DataFrame, counted: pl.DataFrame, calls: Calls
) -> pl.DataFrame:
    """The monthly series up to the newest release.

    An older number is what was published, unless the method has changed since. Then it is the number that reading the
    pages of that time as today gave (`restated`), or else the number of today less everything that happened since, so
    that every change of method counts for all months alike.

    Args:
        log: rows of `trend__growth_log`, this release among them.
        releases: rows of `core__release_log`, this release as the newest.
        restated: rows of `trend__restated`.
        counted: rows of `trend__activity_stock` of this release.
        calls: what calls have found.

    Returns:
        Rows of `trend__series`, sorted by key; cells that hold nothing and change nothing are left out.
    """
    declared = table("trend__series")
    newest = releases.sort("as_of_at", "release_id").tail(1)
    this, version = newest.item(0, "release_id"), newest.item(0, "resolver_version")
    now, rows, before = stock_by_cell(counted), [frame(declared, [])], None
    marks = anchors(releases, this)
    last_day = marks[-1][1] if marks else None
    for place, (release_id, day) in enumerate(marks):
        assert last_day is not None
        since = nights_of(log, releases, Period("all", release_id, day, this, last_day))
        size, basis = _size(now, since, restated.filter(release_id=release_id, resolver_version=version))
        told = _told(log, releases, marks[place - 1 : place + 1], calls) if place else None
        rows.append(
            _month(size, before, told).with_columns(
                month_on=pl.lit(day),
                release_id=pl.lit(release_id),
                resolver_version=pl.lit(version),
                series_basis_code=pl.lit(basis),
            )
        )
        before = size
    return pl.concat([each.select(declared.column_names) for each in rows]).sort(declared.key)


def _size(now: pl.DataFrame, since: pl.DataFrame, read_anew: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """Stock of an anchor by the method of today, and where the number comes from."""
    if read_anew.height:
        return read_anew.select(*CELLS, "stock_size"), "restated"
    has_changed = since.filter(pl.col("cause_code").is_in(METHOD)).height > 0
    return chained(now, since), "chained" if has_changed else "published"


def chained(now: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """Stock at the beginning of some nights by the method of today: that of today less what happened since.

    Args:
        now: as `stock_by_cell` gives it.
        since: rows of the log since then.
    """
    happened = changes_by_cell(since.filter(~pl.col("cause_code").is_in(METHOD)))
    later = happened.select(*CELLS, stock_size=-pl.col("change_count"))
    return pl.concat([now, later]).group_by(CELLS).agg(pl.col("stock_size").sum()).sort(CELLS)


def _told(log: pl.DataFrame, releases: pl.DataFrame, ends: list[tuple[str, date]], calls: Calls) -> pl.DataFrame:
    """Per cell what of the change of a month is real or unknown."""
    period = Period("month", *ends[0], *ends[1])
    rows = nights_of(log, releases, period).filter(~pl.col("cause_code").is_in(METHOD))
    changes = bridge(settled(rows, period), period, calls)
    is_open = pl.col("cause_code").is_in([*REAL, *_UNKNOWN])
    return changes.group_by(CELLS).agg(
        pl.col("real_low").sum().round(3),
        pl.col("real_high").sum().round(3),
        _open=pl.col("change_count").filter(is_open).sum(),
    )


def _month(size: pl.DataFrame, before: pl.DataFrame | None, told: pl.DataFrame | None) -> pl.DataFrame:
    """Rows of one month: stock, change, what of it is only apparent, what is real."""
    if before is None or told is None:
        zero = {name: pl.lit(0, dtype=pl.Int64) for name in ("change_count", "apparent_count")}
        none = {name: pl.lit(0.0) for name in ("real_low", "real_high")}
        return size.filter(pl.col("stock_size") != 0).with_columns(**zero, **none)
    joined = size.join(before.rename({"stock_size": "_before"}), on=CELLS, how="full", coalesce=True)
    df = joined.join(told, on=CELLS, how="left").with_columns(
        pl.col("stock_size", "_before", "_open").fill_null(0), pl.col("real_low", "real_high").fill_null(0.0)
    )
    df = df.with_columns(change_count=pl.col("stock_size") - pl.col("_before"))
    df = df.with_columns(apparent_count=pl.col("change_count") - pl.col("_open"))
    return df.filter(pl.any_horizontal(pl.col("stock_size") != 0, pl.col("change_count") != 0))
