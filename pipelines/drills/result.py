"""How a drill went.

Belongs here: its figures and its line. Does not belong here: any drill.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill.

    Attributes:
        name: what was injected.
        tried: how often.
        survived: how often all that must hold did.
        seen: what was seen.
    """

    name: str
    tried: int
    survived: int
    seen: str

    @property
    def is_passed(self) -> bool:
        """Whether it went well every time."""
        return self.tried == self.survived

    def line(self) -> str:
        """One line for people."""
        mark = "○" if self.is_passed else "×"
        return f"{mark} {self.name}: {self.survived}/{self.tried}  {self.seen}"
