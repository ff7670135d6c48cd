"""Addresses that were given out once: a page that leads on, or one that says what became of it.

Belongs here: those pages. Does not belong here: which IDs stand for what (`core.identity`).
"""

from __future__ import annotations

import polars as pl

from pipelines.publish.exports.people import labelled
from pipelines.publish.exports.tables import Tables
from pipelines.publish.site.frame import Site, place_of
from pipelines.publish.site.shown import DAY

_REDIRECTS = (
    ("a", "activity_redirects", "activity_id"),
    ("v", "venue_redirects", "venue_id"),
    ("o", "organiser_redirects", "organizer_id"),
)


def write_moved(site: Site, tables: Tables) -> None:
    """Write a page for every ID that is no page of its own any more.

    Args:
        site: the site.
        tables: published tables by name.
    """
    stones = tables["activity_tombstones"].with_columns(
        pl.col("last_published_on").dt.strftime(DAY), why=labelled("change_code", "change")
    )
    known = {row["activity_id"]: row for row in stones.iter_rows(named=True)}
    for folder, table, id_ in _REDIRECTS:
        led = tables[table].select(id_, f"current_{id_}")
        if folder == "a":
            led = pl.concat([led, stones.select(led.columns)]).unique(id_, keep="first", maintain_order=True)
        own = pl.col(id_).eq_missing(pl.col(f"current_{id_}"))
        for old, now in led.filter(~own).sort(id_).iter_rows():
            site.page(
                place_of(folder, old),
                "gone.html.j2",
                id=old,
                now=place_of(folder, now) if now else None,
                stone=known.get(old),
            )
