"""One judgement on a pair of records, as matching takes it.

Belongs here: its shape. Does not belong here: the ledger (`decisions.pairs`), what the engine makes of it
(`match.engine.matching`).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Said = Literal["same", "different", "unsure"]


class Judgement(NamedTuple):
    """What a person said of two records; the order of the two does not matter."""

    left: str
    right: str
    said: Said
