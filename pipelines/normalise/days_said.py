"""Days and times a listing speaks of, however it is written, as evidence for matching.

Belongs here: what was read of a schedule as days of a month, or else what its words seem to say (`day_words`). Does not
belong here: what is published of a schedule (`schedule`).
"""

from __future__ import annotations

import string

import polars as pl

from pipelines.normalise.day_words import EARLIEST, NOON, WEEKS, in_prose, likely_days
from pipelines.normalise.per_value import map_expr, map_rows
from pipelines.normalise.schedule.notation import BYDAY, rule_parts, weekdays_of

_PLAIN_HALF = "よる|ごご|(?i:noon)"
"""Words of a time that the text itself is asked for."""
_EVERY_WEEK = "毎週|まいしゅう|(?i:every|weekly)"
_EVENING = 17 * 60
_OPEN_DAILY = 5


def days_said(listings: pl.DataFrame, told: pl.DataFrame | None = None) -> pl.DataFrame:
    """What days and times of the day listings speak of.

    Args:
        listings: `schedule` as people read it, and what was read of it: `schedule_rrules`, `schedule_days`,
            `session_starts`.
        told: what name and prose say (`in_prose`), for listings whose schedule says nothing.

    Returns:
        `days_said`: week of the month and weekday (2WE), separated by `;`, every week for a weekly day; null where no
        such day is said. `weekdays_said`: weekdays alone. `dates_said`: month and day (12-04). `starts_said`: first
        minutes of the sessions after midnight, and `start_said` the first of them; all as text. `half_said`: morning,
        afternoon or evening. `months_said`: the months of a rule that holds for some only. What was read goes before
        what a text only seems to say.
    """
    names = ("days_said", "weekdays_said", "dates_said", "start_said", "half_said", "months_said")
    likely = map_rows(listings.get_column("schedule"), likely_days, dict.fromkeys(names, pl.String))
    read = listings.select(
        "schedule",
        rules=pl.col("schedule_rrules").list.join(" ").replace("", None),
        days=pl.col("schedule_days").list.unique().list.sort(),
        starts=pl.col("session_starts").list.eval(_minutes(pl.element())).list.unique(maintain_order=True),
    ).select(
        days_said=_joined(
            map_expr(pl.col("rules"), _weeks_of, pl.String), pl.col("days").list.eval(_week_and_weekday(pl.element()))
        ),
        weekdays_said=_joined(
            map_expr(pl.col("rules"), _weekdays_in, pl.String), pl.col("days").list.eval(_weekday(pl.element()))
        ),
        months_said=map_expr(pl.col("rules"), _months_of, pl.String),
        is_every_week=pl.col("schedule").str.contains(_EVERY_WEEK) | pl.col("rules").str.contains("MONTHLY"),
        is_told=pl.col("schedule").str.contains(_PLAIN_HALF),
        has_day=pl.col("rules").is_not_null() | (pl.col("days").list.len() > 0),
        dates_said=_text(pl.col("days").list.eval(pl.element().dt.strftime("%m-%d")).list.unique().list.sort()),
        starts_said=_text(pl.col("starts")),
        start_said=pl.col("starts").list.first(),
    )
    both = read.hstack(likely.rename({name: f"likely_{name}" for name in names})).hstack(
        told if told is not None else in_prose(pl.Series([None] * listings.height, dtype=pl.String))
    )
    has_likely = pl.any_horizontal(pl.col(f"likely_{name}").is_not_null() for name in names[:3])
    # 2・4の日曜 read as every Sunday: the weeks that the text names go before that
    is_narrower = (
        (pl.col("likely_weekdays_said") == pl.col("weekdays_said"))
        & (pl.col("likely_days_said").str.len_chars() < pl.col("days_said").str.len_chars())
        & ~pl.col("is_every_week")
    )
    both = both.with_columns(
        days_said=pl.when(is_narrower.fill_null(value=False)).then("likely_days_said").otherwise("days_said")
    )
    day = [
        pl.when("has_day").then(name).when(has_likely).then(f"likely_{name}").otherwise(prose).alias(name)
        for name, prose in zip(names[:3], ("prose_days", "prose_weekdays", "prose_dates"), strict=True)
    ]
    # Five days a week are the hours of a house, not the days of a group: they name none
    is_open_daily = pl.col("weekdays_said").str.count_matches("[A-Z]+") >= _OPEN_DAILY
    told_start = pl.when("is_told").then("likely_start_said")
    starts = [
        pl.coalesce(told_start, name, "likely_start_said", "prose_start").alias(name)
        for name in ("start_said", "starts_said")
    ]
    start = pl.coalesce(told_start, "start_said", "likely_start_said", "prose_start").cast(pl.Int32)
    half = pl.when(start < NOON).then(pl.lit("am")).when(start < _EVENING).then(pl.lit("pm"))
    rows = both.select(
        *day,
        *starts,
        half_said=pl.when(start.is_null()).then("likely_half_said").otherwise(half.otherwise(pl.lit("night"))),
        months_said=pl.coalesce("months_said", "likely_months_said"),
    )
    in_order = {name: pl.col(name).str.split(";").list.sort().list.join(";") for name in names[:2]}
    return rows.with_columns(
        pl.when(~is_open_daily.fill_null(value=False)).then(each).alias(name) for name, each in in_order.items()
    )


def _text(values: pl.Expr) -> pl.Expr:
    return values.list.join(";").replace("", None)


def _joined(of_rules: pl.Expr, of_days: pl.Expr) -> pl.Expr:
    """Days of the rules and of the dates, each once."""
    every = pl.concat_list(of_rules.str.split(";").fill_null([]), of_days.fill_null([]))
    return _text(every.list.unique().list.sort())


def _minutes(time: pl.Expr) -> pl.Expr:
    minutes = time.dt.hour().cast(pl.Int32) * 60 + time.dt.minute()
    return pl.when(minutes < EARLIEST).then(minutes + NOON).otherwise(minutes).cast(pl.String)


def _weekday(day: pl.Expr) -> pl.Expr:
    return (day.dt.weekday() - 1).replace_strict(list(range(len(BYDAY))), list(BYDAY), return_dtype=pl.String)


def _week_and_weekday(day: pl.Expr) -> pl.Expr:
    return ((day.dt.day() - 1) // len(BYDAY) + 1).cast(pl.String) + _weekday(day)


def _weeks_of(rules: str) -> str | None:
    """FREQ=MONTHLY;BYDAY=1TU,3TU as 1TU;3TU; every week of a weekly day, none of one that is every other week."""
    days: set[str] = set()
    for rule in rules.split():
        parts = rule_parts(rule)
        if parts["FREQ"] == "MONTHLY" and parts.get("BYDAY", "")[:1].strip(string.ascii_uppercase):
            days |= set(parts["BYDAY"].split(","))
        elif "INTERVAL" not in parts:
            days |= {f"{week}{day}" for day in weekdays_of(rule) for week in WEEKS}
    return ";".join(sorted(days)) or None


def _months_of(rules: str) -> str | None:
    """The months of all rules together; none where a rule holds all the year."""
    by_month = [rule_parts(rule).get("BYMONTH") for rule in rules.split()]
    months = {int(month) for each in by_month if each for month in each.split(",")}
    return None if None in by_month else ";".join(map(str, sorted(months)))


def _weekdays_in(rules: str) -> str | None:
    return ";".join(sorted({day for rule in rules.split() for day in weekdays_of(rule)})) or None
