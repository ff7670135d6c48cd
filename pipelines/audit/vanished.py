"""Activities that have vanished, drawn once a year to be called: do they go on, have they ended?

Belongs here: whom to ask, and when. Does not belong here: drawing (`draws`), what was found out
(`decisions.measured`), what it says of growth (`trend`).
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from pipelines.audit.draws import drawn

_ASKED = 60
_MONTH = 3
"""The draw of a year is made in March: what has ended by the end of the year is known by then."""
_SURE_DAYS = 60


def year(day: date) -> str:
    """The name of the draw that is current on a day: 2027-03, until the next March.

    Args:
        day: any day.
    """
    return f"{day.year if day.month >= _MONTH else day.year - 1}-{_MONTH:02}"


def calls_to_make(log: pl.DataFrame, listed: pl.DataFrame, draw: str) -> pl.DataFrame:
    """Up to 60 activities that vanished in the year before a draw and are on no list still.

    Args:
        log: rows of `growth_log`.
        listed: `activity_id` of today.
        draw: as `year` gives it.

    Returns:
        `activity_id`, `last_seen_on` (day of the release that did not show it any more), `weight`, sorted.
    """
    end = date(int(draw[:4]), _MONTH, 1) - timedelta(days=_SURE_DAYS)
    vanished = log.filter(
        pl.col("cause_code") == "vanished_unknown",
        pl.col("changed_on") > end.replace(year=end.year - 1),
        pl.col("changed_on") <= end,
    )
    gone = vanished.group_by("activity_id").agg(last_seen_on=pl.col("changed_on").max())
    still = gone.join(listed, on="activity_id", how="anti").with_columns(stratum=pl.lit("-"))
    return drawn(still, ["activity_id"], draw, _ASKED).select("activity_id", "last_seen_on", "weight")
