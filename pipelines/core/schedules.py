"""When activities take place, one row per rule: what `activities` holds as lists, taken apart.

Belongs here: which times belong to which rule or dates. Does not belong here: reading a text (`normalise.schedule`),
the days a rule names (`normalise.occurrences`).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.normalise.schedule.notation import (
    BETWEEN_DATES,
    BETWEEN_RULES,
    belong_together,
    listed,
    times_of,
    weekdays_of,
)
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_SAID = ("schedule_rrule", "schedule_dates", "start_time", "end_time")
_NO_LONGER = ("paused", "ended")


def schedules(activities: pl.DataFrame) -> pl.DataFrame:
    """Take the schedules of activities apart.

    Where the text gives every rule (or date) its own time, times and rules are equally many and belong together in
    their order; otherwise every time belongs to every rule. It is the same reading as that of `schedule_sentence`.

    Args:
        activities: rows of `core__activities`.

    Returns:
        Rows of `core__activity_schedules`: none for an activity of which no day is known.
    """
    declared = table("core__activity_schedules")
    said = activities.select(_SAID).unique()
    rows = [(*row, *parts) for row in said.iter_rows() for parts in _parts(*row)]
    names = ("schedule_number", "rrule", "dates", "weekdays", "start", "end")
    texts = dict.fromkeys((*_SAID, *names[1:]), pl.String)
    schema = {name: pl.Int64 if name == "schedule_number" else pl.String for name in (*_SAID, *names)}
    known = pl.DataFrame(rows, schema=schema if rows else {**texts, "schedule_number": pl.Int64}, orient="row")
    joined = activities.join(known, on=_SAID, how="inner", nulls_equal=True)
    found = joined.select(
        "activity_id",
        "schedule_number",
        "schedule_completeness_code",
        "schedule_exceptions",
        schedule_rrule="rrule",
        schedule_dates="dates",
        weekday_codes="weekdays",
        start_time="start",
        end_time="end",
    )
    every = pl.concat([frame(declared, []), found.select(declared.column_names)])
    return every.sort(declared.key)


def going_on(schedules: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """Schedules of activities that are neither paused nor over.

    Args:
        schedules: rows of `core__activity_schedules`.
        activities: rows of `core__activities`.
    """
    over = activities.filter(pl.col("status_code").is_in(_NO_LONGER))
    return schedules.join(over, on="activity_id", how="anti")


_Part = tuple[int, str | None, str | None, str | None, str | None, str | None]


def _parts(rrule: str | None, dates: str | None, start: str | None, end: str | None) -> Iterator[_Part]:
    rules: list[tuple[str | None, str | None]] = [(rule, None) for rule in listed(rrule, BETWEEN_RULES)]
    days: list[tuple[str | None, str | None]] = [(None, day) for day in listed(dates)]
    times = times_of(start, end)
    if belong_together([*rules, *days], times):
        pairs = list(zip([*rules, *days], times, strict=True))
    else:
        rules += [(None, dates)] if days else []
        pairs = [(what, time) for what in rules for time in times or [(None, None)]]
    for number, ((rule, day), (begin, finish)) in enumerate(pairs, start=1):
        weekdays = BETWEEN_DATES.join(weekdays_of(rule)) if rule else ""
        yield number, rule, day, weekdays or None, begin, finish
