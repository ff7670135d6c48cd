"""SQL files as steps."""

from pathlib import Path

import pytest

from dbt_like_sql.loader import MODELS_DIR, SqlError, column_lineage, load, models, run, traced
from warehouse.contract import VOCABULARIES, published_tables, table
from warehouse.contract.derived.dictionary import codes_frame
from warehouse.contract.derived.frames import empty_frame, frame
from warehouse.storage import write_table


def test_every_published_table_has_its_select_which_is_written_or_follows_from_the_contract_never_both() -> None:
    assert set(models()) == {entry.name for entry in published_tables()}
    written = {path.stem for path in MODELS_DIR.glob("*.sql")}
    follow = {entry.name for entry in published_tables() if entry.same_as or entry.vocabulary}
    follow |= {"activity_redirects", "organiser_redirects", "venue_redirects"}
    assert written == {entry.name for entry in published_tables()} - follow


@pytest.mark.parametrize("entity", ["activity", "organiser", "venue"])
def test_an_id_that_lives_leads_to_itself_and_one_that_is_gone_says_how(entity: str, tmp_path: Path) -> None:
    declared = table(f"core__{entity}_identity")
    codes = ("new", "kept", "merged", "retired")
    rows = [{declared.key[0]: code, "identity_code": code, f"current_{declared.key[0]}": "x"} for code in codes]
    path = tmp_path / "identity.parquet"
    write_table(declared, frame(declared, rows), path)
    name = f"{entity}_redirects"
    df = run(models()[name], {declared.name: path}, table(name))
    assert dict(df.select(declared.key[0], "redirect_code").iter_rows()) == {
        "new": "current",
        "kept": "current",
        "merged": "merged",
        "retired": "retired",
    }


def test_a_list_of_codes_holds_those_of_its_vocabulary_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "core__codes.parquet"
    write_table(table("core__codes"), codes_frame(), path)
    df = run(models()["codes_ward"], {"core__codes": path}, table("codes_ward"))
    assert tuple(df.sort("ordinal").get_column("code")) == VOCABULARIES["ward"].values()


@pytest.mark.parametrize("query", models().values(), ids=lambda query: query.name)
def test_lineage_covers_every_column_and_stays_within_the_references(query) -> None:
    lineage = column_lineage(query)
    assert tuple(lineage) == table(query.name).column_names
    origins = {name for found in lineage.values() for name, _ in found}
    assert origins and origins <= set(query.references)


def test_lineage_of_a_copy_is_what_its_select_tells() -> None:
    copies = [query for query in models().values() if query.is_copy]
    assert len(copies) > len(models()) / 2
    assert all(column_lineage(query) == traced(query) for query in copies)


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
