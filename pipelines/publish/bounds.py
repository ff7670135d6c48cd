"""Bounds of a healthy day, proposed from releases: every release has passed every gate, so its day was a healthy one.

Belongs here: from releases on disk to a proposal and the lines a person reads. Does not belong here: how wide a band is
(`warehouse.expectations.bounds`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pipelines.publish.shelf import Shelf, in_todays_shape
from warehouse.expectations.bounds import Bound, propose, read_bounds
from warehouse.expectations.measures import measures, sentence


class Proposal(NamedTuple):
    """The bounds that would be written, and what is different in them, one line each."""

    bounds: dict[str, Bound]
    lines: list[str]


def proposal(published_dir: Path, path: Path, why: str) -> Proposal | None:
    """What today's releases say is healthy; None when there is no release.

    Bounds that these releases cannot teach, as the ranges of values, stay as people wrote them.

    Args:
        published_dir: folder of releases.
        path: the file of bounds in force.
        why: day and reason, for the origin.
    """
    folders = Shelf(published_dir).all()
    if not folders:
        return None
    days = [_measured(folder) for folder in folders]
    first, last = folders[0].name.rpartition("-")[0], folders[-1].name.rpartition("-")[0]
    span = first if first == last else f"{first}〜{last}の{len(folders)}回"
    proposed = propose(days, f"{why} 健全な公開 {span}")
    known = read_bounds(path) if path.is_file() else {}
    by_people = {name: bound for name, bound in known.items() if name not in proposed and not name.startswith("cell.")}
    bounds = proposed | by_people
    return Proposal(bounds, list(_lines(known, bounds, days[-1])))


def _measured(folder: Path) -> dict[str, float]:
    return measures(*(in_todays_shape(folder, name) for name in ("activities", "activity_changes")))


def _lines(known: Mapping[str, Bound], bounds: Mapping[str, Bound], today: Mapping[str, float]) -> Iterator[str]:
    for name in dict.fromkeys([*known, *bounds]):
        old, new = known.get(name), bounds.get(name)
        if old is not None and new is not None and old[:2] == new[:2]:
            continue
        yield f"{sentence(name)}: いま {today.get(name, 0):.4g}、めやす {_band(old)} → {_band(new)}"
    yield f"めやす {len(bounds)} 項目。認めるときは hiroba bounds --accept --why 理由"


def _band(bound: Bound | None) -> str:
    if bound is None:
        return "なし"
    low, high = ("" if end is None else f"{end:g}" for end in bound[:2])
    return f"{low}〜{high}"
