"""Releases on disk: in the order in which they were published."""

from pathlib import Path

from pipelines.publish.shelf import Shelf


def test_the_order_is_that_of_publishing_whatever_the_clock_said(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    late, early, again = "release-20261125T010000-a", "release-20261124T010000-b", "release-20261126T010000-c"
    for name in (again, late, early, early, again):
        (shelf.releases_dir / name).mkdir(parents=True, exist_ok=True)
        shelf.remember(name)
    assert shelf.order() == [late, early, again], "of one published twice, the last time counts"
    assert [folder.name for folder in shelf.as_published()] == [late, early, again]
