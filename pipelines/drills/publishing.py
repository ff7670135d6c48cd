"""Drills around a release: killed, no room left, two at once, leaking, taken away.

Belongs here: what happens while files are written. Does not belong here: crawls, the flow.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipelines.drills.made import flow_tables, published_files, raw_listings
from pipelines.drills.result import Drill
from pipelines.lock import AlreadyRunningError, run_lock
from pipelines.publish.outgoing import OutgoingError
from pipelines.publish.release import publish
from pipelines.publish.removal import scrub
from warehouse.contract import published_tables, table
from warehouse.storage import read_table, write_table

_COUNT = 40
_PERSONAL = ("連絡は090-0000-1234へ", "kawasaki.taro@gmail.com", "代表：川崎 太郎", "<script>x</script>", "x\u200by")


def kills(folder: Path, tries: int) -> Drill:
    """Kill a publisher at random moments while two readers look at `latest`: they see only whole releases."""
    _two_nights(folder)
    publish(_files(folder / "a"), folder / "published")
    readers = [_child("read", folder) for _ in range(2)]
    survived = 0
    chance = random.Random(1)  # noqa: S311  # which moment, not a secret
    for _ in range(tries):
        publisher = _child("publish", folder)
        time.sleep(0.8 + 1.5 * chance.random())
        publisher.send_signal(signal.SIGKILL)
        publisher.wait()
        survived += is_whole(folder / "published" / "latest")
    (folder / "stop").touch()
    seen = [reader.wait() for reader in readers]
    publish(_files(folder / "b"), folder / "published")
    is_ready = is_whole(folder / "published" / "latest") and not any(seen)
    said = (
        f"読み手 {len(seen)} 人が見たのは完全な公開だけ、次の公開もできた" if is_ready else "読み手が壊れた公開を見た"
    )
    return Drill("公開の途中で kill -9", tries, survived if is_ready else 0, said)


def full_disk(folder: Path, tries: int) -> Drill:
    """Let every write beyond a size fail: `latest` stays, the next publish works."""
    _two_nights(folder)
    first = publish(_files(folder / "a"), folder / "published").folder
    survived, refused = 0, 0
    for number in range(tries):
        child = _child("publish_once", folder, str(4096 * 2**number))
        refused += child.wait() != 0
        survived += is_whole(folder / "published" / "latest")
    publish(_files(folder / "b"), folder / "published")
    is_moved = (folder / "published" / "latest").resolve() != first.resolve()
    return Drill(
        "書き込みの途中で容量切れ", tries, survived if is_moved else 0, f"止まったのは {refused} 回、そのあと公開できた"
    )


def two_at_once(folder: Path) -> Drill:
    """A second writer is refused; the lock of a dead one is free."""
    path, now = folder / "run.lock", datetime(2026, 11, 23, tzinfo=UTC)
    survived = 0
    with run_lock(path, now):
        try:
            with run_lock(path, now):
                pass
        except AlreadyRunningError:
            survived += 1
    child = _child("lock", folder)
    time.sleep(1.5)
    child.send_signal(signal.SIGKILL)
    child.wait()
    with run_lock(path, now):
        survived += 1
    return Drill("二つの更新が同時、死んだ更新の鍵", 2, survived, "後から来たほうが断られ、死んだ鍵は残らない")


def leaks(folder: Path) -> Drill:
    """Plant what must not leave in every text column of a published table: no release is made of it."""
    _two_nights(folder)
    files = _files(folder / "a")
    first = publish(files, folder / "published").folder
    tried, survived = 0, 0
    for column in ("name", "fee", "target", "schedule", "organizer"):
        for text in _PERSONAL:
            tried += 1
            path = folder / "leaking.parquet"
            df = read_table(files["activities"]).with_columns(pl.lit(text).alias(column))
            write_table(table("activities"), df, path)
            try:
                publish({**files, "activities": path}, folder / "published")
            except OutgoingError:
                survived += (folder / "published" / "latest").resolve() == first.resolve()
    return Drill("個人情報・害のある文字を公開表に", tried, survived, "公開の直前の検査で止まった")


def removals(folder: Path) -> Drill:
    """Take a listing out of releases that are published already: nothing of it is left in any file."""
    _two_nights(folder)
    for night in ("a", "b"):
        publish(_files(folder / night), folder / "published")
    bridge = read_table(folder / "published" / "latest" / "activity_listings.parquet")
    row = bridge.row(0, named=True)
    done = scrub(folder / "published", bridge.head(1))
    left = [path for path in (folder / "published" / "releases").rglob("*.parquet") if _holds(path, row)]
    is_whole_now = is_whole(folder / "published" / "latest")
    survived = int(len(done) == 2 and not left and is_whole_now)  # both releases
    return Drill(
        "掲載の取りやめ（過去の公開も）", 1, survived, f"公開 {len(done)} 件を作り直し、残りは {len(left)} か所"
    )


def _holds(path: Path, row: dict[str, str]) -> bool:
    df = pl.read_parquet(path)
    said = [row["listing_id"], row["page_url"]]
    return any(df.get_column(name).is_in(said).any() for name in df.select(pl.col(pl.String)).columns)


def is_whole(latest: Path) -> bool:
    """Whether every file of a release has the checksum that the release says."""
    folder = latest.resolve()
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: value for value, name in (line.split("  ", 1) for line in lines)}
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sums}
    return found == sums and len(sums) > len(published_tables())


def _two_nights(folder: Path) -> None:
    for name, count in (("a", _COUNT), ("b", _COUNT + 1)):
        published_files(flow_tables(raw_listings(count)), folder / name)


def _files(folder: Path) -> dict[str, Path]:
    return {entry.name: folder / f"{entry.name}.parquet" for entry in published_tables()}


def _child(what: str, folder: Path, *more: str) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pipelines.drills.child", what, str(folder), *more]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
