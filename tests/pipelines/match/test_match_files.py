"""`hiroba match`: files in, clusters out."""

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.match import match_files
from pipelines.normalise.listings import Normalised, SourceRule, normalise


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["match", *map(str, arguments)])
    return result.exit_code, result.output


def test_listings_with_missing_fields_and_names(tmp_path: Path) -> None:
    rows = [
        {
            "row_id": "r1",
            "name": "土橋カフェ",
            "ward": "宮前区",
            "schedule_text": "毎月第1水曜日",
            "organizer_text": "土橋町内会",
        },
        {"row_id": "r2", "name": "土橋カフェ", "ward": "宮前区", "organizer_text": "土橋町内会"},
        {"row_id": "r3", "name": None, "ward": "宮前区"},
        {"row_id": "r4", "name": None, "ward": "宮前区", "snippet": "設立年月日 2003/2|会員数 22"},
    ]
    source, out, pairs = tmp_path / "l.jsonl", tmp_path / "c.parquet", tmp_path / "p.parquet"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    code, said = run("--listings", source, "--out", out, "--pairs", pairs)
    assert code == 0, said
    found = dict(pl.read_parquet(out).select("record_id", "cluster_id").iter_rows())
    assert found == {"r1": "r1", "r2": "r1", "r3": "r3", "r4": "r4"}
    assert {"left", "right", "probability"} <= set(pl.read_parquet(pairs).columns)


def test_a_row_is_of_the_list_it_names(tmp_path: Path) -> None:
    rows = [
        {"row_id": "r1", "name": "土橋カフェ", "list_name": "town/a", "source_kind": "blog"},
        {"row_id": "r2", "name": "土橋カフェ", "source_kind": "blog", "source_url": "https://one.example.jp/2"},
        {"row_id": "r3", "name": "土橋カフェ", "source_kind": "blog", "source_url": "https://two.example.jp/3"},
        {"row_id": "r4", "name": "土橋カフェ"},
        {"row_id": "r5", "name": "土橋カフェ"},
    ]
    source = tmp_path / "l.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    lists = dict(match_files.read_listings(source).select("listing_id", "source_key").iter_rows())
    assert (lists["r1"], lists["r2"]) == ("town/a", "blog one.example.jp")
    assert len(set(lists.values())) == len(rows)  # r4 and r5 name none: nobody knows that they are of one


def test_any_table_with_a_spec_and_labels(tmp_path: Path) -> None:
    records, spec, labels, out = (tmp_path / name for name in ("r.csv", "s.toml", "l.csv", "c.parquet"))
    records.write_text(
        "record_id,name,phone\na,さくら会,1234567\nb,さくら会,1234567\nc,別の会,7654321\n", encoding="utf-8"
    )
    spec.write_text('[fields]\nname = "name"\nphone = "phone"\n', encoding="utf-8")
    labels.write_text("left,right,label\na,b,same\n", encoding="utf-8")
    code, said = run("--records", records, "--spec", spec, "--labels", labels, "--out", out)
    assert code == 0, said
    assert pl.read_parquet(out).rows() == [("a", "a"), ("b", "a"), ("c", "c")]


def test_labels_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    records, spec, labels = (tmp_path / name for name in ("r.csv", "s.toml", "l.csv"))
    records.write_text("record_id,name\na,さくら会\nb,さくら会\n", encoding="utf-8")
    spec.write_text('[fields]\nname = "name"\n', encoding="utf-8")
    labels.write_text("left,right,label\na,b,same\nb,a,different\n", encoding="utf-8")
    code, said = run("--records", records, "--spec", spec, "--labels", labels, "--out", tmp_path / "c.parquet")
    assert code != 0 and "aとb の判定が二通り" in said


@pytest.mark.parametrize(("content", "said"), [('{"name": "x"}', "row_id"), ("{", "JSON Lines"), ('["x"]', "row_id")])
def test_listings_that_cannot_be_read_are_told(tmp_path: Path, content: str, said: str) -> None:
    source = tmp_path / "l.jsonl"
    source.write_text(content, encoding="utf-8")
    code, output = run("--listings", source, "--out", tmp_path / "c.parquet")
    assert code != 0 and said in output


def test_nothing_to_match_is_told(tmp_path: Path) -> None:
    code, output = run("--out", tmp_path / "c.parquet")
    assert code != 0 and "--listings" in output


def test_a_night_reads_only_what_is_written_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"row_id": f"r{number:02d}", "name": f"{chr(0x4E00 + number)}{chr(0x5E00 + number)}の会", "ward": "宮前区"}
        for number in range(40)
    ]
    rows[39] |= {"name": rows[3]["name"], "organizer_text": "土橋町内会"}
    counts: list[int] = []

    def counted(raw: pl.DataFrame, rules: Mapping[str, SourceRule]) -> Normalised:
        counts.append(raw.height)
        return normalise(raw, rules)

    monkeypatch.setattr(match_files, "normalise", counted)

    def clusters(name: str, *more: object) -> pl.DataFrame:
        source = tmp_path / "l.jsonl"
        source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        code, said = run("--listings", source, "--out", tmp_path / name, *more)
        assert code == 0, said
        return pl.read_parquet(tmp_path / name)

    kept = ("--history", tmp_path / "history")
    clusters("first.parquet", *kept)
    rows[5] |= {"name": rows[8]["name"]}
    assert clusters("night.parquet", *kept).equals(clusters("full.parquet"))
    assert counts == [40, 1, 40]
    monkeypatch.setattr(match_files, "rules_print", lambda: "other")
    clusters("again.parquet", *kept)
    assert counts[-1] == 40


def test_rows_without_a_name_share_none(tmp_path: Path) -> None:
    path = tmp_path / "listings.jsonl"
    rows = [{"row_id": row, "name": "", "venue": venue} for row, venue in (("a", "土橋会館"), ("b", "菅会館"))]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    named = match_files.read_listings(path).select(
        "full_name", "match_name", "name_once", "stem", "sound", "words", "words_here"
    )
    assert named.null_count().row(0) == (2,) * named.width
