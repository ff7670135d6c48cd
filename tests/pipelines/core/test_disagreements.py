"""Contradictions between lists: what differs in meaning, not in spelling."""

import polars as pl
import pytest

from pipelines.core.disagreements import disagreements
from warehouse.contract import table
from warehouse.contract.frames import frame

_LISTING = dict.fromkeys(table("norm__listings").column_names) | {
    "source_key": "s",
    "page_url": "https://x.example/",
    "position": 1,
    "run_id": "r1",
}


def found(published: dict[str, object], *said: dict[str, object]) -> list[tuple[object, ...]]:
    entities = ("organizer_id", "venue_id")
    listings = [
        _LISTING | {"listing_id": f"l{number}"} | {name: value for name, value in row.items() if name not in entities}
        for number, row in enumerate(said)
    ]
    members = pl.DataFrame(
        [
            {"listing_id": f"l{number}", "activity_id": "a"} | {name: row.get(name) for name in entities}
            for number, row in enumerate(said)
        ],
        schema=dict.fromkeys(("listing_id", "activity_id", *entities), pl.String),
    )
    activity = {"activity_id": "a", "name": "名", "listing_count": 1, "source_count": 1} | published
    df = disagreements(
        pl.DataFrame(listings, schema=dict(frame(table("norm__listings"), []).schema)),
        members,
        frame(table("core__activities"), [activity]),
    )
    return df.select("field_name", "listing_id", "said_text", "said_count", "proposed_text", "proposed_count").rows()


def test_a_contradiction_names_both_values_and_how_many_say_them() -> None:
    rows = found({"phone": "044-1"}, {"phone": "044-1"}, {"phone": "044-1"}, {"phone": "044-2"})
    assert rows == [("phone", "l2", "044-2", 1, "044-1", 2)]


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (
            {"address": "土橋2-13-2", "town": "土橋2丁目", "block": "13-2"},
            {"address": "土橋二丁目13番2号", "town": "土橋2丁目", "block": "13-2"},
        ),
        ({"venue": "土橋会館", "venue_id": "v1"}, {"venue": "土橋会館（2階）", "venue_id": "v1"}),
        (
            {"organizer": "NPO法人ひろば", "organizer_id": "o1"},
            {"organizer": "特定非営利活動法人ひろば", "organizer_id": "o1"},
        ),
        ({"venue": "鋼管通西公園", "venue_id": "v1"}, {"venue": "鋼管通西公園", "venue_id": "v2"}),
        ({"url": "https://x.example/"}, {"url": "http://www.x.example/index.html"}),
        ({"phone": "044-1"}, {"phone": None}),
        ({"phone": None}, {"phone": "044-1"}),
        ({"schedule": "毎週水曜"}, {"schedule": "毎週水曜日です"}),
    ],
)
def test_another_spelling_and_silence_contradict_nobody(published: dict[str, object], said: dict[str, object]) -> None:
    assert found(published, said) == []


def test_another_place_and_another_day_contradict() -> None:
    published = {
        "venue": "土橋会館",
        "venue_id": "v1",
        "schedule": "毎週水曜",
        "schedule_rrule": "FREQ=WEEKLY;BYDAY=WE",
    }
    published |= {"fee": "無料", "fee_yen_min": 0}
    said = {"venue": "菅会館", "venue_id": "v2", "schedule": "毎週木曜", "schedule_rrule": "FREQ=WEEKLY;BYDAY=TH"}
    said |= {"fee": "100円", "fee_yen_min": 100}
    assert [row[:1] + row[2:3] for row in found(published, said)] == [
        ("fee", "100円"),
        ("schedule", "毎週木曜"),
        ("venue", "菅会館"),
    ]
