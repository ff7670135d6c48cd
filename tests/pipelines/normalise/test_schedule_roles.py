"""`schedule`: clauses that tell of something else than when the activity takes place."""

import datetime as dt

import pytest

from pipelines.normalise.schedule.parse import parse_schedule
from tests.pipelines.normalise.test_schedule_clauses import said

PAGE = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10月18日（日）に遠足を行いました。普段は毎週日曜10時～12時です。", "WEEKLY SU||10:00-12:00||full"),
        ("9/12、10/10 終了しました。次回は12/12（土）10時～12時", "|2026-12-12|10:00-12:00||full"),
        ("先日（11/8）開催したバザーは大盛況！次は12/13（日）10:00～15:00です", "|2026-12-13|10:00-15:00||full"),
        ("前回（10月17日）は20名が参加。次回は12月19日（土）14時から16時。", "|2026-12-19|14:00-16:00||full"),
        ("11/14（土）10:00～12:00 開催済み　12/12（土）10:00～12:00", "|2026-12-12|10:00-12:00||full"),
        ("（11月8日の様子）焼き芋をしました。毎月第2日曜 10時～14時", "MONTHLY 2SU||10:00-14:00||full"),
        ("平成20年4月1日設立　毎月第4日曜日　13:00～15:00", "MONTHLY 4SU||13:00-15:00||full"),
        ("令和元年5月から活動を始めました。第1・3金曜日14時～16時", "MONTHLY 1FR,3FR||14:00-16:00||full"),
        ("去年まで毎週土曜でしたが、今は第2土曜10時～12時", "MONTHLY 2SA||10:00-12:00||partial"),
        # What is decided, changed or full tells of days to come
        ("12月5日（土）10時～12時に決まりました。", "|2026-12-05|10:00-12:00||full"),
        ("12月5日（土）10時～12時の定員は満席になりました", "|2026-12-05|10:00-12:00||full"),
        ("去る11月1日、秋まつりを開催いたしました。", "||||text_only"),
    ],
)
def test_a_report_names_no_day_of_the_activity(text: str, expected: str) -> None:
    assert said(text, PAGE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎週水曜10時～12時。個別相談は第3木曜14時～16時（要予約）。", "WEEKLY WE||10:00-12:00||partial"),
        ("毎週土曜9時～11時　事務局：平日10時～17時", "WEEKLY SA||09:00-11:00||full"),
        ("窓口：月曜～金曜 9時～17時　サロン：毎週火曜 13時～15時", "WEEKLY TU||13:00-15:00||partial"),
        ("月～金 9:00～17:00（電話受付）　開催日：毎月第3日曜 13:00～15:00", "MONTHLY 3SU||13:00-15:00||partial"),
        ("水・金 10時～15時。木曜は面談日、日曜は休み。", "WEEKLY WE,FR||10:00-15:00||partial"),
        ("毎月第2日曜10:00～12:00（役員会は第1金曜19:00～）", "MONTHLY 2SU||10:00-12:00||partial"),
        ("開所日：月・水 10:00～16:00／面談：火・木（要予約）", "WEEKLY MO,WE||10:00-16:00||partial"),
        ("前の週の水曜日までにお申し込みください。毎月第4日曜10時～12時", "MONTHLY 4SU||10:00-12:00||partial"),
        ("バスは平日のみ運行。毎月第2日曜10:00～15:00", "MONTHLY 2SU||10:00-15:00||partial"),
        ("講師が来るのは第1水曜です。毎週水曜10時～12時", "WEEKLY WE||10:00-12:00||partial"),
        ("毎週土曜 14:00～16:00　日曜は試合", "WEEKLY SA||14:00-16:00||partial"),
        ("準備 9:00～　開会 10:00～12:00　12月6日（日）", "|2026-12-06|10:00-12:00||partial"),
        ("開館時間 9時～21時　教室 毎週木曜10時～11時30分", "WEEKLY TH||10:00-11:30||partial"),
        # Alone, or among their like, they are the activity
        ("個別相談：毎月第1水曜日　13時～16時", "MONTHLY 1WE||13:00-16:00||full"),
        ("電話受付：平日9時～17時／面談日：第2火曜日 13時～16時", "MONTHLY 2TU||13:00-16:00||full"),
        ("説明会：12月5日（土）14時～16時", "|2026-12-05|14:00-16:00||full"),
        ("ミーティング 毎週月曜 18:30～20:00", "WEEKLY MO||18:30-20:00||full"),
        ("月曜日はヨガ、水曜日は太極拳 10:00～11:30", "WEEKLY MO,WE||10:00-11:30||full"),
        ("活動しているのは毎週水曜の10時～12時です", "WEEKLY WE||10:00-12:00||full"),
        ("準備体操の会 毎週水曜10時～12時", "WEEKLY WE||10:00-12:00||full"),
    ],
)
def test_another_offering_beside_the_activity_is_none_of_its_days(text: str, expected: str) -> None:
    assert said(text, PAGE) == expected


def test_what_is_set_apart_stays_among_the_words_that_nobody_read() -> None:
    assert "役員会は第1金曜" in parse_schedule("毎週日曜9時～11時（役員会は第1金曜19時～）").leftover


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Another day of this month only, a pause over the turn of the year, a vacation
        ("毎月第2土曜10時～12時（今月は第3土曜）", "MONTHLY 2SA||10:00-12:00||partial"),
        ("次回は第3土曜（12月19日）10時～12時", "|2026-12-19|10:00-12:00||partial"),
        ("毎週土曜10時～12時　新年は1月9日から", "WEEKLY SA||10:00-12:00||partial"),
        ("年内は12/20（日）まで、年明けは1/10（日）から　毎週日曜9時～11時", "WEEKLY SU||09:00-11:00||partial"),
        ("毎週木曜10時～12時（12/24が年内最終）", "WEEKLY TH||10:00-12:00||partial"),
        ("毎週土曜10時～12時　冬休み 12/26～1/5", "WEEKLY SA||10:00-12:00||partial"),
        ("夏休み 7/21～8/31 毎週火曜 10時～11時", "WEEKLY TU||10:00-11:00|period=2026-07-21/2026-08-31|partial"),
        # A heading with its month
        ("★12月のおはなし会★ 5日・12日（いずれも土曜）11時～12時", "|2026-12-05 2026-12-12|11:00-12:00||full"),
        ("12月の開放日：毎週火・木曜日　9時～11時", "WEEKLY;BYMONTH=12 TU,TH||09:00-11:00||full"),
        # Which of them is not said
        ("月～金の間で2日 9時～11時", "||09:00-11:00||partial"),
        ("毎週水曜 または 第2・4土曜 9時～11時", "||09:00-11:00||partial"),
        ("予約制（月～金 10時～16時）", "WEEKLY MO,TU,WE,TH,FR||10:00-16:00||full"),
    ],
)
def test_what_holds_for_a_while_is_no_rule(text: str, expected: str) -> None:
    assert said(text, PAGE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("練習：毎週水曜 17:00～19:00\n遠足：年2回日曜日", "WEEKLY WE||17:00-19:00||partial"),
        ("年2回 日曜日 10時～12時", "||10:00-12:00||partial"),
        ("平日 14:00～18:00　夏休み中 9:00～17:00", "WEEKLY MO,TU,WE,TH,FR||14:00-18:00|holidays_off|partial"),
        ("毎月15日、月末　10時～11時", "MONTHLY;BYMONTHDAY=15,-1||10:00-11:00||full"),
        ("通常活動は毎週金曜18時～20時", "WEEKLY FR||18:00-20:00||full"),
        ("毎週火曜に開催。木曜にも開催することがあります。10時～12時", "WEEKLY TU||10:00-12:00||partial"),
        ("毎月第2土曜 10時～12時、ほかに日曜日にも活動", "MONTHLY 2SA||10:00-12:00|extra_dates|full"),
        ("ボランティア 毎週水曜10時～12時 ミーティング 第1月曜10時～", "WEEKLY WE||10:00-12:00||partial"),
        ("電話相談：月～金 10時～16時（祝日除く）", "WEEKLY MO,TU,WE,TH,FR||10:00-16:00|holidays_off|full"),
        ("月水金は10時～12時、火木は13時～15時", "WEEKLY MO,WE,FR ; WEEKLY TU,TH||10:00-12:00 13:00-15:00||full"),
        ("通常は毎週金曜18時～20時", "WEEKLY FR||18:00-20:00|in_principle|partial"),
    ],
)
def test_words_beside_a_rule_hold_for_their_own_part(text: str, expected: str) -> None:
    assert said(text, PAGE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第1土曜9時～11時（雨なら日曜）", "MONTHLY 1SA||09:00-11:00|rain_postpones|full"),
        ("毎週木曜14時～15時。会場が使えない日は金曜になります", "WEEKLY TH||14:00-15:00||partial"),
        ("開所は月・火・木・金。水曜と土日は閉めています 10時～15時", "WEEKLY MO,TU,TH,FR||10:00-15:00||full"),
        ("毎月第1土曜13時～15時 予約開始日 毎月20日", "MONTHLY 1SA||13:00-15:00||partial"),
        ("毎月第1土曜13時～15時 連絡先は平日昼間", "MONTHLY 1SA||13:00-15:00||partial"),
        ("毎月第1土曜13時～15時 担当者在席日：火・金", "MONTHLY 1SA||13:00-15:00||partial"),
        ("毎月第1土曜13時～15時 お弁当は水曜までに注文", "MONTHLY 1SA||13:00-15:00||partial"),
        ("毎月第1土曜13時～15時 事務所（月・水・金）", "MONTHLY 1SA||13:00-15:00||full"),
        ("取材日 10月5日（月） 毎週火曜13時～15時", "WEEKLY TU||13:00-15:00||full"),
        (
            "説明会 12月5日（土）14時～ 講座 1月9日・16日（土）14時～16時",
            "|2027-01-09 2027-01-16|14:00-16:00||partial",
        ),
        ("抽選結果は12月10日（木）に通知 12月19日（土）14時～16時", "|2026-12-19|14:00-16:00||full"),
        ("募集期間：12月1日～20日　開催日：1月16日（土）10時～12時", "|2027-01-16|10:00-12:00||full"),
        ("前売開始：11月28日（土）／公演日：1月16日（土）14時～16時", "|2027-01-16|14:00-16:00||full"),
    ],
)
def test_days_of_those_who_prepare_apply_and_wait(text: str, expected: str) -> None:
    assert said(text, PAGE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12月20日（日）10時～12時、雨天の場合は翌週27日", "|2026-12-20|10:00-12:00|rain_postpones=2026-12-27|full"),
        ("12月20日（日）10時～12時 搬入は19日（土）、搬出は21日（月）", "|2026-12-20|10:00-12:00||full"),
        ("毎週火曜10時～12時 振替日：木曜", "WEEKLY TU||10:00-12:00||partial"),
        ("毎週火曜10時～12時 月末の火曜は休み", "WEEKLY TU||10:00-12:00||partial"),
        (
            "展示期間 12/15（火）～12/20（日） 月曜休館 10時～17時",
            "||10:00-17:00|closed=MO;period=2026-12-15/2026-12-20|partial",
        ),
        ("12月5日（土）より申込受付 1月9日（土）10時～12時", "|2027-01-09|10:00-12:00||full"),
        ("12月5日（土）申込開始 1月9日（土）10時～12時", "|2027-01-09|10:00-12:00||full"),
        ("12月5日（土）チケット発売 1月9日（土）14時～16時", "|2027-01-09|14:00-16:00||full"),
        (
            "展示：12月15日（火）～20日（日）10時～17時 講演：12月19日（土）14時～16時",
            "|2026-12-19||period=2026-12-15/2026-12-20|partial",
        ),
    ],
)
def test_runs_reserves_and_receptions_beside_a_day(text: str, expected: str) -> None:
    assert said(text, PAGE) == expected
