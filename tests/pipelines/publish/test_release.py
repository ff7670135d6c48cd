"""A release: complete before anybody sees it, the same for the same tables, readable by older clients."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import struct
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines.publish import duckdb_file
from pipelines.publish import release as module
from pipelines.publish.release import DUCKDB_NAME, SAMPLE_NOTE, Release, publish
from pipelines.publish.shelf import Shelf, as_written, in_todays_shape
from warehouse.contract import CONTRACT_VERSION, LICENCE, published_tables, table
from warehouse.contract.derived.ddl import column_comment
from warehouse.contract.derived.dictionary import dictionary_frame
from warehouse.contract.derived.frames import empty_frame, frame
from warehouse.storage import read_table, write_table

STORAGE_VERSION_OF_DUCKDB_1_2 = 65
Files = dict[str, Path]


def tables(folder: Path, release_id: str = "release-1", profile: str = "sample") -> Files:
    """Files of all published tables: empty but for the release and the dictionary."""
    facts: dict[str, Any] = {
        "release_id": release_id,
        "profile_code": profile,
        "as_of_at": datetime(2026, 11, 23, 1, tzinfo=UTC),
        "contract_version": CONTRACT_VERSION,
        "activity_count": 0,
        "listing_count": 0,
    }
    frames = {entry.name: empty_frame(entry) for entry in published_tables()}
    frames["release"] = frame(table("release"), [facts])
    frames["data_dictionary"] = dictionary_frame()
    paths = {name: folder / f"{name}.parquet" for name in frames}
    for name, path in paths.items():
        write_table(table(name), frames[name], path)
    return paths


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return tables(tmp_path / "tables")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Made once: only to be read."""
    made = tmp_path_factory.mktemp("release")
    return publish(tables(made / "tables"), made / "it's published")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "it's published"


@pytest.fixture
def first(release: Release, published: Path) -> Path:
    """The folder of that release in a copy, `latest` pointing to it: to go on from."""
    shutil.copytree(release.folder.parent.parent, published, symlinks=True)
    return published / "releases" / release.folder.name


def test_every_table_says_which_release_it_is_of_and_on_what_terms(release: Release) -> None:
    expected = {
        "hiroba.release_id": "release-1",
        "hiroba.profile": "sample",
        "hiroba.contract_version": CONTRACT_VERSION,
        "hiroba.licence": LICENCE,
    }
    for entry in published_tables():
        path = release.folder / f"{entry.name}.parquet"
        by_polars = pl.read_parquet_metadata(path)
        rows = duckdb.execute("SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(path)]).fetchall()
        for notes in (by_polars, dict(rows)):
            assert {name: notes.get(name) for name in expected} == expected
            assert notes["hiroba.table"] == entry.name


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_release_is_a_folder_that_latest_points_to(release: Release) -> None:
    published = release.folder.parent.parent
    assert (published / "latest").resolve() == release.folder.resolve()
    assert release.folder.name.startswith("release-1-")
    assert not (published / "latest").readlink().is_absolute()
    assert (release.profile, release.activity_count, release.listing_count) == ("sample", 0, 0)


def test_publishing_the_same_tables_again_changes_nothing(first: Path, files: Files, published: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in first.iterdir()}
    assert publish(files, published).folder == first
    assert {path: path.stat().st_mtime_ns for path in first.iterdir()} == before
    assert list((published / "releases").iterdir()) == [first]


def test_other_content_is_another_folder_and_the_old_one_stays(first: Path, files: Files, published: Path) -> None:
    write_table(table("data_dictionary"), dictionary_frame().head(1), files["data_dictionary"])
    second = publish(files, published)
    assert first != second.folder
    assert first.is_dir()
    assert (published / "latest").resolve() == second.folder.resolve()


def test_manifest_and_checksums_agree_with_the_files(release: Release) -> None:
    folder = release.folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: value for value, name in (line.split("  ") for line in lines)}
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names >= {f"{entry.name}.parquet" for entry in published_tables()} | {
        DUCKDB_NAME,
        "data_dictionary.md",
        "manifest.json",
        "SHA256SUMS",
    }
    assert sums == {name: digest(folder / name) for name in names - {"SHA256SUMS"}}
    assert {entry["name"]: (entry["bytes"], entry["sha256"]) for entry in manifest["files"]} == {
        name: ((folder / name).stat().st_size, digest(folder / name))
        for name in names - {"SHA256SUMS", "manifest.json"}
        if not name.startswith("site/")
    }
    of_site = [line for line in lines if line.partition("  ")[2].startswith("site/")]
    sum_of_lines = hashlib.sha256("".join(f"{line}\n" for line in of_site).encode()).hexdigest()
    (site,) = manifest["folders"]
    assert (site["name"], site["files"], site["sha256"]) == ("site", len(of_site), sum_of_lines)
    assert site["bytes"] == sum((folder / line.partition("  ")[2]).stat().st_size for line in of_site)
    assert manifest["rows"] == {
        entry.name: pl.read_parquet(folder / f"{entry.name}.parquet").height for entry in published_tables()
    }
    assert (manifest["profile"], manifest["note"], manifest["release_id"]) == ("sample", SAMPLE_NOTE, "release-1")


@pytest.mark.parametrize("missing", ["activities", "release"])
def test_latest_stays_when_a_table_is_missing(missing: str, first: Path, published: Path, tmp_path: Path) -> None:
    broken = tables(tmp_path / "next", "release-2")
    broken[missing].unlink()
    with pytest.raises(FileNotFoundError, match=missing):
        publish(broken, published)
    assert (published / "latest").resolve() == first.resolve()
    assert list((published / "releases").iterdir()) == [first]


def test_latest_stays_when_the_build_breaks_and_what_is_left_over_does_not_hurt(
    first: Path, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = tables(tmp_path / "next", "release-2")

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_duckdb", full)
        with pytest.raises(OSError, match="disk full"):
            publish(following, published)
    assert (published / "latest").resolve() == first.resolve()
    (left_over,) = (published / "releases").glob(".*.part")
    (left_over / "stray").write_text("x", encoding="utf-8")
    (published / ".latest.part").symlink_to("nowhere")
    second = publish(following, published)
    assert (published / "latest").resolve() == second.folder.resolve()
    assert not (second.folder / "stray").exists()
    assert not left_over.exists()


def test_the_duckdb_file_opens_in_duckdb_1_2(release: Release) -> None:
    header = (release.folder / DUCKDB_NAME).read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert struct.unpack("<Q", header[12:20]) == (STORAGE_VERSION_OF_DUCKDB_1_2,)


@pytest.mark.parametrize(("most", "is_indexed"), [(1, True), (0, False)])
def test_only_tables_that_are_not_large_have_the_index_of_a_key(
    most: int, is_indexed: bool, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_file, "MOST_INDEXED", most)
    files = {entry.name: release.folder / f"{entry.name}.parquet" for entry in published_tables()}
    duckdb_file.write_duckdb(files, tmp_path / "a.duckdb", "")
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as con:
        keys = con.execute(
            "SELECT constraint_column_names FROM duckdb_constraints() "
            "WHERE table_name = 'release' AND constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        assert con.execute("SELECT count(*) FROM release").fetchall() == [(1,)]
    assert keys == ([(["release_id"],)] if is_indexed else [])


def test_the_duckdb_file_holds_every_table_with_its_comments(release: Release) -> None:
    path = release.folder / DUCKDB_NAME
    with duckdb.connect(str(path), read_only=True) as con:
        notes = dict(con.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        remark = con.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'activities' AND column_name = 'ward_code'"
        ).fetchone()
        rows = con.execute("SELECT count(*) FROM data_dictionary").fetchone()
    assert notes == {entry.name: f"{SAMPLE_NOTE}{entry.ja} / {entry.en}" for entry in published_tables()}
    assert remark == (column_comment("ward_code"),)
    assert rows == (dictionary_frame().height,)


def test_live_data_carry_no_sample_note(published: Path, tmp_path: Path) -> None:
    folder = publish(tables(tmp_path / "tables", profile="live"), published).folder
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["note"] is None
    with duckdb.connect(str(folder / DUCKDB_NAME), read_only=True) as con:
        notes = con.execute("SELECT comment FROM duckdb_tables()").fetchall()
    assert notes
    assert not any(SAMPLE_NOTE in note for (note,) in notes)


def test_the_last_release_is_read_through_latest(release: Release, published: Path) -> None:
    assert Shelf(published).latest() is None and as_written(None, "data_dictionary") is None
    assert in_todays_shape(None, "data_dictionary").is_empty()
    df = as_written(Shelf(release.folder.parent.parent).latest(), "data_dictionary")
    assert df is not None
    assert df.height == dictionary_frame().height


def test_a_table_of_an_older_release_takes_the_shape_of_today(tmp_path: Path) -> None:
    older = pl.DataFrame({"source_key": ["s"], "is_gone_today": [True]})
    older.write_parquet(tmp_path / "sources.parquet")
    df = in_todays_shape(tmp_path, "sources")
    assert df.schema == empty_frame(table("sources")).schema
    assert df.select("source_key", "source_name").rows() == [("s", None)]


def test_the_previous_release_is_the_one_shown_unless_that_is_the_same_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for name in ("release-20261123T010000-x-aa", "release-20261124T010000-x-bb"):
        (shelf.releases_dir / name).mkdir(parents=True)
    first, second = shelf.all()
    assert shelf.previous("release-20261125T010000-x") == second
    shelf.link.symlink_to(first)
    assert shelf.previous("release-20261125T010000-x") == first.resolve()
    assert shelf.previous("release-20261123T010000-x") == second


def documented(readme: str) -> str:
    """The lines a README gives to whoever reads Parquet."""
    text = (Path(module.__file__).parent / "exports" / readme).read_text(encoding="utf-8")
    return "\n".join(line.strip() for line in re.findall(r"^ {6}\S.*$", text, re.M))


@pytest.mark.parametrize("readme", ["readme.ja.md.j2", "readme.en.md.j2"])
def test_reading_as_documented_while_latest_moves_never_mixes_releases(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "published"
    folders = []
    for count in (1, 3_000):
        ids = [f"r{count}_{number}" for number in range(count)]
        folder = published / "releases" / f"r{count}"
        folder.mkdir(parents=True)
        for name in ("activities", "activity_schedules"):
            # Of very different length: a file opened for the end of the other is no Parquet
            pl.DataFrame({"activity_id": ids}).write_parquet(folder / f"{name}.parquet")
        folders.append(folder)
    link = published / "latest"
    module.switch(link, folders[0])
    monkeypatch.chdir(published)
    is_over = threading.Event()

    def move() -> None:
        while not is_over.is_set():
            for folder in folders:
                module.switch(link, folder)
                time.sleep(0.001)

    mover = threading.Thread(target=move)
    mover.start()
    seen = set()
    try:
        # A busy machine gives the mover few turns: read until both releases were met
        for reading in range(4_000):
            if reading >= 40 and len(seen) == len(folders):
                break
            names: dict[str, Any] = {}
            exec(documented(readme), names)
            heights = {names["activities"].height, names["schedules"].height}
            assert len(heights) == 1, "both of one release"
            seen |= heights
            # Our own readers take one file of one release too
            own = as_written(Shelf(published).latest(), "activities")
            assert own is not None
            assert read_table(link / "activities.parquet").height in (1, 3_000)
    finally:
        is_over.set()
        mover.join()
    assert seen == {1, 3_000}, "latest did move"
