"""One page, one JSON and, where its days and times are certain, one calendar per activity.

Belongs here: those files. Does not belong here: lists (`lists`), organisers and venues (`places`), calendars per ward
and kind (`exports.calendar_files`).
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

import polars as pl

from pipelines.publish.exports.calendar_files import single_calendars
from pipelines.publish.exports.json_text import said
from pipelines.publish.exports.people import API, field_ja, in_words
from pipelines.publish.exports.tables import Tables, scanned
from pipelines.publish.exports.web_files import as_json
from pipelines.publish.site.frame import Site, place_of
from pipelines.publish.site.shown import DAY

_PART = 20_000
"""Activities in memory at a time, whatever the size of the city."""
_ACCURATE = ("facility",)


def write_activities(
    site: Site, tables: Tables, activities: pl.DataFrame, days: pl.DataFrame, report: str | None
) -> None:
    """Write the pages of all activities.

    Args:
        site: the site.
        tables: published tables by name.
        activities: as `shown` gives them, in the order of the site.
        days: their next days (`shown.upcoming`).
        report: address under which readers say that something is wrong, `{id}` in it; None where there is none.
    """
    calendars = set()
    for id_, calendar in single_calendars(tables, site.note):
        site.write(place_of("a", id_, "ics"), calendar)
        calendars.add(id_)
    _write_json(site, tables)
    listed = _listings(tables)
    wrong = _disagreements(tables)
    df = activities.join(days, on="id", how="left", maintain_order="left")
    for some in df.iter_slices(_PART):
        held = listed.join(some.select("id"), on="id", how="semi", maintain_order="left")
        listings = dict(held.group_by("id", maintain_order=True).agg(pl.struct(pl.exclude("id"))).rows())
        for row in some.iter_rows(named=True):
            _write_page(site, row, listings.get(row["id"], []), wrong.get(row["id"], []), calendars, report)


def _write_json(site: Site, tables: Tables) -> None:
    """The same as JSON, some activities in one file: half as many files, and an address that is known beforehand."""
    for name, of_shelf in groupby(as_json(tables), key=lambda each: _shelf(each[0])):
        entries = (f"{said(id_)}:{text}" for id_, text in of_shelf)
        site.write(name, "{" + ",\n".join(entries) + "}\n")


def _shelf(id_: str) -> str:
    return f"json/{id_.partition('_')[2][:2]}.json"


def _write_page(
    site: Site,
    row: dict[str, Any],
    listings: list[dict[str, Any]],
    wrong: list[dict[str, str]],
    calendars: Collection[str],
    report: str | None,
) -> None:
    id_ = row["id"]
    site.page(
        place_of("a", id_),
        "activity.html.j2",
        **row,
        listings=listings,
        wrong=wrong,
        venue_page=place_of("v", row["venue_id"]) if row["venue_id"] else None,
        organiser_page=place_of("o", row["organizer_id"]) if row["organizer_id"] else None,
        is_accurate=row["geo_level_code"] in _ACCURATE,
        has_calendar=id_ in calendars,
        json=f"../../{_shelf(id_)}",
        report=report.replace("{id}", id_) if report else None,
    )


def _listings(tables: Tables) -> pl.DataFrame:
    """Where each activity is listed, by which source, on what terms, and when that was seen."""
    sources = tables["sources"].select("source_key", "source_name", "owner", "licence", "attribution")
    listed = scanned(tables, "activity_listings").select(
        "source_key", "listing_id", "name", "page_url", id="activity_id", seen="fetched_at", updated="updated_date"
    )
    df = listed.sort("id", "listing_id").collect().join(sources, on="source_key", how="left", maintain_order="left")
    return df.with_columns(seen=pl.col("seen").dt.strftime(DAY), is_page=~pl.col("page_url").str.contains(API))


def _disagreements(tables: Tables) -> dict[str, list[dict[str, str]]]:
    """Activity → what one of its lists says otherwise, as people read it."""
    sources = dict(tables["sources"].select("source_key", "source_name").iter_rows())
    found: dict[str, list[dict[str, str]]] = {}
    for row in tables["disagreements"].sort("activity_id", "field_name", "listing_id").iter_rows(named=True):
        field = row["field_name"]
        found.setdefault(row["activity_id"], []).append(
            {
                "field": field_ja(field),
                "source": sources.get(row["source_key"], row["source_key"]),
                "said": in_words(field, row["said_text"]),
                "shown": in_words(field, row["proposed_text"]),
            }
        )
    return found
