"""`dates`: one certain date, or none."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.dates import parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("平成15年11月", "2003-11"),
        ("昭和六十一年九月三日", "1986-09-03"),
        ("令和元年5月1日", "2019-05-01"),
        ("R8.4.1", "2026-04-01"),
        ("2003/2", "2003-02"),
        ("20260401", "2026-04-01"),
        ("２０２４年度", "2024"),
        ("令和6年度4月", "2024"),
        ("2019年(平成31年)4月", "2019-04"),
        ("2026-11-16T00:00:00+09:00", "2026-11-16"),
        ("2026-11-16 00:00:00", "2026-11-16"),
        ("令8.11.16", "2026-11-16"),
        ("平成8年4月1日～", "1996-04-01"),
        ("Nov. 3, 2025", "2025-11-03"),
        ("Sat., 14th March 2026", "2026-03-14"),
        ("since July 2019", "2019-07"),
        ("2025ねん11がつ3か", "2025-11-03"),
        ("れいわ7ねん11がつ23にち（にち）", "2025-11-23"),
        ("2026年11月23日（月・祝）", "2026-11-23"),
    ],
)
def test_a_date(text: str, iso: str) -> None:
    found = parse_date(text)
    assert found is not None and found.iso == iso
    assert found.precision == ("year", "month", "day")[iso.count("-")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "16年度",
        "平成28(2017)年度",
        "4月1日",
        "2026年2月30日",
        "昭和65年1月",
        "2003年と2004年",
        "044-2003-1234",
        "昭和50年代",
        "1990年代前半",
        "2021～2023年",
        "平成20～25年",
        "2019-2021",
        "～2023年",
        "2023年まで",
        "会費2000円",
        "2025年11月3日～9日",
        "2025年11月3日、4日",
        "2019年以前",
        "2025年11月3日（火）",  # a Monday
    ],
)
def test_what_is_not_certain_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "context", "iso"),
    [
        ("1月3日", dt.date(2019, 12, 10), "2020-01-03"),
        ("8/22", dt.date(2019, 3, 10), "2019-08-22"),
        ("12月28日", dt.date(2026, 1, 5), "2025-12-28"),
        ("10月4日（日）", dt.date(2026, 9, 1), "2026-10-04"),
        ("10月4日（月）", dt.date(2026, 9, 1), None),
        ("10月4日、10月5日", dt.date(2026, 9, 1), None),
        ("2025年10月4日", dt.date(2026, 9, 1), "2025-10-04"),
    ],
)
def test_a_day_without_a_year_takes_that_of_its_page(text: str, context: dt.date, iso: str | None) -> None:
    found = parse_date(text, context)
    assert (found and found.iso) == iso


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2060, 12, 31)))
def test_every_way_to_write_a_day_reads_back(day: dt.date) -> None:
    written = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
    ]
    if day.year >= 2020:
        written += [f"令和{day.year - 2018}年{day.month}月{day.day}日", f"R{day.year - 2018}.{day.month}.{day.day}"]
    for text in written:
        found = parse_date(text)
        assert found is not None and found.iso == day.isoformat(), text


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or len(found.iso) in (4, 7, 10)


@pytest.mark.parametrize("text", ["年" * 100_000, "20" * 50_000, "平成" * 50_000, "2026/" * 99])
def test_a_hostile_text_ends(text: str) -> None:
    assert parse_date(text) is None
