"""A city from its code: what the table of towns tells, and what is refused."""

import string
from pathlib import Path

import pytest

from cities import city as module
from cities import new_city
from cities.city import CityError, read_city
from cities.new_city import create, declaration
from warehouse.expectations.bounds import read_bounds


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FOLDER", tmp_path)


def test_a_city_without_wards() -> None:
    city = create("miura", "142107")
    assert (city.name, city.kana, city.en, city.prefecture) == ("三浦市", "みうらし", "Miura City", "神奈川県")
    assert (city.wards, city.postcodes, city.county) == ((), ("238",), "")
    bounds = read_bounds(city.folder / "expectations" / "sample.toml")
    assert bounds["range.lat"][:2] == (city.box[0], city.box[2])
    assert bounds["range.lon"][:2] == (city.box[1], city.box[3])


def test_a_designated_city_has_its_wards_and_a_long_vowel_is_short() -> None:
    city = create("kobe", "281000")
    assert city.en == "Kobe City"
    assert [ward.en for ward in city.wards][:2] == ["Higashinada-ku", "Nada-ku"]
    assert len(city.wards) == 9


def test_a_town_of_a_county_and_a_ward_of_tokyo() -> None:
    town, ward = create("nakai", "143618"), create("chiyoda", "131016")
    assert (town.name, town.county, town.stem_kana) == ("中井町", "足柄上郡", "なかい")
    assert (ward.name, ward.wards, ward.stem) == ("千代田区", (), "千代田")


def test_no_two_cities_get_the_same_letters() -> None:
    create("miura", "142107")
    create("mito", "082015")
    assert (read_city("miura").id_letters, read_city("mito").id_letters) == ("mi", "mt")


def test_where_all_pairs_of_a_letter_are_taken_a_city_gets_three() -> None:
    pairs = {f"m{other}" for other in string.ascii_lowercase}
    assert new_city._letters("mito", pairs - {"mz"}) == "mz"
    assert new_city._letters("mito", pairs) == "maa"
    assert new_city._letters("mito", pairs | {"maa"}) == "mab"


@pytest.mark.parametrize(
    ("key", "code", "said"),
    [
        ("Miura", "142107", "「Miura」は使えません"),
        ("sample", "142107", "「sample」は使えません"),
        ("miura", "142108", "「142108」という市区町村はありません"),
        ("kawasaki_ku", "141313", "政令指定都市は市のコード"),
    ],
)
def test_what_cannot_be_a_city_is_refused_and_nothing_is_written(
    key: str, code: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(CityError, match=said):
        create(key, code)
    assert list(tmp_path.iterdir()) == []


def test_a_city_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    create("miura", "142107")
    with pytest.raises(CityError, match="cities/miura はもうあります"):
        create("miura", "142107")


def test_the_declaration_is_what_is_read(tmp_path: Path) -> None:
    text = declaration("miura", "142107", set())
    assert text.splitlines()[1:3] == ['key = "miura"', 'id_letters = "mi"']
    assert new_city.FILE == "city.toml"
