"""`schedule`: periods of months and years, pauses, and weeks that stand behind their day."""

import pytest

from tests.pipelines.normalise.test_schedule_clauses import said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成29年4月～平成30年3月 毎週火曜10時～12時", "WEEKLY TU||10:00-12:00|period=2017-04-01/2018-03-31|full"),
        (
            "平成31年4月から令和2年3月 第2水曜 14時～16時",
            "MONTHLY 2WE||14:00-16:00|period=2019-04-01/2020-03-31|full",
        ),
        ("H31.4～R2.3 第2水曜 14時～16時", "MONTHLY 2WE||14:00-16:00|period=2019-04-01/2020-03-31|full"),
        ("2018/10～2019/3 毎週木曜 10時～11時", "WEEKLY TH||10:00-11:00|period=2018-10-01/2019-03-31|full"),
        ("平成30年度 第3日曜日 9時～11時", "MONTHLY 3SU||09:00-11:00|fiscal_year=2018|full"),
        ("令和5年度から第1水曜 10時～12時", "MONTHLY 1WE||10:00-12:00|period=2023-04-01/|full"),
        ("令和8年度まで第1水曜 10時～12時", "MONTHLY 1WE||10:00-12:00|period=/2027-03-31|full"),
        ("2025年度・2026年度 第1日曜 9時～11時", "MONTHLY 1SU||09:00-11:00||partial"),
        ("2026年11月より毎月第3土曜 10:00～12:00", "MONTHLY 3SA||10:00-12:00|period=2026-11-01/|full"),
        ("令和8年13月より毎月第3土曜 10:00～12:00", "MONTHLY 3SA||10:00-12:00||partial"),
        ("令和9年4月～令和8年3月 毎週火曜10時～12時", "||10:00-12:00||partial"),
    ],
)
def test_months_and_years_bound_a_rule(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("当面の間、休止", "|||temp_closed|text_only"),
        ("当面の間休止します。毎週火曜10:00～12:00", "WEEKLY TU||10:00-12:00|temp_closed|partial"),
        ("一時休止しています（毎週水曜10時～12時）", "WEEKLY WE||10:00-12:00|temp_closed|partial"),
        ("毎週水曜10時～12時（開催を見合わせております）", "WEEKLY WE||10:00-12:00|temp_closed|partial"),
        ("しばらくお休みします", "|||temp_closed|text_only"),
        ("毎週金曜 10時～12時 ※当面の間、第1金曜のみ開催", "WEEKLY FR||10:00-12:00||partial"),
        ("一時預かり 毎週金曜 10時～12時", "WEEKLY FR||10:00-12:00||full"),
    ],
)
def test_what_rests_for_a_while(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("月曜から木曜まで週4日開所 9時～15時、金曜は第1のみ", "WEEKLY MO,TU,WE,TH ; MONTHLY 1FR||09:00-15:00||full"),
        ("火～土 9時～16時。土曜は第2・4のみ", "WEEKLY TU,WE,TH,FR ; MONTHLY 2SA,4SA||09:00-16:00||full"),
        ("毎週土曜 9時～16時、土曜は第2のみ", "WEEKLY SA||09:00-16:00||partial"),
        ("毎週木曜（第1～第4）10:00～12:00", "MONTHLY 1TH,2TH,3TH,4TH||10:00-12:00||full"),
        ("平日毎日 10:00～16:00", "WEEKLY MO,TU,WE,TH,FR||10:00-16:00|holidays_off|full"),
        ("毎日（平日のみ）10時～16時", "WEEKLY MO,TU,WE,TH,FR||10:00-16:00|holidays_off|full"),
        ("火曜から木曜まで毎日 9時～17時", "WEEKLY TU,WE,TH||09:00-17:00||full"),
        ("3の倍数月の第1日曜 9時～11時", "||09:00-11:00||partial"),
        ("木曜会", "||||partial"),
        ("日曜大工クラブ 10時～12時", "||10:00-12:00||partial"),
        ("木曜クラス 10:00～11:00", "WEEKLY TH||10:00-11:00||full"),
        ("土曜以外はお問い合わせください。毎週土曜13時～15時", "WEEKLY SA||13:00-15:00||partial"),
        ("日曜以外は毎日10時～17時", "DAILY||10:00-17:00|closed=SU|full"),
        ("毎週日曜9時～12時（日曜は試合のため休みの場合あり）", "WEEKLY SU||09:00-12:00||partial"),
        ("夏祭り 8月第1土曜 清掃 毎月第3日曜8時～9時", "MONTHLY;BYMONTH=8 1SA ; MONTHLY 3SU||08:00-09:00||full"),
        (
            "奇数月の第2土曜（12月のみ第1土曜、8月は休会）",
            "MONTHLY;BYMONTH=1,3,5,7,9,11 2SA ; MONTHLY;BYMONTH=12 1SA|||closed_month=8;month_differs=12|partial",
        ),
        ("第2土曜 9:00～9:30受付、9:30～11:30講演", "MONTHLY 2SA||09:30-11:30||full"),
    ],
)
def test_which_days_of_which_weeks(text: str, expected: str) -> None:
    assert said(text) == expected
