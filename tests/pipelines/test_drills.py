"""The drills, in short: each one does what it says, and notices when what it looks for is not so."""

from pathlib import Path

import pytest

from pipelines.drills import flow, publishing
from pipelines.drills.made import flow_tables, published_files, raw_listings
from pipelines.drills.result import Drill
from pipelines.publish import history
from pipelines.publish.history import (
    ReleaseError,
    compared,
    found_release,
    listed,
    releases,
    roll_back,
    tidy,
)
from pipelines.publish.release import publish


@pytest.mark.parametrize("drill", [flow.rekeyed_source, flow.clock], ids=["rekeyed", "clock"])
def test_drills_of_the_flow(drill) -> None:  # type: ignore[no-untyped-def]
    result = drill()
    assert result.is_passed, result.line()


def test_a_killed_publisher_leaves_whole_releases(tmp_path: Path) -> None:
    assert publishing.kills(tmp_path, 2).is_passed


def test_a_full_disk_leaves_whole_releases(tmp_path: Path) -> None:
    assert publishing.full_disk(tmp_path, 3).is_passed


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    assert publishing.two_at_once(tmp_path).is_passed


def test_a_removed_listing_leaves_old_releases_too(tmp_path: Path) -> None:
    assert publishing.removals(tmp_path).is_passed


def test_a_drill_that_goes_wrong_is_no_pass() -> None:
    assert Drill("x", 2, 1, "").line().startswith("×")


def test_a_broken_release_is_noticed(tmp_path: Path) -> None:
    files = published_files(flow_tables(raw_listings(3)), tmp_path / "tables")
    folder = publish(files, tmp_path / "published").folder
    assert publishing.is_whole(tmp_path / "published" / "latest")
    (folder / "activities.csv").write_text("x", encoding="utf-8")
    assert not publishing.is_whole(tmp_path / "published" / "latest")


def test_releases_are_listed_compared_and_rolled_back(tmp_path: Path) -> None:
    published = tmp_path / "published"
    for count in (3, 4):
        publish(published_files(flow_tables(raw_listings(count)), tmp_path / f"t{count}"), published)
    first, second = sorted(releases(published), key=lambda folder: folder.stat().st_mtime_ns)
    assert [line for line in listed(published) if line.startswith("→")] == [
        f"→ {second.name}  活動 4  掲載 4",
    ]
    assert next(iter(compared(first, second))) == "新しく載った: 1"
    assert list(compared(first, first)) == ["変わったことはありません。"]
    assert roll_back(published, first.name) == first
    assert (published / "latest").resolve() == first.resolve()
    with pytest.raises(ReleaseError, match="ありません"):
        found_release(published, "release-1999")


def test_old_releases_go_and_their_counts_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = tmp_path / "published"
    publish(published_files(flow_tables(raw_listings(3)), tmp_path / "t"), published)
    (folder,) = releases(published)
    old = folder.with_name(folder.name.replace("2026", "2025"))
    folder.rename(old)
    publish(published_files(flow_tables(raw_listings(4)), tmp_path / "u"), published)
    assert history.KEPT_DAYS < 365
    assert tidy(published) == []  # the newest few stay, whatever a clock has said
    monkeypatch.setattr(history, "KEPT_ALWAYS", 1)
    assert tidy(published) == [old.name]
    log = (published / "releases.csv").read_text(encoding="utf-8")
    assert old.name in log
    assert len(log.splitlines()) == 3
    assert tidy(published) == []
