"""Nobody else reads what is ours, and the group of a shared folder reads what is in it."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE, S_ISGID

import pytest

from warehouse.permissions import (
    PASSAGE,
    PRIVATE,
    SHARED,
    as_its_folder,
    as_their_folders,
    keep_private,
    make_folder,
    settle_folder,
)
from warehouse.storage import write_text


@pytest.fixture(autouse=True)
def open_shell() -> Iterator[None]:
    """A shell that closes nothing, as an administrator's may be."""
    before = os.umask(0)
    keep_private()
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return S_IMODE(path.stat().st_mode)


def test_a_file_follows_its_folder(tmp_path: Path) -> None:
    for kind, expected in ((PRIVATE, (0o700, 0o600)), (SHARED, (0o750, 0o640)), (PASSAGE, (0o700, 0o600))):
        folder = tmp_path / f"{kind:o}"
        settle_folder(folder, kind)
        assert mode(folder) == kind
        write_text(folder / "deep" / "er" / "file", "text")
        assert (mode(folder / "deep" / "er"), mode(folder / "deep" / "er" / "file")) == expected


def test_what_was_written_before_is_replaced_with_todays_rights(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o666)
    write_text(path, "new")
    assert (mode(path), path.read_text(encoding="utf-8")) == (0o600, "new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_does_not_keep_the_rights_of_what_was_copied(tmp_path: Path) -> None:
    settle_folder(tmp_path / "shared", SHARED)
    copy = tmp_path / "shared" / "copy"
    copy.write_text("x", encoding="utf-8")
    copy.chmod(0o666)
    as_its_folder(copy)
    assert mode(copy) == 0o640


def test_everything_in_a_folder_follows_the_folder_it_lies_in(tmp_path: Path) -> None:
    settle_folder(tmp_path / "shared", SHARED)
    inner = tmp_path / "shared" / "release" / "site" / "a"
    inner.mkdir(parents=True)
    for path in (inner / "page.html", tmp_path / "shared" / "release" / "x.csv"):
        path.write_text("x", encoding="utf-8")
        path.chmod(0o606)
    inner.chmod(0o705)
    as_their_folders(tmp_path / "shared" / "release")
    assert {mode(each) for each in (inner, inner.parent, inner.parent.parent)} == {0o750}
    assert {mode(each) for each in (inner / "page.html", tmp_path / "shared" / "release" / "x.csv")} == {0o640}


def test_the_group_of_a_shared_folder_is_handed_down(tmp_path: Path) -> None:
    group = next((each for each in os.getgroups() if each != os.getegid()), None)
    group = 12345 if os.geteuid() == 0 else group
    if group is None:
        pytest.skip("this account has one group only")
    published = tmp_path / "published"
    settle_folder(published, SHARED)
    os.chown(published, -1, group)
    published.chmod(mode(published) | S_ISGID)
    settle_folder(published, SHARED)
    write_text(published / "releases" / "r1" / "file", "text")
    for path in [published, *published.rglob("*")]:
        assert path.stat().st_gid == group, path
        assert mode(path) & 0o7777 == (0o640 if path.is_file() else 0o2750), path


def test_an_older_installation_is_closed_once_and_never_opened(tmp_path: Path) -> None:
    raw, desk, data = tmp_path / "raw", tmp_path / "desk", tmp_path / "data"
    for folder in (raw, desk, data):
        (folder / "in").mkdir(parents=True)
        for path in (folder / "in" / "file", folder / "notices.log"):
            path.write_text("x", encoding="utf-8")
            path.chmod(0o666)
        for path in (folder, folder / "in"):
            path.chmod(0o777)
    (raw / "link").symlink_to("/")
    settle_folder(raw, PRIVATE)
    settle_folder(desk, SHARED)
    settle_folder(data, PASSAGE)
    assert [mode(raw), mode(raw / "in"), mode(raw / "in" / "file"), mode(raw / "notices.log")] == [
        0o700,
        0o700,
        0o600,
        0o600,
    ]
    assert [mode(desk), mode(desk / "in" / "file")] == [0o770, 0o660]  # staff of the group may write there
    # Folders in it have kinds of their own; files in it are ours, and who may pass through may go on doing so
    assert [mode(data), mode(data / "in"), mode(data / "notices.log")] == [0o711, 0o777, 0o600]
    desk.chmod(0o700)
    settle_folder(desk, SHARED)
    assert mode(desk) == 0o700


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    there.chmod(0o755)
    make_folder(there)
    assert mode(there) == 0o755
