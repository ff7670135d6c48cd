"""Which lists a release had, and which lists an activity stood on: what nobody can know later unless it is kept now.

Belongs here: both records, each continued from the release before. Does not belong here: what follows from them
(`causes`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_GONE = "none"
"""Selection of a list that has no run that may be shown: it ended, or never was read."""


class ListChanges(NamedTuple):
    """Keys of lists that came, went, and hold others than before."""

    added: list[str]
    removed: list[str]
    rescoped: list[str]


def release_lists(
    past: pl.DataFrame, before: pl.DataFrame | None, selected: pl.DataFrame, declared: pl.DataFrame, release_id: str
) -> pl.DataFrame:
    """The lists of every release, continued by this one.

    Args:
        past: rows of `release_lists` of the last release; empty where it kept none.
        before: the lists of the last release, as `lists_of` gives them; None at the first release.
        selected: rows of `raw__selected_runs`, with `listing_count` of the run that is used.
        declared: `source_key`, `role_code`, `about_codes` as declared today.
        release_id: of this release.

    Returns:
        Rows of `trend__release_lists`, sorted by key. A list that is gone has one last row.
    """
    declared_lists = table("trend__release_lists")
    now = selected.join(declared, on="source_key", how="left")
    changes = None if before is None else list_changes(before, now)
    code = pl.lit("first")
    if changes is not None:
        key = pl.col("source_key")
        code = (
            pl.when(key.is_in(changes.added))
            .then(pl.lit("added"))
            .when(key.is_in(changes.removed))
            .then(pl.lit("removed"))
            .when(key.is_in(changes.rescoped))
            .then(pl.lit("rescoped"))
            .otherwise(pl.lit("kept"))
        )
    gone = [] if before is None else _undeclared(before, now)
    rows = pl.concat([now, *gone], how="diagonal_relaxed").with_columns(
        release_id=pl.lit(release_id), list_change_code=code, listing_count=pl.col("listing_count").fill_null(0)
    )
    parts = [frame(declared_lists, []), *(each.select(declared_lists.column_names) for each in (past, rows))]
    return pl.concat(parts).unique(declared_lists.key, keep="last").sort(declared_lists.key)


def _undeclared(before: pl.DataFrame, now: pl.DataFrame) -> list[pl.DataFrame]:
    """Lists that were shown and are not even declared any more."""
    lost = before.filter(pl.col("selection_code") != _GONE).join(now, on="source_key", how="anti")
    told = lost.select("source_key", "role_code", "about_codes", "newest_verdict_code")
    return [told.with_columns(selection_code=pl.lit(_GONE), listing_count=pl.lit(0, dtype=pl.Int64))]


def lists_of(lists: pl.DataFrame, sources: pl.DataFrame, release_id: str) -> pl.DataFrame:
    """The lists of one release; of a release that kept none, what its `sources` say.

    Args:
        lists: `release_lists` of a release; without rows where it kept none.
        sources: its rows of `sources`.
        release_id: of that release.

    Returns:
        `source_key`, `selection_code`, `newest_verdict_code`, `run_id`, `role_code`, `about_codes`; the last two are
        null where nobody wrote them down.
    """
    names = ("source_key", "selection_code", "newest_verdict_code", "run_id", "role_code", "about_codes")
    of = lists.filter(pl.col("release_id") == release_id)
    if of.height:
        return of.select(names)
    unknown = {"role_code": pl.lit(None, dtype=pl.String), "about_codes": pl.lit(None, dtype=pl.List(pl.String))}
    return sources.select(names[:4]).with_columns(**unknown)


def list_changes(before: pl.DataFrame, now: pl.DataFrame) -> ListChanges:
    """Which lists came, went, or hold others than before.

    A list that cannot be read is still there: its rows are held. Where one side does not know what a list holds,
    nothing is said to have changed.

    Args:
        before: as `lists_of` gives it.
        now: the same of today.
    """
    shown = [set(df.filter(pl.col("selection_code") != _GONE).get_column("source_key")) for df in (before, now)]
    both = before.drop_nulls("role_code").join(now.drop_nulls("role_code"), on="source_key", suffix="_now")
    scopes = [pl.col(name).list.sort().list.join(" ").fill_null("") for name in ("about_codes", "about_codes_now")]
    differs = (scopes[0] != scopes[1]) | (pl.col("role_code") != pl.col("role_code_now"))
    rescoped = set(both.filter(differs).get_column("source_key")) & shown[0] & shown[1]
    return ListChanges(sorted(shown[1] - shown[0]), sorted(shown[0] - shown[1]), sorted(rescoped))


def remember_lists(past: pl.DataFrame, bridge: pl.DataFrame, day: date) -> pl.DataFrame:
    """Which lists every activity stood on from when to when, continued by today.

    Args:
        past: rows of `activity_sources_history` of the last release; empty at the first.
        bridge: `activity_id`, `source_key`, one row per listing.
        day: of this release; what is said today replaces what was said earlier the same day.

    Returns:
        Rows of `trend__activity_sources_history`, sorted by key.
    """
    declared, key = table("trend__activity_sources_history"), ["activity_id", "source_key"]
    today = pl.lit(day)
    known = past.filter(pl.col("valid_from_on") < today).with_columns(
        valid_to_on=pl.when(pl.col("valid_to_on") < today).then("valid_to_on")
    )
    now = bridge.select(key).unique().with_columns(_is_now=pl.lit(value=True))
    joined = known.join(now, on=key, how="left")
    is_open = pl.col("valid_to_on").is_null()
    ends = joined.with_columns(
        valid_to_on=pl.when(is_open & pl.col("_is_now").is_null()).then(today).otherwise("valid_to_on")
    )
    still = known.filter(is_open).select(key)
    new = now.join(still, on=key, how="anti").with_columns(valid_from_on=today, valid_to_on=pl.lit(None, dtype=pl.Date))
    parts = [frame(declared, []), *(each.select(declared.column_names) for each in (ends, new))]
    return pl.concat(parts).sort(declared.key)
