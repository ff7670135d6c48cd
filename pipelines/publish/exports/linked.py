"""The release and its activities in the words of schema.org.

Belongs here: what a search engine is told. Does not belong here: writing the file (`web_files`).

An Event has a day (docs/standards.md §1.3): an activity with certain coming days is an EventSeries with its schedule
and one Event per day; one without is an Organization, of which nothing is said that nobody can rely on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl

from cities.here import here
from pipelines.normalise.schedule.closed_dates import closed_days
from pipelines.normalise.schedule.notation import rule_parts
from pipelines.publish.exports.display import ends_next_day
from pipelines.publish.exports.json_text import constant, in_list, plain, quoted, said, with_all, with_known
from pipelines.publish.exports.left_out import LeftOut, attempt, left_out
from pipelines.publish.exports.people import TITLE_EN, TITLE_JA
from warehouse.contract import LICENCE_URL, TOKYO

NAME = "activities.jsonld"
CONTEXT = {"@vocab": "https://schema.org/"}
_LD = "urn:hiroba:"
_CANCELLED = {"paused": "https://schema.org/EventPostponed", "ended": "https://schema.org/EventCancelled"}


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
        "description": f"{note}{here().name}の居場所、体操、子育て、緑、学びなど、{counts}まとめたもの。",
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


def page(url: str) -> pl.Expr:
    """A page about an activity.

    Args:
        url: column of its address.
    """
    return with_all({"@type": constant("WebPage"), "url": quoted(url)})


def linked(activities: pl.DataFrame, days: pl.DataFrame) -> tuple[pl.Series, list[LeftOut]]:
    """Activities as schema.org sees them, each as JSON; and those whose rules it cannot hold, which are without them.

    Args:
        activities: as the list shows them.
        days: their next days (`display.next_days`).
    """
    shown = activities.with_columns(_own=_LD + pl.col("id"), _name=quoted("name"), _place=_place())
    of = shown.select("id", "status_code", "_own", "_name", "_place")
    events = days.join(of, on="id", maintain_order="left").group_by("id", maintain_order=True)
    df = shown.join(events.agg(_events=in_list(_event())), on="id", how="left", maintain_order="left")
    schedules = _schedules(df)
    df = df.with_columns(_schedules=schedules["said"])
    common = {
        "name": pl.col("_name"),
        "alternateName": quoted("kana"),
        "description": quoted("summary"),
        "url": quoted("url"),
        "location": pl.col("_place"),
        "subjectOf": pl.col("subject_of"),
    }
    organiser = with_known(
        {"@type": constant("Organization"), "name": quoted("organizer"), "telephone": quoted("phone")}
    )
    own = quoted("_own")
    organization = {"@id": own, "@type": constant("Organization"), **common, "telephone": quoted("phone")}
    series = {
        "@id": own,
        "@type": constant("EventSeries"),
        **common,
        "inLanguage": constant("ja"),
        "keywords": quoted(pl.concat_str("kind", "other_kinds", separator="、", ignore_nulls=True).replace("", None)),
        "organizer": pl.when(pl.col("organizer").is_not_null()).then(organiser),
        "isAccessibleForFree": plain(
            pl.col("fee_type_code").replace_strict({"free": True, "paid": False}, default=None, return_dtype=pl.Boolean)
        ),
        "eventSchedule": pl.col("_schedules"),
        "subEvent": pl.col("_events"),
    }
    node = pl.when(pl.col("_events").is_null()).then(with_known(organization)).otherwise(with_known(series))
    rules = schedules.select("why", activity_id="id", value=pl.col("schedule_rrules").list.join(" ; "))
    return df.select(node.alias("said")).to_series(), left_out(NAME, rules, "value", "why")


def _event() -> pl.Expr:
    day = pl.col("date").str.to_date()
    last = pl.when(ends_next_day("start", "end")).then(day.dt.offset_by("1d")).otherwise(day).cast(pl.String)
    begin = pl.format("{}T{}:00+09:00", "date", "start")
    finish = pl.format("{}T{}:00+09:00", last, "end")
    begins = pl.col("start").is_not_null()
    hours = pl.when(begins).then(pl.concat_str(pl.lit("T"), pl.col("start").str.replace(":", "", literal=True)))
    at_a_place = pl.col("_place").is_not_null()
    return with_known(
        {
            "@id": quoted(pl.concat_str("_own", pl.lit("#"), "date", hours.fill_null(""))),
            "@type": constant("Event"),
            "name": pl.col("_name"),
            "startDate": quoted(pl.coalesce(begin, "date")),
            "endDate": quoted(pl.when(begins).then(finish)),
            "location": pl.col("_place"),
            "eventStatus": quoted(
                pl.col("status_code").replace_strict(
                    _CANCELLED, default="https://schema.org/EventScheduled", return_dtype=pl.String
                )
            ),
            "eventAttendanceMode": pl.when(at_a_place).then(constant("https://schema.org/OfflineEventAttendanceMode")),
            "superEvent": with_all({"@id": quoted("_own")}),
        }
    )


def _schedules(df: pl.DataFrame) -> pl.DataFrame:
    """The rules of each activity, or why they cannot be written; few different ones, so that each is read once."""
    keys = ["schedule_rrules", "exceptions"]
    distinct = df.select(keys).unique()
    read = [attempt(partial(_every_schedule, *each)) for each in distinct.iter_rows()]
    told = pl.DataFrame(read, schema={"said": pl.String, "why": pl.String}, orient="row")
    schedules = distinct.hstack(told)
    return df.select("id", *keys).join(schedules, on=keys, how="left", nulls_equal=True, maintain_order="left")


def _every_schedule(rules: list[str] | None, exceptions: list[str] | None) -> str | None:
    return said([_schedule(rule, exceptions or ()) for rule in rules]) if rules else None


def _schedule(rule: str, codes: Sequence[str]) -> dict[str, Any]:
    parts = rule_parts(rule)
    unit = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M"}[parts["FREQ"]]
    schedule = {
        "@type": "Schedule",
        "repeatFrequency": f"P{parts.get('INTERVAL', '1')}{unit}",
        "byDay": parts["BYDAY"].split(",") if "BYDAY" in parts else None,
        "byMonth": [int(month) for month in parts["BYMONTH"].split(",")] if "BYMONTH" in parts else None,
        "byMonthDay": [int(day) for day in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else None,
        "exceptDate": [str(day) for day in closed_days(codes)] or None,
        "scheduleTimezone": TOKYO.key,
    }
    return {name: value for name, value in schedule.items() if value is not None}


def _place() -> pl.Expr:
    street = pl.concat_str("town", "block", ignore_nulls=True)
    address = {
        "@type": constant("PostalAddress"),
        "addressCountry": constant("JP"),
        "addressRegion": constant(here().prefecture),
        "addressLocality": quoted(pl.lit(here().name) + pl.col("ward").fill_null("")),
        "streetAddress": quoted(pl.coalesce(pl.when(street != "").then(street), "address")),
        "postalCode": quoted("postcode"),
    }
    point = {"@type": constant("GeoCoordinates"), "latitude": plain("lat"), "longitude": plain("lon")}
    place = {
        "@type": constant("Place"),
        "name": quoted(pl.coalesce("venue", "address")),
        "address": with_known(address),
        "geo": pl.when(pl.col("lat").is_not_null()).then(with_known(point)),
    }
    return pl.when(pl.coalesce("venue", "address").is_not_null()).then(with_known(place))
