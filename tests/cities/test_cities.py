"""A city is a folder: what its file must hold, that the table of towns knows it, and that nothing else names it."""

import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from cities import city as module
from cities.city import DEFAULT, City, CityError, city_keys, read_city, with_check_digit
from cities.here import files_worked_with, here
from cities.nation import towns_of
from warehouse.contract import VOCABULARIES

ROOT = Path(__file__).parents[2]
_MAY = {
    "pipelines/normalise/name_words.py": "相模原",  # a list of the large cities of the country
    "cities/city.py": "DEFAULT = ",
}
"""File → what the line says that may name one."""
_REPLICA = "from cities.kawasaki.sample_city"
"""The lab measures against the one replica whose truth is known; `test_house` lists who in the lab looks at it."""


def _words_of(city: City) -> list[str]:
    """What nothing outside of its folder may say: names and codes of a city and of its wards."""
    wards = [text for ward in city.wards for text in (ward.code, ward.name, ward.kana, ward.en)]
    return [city.code, city.code[:5], city.stem, city.stem_kana, city.short_en, city.key, *wards]


@pytest.mark.parametrize("key", city_keys())
def test_nothing_but_its_folder_names_a_city(key: str) -> None:
    city = read_city(key)
    words = re.compile("|".join(map(re.escape, _words_of(city))), re.IGNORECASE)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in listed.stdout.split("\0") if _is_product(name)]
    assert len(files) > 400
    found = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        if path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if words.search(line) and _MAY.get(str(path.relative_to(ROOT)), _REPLICA) not in line
    }
    assert found == set()


def _is_product(name: str) -> bool:
    """Code and texts of the product; not what a city has, nor documents, nor data of benches and of people."""
    root, _, rest = name.partition("/")
    if root not in ("cities", "warehouse", "scrapers", "pipelines", "dbt_like_sql") and name != "pyproject.toml":
        return False
    is_of_a_city = root == "cities" and rest.partition("/")[0] in city_keys()
    is_data = name.startswith(("pipelines/lab/benchmarks/", "pipelines/normalise/data/gold/", "warehouse/judgements/"))
    kinds = (".py", ".sql", ".toml", ".j2", ".js", ".md", ".css", ".csv")
    return name.endswith(kinds) and not is_of_a_city and not is_data and name != "cities/README.md"


@pytest.mark.parametrize("key", city_keys())
def test_the_table_of_towns_agrees_with_every_city(key: str) -> None:
    city = read_city(key)
    towns = towns_of(city.code)
    assert towns.height > 0
    assert towns.select("prefecture", "city").unique().rows() == [(city.prefecture, city.name)]
    wards = towns.drop_nulls("ward").select("ward_code", "ward").unique()
    assert dict(wards.iter_rows()) == {ward.code: ward.name for ward in city.wards}
    south, west, north, east = city.box
    points = towns.drop_nulls("lat")
    assert points.filter(pl.col("lat").is_between(south, north) & pl.col("lon").is_between(west, east)).height == len(
        points
    )
    first = towns.get_column("postal_code").drop_nulls().str.slice(0, 3).unique()
    assert set(first) <= set(city.postcodes)


def test_a_change_of_another_city_or_of_a_replica_is_no_change_of_what_is_read() -> None:
    names = {path.relative_to(ROOT / "cities").as_posix() for path in files_worked_with()}
    assert {"towns.parquet", "city.py", "kawasaki/city.toml", "kawasaki/sources/fukumimi/lookups.csv"} <= names
    assert not {name for name in names if name.startswith(("miura", "kawasaki/sample_city", "kawasaki/expectations"))}


def test_no_two_cities_mint_the_same_ids() -> None:
    letters = [read_city(key).id_letters for key in city_keys()]
    assert len(set(letters)) == len(letters)


def test_the_ward_vocabulary_is_that_of_the_city() -> None:
    assert here().key == DEFAULT
    assert VOCABULARIES["ward"].values() == tuple(ward.code for ward in here().wards)


def test_the_last_digit_checks_a_code() -> None:
    # Sapporo, Chiyoda, Yokohama, Okinawa's Yonaguni: every digit the sum can end in (JIS X 0402)
    assert [with_check_digit(code) for code in ("01100", "13101", "14100", "47382")] == [
        "011002",
        "131016",
        "141003",
        "473821",
    ]
    codes = towns_of("141003").select("city_code", "ward_code").unique()
    assert all(code == with_check_digit(code[:5]) for code in codes.get_column("ward_code"))


_SOUND = """key = "mura"
id_letters = "mr"
code = "142107"
name = "見本村"
kana = "みほんむら"
en = "Mihon Village"
prefecture = "神奈川県"
prefecture_kana = "かながわけん"
box = [35.1, 139.5, 35.3, 139.7]
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "type[_Writer]":
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    _Writer.folder = tmp_path / "mura"
    return _Writer


class _Writer:
    folder: Path

    def __init__(self, text: str) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "city.toml").write_text(text, encoding="utf-8")


def test_a_village_without_wards_is_a_city(write: type[_Writer]) -> None:
    write(_SOUND)
    city = read_city("mura")
    assert (city.wards, city.stem, city.stem_kana, city.short_en) == ((), "見本", "みほん", "Mihon")
    assert city.home(Path("data")) == Path("data/mura")
    assert city_keys() == ("mura",)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"142107"', '"142108"', "「142108」は全国地方公共団体コード"),
        ('name = "見本村"\n', "", "name を文字で"),
        ('key = "mura"', 'key = "other"', "フォルダーの名前「mura」"),
        ("box = [35.1, 139.5, 35.3, 139.7]", "box = [35.3, 139.5, 35.1, 139.7]", "南端、西端、北端、東端"),
        ("box =", "boxes =", "boxes という項目はありません"),
        ("box =", 'wards = ["緑区"]\nbox =', "[コード, 名前, よみ, 英語名]"),
        ("box =", "box = =", "TOML として読めません"),
    ],
)
def test_a_wrong_file_is_told_with_its_value(write: type[_Writer], before: str, after: str, said: str) -> None:
    assert before in _SOUND
    write(_SOUND.replace(before, after))
    with pytest.raises(CityError, match=re.escape(said)):
        read_city("mura")


def test_a_city_that_is_not_there_is_told_before_anything_runs() -> None:
    command = [sys.executable, "-m", "pipelines.cli", "releases"]
    code = "import pipelines.cli; pipelines.cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *command[3:]],
        cwd=ROOT,
        env={"HIROBA_CITY": "atlantis", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "「atlantis」という市区町村はありません" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
