"""Calendars: what a program can read, also where a list says something odd."""

from datetime import time, timedelta
from pathlib import Path

import icalendar
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.publish.exports.calendar_files import _escaped, _folded, write_calendars


@pytest.mark.parametrize(
    ("end", "length"),
    [
        (time(13, 30), timedelta(hours=1)),
        (time(10, 0), timedelta(hours=1)),
        (time(0, 0), timedelta(hours=10, minutes=30)),
        (time(1, 0), timedelta(hours=11, minutes=30)),
    ],
)
def test_an_event_never_ends_before_it_begins(
    end: time, length: timedelta, release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    odd = release_tables["activity_schedules"].with_columns(session_start=pl.lit(time(13, 30)), session_end=pl.lit(end))
    write_calendars(release_tables | {"activity_schedules": odd}, tmp_path, "")
    (event,) = icalendar.Calendar.from_ical((tmp_path / "calendars" / "141364_cafe.ics").read_bytes()).walk("VEVENT")
    assert event.decoded("dtend") - event.decoded("dtstart") == length


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=300))
def test_a_long_line_is_folded_as_the_library_folds_it(text: str) -> None:
    event = icalendar.Event()
    event.add("summary", text)
    written = _folded("SUMMARY:" + pl.select(_escaped(pl.lit(text))).item())
    assert written in event.to_ical().decode("utf-8").split("\r\n", 1)[1]


@pytest.mark.parametrize("text", ["a,b;c", "c:\\N", "c:\\\\n", "一\r\n二\n三\r四", "^n"])
def test_a_text_is_escaped_as_the_library_escapes_it(text: str) -> None:
    event = icalendar.Event()
    event.add("summary", text)
    assert f"SUMMARY:{pl.select(_escaped(pl.lit(text))).item()}\r\n" in event.to_ical().decode("utf-8")


def test_a_release_without_a_certain_rule_has_the_page_alone(
    release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    none = release_tables["activity_schedules"].clear()
    write_calendars(release_tables | {"activity_schedules": none}, tmp_path, "")
    assert [path.name for path in (tmp_path / "calendars").iterdir()] == ["README.md"]
