"""Deciding at a terminal: one key per answer, undo, and corrections that can be read."""

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.decisions.corrections import read_corrections
from pipelines.decisions.pairs import read_judgements
from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.match.activities import match_listings
from pipelines.settings import load_settings
from warehouse.contract import table
from warehouse.contract.columns import COLUMNS
from warehouse.storage import write_table

ASKED = 3


@pytest.fixture(scope="module")
def night() -> dict[str, pl.DataFrame]:
    tables = flow_tables(pl.concat([raw_listings(3, key=key, phone_text=None) for key in "ab"]))
    found = match_listings(tables["norm__listings"])
    queue = found.pairs.head(ASKED).with_columns(queue_rank=pl.int_range(1, ASKED + 1, dtype=pl.Int64))
    return tables | {"match__pairs": found.pairs, "match__queue": queue.select(found.queue.columns)}


@pytest.fixture
def listings(night: dict[str, pl.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pl.DataFrame:
    monkeypatch.setenv("HIROBA_DATA_DIR", str(tmp_path))
    for name, df in night.items():
        if name.startswith(("norm__", "match__", "core__")):
            write_table(table(name), df, load_settings().table_path(name))
    return night["norm__listings"]


def said(listings: pl.DataFrame) -> list[str]:
    return [judgement.said for judgement in read_judgements(load_settings().pairs_path, listings)]


def test_one_key_is_one_answer_and_is_written_at_once(listings: pl.DataFrame) -> None:
    result = CliRunner().invoke(main, ["review"], input="sd")
    assert sorted(said(listings)) == ["different", "same"], "the input ended before q: both answers are there"
    assert f"── 1/{ASKED} ──" in result.output
    assert " ○ " in result.output or " × " in result.output


def test_undo_takes_the_last_answer_back_and_asks_again(listings: pl.DataFrame) -> None:
    result = CliRunner().invoke(main, ["review"], input="suhq")
    assert result.exit_code == 0, result.output
    assert said(listings) == ["unsure"]
    assert result.output.count(f"── 1/{ASKED} ──") == 2
    assert "1 件に答えました。残り 2 件" in result.output
    lines = pl.read_csv(load_settings().pairs_path, infer_schema=False).get_column("said").to_list()
    assert lines == ["same", "withdrawn", "unsure"], "the file only grows"


def test_what_was_answered_is_not_asked_again(listings: pl.DataFrame) -> None:
    CliRunner().invoke(main, ["review"], input="dq")
    result = CliRunner().invoke(main, ["review"], input="nq")
    assert f"── 1/{ASKED - 1} ──" in result.output


def test_an_answer_that_contradicts_is_told_and_asked_again(listings: pl.DataFrame) -> None:
    ids = listings.get_column("listing_id").sort().to_list()
    queue = load_settings().table_path("match__queue")
    (left, right) = pl.read_parquet(queue).sort("queue_rank").select("listing_id_a", "listing_id_b").row(0)
    third = next(each for each in ids if each not in (left, right))
    for pair in ((left, third), (third, right)):
        assert CliRunner().invoke(main, ["judge", *pair, "same", "--why", "会場で確かめた"]).exit_code == 0
    result = CliRunner().invoke(main, ["review"], input="dq")
    assert "「別」とされています（この答え）" in result.output
    assert sorted(said(listings)) == ["same", "same"]


def test_judging_a_listing_nobody_knows_is_refused(listings: pl.DataFrame) -> None:
    known = listings.get_column("listing_id")[0]
    result = CliRunner().invoke(main, ["judge", known, "s_unknown", "same", "--why", "x"])
    assert result.exit_code == 2
    assert "s_unknown はいまの表にありません" in result.output


def test_a_correction_is_read_before_it_is_written(listings: pl.DataFrame) -> None:
    activity = pl.read_parquet(load_settings().table_path("core__activities")).get_column("activity_id")[0]
    arguments = [activity, "schedule", "毎週金曜 10時～11時", "--why", "電話で確かめた", "--until", "2027-03-31"]
    result = CliRunner().invoke(main, ["correct", *arguments])
    assert result.exit_code == 0, result.output
    row = read_corrections(load_settings().corrections_path).row(0, named=True)
    assert (row["activity_id"], row["field_name"], row["expires_on"]) == (activity, "schedule", "2027-03-31")
    assert row["seen_text"], "what was published then"
    for wrong, told in ((["phone", "なし"], "公開できません"), (["colour", "赤"], "直せません")):
        result = CliRunner().invoke(main, ["correct", activity, *wrong, "--why", "x", "--until", "2027-03-31"])
        assert result.exit_code == 2
        assert told in result.output


def test_a_correction_names_no_person_and_no_mail_of_a_domain_nobody_accepted(listings: pl.DataFrame) -> None:
    activity = pl.read_parquet(load_settings().table_path("core__activities")).get_column("activity_id")[0]

    def corrected(field: str, value: str) -> str:
        arguments = ["correct", activity, field, value, "--why", "x", "--until", "2027-03-31"]
        return CliRunner().invoke(main, arguments).output

    for field, value in (("mail", "hiroba@gmail.com"), ("mail", "info@hiroba.example"), ("name", "広場 090-1234-5678")):
        said = corrected(field, value)
        assert f"{COLUMNS[field].ja.partition('（')[0]}として公開できません" in said
        assert value not in said
    assert "hiroba mail-domain" in corrected("mail", "info@hiroba.example")
    CliRunner().invoke(main, ["mail-domain", "hiroba.example", "--why", "団体の案内で確かめた"])
    assert "info@hiroba.example" in corrected("mail", "info@hiroba.example")
    row = read_corrections(load_settings().corrections_path).row(0, named=True)
    assert row["value_text"] == "info@hiroba.example"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["correct", "a", "b", "c"], "--why がありません。"),
        (["judge", "a", "b", "foo", "--why", "x"], "same、different、unsure、withdrawn のどれかを書いてください。"),
        (["correct", "a", "b", "c", "--why", "x", "--until", "2020"], "2027-03-31 のような日付で書いてください。"),
        (["nosuch"], "'nosuch' という命令はありません。"),
        (["run", "--foo"], "--foo という指定はありません。"),
        (["explain"], "ACTIVITY_ID がありません。"),
        (["remove", "a", "b", "--why", "x"], "余分な言葉があります。"),
        (["parse", "schedule", "/no/such.csv", "/tmp/o.csv"], "読めるファイルやフォルダー"),
    ],
)
def test_what_is_typed_wrongly_is_answered_in_japanese(words: list[str], said: str) -> None:
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 2 and said in answer.output and "--help にあります" in answer.output
    assert not any(word in answer.output for word in ("Usage", "Error", "Try"))
