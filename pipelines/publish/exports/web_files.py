"""JSON for the web team, JSON-LD for search engines, GeoJSON for maps.

Belongs here: those three. Does not belong here: calendars, spreadsheets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.publish.exports.credit import credited
from pipelines.publish.exports.csv_files import REDIRECTS
from pipelines.publish.exports.display import factual_line, next_days, schedule_shown, sort_key
from pipelines.publish.exports.linked import CONTEXT, dataset, linked
from pipelines.publish.exports.people import Tables, labelled, pages, state
from warehouse.contract import LICENCE, LICENCE_URL

LIST, LINKED, MAP = "activities.json", "activities.jsonld", "activities.geojson"
_TEXTS = ("venue", "address", "target", "fee", "entry", "organizer", "phone", "url", "schedule", "schedule_sentence")
IS_ACCURATE = {"facility": True, "town": False}
"""Whether a point is where people meet, or stands for an area."""
_NEXT_DAYS = 5
_SLICE = 20_000
"""Rows that are Python objects at a time, whatever the size of the city."""


def write_web(tables: Tables, folder: Path, note: str) -> None:
    """Write the three files.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    release = tables["release"].row(0, named=True)
    about = {
        "profile": release["profile_code"],
        "release_id": release["release_id"],
        "as_of": release["as_of_at"].isoformat(),
        "note": note or None,
    }
    about |= {"licence": LICENCE, "licence_url": LICENCE_URL, "attribution": credited(tables)}
    df = _view(tables)
    days = next_days(tables["activity_occurrences"], _NEXT_DAYS)
    names = dict(tables["sources"].select("source_key", "source_name").iter_rows())
    credit = dict(tables["sources"].select("source_key", "attribution").iter_rows())
    _write(
        folder / LIST,
        {**about, "redirects": REDIRECTS, "gone": _gone(tables), "count": df.height},
        "activities",
        (_shown(row, days, names, credit) for row in _dicts(df)),
    )
    _write(
        folder / MAP,
        {"type": "FeatureCollection", **about},
        "features",
        (_feature(row, days) for row in _dicts(df.filter(pl.col("lat").is_not_null()))),
    )
    entries = (linked(row, days.get(row["id"], [])) for row in _dicts(df))
    graph = chain([dataset(release, note, credited(tables))], entries)
    _write(folder / LINKED, {"@context": CONTEXT}, "@graph", graph)


def _write(path: Path, head: dict[str, Any], name: str, rows: Iterable[dict[str, Any]]) -> None:
    """An object with its members and one long list, a row per line: never all rows at once in memory."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_text(head)[:-1] + f',"{name}":[')
        for number, row in enumerate(rows):
            file.write((",\n" if number else "\n") + _text(row))
        file.write("\n]}\n")


def _text(content: object) -> str:
    """JSON that may stand inside a page: nothing in it can close a script or open a comment."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _dicts(df: pl.DataFrame) -> Iterator[dict[str, Any]]:
    for part in df.iter_slices(_SLICE):
        yield from part.to_dicts()


def _view(tables: Tables) -> pl.DataFrame:
    """What a list page shows: labels beside codes, a key to sort by, the pages it comes from."""
    listed = (
        pages(tables)
        .group_by("activity_id", maintain_order=True)
        .agg(source_keys=pl.col("source_key"), page_urls=pl.col("page_url"))
    )
    df = tables["activities"].join(listed, on="activity_id", how="left").with_columns(schedule_shown())
    return df.select(
        "name",
        "kana",
        "lat",
        "lon",
        "geo_level_code",
        "ward_code",
        "kind_code",
        "status_code",
        "fee_type_code",
        "schedule_rrules",
        "exceptions",
        "town",
        "block",
        "postcode",
        "source_keys",
        "page_urls",
        *_TEXTS,
        id="activity_id",
        sort_key=sort_key(),
        summary=factual_line(),
        ward=labelled("ward_code", "ward"),
        kind=labelled("kind_code", "kind"),
        status=state(tables),
        geo_level=labelled("geo_level_code", "geo_level"),
        is_complete=pl.col("schedule_completeness_code") == "full",
        updated=pl.col("updated_date"),
        confirmed_at=pl.col("fetched_at").dt.strftime("%Y-%m-%dT%H:%M:%S%:z"),
        stale_since=pl.col("stale_since").cast(pl.String),
    ).sort("sort_key", "id")


_LIST_FIELDS = (
    "id",
    "name",
    "kana",
    "sort_key",
    "ward_code",
    "ward",
    "kind_code",
    "kind",
    "status_code",
    "status",
    "summary",
    "schedule",
    "schedule_sentence",
    "is_complete",
    "venue",
    "address",
    "lat",
    "lon",
    "geo_level_code",
    "target",
    "fee",
    "entry",
    "organizer",
    "phone",
    "url",
    "updated",
    "confirmed_at",
    "stale_since",
)


def _shown(
    row: dict[str, Any], days: dict[str, list[dict[str, str | None]]], names: dict[str, str], credit: dict[str, str]
) -> dict[str, Any]:
    listed = zip(row["source_keys"] or [], row["page_urls"] or [], strict=True)
    shown = [{"source": names[key], "url": url, "credit": credit[key]} for key, url in listed]
    return {name: row[name] for name in _LIST_FIELDS} | {"next_days": days.get(row["id"], []), "listed_on": shown}


def _gone(tables: Tables) -> list[dict[str, Any]]:
    """Activities that went while releases are kept, so that old pages can say so or lead on."""
    stones = tables["activity_tombstones"].select(
        "name",
        "not_seen_days",
        id="activity_id",
        became="current_activity_id",
        last_published_on=pl.col("last_published_on").cast(pl.String),
        why=labelled("change_code", "change"),
    )
    return stones.sort("id").to_dicts()


def _feature(row: dict[str, Any], days: dict[str, list[dict[str, str | None]]]) -> dict[str, Any]:
    shown = ("id", "name", "ward", "kind", "kind_code", "venue", "schedule", "status", "url", "geo_level_code")
    upcoming = days.get(row["id"])
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        "properties": {
            **{name: row[name] for name in shown},
            "geo_level": row["geo_level"],
            "is_accurate": row["geo_level_code"] and IS_ACCURATE[row["geo_level_code"]],
            "next_day": upcoming[0]["text"] if upcoming else None,
            "page": (row["page_urls"] or [None])[0],
        },
    }
