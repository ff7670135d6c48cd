"""The contract agrees with itself, and a table that breaks it is never written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.contract import TABLES, VOCABULARIES, Table, label_ja, published_tables, table
from warehouse.contract.ddl import column_comment, comments, create_table
from warehouse.contract.dictionary import codes_frame, dictionary_frame, dictionary_markdown
from warehouse.contract.fields import COLUMNS
from warehouse.contract.frames import ContractError, empty_frame, frame, polars_schema
from warehouse.storage import read_table, write_table

SNAKE = re.compile(r"[a-z][a-z0-9]*(_{1,2}[a-z0-9]+)*")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
every_table = pytest.mark.parametrize("declared", TABLES.values(), ids=lambda entry: entry.name)
every_column = pytest.mark.parametrize("column", COLUMNS.values(), ids=lambda entry: entry.name)
BRIDGE = table("match__clusters")
CODES = table("activity_redirects")


def clusters(*listing_ids: str) -> pl.DataFrame:
    return frame(BRIDGE, [{"listing_id": name, "cluster_label": name, "cluster_size": 1} for name in listing_ids])


def test_every_column_is_used_by_a_table() -> None:
    assert set(COLUMNS) == {name for entry in TABLES.values() for name in entry.column_names}


@every_table
def test_a_table_declares_each_of_its_columns_once(declared: Table) -> None:
    assert set(declared.column_names) <= set(COLUMNS)
    assert len(set(declared.column_names)) == len(declared.column_names)
    assert declared.key


@every_table
def test_a_table_is_named_and_described_in_both_languages(declared: Table) -> None:
    assert SNAKE.fullmatch(declared.name)
    assert JAPANESE.search(declared.ja)
    assert re.search(r"[A-Za-z]", declared.en)
    assert not JAPANESE.search(declared.en)


@every_column
def test_a_column_is_named_and_described_in_both_languages(column) -> None:  # type: ignore[no-untyped-def]
    assert SNAKE.fullmatch(column.name)
    assert JAPANESE.search(column.ja)
    assert re.search(r"[A-Za-z]", column.en)
    assert not JAPANESE.search(column.en)


@every_column
def test_the_suffix_tells_the_nature_of_a_column(column) -> None:  # type: ignore[no-untyped-def]
    is_coded = column.name.endswith("_code") and column.type == "text"
    assert (column.vocabulary is not None) == is_coded
    assert column.vocabulary is None or column.vocabulary in VOCABULARIES
    assert (column.type == "boolean") == column.name.startswith("is_")
    assert (column.type == "timestamp") == column.name.endswith("_at")


@pytest.mark.parametrize("vocabulary", VOCABULARIES.values(), ids=lambda entry: entry.name)
def test_a_vocabulary_has_distinct_codes_labelled_in_both_languages(vocabulary) -> None:  # type: ignore[no-untyped-def]
    assert len(set(vocabulary.values())) == len(vocabulary.codes) > 1
    for code in vocabulary.codes:
        assert JAPANESE.search(code.ja)
        assert code.en
        assert not JAPANESE.search(code.en)
        assert label_ja(vocabulary.name, code.code) == code.ja


def test_an_unknown_code_has_no_label() -> None:
    with pytest.raises(KeyError, match="ward: 999999"):
        label_ja("ward", "999999")


def test_every_vocabulary_is_used_by_a_column() -> None:
    assert set(VOCABULARIES) == {column.vocabulary for column in COLUMNS.values()} - {None}


@every_table
def test_references_point_at_the_key_of_an_existing_table(declared: Table) -> None:
    for reference in declared.references:
        assert reference.column in declared.column_names
        assert table(reference.target_table).key == (reference.target_column,)


def test_some_references_are_declared() -> None:
    assert sum(len(entry.references) for entry in TABLES.values()) > 5


def test_an_unknown_table_is_named_in_the_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        table("nowhere")


def test_ddl_runs_and_comments_survive() -> None:
    with duckdb.connect() as con:
        for entry in TABLES.values():
            con.execute(create_table(entry))
            for statement in comments(entry, "見本's "):
                con.execute(statement)
        found = dict(con.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        columns = con.execute("SELECT table_name, column_name, comment, is_nullable FROM duckdb_columns()").fetchall()
        keys = con.execute(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        ).fetchall()
    assert found == {entry.name: f"見本's {entry.ja} / {entry.en}" for entry in TABLES.values()}
    assert sorted(columns) == sorted(
        (entry.name, name, column_comment(name), name in entry.optional)
        for entry in TABLES.values()
        for name in entry.column_names
    )
    assert {name: tuple(columns) for name, columns in keys} == {entry.name: entry.key for entry in TABLES.values()}


def test_a_column_comment_holds_unit_and_codes() -> None:
    assert "[days]" in column_comment("age_days")
    assert "141330=中原区" in column_comment("ward_code")


def test_the_dictionary_has_one_row_per_published_column() -> None:
    rows = dictionary_frame().select("table_name", "column_name").rows()
    assert rows == [(entry.name, name) for entry in published_tables() for name in entry.column_names]
    assert all(f"\n## {entry.name}\n" in dictionary_markdown() for entry in published_tables())


def test_the_code_tables_hold_every_code() -> None:
    expected = [(entry.name, code) for entry in VOCABULARIES.values() for code in entry.values()]
    assert codes_frame().select("vocabulary_name", "code").rows() == expected


def test_every_published_vocabulary_has_its_code_table() -> None:
    published = {COLUMNS[name].vocabulary for entry in published_tables() for name in entry.column_names} - {None}
    assert published == {entry.name.removeprefix("codes_") for entry in published_tables() if "codes_" in entry.name}


@every_table
def test_an_empty_frame_keeps_the_contract(declared: Table, tmp_path: Path) -> None:
    path = tmp_path / "sub" / "table.parquet"
    write_table(declared, empty_frame(declared), path)
    assert dict(read_table(path).schema) == polars_schema(declared)


GOOD = clusters("oun_a", "oun_b")
SIZE = pl.col("cluster_size")


@pytest.mark.parametrize(
    ("df", "column", "problem", "shown"),
    [
        pytest.param(GOOD.drop("cluster_size"), "cluster_size", "列がありません", "2 行", id="missing column"),
        pytest.param(GOOD.with_columns(odd=1), "odd", "約束にない列", "2 行", id="extra column"),
        pytest.param(GOOD.with_columns(SIZE.cast(pl.Int32)), "cluster_size", "Int32", "Int64", id="wrong dtype"),
        pytest.param(
            GOOD.with_columns(cluster_size=pl.when(pl.col("listing_id") == "oun_b").then(1)),
            "cluster_size",
            "空にできない",
            "oun_a",
            id="null in required",
        ),
        pytest.param(
            GOOD.with_columns(cluster_label=pl.lit("")), "cluster_label", "空文字", "'' (oun_a)", id="empty text"
        ),
        pytest.param(clusters("oun_a", "oun_a"), "listing_id", "同じキー", "oun_a", id="duplicate key"),
    ],
)
def test_a_broken_frame_is_refused_and_the_older_file_stays(
    df: pl.DataFrame, column: str, problem: str, shown: str, tmp_path: Path
) -> None:
    path = tmp_path / "clusters.parquet"
    write_table(BRIDGE, clusters("oun_old"), path)
    before = path.read_bytes()
    with pytest.raises(ContractError) as caught:
        write_table(BRIDGE, df, path)
    message = str(caught.value)
    assert f"表 match__clusters の列 {column}" in message
    assert problem in message
    assert shown in message
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_code_outside_its_vocabulary_is_refused_with_its_value(tmp_path: Path) -> None:
    df = frame(CODES, [{"activity_id": "kwa_a", "redirect_code": "gone"}])
    with pytest.raises(ContractError, match=r"activity_redirects の列 redirect_code.*語彙 redirect.*'gone' \(kwa_a\)"):
        write_table(CODES, df, tmp_path / "x.parquet")


def test_a_null_code_in_an_optional_column_is_allowed(tmp_path: Path) -> None:
    df = frame(CODES, [{"activity_id": "kwa_a", "redirect_code": "retired"}])
    assert write_table(CODES, df, tmp_path / "x.parquet").height == 1


def test_every_violation_is_told_at_once(tmp_path: Path) -> None:
    df = GOOD.with_columns(odd=1, cluster_label=pl.lit(""))
    with pytest.raises(ContractError) as caught:
        write_table(BRIDGE, df, tmp_path / "x.parquet")
    assert [violation.column for violation in caught.value.violations] == ["odd", "cluster_label"]


def test_rows_with_an_undeclared_column_are_refused() -> None:
    with pytest.raises(ContractError, match="listing_idd"):
        frame(BRIDGE, [{"listing_id": "oun_a"}, {"listing_idd": "oun_b"}])


def test_shuffled_rows_give_the_same_bytes(tmp_path: Path) -> None:
    df = clusters(*(f"oun_{number:03}" for number in range(50)))
    for number, rows in enumerate((df, df.sample(fraction=1, shuffle=True, seed=4), df.reverse())):
        write_table(
            BRIDGE, rows.select(reversed(rows.columns)), tmp_path / f"{number}.parquet", {"hiroba.profile": "sample"}
        )
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1


def test_a_file_says_which_table_it_is(tmp_path: Path) -> None:
    write_table(BRIDGE, GOOD, tmp_path / "x.parquet", {"hiroba.profile": "sample"})
    notes = pl.read_parquet_metadata(tmp_path / "x.parquet")
    assert (notes["hiroba.table"], notes["hiroba.profile"]) == ("match__clusters", "sample")


def test_moments_survive_the_file(tmp_path: Path) -> None:
    declared = table("core__release")
    moment = datetime(2026, 11, 23, 1, tzinfo=UTC)
    row = {"release_id": "r", "profile_code": "sample", "as_of_at": moment, "contract_version": "1"}
    write_table(declared, frame(declared, [row]), tmp_path / "x.parquet")
    assert read_table(tmp_path / "x.parquet").item(0, "as_of_at") == moment


def test_reading_a_missing_file_says_which(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"core__codes\.parquet がまだありません"):
        read_table(tmp_path / "core__codes.parquet")
