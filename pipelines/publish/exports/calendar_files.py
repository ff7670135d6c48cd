"""Calendars by ward and kind (iCalendar, RFC 5545): the coming days of activities whose schedule is certain.

Belongs here: those files. Does not belong here: which days (`normalise.occurrences`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from icalendar import Calendar, Event

from pipelines.publish.exports.people import Tables, labels

FOLDER = "calendars"
_ZONE = ZoneInfo("Asia/Tokyo")
_DEFAULT_LENGTH = timedelta(hours=1)


def write_calendars(tables: Tables, folder: Path, _note: str) -> None:
    """Write one calendar per ward and kind that has a day.

    Args:
        tables: published tables by name.
        folder: release folder.
    """
    days = tables["activity_occurrences"].join(
        tables["activities"].select("activity_id", "name", "ward_code", "kind_code", "venue", "address", "url"),
        on="activity_id",
    )
    days = days.filter(
        pl.col("start_time").str.contains(r"^\d\d:\d\d$"), pl.col("ward_code", "kind_code").is_not_null()
    )
    (folder / FOLDER).mkdir()
    stamp: datetime = tables["release"].get_column("as_of_at").item()
    wards, kinds = labels("ward"), labels("kind")
    for (ward, kind), group in sorted(days.partition_by("ward_code", "kind_code", as_dict=True).items()):
        calendar = Calendar()
        calendar.add("prodid", "-//Hiroba//Kawasaki community activities//JA")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", f"{wards[str(ward)]} {kinds[str(kind)]}")
        for row in group.sort("held_on", "start_time", "activity_id").iter_rows(named=True):
            calendar.add_component(_event(row, stamp))
        calendar.add_missing_timezones()
        (folder / FOLDER / f"{ward}_{kind}.ics").write_bytes(calendar.to_ical())


def _event(row: dict[str, Any], stamp: datetime) -> Event:
    event = Event()
    begin = datetime.combine(row["held_on"], datetime.strptime(row["start_time"], "%H:%M").time(), _ZONE)  # noqa: DTZ007  # a time of day
    end = begin + _DEFAULT_LENGTH
    if row["end_time"]:
        said = datetime.combine(row["held_on"], datetime.strptime(row["end_time"], "%H:%M").time(), _ZONE)  # noqa: DTZ007
        end = said if said > begin else end
    # The same day of the same activity keeps its UID from release to release: calendars update, they do not double
    event.add("uid", f"{row['activity_id']}-{row['held_on']:%Y%m%d}@hiroba")
    event.add("dtstamp", stamp)
    event.add("dtstart", begin)
    event.add("dtend", end)
    event.add("summary", row["name"])
    for name, value in (("location", row["venue"] or row["address"]), ("url", row["url"])):
        if value:
            event.add(name, value)
    return event
