"""Calendars: what a program can read, also where a list says something odd."""

from datetime import timedelta
from pathlib import Path

import icalendar
import polars as pl
import pytest

from pipelines.publish.exports.calendar_files import write_calendars


@pytest.mark.parametrize("end", ["13:30", "10:00"])
def test_an_event_never_ends_before_it_begins(
    end: str, release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    odd = release_tables["activity_schedules"].with_columns(start_time=pl.lit("13:30"), end_time=pl.lit(end))
    write_calendars(release_tables | {"activity_schedules": odd}, tmp_path, "")
    (event,) = icalendar.Calendar.from_ical((tmp_path / "calendars" / "141364_cafe.ics").read_bytes()).walk("VEVENT")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
