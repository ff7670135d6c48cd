"""Months beside a rule: they bound it, or the rule is not promised at all."""

import pytest

from tests.pipelines.normalise.test_schedule_clauses import said


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("4月から10月（毎月第3日曜日） 9:00～11:00", "MONTHLY;BYMONTH=4,5,6,7,8,9,10 3SU"),
        ("※6月から11月末までの第1、第3日曜日の9時～11時", "MONTHLY;BYMONTH=6,7,8,9,10,11 1SU,3SU"),
        ("毎週土曜 9:00～11:00（6月から9月末までの開催）", "WEEKLY;BYMONTH=6,7,8,9 SA"),
        ("毎週土曜 9:00～11:00 開催期間：10月～翌年3月", "WEEKLY;BYMONTH=1,2,3,10,11,12 SA"),
        ("毎週土曜 9時～11時 6、9、12月", "WEEKLY;BYMONTH=6,9,12 SA"),
        ("7月・8月開催 毎週火曜 9:00～11:00", "WEEKLY;BYMONTH=7,8 TU"),
        ("毎年5月と10月の第3日曜 9時～11時", "MONTHLY;BYMONTH=5,10 3SU"),
        ("第2日曜 9時～11時 6月のみ", "MONTHLY;BYMONTH=6 2SU"),
        ("4月～6月、9月～11月の第2土曜 9時～11時", "MONTHLY;BYMONTH=4,5,6,9,10,11 2SA"),
    ],
)
def test_months_bound_a_rule(text: str, rule: str) -> None:
    assert said(text) == f"{rule}||09:00-11:00||full"


@pytest.mark.parametrize(
    "text",
    [
        "4月上旬から9月下旬の毎週水曜日 9時～11時",
        "毎週火曜日 9時～11時 4月初めから6月末まで",
        "毎週水曜 9時～11時 3月まで",
        "7月～9月を中心に第2土曜 9時～11時",
        "毎週土曜 9時～11時 参加費 4月～9月 500円",
    ],
)
def test_a_rule_is_not_promised_beside_months_nobody_can_read(text: str) -> None:
    rules, _, times, _, completeness = said(text).split("|")
    assert (rules, times, completeness) == ("", "09:00-11:00", "partial")


@pytest.mark.parametrize(
    "note",
    ["2月から3月は室内", "6月だけ予約制", "※5月と10月は花の植え替え", "11月はバス旅行", "会費4月から6月分3000円"],
)
def test_what_is_done_in_some_months_bounds_no_rule(note: str) -> None:
    assert said(f"毎週土曜 9時～11時 {note}") == "WEEKLY SA||09:00-11:00||partial"
