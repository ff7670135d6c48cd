"""Contradictions between lists, tracked until they agree: since when each stands, which have been settled.

Belongs here: that record, `食い違いの記録.csv` beside the workbooks. Does not belong here: what contradicts what
(`core.disagreements`), the workbooks.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from warehouse.storage import write_text

NAME = "食い違いの記録.csv"
KEY = ["owner", "activity_id", "field_name", "listing_id", "said_text"]
_SCHEMA = dict.fromkeys([*KEY, "name", "proposed_text", "page_url", "first_seen_on", "agreed_on"], pl.String)
_SHOWN = timedelta(days=30)


def track(known: pl.DataFrame, now: pl.DataFrame, today: date) -> pl.DataFrame:
    """The record after tonight.

    A contradiction that comes back after it was settled begins anew. What was settled long ago is forgotten.

    Args:
        known: the record so far.
        now: rows of `disagreements` with the `name` of their activity.
        today: day of the release.

    Returns:
        The record: open rows have no `agreed_on`; sorted.
    """
    day = today.isoformat()
    is_open = pl.col("agreed_on").is_null()
    before, settled = known.filter(is_open), lately_settled(known, today)
    since = before.select(*KEY, "first_seen_on")
    current = (
        now.select(*KEY, "name", "proposed_text", "page_url")
        .join(since, on=KEY, how="left")
        .with_columns(pl.col("first_seen_on").fill_null(day), agreed_on=pl.lit(None, dtype=pl.String))
    )
    over = before.join(now, on=KEY, how="anti").with_columns(agreed_on=pl.lit(day))
    every = pl.concat([frame.select(list(_SCHEMA)) for frame in (settled, over, current)])
    return every.unique([*KEY, "first_seen_on"], keep="last").sort(*KEY, "first_seen_on")


def lately_settled(record: pl.DataFrame, today: date) -> pl.DataFrame:
    """Contradictions that ended in the last thirty days, the newest first."""
    first = (today - _SHOWN).isoformat()
    return record.filter(pl.col("agreed_on") >= first).sort("agreed_on", *KEY, descending=[True, *(False for _ in KEY)])


def read_record(path: Path) -> pl.DataFrame:
    """The record so far; a file that does not exist holds none."""
    if not path.is_file():
        return pl.DataFrame(schema=_SCHEMA)
    return pl.read_csv(path, infer_schema=False).select(list(_SCHEMA))


def write_record(path: Path, record: pl.DataFrame) -> None:
    """Write the record.

    Args:
        path: the file to replace.
        record: as `track` gives it.
    """
    write_text(path, record.write_csv())
