"""`places`: the point of a town, the facility a venue names."""

import polars as pl

from pipelines.normalise.places import find_places


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
    }
