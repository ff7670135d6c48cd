"""The columns of schedules, as typed values.

Belongs here: rules, days, times, exceptions. Does not belong here: its text, other columns (`columns`).
"""

from __future__ import annotations

from warehouse.contract.columns.declare import listed as _listed
from warehouse.contract.columns.declare import other as _other
from warehouse.contract.columns.declare import text as _text

_listed(
    "schedule_rrules",
    "くり返しの規則（RFC 5545）の一覧",
    "Recurrence rules, RFC 5545 without DTSTART",
    text_name="schedule_rrule",
    separator=" ; ",
)
_text("schedule_rrule", "くり返しの規則（RFC 5545）", "Recurrence rules, RFC 5545 without DTSTART, separated by ` ; `")
_text("schedule_gif", "くり返しの記号（GIF 441、例: 13Mo）", "GIF 441 code of the base rule, e.g. 13Mo")
_listed(
    "schedule_days",
    "開催日（年のわかるもの）の一覧",
    "Days on which it takes place; the year is in the text, or follows from the day of the page",
    of="date",
    text_name="schedule_dates",
)
_listed(
    "session_starts",
    "開始時刻（回ごと）",
    "Start of every session; which session belongs to which rule or day: activity_schedules",
    of="time",
    text_name="start_time",
    separator=" ; ",
)
_listed(
    "session_ends",
    "終了時刻（回ごと）",
    "End of every session, aligned with session_starts; one before its start is on the next day",
    of="time",
    text_name="end_time",
    separator=" ; ",
)
_other("session_start", "time", "開始時刻（この規則・この日）", "Start of the session")
_other("session_end", "time", "終了時刻（この規則・この日）", "End of the session; before its start: on the next day")
_listed(
    "exceptions",
    "例外（休み・雨天など）の記号の一覧",
    "Exception codes (docs/meaning.md §2), e.g. closed_month=8; every_session: each session on each rule and day",
    text_name="schedule_exceptions",
)
_text(
    "schedule_completeness_code",
    "日時がどこまで読めたか",
    "How much of the schedule is known",
    vocabulary="schedule_completeness",
)
_other("schedule_number", "integer", "日時の規則の番号", "Number of the rule within the activity, from 1")
_listed("weekdays", "曜日（MO〜SU）の一覧", "Weekdays as in RFC 5545 (MO to SU)")
_text("frequency_code", "開催の頻度の単位", "Unit of how often it takes place", vocabulary="frequency")
_other("frequency_min", "integer", "単位あたりの回数（少ないほう）", "Times in that unit; the smaller of two numbers")
_other("frequency_max", "integer", "単位あたりの回数（多いほう）", "Times in that unit; the larger of two numbers")
_other("is_frequency_approximate", "boolean", "回数は「程度」か", "The text says about so many times")
_text("day_part_code", "時間帯（時刻がないとき）", "Part of the day, where no hour is known", vocabulary="day_part")
_text("schedule_unread", "日時のうち読み取れなかった言葉", "Words of the schedule that were not understood")
_text("schedule_sentence", "読み取った日時（文）", "The schedule as it was understood, as a sentence")
