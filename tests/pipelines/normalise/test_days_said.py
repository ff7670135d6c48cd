"""Days and times as lists say them: the same evening in five ways."""

import datetime as dt

import polars as pl
import pytest

from pipelines.normalise.days_said import days_said

_READ = {
    "schedule": pl.String,
    "schedule_rrules": pl.List(pl.String),
    "schedule_days": pl.List(pl.Date),
    "session_starts": pl.List(pl.Time),
}


def said(text: str | None) -> tuple[str | None, ...]:
    """Of a listing of which nothing was read: days, weekdays, dates and start."""
    found = days_said(pl.DataFrame({"schedule": [text]}, schema_overrides=_READ).select(_with_all()))
    return found.select("days_said", "weekdays_said", "dates_said", "start_said").row(0)


def read(**columns: object) -> dict[str, str | None]:
    """Of a listing of which something was read."""
    df = pl.DataFrame({name: [columns.get(name)] for name in _READ}, schema=_READ)
    return days_said(df).row(0, named=True)


def _with_all() -> list[pl.Expr]:
    return [
        pl.col("schedule"),
        *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in _READ.items() if name != "schedule"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "毎月第2・4水曜日 10:00〜12:00",
        "第2、第4(水) 午前10時から12時",
        "②④水 10時〜",
        "だい2・だい4 すいようび 10じ",
        "2nd and 4th Wed, 10am-noon",
        "Wed 2nd & 4th, 10-noon",
        "水曜（2、4週） 10:00〜",
    ],
)
def test_one_day_in_many_ways(text: str) -> None:
    days, weekdays, _, start = said(text)
    assert days == "2WE;4WE"
    assert weekdays == "WE"
    assert start == "600"


@pytest.mark.parametrize(
    ("text", "days", "start"),
    [
        ("毎週火曜日 13:30〜15:30", "1TU;2TU;3TU;4TU;5TU", "810"),
        ("木曜 夜7時〜", "1TH;2TH;3TH;4TH;5TH", "1140"),
        ("第2日曜 1時半〜4時", "2SU", "810"),  # nobody meets before six
        ("火曜日 6:30pm〜8:30pm", "1TU;2TU;3TU;4TU;5TU", "1110"),
        ("月2回 土曜日", None, None),  # which two is not said
        ("月曜を除く毎日", None, None),
        ("火10-1040", "1TU;2TU;3TU;4TU;5TU", "600"),  # the shorthand of sheets
        ("3土1330-1530", "3SA", "810"),
        ("奇数月3日 14:00〜", "3SU", "840"),
        ("月1〜2回", None, None),  # a count is no time
        ("水曜日よる7時", "1WE;2WE;3WE;4WE;5WE", "1140"),
        ("さいしょの 水曜日 10じ", "1WE", "600"),
        ("first Sunday, noon-3", "1SU", "720"),
        ("火と金の9時〜", "1FR;1TU;2FR;2TU;3FR;3TU;4FR;4TU;5FR;5TU", "540"),
        ("不定期", None, None),
        (None, None, None),
    ],
)
def test_days_and_start(text: str | None, days: str | None, start: str | None) -> None:
    found = said(text)
    assert found[0] == days
    assert found[3] == start


def test_a_date_is_a_date_and_its_weekday() -> None:
    days, weekdays, dates, _ = said("12月4日(金)、1/15(金)")
    assert dates == "01-15;12-04"
    assert weekdays == "FR"
    assert days == "1FR;3FR"


def test_what_was_read_goes_before_what_a_text_seems_to_say() -> None:
    found = read(
        schedule="第4火 13:00〜15:00 8,12月休",
        schedule_rrules=["FREQ=MONTHLY;BYDAY=4TU"],
        session_starts=[dt.time(13)],
    )
    assert found["days_said"] == "4TU"
    assert found["starts_said"] == "780"
    assert found["half_said"] == "pm"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2・4の日曜 9:30", "2SU;4SU"),
        ("日曜 9:30、第3日曜は休み", "1SU;2SU;3SU;4SU;5SU"),
        ("毎週日曜 9:30（第1日曜は体験）", "1SU;2SU;3SU;4SU;5SU"),
    ],
)
def test_weeks_that_a_text_names_narrow_every_week(text: str, days: str) -> None:
    found = read(schedule=text, schedule_rrules=["FREQ=WEEKLY;BYDAY=SU"], session_starts=[dt.time(9, 30)])
    assert found["days_said"] == days


def test_an_evening_is_no_morning() -> None:
    found = read(schedule="水曜よる7時", schedule_rrules=["FREQ=WEEKLY;BYDAY=WE"], session_starts=[dt.time(7)])
    assert (found["start_said"], found["half_said"]) == ("1140", "night")


def test_a_date_that_was_read_has_its_week_and_weekday() -> None:
    found = read(schedule="2026年3月15日", schedule_days=[dt.date(2026, 3, 15)])
    assert (found["days_said"], found["weekdays_said"], found["dates_said"]) == ("3SU", "SU", "03-15")


def test_the_hours_of_a_house_are_no_days_of_a_group() -> None:
    found = read(schedule="月火水木金 9:00〜17:00", schedule_rrules=["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"])
    assert found["days_said"] is None
    assert found["weekdays_said"] is None


@pytest.mark.parametrize(
    ("rule", "text", "months"),
    [
        ("FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11;BYDAY=4SA", "奇数月第4土曜", "1;3;5;7;9;11"),
        (None, "偶数月の第4土曜ごろ", "2;4;6;8;10;12"),
        (None, "第4土曜", None),
    ],
)
def test_months(rule: str | None, text: str, months: str | None) -> None:
    assert read(schedule=text, schedule_rrules=[rule] if rule else None)["months_said"] == months


@pytest.mark.parametrize(
    ("text", "half"), [("火・金 午前", "am"), ("金PM", "pm"), ("水曜夜", "night"), ("午前・午後", None)]
)
def test_half_of_a_day(text: str, half: str | None) -> None:
    assert read(schedule=text)["half_said"] == half


@pytest.mark.parametrize(
    ("rules", "months"),
    [
        (["FREQ=MONTHLY;BYMONTH=4,5;BYDAY=1SA", "FREQ=MONTHLY;BYMONTH=10;BYDAY=2SA"], "4;5;10"),
        (["FREQ=MONTHLY;BYMONTH=4;BYDAY=1SA", "FREQ=WEEKLY;BYDAY=SU"], None),
    ],
)
def test_months_of_all_rules(rules: list[str], months: str | None) -> None:
    assert read(schedule="いろいろ", schedule_rrules=rules)["months_said"] == months
