"""Days and times as systems write them, in the words of people.

Belongs here: that one form of a schedule (2026-09-27 09:00:00-12:00:00; midnight to midnight where no time is known).
Does not belong here: what a schedule means (`schedule`), what people wrote themselves.
"""

from __future__ import annotations

import polars as pl

_HUMAN = (
    (r"00:00:00-00:00:00 ?", ""),
    (r"(\d\d:\d\d):\d\d-(\d\d:\d\d):\d\d", "${1}〜${2}"),
    (r"(\d\d:\d\d):\d\d", "${1}"),
    (r"(\d{4})-0?(\d{1,2})-0?(\d{1,2})(?-u:\b)", "${1}年${2}月${3}日"),
    (r"日;(\d{4}年)", "日、${1}"),
    (r"^(\d\d:\d\d〜\d\d:\d\d) (.+)$", "${2} ${1}"),
)
_MACHINE_TIME = r"\d\d:\d\d:\d\d"


def in_words_of_people(schedule: pl.Expr) -> pl.Expr:
    """Where a system wrote it, its days and times as people write them, days first; null where nothing is left.

    Args:
        schedule: cleaned texts.
    """
    shown = schedule
    for pattern, human in _HUMAN:
        shown = shown.str.replace_all(pattern, human)
    shown = pl.when(schedule.str.contains(_MACHINE_TIME)).then(shown).otherwise(schedule)
    return pl.when(shown != "").then(shown)
