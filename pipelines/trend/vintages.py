"""Month ends by the method of today, written beside what was published: `hiroba restate`.

Belongs here: which releases are read anew, the file their figures go to until the next release takes them up. Does not
belong here: reading one (`restate`), the series they make (`series`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.publish.shelf import Shelf, in_todays_shape
from pipelines.settings import Settings
from pipelines.trend.releases import ANCHOR_MONTHS, with_days
from pipelines.trend.resolver import version
from pipelines.trend.restate import Anchor, restated
from pipelines.trend.series import anchors, stock_by_cell
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame
from warehouse.errors import StaffError
from warehouse.storage import read_table, write_table

_TABLE = "trend__restated"
_FILE = "restated.parquet"


class RestateError(StaffError):
    """There is nothing to restate; the message says what to do."""


def restate(settings: Settings, day: date) -> Iterator[str]:
    """Read the last release of every earlier month anew, one sentence each.

    Args:
        settings: where releases, runs and decisions are.
        day: today; written beside the figures.

    Raises:
        RestateError: nothing was published, or no earlier month kept its lists.
    """
    folder = Shelf(settings.published_dir).latest()
    if folder is None:
        raise RestateError("公開がまだありません。先に hiroba run を実行してください。")
    releases, lists = (in_todays_shape(folder, name) for name in ("release_log", "release_lists"))
    newest = in_todays_shape(folder, "release").item(0, "release_id")
    past = anchors(releases, newest)[:-1][-ANCHOR_MONTHS:]
    if not past:
        raise RestateError("前の月の公開がまだないので、読み直すものがありません。来月からできます。")
    resolver = version(settings).resolver_version
    published = dict(releases.select("release_id", "stock_size").iter_rows())
    empty = [empty_frame(table(name)) for name in ("activity_listings", "activity_redirects")]
    for release_id, on in past:
        of = with_days(lists.filter(pl.col("release_id") == release_id))
        try:
            read = restated(settings, Anchor(release_id, on, of, *empty))
        except StaffError as error:
            yield f"{on} {release_id}: 読み直せません。{error}"
            continue
        cells = stock_by_cell(read.activities)
        _keep(settings, cells, release_id, resolver, day)
        yield f"{on} {release_id}: 公開したとき {published[release_id]}、いまの方法で {cells['stock_size'].sum()}"


def _keep(settings: Settings, cells: pl.DataFrame, release_id: str, resolver: str, day: date) -> None:
    declared = table(_TABLE)
    rows = cells.with_columns(
        release_id=pl.lit(release_id), resolver_version=pl.lit(resolver), restated_on=pl.lit(day)
    ).select(declared.column_names)
    write_table(declared, _joined([waiting(settings), rows]), _path(settings))


def waiting(settings: Settings) -> pl.DataFrame:
    """Figures that `restate` has written; rows of `trend__restated`.

    Args:
        settings: where the file is.
    """
    path = _path(settings)
    return read_table(path) if path.is_file() else empty_frame(table(_TABLE))


def all_vintages(past: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Every figure that any method has given of an earlier release.

    Args:
        past: rows of `trend_restated` of the last release.
        settings: where the file is.

    Returns:
        Rows of `trend__restated`, sorted by key.
    """
    return _joined([past.select(table(_TABLE).column_names), waiting(settings)])


def _joined(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """A release by one method is one set of cells: read once more, the newer set stands for the whole of it."""
    whole = ["release_id", "resolver_version"]
    older, newer = parts
    kept = older.join(newer, on=whole, how="anti")
    return pl.concat([kept, newer]).sort(table(_TABLE).key)


def _path(settings: Settings) -> Path:
    return settings.data_dir / _FILE
