"""Drills of what is written: killed at any point, leaking, taken away.

Belongs here: what happens while and after files are written. Does not belong here: disks (`disk`), crawls, the flow.
"""

from __future__ import annotations

import functools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipelines.decisions.removals import ask_removal, read_removals, remember_removals
from pipelines.lab.drills.made import flow_tables, published_files, raw_listings
from pipelines.lab.drills.result import Drill
from pipelines.lab.drills.whole import files_of, is_whole
from pipelines.publish.outgoing import OutgoingError
from pipelines.publish.release import publish
from pipelines.settings import OFFICE, Settings
from pipelines.withdrawal.everywhere import scrub_everywhere
from warehouse.contract import table
from warehouse.storage import read_table, write_table

COUNT = 40
COLUMNS = ("name", "fee", "target", "schedule", "organizer")
_PERSONAL = ("連絡は090-0000-1234へ", "yamada.taro@gmail.com", "代表：山田 太郎", "<script>x</script>", "x\u200by")
_KINDS = {".parquet", ".duckdb", ".csv", ".xlsx", ".json", ".ics", ".geojson", ".jsonld"}
_MUST = "読み手は完全な公開だけを見る。次の夜はそのまま続けられる"


def two_nights(folder: Path) -> None:
    """Tables of two nights, in folders `a` and `b`; the first one is published."""
    with _BUILDING:
        nights = _built()
    shutil.copytree(nights.name, folder, symlinks=True, dirs_exist_ok=True)


# Parts of the drills run side by side: without it two build at once, and the folder of one is gone while it is copied
_BUILDING = threading.Lock()


@functools.cache
def _built() -> tempfile.TemporaryDirectory[str]:
    """The same for every drill of a process; gone with it."""
    nights = tempfile.TemporaryDirectory(prefix="hiroba-nights-")
    folder = Path(nights.name)
    for name, count in (("a", COUNT), ("b", COUNT + 1)):
        published_files(flow_tables(raw_listings(count)), folder / name)
    publish(files_of(folder / "a"), folder / "data" / "published")
    return nights


def start(what: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    """A child of `pipelines.lab.drills.child`."""
    folder.mkdir(parents=True, exist_ok=True)
    return _child("child", what, str(folder), *more)


def _readers(folder: Path) -> list[subprocess.Popen[str]]:
    """Two who look at what is published."""
    return [_child("reader", str(folder)) for _ in range(2)]


def _child(module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"pipelines.lab.drills.{module}", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ, text=True, encoding="utf-8"
    )


def wait_for(path: Path, seconds: float = 60.0) -> None:
    """Wait until a child has said that it is there."""
    for _ in range(int(seconds / 0.05)):
        if path.exists():
            return
        time.sleep(0.05)


def kills(folder: Path, tries: int) -> Drill:
    """Kill a publisher at random moments while two readers look at `latest`: they see only whole releases."""
    two_nights(folder)
    readers = _readers(folder)
    survived = 0
    chance = random.Random(1)  # noqa: S311  # which moment, not a secret
    for _ in range(tries):
        (folder / "started").unlink(missing_ok=True)
        publisher = start("for_ever", folder)
        wait_for(folder / "started")
        time.sleep(4 * chance.random())
        publisher.send_signal(signal.SIGKILL)
        publisher.communicate()
        survived += is_whole(folder / "data" / "published" / "latest")
    is_ready, seen = _readers_end(folder, readers)
    return Drill("公開の途中の気まぐれな時点で kill -9（読み手 2 人）", _MUST, tries, survived if is_ready else 0, seen)


def boundaries(folder: Path, step: int) -> Drill:
    """Kill a night at every `step`-th write it makes, the next night going on from there; two readers look on."""
    two_nights(folder)
    readers = _readers(folder)
    output = start("boundaries", folder, str(step)).communicate()[0]
    counts = json.loads(output) if output else {"tried": 0, "whole": 0, "ended": 1}
    is_ready, seen = _readers_end(folder, readers)
    every = "すべて" if step == 1 else f"{step} 回に 1 回"
    survived = counts["whole"] if is_ready and counts["ended"] == 0 else 0
    return Drill(f"一晩の書き込みの境目（{every}）で kill -9（読み手 2 人）", _MUST, counts["tried"], survived, seen)


def _readers_end(folder: Path, readers: list[subprocess.Popen[str]]) -> tuple[bool, str]:
    (folder / "stop").touch()
    seen = []
    for reader in readers:
        reader.communicate()
        seen.append(reader.returncode)
    publish(files_of(folder / "b"), folder / "data" / "published")
    is_ready = is_whole(folder / "data" / "published" / "latest") and not any(seen)
    return is_ready, "見えたのは完全な公開だけ。次の夜も公開できた" if is_ready else "読み手が壊れた公開を見た"


def leaks(folder: Path, columns: Sequence[str] = COLUMNS) -> Drill:
    """Plant what must not leave in text columns of a published table: it is found in every kind of file.

    Args:
        folder: an empty folder.
        columns: of the table of activities.
    """
    two_nights(folder)
    published = folder / "data" / "published"
    first = (published / "latest").resolve()
    files = files_of(folder / "a")
    tried, survived, missed = 0, 0, set[str]()
    place = {"lat": 35.58, "lon": 139.57}  # on the map too
    for column in columns:
        for text in _PERSONAL:
            tried += 1
            path = folder / "leaking.parquet"
            df = read_table(files["activities"]).with_columns(pl.lit(text).alias(column), **place)
            write_table(table("activities"), df, path)
            try:
                publish({**files, "activities": path}, published)
            except OutgoingError as error:
                survived += (published / "latest").resolve() == first
                kinds = {Path(finding.file).suffix for finding in error.findings}
                missed |= (_KINDS - kinds) if column == "name" else set()
    seen = (
        f"見逃した種類のファイル: {'、'.join(sorted(missed))}" if missed else "どの種類のファイルでも見つかり、止まった"
    )
    must = "公開の直前の検査が止め、latest は前のまま"
    return Drill("個人情報・害のある文字を公開表に", must, tried, 0 if missed else survived, seen)


def removals(folder: Path) -> Drill:
    """Take a listing away: gone from all we keep, and it stays away when its key and then its name change."""
    two_nights(folder)
    settings = Settings(folder, "data", None)
    published = settings.published_dir
    publish(files_of(folder / "b"), published)
    shutil.copytree(folder / "b", settings.tables_dir)
    path = folder / "removals.csv"
    row = read_table(published / "latest" / "activity_listings.parquet").row(0, named=True)
    ask_removal(path, row, "求め", "2026-11-23", OFFICE)
    done = scrub_everywhere(settings, read_removals(path)).releases
    still = [each for each in settings.data_dir.rglob("*") if each.is_file() and _holds(each, row)]
    survived = int(len(done) == 2 and not still and is_whole(published / "latest"))  # both releases
    # Re-crawled, under another key, under another name, merged with another: gone every time
    for listing, content in ((row["listing_id"], "p0"), ("s_new", "p0"), ("s_new", "p2"), ("s_newer", "p2")):
        today = pl.DataFrame({"listing_id": [listing], "source_key": [row["source_key"]], "content_print": [content]})
        survived += remember_removals(path, today) == [listing]
    seen = f"公開 {len(done)} 件を作り直し、残りは {len(still)} か所。番号と名前が変わっても消えたまま"
    return Drill(
        "掲載の取りやめの求め",
        "過去の公開からも手元の表からも消え、再取得・番号替え・改名でも戻らない",
        5,
        survived,
        seen,
    )


def _holds(path: Path, row: dict[str, str]) -> bool:
    marks = [row["listing_id"], row["page_url"]]
    if path.suffix == ".parquet":
        df = pl.read_parquet(path)
        return any(df.get_column(name).is_in(marks).any() for name in df.select(pl.col(pl.String)).columns)
    return any(mark.encode() in path.read_bytes() for mark in marks)
