"""Which activities take place on which day: a file per day, and the list of the first week without scripts.

Belongs here: those. Does not belong here: which days (`normalise.occurrences`), calendar files
(`exports.calendar_files`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from pipelines.publish.exports.display import day_in_words
from pipelines.publish.exports.tables import Tables
from pipelines.publish.site.frame import Site, address, escaped
from pipelines.publish.site.search_files import part

_A_DAY = 40
"""Activities of one day in the list without scripts."""
_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the list without scripts: what it is called, how many activities, the first of them."""

    label: str
    count: int
    lines: str
    left: int


def write_days(site: Site, tables: Tables, activities: pl.DataFrame, first: date, last: date) -> list[Day]:
    """Write a file per day; the first week as it stands in the page.

    Args:
        site: the site.
        tables: published tables by name.
        activities: all, with `number`, in the order of the site.
        first: the day of the data.
        last: the last day that is known.

    Returns:
        The days of the first week on which something takes place.
    """
    held = (
        tables["activity_occurrences"]
        .join(activities.select("number", "name", "ward", "where", activity_id="id"), on="activity_id")
        .with_columns(start=_minutes("session_start"), end=_minutes("session_end"))
        .sort("held_on", "start", "number", nulls_last=True)
    )
    week, nothing = [], held.clear()
    of_day = held.partition_by("held_on", as_dict=True, maintain_order=True)
    for day in (first + timedelta(days=count) for count in range((last - first).days + 1)):
        rows = of_day.get((day,), nothing)
        cells = rows.select(
            pl.format("[{},{},{}]", "number", pl.col("start").fill_null(-1), pl.col("end").fill_null(-1))
        )
        site.write(f"data/d/{day}.js", part("d", str(day), "[" + ",".join(cells.to_series()) + "]"))
        if rows.height and (day - first).days < _A_WEEK:
            week.append(_day(rows))
    return week


def _minutes(column: str) -> pl.Expr:
    return pl.col(column).dt.hour().cast(pl.Int64) * 60 + pl.col(column).dt.minute()


def _day(rows: pl.DataFrame) -> Day:
    nothing = pl.lit(None, dtype=pl.String)
    words = rows.head(1).with_columns(_none=nothing).select(day_in_words("held_on", "_none", "_none")).item()
    hours = pl.concat_str(
        pl.col("session_start").dt.strftime("%H:%M〜"),
        pl.col("session_end").dt.strftime("%H:%M").fill_null(""),
    ).fill_null("時刻の記載なし")
    place = pl.concat_str("ward", "where", separator=" ", ignore_nulls=True)
    line = pl.concat_str(
        pl.lit('<li><span class="hours">') + hours + '</span> <a href="' + address("a", "activity_id") + '">',
        escaped("name") + '</a> <span class="where">' + escaped(place) + "</span></li>",
    )
    lines = rows.head(_A_DAY).select(line).to_series()
    return Day(words, rows.height, "".join(lines), max(rows.height - _A_DAY, 0))
