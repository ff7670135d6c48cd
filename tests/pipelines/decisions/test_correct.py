"""The ledger of corrections: the last word holds, and a row that cannot be read is named."""

from pathlib import Path

import pytest

from pipelines.decisions.corrections import read_corrections
from warehouse.contract.tables.decisions import CORRECTIONS
from warehouse.ledgers import LedgerError


def test_the_last_line_on_a_value_holds_and_no_file_is_no_correction(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    assert read_corrections(path).is_empty()
    lines = [f"2026-11-2{day},課,kwa_a,phone,{phone},x,2027-03-31,y" for day, phone in ((0, "1"), (1, "2"))]
    path.write_text("\n".join([",".join(CORRECTIONS.column_names), *lines]) + "\n", encoding="utf-8")
    assert read_corrections(path).get_column("value_text").to_list() == ["2"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("phone", "colour", "項目 colour"),
        ("2027-03-31", "来年", "expires_on）の値 来年"),
        ("reason", "why", "reason"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "corrections.csv"
    text = ",".join(CORRECTIONS.column_names) + "\n2026-11-20,課,kwa_a,phone,1,x,2027-03-31,y\n"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(LedgerError, match=said):
        read_corrections(path)
