"""A schedule text as a value: the one way in.

Belongs here: the order of the readers and what their findings amount to. Does not belong here: any pattern.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import replace

import polars as pl

from pipelines.normalise.per_value import map_rows
from pipelines.normalise.schedule.clauses import set_apart
from pipelines.normalise.schedule.clock import read_times
from pipelines.normalise.schedule.closed_dates import (
    CLOSED_DATE,
    begins_on_a_day,
    closed_dates,
    count_between,
    held_between,
)
from pipelines.normalise.schedule.days import Days, read_days
from pipelines.normalise.schedule.exceptions import Exceptions, closed_weeks_codes, read_exceptions
from pipelines.normalise.schedule.fold import fold_schedule
from pipelines.normalise.schedule.frequency import read_frequency, read_part_of_the_day
from pipelines.normalise.schedule.leftover import Leftover
from pipelines.normalise.schedule.model import Rule, Schedule, Session, merged
from pipelines.normalise.schedule.months import months_of
from pipelines.normalise.schedule.offerings import without_offerings
from pipelines.normalise.schedule.render import render
from pipelines.normalise.schedule.reports import without_reports
from pipelines.normalise.schedule.rules import Recurrences, read_rules
from pipelines.normalise.schedule.sessions import Time, times_that_hold
from pipelines.normalise.schedule.together import (
    closes_all,
    in_groups,
    in_seasons,
    is_aligned,
    is_beside,
    opened,
    starts_of,
    together,
    without_deviations,
)
from pipelines.normalise.schedule.tongues import in_grammar
from pipelines.normalise.schedule.unread import unread_words
from pipelines.normalise.schedule.weather import moved_codes
from pipelines.normalise.schedule.wordings import in_plain_wording, without_unbroken_days
from pipelines.normalise.schedule.years import Page
from warehouse.contract.derived.frames import dtypes

# A cell longer than this is an article, not a schedule: nothing in it is certain, and nobody waits for it
_LONGEST = 2000
# A date as far as it is known, and what makes it the middle of what it names
_MIDDLES = {"day": "", "month": "-15", "year": "-07-01"}
_A_YEAR = dt.timedelta(days=366)
SCHEDULE_SCHEMA = dtypes(
    (
        "schedule_rrules",
        "schedule_gif",
        "schedule_days",
        "session_starts",
        "session_ends",
        "exceptions",
        "schedule_completeness_code",
        "frequency_code",
        "frequency_min",
        "frequency_max",
        "is_frequency_approximate",
        "day_part_code",
        "schedule_unread",
        "schedule_sentence",
    )
)
LEFTOVER = "leftover"
_WITH_LEFTOVER = {**SCHEDULE_SCHEMA, LEFTOVER: pl.String()}


def parse_schedule(
    text: str, context: dt.date | None = None, around: dt.date | None = None, since: dt.date | None = None
) -> Schedule:
    """Read a schedule (docs/meaning.md §2); what is not certain stays out.

    Args:
        text: as published; any string.
        context: the day of the page, when dates without a year may take it from there.
        around: a day on which the page was seen; where it has none of its own, that gives a year only to dates whose
            weekday confirms it (`days.read_days`).
        since: a day before which the entry did not exist.

    Returns:
        The schedule; `text_only` without anything else when nothing was understood.
    """
    if len(text) > _LONGEST:
        return Schedule(leftover=text)
    folded = in_plain_wording(in_grammar(fold_schedule(text)))
    off = read_exceptions(without_unbroken_days(without_offerings(without_reports(folded))))
    page = Page(context, around, since)
    days = read_days(set_apart(off.rest), page)
    times, rest = read_times(days.rest)
    recurrences = read_rules(rest)
    held = held_between(days.dates, days.exceptions)
    off_dates = closed_dates(off.closings.dates, held, page) if off.closings.dates else []
    if off_dates:
        days.without(off_dates)
    frequency, rest = read_frequency(recurrences.rest)
    # What is said of how often and about when names no day: it counts as unread where days and hours are judged
    unread = Leftover.of(folded, recurrences.rest)
    unread = replace(unread, is_clear=unread.is_clear and frequency is None)
    read = _schedule(off, off_dates, days, times, recurrences, unread)
    day_part, rest = (None, rest) if read.sessions else read_part_of_the_day(rest)
    return replace(read, frequency=frequency, day_part=day_part, leftover=Leftover.of(folded, rest).words)


def _schedule(
    off: Exceptions, off_dates: list[str], days: Days, times: list[Time], recurrences: Recurrences, leftover: Leftover
) -> Schedule:
    # What is set apart takes no part in the rule; what nobody understood may be the rule itself
    rules, closed = opened(off, days, times if leftover.is_clear else [], list(recurrences.rules))
    if recurrences.plain and (days.positions or days.undated_positions):
        rules = [rule for rule in rules if rule.start not in recurrences.plain or not is_beside(rule, days, times)]
    rules, times = in_seasons(rules, times) or (rules, times)
    differing = [time for time in times if time.months]
    times = [time for time in times if not time.months]
    rules, times, has_deviation = without_deviations(rules, days, times)
    # 火曜 9時〜12時、木曜 13時〜16時 are two rules, although the week has only one
    is_many = len({time.session for time in times}) > 1
    has_rules = is_many and len({rule.rrule for rule in rules}) > 1
    is_paired = has_rules and is_aligned(rules, days, times)
    grouped = in_groups(rules, days, [time for time in times if not time.is_field]) if has_rules else merged(rules)
    kept = tuple(rules) if is_paired else merged(rules) if grouped is None else grouped
    held = times_that_hold(times, is_aligned=is_many and is_aligned(kept, days, times))
    if not is_paired and (grouped is None or ((days.run_count > 1 or (days.run_count and days.dates)) and is_many)):
        held = []  # 4月1日〜10月31日 6時〜、11月1日〜3月31日 7時〜: each of them holds in one of the periods
    held, sharing = together(starts_of(kept, days), held, is_dated=bool(kept or days.dates))
    codes = [
        *(code for code in off.codes if not code.startswith("closed=")),
        *closed,
        *closed_weeks_codes(off.closings, [day for rule in kept for day in rule.days]),
        *([f"{CLOSED_DATE}={','.join(off_dates)}"] if off_dates else []),
        *moved_codes(off.weather, days.last),
        *recurrences.exceptions,
        *days.exceptions,
        *(days.limits if kept else ()),
        *(days.undated_periods if kept else ()),
        *sharing,
    ]
    codes += [f"month_differs={','.join(map(str, months_of(time.months or '')))}" for time in differing]
    codes += ["approx_time"] if any(time.is_about for time in times) else []
    is_whole = leftover.is_all_read and not has_deviation and not any(time.is_within for time in times)
    is_whole &= not off.is_paused and not closes_all(rules, off.closed_days)
    return Schedule(
        kept,
        tuple(days.dates),
        sessions := tuple(time.session for time in held),
        exceptions := tuple(dict.fromkeys(_with_months_in_one(codes))),
        "full"
        if is_whole and _is_full(kept, sessions, exceptions, days, recurrences)
        else _less_than_full(kept, days, recurrences),
        tuple(dict.fromkeys(days.undated)),
    )


def _with_months_in_one(codes: list[str]) -> list[str]:
    """1月は第2木曜、5月は第3木曜: one code says in which months the rule differs."""
    sign = "month_differs="
    months = dict.fromkeys(
        month for code in codes if code.startswith(sign) for month in code.removeprefix(sign).split(",")
    )
    return [sign + ",".join(months) if code.startswith(sign) else code for code in codes]


def _less_than_full(rules: tuple[Rule, ...], days: Days, recurrences: Recurrences) -> str:
    """What a schedule is that is not full: with or without a day."""
    return "partial" if rules or days.dates or days.has_open or recurrences.has_day else "text_only"


def _is_full(
    rules: tuple[Rule, ...], sessions: tuple[Session, ...], codes: tuple[str, ...], days: Days, recurrences: Recurrences
) -> bool:
    """Whether days and both times are known and nothing about them is open."""
    if not (rules or days.dates) or not sessions or not all(_is_whole(session) for session in sessions):
        return False
    is_counted = bool(recurrences.count) and recurrences.count == count_between(rules, codes)
    is_counted |= bool(recurrences.count) and len(rules) == 1 and begins_on_a_day(rules[0], codes)
    is_anchored = all(rule.interval == 1 and (is_counted or not rule.count) for rule in rules)
    is_complete = is_counted or recurrences.count is None or recurrences.count <= len(days.dates)
    is_open = days.has_open and not any(
        code.startswith("period") and code not in days.undated_periods for code in codes
    )
    return is_anchored and is_complete and not is_open and "in_principle" not in codes


def _is_whole(session: Session) -> bool:
    return session.start is not None and session.end is not None


def read_schedules(
    texts: pl.Series,
    context: pl.Series | None = None,
    around: pl.Series | None = None,
    since: pl.Series | None = None,
) -> pl.DataFrame:
    """Read a column of schedules, each distinct text once.

    Args:
        texts: String column.
        context: String column of the same length, the ISO date of each page: a month stands for its middle, a year
            only says around when; any other text counts as none.
        around: Date column of the same length, the day on which each page was seen.
        since: String column of the same length, the ISO day before which each entry did not exist; any other text
            counts as none.

    Returns:
        Frame of the same length and order with the columns of `SCHEDULE_SCHEMA`; a null text is a row of nulls.
    """
    return read_with_leftover(texts, context, around, since).drop(LEFTOVER)


def read_with_leftover(
    texts: pl.Series,
    context: pl.Series | None = None,
    around: pl.Series | None = None,
    since: pl.Series | None = None,
) -> pl.DataFrame:
    """The same with a further column `leftover`: the words that nobody read, null where all was read.

    Args:
        texts: as for `read_schedules`.
        context: as for `read_schedules`.
        around: as for `read_schedules`.
        since: as for `read_schedules`.
    """
    if context is not None:
        return _in_context(texts, context, around, since)
    return map_rows(texts, lambda text: _row(parse_schedule(text)), _WITH_LEFTOVER)


def _row(schedule: Schedule) -> tuple[object, ...]:
    return (
        *_values(schedule),
        unread_words(schedule.leftover) or None,
        render(schedule) or None,
        schedule.leftover or None,
    )


@functools.lru_cache(maxsize=50_000)
def _values(schedule: Schedule) -> tuple[object, ...]:
    """The values of `SCHEDULE_SCHEMA` but its texts; remembered, because texts differ far more than what they say."""
    often = schedule.frequency
    starts, ends = ([getattr(each, side) for each in schedule.sessions] for side in ("start", "end"))
    return (
        [rule.rrule for rule in schedule.rules] or None,
        schedule.gif,
        list(schedule.dates) or None,
        starts if any(each is not None for each in starts) else None,
        ends if any(each is not None for each in ends) else None,
        list(schedule.exceptions) or None,
        schedule.completeness,
        often and often.code,
        often and often.least,
        often and often.most,
        often and often.is_about,
        schedule.day_part,
    )


def _in_context(
    texts: pl.Series, context: pl.Series, around: pl.Series | None, since: pl.Series | None
) -> pl.DataFrame:
    page_days = context.cast(pl.String)
    unknown = pl.Series([None] * len(page_days), dtype=pl.Date)
    asked = pl.DataFrame(
        {
            "text": texts.cast(pl.String),
            **{name: (page_days + rest).str.to_date("%Y-%m-%d", strict=False) for name, rest in _MIDDLES.items()},
            "seen": unknown if around is None else around,
            "since": unknown if since is None else since.cast(pl.String).str.to_date("%Y-%m-%d", strict=False),
        }
    )
    asked = asked.with_columns(day=pl.coalesce("day", "month"))
    of_year = pl.when(pl.col("day").is_null()).then("year")
    asked = asked.select(
        "text",
        "day",
        around=pl.coalesce(of_year, "seen"),
        # What a page of a year speaks of lies in that year or the next, or little before
        since=pl.max_horizontal("since", of_year - _A_YEAR),
    )
    keys = asked.columns
    distinct = asked.unique(maintain_order=True).drop_nulls("text")
    rows = [_row(parse_schedule(*row)) for row in distinct.iter_rows()]
    answers = distinct.hstack(pl.DataFrame(rows, schema=_WITH_LEFTOVER, orient="row"))
    joined = asked.join(answers, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined.select(list(_WITH_LEFTOVER))
