"""Organisers: whose a telephone number is."""

from collections.abc import Callable

import polars as pl
import pytest

from pipelines.core.entities import organisers
from warehouse.contract import table
from warehouse.contract.derived.frames import frame, violations

Make = Callable[..., pl.DataFrame]


@pytest.mark.parametrize(
    ("phones", "own"),
    [
        pytest.param(["044-200-1111"], "044-200-1111", id="of its only activity"),
        pytest.param(["044-200-1111", "044-200-1111", "044-200-2222"], "044-200-1111", id="of most"),
        pytest.param(["044-200-1111", "044-200-2222"], None, id="each activity has its own"),
        pytest.param(["044-200-1111", "044-200-1111", "044-200-2222", "044-200-3333"], None, id="not of most"),
        pytest.param([None, "044-200-1111"], "044-200-1111", id="an activity without a number says nothing"),
        pytest.param([None], None, id="nobody gives one"),
    ],
)
def test_an_organiser_has_the_number_most_of_its_activities_give(
    listings: Make, phones: list[str | None], own: str | None
) -> None:
    held = [{"listing_id": f"l{number}", "organizer": "見本の会", "phone": each} for number, each in enumerate(phones)]
    entities = pl.DataFrame([{"listing_id": row["listing_id"], "organizer_id": "kwo_a"} for row in held])
    activities = frame(
        table("core__activities"),
        [
            {
                "activity_id": f"a{number}",
                "name": "活動",
                "listing_count": 1,
                "source_count": 1,
                "organizer_id": "kwo_a",
                "phone": each,
            }
            for number, each in enumerate(phones)
        ],
    )
    found = organisers(listings(*held), entities, activities)
    assert not violations(table("core__organisers"), found)
    assert found.select("organizer_id", "phone", "activity_count").rows() == [("kwo_a", own, len(phones))]
