"""A city without wards, whose replica is saved pages and which has no code: from its pages to its site."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

ROOT = Path(__file__).parents[2]
_SOURCES = ("miura_circle", "miura_english", "miura_net", "miura_salon", "miura_taiso")


def _hiroba(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: a process works for one city."""
    env = {name: text for name, text in os.environ.items() if not name.startswith("HIROBA_")}
    env |= {"HIROBA_CITY": "miura", "HIROBA_DATA_DIR": str(root)}
    code = "import pipelines.cli; pipelines.cli.main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of a first night."""
    root = tmp_path_factory.mktemp("miura")
    done = _hiroba(root, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "×" not in done.stdout, done.stdout
    return (root / "miura" / "sample" / "published" / "latest").resolve()


def test_every_listing_is_published_and_has_its_town(release: Path) -> None:
    activities, listings = (
        pl.read_parquet(release / f"{name}.parquet") for name in ("activities", "activity_listings")
    )
    assert listings.height == 48
    assert set(listings.get_column("source_key")) == set(_SOURCES)
    japanese = activities.filter(pl.col("address").str.starts_with("三浦市"))
    assert japanese.height >= activities.height - 4, "an address in Latin letters alone has no town"
    assert japanese.select("town", "block", "lat", "postcode").null_count().sum_horizontal().item() == 0
    assert activities.get_column("ward_code").null_count() == activities.height
    assert set(activities.get_column("activity_id").str.slice(0, 4)) == {"mia_"}


def test_what_stands_on_two_lists_is_one_activity(release: Path) -> None:
    listings = pl.read_parquet(release / "activity_listings.parquet")
    together = listings.group_by("activity_id").agg(pl.col("name").sort()).filter(pl.col("name").list.len() > 1)
    names = together.get_column("name").to_list()
    # One name, one phone; 城ヶ島 in two tongues
    assert ["和田ふれあいカフェ", "和田ふれあいカフェ"] in names
    assert ["南下浦 親子ひろば なぎさ", "南下浦親子ひろば「なぎさ」"] in names
    assert ["Jogashima Beach Cleanup", "城ヶ島の海辺をきれいにする会"] in names
    assert all(len(each) == 2 for each in names), "no third one by mistake"


def test_the_city_is_its_one_area(release: Path) -> None:
    estimates = pl.read_parquet(release / "estimates.parquet")
    assert set(estimates.get_column("stratum_code")) == {"city", "kind"}
    assert pl.read_parquet(release / "codes_ward.parquet").is_empty()
    assert pl.read_parquet(release / "rates.parquet").is_empty(), "nobody has put its people down"
    people = pl.read_csv(release / "activities_ja.csv", infer_schema=False)
    assert people.get_column("区").unique().to_list() == ["三浦市"]
    with duckdb.connect(str(release / "hiroba.duckdb"), read_only=True) as con:
        assert con.sql("SELECT count(*) FROM activities WHERE town LIKE '三崎%'").fetchall()[0][0] > 0


def test_files_and_texts_are_called_after_the_city(release: Path) -> None:
    events = pl.read_csv(release / "142107_event.csv", infer_schema=False)
    assert set(events.get_column("全国地方公共団体コード")) == {"142107"}
    assert set(events.get_column("所在地_市区町村")) == {"三浦市"}
    package: dict[str, Any] = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["name"], package["title"]) == ("miura-community-activities", "三浦市の地域活動")
    texts = [path for path in release.rglob("*") if path.suffix in (".md", ".html", ".json", ".csv", ".js", ".sql")]
    assert len(texts) > 100
    told = [path.name for path in texts if "川崎" in (text := path.read_text(encoding="utf-8")) or "Kawasaki" in text]
    assert told == [], "another city is named"


def test_the_site_offers_no_wards_and_its_map_begins_at_the_city(release: Path) -> None:
    first = (release / "site" / "index.html").read_text(encoding="utf-8")
    assert "三浦市の地域活動をさがす" in first and 'data-english="Find activities in Miura"' in first
    assert "区からえらぶ" not in first and '<input type="hidden" name="ward" value="">' in first
    assert not (release / "site" / "ward").exists()
    assert '"bbox":[139.59,35.11,139.7,35.23]' in (release / "site" / "data" / "shapes.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", _SOURCES)
def test_its_cases_are_read_as_expected(key: str, tmp_path: Path) -> None:
    done = _hiroba(tmp_path, "check-source", key)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_doctor_finds_nothing_that_is_needed_and_says_what_would_help(tmp_path: Path) -> None:
    done = _hiroba(tmp_path, "doctor")
    assert done.returncode == 0
    assert "足りないものはありません" in done.stdout
    assert "なくても動きます: 公共施設の表 facilities.csv がありません" in done.stdout
