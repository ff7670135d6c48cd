"""Judgements: found again after a rename and a new key; contradictions are refused."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.decisions.pairs import Answer, JudgementError, add_judgements, read_judgements
from pipelines.decisions.today import Today, telling_prints
from warehouse.contract.tables.decisions import PAIRS
from warehouse.errors import StaffError

Make = Callable[..., pl.DataFrame]


def file(folder: Path, *rows: tuple[str, str, str]) -> Path:
    path = folder / "pairs.csv"
    lines = [",".join(PAIRS.column_names)]
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
    prints = dict(df.select("listing_id", "content_print").iter_rows())
    path = file(tmp_path, ("oun_old", "oun_b", "same"))
    path.write_text(path.read_text(encoding="utf-8").replace("print_oun_old", prints["oun_a"]), encoding="utf-8")
    assert read_judgements(path, df) == [("oun_a", "oun_b", "same")]


def test_a_contradiction_is_refused_with_its_chain(tmp_path: Path, listings: Make) -> None:
    path = file(tmp_path, ("oun_a", "oun_b", "same"), ("oun_b", "oun_c", "same"), ("oun_a", "oun_c", "different"))
    with pytest.raises(JudgementError, match=r"oun_a と oun_b は同じ.*oun_b と oun_c は同じ"):
        read_judgements(path, three(listings))


@pytest.mark.parametrize(("old", "new", "said"), [("same", "maybe", "'maybe'"), ("reason", "why", "reason")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, listings: Make, old: str, new: str, said: str) -> None:
    path = file(tmp_path, ("oun_a", "oun_b", "same"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(StaffError, match=said):
        read_judgements(path, three(listings))


def test_a_listing_is_found_through_every_new_key_it_ever_had(tmp_path: Path, listings: Make) -> None:
    df = three(listings)
    moves = pl.DataFrame({"last_listing_id": ["oun_x", "oun_y"], "listing_id": ["oun_y", "oun_a"]})
    path = file(tmp_path, ("oun_x", "oun_b", "same"))
    assert read_judgements(path, df) == []
    assert read_judgements(path, df, moves) == [("oun_a", "oun_b", "same")]


def test_content_of_another_source_or_of_two_listings_names_nothing(tmp_path: Path, listings: Make) -> None:
    df = listings(*({"listing_id": key, "core_name": name} for key, name in (("oun_b", "い"), ("abc_a", "ろ"))))
    prints = dict(df.select("listing_id", "content_print").iter_rows())
    path = file(tmp_path, ("oun_old", "oun_b", "same"))
    path.write_text(path.read_text(encoding="utf-8").replace("print_oun_old", prints["abc_a"]), encoding="utf-8")
    assert read_judgements(path, df) == []
    twins = listings(*({"listing_id": f"oun_{letter}", "core_name": "さくら会"} for letter in "ab"))
    assert set(telling_prints(twins).values()) == {""}


def test_a_guess_by_content_steps_back_before_what_is_certain(tmp_path: Path, listings: Make) -> None:
    df = three(listings)
    prints = dict(df.select("listing_id", "content_print").iter_rows())
    path = file(tmp_path, ("oun_gone", "oun_b", "same"), ("oun_a", "oun_c", "same"), ("oun_b", "oun_c", "different"))
    path.write_text(path.read_text(encoding="utf-8").replace("print_oun_gone", prints["oun_a"]), encoding="utf-8")
    assert read_judgements(path, df) == [("oun_a", "oun_c", "same"), ("oun_b", "oun_c", "different")]


def test_an_answer_that_was_withdrawn_binds_nobody(tmp_path: Path, listings: Make) -> None:
    path = file(tmp_path, ("oun_a", "oun_b", "same"), ("oun_a", "oun_b", "withdrawn"), ("oun_b", "oun_c", "same"))
    assert read_judgements(path, three(listings)) == [("oun_b", "oun_c", "same")]


def test_one_contradiction_and_no_line_is_written(tmp_path: Path, listings: Make) -> None:
    df = three(listings)
    path = file(tmp_path, ("oun_a", "oun_b", "same"))
    before = path.read_bytes()
    rows = (("oun_b", "oun_c", "same", "5 行"), ("oun_a", "oun_c", "different", "7 行"))
    answers = [Answer(left, right, said, "", "", "", origin) for left, right, said, origin in rows]
    with pytest.raises(JudgementError, match=r"別」とされています（7 行）.*pairs.csv 2 行.*5 行"):
        add_judgements(path, Today.of(df), answers, "2026-11-24", "office")
    assert path.read_bytes() == before
    assert add_judgements(path, Today.of(df), answers[:1], "2026-11-24", "office") == (1, 0, 0)
