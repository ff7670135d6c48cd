"""The list of drills, run one beside the other.

Belongs here: which there are, in short and in full. Does not belong here: any drill.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from pipelines.lab.drills import (
    clocks,
    disk,
    flow,
    hostile,
    ledgers,
    misdeclared,
    nights,
    publishing,
    rivals,
    screen,
    sources,
)
from pipelines.lab.drills.result import HEADER, Drill, total
from pipelines.lab.drills.whole import STAGES


def run_drills(parts: Collection[str] = (), *, is_full: bool) -> Iterator[tuple[str, bool]]:
    """Run the drills, one row of the table and its verdict each; the last row counts.

    Several at a time, because most of them wait: rows come in the order in which drills end.

    Args:
        parts: keys of `PARTS`; all of them when empty.
        is_full: every repetition, every source with every fault, a hundred nights (about an hour beside other work).
    """
    yield from ((line, True) for line in HEADER)
    chosen = {name: part for name, part in PARTS.items() if not parts or name in parts}
    drills: list[Drill] = []
    ended: SimpleQueue[Drill | str] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="hiroba-drill-") as name, ThreadPoolExecutor(len(chosen)) as pool:
        futures = {key: pool.submit(_run, part, Path(name), ended, is_full=is_full) for key, part in chosen.items()}
        for key, future in futures.items():
            future.add_done_callback(lambda _done, key=key: ended.put(key))  # type: ignore[misc]  # key is a str
        waiting = dict(futures)
        while waiting:
            drill = ended.get()
            if isinstance(drill, str):
                error = waiting.pop(drill).exception()
                if error is None:
                    continue
                drill = Drill(
                    f"「{drill}」の訓練そのもの", "最後まで行える", 1, 0, f"{type(error).__name__}: {error}"[:300]
                )
            drills.append(drill)
            yield drill.line(), drill.is_passed
    every = total(drills)
    yield every.line(), every.is_passed


def _run(part: _Part, folder: Path, ended: SimpleQueue[Drill | str], *, is_full: bool) -> None:
    for drill in part(folder, is_full):
        ended.put(drill)


def _killed(folder: Path, is_full: bool) -> Iterator[Drill]:
    yield publishing.kills(folder / "kills", 25 if is_full else 3)
    yield publishing.boundaries(folder / "boundaries", 1 if is_full else 60)


def _written(folder: Path, is_full: bool) -> Iterator[Drill]:
    yield from disk.disks(folder / "disk", STAGES if is_full else STAGES[3:4])
    yield rivals.two_at_once(folder / "lock")
    yield ledgers.appends(folder / "ledger", *((200, 8) if is_full else (25, 2)))
    yield ledgers.decisions(folder / "decisions", *((25, 4) if is_full else (6, 2)))
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
        yield misdeclared.release(city)
        yield from rivals.runs(city)
        yield screen.terminated(city)


def _declared(folder: Path, is_full: bool) -> Iterator[Drill]:
    yield misdeclared.misdeclared(folder / "declared", is_full=is_full)


_Part = Callable[[Path, bool], Iterator[Drill]]
PARTS: dict[str, _Part] = {
    "kills": _killed,
    "writes": _written,
    "nights": _nights,
    "declared": _declared,
    "crawls": _crawled,
}
"""What can be run by itself: kill -9; disks, locks, leaks, clocks, texts; nights in a row; wrong declarations;
crawls and whole runs."""
