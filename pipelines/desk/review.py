"""A pair as lines for the terminal, for `hiroba review`.

Belongs here: what a person sees of one pair. Does not belong here: reading keys (`cli.decisions`), taking answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.desk.queue_sheets import FACTS
from pipelines.match.activities import activities_spec

_ELSEWHERE = ("source_name", "listing_id")
"""Of the workbook's facts: what a terminal has no room for."""
_NOTHING = "－"
_MARKS = {"agrees": "○", "disagrees": "×"}


def question(
    number: int, count: int, pair: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]
) -> Iterator[str]:
    """Lines of one pair: how likely, why, then every field with a mark: ○ agrees, × does not, － says nothing.

    Args:
        number: place in the queue, from 1.
        count: length of the queue.
        pair: row of `match__pairs`.
        left: row of `norm__listings` of listing A.
        right: the same of listing B.
    """
    yield f"── {number}/{count} ── 見込み {pair['probability']:.0%} ── {pair['message_ja']}"
    for mark, label, ours, theirs in compared(pair, left, right):
        head = f" {mark} {label}{'　' * (3 - len(label))} "
        if ours == theirs:
            yield f"{head}AB {ours}"
        else:
            yield f"{head}A  {ours or _NOTHING}"
            yield f"{'　' * 5}  B  {theirs or _NOTHING}"


def compared(
    pair: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]
) -> Iterator[tuple[str, str, str, str]]:
    """Mark, label and both texts of every field that one side gives: ○ agrees, × does not, － says nothing.

    Args:
        pair: row of `match__pairs`.
        left: row of `norm__listings` of listing A.
        right: the same of listing B.
    """
    for name in (each for each in FACTS if each not in _ELSEWHERE):
        label, evidence, _ = FACTS[name]
        ours, theirs = (str(side.get(name) or "").replace("\n", " ") for side in (left, right))
        if ours or theirs:
            shown = agreement(evidence, pair, is_known=bool(ours and theirs))
            yield _MARKS.get(shown, _NOTHING), label, ours, theirs


def agreement(evidence: str | None, asked: Mapping[str, Any], *, is_known: bool) -> str:
    """`agrees`, `disagrees`, `unknown` (nothing to compare), `cell` (alike hardly more than by chance).

    Where one side leaves the field empty, the evidence is of another text: 会場 found in the other's name.
    """
    if evidence is None:
        return "cell"
    worth = asked.get(f"{evidence}_bits")
    if worth is None or not is_known:
        return "unknown"
    if worth > 0:
        return "agrees"
    return "disagrees" if f"{_labels()[evidence]}が違う" in asked["message_ja"] else "cell"


def _labels() -> dict[str, str]:
    return {comparison.name: comparison.label for comparison in activities_spec().comparisons}
