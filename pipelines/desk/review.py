"""A pair as lines for the terminal, for `hiroba review`.

Belongs here: what a person sees of one pair. Does not belong here: reading keys (`cli.decisions`), taking answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.desk.queue_sheets import FACTS

_ELSEWHERE = ("source_name", "listing_id")
"""Of the workbook's facts: what a terminal has no room for."""
_NOTHING = "－"


def question(
    number: int, count: int, pair: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]
) -> Iterator[str]:
    """Lines of one pair: how likely, why, then every field with a mark: ○ agrees, × does not, － cannot be compared.

    Args:
        number: place in the queue, from 1.
        count: length of the queue.
        pair: row of `match__pairs`.
        left: row of `norm__listings` of listing A.
        right: the same of listing B.
    """
    yield f"── {number}/{count} ── 見込み {pair['probability']:.0%} ── {pair['message_ja']}"
    for name in (each for each in FACTS if each not in _ELSEWHERE):
        label, evidence, _ = FACTS[name]
        ours, theirs = (str(side.get(name) or "").replace("\n", " ") for side in (left, right))
        if not ours and not theirs:
            continue
        mark = _mark(pair.get(f"{evidence}_bits") if evidence else None)
        head = f" {mark} {label}{'　' * (3 - len(label))} "
        if ours == theirs:
            yield f"{head}AB {ours}"
        else:
            yield f"{head}A  {ours or _NOTHING}"
            yield f"{'　' * 5}  B  {theirs or _NOTHING}"


def _mark(bits: float | None) -> str:
    return _NOTHING if bits is None else "○" if bits > 0 else "×"
