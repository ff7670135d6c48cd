"""Answers to a random sample of pairs, as staff of the sample city would give them who always see rightly.

Belongs here: drawing the pairs and answering from the known truth; the file that comes with the sample city. Does not
belong here: the truth, and what is made of the answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from pipelines.lab.bench.truth import Pair, pairs_within, with_truth
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.storage import write_text

_DRAWN, _SEED = 200, 41
_HEAD = "# 見本の市の正解から作った答え（hiroba bench label_sample）。本物の職員の判断ではない\n"


def label_sample(listings: pl.DataFrame, bridge: pl.DataFrame) -> pl.DataFrame:
    """Rows of `estimate__labels`: true pairs drawn from all true pairs, joined pairs from all joined ones.

    Args:
        listings: rows of `norm__listings`.
        bridge: `activity_id`, `listing_id`: what the matcher joined.
    """
    known = with_truth(listings)
    of = dict(known.select("listing_id", "entity_id").iter_rows())
    joined = pairs_within(bridge.filter(pl.col("listing_id").is_in(list(of))), "activity_id")
    drawn = [("found", pair) for pair in _some(pairs_within(known, "entity_id"), "found")]
    drawn += [("joined", pair) for pair in _some(joined, "joined")]
    rows: list[dict[str, object]] = [
        {
            "sample_code": sample,
            "left_id": left,
            "right_id": right,
            "said": "same" if of[left] == of[right] else "different",
            "label_weight": 1.0,
        }
        for sample, (left, right) in drawn
    ]
    declared = table("estimate__labels")
    return frame(declared, rows).sort(declared.key)


def write_label_sample(listings: pl.DataFrame, bridge: pl.DataFrame, path: Path) -> int:
    """Write the file, and say how many answers it holds."""
    rows = label_sample(listings, bridge)
    write_text(path, _HEAD + rows.write_csv())
    return rows.height


def _some(pairs: Iterable[Pair], what: str) -> list[Pair]:
    ordered = sorted(pairs)
    return sorted(random.Random(f"{_SEED}/{what}").sample(ordered, min(_DRAWN, len(ordered))))
