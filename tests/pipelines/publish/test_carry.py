"""Releases carried to a folder or a bucket: whole before anybody is led there, done again where a copy was killed."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import obstore
import polars as pl
import pytest
from obstore.store import MemoryStore

from pipelines.publish import carry as module
from pipelines.publish.carry import POINTER, SUMS, carry
from pipelines.publish.release import switch
from pipelines.publish.removal import scrub
from pipelines.publish.shelf import LATEST, Shelf
from pipelines.publish.target import Target, TargetError, open_target

NOBODY = pl.DataFrame(schema=dict.fromkeys(("listing_id", "source_key", "content_print"), pl.String))


def _removal(listing: str) -> pl.DataFrame:
    return pl.DataFrame({"listing_id": [listing], "source_key": ["s"], "content_print": [None]}).cast(pl.String)


def _led_to(target: Target) -> Any:
    body = target.read(POINTER)
    return None if body is None else json.loads(body)


def _no_file_that_is_not_summed(target: Target, name: str) -> bool:
    text = target.read(f"releases/{name}/{SUMS}")
    assert text is not None
    sums = dict(reversed(line.split("  ", 1)) for line in text.decode().splitlines())
    held = {path.removeprefix(f"releases/{name}/") for path in target.listed(f"releases/{name}")}
    return held == {*sums, SUMS} and all(target.has(f"releases/{name}/{path}", sums[path]) for path in sums)


@pytest.fixture
def home(release_folder: Path) -> Path:
    """A folder of releases that no test writes into."""
    return release_folder.parents[1]


@pytest.fixture(params=["folder", "bucket"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    return open_target(str(tmp_path / "web")) if request.param == "folder" else Target("s3://b", MemoryStore())


def test_a_release_is_there_to_the_last_byte_before_anybody_is_led_to_it(
    home: Path, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a bucket is asked, one thing after the other: the sums after all files, `latest.json` after the sums."""
    written: list[str] = []
    write = Target.write
    monkeypatch.setattr(Target, "write", lambda self, path, *a, **k: (written.append(path), write(self, path, *a, **k)))
    done = carry(home, target, NOBODY)
    name = done.release
    assert written[-2:] == [f"releases/{name}/{SUMS}", POINTER]
    assert _no_file_that_is_not_summed(target, name)
    sums = (home / "releases" / name / SUMS).read_bytes()
    pointer = _led_to(target)
    assert (pointer["release"], pointer["sums_sha256"]) == (name, hashlib.sha256(sums).hexdigest())
    written.clear()
    again = carry(home, target, NOBODY)
    assert (again.sent, written) == (0, []), "nothing is sent twice"
    if target.folder is not None:
        assert (target.folder / "latest").resolve() == target.folder / "releases" / name


@pytest.mark.parametrize("killed_at", [0, 7, "sums", "pointer"])
def test_a_copy_that_was_killed_is_done_to_its_end_and_leads_nobody_astray(
    home: Path, target: Target, monkeypatch: pytest.MonkeyPatch, killed_at: int | str
) -> None:
    write, count = Target.write, 0

    def dies(self: Target, path: str, *arguments: Any, **named: Any) -> None:
        nonlocal count
        count += 1
        at = {"sums": path.endswith(f"/{SUMS}"), "pointer": path == POINTER}
        if at.get(str(killed_at), count > int(killed_at) if isinstance(killed_at, int) else False):
            raise KeyboardInterrupt
        write(self, path, *arguments, **named)

    monkeypatch.setattr(Target, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        carry(home, target, NOBODY)
    assert _led_to(target) is None
    before = len(target.listed())
    monkeypatch.setattr(Target, "write", write)
    done = carry(home, target, NOBODY)
    assert _no_file_that_is_not_summed(target, done.release)
    total = len(target.listed(f"releases/{done.release}"))
    assert done.sent == total - before, "what was there is not sent again"
    assert _led_to(target)["release"] == done.release


def test_what_a_target_keeps_otherwise_than_it_was_sent_is_never_shown(
    home: Path, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Target.write

    def garbles(self: Target, path: str, body: bytes | Path, **named: Any) -> None:
        write(self, path, b"?" * 10 if path.endswith("activities.parquet") else body, **named)

    monkeypatch.setattr(Target, "write", garbles)
    with pytest.raises(TargetError, match=r"activities\.parquet が、送ったものと違います"):
        carry(home, target, NOBODY)
    assert _led_to(target) is None


def test_a_file_of_the_same_length_and_other_content_is_sent_again(home: Path, target: Target) -> None:
    """As a copy from before the disk of the target went bad, or somebody edited it, and the sums never got there."""
    name = Shelf(home).all()[0].name
    original = (home / "releases" / name / "LICENSE").read_bytes()
    target.write(f"releases/{name}/LICENSE", b"?" * len(original))
    carry(home, target, NOBODY)
    assert target.read(f"releases/{name}/LICENSE") == original


@pytest.fixture(scope="module")
def homes(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same two releases, before and after a listing was taken away; `latest` is the second."""
    before, after = (tmp_path_factory.mktemp(name) / "published" for name in ("before", "after"))
    for home in (before, after):
        for number in "12":
            folder = home / "releases" / f"release-{number}-0000000{number}"
            shutil.copytree(release_folder, folder)
        switch(home / LATEST, folder)
    scrub(after, _removal("s_1"))
    return before, after


def test_a_listing_that_was_taken_away_at_home_leaves_every_release_of_the_target(
    homes: tuple[Path, Path], target: Target, tmp_path: Path
) -> None:
    old, new = (folder.name for folder in Shelf(homes[0]).all())
    first = tmp_path / "first"
    shutil.copytree(homes[0] / "releases" / old, first / "releases" / old)
    switch(first / LATEST, first / "releases" / old)
    for home in (first, homes[0]):
        carry(home, target, NOBODY)
    assert {each.split("/")[1] for each in target.listed("releases")} == {old, new}, (
        "somebody may be reading the old one"
    )
    done = carry(homes[1], target, _removal("s_1"))
    assert (set(done.withdrawn), done.made_anew, done.release) == ({old, new}, (f"{old}r",), f"{new}r")
    held = {each.split("/")[1] for each in target.listed("releases")}
    assert held == {f"{old}r", f"{new}r"} == {each.name for each in Shelf(homes[1]).all()}
    for name in held:
        assert _no_file_that_is_not_summed(target, name)
        body = target.read(f"releases/{name}/activity_listings.parquet")
        assert body is not None and "s_1" not in pl.read_parquet(body).get_column("listing_id")
    if target.folder is not None:
        assert {each.name for each in (target.folder / "releases").iterdir()} == held


def _placed(target: Target, name: str, home: Path, *, is_whole: bool = True) -> None:
    """A release of which home has nothing any more."""
    folder = Shelf(home).all()[0]
    target.write(f"releases/{name}/activity_listings.parquet", (folder / "activity_listings.parquet").read_bytes())
    if is_whole:
        target.write(f"releases/{name}/{SUMS}", b"")


def test_old_releases_and_halves_go_and_those_that_readers_may_hold_stay(home: Path, target: Target) -> None:
    recent = [f"release-202611{day:02d}T010000-0" for day in range(10, 17)]
    for name in ("release-20260101T010000-0", "release-20260901T010000-0", *recent):
        _placed(target, name, home)
    _placed(target, "release-20261117T010000-0", home, is_whole=False)
    target.write("releases/README.txt", b"of somebody else")
    target.write("releases/of-another/file.txt", b"of somebody else")
    done = carry(home, target, NOBODY)
    assert done.outlived == ("release-20260101T010000-0",)
    assert done.left_over == ("release-20261117T010000-0",)
    held = {each.split("/")[1] for each in target.listed("releases")}
    assert held == {"release-20260901T010000-0", *recent, done.release, "README.txt", "of-another"}


def test_a_release_that_only_the_target_has_goes_when_it_holds_what_was_taken_away(home: Path, target: Target) -> None:
    """Home may have been set up anew since: the ledger tells, not what lies at home."""
    _placed(target, "release-20261110T010000-0", home)
    target.write(f"releases/release-20261111T010000-0/{SUMS}", b"")
    assert carry(home, target, _removal("s_9")).withdrawn == ("release-20261111T010000-0",), "nobody can look into it"
    assert carry(home, target, _removal("s_2")).withdrawn == ("release-20261110T010000-0",)


@pytest.mark.parametrize(
    ("name", "said"), [("ftp://x.example/y", "使えません"), ("s3://", "使えません"), ("S3://Bucket/x", "使えません")]
)
def test_what_is_no_target_is_refused_with_what_to_write(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=said):
        open_target(name)


def test_a_target_that_nobody_can_write_into_is_a_sentence(tmp_path: Path, home: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError, match="作れません"):
        open_target(str(tmp_path / "file" / "below"))
    away = open_target("s3://bucket/place", "http://127.0.0.1:9")
    with pytest.raises(TargetError, match=r"s3://bucket/place/releases に届きません"):
        carry(home, away, NOBODY)


def test_without_a_release_there_is_nothing_to_carry(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="公開がまだありません"):
        carry(tmp_path, Target("x", MemoryStore()), NOBODY)


def test_a_bucket_says_what_a_file_is_and_how_long_a_copy_may_live(home: Path) -> None:
    store = MemoryStore()
    done = carry(home, Target("s3://b", store), NOBODY)
    kind: Callable[[str], Any] = lambda path: obstore.get(store, path).attributes  # noqa: E731
    page = kind(f"releases/{done.release}/site/index.html")
    assert (page["Content-Type"], page["Cache-Control"]) == ("text/html; charset=utf-8", "public, max-age=3600")
    assert kind(POINTER)["Cache-Control"] == "no-cache"
    assert kind(f"releases/{done.release}/LICENSE")["Content-Type"] == "text/plain; charset=utf-8"


def test_where_copies_are_is_remembered_once(tmp_path: Path) -> None:
    for name in ("s3://b/x", "/srv/web", "s3://b/x"):
        module.remember_target(tmp_path, name)
    assert module.targets(tmp_path) == ["s3://b/x", "/srv/web"]
