"""The columns that will go because another one has the value as a list or a time (`derived.deprecations`).

Belongs here: their text forms, for one release more. Does not belong here: a column that anything computes with.
"""

from __future__ import annotations

from warehouse.contract.columns.declare import text as _text

_text("target_groups", "対象者のコード（「;」区切り）", "Codes of codes_target_group, separated by ;")
_text("sns", "SNSのURL（「 ; 」区切り）", "Pages on social networks, separated by ` ; `")
_text("other_names", "情報源での書き方（すべて）", "Every way the sources write the name")
_text(
    "schedule_dates",
    "開催日（年のわかるもの）",
    "ISO dates separated by `;`; the year is in the text, or follows from the day of the page",
)
_text("start_time", "開始時刻", "Start, HH:MM; several separated by ` ; `")
_text("end_time", "終了時刻", "End, HH:MM, aligned with start_time")
_text("schedule_exceptions", "例外（休み・雨天など）の記号", "Exception codes separated by `;`, e.g. closed_month=8")
_text("weekday_codes", "曜日（MO〜SU、「;」区切り）", "Weekdays as in RFC 5545 (MO to SU), separated by ;")
_text(
    "disagreeing_listings",
    "違う値の掲載（「;」区切り）",
    "Listings with another value, separated by ;",
)
