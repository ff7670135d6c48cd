"""Schedules of the event service: spread over keys and put together again."""

from hypothesis import given
from hypothesis import strategies as st

from cities.kawasaki.sample_city.sites.events import join_schedule, split_schedule
from cities.kawasaki.sample_city.world import World


def test_every_schedule_of_the_event_service_survives_splitting(world: World) -> None:
    dated = 0
    for entry in world.of("kawasaki_city_events"):
        if entry.schedule_text:
            item = split_schedule(entry.schedule_text)
            assert join_schedule(item) == entry.schedule_text
            dated += bool(item["date_w"])
            assert bool(item["time_from"]) is bool(item["time_to"])
    assert dated > 60
    assert split_schedule("2026-11-11 15:00:00-16:00:00")["date_w"] == "水"
    assert split_schedule("13:30:00〜15:30:00 10:00:00〜12:00:00")["time_from"] == ""


@given(
    st.one_of(
        st.text(min_size=1),
        st.from_regex(r"\A(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d-\d\d:\d\d:\d\d( .+)?\Z"),
        st.from_regex(r"\A\d{4}-\d\d-\d\d ?(\d\d:\d\d:\d\d)?-?( .+)?\Z"),
    )
)
def test_splitting_a_schedule_loses_nothing(text: str) -> None:
    assert join_schedule(split_schedule(text)) == text
