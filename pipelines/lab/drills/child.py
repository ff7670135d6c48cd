"""What runs in a process of its own, to be killed or starved: `python -m pipelines.lab.drills.child WHAT FOLDER …`.

Belongs here: the loops of the drills' children. Does not belong here: judging them.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from pipelines.decisions import ledger
from pipelines.lab.drills.whole import files_of, is_whole
from pipelines.publish.history import tidy
from pipelines.publish.release import discard, publish
from pipelines.settings import OFFICE
from scrapers.declaration.source import load_source
from scrapers.runs.archive import Archive
from scrapers.runs.retention import prune
from scrapers.runs.run import Findings, Outcome, Run, finish
from warehouse.contract import table
from warehouse.contract.tables.decisions import PAIRS
from warehouse.lock import run_lock
from warehouse.storage import read_table, write_table

_BALLAST = "ballast"
_WRITES = ("os.rename", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.link")


def night(folder: Path, which: str, at_stage: Callable[[int], None] = lambda _: None) -> None:
    """Everything a night writes, in its order, of tables that are made already.

    Args:
        folder: where `a` and `b` hold the tables of two nights.
        which: `a` or `b`.
        at_stage: called before each of `whole.STAGES`.
    """
    data, started = folder / "data", datetime(2026, 11, 23 + "ab".index(which), 1, tzinfo=UTC)
    at_stage(0)
    digest = Archive(data / "archive").put(which.encode() * 100_000)
    at_stage(1)
    made = Run.at(load_source("sdc_wards"), "sample", started, data / "raw")
    fetch: dict[str, object] = {"sequence": 1, "request_url": "https://x.example/", "fetched_at": started}
    finish(made, Findings(fetches=[fetch | {"body_sha256": digest}]), Outcome("succeeded", "正常です。"), started)
    at_stage(2)
    for name in ("norm__listings", "core__activities", "core__activity_values"):
        write_table(table(name), read_table(folder / which / f"{name}.parquet"), data / "tables" / f"{name}.parquet")
    at_stage(3)
    publish(files_of(folder / which), data / "published")
    at_stage(4)
    tidy(data / "published")
    prune(data / "raw", data / "archive", data / "validators")
    at_stage(5)
    row = {"decided_on": "2026-11-23", "decided_by": OFFICE, "said": "unsure", "reason": which}
    row |= {"left_id": "s_1", "right_id": "s_2"}
    ledger.append(PAIRS, data / "judgements" / PAIRS.file, row)


def _for_ever(folder: Path) -> None:
    """Publish two nights in turn, each as a new release, until killed."""
    (folder / "started").touch()
    while True:
        for which in ("b", "a"):
            night(folder, which)
            _forget_others(folder)


def _forget_others(folder: Path) -> None:
    """The same night again is the same release: it is made anew only when it is not there."""
    published = folder / "data" / "published"
    for old in (published / "releases").glob("release-*"):
        if old.resolve() != (published / "latest").resolve():
            discard(old)


def _boundaries(folder: Path, step: int) -> None:
    """Kill a night at every `step`-th of its writes; each night goes on from what the one before has left.

    The process that forks has only imported: it has no threads of its own yet.
    """
    whole = 0
    latest = folder / "data" / "published" / "latest"
    first = latest.resolve().name
    for tried, number in enumerate(range(1, 100_000, step), start=1):
        _forget_others(folder)
        which = "b" if latest.resolve().name == first else "a"
        child = os.fork()
        if child == 0:
            _one_night(folder, which, number)
        _, status = os.waitpid(child, 0)
        whole += is_whole(latest)
        if not os.WIFSIGNALED(status):
            sys.stdout.write(json.dumps({"tried": tried, "whole": whole, "ended": os.WEXITSTATUS(status)}))
            return


def _one_night(folder: Path, which: str, number: int) -> NoReturn:
    """In the forked process: it must not come back, whatever happens."""
    code = 1
    try:
        _kill_at(number, folder / "data")
        night(folder, which)
        code = 0
    finally:
        os._exit(code)


def _kill_at(number: int, data: Path) -> None:
    seen = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if not (event in _WRITES or (event == "open" and _is_write(arguments))):
            return
        if str(data) in str(arguments[0]):
            seen += 1
            if seen >= number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def _is_write(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str):
        return any(sign in mode for sign in "wax+")
    return bool(flags & (os.O_WRONLY | os.O_RDWR))


def _broken_at(folder: Path, stage: int, how: str) -> None:
    """One night whose disk is full, or can only be read, from a stage on."""
    data = folder / "data"

    def at_stage(number: int) -> None:
        if number != stage:
            return
        if how == "ro":
            subprocess.run(["mount", "-o", "remount,ro", str(data)], check=True)
        else:
            _fill(data)

    night(folder, "b", at_stage)


def _fill(data: Path) -> None:
    """Leave no byte free."""
    with (data / _BALLAST).open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
        except OSError:
            return


def main() -> int:
    """Do what is asked."""
    what, folder, *more = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
    if what == "for_ever":
        _for_ever(folder)
    if what == "boundaries":
        _boundaries(folder, int(more[0]))
    if what == "broken_at":
        _broken_at(folder, int(more[0]), more[1])
    if what == "lock":
        with run_lock(folder / "run.lock", datetime(2026, 11, 23, tzinfo=UTC)):
            (folder / "started").touch()
            time.sleep(60)
    return 0


if __name__ == "__main__":
    sys.exit(main())
