"""SQL files: one per published table, read strictly, run over the files of the tables they name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dbt_like_sql.loader import Query, SqlError, checks, column_lineage, load, models, run
from warehouse.contract import published_tables, table
from warehouse.contract.frames import frame, polars_schema
from warehouse.storage import write_table

Rows = list[dict[str, Any]]
Files = Callable[[dict[str, Rows]], dict[str, Path]]

SOURCE = {"owner": "担当", "home_url": "http://127.0.0.1/", "licence": "CC BY", "attribution": "出典"}
BRIDGE = {
    "source_key": "ouen_navi",
    "record_key": "1",
    "page_url": "http://127.0.0.1/1",
    "name": "体操",
    "body_sha256": "0",
}
LISTING = BRIDGE | {"run_id": "r1", "position": 1, "name_text": "体操", "core_name": "体操", "name_key": "体操"}
ACTIVITY = {"name": "体操", "listing_count": 1, "source_count": 1, "profile_code": "sample"}
SHOWN = {
    "source_name": "応援ナビ",
    "selection_code": "newest",
    "newest_verdict_code": "succeeded",
    "message_ja": "読めました",
    "listing_count": 1,
    "activity_count": 1,
}
VALUE = {
    "field_name": "phone",
    "listing_id": "oun_a",
    "source_key": "ouen_navi",
    "page_url": "http://127.0.0.1/1",
    "rule_code": "most_frequent",
    "agreeing_count": 1,
    "disagreeing_count": 0,
}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    def make(rows: dict[str, Rows]) -> dict[str, Path]:
        paths = {name: tmp_path / f"{name}.parquet" for name in rows}
        for name, path in paths.items():
            write_table(table(name), frame(table(name), rows[name]), path)
        return paths

    return make


def test_every_published_table_has_exactly_one_file() -> None:
    assert set(models()) == {entry.name for entry in published_tables()}


@pytest.mark.parametrize("query", models().values(), ids=lambda query: query.name)
def test_lineage_covers_the_columns_and_reaches_only_what_is_read(query: Query) -> None:
    found = column_lineage(query)
    assert tuple(found) == table(query.name).column_names
    for name, column in (leaf for leaves in found.values() for leaf in leaves):
        assert name in query.references
        assert column in table(name).column_names


def test_lineage_of_activities_names_the_origin_of_every_column() -> None:
    found = column_lineage(models()["activities"])
    for column in table("activities").column_names:
        origin = "core__release" if column == "profile_code" else "core__activities"
        assert found[column] == [(origin, column)]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        pytest.param("SELECT 1 AS one", "1 行目は --", id="no comment"),
        pytest.param("", "1 行目は --", id="empty"),
        pytest.param("-- なぜ\n", "ちょうど 1 つ", id="nothing but a comment"),
        pytest.param("-- なぜ\nSELECT 1; SELECT 2", "ちょうど 1 つ", id="two statements"),
        pytest.param("-- なぜ\nDROP TABLE core__codes", "ちょうど 1 つ", id="not a SELECT"),
        pytest.param("-- なぜ\nSELECT * FROM nowhere", "表 nowhere は約束", id="unknown table"),
        pytest.param("-- なぜ\nSELECT * FROM (SELECT 1 FROM nowhere)", "表 nowhere は約束", id="unknown table below"),
        pytest.param("-- なぜ\nSELECT (1 FROM core__codes", "SQL として読めません", id="syntax error"),
        pytest.param("-- なぜ\nSELECT 'a FROM core__codes", "SQL として読めません", id="open quote"),
    ],
)
def test_a_file_that_is_not_one_explained_select_is_refused_by_name(sql: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.sql"
    path.write_text(sql, encoding="utf-8")
    with pytest.raises(SqlError, match=rf"odd\.sql: .*{reason}"):
        load(path)


def test_a_file_tells_its_note_and_what_it_reads_but_not_its_own_names(tmp_path: Path) -> None:
    path = tmp_path / "fine.sql"
    path.write_text("-- なぜ\nWITH c AS (SELECT * FROM core__codes) SELECT * FROM c, core__release", encoding="utf-8")
    query = load(path)
    assert (query.name, query.note, query.references) == ("fine", "なぜ", ("core__codes", "core__release"))


def test_the_result_has_the_types_of_the_contract(files: Files) -> None:
    query = Query("codes_ward", "SELECT 'x' AS code, 1::TINYINT AS ordinal, 'あ' AS label_ja, 'a' AS label_en", "", ())
    assert run(query, {}).schema["ordinal"] == pl.Int8()
    assert dict(run(query, {}, table("codes_ward")).schema) == polars_schema(table("codes_ward"))


def test_a_model_counts_and_keeps_moments(files: Files) -> None:
    moment = datetime(2026, 11, 23, 1, tzinfo=UTC)
    facts = {"release_id": "r", "profile_code": "sample", "as_of_at": moment, "contract_version": "1"}
    paths = files(
        {"core__release": [facts], "core__activities": [], "norm__listings": [LISTING | {"listing_id": "oun_a"}]}
    )
    df = run(models()["release"], paths, table("release"))
    assert dict(df.schema) == polars_schema(table("release"))
    assert df.row(0, named=True) == facts | {"activity_count": 0, "listing_count": 1}


def test_a_missing_file_names_query_and_table(tmp_path: Path) -> None:
    paths = dict.fromkeys(models()["activities"].references, tmp_path / "none.parquet")
    with pytest.raises(FileNotFoundError, match=r"activities\.sql: 表 core__activities"):
        run(models()["activities"], paths)


def activities(*ids: str) -> Rows:
    return [ACTIVITY | {"activity_id": name} for name in ids]


def bridge(*pairs: tuple[str, str]) -> Rows:
    return [BRIDGE | {"activity_id": activity, "listing_id": listing} for activity, listing in pairs]


def listings(*ids: str) -> Rows:
    return [LISTING | {"listing_id": name} for name in ids]


def redirects(**targets: str | None) -> Rows:
    return [
        {"activity_id": name, "redirect_code": "merged" if target else "retired", "current_activity_id": target}
        for name, target in targets.items()
    ]


def values(*texts: str) -> Rows:
    return [VALUE | {"activity_id": f"kwa_{number}", "value_text": text} for number, text in enumerate(texts)]


def declared(*keys: str) -> Rows:
    return [SOURCE | {"source_key": key, "source_name": key} for key in keys]


def shown(*keys: str) -> Rows:
    return [SOURCE | SHOWN | {"source_key": key} for key in keys]


CASES: dict[str, tuple[dict[str, Rows], dict[str, Rows], list[str]]] = {
    "every_activity_has_a_listing": (
        {"activities": activities("kwa_a"), "activity_listings": bridge(("kwa_a", "oun_a"))},
        {"activities": activities("kwa_a", "kwa_b"), "activity_listings": bridge(("kwa_a", "oun_a"))},
        ["kwa_b"],
    ),
    "every_id_resolves": (
        {"activities": activities("kwa_a"), "activity_redirects": redirects(kwa_b="kwa_a", kwa_c=None)},
        {"activities": activities("kwa_a"), "activity_redirects": redirects(kwa_b="kwa_z", kwa_c="kwa_a")},
        ["kwa_b"],
    ),
    "every_source_is_shown": (
        {"core__sources": declared("ouen_navi"), "sources": shown("ouen_navi")},
        {"core__sources": declared("fukumimi", "ouen_navi"), "sources": shown("ouen_navi")},
        ["fukumimi"],
    ),
    "every_listing_belongs_to_one_activity": (
        {"norm__listings": listings("oun_a"), "activity_listings": bridge(("kwa_a", "oun_a"))},
        {
            "norm__listings": listings("oun_a", "oun_b", "oun_c"),
            "activity_listings": bridge(("kwa_a", "oun_a"), ("kwa_a", "oun_b"), ("kwa_b", "oun_b")),
        },
        ["oun_b", "oun_c"],
    ),
    "no_mobile_number_is_published": (
        {"activity_values": values("044-200-1234", "2026-11-23", "1090-0000-12345")},
        {
            "activity_values": values(
                "090-0000-1234", "電話08000001234まで", "070 0000 1234", "044-200-1234", "090(0000)1234"
            )
        },
        ["kwa_0", "kwa_1", "kwa_2", "kwa_4"],
    ),
}


def test_every_sql_check_is_tried() -> None:
    assert set(CASES) == set(checks())


@pytest.mark.parametrize("name", CASES)
def test_a_check_finds_the_planted_offender_and_nothing_else(name: str, files: Files) -> None:
    good, bad, offenders = CASES[name]
    assert run(checks()[name], files(good)).is_empty()
    assert sorted(run(checks()[name], files(bad)).to_series(0)) == offenders
