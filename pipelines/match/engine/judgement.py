"""One judgement on a pair of records, as matching takes it.

Belongs here: its shape, the records it is of. Does not belong here: the ledger (`decisions.pairs`), what the engine
makes of it (`match.engine.matching`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import polars as pl

Said = Literal["same", "different", "unsure"]


class Judgement(NamedTuple):
    """What a person said of two records; the order of the two does not matter."""

    left: str
    right: str
    said: Said


def by_pair(judgements: Iterable[Judgement], ids: pl.Series) -> dict[tuple[int, int], Said]:
    """Judgements by the numbers of their records; those on records that are not there wait for another day."""
    rows = list(judgements)
    if not rows:
        return {}
    ends = sorted({end for row in rows for end in (row.left, row.right)})
    places = ids.alias("id").to_frame().with_row_index("place").filter(pl.col("id").is_in(ends))
    index = dict(places.select("id", "place").iter_rows())
    answers: dict[tuple[int, int], Said] = {}
    for left, right, said in rows:
        if left in index and right in index and left != right:
            a, b = sorted((index[left], index[right]))
            answers[a, b] = said
    return answers
