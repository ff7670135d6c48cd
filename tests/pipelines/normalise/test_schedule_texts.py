"""Schedules as departments, portals and newsletters write them: kinds of texts that were once misread."""

import pytest

from tests.pipelines.normalise.test_schedule_clauses import said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("☆現在お休み中☆ 毎月第2土曜 14:00～16:00 再開時期は未定", "MONTHLY 2SA||14:00-16:00|temp_closed|partial"),
        ("【休止中】毎週水曜10時～12時", "WEEKLY WE||10:00-12:00|temp_closed|partial"),
        ("毎週水曜10時～12時（現在、活動を休止しています）", "WEEKLY WE||10:00-12:00|temp_closed|partial"),
        ("毎週水曜10時～12時 8月は休止中", "WEEKLY WE||10:00-12:00|closed_month=8|full"),
        ("毎週水曜10時～12時 祝日はお休みしています", "WEEKLY WE||10:00-12:00|holidays_off|full"),
        ("毎週水曜10時～12時 休止中の場合はHPでお知らせ", "WEEKLY WE||10:00-12:00||partial"),
        ("毎週水曜10時～12時（臨時休館あり）", "WEEKLY WE||10:00-12:00|temp_closed|full"),
    ],
)
def test_what_does_not_take_place_at_present_is_no_rule_to_rely_on(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "活動日：毎月第3土曜\n時　間：9時30分～11時30分\nその他：雨天中止、軍手持参",
            "MONTHLY 3SA||09:30-11:30|rain_cancels|full",
        ),
        ("その他：毎週水曜 10時～12時", "WEEKLY WE||10:00-12:00||full"),
        ("毎月第2土曜 10時～12時 その他の日はお休み", "MONTHLY 2SA||10:00-12:00||full"),
        ("毎月第2土曜 10時～12時 ※このほか、夏にキャンプを行います", "MONTHLY 2SA||10:00-12:00|extra_dates|full"),
        ("第1・第3月曜 19時～21時 ※このほか臨時に集まる日もあります", "MONTHLY 1MO,3MO||19:00-21:00|extra_dates|full"),
        ("毎月第2土曜 10時～12時（その他随時）", "MONTHLY 2SA||10:00-12:00|extra_dates|full"),
    ],
)
def test_a_label_of_notes_says_no_further_days(text: str, expected: str) -> None:
    assert said(text) == expected
