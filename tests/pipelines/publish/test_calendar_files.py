"""Calendars: what a program can read, also where a list says something odd."""

from datetime import time, timedelta
from pathlib import Path

import icalendar
import polars as pl
import pytest

from pipelines.publish.exports.calendar_files import write_calendars


@pytest.mark.parametrize("end", [time(13, 30), time(10, 0)])
def test_an_event_never_ends_before_it_begins(
    end: time, release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    odd = release_tables["activity_schedules"].with_columns(session_start=pl.lit(time(13, 30)), session_end=pl.lit(end))
    write_calendars(release_tables | {"activity_schedules": odd}, tmp_path, "")
    (event,) = icalendar.Calendar.from_ical((tmp_path / "calendars" / "141364_cafe.ics").read_bytes()).walk("VEVENT")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
