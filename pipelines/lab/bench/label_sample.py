"""Answers to a random sample of pairs, as staff of the sample city would give them who always see rightly.

Belongs here: drawing the pairs and answering from the known truth; the file that comes with the sample city. Does not
belong here: the truth, and what is made of the answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from pipelines.decisions.label_answers import SCHEMA
from pipelines.lab.bench.truth import Pair, pairs_within, with_truth
from warehouse.storage import write_text

_DRAWN, _SEED = 200, 41
_HEAD = "# 見本の市の正解から作った答え（hiroba bench label_sample）。本物の職員の判断ではない\n"


def label_sample(listings: pl.DataFrame, bridge: pl.DataFrame) -> pl.DataFrame:
    """True pairs drawn from all true pairs, joined pairs from all joined ones, with the answers.

    Args:
        listings: rows of `norm__listings`.
        bridge: `activity_id`, `listing_id`: what the matcher joined.
    """
    known = with_truth(listings)
    of = dict(known.select("listing_id", "entity_id").iter_rows())
    joined = pairs_within(bridge.filter(pl.col("listing_id").is_in(list(of))), "activity_id")
    drawn = [("recall", pair) for pair in _some(pairs_within(known, "entity_id"), "recall")]
    drawn += [("precision", pair) for pair in _some(joined, "precision")]
    rows = [(what, one, two, "same" if of[one] == of[two] else "different", 1.0) for what, (one, two) in drawn]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("purpose_code", "listing_id_a", "listing_id_b")


def write_label_sample(listings: pl.DataFrame, bridge: pl.DataFrame, path: Path) -> int:
    """Write the file, and say how many answers it holds."""
    rows = label_sample(listings, bridge)
    write_text(path, _HEAD + rows.write_csv())
    return rows.height


def _some(pairs: Iterable[Pair], what: str) -> list[Pair]:
    ordered = sorted(pairs)
    chance = random.Random(f"{_SEED}/{what}")  # noqa: S311  # no secret: the same pairs every time
    return sorted(chance.sample(ordered, min(_DRAWN, len(ordered))))
