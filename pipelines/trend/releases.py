"""A release on disk as growth sees it, by the method it was made with and by today's.

Belongs here: which of its tables are read, what an older release did not keep. Does not belong here: reading its pages
anew (`restate`), comparing it (`night`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pipelines.publish.shelf import in_todays_shape
from pipelines.settings import Settings
from pipelines.trend.compared import Snapshot, snapshot
from pipelines.trend.lists import lists_of
from pipelines.trend.night import Before
from pipelines.trend.resolver import Version
from pipelines.trend.restate import Anchor, restated
from pipelines.trend.series import anchors
from pipelines.trend.stock import stock
from warehouse.errors import StaffError

_RUN_DAY = "r%Y%m%d"
_RUN_DAY_CHARS = 9
ANCHOR_MONTHS = 25
"""So many months are kept readable: two years and the month they are compared with."""


class Kept(NamedTuple):
    """A finished release.

    Attributes:
        release_id: which.
        day: of when it is.
        lists: as `lists.lists_of` gives them, with `seen_on`.
        published: as it was counted then.
        recounted: the same, counted by today's definition.
        versions: the method it was made by; nulls where it kept none.
    """

    release_id: str
    day: date
    lists: pl.DataFrame
    published: Snapshot
    recounted: Snapshot
    versions: dict[str, str | None]


_READ = ("release", "release_lists", "release_log", "sources", "activities", "activity_listings", "activity_stock")


def kept(folder: Path, declared: pl.DataFrame) -> Kept:
    """Read a finished release.

    Args:
        folder: of the release.
        declared: `source_key`, `role_code` as declared today: the role of a list whose role nobody wrote down.
    """
    return kept_of({name: in_todays_shape(folder, name) for name in _READ}, declared)


def kept_of(tables: Mapping[str, pl.DataFrame], declared: pl.DataFrame) -> Kept:
    """A finished release out of its tables; those that it did not have are empty.

    Args:
        tables: published table → its rows, in the shape of today.
        declared: as in `kept`.
    """
    facts = tables["release"].row(0, named=True)
    release_id, day = facts["release_id"], facts["as_of_at"].date()
    lists = with_days(lists_of(tables["release_lists"], tables["sources"], release_id))
    activities, bridge, then = (tables[name] for name in ("activities", "activity_listings", "activity_stock"))
    # Of a release that kept none, today's roles: better than none, and its own count is no count of the same kind
    own = lists if then.height else lists.drop("role_code").join(declared, on="source_key", how="left")
    recounted = snapshot(activities, bridge, stock(activities, bridge, own, day))
    published = snapshot(activities, bridge, then) if then.height else recounted
    log = tables["release_log"].filter(pl.col("release_id") == release_id)
    versions = log.select([*Version._fields, "definition_version"]).to_dicts()
    return Kept(release_id, day, own.select(lists.columns), published, recounted, versions[0] if versions else {})


def with_days(lists: pl.DataFrame) -> pl.DataFrame:
    """With `seen_on`, the day of the run that is used.

    Args:
        lists: any frame with `run_id`.
    """
    day = pl.col("run_id").str.slice(0, _RUN_DAY_CHARS).str.to_date(_RUN_DAY, strict=False)
    return lists.with_columns(seen_on=day)


def before(settings: Settings, last: Kept, folder: Path, today: Version) -> tuple[Before, str | None]:
    """The release before by three methods, and why it could not be read anew where it should have been.

    Args:
        settings: where runs and decisions are.
        last: that release.
        folder: where it stands.
        today: the method of this release.
    """
    if last.versions.get("resolver_version") == today.resolver_version:
        return Before(last.published, last.recounted, None), None
    rest = ("reader_version", "matcher_version")
    is_same_code = all(last.versions.get(name) == getattr(today, name) for name in rest)
    code = "judgements" if is_same_code else "resolver"
    frames = [in_todays_shape(folder, name) for name in ("activity_listings", "activity_redirects")]
    try:
        read = restated(settings, Anchor(last.release_id, last.day, last.lists, *frames))
    except StaffError as error:
        return Before(last.published, last.recounted, None), str(error)
    # Whether its lists could be read that night is no matter of method
    stale = last.published.activities.select("activity_id", "is_stale")
    activities = read.activities.drop("is_stale").join(stale, on="activity_id", how="left")
    shown = activities.with_columns(pl.col("is_stale").fill_null(value=False))
    return Before(last.published, last.recounted, Snapshot(shown, read.listings), code), None


def anchor_runs(folder: Path | None) -> set[tuple[str, str]]:
    """Source and run of everything that the month ends of the last two years were made from: to be kept readable.

    Args:
        folder: the newest release, or None.
    """
    if folder is None:
        return set()
    releases, lists = (in_todays_shape(folder, name) for name in ("release_log", "release_lists"))
    newest = in_todays_shape(folder, "release").item(0, "release_id")
    names = [name for name, _ in anchors(releases, newest)][-ANCHOR_MONTHS:]
    runs = lists.filter(pl.col("release_id").is_in(names)).drop_nulls("run_id").select("source_key", "run_id")
    return set(runs.iter_rows())
