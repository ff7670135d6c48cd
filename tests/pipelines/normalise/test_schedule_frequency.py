"""How often and in which part of the day: every word of it stands in the sentence, and reads back."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.schedule.frequency import PARTS_OF_THE_DAY, Frequency
from pipelines.normalise.schedule.model import Day, Rule, Schedule, Session
from pipelines.normalise.schedule.parse import parse_schedule, read_schedules
from pipelines.normalise.schedule.render import render
from pipelines.normalise.schedule.unread import unread_words, with_unread


@pytest.mark.parametrize(
    ("text", "sentence", "unread"),
    [
        ("毎月1回10時から11時30分", "月1回 10:00〜11:30", ""),
        ("不定期 ※8月はお休み", "不定期 8月は休み", ""),
        ("年4回(雨天中止)", "年4回 雨天中止", ""),
        ("火・木曜日の午後", "毎週火・木曜日 午後", ""),
        ("毎週金曜午前中", "毎週金曜日 午前", ""),
        ("月1～2回 午後2時から3時30分", "月1〜2回 14:00〜15:30", ""),
        ("年数回の午後", "年数回 午後", ""),
        ("隔月1回10時～10時30分", "隔月1回 10:00〜10:30", ""),
        ("10:30:00-11:00:00 2ヶ月に1度行います。", "隔月1回 10:30〜11:00", ""),
        ("月2回の割合10時～13時 ※変更の場合あり", "月2回程度 10:00〜13:00", "変更の場合あり"),
        ("随時の18：00~20：00", "随時 18:00〜20:00", ""),
        ("年2回（春・秋）の午後", "年2回 午後", "春、秋"),
        ("月2回木曜日の10時〜12時", "月2回 10:00〜12:00", "木曜日"),
        pytest.param("毎月第1・第3月曜 月2回", "毎月第1・第3月曜日", "", id="what the rule says already"),
        pytest.param("第２、第４水曜日 月2～3回", "月2〜3回 毎月第2・第4水曜日", "", id="what it does not"),
        pytest.param("随時受付", "", "随時受付", id="received at any time, not held"),
        pytest.param(
            "平日の午前…午後", "毎週月・火・水・木・金曜日 祝日は休み", "午前、午後", id="two parts of the day"
        ),
        pytest.param("月に一度（定例会）、年に2回（総会）", "", "月に1度、定例会、年に2回、総会", id="two frequencies"),
        pytest.param("毎月1日 10時", "毎月1日 10:00〜", "", id="a day of the month"),
    ],
)
def test_the_sentence_says_how_often_and_when_about_and_the_rest_is_kept(text: str, sentence: str, unread: str) -> None:
    schedule = parse_schedule(text)
    assert (render(schedule), unread_words(schedule.leftover)) == (sentence, unread)


def test_how_often_takes_no_part_in_which_days_are_known() -> None:
    """月1回 beside a closing does not open the other days, and no frequency makes a schedule whole."""
    assert parse_schedule("月1回 10時〜12時 月曜休み").rules == ()
    assert parse_schedule("月1回 10時〜12時").completeness == "text_only"
    assert parse_schedule("毎月2回 土曜日 10:00～12:00").completeness == "partial"


FREQUENCIES = st.one_of(
    st.builds(
        lambda code, least, more, is_about: Frequency(code, least, least + more, is_about),
        st.sampled_from(["per_week", "per_month", "per_year"]),
        st.integers(1, 12),
        st.integers(0, 3),
        st.booleans(),
    ),
    st.builds(lambda code, is_about: Frequency(code, is_about=is_about), st.just("per_year"), st.booleans()),
    st.builds(lambda is_about: Frequency("per_two_months", 1, 1, is_about), st.booleans()),
    st.sampled_from([Frequency("irregular"), Frequency("any_time")]),
)
MORNING = Session(dt.time(10), dt.time(11, 30))


@given(FREQUENCIES, st.sampled_from([None, *PARTS_OF_THE_DAY]), st.booleans())
def test_every_frequency_reads_back_from_its_sentence(often: Frequency, part: str | None, has_hours: bool) -> None:
    hours, part = ((MORNING,), None) if has_hours else ((), part)
    said = render(Schedule(sessions=hours, frequency=often, day_part=part))
    again = parse_schedule(said)
    assert (again.frequency, again.day_part, again.sessions, again.leftover) == (often, part, hours, "")


@given(FREQUENCIES, st.integers(0, 6))
def test_a_frequency_stands_beside_a_date_and_takes_nothing_from_it(often: Frequency, days: int) -> None:
    day = dt.date(2026, 12, 1) + dt.timedelta(days)
    again = parse_schedule(render(Schedule(dates=(day,), sessions=(MORNING,), frequency=often)))
    assert (again.frequency, again.dates, again.sessions) == (often, (day,), (MORNING,))


def test_a_rule_that_says_how_often_does_not_say_it_twice() -> None:
    rule = Rule("MONTHLY", (Day(2, 2), Day(2, 4)))
    assert render(Schedule((rule,), frequency=Frequency("per_month", 2, 2))) == "毎月第2・第4水曜日"
    assert render(Schedule((rule,), frequency=Frequency("per_month", 1, 2))) == "月1〜2回 毎月第2・第4水曜日"


def test_columns_hold_the_frequency_and_the_words_nobody_read() -> None:
    read = read_schedules(pl.Series(["年5～6回程度の午後", "毎月2回 春のみ", "毎週火曜 10時〜12時"]))
    columns = ("frequency_code", "frequency_min", "frequency_max", "is_frequency_approximate", "day_part_code")
    assert read.select(columns).rows() == [
        ("per_year", 5, 6, True, "afternoon"),
        ("per_month", 2, 2, False, None),
        (None, None, None, None, None),
    ]
    assert read["schedule_unread"].to_list() == [None, "春のみ", None]
    said = read.select(with_unread("schedule_sentence", "schedule_unread")).to_series().to_list()
    assert said == ["年5〜6回程度 午後", "月2回（原文のまま：春のみ）", "毎週火曜日 10:00〜12:00"]
