"""Which clause of a schedule says what: nothing that takes a day away, or is about something else, becomes the rule."""

import csv
import datetime as dt
import json
import random
import re
from pathlib import Path

import pytest

from cities.kawasaki.sample_city.schedules import draw_rule, write_schedule
from pipelines.normalise.schedule.notation import BYDAY, weekdays_of
from pipelines.normalise.schedule.parse import parse_schedule

ROOT = Path(__file__).parents[3]
LISTINGS = ROOT / "cities" / "kawasaki" / "sample_city" / "data" / "real_listings.jsonl"
GOLD = ROOT / "pipelines" / "normalise" / "data" / "gold" / "schedules.csv"


def said(text: str, context: dt.date | None = None) -> str:
    """Rules, dates, times, exceptions and completeness in one line."""
    schedule = parse_schedule(text, context)
    rules = " ; ".join(rule.rrule.replace("FREQ=", "").replace(";BYDAY=", " ") for rule in schedule.rules)
    dates = " ".join(map(str, schedule.dates))
    times = " ".join(f"{_clock(each.start)}-{_clock(each.end)}" for each in schedule.sessions)
    return f"{rules}|{dates}|{times}|{';'.join(schedule.exceptions)}|{schedule.completeness}"


def _clock(time: dt.time | None) -> str:
    return "" if time is None else f"{time:%H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Hours of one week of the month are not those of every week
        ("毎週月曜10時～11時半（第4は13時から）", "WEEKLY MO||10:00-11:30||partial"),
        ("毎週月曜10時～11時半（第4のみ13時から）", "WEEKLY MO||10:00-11:30||partial"),
        ("月曜10:00～11:30（第1・3は13:00～15:00）", "WEEKLY MO||10:00-11:30||partial"),
        ("毎週月曜（第2は10時～、第4は13時～）", "WEEKLY MO||||partial"),
    ],
)
def test_hours_of_one_week_are_not_those_of_all(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎週土曜 10.00-11.30", "WEEKLY SA||10:00-11:30||full"),
        ("第1・3木曜 13.30～15.00", "MONTHLY 1TH,3TH||13:30-15:00||full"),
        ("Every Saturday 9.30-11.45", "WEEKLY SA||09:30-11:45||full"),
        # Either may be: nothing is said of hours
        ("毎週火曜 10.15～11.30", "WEEKLY TU||||partial"),
    ],
)
def test_hours_with_dots_are_hours_where_they_can_be_no_date(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("火～土 10:00～16:00（日月祝休み）", "WEEKLY TU,WE,TH,FR,SA||10:00-16:00|holidays_off|full"),
        ("10:00～18:00 定休日：水・木", "DAILY||10:00-18:00|closed=WE,TH|full"),
        ("10:00～18:00　水曜定休", "DAILY||10:00-18:00|closed=WE|full"),
        ("9:00～16:00　休み 土日祝", "WEEKLY MO,TU,WE,TH,FR||09:00-16:00|holidays_off|full"),
        ("【休館日】月曜日 【開館時間】9:00～17:00", "DAILY||09:00-17:00|closed=MO|full"),
        ("休館日は月曜です。9時～17時", "DAILY||09:00-17:00|closed=MO|full"),
        ("9:00～17:00（木曜・祝日の翌日休館）", "DAILY||09:00-17:00|closed=TH|partial"),
        ("9:00～17:00 休館日 毎週月曜日（祝日の場合は翌日）、年末年始",
         "DAILY||09:00-17:00|year_end_off;closed=MO|partial"),
        ("9:00～17:00 休館日（偶数月第3水曜日、年末年始）", "||09:00-17:00||text_only"),
        ("月火水木金土 8:30～17:00 祝日、12/29～1/3を除く",
         "WEEKLY MO,TU,WE,TH,FR,SA||08:30-17:00|holidays_off;year_end_off|full"),
        ("１２月２９日～１月３日は休み 毎週木曜日10時～11時", "WEEKLY TH||10:00-11:00|year_end_off|full"),
        ("毎週水曜 10:00～12:00 ※11月4日、12月30日は休講", "WEEKLY WE||10:00-12:00|closed_date=11-04,12-30|full"),
        ("毎週水曜 10:00～12:00（学校の長期休業中は除く）", "WEEKLY WE||10:00-12:00||partial"),
        ("毎週日曜 7:00～8:30 ※熱中症警戒アラート発表時は中止", "WEEKLY SU||07:00-08:30||partial"),
        ("平日・土日祝 10時～16時", "WEEKLY MO,TU,WE,TH,FR,SA,SU||10:00-16:00||partial"),
        ("毎週金曜 9:30～11:30（GW・祝日休み）", "WEEKLY FR||09:30-11:30|holidays_off|partial"),
        ("雨の日以外毎日6時30分～7時", "DAILY||06:30-07:00|rain_cancels|full"),
        ("第2木 10:00〜11:30 8,12月休", "MONTHLY 2TH||10:00-11:30|closed_month=8,12|full"),
        ("第1・第3土曜 14:00～16:00 第5週木・金は休み", "MONTHLY 1SA,3SA||14:00-16:00||full"),
        ("10:00～16:00 月～水は休み", "DAILY||10:00-16:00|closed=MO,TU,WE|full"),
        ("OPEN 10:00～17:00 CLOSE 月・火", "DAILY||10:00-17:00|closed=MO,TU|full"),
        ("月 休み 火～日 10:00～18:00", "WEEKLY TU,WE,TH,FR,SA,SU||10:00-18:00||full"),
        ("毎週土曜 休み：第5土曜 10:00～18:00", "WEEKLY SA||10:00-18:00|closed=5SA|full"),
        ("月曜日休館 9:00〜19:00（土日は17:00まで）", "DAILY||09:00-19:00|closed=MO|partial"),
        ("GW休み 火～金 10時〜16時", "WEEKLY TU,WE,TH,FR||10:00-16:00||partial"),
    ],
)  # fmt: skip
def test_a_day_inside_a_closing_only_reaches_the_exceptions(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎週木曜 10:00～12:00（祝日は翌金曜日）", "WEEKLY TH||10:00-12:00|holidays_off|partial"),
        ("第2・4金曜日（祝日は第3金曜日に振替）10時～12時", "MONTHLY 2FR,4FR||10:00-12:00|holidays_off|partial"),
        ("毎月5日・20日（土日の場合は翌月曜日）10時～11時", "MONTHLY;BYMONTHDAY=5,20||10:00-11:00||partial"),
        ("毎月第2土曜日 9:00~11:00(3 月のみ第 1・4 日曜日)",
         "MONTHLY;BYMONTH=1,2,4,5,6,7,8,9,10,11,12 2SA ; MONTHLY;BYMONTH=3 1SU,4SU||09:00-11:00|month_differs=3|full"),
        ("毎月第2土曜日（1月は第3土曜日、8月は休み）10時～12時",
         ("MONTHLY;BYMONTH=2,3,4,5,6,7,8,9,10,11,12 2SA ; MONTHLY;BYMONTH=1 3SA||10:00-12:00|"
          "closed_month=8;month_differs=1|full")),
        ("毎日 6:30~(5~10 月 6:00~)", "DAILY||06:30-|month_differs=5,6,7,8,9,10|partial"),
        ("9:00～17:00(ただし木曜日、金曜日は20時閉館)", "||09:00-17:00||text_only"),
        ("毎週水曜 10時～12時 ※第3水曜は会場が変わります", "WEEKLY WE||10:00-12:00||partial"),
        ("月～土 8:30～18:30 土曜日は12:30まで", "WEEKLY MO,TU,WE,TH,FR,SA||08:30-18:30||partial"),
        ("月～金 8:30～18:30、土 8:30～12:30", "WEEKLY MO,TU,WE,TH,FR ; WEEKLY SA||08:30-18:30 08:30-12:30||full"),
        ("現在休止中（以前は毎週火曜10時～12時）", "|||temp_closed|text_only"),
        ("平日（月・水・金）13:00～17:00", "WEEKLY MO,WE,FR||13:00-17:00||partial"),
        ("第4または第5日曜日 9時～", "||09:00-||partial"),
        ("月末の金曜日", "||||partial"),
        ("毎月25日（日曜・祝日の場合は前日）", "MONTHLY;BYMONTHDAY=25||||partial"),
        ("毎月第1土曜日・偶数月の第3土曜日",
         "MONTHLY 1SA ; MONTHLY;BYMONTH=2,4,6,8,10,12 3SA||||partial"),
        ("月～金のうち3日", "||||partial"),
        ("来週の木曜日", "||||partial"),
        ("毎月第4土曜日 10:00～12:00 電話044-000-0000（平日9時～17時）", "MONTHLY 4SA||10:00-12:00||full"),
        ("年2回 第3日曜日", "||||partial"),
        ("毎週水曜日15時~16時（長期休みは除く）", "WEEKLY WE||15:00-16:00||partial"),
        ("毎週水曜日15時~16時（予定）", "WEEKLY WE||15:00-16:00||full"),
        ("毎週水曜日15時~16時　変更の場合あり", "WEEKLY WE||15:00-16:00||partial"),
    ],
)  # fmt: skip
def test_what_holds_only_at_times_is_not_the_rule(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第2水曜日 9:45(受付9:30)-11:15", "MONTHLY 2WE||09:45-11:15||full"),
        ("開場12:30 開演13:00 終演15:00 毎月第2土曜", "MONTHLY 2SA||13:00-15:00||full"),
        ("毎週土曜 10:00～16:00※12:00～13:00は休止", "WEEKLY SA||10:00-16:00||partial"),
        ("毎週土曜 10:00～16:00（最終日は15:00まで）", "WEEKLY SA||10:00-16:00||partial"),
        ("毎日 10:00～17:00（最終入館16:30まで）", "DAILY||10:00-17:00||full"),
        ("18:00（最終入館17:30まで）", "||-18:00||text_only"),
        ("放課後～18:30", "||-18:30||text_only"),
        ("毎日 10時開場 17時閉場", "DAILY||-17:00||partial"),
        ("日曜日の午前8時集合（雨天時は9時に電話確認）", "WEEKLY SU||08:00-||partial"),
        ("活動時間:13:30~15:30 毎週木曜", "WEEKLY TH||13:30-15:30||full"),
        ("毎月第3土曜 9時集合～12時解散", "MONTHLY 3SA||09:00-12:00||full"),
        ("月曜日 13時00～15時00", "WEEKLY MO||13:00-15:00||full"),
        ("金土 18:00～翌1:00", "WEEKLY FR,SA||18:00-01:00||full"),
        ("火水木 10:00～16:00 利用は10:00～12:00、13:00～16:00", "WEEKLY TU,WE,TH||10:00-12:00 13:00-16:00||full"),
        ("毎月第1日曜 10:00～12:00 ※当日は9:30より会場しています", "MONTHLY 1SU||10:00-12:00||full"),
    ],
)  # fmt: skip
def test_a_time_has_the_role_of_the_word_that_governs_it(text: str, expected: str) -> None:
    assert said(text) == expected


def corpus() -> list[str]:
    """Every schedule text of the project: labels, real listings, and those the sample city writes."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        texts = [row["schedule_text"] for row in csv.DictReader(file)]
    listings = (json.loads(line) for line in LISTINGS.read_text(encoding="utf-8").splitlines())
    texts += [listing["schedule_text"] for listing in listings if listing.get("schedule_text")]
    rng = random.Random(20)
    texts += [write_schedule(rng, draw_rule(rng)) for _ in range(400)]
    return sorted(set(texts))


CORPUS = corpus()
# What a careful reader would stop at; written here once more, because the module's own list is what is tested
SAYS_MORE = re.compile(
    r"[月火水木金土日]曜|[0-9]{1,2}(?:月|日|時(?!間)|:)|除|のみ|だけ|休|場合|原則|当面|ほぼ|予定|未定|要確認|変更|以外|中止|延期|"
    r"不定|随時|祝|年末|翌|隔週|最終|ただし"
)


def test_nothing_left_of_a_full_text_says_a_day_a_time_or_a_condition() -> None:
    full = [(text, found) for text in CORPUS if (found := parse_schedule(text)).completeness == "full"]
    assert len(full) > 150
    assert [(text, found.leftover) for text, found in full if SAYS_MORE.search(found.leftover)] == []


def test_what_nobody_read_is_told() -> None:
    assert parse_schedule("毎週火曜 10:00～12:00 申込不要").leftover == "申込不要"
    assert parse_schedule("毎週火曜 10:00～12:00（祝日の翌日は休み）").leftover == "祝日の翌日"
    assert parse_schedule("毎週火曜日の10:00～12:00に開催。").leftover == ""
    assert parse_schedule("〃").leftover == "〃"


def test_a_rule_for_every_day_needs_all_words_read() -> None:
    assert weekdays_of(parse_schedule("9時～17時 月曜休み").rules[0].rrule) == list(BYDAY)
    assert parse_schedule("9時～17時 月曜休み ほかは要確認").rules == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎月1と6のつく日 9時～12時", "MONTHLY;BYMONTHDAY=1,6,11,16,21,26||09:00-12:00||full"),
        ("毎月4のつく日（4日、14日、24日） 10時～12時", "MONTHLY;BYMONTHDAY=4,14,24||10:00-12:00||full"),
        ("毎月4のつく日（4日、14日） 10時～12時", "||10:00-12:00||text_only"),
        ("月末日 10時～12時", "MONTHLY;BYMONTHDAY=-1||10:00-12:00||full"),
        ("第4日曜（奇数月：本館、偶数月：別館）10時～12時", "MONTHLY 4SU||10:00-12:00||full"),
        ("第4日曜（奇数月は本館）10時～12時", "MONTHLY 4SU||10:00-12:00||partial"),
        ("第3水曜（奇数月は第2水曜） 10時～11時", "MONTHLY 3WE ; MONTHLY;BYMONTH=1,3,5,7,9,11 2WE||10:00-11:00||full"),
        ("月・水・金曜（週2回）10時～11時", "||10:00-11:00||partial"),
        ("火・木曜（週2回）10時～11時", "WEEKLY TU,TH||10:00-11:00||full"),
        ("火曜（週2回）10時～11時", "WEEKLY TU||10:00-11:00||partial"),
        ("毎週月水金 9:30～11:00", "WEEKLY MO,WE,FR||09:30-11:00||full"),
        ("毎週火木曜日 9:30～11:00", "WEEKLY TU,TH||09:30-11:00||full"),
        ("毎月1日～5日 10時～16時", "MONTHLY;BYMONTHDAY=1,2,3,4,5||10:00-16:00||full"),
        ("毎月第1月曜から金曜まで 10時～15時", "MONTHLY 1MO||10:00-15:00||partial"),
        ("第2土曜 10時～12時 ※12月は19日に変更", "MONTHLY 2SA||10:00-12:00|month_differs=12|partial"),
        ("第2土曜 10時～12時（7・8月は日程変更あり）", "MONTHLY 2SA||10:00-12:00|month_differs=7,8|partial"),
        ("第4水曜 10時～11時 ※12月は第2週に変更",
         "MONTHLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11 4WE ; MONTHLY;BYMONTH=12 2WE||10:00-11:00|month_differs=12|full"),
        ("毎週金曜 10時～12時（受付は15分前、9時45分から）", "WEEKLY FR||10:00-12:00||full"),
        ("土・日・祝日 9:00～17:00（平日は予約制）", "WEEKLY SA,SU||09:00-17:00||partial"),
        ("平日の月・水・金 13時～16時", "WEEKLY MO,WE,FR||13:00-16:00||full"),
        ("年中（12/31～1/3を除く）9:00～21:00", "DAILY||09:00-21:00|year_end_off|full"),
        ("毎週水曜日（だいにすいようびは やすみ） 10じから11じ", "WEEKLY WE||10:00-11:00|closed=2WE|full"),
        ("毎週水よう 15:00～16:30", "WEEKLY WE||15:00-16:30||full"),
        ("4～9月：毎週土曜9～11時 10～3月：毎週土曜10～12時",
         "WEEKLY;BYMONTH=4,5,6,7,8,9 SA ; WEEKLY;BYMONTH=1,2,3,10,11,12 SA||09:00-11:00 10:00-12:00||full"),
        ("Nov. 3, 2026 (Tue/Holiday) 10:00~15:00", "|2026-11-03|10:00-15:00||full"),
        ("毎週火曜 10時～12時（学校行事により変動）", "WEEKLY TU||10:00-12:00||partial"),
        ("火～日 9時～17時（月曜休館。月曜が祝日の場合は翌平日）", "WEEKLY TU,WE,TH,FR,SA,SU||09:00-17:00||partial"),
        ("4・6・8月の第1木曜（4月は第2、6月は第3）10時～",
         "MONTHLY;BYMONTH=8 1TH ; MONTHLY;BYMONTH=4 2TH ; MONTHLY;BYMONTH=6 3TH||10:00-|month_differs=4,6|partial"),
        ("7/21～8/31 毎日6:30～6:40", "DAILY||06:30-06:40|period=07-21/08-31|partial"),
        ("毎日 8:00～17:00 8/1～8/20は8:00～18:10", "DAILY||08:00-17:00||partial"),
        ("4月1日～10月31日 毎日6:30～、11月1日～3月31日 毎日7:00～", "DAILY||||partial"),
        ("学期に1回 土曜日 10時～12時", "||10:00-12:00||partial"),
        ("毎週月曜19:00～20:30 毎週土曜10:00～11:30、13:00～14:30", "WEEKLY MO,SA||||partial"),
        ("火曜、木曜 10:00～11:00 土曜 13:00～15:00", "WEEKLY TU,TH ; WEEKLY SA||10:00-11:00 13:00-15:00||full"),
        ("10:00～12:00 火曜 木曜、14:00～16:00 毎週土曜", "WEEKLY TU,TH,SA||||partial"),
        ("毎 週 土 曜 日 9:00～11:00", "WEEKLY SA||09:00-11:00||full"),
        ("毎週水曜日 PM1-3", "WEEKLY WE||13:00-15:00||full"),
        ("毎週木曜 10:00～12:00 6/18は13:00～15:00", "WEEKLY TH||10:00-12:00||partial"),
        ("毎週木曜 10:00～12:00（6/18のみ13:00開始）", "WEEKLY TH||10:00-12:00||partial"),
        ("毎週木曜 10:00～12:00 (6/25→6/26に変更)", "WEEKLY TH||10:00-12:00||partial"),
        ("第1・3金曜 18:00～20:00（8月は第3のみ）",
         "MONTHLY;BYMONTH=1,2,3,4,5,6,7,9,10,11,12 1FR,3FR ; MONTHLY;BYMONTH=8 3FR||18:00-20:00|month_differs=8|full"),
        ("4月～翌年3月 毎月第2火曜 10時～12時", "MONTHLY 2TU||10:00-12:00||full"),
        ("祝日も休まず 毎週木曜 10:00～11:00", "WEEKLY TH||10:00-11:00||partial"),
        ("8月も休みなし 毎週木曜 10:00～11:00", "WEEKLY TH||10:00-11:00||partial"),
        ("年末年始も休館しません 毎日 10:00～17:00", "DAILY||10:00-17:00||partial"),
        ("日曜日 13:30～16:30（第2・4）", "MONTHLY 2SU,4SU||13:30-16:30||full"),
        ("金曜日 18:00～20:00 第1・3・5週", "MONTHLY 1FR,3FR,5FR||18:00-20:00||full"),
        ("水曜 10:00～11:30 ※第1・3のみ", "MONTHLY 1WE,3WE||10:00-11:30||full"),
        ("毎週水曜 10:00～11:30 ※第1・3のみ", "||10:00-11:30||partial"),
        ("水曜 10:00～11:30 第1は体操、第3は歌", "WEEKLY WE||10:00-11:30||partial"),
        ("月2回（第1・3）火曜 10時～12時", "MONTHLY 1TU,3TU||10:00-12:00||full"),
        ("第1から第3までの金曜 10時～11時", "MONTHLY 1FR,2FR,3FR||10:00-11:00||full"),
        ("春・秋の毎週日曜 9時～11時", "||09:00-11:00||partial"),
        ("夏季（7月・8月）は休み 毎週金曜 10時～12時", "WEEKLY FR||10:00-12:00|closed_month=7,8|full"),
        ("毎週水曜 10時～11時 12月は慌ただしいのでお休み", "WEEKLY WE||10:00-11:00|closed_month=12|full"),
        ("月曜日（第5を除く）10:00-11:00", "WEEKLY MO||10:00-11:00|closed=5MO|full"),
        ("毎日 6時25分～35分", "DAILY||06:25-06:35||full"),
        ("毎日 6時25分～15分", "DAILY||06:25-||partial"),
        ("定休日：なし 10:00～18:00", "DAILY||10:00-18:00||full"),
        ("火～日 無休 10:00～18:00", "WEEKLY TU,WE,TH,FR,SA,SU||10:00-18:00||full"),
        ("毎週土曜 10時～12時（冬季は11時～13時）", "WEEKLY SA||10:00-12:00||partial"),
        ("毎週土曜 夏季9時～11時、冬季10時～12時", "WEEKLY SA||||partial"),
        ("第1日曜 9:00～11:00（雨天時は第2日曜）", "MONTHLY 1SU||09:00-11:00|rain_postpones|full"),
        ("毎週土曜 9時～11時 雨天時は火曜クラスは中止", "WEEKLY SA||09:00-11:00||partial"),
        ("[月] 10:00-12:00 [木] 13:00-15:00", "WEEKLY MO ; WEEKLY TH||10:00-12:00 13:00-15:00||full"),
        ("月：10～12時、木：13～15時", "WEEKLY MO ; WEEKLY TH||10:00-12:00 13:00-15:00||full"),
        ("2026/11/21(土)10:00～16:00、22(日)10:00～15:00", "|2026-11-21 2026-11-22|10:00-16:00 10:00-15:00||full"),
        ("2026-11-03T13:30:00+09:00/2026-11-03T15:00:00+09:00", "|2026-11-03|13:30-15:00||full"),
        ("第1（だいいち）土曜日（どようび） 10時～12時", "MONTHLY 1SA||10:00-12:00||full"),
        ("第2日曜（おやすみ）、第4日曜 10時～12時", "MONTHLY 4SU||10:00-12:00|closed=2SU|full"),
        ("Dec. 13, 2026 (Sun) 14:00–16:00, doors open 13:30", "|2026-12-13|14:00-16:00||full"),
    ],
)  # fmt: skip
def test_forms_of_other_lists(text: str, expected: str) -> None:
    assert said(text) == expected


def test_a_weekday_that_contradicts_the_day_next_to_the_page_means_no_year_far_away() -> None:
    assert parse_schedule("12月20日(土)14時～16時", dt.date(2026, 12, 1)).dates == ()
    assert parse_schedule("12月20日(日)14時～16時", dt.date(2026, 12, 1)).dates == (dt.date(2026, 12, 20),)
