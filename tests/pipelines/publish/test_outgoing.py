"""Planted personal data and harmful signs stop a release, whatever file they are in."""

import json
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest
import xlsxwriter

from pipelines.publish.exports.json_text import said
from pipelines.publish.outgoing import OutgoingError, inspect
from pipelines.publish.release import publish
from warehouse.contract import table
from warehouse.storage import write_table

CANARIES = [
    ("連絡は090-0000-1234へ", "携帯"),
    ("代表：川崎 太郎", "個人名"),
    ("kawasaki.taro@gmail.com", "メール"),
    ("すきま\u200bなし", "見えない文字"),
    ("右から\u202e左", "見えない文字"),
    ("<script>alert(1)</script>", "HTML"),
]


def plant_in_excel(path: Path, text: str) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_string(0, 0, text)


def plant_in_comment(path: Path, text: str) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE t (x VARCHAR)")
        con.execute(f"COMMENT ON COLUMN t.x IS '{text}'")


def plant_in_view(path: Path, text: str) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(f"CREATE VIEW v AS SELECT '{text}' AS x")


PLANTS = {
    "a.parquet": lambda path, text: pl.DataFrame({"x": [text]}).write_parquet(path),
    "note.parquet": lambda path, text: pl.DataFrame({"x": [1]}).write_parquet(path, metadata={"note": text}),
    "a.csv": lambda path, text: pl.DataFrame({"x": [text]}).write_csv(path),
    "a.json": lambda path, text: path.write_text(pl.DataFrame({"x": [text]}).write_json(), encoding="utf-8"),
    "a.md": lambda path, text: path.write_text(f"# 表題\n{text}\n", encoding="utf-8"),
    "a.ics": lambda path, text: path.write_text(f"BEGIN:VEVENT\r\n{text[:6]}\r\n {text[6:]}\r\n", encoding="utf-8"),
    "a.xlsx": plant_in_excel,
    "a.duckdb": plant_in_comment,
    "view.duckdb": plant_in_view,
}


@pytest.mark.parametrize("name", PLANTS)
@pytest.mark.parametrize(("text", "kind"), CANARIES, ids=[kind for _, kind in CANARIES])
def test_a_canary_is_found_and_not_repeated(name: str, text: str, kind: str, tmp_path: Path) -> None:
    PLANTS[name](tmp_path / name, text)
    with pytest.raises(OutgoingError) as caught:
        inspect(tmp_path)
    assert caught.value.findings[0].file == name
    assert kind in str(caught.value)
    assert text not in str(caught.value)


def plant_in_lists(path: Path, text: str) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE t AS SELECT ['公園', ?] AS x", [text])


LATER = {
    "a.parquet": lambda path, text: pl.DataFrame({"x": [["公園"], ["公園", text]]}).write_parquet(path),
    "a.csv": lambda path, text: pl.DataFrame({"x": ["公園"] * 2, "y": ["公園", text]}).write_csv(path),
    "a.json": lambda path, text: path.write_text(json.dumps({"x": ["公園", {"y": [["公園"], text]}]}, indent=1)),
    "a.geojson": lambda path, text: path.write_text(f"[\n{json.dumps({'x': ['公園', text]})},\n{{}}\n]"),
    "a.md": lambda path, text: path.write_text(f"公園\n\n公園\n{text}\n", encoding="utf-8"),
    "a.duckdb": plant_in_lists,
}


@pytest.mark.parametrize("name", LATER)
def test_not_only_the_first_of_a_list_is_looked_at(name: str, tmp_path: Path) -> None:
    LATER[name](tmp_path / name, "連絡は090-0000-1234へ")
    with pytest.raises(OutgoingError, match="1 か所に見つかった"):
        inspect(tmp_path)


def test_everything_that_is_wrong_with_a_text_and_every_text_is_told(tmp_path: Path) -> None:
    texts = ["連絡は090-0000-1234へ<b>", *(f"<i>{number}</i>" for number in range(20))]
    (tmp_path / "a.md").write_text("\n".join(texts), encoding="utf-8")
    with pytest.raises(OutgoingError) as caught:
        inspect(tmp_path)
    assert len(caught.value.findings) == 22
    assert {each.kind for each in caught.value.findings[:2]} == {"携帯番号がある（公開しない）", "HTML"}
    lines = str(caught.value).split("\n")
    assert [line.startswith("- a.md ") for line in lines] == [False, *[True] * 20, False, False]
    assert lines[-2] == "ほか 2 か所"


@pytest.mark.parametrize("link", ["javascript:alert(1)", " data:text/html,x", "file:///etc/passwd"])
def test_only_web_links_stand_where_a_link_stands(link: str, tmp_path: Path) -> None:
    pl.DataFrame({"name": [link]}).write_parquet(tmp_path / "a.parquet")
    inspect(tmp_path)
    pl.DataFrame({"url": [link]}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(OutgoingError, match="http/https でないリンク"):
        inspect(tmp_path)


def test_a_file_of_an_unknown_kind_is_no_file_of_a_release(tmp_path: Path) -> None:
    (tmp_path / "a.pickle").write_bytes(b"x")
    with pytest.raises(OutgoingError, match="知らない種類"):
        inspect(tmp_path)


def test_a_leak_leaves_latest_as_it_was(
    release_files: dict[str, Path], release_tables: dict[str, pl.DataFrame], own_published: Path, tmp_path: Path
) -> None:
    first = (own_published / "latest").resolve()
    leaking = shutil.copytree(tmp_path / "release_tables", tmp_path / "leaking")
    activities = release_tables["activities"].with_columns(fee=pl.lit("連絡は090-0000-1234へ"))
    write_table(table("activities"), activities, leaking / "activities.parquet")
    with pytest.raises(OutgoingError, match="公開しませんでした"):
        publish({name: leaking / path.name for name, path in release_files.items()}, own_published)
    assert (own_published / "latest").resolve() == first


def test_a_checksum_is_no_telephone_number(tmp_path: Path) -> None:
    checksum = "ab09012345678cd".ljust(64, "e")
    (tmp_path / "SHA256SUMS").write_text(f"{checksum}  a.csv\n", encoding="utf-8")
    inspect(tmp_path)
    (tmp_path / "SHA256SUMS").write_text(f"{checksum}  09012345678.csv\n", encoding="utf-8")
    with pytest.raises(OutgoingError):
        inspect(tmp_path)


@pytest.mark.parametrize("text", ["</script ", "<!--", "a & b", "<h1>", "\u2028"])
def test_nothing_in_json_for_the_web_can_close_a_script(text: str) -> None:
    written = said({"name": text})
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == {"name": text}
