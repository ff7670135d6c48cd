"""Calendars by ward and kind (iCalendar, RFC 5545): activities whose days and times are certain.

Belongs here: those files and the list of them. Does not belong here: which days (`normalise.occurrences`).

A rule of an activity is one event that repeats until the end of the period that is published; days on which it does not
take place are left out of the repetition. So a calendar never shows a day that `activity_occurrences` does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path

import polars as pl
from icalendar import Calendar, Event, Timezone
from icalendar.prop import vRecur

from cities.here import here
from pipelines.core.other_kinds import every_kind
from pipelines.normalise.occurrences import OCCURRENCE_DAYS
from pipelines.normalise.per_value import map_expr
from pipelines.normalise.schedule.notation import days_of
from pipelines.publish.exports.left_out import LeftOut, attempt, left_out
from pipelines.publish.exports.people import LICENCE, labels, pages
from pipelines.publish.exports.tables import Tables, scanned
from warehouse.contract import TOKYO

FOLDER = "calendars"
_DEFAULT_LENGTH, _DAY = timedelta(hours=1), timedelta(days=1)
_LONGEST_NIGHT = timedelta(hours=12)
"""Whoever ends before they begin ends on the next day; what would last longer is a slip of the list."""
_KEY = ["activity_id", "schedule_number"]
_ESCAPED = {"\\N": "\\n", "\\": "\\\\", ";": "\\;", ",": "\\,", "\r\n": "\\n", "\n": "\\n"}
_ESCAPED |= {"\r": "\\n"}
_LONGEST, _SLICE = 74, 50_000
"""Bytes of a line; rules that are texts at a time, whatever the size of the city."""


def write_calendars(tables: Tables, folder: Path, note: str) -> list[LeftOut]:
    """Write one calendar per ward and kind that has a day, and a page that lists them.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.

    Returns:
        Activities of which a rule could not be written.
    """
    (folder / FOLDER).mkdir()
    stamp: datetime = tables["release"].get_column("as_of_at").item()
    wards, kinds = labels("ward"), labels("kind")
    listed = []
    top, named, inner, tail = _around()
    rules = _rules(tables, needed=["ward_code", "kind_code"]).sort(_KEY)
    texts = [_events(part, stamp) for part in rules.iter_slices(_SLICE)]
    none = pl.DataFrame(schema={"event": pl.String, "why": pl.String})
    rules = rules.hstack(pl.concat([none, *texts]))
    missing = left_out(FOLDER, rules, "schedule_rrule", "why")
    events = rules.filter(pl.col("why") == "").select("ward_code", "event", kind_code=every_kind())
    # Who looks for one kind finds what is of it beside another
    events = events.explode("kind_code")
    for (ward, kind), group in sorted(events.partition_by("ward_code", "kind_code", as_dict=True).items()):
        name = f"{ward}_{kind}.ics"
        title = f"{wards[str(ward)]} {kinds[str(kind)]}{'（見本）' if note else ''}"
        with (folder / FOLDER / name).open("w", encoding="utf-8", newline="") as file:
            file.writelines((top, _folded(named + title), inner, *group.get_column("event"), tail))
        listed.append((str(ward), str(kind), name, group.height))
    (folder / FOLDER / "README.md").write_text(_page(listed, note), encoding="utf-8")
    return missing


def single_calendars(tables: Tables, note: str) -> Iterator[tuple[str, str]]:
    """The calendar of each activity whose days and times are certain: its ID and the text of the file.

    Args:
        tables: published tables by name.
        note: remark for sample data, or empty.
    """
    stamp: datetime = tables["release"].get_column("as_of_at").item()
    top, named, inner, tail = _around()
    mark = "（見本）" if note else ""
    for rules in _rules(tables, needed=[]).sort(_KEY).iter_slices(_SLICE):
        title = _escaped(pl.lit(named) + pl.col("name") + pl.lit(mark))
        written = _events(rules, stamp)
        events = rules.select("activity_id", title=title).hstack(written).filter(pl.col("why") == "")
        grouped = events.group_by("activity_id", maintain_order=True).agg(pl.col("title").first(), "event")
        for id_, name, own in grouped.iter_rows():
            yield id_, "".join((top, _folded(name), inner, *own, tail))


@cache
def _around() -> tuple[str, str, str, str]:
    """What every calendar has in front of its name, the name of its name, in front of its events and behind them."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Hiroba//{here().short_en} community activities//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "")
    calendar.add("x-wr-timezone", TOKYO.key)
    calendar.add_component(Timezone.from_tzid(TOKYO.key))
    top, named, rest = calendar.to_ical().decode("utf-8").partition("X-WR-CALNAME:")
    inner, zone, tail = rest.partition("BEGIN:VTIMEZONE")
    return top, named, inner, zone + tail


def _rules(tables: Tables, needed: Sequence[str]) -> pl.DataFrame:
    """One row per rule with its certain days, of activities that name start and end and what else is needed."""
    days = scanned(tables, "activity_occurrences").group_by(_KEY).agg(pl.col("held_on").sort()).collect()
    shown = ("activity_id", "name", "ward_code", "kind_code", "other_kind_codes", "venue", "address", "url")
    listed = pages(tables).unique("activity_id", keep="first", maintain_order=True)
    rules = tables["activity_schedules"].filter(pl.col("schedule_completeness_code") == "full")
    rules = rules.drop_nulls(["session_start", "session_end"]).join(days, on=_KEY)
    return (
        rules.join(scanned(tables, "activities").select(shown).collect(), on="activity_id")
        .join(listed.select("activity_id", "page_url"), on="activity_id", how="left")
        .drop_nulls(list(needed))
    )


def _events(rules: pl.DataFrame, stamp: datetime) -> pl.DataFrame:
    """Each rule as an event, or why it cannot be one.

    What is said of many at once is put together here, in the order of the library.
    """
    stamped = Event()
    stamped.add("dtstamp", stamp)
    key = ["schedule_rrule", "held_on", "session_start", "session_end"]
    page = pl.lit("掲載ページ: ") + pl.col("page_url")
    lines = {
        "UID": pl.format("{}-{}@hiroba", "activity_id", "schedule_number"),
        "SUMMARY": _escaped(pl.col("name")),
        "DESCRIPTION": _escaped(page),
        "LOCATION": _escaped(pl.coalesce("venue", "address")),
        "URL": pl.coalesce("url", "page_url"),
    }
    df = rules.with_columns(_line(name, value).alias(name) for name, value in lines.items())
    df = df.join(_times(df.select(key).unique()), on=key, how="left", nulls_equal=True, maintain_order="left")
    # The same rule of the same activity keeps its UID from release to release: calendars update, they do not double
    begin, end = pl.lit("BEGIN:VEVENT\r\n"), pl.lit("END:VEVENT\r\n")
    times = "SUMMARY", "_begins", pl.lit(_inside(stamped)), "UID", "_repeats"
    event = pl.concat_str(begin, *times, "DESCRIPTION", "LOCATION", "URL", end, ignore_nulls=True)
    return df.select(event.alias("event"), "why")


def _escaped(text: pl.Expr) -> pl.Expr:
    return text.str.replace_many(list(_ESCAPED), list(_ESCAPED.values()), leftmost=True)


def _line(name: str, value: pl.Expr) -> pl.Expr:
    return map_expr(pl.lit(f"{name}:") + value, lambda line: _folded(line) + "\r\n", pl.String)


def _folded(line: str) -> str:
    """A long line goes on behind a space; neither a sign nor an escape is torn."""
    parts, rest = [], line.encode("utf-8")
    while len(rest) > _LONGEST:
        end = _LONGEST
        while rest[end] & 0xC0 == 0x80:  # inside of a sign
            end -= 1
        end -= rest[end - 1] in b"\\^"
        parts.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join((*parts, rest)).decode("utf-8")


def _times(distinct: pl.DataFrame) -> pl.DataFrame:
    """When it begins and ends, and how it repeats, once for each set of days and times."""
    texts = []
    for rule, days, start, end in distinct.iter_rows():
        written, why = attempt(partial(_written, rule, tuple(days), start, end))
        texts.append((*(written or ("", "")), why))
    schema = {"_begins": pl.String, "_repeats": pl.String, "why": pl.String}
    return distinct.hstack(pl.DataFrame(texts, schema=schema, orient="row"))


@lru_cache(maxsize=1 << 16)
def _written(rule: str | None, days: tuple[date, ...], start: time, end: time) -> tuple[str, str]:
    begin, finish = (datetime.combine(days[0], each, TOKYO) for each in (start, end))
    first, event = Event(), Event()
    first.add("dtstart", begin)
    first.add("dtend", _end(begin, finish))
    _repeat(event, rule, days, start)
    return _inside(first), _inside(event)


def _end(begin: datetime, finish: datetime) -> datetime:
    """When an event ends whose times stand on one day: 18:00〜24:00 and 22:00〜0:30 end on the next one."""
    if finish > begin:
        return finish
    is_whole_day = finish == begin and begin.time() == time()
    night = finish + _DAY - begin
    return finish + _DAY if is_whole_day or night <= _LONGEST_NIGHT else begin + _DEFAULT_LENGTH


def _inside(event: Event) -> str:
    text: str = event.to_ical().decode("utf-8")
    return text.removeprefix("BEGIN:VEVENT\r\n").removesuffix("END:VEVENT\r\n")


def _repeat(event: Event, rule: str | None, days: Sequence[date], start: time) -> None:
    if len(days) == 1:
        return
    if rule is None:
        # The first day again: ical.js takes DTSTART for no day of an event that lists its days
        event.add("rdate", [datetime.combine(day, start, TOKYO) for day in days])
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
