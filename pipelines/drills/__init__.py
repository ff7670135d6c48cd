"""Drills: what is injected, what must be true after, what was seen.

Belongs here: the list of drills. Does not belong here: the product; a drill only uses what it would meet at night.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipelines.drills import flow, publishing, sources
from pipelines.drills.result import Drill

__all__ = ["Drill", "run_drills"]


def run_drills(*, is_full: bool) -> Iterator[tuple[str, bool]]:
    """Run the drills, one line and its verdict each; the last line counts.

    Args:
        is_full: more repetitions, and whole nights of the sample city with broken sources (about half an hour).
    """
    count, survived = 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tries = 25 if is_full else 6
        drills = [
            publishing.kills(folder / "kills", tries),
            publishing.full_disk(folder / "disk", tries),
            publishing.two_at_once(folder / "lock"),
            publishing.leaks(folder / "leaks"),
            publishing.removals(folder / "removals"),
            flow.rekeyed_source(),
            flow.hostile_texts(),
            flow.clock(),
        ]
        for drill in drills:
            count, survived = count + drill.tried, survived + drill.survived
            yield drill.line(), drill.is_passed
        for drill in sources.nights(folder / "nights") if is_full else ():
            count, survived = count + drill.tried, survived + drill.survived
            yield drill.line(), drill.is_passed
    yield f"合計: {count} 回のうち {survived} 回無事", count == survived
