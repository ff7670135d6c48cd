"""Drills: what is injected, what must be true after, what was seen.

Belongs here: the list of drills. Does not belong here: the product; a drill only uses what it would meet at night.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from pipelines.drills import clocks, disk, flow, hostile, nights, publishing, rivals, sources
from pipelines.drills.result import HEADER, Drill, total
from pipelines.drills.whole import STAGES

__all__ = ["Drill", "run_drills"]


def run_drills(*, is_full: bool) -> Iterator[tuple[str, bool]]:
    """Run the drills, one row of the table and its verdict each; the last row counts.

    Several at a time, because most of them wait: rows come in the order in which drills end.

    Args:
        is_full: every repetition, every source with every fault, a hundred nights (about twenty minutes on two cores).
    """
    yield from ((line, True) for line in HEADER)
    drills: list[Drill] = []
    ended: SimpleQueue[Drill | None] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="hiroba-drill-") as name, ThreadPoolExecutor(len(_LANES)) as pool:
        running = [pool.submit(_run, lane, Path(name), ended, is_full=is_full) for lane in _LANES]
        for _ in running:
            while (drill := ended.get()) is not None:
                drills.append(drill)
                yield drill.line(), drill.is_passed
        for lane in running:
            lane.result()
    every = total(drills)
    yield every.line(), every.is_passed


def _run(lane: _Lane, folder: Path, ended: SimpleQueue[Drill | None], *, is_full: bool) -> None:
    try:
        for drill in lane(folder, is_full):
            ended.put(drill)
    finally:
        ended.put(None)


def _killed(folder: Path, is_full: bool) -> Iterator[Drill]:
    yield publishing.kills(folder / "kills", 25 if is_full else 3)
    yield publishing.boundaries(folder / "boundaries", 1 if is_full else 60)


def _written(folder: Path, is_full: bool) -> Iterator[Drill]:
    yield from disk.disks(folder / "disk", STAGES if is_full else STAGES[3:4])
    yield rivals.two_at_once(folder / "lock")
    yield publishing.leaks(folder / "leaks", publishing.COLUMNS if is_full else publishing.COLUMNS[:1])
    yield publishing.removals(folder / "removals")
    yield flow.rekeyed(is_full=is_full)
    yield from clocks.clocks(folder / "clocks")
    yield hostile.texts(folder / "hostile", is_full=is_full)


def _nights(folder: Path, is_full: bool) -> Iterator[Drill]:
    yield nights.nights(folder / "nights", 100 if is_full else 4)


def _crawled(folder: Path, is_full: bool) -> Iterator[Drill]:
    if is_full:
        city = folder / "city"
        yield from sources.faults(city)
        yield from rivals.runs(city)


_Lane = Callable[[Path, bool], Iterator[Drill]]
_LANES: tuple[_Lane, ...] = (_killed, _written, _nights, _crawled)
