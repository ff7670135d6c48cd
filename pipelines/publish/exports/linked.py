"""The release and its activities in the words of schema.org.

Belongs here: what a search engine is told. Does not belong here: writing the file (`web_files`).

An Event has a day (docs/standards.md §1.3): an activity with certain coming days is an EventSeries with its schedule
and one Event per day; one without is an Organization, of which nothing is said that nobody can rely on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.normalise.schedule.closed_dates import closed_days
from pipelines.normalise.schedule.notation import parts_of
from pipelines.publish.exports.people import TITLE_EN, TITLE_JA
from warehouse.contract import LICENCE_URL, TOKYO

CONTEXT = {"@vocab": "https://schema.org/"}
_LD = "urn:hiroba:"
_CANCELLED = {"paused": "https://schema.org/EventPostponed", "ended": "https://schema.org/EventCancelled"}
_CITY, _PREFECTURE = "川崎市", "神奈川県"


def dataset(release: dict[str, Any], note: str, credited: list[dict[str, str]]) -> dict[str, Any]:
    """The whole list: whose it is, on what terms, of when; the mark of sample data stands where engines show it.

    Args:
        release: the row of `release`.
        note: remark for sample data, or empty.
        credited: the sources (`credit.credited`).
    """
    counts = f"{release['activity_count']}件の活動を{release['listing_count']}件の掲載から"
    return {
        "@id": _LD + "dataset",
        "@type": "Dataset",
        "name": note + TITLE_JA,
        "alternateName": TITLE_EN,
        "description": f"{note}川崎市の居場所、体操、子育て、緑、学びなど、{counts}まとめたもの。",
        "identifier": release["release_id"],
        "inLanguage": "ja",
        "isAccessibleForFree": True,
        "license": LICENCE_URL,
        "creditText": " / ".join(each["credit"] for each in credited),
        "dateModified": release["as_of_at"].isoformat(),
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "name": each["source"],
                "url": each["url"],
                "creditText": each["credit"],
                "usageInfo": {"@type": "CreativeWork", "name": each["licence"]},
            }
            for each in credited
        ],
    }


def linked(row: dict[str, Any], days: list[dict[str, str | None]]) -> dict[str, Any]:
    """The activity as schema.org sees it.

    Args:
        row: an activity as the list shows it.
        days: its next days (`display.next_days`).
    """
    common = {
        "name": row["name"],
        "alternateName": row["kana"],
        "description": row["summary"],
        "url": row["url"],
        "location": _place(row),
        "subjectOf": [{"@type": "WebPage", "url": url} for url in row["page_urls"] or []] or None,
    }
    own = _LD + row["id"]
    if not days:
        return _known({"@id": own, "@type": "Organization", **common, "telephone": row["phone"]})
    series = {
        "@id": own,
        "@type": "EventSeries",
        **common,
        "inLanguage": "ja",
        "keywords": row["kind"],
        "organizer": _known({"@type": "Organization", "name": row["organizer"], "telephone": row["phone"]})
        if row["organizer"]
        else None,
        "isAccessibleForFree": {"free": True, "paid": False}.get(row["fee_type_code"]),
        "eventSchedule": [_schedule(rule, row["exceptions"] or ()) for rule in row["schedule_rrules"] or ()] or None,
        "subEvent": [_event(row, own, day) for day in days],
    }
    return _known(series)


def _event(row: dict[str, Any], own: str, day: dict[str, str | None]) -> dict[str, Any]:
    begin, end = (f"{day['date']}T{day[name]}:00+09:00" if day[name] else None for name in ("start", "end"))
    return _known(
        {
            "@id": f"{own}#{day['date']}{'T' + day['start'].replace(':', '') if day['start'] else ''}",
            "@type": "Event",
            "name": row["name"],
            "startDate": begin or day["date"],
            "endDate": end if begin else None,
            "location": _place(row),
            "eventStatus": _CANCELLED.get(row["status_code"], "https://schema.org/EventScheduled"),
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode" if _place(row) else None,
            "superEvent": {"@id": own},
        }
    )


def _schedule(rule: str, codes: Sequence[str]) -> dict[str, Any]:
    parts = parts_of(rule)
    unit = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M"}[parts["FREQ"]]
    return _known(
        {
            "@type": "Schedule",
            "repeatFrequency": f"P{parts.get('INTERVAL', '1')}{unit}",
            "byDay": parts["BYDAY"].split(",") if "BYDAY" in parts else None,
            "byMonth": [int(month) for month in parts["BYMONTH"].split(",")] if "BYMONTH" in parts else None,
            "byMonthDay": [int(day) for day in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else None,
            "exceptDate": [str(day) for day in closed_days(codes)] or None,
            "scheduleTimezone": TOKYO.key,
        }
    )


def _place(row: dict[str, Any]) -> dict[str, Any] | None:
    if not (row["venue"] or row["address"]):
        return None
    street = "".join(part for part in (row["town"], row["block"]) if part) or row["address"]
    place = {
        "@type": "Place",
        "name": row["venue"] or row["address"],
        "address": _known(
            {
                "@type": "PostalAddress",
                "addressCountry": "JP",
                "addressRegion": _PREFECTURE,
                "addressLocality": _CITY + (row["ward"] or ""),
                "streetAddress": street,
                "postalCode": row["postcode"],
            }
        ),
    }
    if row["lat"] is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": row["lat"], "longitude": row["lon"]}
    return place


def _known(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value is not None}
