"""SQL files as steps."""

from datetime import date
from pathlib import Path

import pytest

from dbt_like_sql.loader import SqlError, checks, column_lineage, load, models, run
from warehouse.contract import published_tables, table
from warehouse.contract.frames import empty_frame, frame
from warehouse.storage import write_table

ACTIVITY = {"activity_id": "kwa_1", "name": "見本の会", "listing_count": 1, "source_count": 1, "profile_code": "sample"}
BRIDGE = {
    "activity_id": "kwa_1",
    "listing_id": "abc_1",
    "source_key": "s",
    "record_key": "1",
    "page_url": "https://x.example/",
    "name": "見本の会",
    "body_sha256": "0",
    "content_print": "0",
}
VALUE = {
    "activity_id": "kwa_1",
    "field_name": "schedule",
    "value_text": "毎週水曜",
    "listing_id": "abc_1",
    "source_key": "s",
    "page_url": "https://x.example/",
    "rule_code": "longest",
    "agreeing_count": 1,
    "disagreeing_count": 0,
    "telling_source_count": 1,
}
CHANGE = {"activity_id": "kwa_1", "change_code": "changed", "field_name": "status_code", "new_text": "ended"}
STONE = {"activity_id": "kwa_0", "redirect_code": "retired", "name": "見本", "last_published_on": date(2026, 11, 1)}
STONE |= {"not_seen_days": 1}
SOURCE = {"source_key": "s", "source_name": "見本", "owner": "市", "home_url": "https://x.example/"}
SOURCE |= {"licence": "CC BY", "attribution": "見本"}
SHOWN = SOURCE | {"selection_code": "newest", "newest_verdict_code": "succeeded", "message_ja": "よい"}
SHOWN |= {"listing_count": 1, "activity_count": 1}
LISTING = {
    "listing_id": "abc_1",
    "source_key": "s",
    "run_id": "r1",
    "record_key": "1",
    "page_url": "https://x.example/",
}
LISTING |= {
    "position": 1,
    "body_sha256": "0",
    "name_text": "見本",
    "name": "見本",
    "core_name": "見本",
    "name_key": "見本",
}
GOOD = {
    "activities": [ACTIVITY],
    "activity_listings": [BRIDGE],
    "activity_redirects": [{"activity_id": "kwa_1", "redirect_code": "current", "current_activity_id": "kwa_1"}],
    "activity_values": [VALUE],
    "core__sources": [SOURCE],
    "sources": [SHOWN],
    "norm__listings": [LISTING],
    "activity_changes": [CHANGE],
    "activity_tombstones": [STONE],
}
# Rule → one table in which something is wrong, and the first cell of the row that must be found
OFFENDERS = {
    "every_listing_belongs_to_one_activity": (
        "activity_listings",
        [BRIDGE, BRIDGE | {"activity_id": "kwa_2"}],
        "abc_1",
    ),
    "every_activity_has_a_listing": ("activities", [ACTIVITY, ACTIVITY | {"activity_id": "kwa_9"}], "kwa_9"),
    "every_id_resolves": (
        "activity_redirects",
        [{"activity_id": "kwa_0", "redirect_code": "merged", "current_activity_id": "kwa_gone"}],
        "kwa_0",
    ),
    "every_source_is_shown": ("core__sources", [SOURCE, SOURCE | {"source_key": "lost"}], "lost"),
    "every_change_has_one_cause": ("activity_changes", [CHANGE, CHANGE | {"change_code": "ended"}], "kwa_1"),
    "what_is_gone_is_not_listed": ("activity_tombstones", [STONE | {"activity_id": "kwa_1"}], "kwa_1"),
    "no_mobile_number_is_published": ("activity_values", [VALUE | {"value_text": "電話 090-1234-5678 へ"}], "kwa_1"),
}


def _files(folder: Path, rows: dict[str, list[dict[str, object]]]) -> dict[str, Path]:
    files = {name: folder / f"{name}.parquet" for name in rows}
    for name, entries in rows.items():
        write_table(table(name), frame(table(name), entries), files[name])
    return files


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


@pytest.mark.parametrize("name", checks())
def test_a_rule_is_silent_on_good_tables_and_finds_a_planted_offender(tmp_path: Path, name: str) -> None:
    files = _files(tmp_path, GOOD)
    assert run(checks()[name], files).height == 0
    broken, rows, offender = OFFENDERS[name]
    found = run(checks()[name], files | _files(tmp_path / "broken", {broken: rows}))
    assert found.row(0)[0] == offender
