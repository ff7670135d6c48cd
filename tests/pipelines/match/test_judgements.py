"""Judgements: found again after a rename and a new key; contradictions are refused."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.match.judgements import COLUMNS, JudgementError, fingerprints, read_judgements

Make = Callable[..., pl.DataFrame]


def file(folder: Path, *rows: tuple[str, str, str]) -> Path:
    path = folder / "pairs.csv"
    lines = [",".join(COLUMNS)]
    lines += [
        f"2026-11-23,市民文化局,{said},{left},{right},print_{left},print_{right},確認" for left, right, said in rows
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def three(listings: Make) -> pl.DataFrame:
    return listings(*({"listing_id": f"oun_{letter}", "core_name": f"さくら会{letter}"} for letter in "abc"))


def test_a_file_that_is_not_there_holds_none(tmp_path: Path, listings: Make) -> None:
    assert read_judgements(tmp_path / "pairs.csv", three(listings)) == []


def test_the_later_line_on_a_pair_holds(tmp_path: Path, listings: Make) -> None:
    path = file(tmp_path, ("oun_a", "oun_b", "same"), ("oun_b", "oun_a", "different"), ("oun_a", "gone", "same"))
    assert read_judgements(path, three(listings)) == [("oun_a", "oun_b", "different")]


def test_a_listing_with_a_new_key_is_found_by_its_content(tmp_path: Path, listings: Make) -> None:
    df = three(listings)
    prints = dict(fingerprints(df).iter_rows())
    path = file(tmp_path, ("oun_old", "oun_b", "same"))
    path.write_text(path.read_text(encoding="utf-8").replace("print_oun_old", prints["oun_a"]), encoding="utf-8")
    assert read_judgements(path, df) == [("oun_a", "oun_b", "same")]


def test_a_contradiction_is_refused_with_its_chain(tmp_path: Path, listings: Make) -> None:
    path = file(tmp_path, ("oun_a", "oun_b", "same"), ("oun_b", "oun_c", "same"), ("oun_a", "oun_c", "different"))
    with pytest.raises(JudgementError, match="oun_a、oun_b、oun_c"):
        read_judgements(path, three(listings))


@pytest.mark.parametrize(("old", "new", "said"), [("same", "maybe", "'maybe'"), ("reason", "why", "reason")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, listings: Make, old: str, new: str, said: str) -> None:
    path = file(tmp_path, ("oun_a", "oun_b", "same"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(JudgementError, match=said):
        read_judgements(path, three(listings))
