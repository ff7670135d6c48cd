"""`places`: the point of a town, the facility a venue names."""

import polars as pl
import pytest

from pipelines.normalise.city_tables import facility_rows
from pipelines.normalise.places import find_places
from pipelines.normalise.town_table import ward_of_house


def place(ward: str | None, town: str | None, venue: str | None) -> dict[str, object]:
    columns = (pl.Series([text], dtype=pl.String) for text in (ward, town, venue))
    return find_places(*columns).row(0, named=True)


def test_a_town_gives_its_postcode_and_a_point_that_says_it_is_a_towns() -> None:
    found = place("141364", "土橋2丁目", None)
    assert (found["postcode"], found["geo_level_code"], found["facility"]) == ("2160005", "town", None)


def test_a_facility_is_found_with_and_without_the_city_and_a_room() -> None:
    for venue in ("中原市民館", "川崎市中原市民館", "中原市民館 第1会議室", "中原市民館２階", "中原市民館（ロビー）"):
        found = place("141330", None, venue)
        assert (found["facility"], found["geo_level_code"]) == ("中原市民館", "facility"), venue


def test_a_facility_of_another_ward_is_not_the_venue() -> None:
    assert place("141372", None, "中原市民館")["facility"] is None


def test_what_the_tables_do_not_know_stays_open() -> None:
    assert place(None, None, "まちの縁側") == {
        "facility": None,
        "postcode": None,
        "lat": None,
        "lon": None,
        "geo_level_code": None,
        "venue_ward_code": None,
    }


@pytest.mark.parametrize(
    ("venue", "ward"),
    [
        pytest.param("中原市民館", "141330", id="a facility of the table"),
        pytest.param("上麻生集会所", "141372", id="a hall called after its town"),
        pytest.param("三田第1公園", "141356", id="one of several parks"),
        pytest.param("王禅寺西コミュニティルーム", "141372", id="the longer of two towns"),
        pytest.param("三田製作所", None, id="a town, and no house"),
        pytest.param("小杉ビル", None, id="anybody may be called so"),
        pytest.param("平公園", None, id="one sign is no certain town"),
    ],
)
def test_the_venue_tells_the_ward(venue: str, ward: str | None) -> None:
    assert place(None, None, venue)["venue_ward_code"] == ward


def test_no_hall_that_is_called_after_a_town_lies_in_another_ward() -> None:
    known = facility_rows().select("name", "ward_code").rows()
    told = [(name, ward, found) for name, ward in known if (found := ward_of_house(name))]
    assert len(told) > 40
    assert [each for each in told if each[1] != each[2]] == []
