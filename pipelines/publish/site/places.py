"""One page per venue and per organiser: what takes place there, what they hold.

Belongs here: those pages. Does not belong here: pages of activities (`pages`).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipelines.publish.exports.people import labelled
from pipelines.publish.exports.tables import Tables
from pipelines.publish.site.frame import Site, place_of

_SHOWN = 300
"""Activities on one page; a list of a ward has all."""


def write_places(site: Site, tables: Tables, activities: pl.DataFrame, card_of: Mapping[str, str]) -> None:
    """Write the pages of all venues and organisers.

    Args:
        site: the site.
        tables: published tables by name.
        activities: all, in the order of the site.
        card_of: ID → card.
    """
    for folder, table, id_, template in (
        ("v", "venues", "venue_id", "venue.html.j2"),
        ("o", "organisers", "organizer_id", "organiser.html.j2"),
    ):
        of = activities.drop_nulls(id_).group_by(id_, maintain_order=True).agg("id")
        held = dict(of.iter_rows())
        rows = tables[table].with_columns(ward=labelled("ward_code", "ward"), other_names=_others()).sort(id_)
        for row in rows.iter_rows(named=True):
            ids = held.get(row[id_], [])
            site.page(
                place_of(folder, row[id_]),
                template,
                of=row,
                count=len(ids),
                left=max(len(ids) - _SHOWN, 0),
                cards="".join(card_of[each] for each in ids[:_SHOWN]),
            )


def _others() -> pl.Expr:
    """Other spellings than the name."""
    return pl.col("spellings").list.set_difference(pl.concat_list("name")).list.sort()
