"""What a piece of work costs: wall seconds and the most memory while it runs.

Belongs here: the clock and the peak. Does not belong here: the work.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar

_RESET, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")
T = TypeVar("T")


class Cost(NamedTuple):
    """What work cost.

    Attributes:
        seconds: wall time.
        mib: most memory of the whole process while it ran; since it started, where the system cannot count anew.
    """

    seconds: float
    mib: float


def costing(work: Callable[[], T]) -> tuple[T, Cost]:
    """Do some work, and what it cost.

    Args:
        work: what is done.
    """
    if _RESET.exists():
        _RESET.write_text("5", encoding="ascii")  # the peak is counted anew from here
    started = perf_counter()
    result = work()
    return result, Cost(perf_counter() - started, _peak())


def _peak() -> float:
    if _STATUS.exists():
        lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines())
        return float(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
