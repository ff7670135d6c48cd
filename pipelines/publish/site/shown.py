"""Activities as the site shows them: in its order, labels beside codes, what a reader filters by.

Belongs here: that one view. Does not belong here: HTML (`cards`, `pages`), the files of the search (`search_files`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from pipelines.publish.exports.display import factual_line, next_days, sort_key
from pipelines.publish.exports.people import labelled, state
from pipelines.publish.exports.tables import Tables, scanned

NEXT_DAYS = 8
DAY = "%Y年%-m月%-d日"
"""A day as people write it."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_PARTS = ("morning", "afternoon", "evening")
_NOON, _EVENING = 12, 17
_LAST_MONTH = 130 * 12


class Age(NamedTuple):
    """An age a reader looks for: its code, the groups of the vocabulary it means, and from which month to which."""

    code: str
    groups: tuple[str, ...]
    first_month: int
    last_month: int


AGES = (
    Age("baby", ("infant", "toddler", "expecting", "guardian", "child"), 0, 83),
    Age("school", ("elementary", "child"), 72, 155),
    Age("teen", ("junior_high", "high_school"), 144, 227),
    Age("adult", ("youth", "adult"), 216, 779),
    Age("senior", ("senior", "dementia"), 720, _LAST_MONTH),
)
_FOR_ALL = "anyone"


def ordered(tables: Tables) -> pl.DataFrame:
    """Every activity in the order of the site: `id`, and `number`, its place in it.

    Args:
        tables: published tables by name.
    """
    keys = scanned(tables, "activities").select(id="activity_id", key=sort_key()).sort("key", "id")
    return keys.select("id").collect().with_row_index("number")


def shown(tables: Tables) -> pl.LazyFrame:
    """A plan of what cards, pages and the search show of an activity.

    Args:
        tables: published tables by name.
    """
    df = scanned(tables, "activities")
    kinds = pl.concat_list("kind_code", pl.col("other_kind_codes").fill_null([])).list.drop_nulls()
    return df.select(
        "name",
        "kana",
        "ward_code",
        "kind_code",
        "venue",
        "venue_id",
        "address",
        "lat",
        "lon",
        "geo_level_code",
        "target",
        "fee",
        "entry",
        "organizer",
        "organizer_id",
        "phone",
        "mail",
        "fax",
        "url",
        "schedule",
        "schedule_sentence",
        "schedule_unread",
        "status_code",
        "stale_since",
        "updated_date",
        "first_published_on",
        "last_changed_on",
        id="activity_id",
        kind_codes=kinds,
        ward=labelled("ward_code", "ward"),
        kinds=kinds.list.eval(labelled("", "kind")).list.join("、"),
        status=state(),
        summary=factual_line(),
        when=as_said(pl.coalesce("schedule_sentence", "schedule"), gathered_on(tables)),
        where=pl.coalesce("venue", "address"),
        is_free=(pl.col("fee_type_code") == "free").fill_null(value=False),
        is_open=(~pl.col("is_application_needed")).fill_null(value=False),
        **{f"age_{age.code}": _is_for(age) for age in AGES},
    )


def as_said(schedule: pl.Expr, today: date) -> pl.Expr:
    """Days as people say them: the year they are in goes without saying, and dates stand behind one another.

    Args:
        schedule: a schedule in words.
        today: the day of the data.
    """
    return schedule.str.replace_all(rf"{today.year}年([0-9]+月)", "${1}").str.replace_all("；", "、")


def _is_for(age: Age) -> pl.Expr:
    """Whether people of an age are named, or all are; unknown counts as no."""
    groups = pl.col("target_group_codes").fill_null([])
    named = pl.any_horizontal(groups.list.contains(code) for code in (*age.groups, _FOR_ALL))
    is_told = pl.any_horizontal(pl.col("age_min_months", "age_max_months").is_not_null())
    first, last = pl.col("age_min_months").fill_null(0), pl.col("age_max_months").fill_null(_LAST_MONTH)
    return named | (is_told & (first <= age.last_month) & (last >= age.first_month))


def times(tables: Tables) -> pl.DataFrame:
    """On which weekdays and in which parts of the day an activity takes place: `id`, `weekdays`, `day_parts`.

    Args:
        tables: published tables by name.
    """
    rules = scanned(tables, "activity_schedules").select(id="activity_id", weekdays="weekdays", start="session_start")
    days = scanned(tables, "activity_occurrences").select(
        id="activity_id",
        weekdays=pl.col("held_on").dt.weekday().replace_strict(dict(enumerate(WEEKDAYS, 1)), return_dtype=pl.String),
        start="session_start",
    )
    hour = pl.col("start").dt.hour()
    morning, afternoon, evening = map(pl.lit, DAY_PARTS)
    told_hour = pl.when(hour < _NOON).then(morning).when(hour < _EVENING).then(afternoon).otherwise(evening)
    part = pl.when(hour.is_not_null()).then(told_hour)
    known = pl.concat([rules.explode("weekdays"), days.unique()]).with_columns(day_part=part)
    told = scanned(tables, "activities").select(id="activity_id", told="day_part_code")
    grouped = known.group_by("id").agg(
        pl.col("weekdays").drop_nulls().unique().sort(), day_parts=pl.col("day_part").drop_nulls().unique().sort()
    )
    joined = told.join(grouped, on="id", how="left").with_columns(
        pl.col("weekdays", "day_parts").fill_null([]),
    )
    parts = pl.concat_list("day_parts", "told").list.drop_nulls().list.unique().list.sort()
    return joined.select("id", "weekdays", day_parts=parts).collect()


def upcoming(tables: Tables) -> pl.DataFrame:
    """The next days of each activity in words: `id`, `days`.

    Args:
        tables: published tables by name.
    """
    days = next_days(tables["activity_occurrences"], NEXT_DAYS)
    return days.group_by("id", maintain_order=True).agg(days="text", next_day=pl.col("date").first())


def gathered_on(tables: Tables) -> date:
    """The day the data are of."""
    day: date = tables["release"].get_column("as_of_at").item().date()
    return day
