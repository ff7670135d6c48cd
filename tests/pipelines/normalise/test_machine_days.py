"""Days and times of systems in words of people."""

import polars as pl
import pytest

from pipelines.normalise.machine_days import in_words_of_people


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-09-27 09:00:00-12:00:00", "2026年9月27日 09:00〜12:00"),
        ("18:00:00-19:30:00 日曜日(週1回)", "日曜日(週1回) 18:00〜19:30"),
        ("10:00:00-13:00:00 2026-12-13;2027-01-10", "2026年12月13日、2027年1月10日 10:00〜13:00"),
        ("2027-01-06 13:00:00-15:00:00 全3回", "2027年1月6日 13:00〜15:00 全3回"),
        ("00:00:00-00:00:00 金曜日 全8回", "金曜日 全8回"),
        ("00:00:00-00:00:00", None),
        ("2026-12-05 09:15:00", "2026年12月5日 09:15"),
        ("毎月第1水曜 13時30分〜15時", "毎月第1水曜 13時30分〜15時"),
        ("10:00-12:00 電話044-200-1234", "10:00-12:00 電話044-200-1234"),
        (None, None),
    ],
)
def test_days_and_times_of_machines_are_shown_as_people_write_them(text: str | None, said: str | None) -> None:
    df = pl.DataFrame({"schedule": [text]}, schema={"schedule": pl.String})
    assert df.select(in_words_of_people(pl.col("schedule"))).item() == said
