"""SQL files as steps."""

from pathlib import Path

import pytest

from dbt_like_sql.loader import SqlError, column_lineage, load, models, run
from warehouse.contract import published_tables, table
from warehouse.contract.derived.frames import empty_frame
from warehouse.storage import write_table


def test_every_published_table_has_its_sql_file_and_no_file_is_left_over() -> None:
    assert set(models()) == {entry.name for entry in published_tables()}


@pytest.mark.parametrize("query", models().values(), ids=lambda query: query.name)
def test_lineage_covers_every_column_and_stays_within_the_references(query) -> None:
    lineage = column_lineage(query)
    assert tuple(lineage) == table(query.name).column_names
    origins = {name for found in lineage.values() for name, _ in found}
    assert origins and origins <= set(query.references)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 1 AS x FROM activities", "説明"),
        ("-- なぜ\nSELECT 1 FROM activities; SELECT 2 FROM activities", "ちょうど 1 つ"),
        ("-- なぜ\nDELETE FROM activities", "SELECT 文"),
        ("-- なぜ\nSELECT 1 FROM nowhere", "nowhere"),
        ("-- なぜ\nSELECT FROM WHERE (", "読めません"),
        ("", "説明"),
    ],
    ids=["no comment", "two", "not a select", "unknown table", "syntax", "empty"],
)
def test_a_file_that_is_not_one_explained_select_is_refused_by_name(tmp_path: Path, sql: str, said: str) -> None:
    path = tmp_path / "odd.sql"
    path.write_text(sql, encoding="utf-8")
    with pytest.raises(SqlError, match=r"odd\.sql") as refusal:
        load(path)
    assert said in str(refusal.value)


def test_a_missing_table_file_is_named(tmp_path: Path) -> None:
    query = models()["activity_redirects"]
    with pytest.raises(FileNotFoundError, match="core__activity_identity"):
        run(query, {"core__activity_identity": tmp_path / "core__activity_identity.parquet"})


def test_results_have_the_types_of_the_contract_even_when_empty(tmp_path: Path) -> None:
    path = tmp_path / "norm__issues.parquet"
    write_table(table("norm__issues"), empty_frame(table("norm__issues")), path)
    df = run(models()["quarantine_counts"], {"norm__issues": path}, table("quarantine_counts"))
    assert df.schema == empty_frame(table("quarantine_counts")).schema
