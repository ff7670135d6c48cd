"""Calendars by ward and kind (iCalendar, RFC 5545): activities whose days and times are certain.

Belongs here: those files and the list of them. Does not belong here: which days (`normalise.occurrences`).

A rule of an activity is one event that repeats until the end of the period that is published; days on which it does not
take place are left out of the repetition. So a calendar never shows a day that `activity_occurrences` does not hold.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from icalendar import Calendar, Event, Timezone
from icalendar.prop import vRecur

from pipelines.normalise.occurrences import OCCURRENCE_DAYS
from pipelines.normalise.schedule.notation import days_of
from pipelines.publish.exports.people import LICENCE, Tables, labels, pages
from warehouse.contract import TOKYO

FOLDER = "calendars"
_DEFAULT_LENGTH = timedelta(hours=1)
_KEY = ["activity_id", "schedule_number"]


def write_calendars(tables: Tables, folder: Path, note: str) -> None:
    """Write one calendar per ward and kind that has a day, and a page that lists them.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    (folder / FOLDER).mkdir()
    stamp: datetime = tables["release"].get_column("as_of_at").item()
    wards, kinds = labels("ward"), labels("kind")
    rules = _rules(tables)
    listed = []
    zone = Timezone.from_tzid(TOKYO.key)
    for (ward, kind), group in sorted(rules.partition_by("ward_code", "kind_code", as_dict=True).items()):
        name = f"{ward}_{kind}.ics"
        title = f"{wards[str(ward)]} {kinds[str(kind)]}"
        calendar = Calendar()
        calendar.add("prodid", "-//Hiroba//Kawasaki community activities//JA")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", f"{title}{'（見本）' if note else ''}")
        calendar.add("x-wr-timezone", TOKYO.key)
        for row in group.sort(_KEY).iter_rows(named=True):
            calendar.add_component(_event(row, stamp))
        calendar.add_component(zone)
        (folder / FOLDER / name).write_bytes(calendar.to_ical())
        listed.append((str(ward), str(kind), name, group.height))
    (folder / FOLDER / "README.md").write_text(_page(listed, note), encoding="utf-8")


def _rules(tables: Tables) -> pl.DataFrame:
    """One row per rule with its certain days, of activities that name ward, kind, start and end."""
    days = tables["activity_occurrences"].group_by(_KEY).agg(pl.col("held_on").sort())
    shown = ("activity_id", "name", "ward_code", "kind_code", "venue", "address", "url")
    listed = pages(tables).unique("activity_id", keep="first", maintain_order=True)
    rules = tables["activity_schedules"].filter(pl.col("schedule_completeness_code") == "full")
    rules = rules.drop_nulls(["session_start", "session_end"]).join(days, on=_KEY)
    return (
        rules.join(tables["activities"].select(shown), on="activity_id")
        .join(listed.select("activity_id", "page_url"), on="activity_id", how="left")
        .drop_nulls(["ward_code", "kind_code"])
    )


def _event(row: dict[str, Any], stamp: datetime) -> Event:
    days: list[date] = row["held_on"]
    start, end = row["session_start"], row["session_end"]
    begin = datetime.combine(days[0], start, TOKYO)
    finish = datetime.combine(days[0], end, TOKYO)
    event = Event()
    # The same rule of the same activity keeps its UID from release to release: calendars update, they do not double
    event.add("uid", f"{row['activity_id']}-{row['schedule_number']}@hiroba")
    event.add("dtstamp", stamp)
    event.add("dtstart", begin)
    event.add("dtend", finish if finish > begin else begin + _DEFAULT_LENGTH)
    event.add("summary", row["name"])
    _repeat(event, row["schedule_rrule"], days, start)
    texts = {"location": row["venue"] or row["address"], "url": row["url"] or row["page_url"]}
    texts["description"] = f"掲載ページ: {row['page_url']}" if row["page_url"] else None
    for name, value in texts.items():
        if value:
            event.add(name, value)
    return event


def _repeat(event: Event, rule: str | None, days: list[date], start: time) -> None:
    if len(days) == 1:
        return
    if rule is None:
        event.add("rdate", [datetime.combine(day, start, TOKYO) for day in days[1:]])
        return
    last = datetime.combine(days[-1], start, TOKYO).astimezone(UTC)
    event.add("rrule", vRecur.from_ical(f"{rule};UNTIL={last:%Y%m%dT%H%M%SZ}"))
    off = [day for day in days_of(rule, days[0], days[-1]) if day not in set(days)]
    if off:
        event.add("exdate", [datetime.combine(day, start, TOKYO) for day in off])


def _page(listed: list[tuple[str, str, str, int]], note: str) -> str:
    wards, kinds = labels("ward"), labels("kind")
    lines = ["# 予定表 / Calendars", "", *([note, ""] if note else [])]
    lines += ["区と種類ごとの予定表。日と時刻が確かな活動だけが入っています。"]
    lines += [
        f"この先{OCCURRENCE_DAYS}日分で、夜ごとに新しくなります。URLを予定表アプリに登録して使えます。{LICENCE}",
        "",
    ]
    for ward, label in wards.items():
        links = [f"[{kinds[kind]}]({name})（{count}）" for of, kind, name, count in listed if of == ward]
        lines += [f"- {label}: {'、'.join(links)}"] if links else []
    return "\n".join([*lines, ""])
