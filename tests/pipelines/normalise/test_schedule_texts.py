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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和8年9月12日（土）～9月27日（日）10:00～17:00 ※9月14日（月）・24日（木）休館",
         "||10:00-17:00|closed_date=2026-09-14,2026-09-24;period=2026-09-12/2026-09-27|partial"),
        ("2026年10月1日～31日 10時～17時（5日・12日・19日は休館）",
         "||10:00-17:00|closed_date=2026-10-05,2026-10-12,2026-10-19;period=2026-10-01/2026-10-31|partial"),
        ("10月8日(木)、10月22日(木)、11月は休み、12月10日(木) 10時～11時", "||10:00-11:00||partial"),
        ("毎週水曜 10時～12時 ※8月12日・13日は休み", "WEEKLY WE||10:00-12:00|closed_date=08-12,08-13|full"),
        ("8月12日・13日は休み。毎週水・木曜 9:00～10:00", "WEEKLY WE,TH||09:00-10:00|closed_date=08-12,08-13|full"),
    ],
)  # fmt: skip
def test_a_note_lists_closed_days_of_its_own(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R8.11.7（土）9:00～11:30 雨天予備日 11.8（日）", "|2026-11-07|09:00-11:30|rain_postpones=2026-11-08|full"),
        ("R8.11.7（土）9:00～11:30（雨天時は11.14（土）に順延）",
         "|2026-11-07|09:00-11:30|rain_postpones=2026-11-14|full"),
        ("2026年12月12日（土） 第1部 10:00～11:00（0～2歳） 第2部 11:15～12:15（3歳以上） ※各部10分前から受付",
         "|2026-12-12|10:00-11:00 11:15-12:15||full"),
        ("第2土曜 10時～11時 各回15分前より受付開始", "MONTHLY 2SA||10:00-11:00||full"),
        ("水曜夜間 第1会場 19:00～21:00", "WEEKLY WE||19:00-21:00||full"),
        ("第2水曜 10時～11時（第2公園）", "MONTHLY 2WE||10:00-11:00||full"),
        ("水曜 第1・第3 10時～11時", "MONTHLY 1WE,3WE||10:00-11:00||full"),
        ("毎週水曜 第1・第3 10時～11時", "||10:00-11:00||partial"),
        ("25日(金) 13:30～15:00", "||13:30-15:00||text_only"),
        ("毎月25日(金) 13:30～15:00", "||13:30-15:00||text_only"),
        ("毎月25日 13:30～15:00", "MONTHLY;BYMONTHDAY=25||13:30-15:00||full"),
    ],
)  # fmt: skip
def test_days_receptions_rooms_and_ages(text: str, expected: str) -> None:
    assert said(text) == expected


MOST = "MONTHLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎月第1水曜日、12月のみ第2水曜日 午前10時～11時半",
         f"{MOST} 1WE ; MONTHLY;BYMONTH=12 2WE||10:00-11:30|month_differs=12|full"),
        ("毎月第1水曜日（12月は第2水曜日 13時～15時）10時～12時", "MONTHLY 1WE||10:00-12:00||partial"),
        ("第2土曜 10時～12時 12月は第3、3月は休み",
         f"{MOST} 2SA ; MONTHLY;BYMONTH=12 3SA||10:00-12:00|closed_month=3;month_differs=12|full"),
        ("土曜クラス 9:00–10:30 / 日曜クラス 13:00–14:30（どちらも毎週）",
         "WEEKLY SA ; WEEKLY SU||09:00-10:30 13:00-14:30||full"),
        ("水曜の部 10時～12時、土曜の部 13時～15時", "WEEKLY WE ; WEEKLY SA||10:00-12:00 13:00-15:00||full"),
        ("木曜会 毎週火曜 10時～12時", "WEEKLY TU||10:00-12:00||partial"),
        ("毎週火曜日（火曜が祝日のときは翌水曜日）10:00～12:00", "WEEKLY TU||10:00-12:00|holidays_off|partial"),
    ],
)  # fmt: skip
def test_what_differs_in_one_month_or_class(text: str, expected: str) -> None:
    assert said(text) == expected


SUMMER, WINTER = "BYMONTH=4,5,6,7,8,9", "BYMONTH=1,2,3,10,11,12"
SEASONS = f"WEEKLY;{SUMMER} WE ; WEEKLY;{WINTER} WE||17:00-19:00 16:00-18:00||full"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("夏時間（4～9月）17:00～19:00、冬時間（10～3月）16:00～18:00 毎週水曜日", SEASONS),
        ("毎週水曜日 夏期（4月～9月）17:00～19:00 冬期（10月～3月）16:00～18:00", SEASONS),
        ("毎週水曜 4～9月は17:00～19:00、10～3月は16:00～18:00", SEASONS),
        ("毎日 4～9月 6:00～6:10、10～3月 6:30～6:40",
         f"DAILY;{SUMMER} ; DAILY;{WINTER}||06:00-06:10 06:30-06:40||full"),
        ("4月～9月は毎週水曜17:00～19:00、10月～3月は毎週水曜16:00～18:00", SEASONS),
        ("毎週水曜 夏季17:00～19:00、冬季16:00～18:00", "WEEKLY WE||||partial"),
        ("毎週水曜 4～9月 17:00～19:00、10～12月 16:00～18:00", "||||partial"),
        ("毎週火曜、第2土曜 4～9月は17:00～19:00、10～3月は16:00～18:00", "WEEKLY TU ; MONTHLY 2SA||||partial"),
        ("毎月第3日曜日 10:00～12:00 ※7月・8月は8:00～10:00", "MONTHLY 3SU||10:00-12:00|month_differs=7,8|full"),
    ],
)  # fmt: skip
def test_seasons_that_share_out_the_year_have_a_rule_each(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue & Fri 6:30 p.m.–8:00 p.m. (no class on national holidays or in August)",
         "WEEKLY TU,FR||18:30-20:00|holidays_off;closed_month=8|full"),
        ("Open Mon–Sat 9–17, closed Sundays, holidays and Dec 29–Jan 3",
         "WEEKLY MO,TU,WE,TH,FR,SA||09:00-17:00|holidays_off;year_end_off|full"),
        ("Every Sunday 2-4 pm. No class in July and August.", "WEEKLY SU||14:00-16:00|closed_month=7,8|full"),
        ("Monday to Friday 9:00-17:00 (closed on a national holiday)",
         "WEEKLY MO,TU,WE,TH,FR||09:00-17:00|holidays_off|full"),
        ("Every Tue 10:00-11:30, no class on Nov 3 and Dec 29", "WEEKLY TU||10:00-11:30|closed_date=11-03,12-29|full"),
        ("November 14 (Sat), 2026, 1:00 pm - 3:30 pm", "|2026-11-14|13:00-15:30||full"),
        ("Fridays 10:00-12:00 (July–March)", "WEEKLY;BYMONTH=1,2,3,7,8,9,10,11,12 FR||10:00-12:00||full"),
        ("Every Saturday in October 2026, 10:00-12:00", "WEEKLY SA||10:00-12:00||partial"),
        ("3rd Sunday of odd months 13:00-15:00", "MONTHLY 3SU||13:00-15:00||partial"),
        ("closed Sundays, Mon–Sat 9:00–17:00", "||09:00-17:00||text_only"),
        ("にちようび 10じ～12じ （だい5しゅうは やすみ）", "WEEKLY SU||10:00-12:00|closed=5SU|full"),
        ("月に ２かい どようび", "||||partial"),
        ("しゅうに２かい かようび・もくようび 10じから11じ", "WEEKLY TU,TH||10:00-11:00||full"),
    ],
)  # fmt: skip
def test_lists_in_english_and_easy_japanese(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10時～16時 日曜、火～木は休み", "DAILY||10:00-16:00|closed=SU,TU,WE,TH|full"),
        ("定休日：日曜、月曜～土曜 9:00～17:00", "||09:00-17:00||text_only"),
        ("毎週火曜 10:00～12:00（8月11日～8月18日は夏休み）", "WEEKLY TU||10:00-12:00|closed_date=08-11/08-18|full"),
        ("毎週火曜 10:00～12:00（7/21～8/31は夏休み期間のため毎日開催）", "||10:00-12:00||partial"),
    ],
)  # fmt: skip
def test_runs_that_are_closed(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "dates", "completeness"),
    [
        ("令和8年度の開催日：10/8、12/10、1/14（全て木曜）10:00～11:30", "2026-10-08 2026-12-10 2027-01-14", "full"),
        ("令和8年度 5月9日(土)、1月9日(土) 13:30～15:00", "2026-05-09 2027-01-09", "full"),
        ("令和8年度 5月9日(日)、1月9日(土) 13:30～15:00", "2027-01-09", "partial"),
        ("令和8年11月1日(日)・3日(火・祝)・8日(日) 各日10時～15時", "2026-11-01 2026-11-03 2026-11-08", "full"),
        ("令和8年11月1日・8日（各日曜）10時～15時", "2026-11-01 2026-11-08", "full"),
        ("令和8年11月1日・9日（各日曜）10時～15時", "", "partial"),
    ],
)
def test_a_fiscal_year_and_each_day(text: str, dates: str, completeness: str) -> None:
    found = said(text).split("|")
    assert (found[1], found[-1]) == (dates, completeness)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年12月末まで毎週日曜日 9:30～12:00", "||09:30-12:00||partial"),
        ("4月から12月末までの毎週日曜日 9:30～12:00",
         "WEEKLY;BYMONTH=4,5,6,7,8,9,10,11,12 SU||09:30-12:00||full"),
        ("2026年11月8日（日）9時～12時（雨天中止の場合あり）", "|2026-11-08|09:00-12:00|rain_cancels|full"),
        ("毎週土曜 10時～12時 8月は休みの場合あり", "WEEKLY SA||10:00-12:00|closed_month=8|partial"),
        ("2026年11月8日（日）13時半開演（13時開場）15時半終演予定", "|2026-11-08|13:30-15:30||full"),
    ],
)  # fmt: skip
def test_until_when_and_what_may_be(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎月第1水曜日10時～12時、12月のみ第2水曜日13時～15時",
         f"{MOST} 1WE ; MONTHLY;BYMONTH=12 2WE||10:00-12:00 13:00-15:00|month_differs=12|full"),
        ("毎月第1水曜日、12月のみ第2水曜日13時～15時", "MONTHLY 1WE||||partial"),
        ("毎週土・日 9:00～17:00、祝日 9:00～12:00", "WEEKLY SA,SU||09:00-17:00||partial"),
        ("毎週土・日・祝日 9:00～12:00", "WEEKLY SA,SU||09:00-12:00||partial"),
        ("2026年11月7日（土）9時～16時（雨天の場合は8日（日）、両日雨天の場合は中止）",
         "|2026-11-07|09:00-16:00|rain_postpones=2026-11-08|full"),
        ("元日を除く毎日 6:30～6:40", "DAILY||06:30-06:40|closed_date=01-01|full"),
        ("二〇二六年十一月七日（土）十時～十二時", "|2026-11-07|10:00-12:00||full"),
    ],
)  # fmt: skip
def test_hours_of_other_days_and_old_numerals(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "completeness"),
    [
        ("令和8年11月5日から12月10日までの毎週木曜日（全6回）10時～12時", "full"),
        ("令和8年11月5日から12月10日までの毎週木曜日（全8回）10時～12時", "partial"),
        ("令和8年11月5日から12月10日までの毎週木曜日（全5回、11/19は休み）10時～12時", "partial"),
        ("2026年10月～12月の第1土曜日 計3回 10:00～12:00", "full"),
        ("毎週木曜日・全8回 10時～12時", "partial"),
    ],
)
def test_so_many_times_as_the_period_has_days(text: str, completeness: str) -> None:
    assert said(text).split("|")[-1] == completeness


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("☆12月はクリスマス会のため第3水曜です☆",
         f"{MOST} 4WE ; MONTHLY;BYMONTH=12 3WE||10:00-11:00|month_differs=12|full"),
        ("※12月は会場の都合により第3水曜に変更します。",
         f"{MOST} 4WE ; MONTHLY;BYMONTH=12 3WE||10:00-11:00|month_differs=12|full"),
        ("（12月は第3水曜日に開催）", f"{MOST} 4WE ; MONTHLY;BYMONTH=12 3WE||10:00-11:00|month_differs=12|full"),
        ("※12月は行事のため第4水曜から第3水曜に変更", "MONTHLY 4WE||10:00-11:00||partial"),
        ("※12月は行事のため第3水曜になる予定", "MONTHLY 4WE||10:00-11:00||partial"),
        ("※12月は行事のため第3水曜も開催", "MONTHLY 4WE||10:00-11:00||partial"),
        ("※12月は行事のため、時間が異なります", "MONTHLY 4WE||10:00-11:00||partial"),
        ("※ほかに不定期の開催日もあります", "MONTHLY 4WE||10:00-11:00|extra_dates|full"),
        ("（他に活動日あり）", "MONTHLY 4WE||10:00-11:00|extra_dates|full"),
        ("※ほかに開催日はありません", "MONTHLY 4WE||10:00-11:00||full"),
        ("※他に参加費300円あり", "MONTHLY 4WE||10:00-11:00||full"),
        ("※他に活動がある場合は休み", "MONTHLY 4WE||10:00-11:00||partial"),
        ("※ほかに第5水曜に活動あり", "MONTHLY 4WE||10:00-11:00||partial"),
    ],
)  # fmt: skip
def test_other_days_of_a_month_and_further_ones(note: str, expected: str) -> None:
    assert said(f"毎月第4水曜 10:00〜11:00 {note}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("木曜会：第2・第4木曜 10:00～12:00（見学歓迎）", "MONTHLY 2TH,4TH||10:00-12:00||full"),
        ("火曜クラブ：第2・第4木曜 10:00～12:00", "MONTHLY 2TH,4TH||10:00-12:00||full"),
        ("毎週火曜 10時～12時、木曜会：13時～15時", "WEEKLY TU||10:00-12:00 13:00-15:00||partial"),
        ("水曜教室：毎週水曜 10:00～12:00", "WEEKLY WE||10:00-12:00||partial"),
    ],
)
def test_the_name_of_a_club_is_no_day(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("、ほかに月1回土曜に活動", "WEEKLY TU||10:00-12:00|extra_dates|full"),
        ("（他に年2回日曜にイベント）", "WEEKLY TU||10:00-12:00|extra_dates|full"),
        ("（ほかに月1回休み）", "WEEKLY TU||10:00-12:00||partial"),
        ("月1回土曜に活動", "WEEKLY TU||10:00-12:00||partial"),
        ("土曜は月2回", "WEEKLY TU||10:00-12:00||partial"),
        ("と月1回土曜", "WEEKLY TU||10:00-12:00||partial"),
        ("と月曜", "WEEKLY TU,MO||10:00-12:00||full"),
        ("、第1・3土曜（月2回）", "WEEKLY TU ; MONTHLY 1SA,3SA||10:00-12:00||full"),
    ],
)
def test_once_a_month_is_not_every_week(behind: str, expected: str) -> None:
    assert said(f"10:00～12:00 毎週火曜{behind}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎月第2土曜（2027年は第3土曜）10:00～12:00", "MONTHLY 2SA||10:00-12:00||partial"),
        ("毎月第2土曜 10:00～12:00 2027年度より第3土曜 13:00～15:00", "MONTHLY 2SA||10:00-12:00||partial"),
        ("2026年度は第3土曜 10:00～12:00", "MONTHLY 3SA||10:00-12:00|fiscal_year=2026|full"),
        ("第2土曜 10:00～12:00（2026年は8月休み）", "MONTHLY 2SA||10:00-12:00|closed_month=8|full"),
    ],
)
def test_the_rule_of_another_year_is_not_that_of_this_one(text: str, expected: str) -> None:
    assert said(text) == expected
