"""Lists and times as text, and back."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.contract import TABLES, published_tables, table
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.frames import conform, dtypes, empty_frame, frame, violations
from warehouse.contract.derived.text_form import announced, as_text, from_text, in_text, with_announced, with_typed

RULES = ["FREQ=MONTHLY;BYDAY=1SA", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"]
CASES = [
    ("schedule_rrules", RULES, " ; ".join(RULES)),
    ("schedule_days", [dt.date(2026, 12, 3), dt.date(2026, 12, 10)], "2026-12-03;2026-12-10"),
    ("session_starts", [dt.time(10), None], "10:00 ; "),
    ("session_ends", [None, dt.time(12, 30)], " ; 12:30"),
    ("target_group_codes", ["infant", "guardian"], "infant;guardian"),
    ("sns_urls", ["https://x.example/a;b", "https://y.example/"], "https://x.example/a;b ; https://y.example/"),
    ("spellings", ["土橋会", "土橋の会"], "土橋会 ／ 土橋の会"),
    ("session_start", dt.time(9, 5), "09:05"),
    ("changed_on", dt.date(2026, 12, 3), "2026-12-03"),
    ("is_key", True, "true"),
    ("capacity", 20, "20"),
    ("lat", 35.58, "35.58"),
    ("name", "土橋会", "土橋会"),
]


@pytest.mark.parametrize(("name", "value", "text"), [*CASES, *((name, None, None) for name, _, _ in CASES)])
def test_a_value_is_written_as_text_and_read_back(name: str, value: object, text: str | None) -> None:
    df = pl.DataFrame({name: [value]}, schema=dtypes([name]))
    written = df.select(as_text(name))
    assert written.item() == text
    assert written.select(from_text(pl.col(name), name).alias(name)).equals(df)


@given(st.lists(st.one_of(st.none(), st.times().map(lambda each: each.replace(second=0, microsecond=0))), min_size=1))
def test_times_keep_their_places(times: list[dt.time | None]) -> None:
    df = pl.DataFrame({"session_starts": [times]}, schema=dtypes(["session_starts"]))
    assert df.select(from_text(as_text("session_starts"), "session_starts")).to_series().to_list() == [times]


def test_midnight_at_the_end_of_a_day_was_written_24_00() -> None:
    read = pl.select(from_text(pl.lit("18:00 ; 24:00"), "session_ends")).to_series()
    assert read.to_list() == [[dt.time(18), dt.time(0)]]


def test_what_will_go_stands_beside_what_is_read_instead_and_is_left_out_of_text() -> None:
    activities = table("activities")
    going = announced(activities)
    assert going["start_time"] == "session_starts"
    df = frame(activities, [{"activity_id": "a", "session_starts": [dt.time(10), dt.time(13)]}]).drop(going)
    both = with_announced(df, activities)
    assert set(both.columns) == set(activities.column_names)
    assert both.get_column("start_time").to_list() == ["10:00 ; 13:00"]
    text = in_text(both, activities)
    assert "session_starts" not in text.columns and text.get_column("start_time").to_list() == ["10:00 ; 13:00"]
    assert text.width == len(activities.column_names) - len(going)


@pytest.mark.parametrize(
    "entry", [entry for entry in published_tables() if announced(entry)], ids=lambda each: each.name
)
def test_an_older_release_is_read_with_todays_types(entry: object) -> None:
    assert isinstance(entry, type(table("activities")))
    old = empty_frame(entry).drop(announced(entry).values())
    assert not violations(entry, with_typed(old, entry))


def test_a_typed_column_has_the_type_of_its_entries_in_every_table() -> None:
    typed = {name for name, column in COLUMNS.items() if column.type.startswith("list[") or column.type == "time"}
    held = {name for entry in TABLES.values() for name in entry.column_names}
    assert typed <= held
    text = {text for entry in published_tables() for text in announced(entry)}
    assert all(COLUMNS[name].type == "text" for name in text)


@pytest.mark.parametrize(
    ("groups", "problem"),
    [([], "何も入っていない一覧"), (["infant", "dog"], "語彙 target_group にない"), ([""], "空文字")],
)
def test_a_list_is_never_empty_and_holds_only_codes_of_its_vocabulary(groups: list[str], problem: str) -> None:
    row = {"activity_id": "a", "name": "会", "listing_count": 1, "source_count": 1, "target_group_codes": groups}
    core = table("core__activities")
    found = violations(core, frame(core, [row]))
    assert problem in found[0].sentence()
    assert conform(core, frame(core, [row | {"target_group_codes": ["infant"]}])).height == 1
