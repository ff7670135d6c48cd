"""Days and times as lists say them: the same evening in five ways."""

import polars as pl
import pytest

from pipelines.normalise.days_said import days_said


def said(text: str | None) -> tuple[str | None, ...]:
    return days_said(pl.Series([text], dtype=pl.String)).row(0)


@pytest.mark.parametrize(
    "text",
    [
        "毎月第2・4水曜日 10:00〜12:00",
        "第2、第4(水) 午前10時から12時",
        "②④水 10時〜",
        "だい2・だい4 すいようび 10じ",
        "2nd and 4th Wed, 10am-noon",
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
        ("月曜を除く毎日", "1", None),
        ("不定期", None, None),
        (None, None, None),
    ],
)
def test_days_and_start(text: str | None, days: str | None, start: str | None) -> None:
    found = said(text)
    if days == "1":
        assert found[0] is not None
        return
    assert found[0] == days
    assert found[3] == start


def test_a_date_is_a_date_and_its_weekday() -> None:
    days, weekdays, dates, _ = said("12月4日(金)、1/15(金)")
    assert dates == "01-15;12-04"
    assert weekdays == "FR"
    assert days == "1FR;3FR"
