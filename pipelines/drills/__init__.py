"""Drills: what is injected, what must be true after, what was seen.

Belongs here: the list of drills. Does not belong here: the product; a drill only uses what it would meet at night.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipelines.drills import clocks, disk, flow, hostile, nights, publishing, rivals, sources
from pipelines.drills.child import STAGES
from pipelines.drills.result import HEADER, Drill, total

__all__ = ["Drill", "run_drills"]


def run_drills(*, is_full: bool) -> Iterator[tuple[str, bool]]:
    """Run the drills, one row of the table and its verdict each; the last row counts.

    Args:
        is_full: every repetition, every source with every fault, a hundred nights (about half an hour on two cores).
    """
    yield from ((line, True) for line in HEADER)
    drills = []
    with tempfile.TemporaryDirectory(prefix="hiroba-drill-") as name:
        for drill in _all(Path(name), is_full=is_full):
            drills.append(drill)
            yield drill.line(), drill.is_passed
    every = total(drills)
    yield every.line(), every.is_passed


def _all(folder: Path, *, is_full: bool) -> Iterator[Drill]:
    yield publishing.kills(folder / "kills", 25 if is_full else 3)
    yield publishing.boundaries(folder / "boundaries", 1 if is_full else 60)
    yield from disk.disks(folder / "disk", STAGES if is_full else STAGES[3:4])
    yield rivals.two_at_once(folder / "lock")
    yield publishing.leaks(folder / "leaks", publishing.COLUMNS if is_full else publishing.COLUMNS[:1])
    yield publishing.removals(folder / "removals")
    yield flow.rekeyed(is_full=is_full)
    yield from clocks.clocks(folder / "clocks")
    yield hostile.texts(folder / "hostile", is_full=is_full)
    yield nights.nights(folder / "nights", 100 if is_full else 4)
    if is_full:
        city = folder / "city"
        yield from sources.faults(city)
        yield from rivals.runs(city)
