"""Releases on disk: which there are, which of them people see, and what a table of one holds.

Belongs here: where releases lie, in which order, and reading them. Does not belong here: making one (`release`), what
happens to finished ones (`history`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from warehouse.contract import KEPT_ALWAYS, KEPT_DAYS, TOKYO, table
from warehouse.contract.derived.frames import empty_frame
from warehouse.contract.derived.text_form import with_typed
from warehouse.storage import read_table, write_text

LATEST, ORDER = "latest", "order.csv"
_STAMP = re.compile(r"^release-(\d{8}T\d{6})-")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The releases of one data folder.

    Attributes:
        published_dir: folder of releases.
    """

    published_dir: Path

    @property
    def link(self) -> Path:
        """What people open: it leads to the release they see, and moves in one step."""
        return self.published_dir / LATEST

    @property
    def releases_dir(self) -> Path:
        """The folder that holds one folder per release."""
        return self.published_dir / "releases"

    def latest(self) -> Path | None:
        """The folder `latest` leads to; None when nothing has been published.

        Asked once, whatever is read from it is of one release, although `latest` may move meanwhile.
        """
        return self.link.resolve() if self.link.exists() else None

    def all(self) -> list[Path]:
        """Folders of whole releases, oldest first."""
        return sorted(self.releases_dir.glob("release-*"))

    def previous(self, release_id: str) -> Path | None:
        """The last release that is not this one: the same data published again compare with the same release.

        Args:
            release_id: today's.
        """
        latest = self.latest()
        # not by the clock alone: it may have jumped back
        folders = [*([latest] if latest else []), *reversed(self.all())]
        return next((folder for folder in folders if release_id_of(folder) != release_id), None)

    def order(self) -> list[str]:
        """Names of folders in the order in which they were published; of one published twice, the last time counts.

        By no clock: one that was set back gives a later release an earlier name.
        """
        path = self.published_dir / ORDER
        names = path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else []
        return list(dict.fromkeys(reversed(names)))[::-1]

    def remember(self, name: str) -> None:
        """Write down, before anybody can see it, which release comes next."""
        if self.order()[-1:] == [name]:
            return
        path = self.published_dir / ORDER
        before = path.read_text(encoding="utf-8") if path.is_file() else "release\n"
        write_text(path, f"{before}{name}\n")

    def as_published(self) -> list[Path]:
        """Folders of whole releases in the order in which they were published; those from before `order`, by name."""
        names = self.order()
        rank = {name: place for place, name in enumerate(names)}
        # A removal makes releases anew: the same release under another name
        same = {name.rpartition("-")[0]: place for place, name in enumerate(names)}

        def place(folder: Path) -> tuple[int, str]:
            return rank.get(folder.name, same.get(release_id_of(folder), -1)), folder.name

        return sorted(self.all(), key=place)


def release_id_of(folder: Path) -> str:
    """The release a folder holds: its name without the hash of its content."""
    return folder.name.rpartition("-")[0]


def moment_of(folder: Path) -> datetime | None:
    """When the data of a release were gathered; None when its name does not say."""
    stamp = _STAMP.match(folder.name)
    return datetime.strptime(stamp[1], "%Y%m%dT%H%M%S").replace(tzinfo=TOKYO) if stamp else None


def outlived(folders: Sequence[Path], latest: Path | None) -> list[Path]:
    """Releases older than `KEPT_DAYS`, counted from the newest; never `latest`, nor one of the newest few.

    Args:
        folders: releases, oldest first.
        latest: the one people see.
    """
    moments = {folder: moment_of(folder) for folder in folders}
    newest = max((moment for moment in moments.values() if moment), default=None)
    return [
        folder
        for folder, moment in list(moments.items())[:-KEPT_ALWAYS]
        if newest and moment and newest - moment > timedelta(days=KEPT_DAYS) and folder != latest
    ]


def as_written(release: Path | None, name: str) -> pl.DataFrame | None:
    """A table of a release, as it was written; None where there is no release, or it had no such table."""
    path = release / f"{name}.parquet" if release else None
    return read_table(path) if path and path.is_file() else None


def in_todays_shape(release: Path | None, name: str) -> pl.DataFrame:
    """A table of a release with the columns of today: what an older one did not have is empty, or read from text."""
    declared = table(name)
    empty, df = empty_frame(declared), as_written(release, name)
    return empty if df is None else pl.concat([empty, with_typed(df, declared)], how="diagonal").select(empty.columns)
