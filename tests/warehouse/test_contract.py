"""The contract: what it declares hangs together, and a frame that breaks it is refused."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.contract import TABLES, VOCABULARIES, published_tables, table
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.ddl import comments, create_table
from warehouse.contract.derived.dictionary import dictionary_frame, dictionary_markdown
from warehouse.contract.derived.frames import ContractError, frame, violations
from warehouse.contract.tables.decisions import LEDGERS
from warehouse.storage import read_table, write_table

CLUSTERS = table("match__clusters")
ROWS = [
    {"listing_id": "abc_1", "cluster_label": "abc_1", "cluster_size": 2},
    {"listing_id": "abc_2", "cluster_label": "abc_1", "cluster_size": 2},
]


def _clusters() -> pl.DataFrame:
    return frame(CLUSTERS, ROWS)


def test_every_declared_column_is_used_and_every_used_one_declared() -> None:
    used = {name for entry in (*TABLES.values(), *LEDGERS) for name in entry.column_names}
    assert used == set(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS.values(), ids=lambda column: column.name)
def test_a_column_is_described_in_both_languages_and_its_codes_exist(column) -> None:
    assert column.ja and column.en and column.name == column.name.lower()
    is_list_of_codes = column.name.endswith("_codes") and column.type == "list[text]"
    assert (column.vocabulary is not None) == (column.name.endswith("_code") or is_list_of_codes)
    assert column.vocabulary is None or column.vocabulary in VOCABULARIES


@pytest.mark.parametrize("entry", TABLES.values(), ids=lambda entry: entry.name)
def test_references_name_a_column_of_the_key_of_their_target(entry) -> None:
    assert len(set(entry.column_names)) == len(entry.column_names)
    for reference in entry.references:
        assert reference.column in entry.column_names
        assert table(reference.target_table).key == (reference.target_column,)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.name)
def test_a_ledger_says_when_who_and_why_and_leads_older_names_to_its_own(ledger) -> None:
    assert ledger.column_names[:2] == ("decided_on", "decided_by")
    assert ledger.column_names[-1] == "reason"
    assert len(set(ledger.column_names)) == len(ledger.column_names)
    assert set(ledger.required) <= set(ledger.column_names) >= set(ledger.formerly.values())


def test_every_code_of_a_release_is_explained_in_it() -> None:
    used = {COLUMNS[name].vocabulary for entry in published_tables() for name in entry.column_names} - {None}
    assert used <= {vocabulary.name for vocabulary in VOCABULARIES.values() if vocabulary.is_published}


def test_the_ddl_runs_and_the_comments_stay_in_the_file() -> None:
    with duckdb.connect() as con:
        for entry in TABLES.values():
            con.execute(create_table(entry))
            for statement in comments(entry, "見本 "):
                con.execute(statement)
        found = con.sql("SELECT comment FROM duckdb_tables() WHERE table_name = 'activities'").fetchall()
        assert found[0][0].startswith("見本 活動1つ")
        missing = con.sql(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        ).fetchall()
        assert missing == []


def test_the_dictionary_describes_every_published_column() -> None:
    expected = {(entry.name, name) for entry in published_tables() for name in entry.column_names}
    assert set(dictionary_frame().select("table_name", "column_name").iter_rows()) == expected
    assert all(f"## {entry.name}\n" in dictionary_markdown() for entry in published_tables())


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda df: df.drop("cluster_size"), ("cluster_size", "列がありません")),
        (lambda df: df.with_columns(odd=pl.lit(1)), ("odd", "約束にない列")),
        (lambda df: df.with_columns(pl.col("cluster_size").cast(pl.String)), ("cluster_size", "型が String")),
        (lambda df: df.with_columns(cluster_label=pl.lit(None, pl.String)), ("cluster_label", "列が空です", "abc_1")),
        (lambda df: df.with_columns(cluster_label=pl.lit("")), ("cluster_label", "空文字", "abc_2")),
        (lambda df: pl.concat([df, df.head(1)]), ("listing_id", "同じキー", "abc_1")),
    ],
    ids=["missing", "extra", "type", "null", "blank", "key"],
)
def test_a_broken_frame_is_refused_and_the_older_file_stays(tmp_path: Path, broken, said) -> None:
    path = tmp_path / "match__clusters.parquet"
    write_table(CLUSTERS, _clusters(), path)
    before = path.read_bytes()
    with pytest.raises(ContractError) as refusal:
        write_table(CLUSTERS, broken(_clusters()), path)
    assert all(text in str(refusal.value) for text in ("match__clusters", *said))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_code_outside_its_vocabulary_is_named_with_its_row() -> None:
    row = {"vocabulary_name": "x", "code": "y", "ordinal": 1, "label_ja": "あ", "label_en": "a"}
    assert violations(table("core__codes"), frame(table("core__codes"), [row])) == []
    redirect = {"activity_id": "kwa_1", "redirect_code": "vanished"}
    (found,) = violations(table("activity_redirects"), frame(table("activity_redirects"), [redirect]))
    assert "語彙 redirect にない値" in found.sentence()
    assert "vanished" in found.sentence()


def test_the_same_rows_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    write_table(CLUSTERS, _clusters(), tmp_path / "a.parquet", {"hiroba.profile": "sample"})
    write_table(CLUSTERS, _clusters().reverse(), tmp_path / "b.parquet", {"hiroba.profile": "sample"})
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_table_that_is_not_there_yet_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"activities\.parquet がまだありません"):
        read_table(tmp_path / "activities.parquet")


def test_a_row_with_an_unknown_column_is_refused() -> None:
    with pytest.raises(ContractError, match="odd"):
        frame(CLUSTERS, [{**ROWS[0], "odd": 1}])
