"""Forms of real lists, of やさしい日本語 and of English, read as the same rule."""

import pytest

from pipelines.normalise.schedule.parse import parse_schedule


def said(text: str) -> str:
    """Rules and times in one line."""
    schedule = parse_schedule(text)
    rules = " ; ".join(rule.rrule.replace("FREQ=", "").replace(";BYDAY=", " ") for rule in schedule.rules)
    times = " ".join(
        "-".join("" if time is None else f"{time:%H:%M}" for time in (each.start, each.end))
        for each in schedule.sessions
    )
    return f"{rules}|{times}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("②④木 9-11:30", "MONTHLY 2TH,4TH|09:00-11:30"),
        ("①③⑤土 13-15時", "MONTHLY 1SA,3SA,5SA|13:00-15:00"),
        ("①毎週火曜 10:00～ ②毎週木曜 19:00～", "WEEKLY TU ; WEEKLY TH|10:00- 19:00-"),
        ("①火曜 10:00～11:00 ②木曜 13:00～14:00", "WEEKLY TU ; WEEKLY TH|10:00-11:00 13:00-14:00"),
        ("毎土 18-20", "WEEKLY SA|18:00-20:00"),
        ("毎月曜 10:15-", "WEEKLY MO|10:15-"),
        ("毎日曜 9時〜", "WEEKLY SU|09:00-"),
        ("1.3木曜日", "MONTHLY 1TH,3TH|"),
        ("1・3土 10時〜11時", "MONTHLY 1SA,3SA|10:00-11:00"),
        ("奇数月の3土", "MONTHLY;BYMONTH=1,3,5,7,9,11 3SA|"),
        ("第1週、3週の金曜日", "MONTHLY 1FR,3FR|"),
        ("第2土曜と翌日曜", "MONTHLY 2SA|"),
        ("月曜日 第2・第4 13時～15時", "MONTHLY 2MO,4MO|13:00-15:00"),
        ("土曜日(2・4) 13時～15時", "MONTHLY 2SA,4SA|13:00-15:00"),
        ("土(1・3) 13-15時", "MONTHLY 1SA,3SA|13:00-15:00"),
        ("火（第1・第3） 14-16時", "MONTHLY 1TU,3TU|14:00-16:00"),
        ("月・水(2・4) 10時～12時", "|10:00-12:00"),
        ("12月(1・2)", "|"),
        ("🕙10時〜11時 📅毎週火曜", "WEEKLY TU|10:00-11:00"),
        ("毎週木曜日 19:00~20:30 *第3週は公開練習", "WEEKLY TH|19:00-20:30"),
        ("毎週木曜日（第1・3週は初級）19:00~20:30", "WEEKLY TH|19:00-20:30"),
        ("毎週木曜日 19:00~20:30 第1週は20:00まで", "WEEKLY TH|19:00-20:30"),
        ("毎週木曜日 19:00~20:30 第1週は金曜", "|19:00-20:30"),
        ("毎週木曜日 19:00~20:30 第1週は金", "|19:00-20:30"),
        ("毎週木曜日 19:00~20:30 第1週は変更", "|19:00-20:30"),
        ("木曜日 19:00~20:30 第1週は初級、第3週は中級", "|19:00-20:30"),
        ("水/10:00-11:30", "WEEKLY WE|10:00-11:30"),
        ("月 ・ 水 ・ 金 10:00 ～ 12:00", "WEEKLY MO,WE,FR|10:00-12:00"),
        ("火 木 10:00～12:00", "WEEKLY TU,TH|10:00-12:00"),
        ("毎週（火）（木）10:00～12:00", "WEEKLY TU,TH|10:00-12:00"),
        ("月火水木金土 07:30～19:00", "WEEKLY MO,TU,WE,TH,FR,SA|07:30-19:00"),
        ("毎月5・15・25日 10時～12時", "MONTHLY;BYMONTHDAY=5,15,25|10:00-12:00"),
        ("毎月8のつく日", "MONTHLY;BYMONTHDAY=8,18,28|"),
        ("毎月最初の日曜日", "MONTHLY 1SU|"),
        ("木曜日（隔週）", "WEEKLY;INTERVAL=2 TH|"),
        ("毎月第1日曜日、隔月で第3日曜に開催", "MONTHLY 1SU ; MONTHLY;INTERVAL=2 3SU|"),
        ("4〜9月の第1土曜、10〜3月の第2土曜",
         "MONTHLY;BYMONTH=4,5,6,7,8,9 1SA ; MONTHLY;BYMONTH=1,2,3,10,11,12 2SA|"),
        ("第3日曜日（4月～11月）", "MONTHLY;BYMONTH=4,5,6,7,8,9,10,11 3SU|"),
        ("12月の土・日", "|"),
        ("隔月（偶数月）第4日曜日", "MONTHLY;BYMONTH=2,4,6,8,10,12 4SU|"),
        ("昼 毎週水曜日10:00~12:00 夜 毎週水曜日19:00~20:45", "WEEKLY WE|10:00-12:00 19:00-20:45"),
        ("〃 13:00～15:00", "|13:00-15:00"),
        ("4月～11月：毎週土曜 9:00～、12月～3月：毎週土曜 10:00～",
         "WEEKLY;BYMONTH=4,5,6,7,8,9,10,11 SA ; WEEKLY;BYMONTH=1,2,3,12 SA|09:00- 10:00-"),
        ("水曜会 木曜日 13:00～16:00", "WEEKLY TH|13:00-16:00"),
        ("土曜学校 第2・第4日曜日 10:00～12:00", "MONTHLY 2SU,4SU|10:00-12:00"),
        ("2火・4木 10:00-11:30", "MONTHLY 2TU,4TH|10:00-11:30"),
        ("最終土日", "MONTHLY -1SA,-1SU|"),
        ("毎月第2土曜日～日曜日", "MONTHLY 2SA|"),
        ("奇数週の火曜日 10:00～", "|10:00-"),
        ("第1、第3、（第5）土曜日", "|"),
        ("毎週月曜→火曜に変更になりました", "|"),
        ("毎月第2日曜の翌日", "|"),
    ],
)  # fmt: skip
def test_a_form_of_real_lists(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("まいつき 4かいめの もくようび ごぜん10じ～12じ", "MONTHLY 4TH|10:00-12:00"),
        ("まいつき だい1・だい3 どようび ごご2じ～4じ", "MONTHLY 1SA,3SA|14:00-16:00"),
        ("まいしゅう かようびと もくようび ごぜん9じはんから11じまで", "WEEKLY TU,TH|09:30-11:00"),
        ("すいようび 10じ～11じはん（しゅくじつは やすみ）", "WEEKLY WE|10:00-11:30"),
        ("毎月だい4火曜日の1時〜3時", "MONTHLY 4TU|13:00-15:00"),
        ("2nd & 4th Sat 1-3pm", "MONTHLY 2SA,4SA|13:00-15:00"),
        ("Every Wednesday, 10:00-11:30 a.m. (Room 2, 3rd floor)", "WEEKLY WE|10:00-11:30"),
        ("every 3rd Saturday 10am-noon", "MONTHLY 3SA|10:00-12:00"),
        ("First and third Sundays, 10:00 a.m. - 12:00 p.m.", "MONTHLY 1SU,3SU|10:00-12:00"),
        ("Last Friday 7-9pm", "MONTHLY -1FR|19:00-21:00"),
        ("Tuesdays & Thursdays 10am-3pm", "WEEKLY TU,TH|10:00-15:00"),
        ("Every Wednesday from 10:00 to 11:30", "WEEKLY WE|10:00-11:30"),
        ("Mon. - Fri. 9:00-17:00 (closed on national holidays)", "WEEKLY MO,TU,WE,TH,FR|09:00-17:00"),
        ("Closed on Mondays 9:00-17:00", "DAILY|09:00-17:00"),
        ("Sundays (1st, 3rd) 14:00-16:00", "MONTHLY 1SU,3SU|14:00-16:00"),
        ("Once a month on Saturday", "|"),
        ("Open 11:00-17:00 / Closed Mondays & Tuesdays", "DAILY|11:00-17:00"),
        ("Saturday 18:30 open / 19:00 start", "WEEKLY SA|19:00-"),
        ("Every Saturday except the 5th Saturday, 10am - 12pm", "WEEKLY SA|10:00-12:00"),
        ("From April to October, every Sunday 9am", "WEEKLY;BYMONTH=4,5,6,7,8,9,10 SU|09:00-"),
        ("まい月 だい2 木よう日 10時から", "MONTHLY 2TH|10:00-"),
        ("げつ・すい・きん 10じ～12じ", "WEEKLY MO,WE,FR|10:00-12:00"),
        ("まいつき 15にち 10じ～", "MONTHLY;BYMONTHDAY=15|10:00-"),
        ("毎週火曜 10:00～11:00 Sun Plaza", "WEEKLY TU|10:00-11:00"),
    ],
)
def test_other_tongues_say_the_same(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Fri. Dec. 5, 2025, 10am-3pm", "2025-12-05"),
        ("Saturday, 6 December 2025", "2025-12-06"),
        ("2025ねん12がつ6か（どようび）", "2025-12-06"),
        ("2025年12月6日(ど)", "2025-12-06"),
    ],
)
def test_other_tongues_name_dates(text: str, date: str) -> None:
    assert [str(day) for day in parse_schedule(text).dates] == [date]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2と4の土曜 10時～12時", "MONTHLY 2SA,4SA|10:00-12:00"),
        ("毎月1・3の火曜 13時～15時", "MONTHLY 1TU,3TU|13:00-15:00"),
        ("金曜夜（1、3、5週） 19時～21時", "MONTHLY 1FR,3FR,5FR|19:00-21:00"),
        ("さいしょの木曜日 10時～11時半", "MONTHLY 1TH|10:00-11:30"),
        ("はじめの月曜 10時～11時", "MONTHLY 1MO|10:00-11:00"),
        ("毎週水曜 よる7時～9時", "WEEKLY WE|19:00-21:00"),
        ("火曜 ごご1時半～3時", "WEEKLY TU|13:30-15:00"),
    ],
)
def test_weeks_and_parts_of_the_day_in_other_words(text: str, expected: str) -> None:
    assert said(text) == expected
    assert parse_schedule(text).completeness == "full"


@pytest.mark.parametrize(
    "text", ["小学1・2の日曜クラス 10時～12時", "グループ2の土曜 10時～12時", "週2の火曜 10時～12時"]
)
def test_numbers_of_something_else_are_no_weeks(text: str) -> None:
    assert "MONTHLY" not in said(text)
