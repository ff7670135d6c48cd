"""A process and its children from outside: CPU and memory from moment to moment, and which step it was in.

Belongs here: `/proc`, and the times of steps from Dagster's records; works with any build. Does not belong here: what
is run (`night`).
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from time import perf_counter, sleep, time
from typing import NamedTuple

from warehouse.errors import StaffError

_MOMENT_SECONDS = 0.2
_LONGEST = 2000
_TICKS = os.sysconf("SC_CLK_TCK")
_BEFORE, _BETWEEN, _AFTER = "（読み込みと準備）", "（手順のあいだ）", "（終わり）"
_STEPS = """
    SELECT step_key, dagster_event_type, timestamp FROM event_logs
    WHERE dagster_event_type IN ('STEP_START', 'STEP_SUCCESS', 'STEP_FAILURE') ORDER BY timestamp, id
"""


class BrokenNightError(StaffError):
    """A build made no release."""


class Moment(NamedTuple):
    """What the tree of processes has taken until then.

    Attributes:
        at: seconds since the epoch.
        cpu_seconds: so far.
        mib: memory at that moment; what processes share is counted once.
    """

    at: float
    cpu_seconds: float
    mib: float


class Watched(NamedTuple):
    """What a command took.

    Attributes:
        cpu_seconds: of it and all its children, of the user and the system.
        wall_seconds: from start to end.
        tree_mib: most memory of all its processes together. What the system keeps of one (`ru_maxrss`) counts the
            process it was forked from as well.
        moments: from start to end; empty where nobody asked for stages.
        steps: of Dagster: name, start and end in seconds since the epoch.
    """

    cpu_seconds: float
    wall_seconds: float
    tree_mib: float
    moments: Sequence[Moment]
    steps: Sequence[tuple[str, float, float]]


class Stage(NamedTuple):
    """What one stage took: its CPU and wall seconds, the most memory of all processes in it."""

    name: str
    cpu_seconds: float
    wall_seconds: float
    mib: float


def watch(command: Sequence[str], cwd: Path, environment: Mapping[str, str], records: Path | None) -> Watched:
    """Run a command and look at it until it ends.

    Args:
        command: to run.
        cwd: its working directory.
        environment: its environment.
        records: Dagster's home, where the steps are read from afterwards; None when they are not needed.

    Raises:
        BrokenNightError: it did not end well.
    """
    started = perf_counter()
    moments = []
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            moments.append(Moment(time(), *_of_tree(process.pid)))
            sleep(_MOMENT_SECONDS)
        wall = perf_counter() - started
        _, status, usage = ended
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            end = errors.read().decode("utf-8", "replace")[-_LONGEST:]
            raise BrokenNightError(f"{cwd} の作り直しが失敗しました: {end}")
    moments.append(Moment(time(), usage.ru_utime + usage.ru_stime, 0.0))
    steps = _steps(records) if records else ()
    most = max(each.mib for each in moments)
    return Watched(moments[-1].cpu_seconds, wall, most, moments, steps)


def stages(watched: Watched) -> list[Stage]:
    """What each step took, and what came before the first, between them and after the last.

    Args:
        watched: with steps; they do not overlap.
    """
    if not watched.steps:
        return []
    begin, end = watched.moments[0].at - _MOMENT_SECONDS, watched.moments[-1].at
    bounds = [(_BEFORE, begin, watched.steps[0][1])]
    for step, after in zip_longest(watched.steps, watched.steps[1:]):
        bounds.append(step)
        bounds.append((_BETWEEN, step[2], after[1]) if after else (_AFTER, step[2], end))
    by_name: dict[str, Stage] = {}
    for name, start, stop in bounds:
        cpu = _cpu_until(watched.moments, stop) - _cpu_until(watched.moments, start)
        mib = max((each.mib for each in watched.moments if start - _MOMENT_SECONDS <= each.at <= stop), default=0.0)
        _, before, wall, most = by_name.get(name, (name, 0.0, 0.0, 0.0))
        by_name[name] = Stage(name, before + cpu, wall + stop - start, max(most, mib))
    return list(by_name.values())


def _cpu_until(moments: Sequence[Moment], at: float) -> float:
    """CPU seconds until a time, as if it were spent evenly between two looks."""
    before = Moment(moments[0].at - _MOMENT_SECONDS, 0.0, 0.0)
    for each in moments:
        if each.at >= at:
            share = (at - before.at) / (each.at - before.at)
            return before.cpu_seconds + max(share, 0.0) * (each.cpu_seconds - before.cpu_seconds)
        before = each
    return before.cpu_seconds


def _of_tree(pid: int) -> tuple[float, float]:
    """CPU seconds and MiB of a process and all it started; one that ends meanwhile counts with who waited for it."""
    cpu, mib, waiting = 0.0, 0.0, [pid]
    while waiting:
        place = Path("/proc") / str(waiting.pop())
        try:
            fields = (place / "stat").read_text(encoding="ascii", errors="replace").rpartition(") ")[2].split()
            shared = (place / "smaps_rollup").read_text(encoding="ascii", errors="replace")
            children = [(task / "children").read_text(encoding="ascii") for task in (place / "task").iterdir()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        cpu += sum(int(ticks) for ticks in fields[11:15]) / _TICKS  # its own, and of children it has waited for
        mib += next((int(line.split()[1]) for line in shared.splitlines() if line.startswith("Pss:")), 0) / 1024
        waiting += [int(child) for line in children for child in line.split()]
    return cpu, mib


def _steps(records: Path) -> list[tuple[str, float, float]]:
    """Steps of the only run in Dagster's home, in order: name, start, end."""
    (path,) = (each for each in (records / "history" / "runs").glob("*.db") if each.stem != "index")
    with closing(sqlite3.connect(path)) as con:
        rows = con.execute(_STEPS).fetchall()
    started: dict[str, float] = {}
    steps = []
    for name, kind, stamp in rows:
        at = datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp()
        if kind == "STEP_START":
            started[name] = at
        else:
            steps.append((name, started[name], at))
    return steps
