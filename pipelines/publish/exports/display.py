"""Texts that are ready to show: days in words, a factual line per activity, a key to sort by.

Belongs here: wording made from published values alone; never a text of a source. Does not belong here: any file format.
"""

from __future__ import annotations

import polars as pl

from pipelines.normalise.schedule.notation import WEEKDAYS
from pipelines.normalise.text_tables import HIRAGANA
from warehouse.contract.derived.text_form import as_text

# What systems write (2026-09-27 09:00:00-12:00:00; midnight to midnight where no time is known) as people write it
_HUMAN = (
    (r"00:00:00-00:00:00 ?", ""),
    (r"(\d\d:\d\d):\d\d-(\d\d:\d\d):\d\d", "${1}〜${2}"),
    (r"(\d\d:\d\d):\d\d", "${1}"),
    (r"(\d{4})-0?(\d{1,2})-0?(\d{1,2})(?-u:\b)", "${1}年${2}月${3}日"),
    (r"日;(\d{4}年)", "日、${1}"),
    (r"^(\d\d:\d\d〜\d\d:\d\d) (.+)$", "${2} ${1}"),
)
_MACHINE_TIME = r"\d\d:\d\d:\d\d"
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
    hours = pl.concat_str(start, pl.lit("〜"), pl.col(end).fill_null(""))
    return date + pl.coalesce(hours, pl.col(end) + "まで", pl.lit(""))


def factual_line() -> pl.Expr:
    """One line that says what, when, where and for whom, from typed values: the description we may publish.

    The schedule is that which was understood, else the cleaned text; an activity of which nothing is known has none.
    """
    parts = [pl.coalesce("schedule_sentence", schedule_shown()), pl.coalesce("venue", "address")]
    parts += [pl.lit(label) + pl.col(name) for name, label in _NAMED.items()]
    line = pl.concat_str(parts, separator="。", ignore_nulls=True)
    return pl.when(line != "").then(line + "。")


def schedule_shown() -> pl.Expr:
    """The cleaned text of a schedule; where a system wrote it, its days and times as people write them, days first."""
    shown = pl.col("schedule")
    for pattern, human in _HUMAN:
        shown = shown.str.replace_all(pattern, human)
    shown = pl.when(pl.col("schedule").str.contains(_MACHINE_TIME)).then(shown).otherwise("schedule")
    return pl.when(shown != "").then(shown).alias("schedule")


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
