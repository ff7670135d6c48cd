"""Releases carried to a target, so that readers there see one whole release or another, and never what was taken away.

Belongs here: which releases go there, in which order, and which leave. Does not belong here: how a target is reached
(`target`), what a release holds, old releases at home without a listing (`removal`).

A target holds `releases/<name>/`, each complete once its SHA256SUMS is there, and `latest.json`, written last of all:
it names the release to read and the sum of its SHA256SUMS. A release never changes under its name, so one that is there
is left alone; what a killed copy left half done is done to its end by the next one. Older releases stay as long as at
home, as somebody may be reading them; one with a listing that was taken away goes at once.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.decisions.removals import removed_ids
from pipelines.publish.shelf import LATEST, Shelf, outlived
from pipelines.publish.target import Target, TargetError, each_at_once
from warehouse.storage import write_text

POINTER, SUMS = "latest.json", "SHA256SUMS"
_RELEASES = "releases"
_NAME = re.compile(r"release-[0-9A-Za-z-]+")
_BRIDGE = "activity_listings.parquet"
_KNOWN_BY = {"listing_id", "source_key", "content_print"}
_TARGETS = "targets.csv"


@dataclass(frozen=True, slots=True)
class Carried:
    """What was done at a target.

    Attributes:
        release: the release its readers see now.
        sent: files that were put there.
        bytes_sent: how large they are.
        there: files that were there already, with the same sum.
        made_anew: older releases put there again without a listing that was taken away.
        withdrawn: releases that went because they held such a listing.
        outlived: releases that went because they are old.
        left_over: half releases of killed copies that went.
    """

    release: str
    sent: int
    bytes_sent: int
    there: int
    made_anew: tuple[str, ...]
    withdrawn: tuple[str, ...]
    outlived: tuple[str, ...]
    left_over: tuple[str, ...]

    def sentences(self, target: str) -> Iterator[str]:
        """What was done, for staff."""
        yield (
            f"{target} の公開中を {self.release} にしました。送ったファイル {self.sent:,}"
            f"（{self.bytes_sent:,} バイト）、同じ内容がもうあったもの {self.there:,}"
        )
        for what, names in (
            ("取りやめた掲載を除いて置き直した公開", self.made_anew),
            ("取りやめた掲載があったので消した公開", self.withdrawn),
            ("残す期間を過ぎたので消した公開", self.outlived),
            ("途中で止まった写しの残りで、消したもの", self.left_over),
        ):
            if names:
                yield f"{what}: {'、'.join(names)}"


def carry(published_dir: Path, target: Target, removals: pl.DataFrame) -> Carried:
    """Bring a target to where home is: the same `latest`, no listing that was taken away, nothing outlived.

    Nothing that readers may be reading goes before `latest.json` leads elsewhere. Killed anywhere, it is done again.
    The caller holds the lock: a release must not be made anew while it is copied.

    Args:
        published_dir: folder of releases.
        target: where they go.
        removals: as `read_removals` gives them.

    Raises:
        TargetError: nothing is published here, the target does not answer, or it does not keep what it was given.
    """
    shelf = Shelf(published_dir)
    latest = shelf.latest()
    if latest is None:
        raise TargetError("公開がまだありません。先に hiroba run を実行してください。")
    here = {folder.name: folder for folder in shelf.all()}
    there = _whole(target)
    held = [name for name in there if name not in here and _holds_removed(target, name, removals)]
    anew = [successor for name in held if (successor := _made_anew(name, here)) and successor != latest.name]
    copied = [_copied(target, here[name]) for name in dict.fromkeys([*anew, latest.name])]
    _lead(target, latest)
    left = [Path(name) for name in sorted({*there, latest.name} - {*held})]
    old = [each.name for each in outlived(left, Path(latest.name))]
    kept = {*(each.name for each in left), *anew, latest.name} - {*old}
    half = [name for name in _names(target) if name not in {*kept, *held, *old}]
    for name in (*held, *old, *half):
        _dropped(target, name)
    sent, size, found = (sum(each) for each in zip(*copied, strict=True))
    return Carried(latest.name, sent, size, found, tuple(anew), tuple(held), tuple(old), tuple(half))


def remember_target(published_dir: Path, name: str) -> None:
    """Write down where copies are: whoever takes a listing away is told that it is there too."""
    known = targets(published_dir)
    if name not in known:
        write_text(published_dir / _TARGETS, "\n".join(["target", *known, name]) + "\n")


def targets(published_dir: Path) -> list[str]:
    """Everywhere copies were put."""
    path = published_dir / _TARGETS
    return path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else []


def _names(target: Target) -> list[str]:
    """Releases of which anything is at the target."""
    parts = (path.split("/") for path in target.listed(_RELEASES))
    return sorted({each[1] for each in parts if len(each) > 2 and _NAME.fullmatch(each[1])})


def _whole(target: Target) -> list[str]:
    """Releases that are at the target to the last file."""
    listed = target.listed(_RELEASES)
    return [name for name in _names(target) if f"{_RELEASES}/{name}/{SUMS}" in listed]


def _holds_removed(target: Target, name: str, removals: pl.DataFrame) -> bool:
    """Whether a release that is at the target alone holds what was taken away; one nobody can look into may."""
    if removals.is_empty():
        return False
    body = target.read(f"{_RELEASES}/{name}/{_BRIDGE}")
    bridge = pl.DataFrame() if body is None else pl.read_parquet(io.BytesIO(body))
    return not _KNOWN_BY.issubset(bridge.columns) or bool(removed_ids(removals, bridge))


def _made_anew(name: str, here: dict[str, Path]) -> str | None:
    """The release at home that stands in for one from which a listing was taken."""
    named = (each for each in here if each.startswith(name) and not each.removeprefix(name).strip("r"))
    return max(named, default=None)


def _copied(target: Target, folder: Path) -> tuple[int, int, int]:
    """Put a release there: files, bytes that were sent, files that were there."""
    place = f"{_RELEASES}/{folder.name}"
    text = (folder / SUMS).read_bytes()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in text.decode().splitlines())}
    if target.read(f"{place}/{SUMS}") == text:
        return 0, 0, len(sums) + 1
    sizes = target.listed(place)
    sent: list[int] = []

    def settle(name: str) -> None:
        path, size = f"{place}/{name}", (folder / name).stat().st_size
        if sizes.get(path) == size and target.has(path, sums[name]):
            return
        target.write(path, folder / name)
        if not target.has(path, sums[name]):
            raise TargetError(
                f"公開先 {target.name} の {path} が、送ったものと違います（SHA256SUMS と合わない）。"
                "公開中のもの（latest.json）は前のままです。もう一度実行し、同じなら公開先の管理者に伝えてください。"
            )
        sent.append(size)

    each_at_once(settle, sums)
    target.settled(place)
    target.write(f"{place}/{SUMS}", text)
    target.settled(place)
    return len(sent) + 1, sum(sent) + len(text), len(sums) - len(sent)


def _lead(target: Target, folder: Path) -> None:
    """Lead readers to a release: one small file, in one step."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    place = f"{_RELEASES}/{folder.name}"
    pointer = {
        "release": folder.name,
        "folder": f"{place}/",
        "sums_sha256": hashlib.sha256((folder / SUMS).read_bytes()).hexdigest(),
        **{name: manifest[name] for name in ("profile", "note", "as_of", "contract_version")},
    }
    body = (json.dumps(pointer, ensure_ascii=False, indent=1) + "\n").encode()
    if target.read(POINTER) != body:
        target.write(POINTER, body, is_pointer=True)
    target.lead(LATEST, place)


def _dropped(target: Target, name: str) -> None:
    """Take a release away: it stops being one first, then its files go."""
    place = f"{_RELEASES}/{name}"
    listed = target.listed(place)
    mark = [path for path in listed if path == f"{place}/{SUMS}"]
    for paths in (mark, [path for path in listed if path not in mark]):
        target.drop(paths)
    target.swept(place)
