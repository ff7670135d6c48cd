"""The drills, in short: each one does what it says, and notices when what it looks for is not so."""

import functools
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.lab.drills import (
    all_drills,
    clocks,
    disk,
    flow,
    hostile,
    ledgers,
    misdeclared,
    nights,
    publishing,
    rivals,
)
from pipelines.lab.drills.made import flow_tables, published_files, raw_listings
from pipelines.lab.drills.result import Drill, total
from pipelines.lab.drills.whole import STAGES, is_whole
from pipelines.publish import shelf
from pipelines.publish.history import (
    ReleaseError,
    compared,
    listed,
    release_named,
    roll_back,
    tidy,
)
from pipelines.publish.release import publish, switch
from pipelines.publish.shelf import Shelf
from warehouse.contract import KEPT_DAYS

SHORT: dict[str, Callable[[Path], Iterable[Drill]]] = {
    "killed at random": lambda folder: [publishing.kills(folder, 2)],
    "killed at a write": lambda folder: [publishing.boundaries(folder, 131)],
    "full and read-only disk": lambda folder: disk.disks(folder, STAGES[3:4]),
    "two at once": lambda folder: [rivals.two_at_once(folder)],
    "ledger": lambda folder: [ledgers.appends(folder / "ledger", 25, 2)],
    "decisions at once": lambda folder: [ledgers.decisions(folder, 6, 2)],
    "leaks": lambda folder: [publishing.leaks(folder, publishing.COLUMNS[:1])],
    "removals": lambda folder: [publishing.removals(folder)],
    "rekeyed": lambda _: [flow.rekeyed(is_full=False)],
    "hostile texts": lambda folder: [hostile.texts(folder, is_full=False)],
    "wrong declarations": lambda folder: [misdeclared.misdeclared(folder / "declared", is_full=False)],
    "nights": lambda folder: [nights.nights(folder, 2)],
}


@pytest.fixture(scope="module")
def night_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], dict[str, Path]]:
    """Published tables of a night with so many listings, made once: only to be read."""
    made = tmp_path_factory.mktemp("nights")
    return functools.cache(lambda count: published_files(flow_tables(raw_listings(count)), made / str(count)))


@pytest.fixture(scope="module")
def published_once(night_of: Callable[[int], dict[str, Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases after one night, made once: a test goes on from a copy."""
    made = tmp_path_factory.mktemp("published") / "once"
    publish(night_of(3), made)
    return made


@pytest.mark.filterwarnings("ignore")  # a fork, on purpose, and what Scrapy says of its own
@pytest.mark.parametrize("name", SHORT)
def test_the_short_form_of_a_drill_goes_well(name: str, tmp_path: Path) -> None:
    for drill in SHORT[name](tmp_path):
        if drill.tried == 0:
            pytest.skip(drill.seen)
        assert drill.is_passed, drill.line()


def test_a_run_under_a_wrong_clock_is_the_newest_and_costs_no_release(tmp_path: Path) -> None:
    result = clocks.jumps(tmp_path)
    assert result.is_passed, result.line()


def test_a_drill_that_goes_wrong_or_loses_something_is_no_pass() -> None:
    assert Drill("x", "", 2, 1, "").line().startswith("| ×")
    assert not Drill("x", "", 1, 1, "", lost=1).is_passed
    assert not Drill("x", "", 0, 0, "").is_passed
    assert total([Drill("x", "", 1, 1, ""), Drill("y", "", 2, 1, "")]).seen == "合わなかったもの: y"


def test_a_drill_that_breaks_is_a_row_of_the_table_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_folder: Path, _is_full: bool) -> Iterator[Drill]:
        yield Drill("first", "", 1, 1, "")
        raise OSError("no more room")

    monkeypatch.setitem(all_drills.PARTS, "kills", broken)
    monkeypatch.setitem(all_drills.PARTS, "writes", lambda _folder, _is_full: iter([Drill("other", "", 2, 2, "")]))
    rows = [(line, passed) for line, passed in all_drills.run_drills(("kills", "writes"), is_full=False)]
    assert [passed for line, passed in rows if "no more room" in line] == [False]
    assert sum("| ○ | other" in line or "| ○ | first" in line for line, _ in rows) == 2
    assert rows[-1][1] is False and "「kills」の訓練そのもの" in rows[-1][0]
    assert CliRunner().invoke(main, ["drill", "--only", "nothing"]).exit_code == 2


def test_a_broken_release_is_noticed(published_once: Path, tmp_path: Path) -> None:
    shutil.copytree(published_once, tmp_path / "published", symlinks=True)
    (folder,) = Shelf(tmp_path / "published").all()
    assert is_whole(tmp_path / "published" / "latest")
    (folder / "activities.csv").write_text("x", encoding="utf-8")
    assert not is_whole(tmp_path / "published" / "latest")


def test_releases_are_listed_compared_and_rolled_back(
    published_once: Path, night_of: Callable[[int], dict[str, Path]], tmp_path: Path
) -> None:
    published = tmp_path / "published"
    shutil.copytree(published_once, published, symlinks=True)
    publish(night_of(4), published)
    first, second = sorted(Shelf(published).all(), key=lambda folder: folder.stat().st_mtime_ns)
    assert [line for line in listed(published) if line.startswith("→")] == [
        f"→ {second.name}  活動 4  掲載 4",
    ]
    assert next(iter(compared(first, second))) == "新しく載った: 活動 1"
    assert list(compared(first, first)) == ["変わったことはありません。"]
    assert roll_back(published, first.name) == first
    assert (published / "latest").resolve() == first.resolve()
    with pytest.raises(ReleaseError, match="ありません"):
        release_named(published, "release-1999")


def test_a_rollback_goes_by_the_order_of_publishing_whatever_the_names_say(tmp_path: Path) -> None:
    published = tmp_path / "published"
    made = []
    # The clock was set back before the third; the fourth is the second built anew, at the same moment
    for stamp, digest in (("20261124", "bbbb"), ("20261125", "aaaa"), ("20200101", "cccc"), ("20261125", "0000")):
        folder = published / "releases" / f"release-{stamp}T010000-{digest}"
        folder.mkdir(parents=True)
        Shelf(published).remember(folder.name)
        switch(published / "latest", folder)
        made.append(folder)
    for before in (made[2], made[1], made[0]):
        assert roll_back(published, None) == before
        assert (published / "latest").resolve() == before.resolve()
    with pytest.raises(ReleaseError, match="前の公開がありません"):
        roll_back(published, None)
    # A removal made it anew under another name: it keeps its place. It is published once more: it is the newest
    made[2].rename(made[2].with_name("release-20200101T010000-eeee"))
    assert Shelf(published).as_published()[2].name.endswith("eeee")
    Shelf(published).remember(made[0].name)
    switch(published / "latest", made[0])
    assert roll_back(published, None) == made[3]


def test_without_a_kept_order_names_say_it(tmp_path: Path) -> None:
    published = tmp_path / "published"
    for stamp in ("20261123", "20261124"):
        (published / "releases" / f"release-{stamp}T010000-a").mkdir(parents=True)
    switch(published / "latest", published / "releases" / "release-20261124T010000-a")
    assert roll_back(published, None).name == "release-20261123T010000-a"


def test_old_releases_go_and_their_counts_stay(
    published_once: Path,
    night_of: Callable[[int], dict[str, Path]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published = tmp_path / "published"
    shutil.copytree(published_once, published, symlinks=True)
    (folder,) = Shelf(published).all()
    old = folder.with_name(folder.name.replace("2026", "2025"))
    folder.rename(old)
    publish(night_of(4), published)
    assert KEPT_DAYS < 365
    assert tidy(published) == []  # the newest few stay, whatever a clock has said
    monkeypatch.setattr(shelf, "KEPT_ALWAYS", 1)
    assert tidy(published) == [old.name]
    log = (published / "releases.csv").read_text(encoding="utf-8")
    assert old.name in log
    assert len(log.splitlines()) == 3
    assert tidy(published) == []


def test_parts_side_by_side_share_the_made_nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def files(_: object, folder: Path) -> None:
        time.sleep(0.05)
        made.append(folder.name)
        folder.mkdir()

    monkeypatch.setattr(publishing, "_built", functools.cache(publishing._built.__wrapped__))
    monkeypatch.setattr(publishing, "published_files", files)
    monkeypatch.setattr(publishing, "flow_tables", lambda _: None)
    monkeypatch.setattr(publishing, "files_of", lambda folder: folder)
    monkeypatch.setattr(publishing, "publish", lambda *_: None)
    with ThreadPoolExecutor(2) as parts:
        list(parts.map(publishing.two_nights, [tmp_path / "kills", tmp_path / "writes"]))
    assert made == ["a", "b"]
    assert (tmp_path / "kills" / "b").is_dir() and (tmp_path / "writes" / "b").is_dir()
    publishing._built().cleanup()
