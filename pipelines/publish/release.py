"""A release folder, complete before anybody can see it, and the atomic switch of `latest`.

Belongs here: folder, manifest, checksums, switch. Does not belong here: whether a release may be made (checks decide).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from cities.here import here
from pipelines.normalise.harms import JUDGED, Guard
from pipelines.publish.duckdb_file import write_duckdb
from pipelines.publish.exports.all_files import write_exports
from pipelines.publish.exports.report_file import FACTS as NIGHT
from pipelines.publish.outgoing import inspect
from pipelines.publish.shelf import Shelf
from pipelines.settings import SITE
from warehouse.contract import CONTRACT_VERSION, published_tables
from warehouse.permissions import as_their_folders, make_folder
from warehouse.storage import Found, copy_noted, files_under, read_table, read_whole, swap_in, sync, sync_all

DUCKDB_NAME = "hiroba.duckdb"
_SMALL = 1 << 20
"""Bytes of a file up to which it is read at once."""
SAMPLE_NOTE = f"【見本の市のデータ。{here().name}の実データではありません】"


@dataclass(frozen=True, slots=True)
class Release:
    """A published release: its folder, where its data come from, how much it holds."""

    folder: Path
    profile: str
    activity_count: int
    listing_count: int


def publish(
    files: Mapping[str, Path], published_dir: Path, night: Path | None = None, guard: Guard = JUDGED
) -> Release:
    """Build a release beside the others and switch `latest` to it.

    The folder is named after the release and its content: publishing the same tables again changes nothing.
    Whatever fails before the switch leaves `latest` as it was.

    Args:
        files: published table → its Parquet file.
        published_dir: folder of releases.
        night: facts of the night for the report (`pipelines.publish.night_facts`), kept with the release.
        guard: what may leave; without it whose a mail address is has been judged before.

    Raises:
        FileNotFoundError: a published table has no file.
        OutgoingError: a file holds what must not leave.
    """
    facts = read_table(files["release"]).row(0, named=True)
    digest = _content_digest(files)
    shelf = Shelf(published_dir)
    folder = shelf.releases_dir / f"{facts['release_id']}-{digest[:8]}"
    if not folder.exists():
        part = folder.with_name(f".{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part)
        if night is not None:
            shutil.copyfile(night, part / NIGHT)
        fill_release(part, files, guard)
        settle(part, folder)
    shelf.remember(folder.name)
    switch(shelf.link, folder)
    return Release(folder, facts["profile_code"], facts["activity_count"], facts["listing_count"])


def fill_release(folder: Path, files: Mapping[str, Path], guard: Guard = JUDGED) -> None:
    """Write everything a release consists of, and look at it a last time.

    Args:
        folder: an existing folder that nobody looks at.
        files: published table → its Parquet file.
        guard: what may leave.

    Raises:
        OutgoingError: a file holds what must not leave.
    """
    facts = read_table(files["release"]).row(0, named=True)
    of_release = {"hiroba.release_id": facts["release_id"], "hiroba.profile": facts["profile_code"]}
    copied = {}
    for table in published_tables():
        copied[table.name] = folder / f"{table.name}.parquet"
        # A file that is passed on alone still says which release it is of
        copy_noted(files[table.name], copied[table.name], of_release)
    note = SAMPLE_NOTE if facts["profile_code"] == "sample" else ""
    write_duckdb(copied, folder / DUCKDB_NAME, note)
    missing = write_exports(copied, folder, note)
    entries = [entry_of(found, folder) for found in files_under(folder)]
    own, of_site = ([each for each in entries if each["name"].startswith(f"{SITE}/") is here] for here in (False, True))
    manifest = {
        "profile": facts["profile_code"],
        "city": {"id": here().code, "key": here().key, "name": here().name, "prefecture": here().prefecture},
        "note": note or None,
        "release_id": facts["release_id"],
        "as_of": str(facts["as_of_at"]),
        "contract_version": CONTRACT_VERSION,
        "rows": {table.name: _height(copied[table.name]) for table in published_tables()},
        "sources": _sources(copied["sources"]),
        "left_out": [asdict(each) for each in missing],
        "files": own,
        "folders": [_folder_entry(SITE, of_site)],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    told = folder / "manifest.json"
    sums = sums_of([*entries, entry_of(Found(str(told), told.stat().st_size), folder)])
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    inspect(folder, guard)


def left_out_of(folder: Path) -> list[dict[str, str]]:
    """Activities that a file of the release could not hold: `file`, `activity_id`, `value`, `why`.

    Args:
        folder: a release.
    """
    told: list[dict[str, str]] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["left_out"]
    return told


def settle(part: Path, folder: Path) -> None:
    """Give a filled release folder its name, once everything in it has reached the disk.

    Only now may those read it who read its folder: until then nobody has looked at it a last time.
    """
    as_their_folders(part)
    for place, folders, files in os.walk(part, topdown=True):
        folders[:] = [name for name in folders if (place, name) != (str(part), SITE)]
        for name in (place, *(f"{place}/{name}" for name in files)):
            sync(Path(name))
    sync_all()  # the site has as many files as there are activities: one by one they would take minutes
    part.rename(folder)
    sync(folder.parent)


def discard(folder: Path) -> None:
    """Take a release away: it stops being one in one step, then its files go; a killed run leaves no half release."""
    gone = folder.with_name(f".{folder.name}.gone")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    shutil.rmtree(gone)


def _height(path: Path) -> int:
    rows: int = pl.scan_parquet(path).select(pl.len()).collect().item()
    return rows


def entry_of(found: Found, folder: Path) -> dict[str, Any]:
    """A file of a release as its manifest lists it."""
    name = found.path.removeprefix(f"{folder}/")
    is_small = found.size < _SMALL
    digest = hashlib.sha256(read_whole(found.path)).hexdigest() if is_small else _sha256(Path(found.path))
    return {"name": name, "bytes": found.size, "sha256": digest}


def _folder_entry(name: str, entries: list[dict[str, Any]]) -> dict[str, object]:
    """A folder of many files as one: its sum is that of their lines in SHA256SUMS."""
    digest = hashlib.sha256(sums_of(entries).encode()).hexdigest()
    return {"name": name, "files": len(entries), "bytes": sum(each["bytes"] for each in entries), "sha256": digest}


def sums_of(entries: list[dict[str, Any]]) -> str:
    """Entries as SHA256SUMS has them."""
    return "".join(f"{entry['sha256']}  {entry['name']}\n" for entry in entries)


def _sources(path: Path) -> list[dict[str, object]]:
    columns = ("source_key", "selection_code", "newest_verdict_code", "listing_count", "run_id")
    return read_table(path).select(columns).to_dicts()


def _content_digest(files: Mapping[str, Path]) -> str:
    digest = hashlib.sha256()
    for table in published_tables():
        digest.update(f"{table.name} {_sha256(files[table.name])}\n".encode())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def switch(link: Path, folder: Path) -> None:
    """Point `latest` to a release, in one step: a reader sees the old one or the new one.

    Args:
        link: the link.
        folder: the release.
    """
    part = link.with_name(f".{link.name}.part")
    part.unlink(missing_ok=True)
    part.symlink_to(os.path.relpath(folder, link.parent))
    swap_in(part, link)
