"""Texts that are ready to show: days in words, a factual line per activity, a key to sort by.

Belongs here: wording made from published values alone; never a text of a source. Does not belong here: any file format.
"""

from __future__ import annotations

import polars as pl

from pipelines.normalise.schedule.notation import WEEKDAYS
from pipelines.normalise.text_tables import HIRAGANA
from warehouse.contract.derived.text_form import as_text

_KATAKANA = {hiragana: katakana for katakana, hiragana in HIRAGANA.items()}
_NAMED = {"target": "対象: ", "fee": "費用: ", "entry": ""}


def day_in_words(day: str, start: str, end: str) -> pl.Expr:
    """A day as people say it: 12月2日（水）13:30〜15:00.

    Args:
        day: column of days.
        start: column of times as text; null where none is known.
        end: the same.
    """
    weekday = pl.col(day).dt.weekday().replace_strict(dict(enumerate(WEEKDAYS, start=1)), return_dtype=pl.String)
    date = pl.format("{}月{}日（{}）", pl.col(day).dt.month(), pl.col(day).dt.day(), weekday)
    # 22:00〜翌00:30; an end at midnight is 24:00, behind a start 00:00 reads as noon
    ends = pl.when(ends_next_day(start, end)).then(pl.lit("翌") + pl.col(end)).otherwise(pl.col(end))
    ends = pl.when(pl.col(end) == "00:00").then(pl.lit("24:00")).otherwise(ends)
    hours = pl.concat_str(start, pl.lit("〜"), ends.fill_null(""))
    return date + pl.coalesce(hours, ends + "まで", pl.lit(""))


def ends_next_day(start: str, end: str) -> pl.Expr:
    """Whether a session ends on the day after the one on which it begins: 22:00〜00:30; false where a time is unknown.

    Args:
        start: column of times as text.
        end: the same.
    """
    return (pl.col(end) <= pl.col(start)).fill_null(value=False)


def factual_line() -> pl.Expr:
    """One line that says what, when, where and for whom, from typed values: the description we may publish.

    The schedule is that which was understood, else the cleaned text; an activity of which nothing is known has none.
    """
    parts = [pl.coalesce("schedule_sentence", "schedule"), pl.coalesce("venue", "address")]
    parts += [pl.lit(label) + pl.col(name) for name, label in _NAMED.items()]
    line = pl.concat_str(parts, separator="。", ignore_nulls=True)
    return pl.when(line != "").then(line + "。")


def katakana(column: str) -> pl.Expr:
    """A reading in katakana, as the standard open dataset has it."""
    return pl.col(column).str.replace_many(list(_KATAKANA), list(_KATAKANA.values()))


def sort_key() -> pl.Expr:
    """To sort by sound: the reading in hiragana where a source gives it, else the name; readings are never guessed."""
    text = pl.coalesce("kana", "name").str.to_lowercase()
    return text.str.replace_many(list(HIRAGANA), list(HIRAGANA.values())).str.replace_all(r"^[「『【（(〈《\s]+", "")


def next_days(occurrences: pl.DataFrame, most: int) -> pl.DataFrame:
    """The next days of every activity that has one, in their order: id, date, start, end and the words to show.

    Args:
        occurrences: rows of `activity_occurrences`.
        most: how many days of one activity.
    """
    days = occurrences.sort("activity_id", "held_on", "session_start")
    number = pl.int_range(pl.len()).over("activity_id")
    days = days.filter(number < most).select(
        "held_on", id="activity_id", start=as_text("session_start"), end=as_text("session_end")
    )
    return days.select(
        "id", "start", "end", date=pl.col("held_on").cast(pl.String), text=day_in_words("held_on", "start", "end")
    )
