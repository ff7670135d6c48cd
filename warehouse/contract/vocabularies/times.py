"""Vocabularies of when: how often, in which part of the day.

Belongs here: codes and labels, as in `vocabularies`, which holds all others and the index.
"""

from __future__ import annotations

from warehouse.contract.model import Code, Vocabulary

FREQUENCIES = Vocabulary(
    "frequency",
    "開催の頻度",
    "How often an activity takes place, where a text says it",
    (
        Code("per_week", "週に", "A week"),
        Code("per_month", "月に", "A month"),
        Code("per_two_months", "隔月に", "Every other month"),
        Code("per_year", "年に", "A year"),
        Code("irregular", "不定期", "Irregularly"),
        Code("any_time", "随時", "At any time"),
    ),
)
DAY_PARTS = Vocabulary(
    "day_part",
    "時間帯",
    "Part of the day, where no hour is known",
    (
        Code("morning", "午前", "Morning"),
        Code("afternoon", "午後", "Afternoon"),
        Code("evening", "夜", "Evening"),
    ),
)
