"""`schedule`: texts as people speak: verbs that open and close, what changes from a day on, what is not held."""

import pytest

from pipelines.normalise.schedule.parse import parse_schedule


def said(text: str) -> str:
    """Rules, sessions, exceptions and completeness in one line."""
    schedule = parse_schedule(text)
    rules = " ; ".join(rule.rrule.removeprefix("FREQ=").replace(";BYDAY=", " ") for rule in schedule.rules)
    sessions = ",".join(
        "-".join(f"{time:%H:%M}" if time else "" for time in (each.start, each.end)) for each in schedule.sessions
    )
    return f"{rules}|{sessions}|{';'.join(schedule.exceptions)}|{schedule.completeness}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("木曜の13時に開けて15時半に閉めます", "WEEKLY TH|13:00-15:30||full"),
        ("日曜の18時からはじめて20時に終わります", "WEEKLY SU|18:00-20:00||full"),
        ("第1土曜、9時オープン、12時クローズ", "MONTHLY 1SA|09:00-12:00||full"),
        ("火曜夜7時スタートで9時まで", "WEEKLY TU|19:00-21:00||full"),
        ("毎週金曜 10時から始めて終わりはだいたい12時", "WEEKLY FR|10:00-12:00|in_principle|partial"),
        ("水曜の朝9時からお昼の12時まで", "WEEKLY WE|09:00-12:00||full"),
        ("毎週木曜日の夜、7時から9時まで", "WEEKLY TH|19:00-21:00||full"),
        # What happens inside is neither
        ("第2・第4火曜の午後1時から。3時にはお茶にします", "MONTHLY 2TU,4TU|13:00-||partial"),
        # An end of another day, or one under a condition, ends nothing else
        ("平日10時から、土曜12時まで", "WEEKLY MO,TU,WE,TH,FR ; WEEKLY SA|10:00-,-12:00|holidays_off|partial"),
        ("毎日10時～（日曜は15時まで）", "DAILY|10:00-||partial"),
        ("毎週土曜 9時から、申込は8時まで", "WEEKLY SA|09:00-||partial"),
    ],
)
def test_what_ends_with_a_verb_has_an_end(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎週月曜10時～12時（4月からは金曜に変わります）", "WEEKLY MO|10:00-12:00||partial"),
        ("毎週日曜9:00～10:30（10月から時間変更：10:00～11:30）", "WEEKLY SU|09:00-10:30||partial"),
        ("毎週木曜 13:00～15:00→14:00～16:00", "WEEKLY TH|||partial"),
        # Where it is held says nothing of when
        ("毎週木曜13:00～15:00、市民館2階（3月1日からは第2会議室）", "WEEKLY TH|13:00-15:00||full"),
        ("毎週土曜 13:30～15:30 ※1月12日より会場変更", "WEEKLY SA|13:30-15:30||full"),
        ("毎週土曜 13:30～15:30 ※1月12日より時間変更", "WEEKLY SA|13:30-15:30||partial"),
    ],
)
def test_what_holds_from_a_day_on_is_not_the_rule(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("火木、朝9時から10時まで。土日祝はやりません。", "WEEKLY TU,TH|09:00-10:00|holidays_off|full"),
        ("毎週火曜の朝6時半～7時。雨の日はやりません", "WEEKLY TU|06:30-07:00|rain_cancels|full"),
        ("毎週水・金 10時～12時、日曜は集まりません", "WEEKLY WE,FR|10:00-12:00||partial"),
        ("毎週金曜 19:00～21:00 祝日でもやります", "WEEKLY FR|19:00-21:00||full"),
        ("平日 10:00～16:00（祝日も開催）", "WEEKLY MO,TU,WE,TH,FR|10:00-16:00|holidays_off|partial"),
        ("祝日の水曜 10時～12時", "|10:00-12:00||partial"),
        ("毎月第3木曜10:00～11:30 ※12月は第2、8月はお休み",
         ("MONTHLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11 3TH ; MONTHLY;BYMONTH=12 2TH|10:00-11:30"
          "|closed_month=8;month_differs=12|full")),
        ("Every Sun except the 5th 9:30-11:30", "WEEKLY SU|09:30-11:30|closed=5SU|full"),
        ("まいしゅう　どようび　9じ〜10じ（あめのひは　つぎのひ）", "WEEKLY SA|09:00-10:00|rain_postpones|full"),
        ("大安の土曜日 10:00～15:00", "|10:00-15:00||partial"),
        ("クリスマスの前の土曜日 10:00～12:00", "|10:00-12:00||partial"),
        ("月初めの日曜 10:00～11:00", "|10:00-11:00||partial"),
    ],
)  # fmt: skip
def test_what_is_not_held_is_no_day_of_the_rule(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎月第2日曜（奇数月は午前10時～12時、偶数月は午後1時～3時）",
         "MONTHLY;BYMONTH=1,3,5,7,9,11 2SU ; MONTHLY;BYMONTH=2,4,6,8,10,12 2SU|10:00-12:00,13:00-15:00||full"),
        ("奇数月は清掃（第1土曜8時～9時）、偶数月は花植え（第2土曜9時～11時）",
         "MONTHLY;BYMONTH=1,3,5,7,9,11 1SA ; MONTHLY;BYMONTH=2,4,6,8,10,12 2SA|08:00-09:00,09:00-11:00||full"),
        ("春（4～6月）と秋（9～11月）の第2日曜日 10時～12時",
         "MONTHLY;BYMONTH=4,5,6,9,10,11 2SU|10:00-12:00||full"),
        ("奇数の月は第1金曜、偶数の月は第1土曜です。10時～12時",
         "MONTHLY;BYMONTH=1,3,5,7,9,11 1FR ; MONTHLY;BYMONTH=2,4,6,8,10,12 1SA|10:00-12:00||full"),
        ("4月～9月は第2金曜、10月～3月は第2日曜の10時～12時",
         "MONTHLY;BYMONTH=4,5,6,7,8,9 2FR ; MONTHLY;BYMONTH=1,2,3,10,11,12 2SU|10:00-12:00||full"),
        ("5月～9月の日曜日 8:00～9:00", "WEEKLY;BYMONTH=5,6,7,8,9 SU|08:00-09:00||full"),
        ("年2回（5月、9月）の日曜日 8:00～9:00", "|08:00-09:00||partial"),
        ("冬季（12～2月）は屋内で毎週日曜10時～12時", "WEEKLY;BYMONTH=1,2,12 SU|10:00-12:00||partial"),
        ("夏休み（7/21～8/31）の火曜・木曜 9:00～12:00", "WEEKLY TU,TH|09:00-12:00|period=07-21/08-31|partial"),
        ("毎週月・水・金 9:30～11:30（金は第1のみ）", "WEEKLY MO,WE ; MONTHLY 1FR|09:30-11:30||full"),
        ("月・火＝17:30～19:00　日＝9:00～11:30", "WEEKLY MO,TU ; WEEKLY SU|17:30-19:00,09:00-11:30||full"),
        ("日曜日の午前か火曜日の午後 2時間", "|||partial"),
        ("第3木曜日（8月と12月は第2木曜日）13:30～16:00",
         "MONTHLY;BYMONTH=1,2,3,4,5,6,7,9,10,11 3TH ; MONTHLY;BYMONTH=8,12 2TH|13:30-16:00|month_differs=8,12|full"),
        ("4月第2土曜から毎週開催 10時～12時", "|10:00-12:00||partial"),
        ("年間8回程度、第3日曜 9:00～11:00", "|09:00-11:00||partial"),
        # Counted from a day that is known, all its days are
        ("令和8年12月6日から毎週日曜 全4回 14時～16時", "WEEKLY;COUNT=4 SU|14:00-16:00|period=2026-12-06/|full"),
        ("令和8年12月6日から毎週土曜 全4回 14時～16時", "WEEKLY;COUNT=4 SA|14:00-16:00|period=2026-12-06/|partial"),
    ],
)  # fmt: skip
def test_months_and_weeks_bound_the_rule_they_are_said_of(text: str, expected: str) -> None:
    assert said(text) == expected


def test_a_day_with_its_hours_goes_on_with_the_month() -> None:
    schedule = parse_schedule("12月5日、12日は10時～12時、19日は13時～15時")
    assert [day.day for day in schedule.undated] == [5, 12, 19]
    assert schedule.exceptions == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What moves with a holiday ends before the next rule begins
        ("月曜が祝日の場合は火曜日に振替 毎週月曜19時～21時", "WEEKLY MO|19:00-21:00|holidays_off|partial"),
        ("毎月第1～第3金曜日 13:00～14:30（第4・5週は休み）", "MONTHLY 1FR,2FR,3FR|13:00-14:30||full"),
        ("第1・3水曜 10:00～11:30（第3水曜は休み）", "MONTHLY 1WE,3WE|10:00-11:30|closed=3WE|full"),
        ("隔週金曜（第1・3金曜）10:00～12:00", "MONTHLY 1FR,3FR|10:00-12:00||full"),
        ("1週おきの土曜 9時～11時", "WEEKLY;INTERVAL=2 SA|09:00-11:00||partial"),
        ("2週間おきの土曜 9時～11時", "|09:00-11:00||partial"),
        ("第1週 火曜10～12時、第3週 金曜10～12時", "MONTHLY 1TU ; MONTHLY 3FR|10:00-12:00||full"),
        ("第1土曜と第3日曜、交互に10時～12時", "|10:00-12:00||partial"),
        ("第3土曜の前の週の水曜 14:00～16:00", "|14:00-16:00||partial"),
        ("6月第1日曜から10月最終日曜までの毎週日曜 7時～9時", "|07:00-09:00||partial"),
        ("11月第3土曜（予備日第4土曜）9:00～12:00", "MONTHLY;BYMONTH=11 3SA|09:00-12:00||partial"),
        ("毎月8日と22日（日曜なら前日）20時～21時", "MONTHLY;BYMONTHDAY=8,22|20:00-21:00||partial"),
        ("第1・第3木曜（木曜が祝日の場合はお休み）10:00～11:30", "MONTHLY 1TH,3TH|10:00-11:30|holidays_off|full"),
        ("2026年12月1日～25日の火・金 10:00～15:00", "WEEKLY TU,FR|10:00-15:00|period=2026-12-01/2026-12-25|full"),
    ],
)
def test_weeks_and_moved_days_say_which_days_of_the_rule(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎週月曜～木曜の16時～18時、金曜は19時まで", "WEEKLY MO,TU,WE,TH ; WEEKLY FR|16:00-18:00,-19:00||partial"),
        ("11時～15時 木金土のみ営業", "WEEKLY TH,FR,SA|11:00-15:00||full"),
        ("毎週金曜10時～12時 見学は9時半から可", "WEEKLY FR|10:00-12:00||partial"),
        ("毎週火曜13時～ 初めての方は12時45分までに", "WEEKLY TU|13:00-||partial"),
        ("土曜の深夜0時～2時", "WEEKLY SA|00:00-02:00||full"),
        ("授業終了後～18時 土曜9時～17時", "WEEKLY SA|09:00-17:00||partial"),
        ("学校のある日の14時～18時、土曜は9時～18時", "WEEKLY SA|09:00-18:00||partial"),
        ("練習は毎週土曜18時～20時、本番前は日曜も", "WEEKLY SA|18:00-20:00||partial"),
        ("バス送迎は9:30。活動は毎週金曜10:00～12:00", "WEEKLY FR|10:00-12:00||full"),
        ("集合9:00　出発9:15　到着12:00　毎月第3日曜", "MONTHLY 3SU|09:15-12:00||full"),
        ("火曜19～21時（8月は18～20時）", "WEEKLY TU|19:00-21:00|month_differs=8|full"),
    ],
)
def test_hours_of_days_that_nobody_names_are_none_of_the_rule(text: str, expected: str) -> None:
    assert said(text) == expected


def test_a_report_of_a_numbered_meeting_names_no_day() -> None:
    assert parse_schedule("第52回は11月21日(土)14:00～16:00、会場いっぱいの参加でした").undated == ()
