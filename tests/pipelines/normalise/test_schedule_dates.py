"""Dates as real lists give them: runs, series over the turn of the year, stamps of other people's tables."""

import datetime as dt

import pytest

from pipelines.normalise.schedule.parse import parse_schedule

PAGE = dt.date(2026, 10, 10)


def said(text: str, context: dt.date | None = None) -> tuple[str, str, str]:
    """Dates, periods and times."""
    schedule = parse_schedule(text, context)
    periods = [code.removeprefix("period=") for code in schedule.exceptions if code.startswith("period=")]
    times = [f"{_clock(each.start)}-{_clock(each.end)}" for each in schedule.sessions]
    return " ".join(str(day)[2:] for day in schedule.dates), " ".join(periods), " ".join(times)


def _clock(time: dt.time | None) -> str:
    return "" if time is None else f"{time:%H:%M}"


@pytest.mark.parametrize(
    ("text", "dates", "period"),
    [
        ("10月17日（土）～25日（日）", "", "2026-10-17/2026-10-25"),
        ("10/17~25", "", "2026-10-17/2026-10-25"),
        ("10月30日～2日", "", "2026-10-30/2026-11-02"),
        ("11月20日(金)から翌年3月31日(水)まで(予定)", "", "2026-11-20/2027-03-31"),
        ("12月4日（金）～\n1月12日（火）", "", "2026-12-04/2027-01-12"),
        ("10月25日(日)まで", "", ""),
        ("～10月25日(日)", "", ""),
        ("10月25日(日)から", "", ""),
        ("10/24(土) 10:00～10/25(日) 15:00", "", "2026-10-24/2026-10-25"),
        ("10月の予定：１０日（土）２４日（土）", "26-10-10 26-10-24", ""),
        ("10月の日程 15日（木）、29日（木）", "26-10-15 26-10-29", ""),
        ("11月：7日(土)、21日(土)", "26-11-07 26-11-21", ""),
        ("11月の開催日🍁14日、28日", "26-11-14 26-11-28", ""),
        ("11月の予定：7日(土)、12月の予定：5日(土)", "26-11-07 26-12-05", ""),
        ("11月の開催 3日間", "", ""),
        ("13:00～ 11月14日（土）", "26-11-14", ""),
        ("①9:30～10:30 ②11:00～ 11月14日（土）・15日(日)", "26-11-14 26-11-15", ""),
        ("11月3日(祝)、11月23日（祝日）", "26-11-03 26-11-23", ""),
        ("10月24日(土)・25日(日)", "26-10-24 26-10-25", ""),
        ("10月24日（土）/25日（日）", "26-10-24 26-10-25", ""),
        ("10月24日（土）\n・25日（日）", "26-10-24 26-10-25", ""),
        ("10月17、24、31日", "26-10-17 26-10-24 26-10-31", ""),
        ("(1)10月17日、(2)24日、(3)11月7日", "26-10-17 26-10-24 26-11-07", ""),
        ("①10月17日 ②10月24日", "26-10-17 26-10-24", ""),
        ("10月18日 ※11月1日～11月30日は別の展示を開催", "26-10-18", ""),
        ("申込：10月12日(月)9時から 開催日：10月24日(土)", "26-10-24", ""),
        ("10月24日（土）（申込締切10月20日）", "26-10-24", ""),
        ("10月20日必着", "", ""),
        ("10月1日現在", "", ""),
        ("10月は17日、24日の土曜日", "26-10-17 26-10-24", ""),
        ("10/24～3/20 第3土曜日", "", "2026-10-24/2027-03-20"),
        ("2026年11月の毎週木曜日", "", "2026-11-01/2026-11-30"),
        ("開催中～10月24日（土）", "", ""),
        ("December 5-7, 2026", "", "2026-12-05/2026-12-07"),
        ("10がつ18にち（にち）・25にち（にち）", "26-10-18 26-10-25", ""),
        ("10月24日頃", "", ""),
    ],
)
def test_ends_of_a_run_are_no_days(text: str, dates: str, period: str) -> None:
    assert said(text, PAGE)[:2] == (dates, period)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param("11月26日、12月10日、1月14日 いずれも（木）", "26-11-26 26-12-10 27-01-14", id="forward"),
        pytest.param("11月26日、12月10日、1月15日 いずれも（木）", "", id="one is no Thursday"),
        pytest.param(
            "4月11日、6月13日、11月14日、2月13日 すべて土曜", "26-04-11 26-06-13 26-11-14 27-02-13", id="begun"
        ),
        pytest.param("12月5日(土)、1月9日(土)、2月6日(土)", "26-12-05 27-01-09 27-02-06", id="weekdays"),
        pytest.param("12月5日(土)、11月28日(土)", "26-12-05 26-11-28", id="out of order, and the weekdays say so"),
        pytest.param("12月5日、11月28日", "26-12-05", id="out of order: of which year is the second?"),
        pytest.param("10月24日(日)", "", id="no such weekday near"),
        pytest.param("2026年10月24日(日)", "", id="a weekday that contradicts its date"),
        pytest.param("2026年10月24日(土)", "26-10-24", id="one that does not"),
        pytest.param("R8 11月14日・12月5日 R9 1月16日", "26-11-14 26-12-05 27-01-16", id="a year in front of several"),
        pytest.param("令和8(2026)年11月の会\n11月8日(日)", "26-11-08", id="a year in the heading"),
        pytest.param("10月24日(土)18:00～、25日(日)14:00～", "26-10-24 26-10-25", id="a time between"),
    ],
)
def test_a_list_of_dates_runs_forward(text: str, dates: str) -> None:
    assert said(text, PAGE)[0] == dates


@pytest.mark.parametrize(
    ("text", "dates", "times"),
    [
        ("2026-10-24 00:00:00", "26-10-24", ""),
        ("2026/10/24 0:00", "26-10-24", ""),
        ("2026-10-24T00:00:00.000Z 10:00～15:00", "26-10-24", "10:00-15:00"),
        ("2026-10-24T10:00:00+09:00", "26-10-24", "10:00-"),
        ("2026-10-24T01:00:00Z", "", ""),
        ("1899-12-30 13:30:00", "", "13:30-"),
        ("1900/1/1 9:00 - 1900/1/1 11:00", "", "09:00-11:00"),
        ("2026/10/24 10:00 - 2026/10/24 12:00", "26-10-24", "10:00-12:00"),
        ("2026/12/31 0:00～5:00", "26-12-31", "00:00-05:00"),
        ("9:30～11:30／13:30～15:30", "", "09:30-11:30 13:30-15:30"),
    ],
)
def test_stamps_of_tables_are_plain_dates_and_clocks(text: str, dates: str, times: str) -> None:
    found = said(text)
    assert (found[0], found[2]) == (dates, times)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("10月24日（土）10:00～12:00 ※雨天順延 10月25日（日）", ("rain_postpones=2026-10-25",)),
        ("10月24日（土）雨天の場合は25日（日）", ("rain_postpones=2026-10-25",)),
        ("10月24日(土) ※雨天時は31日(土)に実施", ("rain_postpones=2026-10-31",)),
        ("10月24日(土) 荒天の場合10月31日に延期", ("storm_postpones=2026-10-31",)),
        ("10月24日(土) 9:30集合 雨天順延（予備日：10月31日）", ("rain_postpones=2026-10-31",)),
        ("10月24日(土) 予備日10月31日", ()),
    ],
)
def test_a_day_for_bad_weather_is_no_day(text: str, codes: tuple[str, ...]) -> None:
    schedule = parse_schedule(text, PAGE)
    assert (schedule.dates, schedule.exceptions) == ((dt.date(2026, 10, 24),), codes)


def test_an_end_alone_bounds_a_rule_and_is_told() -> None:
    schedule = parse_schedule("3月30日まで毎週火曜日 10時～11時", PAGE)
    assert schedule.exceptions == ("period=/2027-03-30",)
    assert parse_schedule("3月30日まで", PAGE).exceptions == ()


def test_weekdays_beside_dates_are_those_of_the_dates() -> None:
    assert parse_schedule("10月17日、24日（各土曜日）13:30～15:30", PAGE).rules == ()
    assert parse_schedule("5月16日、6月20日（土曜日）").rules == ()
    assert [rule.rrule for rule in parse_schedule("10月～12月の毎週土曜日、10月24日").rules] == [
        "FREQ=WEEKLY;BYMONTH=10,11,12;BYDAY=SA"
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("11/21・28、12/5・12(土) 10:00～12:00", "2026-11-21 2026-11-28 2026-12-05 2026-12-12"),
        ("11月21日（土）13:30～15:00／11月28日（土）13:30～15:00", "2026-11-21 2026-11-28"),
        ("12月1日(火)・8日(火) 2日間 13:30～15:30", "2026-12-01 2026-12-08"),
        ("12月3日開始 毎週木曜 18:00～19:00", ""),
        ("12月3日(木)開始 10時", "2026-12-03"),
    ],
)
def test_a_list_of_days_has_all_its_days_and_no_other(text: str, dates: str) -> None:
    schedule = parse_schedule(text, dt.date(2026, 11, 20))
    assert " ".join(map(str, schedule.dates)) == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "2026年11/12、26、12/10、2027年1/14、28（いずれも木）",
            "2026-11-12 2026-11-26 2026-12-10 2027-01-14 2027-01-28",
        ),
        ("2026年11/12,26,12/10,24 18:30～20:00", "2026-11-12 2026-11-26 2026-12-10 2026-12-24"),
        ("2026年9/5、19（土）10時～12時", "2026-09-05 2026-09-19"),
        ("2026年9月5・19、10月3・17日 10時～12時", "2026-09-05 2026-09-19 2026-10-03 2026-10-17"),
        ("2026年9月5日、10名、10月3日 10時～12時", "2026-09-05 2026-10-03"),
        ("2026年9月5日、10 10:00～12:00", "2026-09-05"),
        ("2026年11/12、26名まで 18:30～20:00", "2026-11-12"),
        ("2026年11/12、20 歳以上 18:30～20:00", "2026-11-12"),
        ("2026年9/5、12（各500円）10:00～12:00", "2026-09-05"),
        ("2026年9/19、5 10:00～12:00", "2026-09-19"),
        ("①9/5②9/19③10/3④10/17（2026年・すべて土）", "2026-09-05 2026-09-19 2026-10-03 2026-10-17"),
        ("9/5、9/19（2026年）13:00～15:00", "2026-09-05 2026-09-19"),
        ("9/5、9/19（令和8年、雨天中止）13:00～15:00", "2026-09-05 2026-09-19"),
        ("9/5(土)、9/20(土)（2026年）13:00～15:00", "2026-09-05"),  # the other one is no Saturday
        ("12/3、1/14（2026年）13:00～15:00", ""),
        ("9/5、9/19（2026年現在）13:00～15:00", ""),
        ("9/5、9/19（2026年から）13:00～15:00", ""),
        ("12月の予定（2026年） 1日(火)、8日(火) 9:45〜10:45", "2026-12-01 2026-12-08"),
        ("12月（令和8年）5日(土)、12日(土) 10:00～11:00", "2026-12-05 2026-12-12"),
        ("12月の予定（2026年度） 1日(火)、8日(火)", ""),
    ],
)
def test_a_year_behind_and_days_without_their_month(text: str, dates: str) -> None:
    assert " ".join(map(str, parse_schedule(text).dates)) == dates
