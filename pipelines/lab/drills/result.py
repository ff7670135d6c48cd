"""How a drill went.

Belongs here: its figures and its line. Does not belong here: any drill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill.

    Attributes:
        injected: what was injected.
        must: what must be true after.
        tried: how often.
        survived: how often all that must hold did.
        seen: what was seen.
        lost: activities or IDs that were lost to readers.
    """

    injected: str
    must: str
    tried: int
    survived: int
    seen: str
    lost: int = 0

    @property
    def is_passed(self) -> bool:
        """Whether it went well every time, and nothing was lost."""
        return self.tried == self.survived > 0 and self.lost == 0

    def line(self) -> str:
        """One row of the table."""
        mark = "○" if self.is_passed else "×"
        return (
            f"| {mark} | {self.injected} | {self.must} | {self.tried} | {self.survived} | {self.lost} | {self.seen} |"
        )


HEADER = (
    "| | 入れたもの | その後に必ず成り立つこと | 試した | 無事 | 失ったデータ | 見えたこと |",
    "|---|---|---|--:|--:|--:|---|",
)


def total(drills: Sequence[Drill]) -> Drill:
    """All together."""
    survived = sum(drill.survived for drill in drills)
    lost = sum(drill.lost for drill in drills)
    failed = [drill.injected for drill in drills if not drill.is_passed]
    seen = f"合わなかったもの: {'、'.join(failed)}" if failed else "すべて成り立った"
    return Drill("合計", f"{len(drills)} の訓練", sum(drill.tried for drill in drills), survived, seen, lost)
