"""JSON for the web team, JSON-LD for search engines, GeoJSON for maps.

Belongs here: those three. Does not belong here: calendars, spreadsheets.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.publish.exports.people import Tables, labelled, labels

LIST, LINKED, MAP = "activities.json", "activities.jsonld", "activities.geojson"
_TEXTS = ("venue", "address", "target", "fee", "entry", "organizer", "phone", "url", "schedule", "schedule_sentence")
_ACCURATE = ("facility", "block")


def write_web(tables: Tables, folder: Path, note: str) -> None:
    """Write the three files.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    release = tables["release"].row(0, named=True)
    about = {"release_id": release["release_id"], "as_of": release["as_of_at"].isoformat(), "note": note or None}
    rows = _rows(tables)
    _write(folder / LIST, {**about, "count": len(rows), "activities": rows})
    _write(folder / MAP, {"type": "FeatureCollection", "features": [_feature(row) for row in rows if row["lat"]]})
    next_days = dict(
        tables["activity_occurrences"].group_by("activity_id").agg(pl.col("held_on").min().cast(pl.String)).iter_rows()
    )
    graph = [_linked(row, next_days.get(row["id"])) for row in rows]
    _write(folder / LINKED, {"@context": {"@vocab": "https://schema.org/"}, "@graph": graph})


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _rows(tables: Tables) -> list[dict[str, Any]]:
    """What a list page shows, ready to show: labels beside codes, a key to sort by."""
    df = tables["activities"].sort(pl.coalesce("kana", "name"), "activity_id")
    return df.select(
        "name",
        "kana",
        "lat",
        "lon",
        "geo_level_code",
        "ward_code",
        "kind_code",
        "status_code",
        "start_time",
        "end_time",
        *_TEXTS,
        id="activity_id",
        sort_key=pl.coalesce("kana", "name"),
        ward=labelled("ward_code", "ward"),
        kind=labelled("kind_code", "kind"),
        status=labelled("status_code", "status"),
        is_complete=pl.col("schedule_completeness_code") == "full",
        stale_since=pl.col("stale_since").cast(pl.String),
    ).to_dicts()


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    shown = ("name", "ward", "kind", "venue", "schedule", "url", "geo_level_code")
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        "properties": {
            "id": row["id"],
            **{name: row[name] for name in shown},
            "geo_level": labels("geo_level").get(row["geo_level_code"]),
            "is_accurate": row["geo_level_code"] in _ACCURATE,
        },
    }


def _linked(row: dict[str, Any], next_day: str | None) -> dict[str, Any]:
    """An Event where the next day is certain, else the Organization alone: search engines want a date."""
    place = {"@type": "Place", "name": row["venue"] or row["address"], "address": row["address"]}
    if row["lat"]:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": row["lat"], "longitude": row["lon"]}
    has_place = bool(place["name"])
    found: dict[str, Any] = {"@id": f"urn:hiroba:{row['id']}", "name": row["name"], "url": row["url"]}
    if next_day is None:
        found |= {"@type": "Organization", "location": place if has_place else None}
    else:
        time = f"T{row['start_time'][:5]}:00+09:00" if row["start_time"] else ""
        found |= {
            "@type": "Event",
            "startDate": next_day + time,
            "location": place if has_place else None,
            "organizer": {"@type": "Organization", "name": row["organizer"]} if row["organizer"] else None,
            "description": row["schedule_sentence"],
        }
    return {name: value for name, value in found.items() if value is not None}
