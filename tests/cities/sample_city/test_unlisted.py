"""Activities that no list names: many, always the same, and without a trace in what is listed."""

from collections import Counter

from cities.kawasaki.sample_city.places import WARDS
from cities.kawasaki.sample_city.unlisted import unlisted
from cities.kawasaki.sample_city.world import build_world
from warehouse.contract import VOCABULARIES


def test_they_are_the_same_every_time_and_another_city_has_others() -> None:
    assert unlisted() == unlisted()
    assert unlisted(1) != unlisted()


def test_four_in_ten_of_what_there_is_stand_on_no_list() -> None:
    listed = len({entry.entity_id for entry in build_world().entries})
    assert 0.3 < len(unlisted()) / (len(unlisted()) + listed) < 0.45


def test_they_are_of_known_kinds_in_every_ward_and_none_is_listed() -> None:
    made = unlisted()
    assert {each.kind for each in made} <= set(VOCABULARIES["kind"].values())
    assert set(Counter(each.ward for each in made)) == set(WARDS)
    assert {each.entity_id for each in made}.isdisjoint(entry.entity_id for entry in build_world().entries)
    assert len({each.entity_id for each in made}) == len(made)
