"""Any ledger: read as declared, whatever Excel did to it; a row that lacks something is refused."""

from pathlib import Path

import pytest

from pipelines.decisions import ledger
from pipelines.decisions.accepted_releases import accepted_reason
from pipelines.decisions.accepted_runs import accepted_reasons
from pipelines.decisions.moves import read_moves, record_moves
from pipelines.decisions.removals import read_removals
from warehouse.contract.model import Ledger
from warehouse.contract.tables.decisions import CORRECTIONS, LEDGERS, MOVED_LISTINGS
from warehouse.ledgers import LedgerError

LIVE = Path(__file__).parents[3] / "warehouse" / "judgements"
GIVEN = {"expires_on": "2027-03-31", "last_seen_on": "2027-01-31", "said": "same"}


def row(kind: Ledger) -> dict[str, str]:
    names = ("decided_on", "decided_by", *kind.required)
    return dict.fromkeys(names, "x") | {"decided_on": "2026-11-28", "decided_by": "課"} | GIVEN


@pytest.mark.parametrize("kind", LEDGERS, ids=lambda kind: kind.name)
def test_what_is_written_is_read_again_and_the_readme_explains_it(kind: Ledger, tmp_path: Path) -> None:
    given = {name: text for name, text in row(kind).items() if name in kind.column_names}
    path = tmp_path / kind.file
    ledger.append(kind, path, given)
    (found,) = ledger.rows_of(kind, path)
    assert found.cells == dict.fromkeys(kind.column_names) | given
    told = (LIVE / "README.md").read_text(encoding="utf-8")
    assert f"`{kind.file}`" in told
    assert all(f"`{name}`" in told for name in kind.column_names)
    assert (LIVE / kind.file).exists() <= bool(ledger.read(kind, LIVE / kind.file).width)


@pytest.mark.parametrize("kind", LEDGERS, ids=lambda kind: kind.name)
def test_a_row_without_who_when_or_what_is_not_written(kind: Ledger, tmp_path: Path) -> None:
    path = tmp_path / kind.file
    given = {name: text for name, text in row(kind).items() if name in kind.column_names}
    for name in ("decided_on", "decided_by", *kind.required):
        with pytest.raises(LedgerError, match=rf"（{name}） が空です"):
            ledger.append(kind, path, given | {name: " "})
    assert not path.exists()


def test_ledgers_of_before_are_read(tmp_path: Path) -> None:
    """The columns as they were until the ledgers got one shape."""
    texts = {
        "removals.csv": "requested_on,requested_by,listing_id,source_key,content_print,reason\n"
        "2026-11-23,課,s_1,s,p1,求め\n",
        "accepted_runs.csv": "source_key,run_id,accepted_on,accepted_by,reason\ns,r1,2026-11-23,課,聞いた\n",
        "accepted_diffs.csv": "release_id,accepted_on,accepted_by,reason\nx,2026-11-23,課,正しい\n",
        "moved_listings.csv": "moved_on,last_listing_id,listing_id\n2026-11-23,s_1,s_2\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (removal,) = read_removals(tmp_path / "removals.csv").to_dicts()
    assert (removal["decided_on"], removal["decided_by"], removal["listing_id"]) == ("2026-11-23", "課", "s_1")
    assert accepted_reasons(tmp_path / "accepted_runs.csv", "s") == {"r1": "聞いた"}
    assert accepted_reason(tmp_path / "accepted_diffs.csv", "x") == "正しい"
    path = tmp_path / "moved_listings.csv"
    moves = read_moves(path).select("last_listing_id", "listing_id")
    assert record_moves(path, moves, "2026-11-28") == 0
    assert record_moves(path, moves.with_columns(listing_id=moves["listing_id"] + "x"), "2026-11-28") == 1
    assert read_moves(path).select("decided_on", "listing_id").rows() == [("2026-11-23", "s_2"), ("2026-11-28", "s_2x")]
    assert path.read_text(encoding="utf-8").startswith(",".join(MOVED_LISTINGS.column_names))


def test_days_that_excel_rewrote_are_days_and_others_are_told(tmp_path: Path) -> None:
    path = tmp_path / CORRECTIONS.file
    head = "decided_on,decided_by,activity_id,field_name,value_text,seen_text,expires_on,reason\r\n"
    path.write_text(f"{head}2026/11/8,課,k,phone,1,,2027/3/31,y\r\n", encoding="utf-8", newline="")
    (found,) = ledger.rows_of(CORRECTIONS, path)
    assert (found.cells["decided_on"], found.cells["expires_on"]) == ("2026-11-08", "2027-03-31")
    path.write_text(f"{head}\r\n2026/11/8,課,k,phone,1,,2027/13/31,y\r\n", encoding="utf-8", newline="")
    with pytest.raises(LedgerError, match=r"3 行: 期限（expires_on）の値 2027/13/31"):
        ledger.rows_of(CORRECTIONS, path)
