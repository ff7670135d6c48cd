"""When activities take place, one row per rule: what `activities` holds as lists, taken apart.

Belongs here: which times belong to which rule or dates. Does not belong here: reading a text (`normalise.schedule`),
the days a rule names (`normalise.occurrences`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from pipelines.normalise.schedule.notation import belong_together, weekdays_of
from warehouse.contract import table
from warehouse.contract.derived.frames import polars_schema

_SAID = ("schedule_rrules", "schedule_days", "session_starts", "session_ends", "exceptions")
_NO_LONGER = ("paused", "ended")


def schedules(activities: pl.DataFrame) -> pl.DataFrame:
    """Take the schedules of activities apart.

    Which session belongs to which rule or day: `notation.belong_together`, as in `schedule_sentence`.

    Args:
        activities: rows of `core__activities`.

    Returns:
        Rows of `core__activity_schedules`: none for an activity of which no day is known.
    """
    declared = table("core__activity_schedules")
    stated = activities.select("activity_id", "schedule_completeness_code", *_SAID)
    rows = [
        (activity_id, number, code, *part, lists[-1])
        for activity_id, code, *lists in stated.iter_rows()
        for number, part in enumerate(_parts(*lists), start=1)
    ]
    return pl.DataFrame(rows, schema=polars_schema(declared), orient="row").sort(declared.key)


def going_on(schedules: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """Schedules of activities that are neither paused nor over.

    Args:
        schedules: rows of `core__activity_schedules`.
        activities: rows of `core__activities`.
    """
    over = activities.filter(pl.col("status_code").is_in(_NO_LONGER))
    return schedules.join(over, on="activity_id", how="anti")


_Part = tuple[str | None, list[dt.date] | None, list[str] | None, dt.time | None, dt.time | None]


def _parts(
    rules: list[str] | None,
    days: list[dt.date] | None,
    starts: list[dt.time | None] | None,
    ends: list[dt.time | None] | None,
    codes: list[str] | None,
) -> Iterator[_Part]:
    """Rule, days, weekdays, start and end of every row; days that are alike in everything are one row."""
    rules, days = rules or [], days or []
    unknown = [None] * max(len(starts or []), len(ends or []))
    sessions = list(zip(starts or unknown, ends or unknown, strict=True))
    if belong_together([*rules, *days], sessions, codes or ()):
        own = [[session] for session in sessions]
        dated = [[day] for day in days]
    else:
        own = [sessions or [(None, None)]] * (len(rules) + 1)
        dated = [days] if days else []
    for rule, its in zip(rules, own, strict=False):
        yield from ((rule, None, weekdays_of(rule) or None, *session) for session in its)
    for its_days, its in zip(dated, own[len(rules) :], strict=False):
        yield from ((None, its_days, None, *session) for session in its)
