"""Judgements that cannot all hold: A = B, B = C and A ≠ C.

Belongs here: finding them, with the chain that shows why. Does not belong here: files, listings.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """One judgement and where it stands (a row of a workbook, a line of the file), for people."""

    left: str
    right: str
    said: str
    origin: str


class Contradiction(NamedTuple):
    """A `different` and the shortest chain of `same` that joins its two sides."""

    apart: Line
    chain: tuple[Line, ...]


def contradictions(lines: Iterable[Line]) -> list[Contradiction]:
    """Every `different` whose sides are joined by `same`.

    Args:
        lines: at most one per pair; the order of the two sides does not matter.

    Returns:
        In the order of the lines.
    """
    every = list(lines)
    beside: dict[str, list[tuple[str, Line]]] = {}
    for line in every:
        if line.said == "same":
            beside.setdefault(line.left, []).append((line.right, line))
            beside.setdefault(line.right, []).append((line.left, line))
    return [
        Contradiction(line, chain) for line in every if line.said == "different" and (chain := _chain(line, beside))
    ]


def _chain(apart: Line, beside: dict[str, list[tuple[str, Line]]]) -> tuple[Line, ...]:
    came: dict[str, tuple[str, Line] | None] = {apart.left: None}
    waiting = deque([apart.left])
    while waiting and apart.right not in came:
        here = waiting.popleft()
        for there, line in beside.get(here, ()):
            if there not in came:
                came[there] = (here, line)
                waiting.append(there)
    chain = []
    step = came.get(apart.right)
    while step is not None:
        here, line = step
        chain.append(line)
        step = came[here]
    return tuple(reversed(chain))


def answered(answers: Iterable[tuple[str, str, str]]) -> Callable[[str, str], bool]:
    """Whether the answer on a pair follows from answers that are there: A = B and B = C, or A = B and B ≠ C.

    Args:
        answers: listing, other listing, answer; free of contradictions.

    Returns:
        A function of two listings.
    """
    rows = list(answers)
    group: dict[str, set[str]] = {}
    for left, right, answer in rows:
        if answer == "same":
            joined = group.get(left, {left}) | group.get(right, {right})
            group.update(dict.fromkeys(joined, joined))

    def name(listing: str) -> str:
        return min(group.get(listing, {listing}))

    apart = {frozenset((name(left), name(right))) for left, right, answer in rows if answer == "different"}
    return lambda left, right: name(left) == name(right) or frozenset((name(left), name(right))) in apart
