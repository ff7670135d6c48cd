"""Closings: what they say of weekdays and dates, and that a closed day never becomes one of the activity."""

import datetime as dt
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.normalise.schedule.closed_dates import closed_days
from pipelines.normalise.schedule.model import Schedule
from pipelines.normalise.schedule.notation import BYDAY, WEEKDAYS
from pipelines.normalise.schedule.parse import parse_schedule
from pipelines.normalise.schedule.render import render
from tests.pipelines.normalise.test_schedule_clauses import CORPUS

PAGE = dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("text", "said", "completeness"),
    [
        ("毎週火曜 10時～12時 ※11月3日（火・祝）はお休み", "2026-11-03", "full"),
        ("毎週火曜 10時～12時 ※11月3日はお休み", "11-03", "full"),
        ("毎週火曜 10時～12時 ※11月3日（水）はお休み", "11-03", "full"),
        ("毎週火曜 10時～12時（12/8、15、22を除く）", "12-08,12-15,12-22", "full"),
        ("毎週水曜 10時～11時（8/12(水)～8/19(水)は休み）", "2026-08-12/2026-08-19", "full"),
        ("令和8年5月9日～6月13日の毎週土曜（5月23日を除く）10時～12時", "2026-05-23", "full"),
        ("令和8年度 毎週土曜 10時～12時 1月2日は休み", "2027-01-02", "full"),
        ("毎週火曜 10時～12時 令和8年12月22日～翌年1月12日は休み", "2026-12-22/2027-01-12", "full"),
        ("毎週火曜 10時～12時 2026年12月1日、2027年1月5日、12日は休み", "2026-12-01,2027-01-05,2027-01-12", "full"),
        ("月～金 9時～17時 12/28～1/4は休館", "12-28/01-04", "full"),
        ("月～金 9時～17時 12/29～1/3は休館", None, "full"),
        ("毎週火曜 10時～12時 休講日 11月3日(火)、12月29日(火)", "2026-11-03,2026-12-29", "full"),
        ("毎週火曜 10時～12時 ※11月3日（火）は会場の都合によりお休みします。", "2026-11-03", "full"),
        ("毎週火曜 10時～12時 11月3日（火）の教室は休みです。", "2026-11-03", "full"),
        ("12/1(火)、1/5(火)雨天時は中止", None, "partial"),
        ("10月8日(木)、10月22日(木)、11月は休み、12月10日(木) 10時～11時", None, "partial"),
        ("毎週木曜 10時～11時 10月8日(木)、11月は休み", "2026-10-08", "full"),
        ("2026年12月6日～12日 9時～17時 ※7日(月)休館", "2026-12-07", "partial"),
        ("毎週月曜 9時～17時 ※7日(月)休館", None, "partial"),
    ],
)  # fmt: skip
def test_a_closed_date_is_said_and_reads_back(text: str, said: str | None, completeness: str) -> None:
    schedule = parse_schedule(text, PAGE)
    codes = dict(code.partition("=")[::2] for code in schedule.exceptions)
    assert (codes.get("closed_date"), schedule.completeness) == (said, completeness)
    again = parse_schedule(render(schedule))
    assert set(again.exceptions) == set(schedule.exceptions)


def test_only_days_with_a_year_are_days_of_a_calendar() -> None:
    codes = ["holidays_off", "closed_date=2026-12-31/2027-01-02,08-13,2026-11-03"]
    assert [f"{day:%Y-%m-%d}" for day in closed_days(codes)] == ["2026-12-31", "2027-01-01", "2027-01-02", "2026-11-03"]


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("毎週日曜（第2は除く）と第2土曜", {"2SU"}),
        ("毎週火曜（第3は休み）・木曜 10時～", {"3TU"}),
        ("毎週日曜（第2を除く）10:00～12:00と第2土曜13:00～15:00", {"2SU"}),
        ("毎週月曜10:00～12:00（第4週除く）、木曜（第1週除く）13:00～", {"4MO", "1TH"}),
        ("火曜（最終週は休み）、金曜", {"-1TU"}),
        ("第2・第4火曜（第5週は休み）と毎週金曜", set()),
        # What stands in one list in front of the bracket is governed as one
        ("火・木曜（第3は休み）10時～", {"3TU", "3TH"}),
        ("毎週火曜・木曜 10:00～12:00（第5週は休み）", {"5TU", "5TH"}),
        ("土日（第2週は休み） 10時", {"2SA", "2SU"}),
        # Without a bracket it is said of all, as before
        ("毎週水曜・金曜。第3週は休み", {"3WE", "3FR"}),
        ("第1水曜、毎週金曜 ※第3週のぞく", {"3FR"}),
        ("毎週日曜（第2のぞく）", {"2SU"}),
        ("毎週日曜（第2除く）", {"2SU"}),
    ],
)  # fmt: skip
def test_a_closed_week_in_brackets_is_said_of_the_days_in_front(text: str, closed: set[str]) -> None:
    codes = [code.partition("=") for code in parse_schedule(text).exceptions]
    assert {day for name, _, days in codes if name == "closed" for day in days.split(",")} == closed


CLOSED = st.sampled_from(
    ["（{}曜は休み）", " ※{}曜日は休み", "\n※{}曜日休館", "（{}休み）",
     " ※毎週{}曜日は休館日", " 定休日：{}曜", "（{}曜日を除く）",
     " {}曜日休み", "。{}曜日はお休みです。", " ※ただし、{}曜日は休み", "【休館日】{}曜日",
     " 休み：{}", " （第2{}曜日は休み）", "、{}曜は除く"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(CORPUS), CLOSED, st.sampled_from(range(7)))
def test_a_closing_behind_any_text_never_adds_its_day(text: str, closing: str, weekday: int) -> None:
    before, after = parse_schedule(text), parse_schedule(text + closing.format(WEEKDAYS[weekday]))
    new = _days(after) - _days(before)
    assert not {day for day in new if day.endswith(BYDAY[weekday])}
    assert set(after.dates) <= set(before.dates)


A_DAY = re.compile("[月火水木金土日]曜日?")


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([text for text in CORPUS if A_DAY.search(text)]),
    st.sampled_from(["休み", "は休み", "休館"]),
    st.data(),
)
def test_a_closing_behind_a_day_of_any_text_never_adds_that_day(text: str, closing: str, data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(list(A_DAY.finditer(text))))
    new = _days(parse_schedule(text[: day.end()] + closing + text[day.end() :])) - _days(parse_schedule(text))
    assert not {each for each in new if each.endswith(BYDAY[WEEKDAYS.index(day[0][0])])}


SIGNS = st.text(alphabet="毎週月火水木金土日曜第0123456789・、〜:時分から/()（）※は のみ祝", max_size=40)


@settings(max_examples=400, deadline=None)
@given(SIGNS, CLOSED, st.sampled_from(range(7)))
def test_a_closing_behind_signs_in_any_order_never_adds_its_day(text: str, closing: str, weekday: int) -> None:
    assume(WEEKDAYS[weekday] not in text)
    new = _days(parse_schedule(text + closing.format(WEEKDAYS[weekday]))) - _days(parse_schedule(text))
    assert not {day for day in new if day.endswith(BYDAY[weekday])}


def _days(schedule: Schedule) -> set[str]:
    """Weekdays of rules with their place in the month; a rule for every day is what a closing alone leaves."""
    rules = [rule for rule in schedule.rules if rule.freq != "DAILY"]
    return {day.byday for rule in rules for day in rule.days}


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(CORPUS),
    st.sampled_from(["（3月3日は休み）", " ※3月3日（火）はお休み", "\n※3/3休館", " ただし3月3日を除く"]),
)
def test_a_closed_date_behind_any_text_is_never_a_day(text: str, closing: str) -> None:
    page = dt.date(2026, 2, 20)
    assert dt.date(2026, 3, 3) not in set(parse_schedule(text + closing, page).dates) - set(
        parse_schedule(text, page).dates
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("毎週月曜 10時～12時 8月は開催なし", "closed_month=8"),
        ("毎週月曜 ※5月・1月は実施なし 10時00分～12時00分", "closed_month=5,1"),
        ("毎週月曜 10時～12時（8月は開催せず）", "closed_month=8"),
        ("毎週月曜 10時～12時（8月の実施はありません）", "closed_month=8"),
        ("毎週月曜 10時～12時 8月開催なし", "closed_month=8"),
        ("毎週月曜 10時～12時 1月、7月から9月は休み", "closed_month=1,7,8,9"),
        ("毎週月曜 10時～12時 祝日は開催なし", "holidays_off"),
        ("毎週月曜 10時～12時 第5週は開催なし", "closed=5MO"),
    ],
)
def test_nothing_held_is_a_closing(text: str, codes: str) -> None:
    schedule = parse_schedule(text)
    assert (";".join(schedule.exceptions), schedule.completeness) == (codes, "full")
    assert len(schedule.rules) == len(schedule.sessions) == 1


@pytest.mark.parametrize("note", ["8月は予約なし", "8月も開催、予約なし", "8月開催分は申込なし"])
def test_nothing_else_missing_is_a_closing(note: str) -> None:
    assert parse_schedule(f"毎週月曜 10時～12時 {note}").exceptions == ()


@pytest.mark.parametrize(
    ("text", "codes", "completeness"),
    [
        ("祝日と重なる週はお休み／毎週月曜日 14時～16時", "holidays_off", "full"),
        ("毎週月曜日 14時～16時（祝日に当たる場合は休会）", "holidays_off", "full"),
        ("毎週月曜日 14時～16時（祝日と重なる場合は休みの場合あり）", "", "partial"),
        ("毎週月曜日 14時～16時 祝日の週はお休み", "", "partial"),
        ("Sundays 2-4pm, closed on 5th Sundays and during the New Year holidays", "year_end_off;closed=5SU", "full"),
        ("Sundays 2-4pm, closed during summer holidays", "summer_vacation_off", "full"),
        ("Sundays 2-4pm, closed on holidays", "holidays_off", "full"),
        ("Sundays 2-4pm, closed during the school holidays", "", "partial"),
        ("Sundays 2-4pm, closed during Golden Week holidays", "", "partial"),
    ],
)
def test_which_holidays_are_closed(text: str, codes: str, completeness: str) -> None:
    schedule = parse_schedule(text)
    assert (";".join(schedule.exceptions), schedule.completeness) == (codes, completeness)
    assert len(schedule.rules) == 1


@pytest.mark.parametrize(
    "note",
    [
        "※12月は行事のため第3水曜はお休み",
        "12月は第3水曜は休み",
        "（12月は第3水曜休み）",
        "12月は第2月曜と第3水曜は休み",
    ],
)
def test_what_is_closed_in_one_month_is_open_in_the_others(note: str) -> None:
    schedule = parse_schedule(f"毎月第3・4水曜 10:00〜11:00 {note}")
    assert (schedule.exceptions, schedule.completeness) == ((), "partial")
    assert [rule.rrule for rule in schedule.rules] == ["FREQ=MONTHLY;BYDAY=3WE,4WE"]
