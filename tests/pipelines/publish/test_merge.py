"""Releases of several cities as one: every row once, with its city; what is one across a border; what is refused."""

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from math import cos, radians
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines.merge.border import NEAR_KM, same_across, within_reach
from pipelines.merge.parts import MergeError, read_parts
from pipelines.merge.write import merge
from warehouse.storage import read_table

OTHER = {"id": "142107", "key": "yokosuka", "name": "となり市", "prefecture": "神奈川県"}


@pytest.fixture(scope="module")
def two(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The small release and the same of another city: other IDs, all else the same."""
    other = tmp_path_factory.mktemp("other") / "release"
    shutil.copytree(release_folder, other)
    for path in other.glob("*.parquet"):
        df = pl.read_parquet(path)
        texts = [name for name, dtype in df.schema.items() if dtype == pl.String and name.endswith("_id")]
        renamed = [pl.col(name).str.replace("^kw", "xy").str.replace("^s_", "t_") for name in texts]
        df.with_columns(renamed).write_parquet(path)
    _said(other, city=OTHER)
    return release_folder, other


def _said(folder: Path, **facts: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | facts), encoding="utf-8")


@pytest.fixture(scope="module")
def merged(two: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return merge(two, tmp_path_factory.mktemp("merged") / "out").folder


def test_every_row_of_every_city_is_there_once_with_its_city(two: tuple[Path, Path], merged: Path) -> None:
    for name in ("activities", "activity_listings", "sources", "activity_values", "release", "organisers"):
        df = read_table(merged / f"{name}.parquet")
        parts = [read_table(folder / f"{name}.parquet") for folder in two]
        assert df.columns == ["city_id", *parts[0].columns]
        by_city = {city: rows.drop("city_id") for (city,), rows in df.partition_by("city_id", as_dict=True).items()}
        for city, part in zip(("141305", "142107"), parts, strict=True):
            assert by_city[city].rows() == part.rows() if part.height else city not in by_city
    assert read_table(merged / "activities.parquet").get_column("activity_id").is_unique().all()
    codes = read_table(merged / "codes_kind.parquet")
    assert codes.equals(read_table(two[0] / "codes_kind.parquet")), "codes mean the same everywhere: once"
    assert read_table(merged / "cities.parquet").get_column("name").to_list() == [_city(two[0])["name"], "となり市"]


def _city(folder: Path) -> dict[str, str]:
    city: dict[str, str] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["city"]
    return city


def test_a_club_that_two_cities_list_is_told_and_stays_in_both(merged: Path) -> None:
    pairs = read_table(merged / "same_across_cities.parquet")
    assert pairs.select("activity_id", "other_activity_id", "city_id", "other_city_id").rows() == [
        ("kwa_1", "xya_1", "141305", "142107"),
        ("kwa_2", "xya_2", "141305", "142107"),
    ]
    manifest = json.loads((merged / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["same_across_cities"] == {"pairs": 2, "distinct_activities": 2}
    readme = (merged / "README.md").read_text(encoding="utf-8")
    assert "同じ活動は 2 組" in readme and "活動は 2 です" in readme


def test_the_duckdb_file_holds_the_same_and_says_what_every_column_is(merged: Path) -> None:
    with duckdb.connect(str(merged / "hiroba.duckdb"), read_only=True) as con:
        rows = con.execute("SELECT city_id, count(*) FROM activities GROUP BY ALL ORDER BY ALL").fetchall()
        assert rows == [("141305", 2), ("142107", 2)]
        silent = "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        assert con.execute(silent).fetchall() == []
        declared = set(con.execute("SELECT table_name, column_name FROM data_dictionary").fetchall())
        held = set(con.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall())
        assert declared == held
        assert {name for name, _ in held} == {path.stem for path in merged.glob("*.parquet")}


def test_every_file_has_its_sum_and_the_same_releases_make_the_same_one(
    two: tuple[Path, Path], merged: Path, tmp_path: Path
) -> None:
    lines = (merged / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in lines)
    held = {path.relative_to(merged).as_posix() for path in merged.rglob("*") if path.is_file()}
    assert held == {*sums, "SHA256SUMS"}
    assert all(hashlib.sha256((merged / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())
    again = merge(two[::-1], tmp_path / "again").folder
    assert [path.read_bytes() for path in sorted(again.glob("*.parquet"))] == [
        path.read_bytes() for path in sorted(merged.glob("*.parquet"))
    ]


def _activities(two: tuple[Path, Path]) -> pl.DataFrame:
    return pl.concat(
        read_table(folder / "activities.parquet")
        .filter(pl.col("lat").is_not_null())
        .select(pl.lit(_city(folder)["id"]).alias("city_id"), pl.all())
        for folder in two
    )


OF_ANOTHER = dict.fromkeys(("kana", "mail", "fax", "phone", "schedule_rrules", "session_starts", "session_ends", "fee"))
OF_ANOTHER |= {"name": "みどり囲碁クラブ", "organizer": "みどり囲碁の会", "schedule": "毎週土曜 9時〜11時"}


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 1),
        ({"lat": 35.58 + 1.5 / 111.2}, 1),
        ({"lat": 35.58 + 3 / 111.2}, 0),
        ({"lat": None, "lon": None}, 1),
        (OF_ANOTHER, 0),
    ],
)
def test_what_is_far_apart_or_another_thing_is_never_one(
    two: tuple[Path, Path], change: dict[str, Any], count: int
) -> None:
    df = _activities(two)
    other = df.tail(1).with_columns(pl.lit(value).alias(name) for name, value in OF_ANOTHER.items())
    df = pl.concat([df, other.with_columns(activity_id=pl.lit("xya_3"))], how="diagonal_relaxed")
    changed = [
        pl.when(pl.col("activity_id") == "xya_1").then(pl.lit(value, df.schema[name])).otherwise(name).alias(name)
        for name, value in change.items()
    ]
    assert same_across(df.with_columns(changed)).height == count


def test_within_reach_is_everything_near_another_city_or_without_a_place() -> None:
    """Against every pair measured: no activity that has a neighbour is left out."""
    chance = random.Random(5)
    rows = [
        {
            "activity_id": f"a{n}",
            "city_id": f"c{n % 3}",
            "lat": chance.uniform(43, 43.3),
            "lon": chance.uniform(141, 141.4),
        }
        for n in range(60)
    ] + [{"activity_id": "nowhere", "city_id": "c0", "lat": None, "lon": None}]
    found = set(within_reach(pl.DataFrame(rows)).get_column("activity_id"))

    def km(one: dict[str, Any], other: dict[str, Any]) -> float:
        east = (one["lon"] - other["lon"]) * cos(radians(one["lat"]))
        return float(((one["lat"] - other["lat"]) ** 2 + east**2) ** 0.5 * 111.2)

    near = {
        one["activity_id"]
        for one in rows[:-1]
        if any(other["city_id"] != one["city_id"] and km(one, other) <= NEAR_KM for other in rows[:-1])
    }
    assert near | {"nowhere"} <= found
    assert len(found) < len(rows), "what is far from every other city is not asked about"


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda other: _said(other, contract_version="0.1.0"), r"約束の版が合いません（.*0\.1\.0.*hiroba run"),
        (lambda other: _said(other, profile="live"), "データの出所が合いません"),
        (lambda other: _said(other, city=OTHER | {"id": "141305"}), "141305 の公開が 2 つあります"),
        (lambda other: (other / "manifest.json").unlink(), "公開のフォルダーではありません"),
        (lambda other: (other / "manifest.json").write_text("{}"), "city がありません"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_what_to_do(
    two: tuple[Path, Path], tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    other = tmp_path / "other"
    shutil.copytree(two[1], other, ignore=shutil.ignore_patterns("site", "calendars"))
    harm(other)
    with pytest.raises(MergeError, match=said):
        read_parts([two[0], other])


def test_ids_of_two_cities_that_are_the_same_are_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(two[0], other, ignore=shutil.ignore_patterns("site", "calendars"))
    _said(other, city=OTHER)
    with pytest.raises(MergeError, match=r"同じ activity_id が 2 件あります（kwa_1、kwa_2 など）.*id_letters"):
        read_parts([two[0], other])


def test_one_release_is_nothing_to_merge_and_nothing_is_written_over(two: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(MergeError, match="二つ以上"):
        read_parts([two[0]])
    with pytest.raises(MergeError, match="もうあります"):
        merge(two, tmp_path)
