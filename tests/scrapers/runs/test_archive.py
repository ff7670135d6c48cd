"""Bodies go in once and come out whole, or not at all."""

import gzip
import hashlib
from pathlib import Path

import pytest

from scrapers.runs.archive import Archive


@pytest.mark.parametrize("body", [b"", "広場".encode(), b"\x00\xff" * 1000])
def test_a_body_comes_back_as_it_went_in(tmp_path: Path, body: bytes) -> None:
    archive = Archive(tmp_path)
    digest = archive.put(body)
    assert digest == hashlib.sha256(body).hexdigest()
    assert archive.get(digest) == body


def test_the_same_body_is_stored_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    digest = archive.put(b"page")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    before = file.stat()
    assert archive.put(b"page") == digest
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_same_body_makes_the_same_file_at_any_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two archives of one crawl can be compared, and copied by what differs."""
    files = []
    for day in (1_700_000_000, 1_800_000_000):
        monkeypatch.setattr("time.time", lambda day=day: float(day))
        Archive(tmp_path / str(day)).put(b"page")
        files += [path.read_bytes() for path in (tmp_path / str(day)).rglob("*.gz")]
    assert len(files) == 2
    assert files[0] == files[1]


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    digest = archive.put(b"page")
    (file,) = tmp_path.rglob("*.gz")
    file.write_bytes(gzip.compress(b"another page"))
    with pytest.raises(ValueError, match="保管庫の本文が壊れています"):
        archive.get(digest)


def test_a_missing_body_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="保管庫に本文がありません: " + "0" * 64):
        Archive(tmp_path).get("0" * 64)
