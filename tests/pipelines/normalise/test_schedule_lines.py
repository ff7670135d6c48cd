"""Schedules with lines, lists and words beside the rule: what belongs to it, and what is about something else."""

import pytest

from tests.pipelines.normalise.test_schedule_clauses import said

WEEKEND = "WEEKLY MO,TU,WE,TH,FR ; WEEKLY SA,SU||10:00-17:00 10:00-16:00||partial"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("【日時】毎月第1木曜 10:00～11:30\n【申込】開催日の1週間前までに電話で", "MONTHLY 1TH||10:00-11:30||full"),
        ("日時：毎月第1木曜 10:00～11:30\n対象：未就学児から小学3年生まで", "MONTHLY 1TH||10:00-11:30||full"),
        ("日時：毎月第1木曜 10:00～11:30\n申込：毎月1日から電話で", "MONTHLY 1TH||10:00-11:30||partial"),
        ("毎週木曜10時～12時\n会場：第1・3は本館、第2は別館", "WEEKLY TH||10:00-12:00||partial"),
        ("■申込 不要 毎週木曜10時～12時", "WEEKLY TH||10:00-12:00||full"),
        ("予約不要 毎週木曜10時～12時", "WEEKLY TH||10:00-12:00||full"),
        ("受付 9:45 開始 10:00 毎週木曜", "WEEKLY TH||10:00-||partial"),
        ("毎週木曜 受付は9時45分から 10時～12時", "WEEKLY TH||10:00-12:00||full"),
        ("金曜日 19時から21時（20時半最終受付）", "WEEKLY FR||19:00-21:00||full"),
        ("毎週日曜9:30～11:30（最終週を除く）", "WEEKLY SU||09:30-11:30|closed=-1SU|full"),
    ],
)
def test_a_line_under_a_label_of_its_own(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平日 10:00～17:00、土曜・日曜・祝日は10:00～16:00", WEEKEND),
        ("土曜・日曜・祝日のみ開館 10:00～16:00", "WEEKLY SA,SU||10:00-16:00||partial"),
        ("土曜・日曜・祝日は休み 10:00～16:00", "WEEKLY MO,TU,WE,TH,FR||10:00-16:00|holidays_off|full"),
        ("水曜・祝日 10:00～16:00", "WEEKLY WE||10:00-16:00||partial"),
        ("9:00～21:00（日曜・祝日は17:00まで）", "||09:00-21:00||text_only"),
        ("水・土・日のみ営業 11:00～17:00", "WEEKLY WE,SA,SU||11:00-17:00||full"),
        ("日曜日、祝日及び年末年始は休業 10:00～17:00", "DAILY||10:00-17:00|holidays_off;year_end_off;closed=SU|full"),
        ("毎週火曜日、祝日及び年末年始は休み 10:00～12:00", "WEEKLY TU||10:00-12:00|holidays_off;year_end_off|full"),
    ],
)
def test_holidays_in_a_list_of_days(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年11月5日、19日／12月3日、17日 各木曜 10:00～11:30",
         "|2026-11-05 2026-11-19 2026-12-03 2026-12-17|10:00-11:30||full"),
        ("11/5、19/20", "||||partial"),
        ("毎月第2土曜、ただし1月は第3土曜 14時～16時",
         "MONTHLY;BYMONTH=2,3,4,5,6,7,8,9,10,11,12 2SA ; MONTHLY;BYMONTH=1 3SA||14:00-16:00|month_differs=1|full"),
        ("毎月第2土曜 14時～16時 ただし1月は9日", "MONTHLY 2SA||14:00-16:00|month_differs=1|partial"),
        ("毎月第2土曜 14時～16時。ただし8月は休み", "MONTHLY 2SA||14:00-16:00|closed_month=8|full"),
    ],
)  # fmt: skip
def test_strokes_and_provisos(text: str, expected: str) -> None:
    assert said(text) == expected
