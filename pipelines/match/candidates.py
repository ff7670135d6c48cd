"""Pairs of listings worth scoring.

Belongs here: blocking rules. Does not belong here: how alike a pair is. A rule that finds too much is capped by what it
asks for, never by dropping pairs of a large group unseen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import polars as pl
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from warehouse.contract import table
from warehouse.contract.frames import frame

# Lower proposes many pairs for few true ones. The true pairs that no rule proposes are counted by `hiroba bench match`
# (3 of 448 in the sample city). A blocking bound, not the decision (`scores.THRESHOLD`)
_NAME_FLOOR = 0.5
_STRIPE = 2000

Pairs = dict[tuple[int, int], set[str]]


def candidates(listings: pl.DataFrame) -> pl.DataFrame:
    """Unordered pairs of listings that at least one rule proposes.

    Rules: `name` (folded names similar, wards not contradicting), `phone`, `url`, `place` (same town and block, or same
    venue, with at least one shared name bigram).

    Args:
        listings: rows of `norm__listings`, in any order.

    Returns:
        Rows of `match__candidates`, sorted by key.
    """
    df = listings.sort("listing_id")
    found: Pairs = defaultdict(set)
    for rule, pairs in (
        ("name", _similar_names(df)),
        ("phone", _equal(df, "phone")),
        ("url", _equal(df, "url")),
        ("place", _same_place(df)),
    ):
        for pair in pairs:
            found[pair].add(rule)
    ids = df.get_column("listing_id").to_list()
    rows: list[dict[str, object]] = [
        {"listing_id_a": ids[left], "listing_id_b": ids[right], "blocking_rules": ";".join(sorted(rules))}
        for (left, right), rules in sorted(found.items())
    ]
    return frame(table("match__candidates"), rows)


def _similar_names(df: pl.DataFrame) -> Iterator[tuple[int, int]]:
    names = df.get_column("name_key").to_list()
    wards = df.get_column("ward_code").cast(pl.Int64).fill_null(0).to_numpy()
    for start in range(0, len(names), _STRIPE):
        stripe = names[start : start + _STRIPE]
        scores = cdist(stripe, names, scorer=Indel.normalized_similarity, score_cutoff=_NAME_FLOOR, dtype=np.float32)
        lefts, rights = np.nonzero(scores)
        lefts = lefts + start
        fits = (lefts < rights) & _wards_agree(wards[lefts], wards[rights])
        yield from zip(lefts[fits].tolist(), rights[fits].tolist(), strict=True)


def _wards_agree(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    agreed: np.ndarray = (left == right) | (left == 0) | (right == 0)
    return agreed


def _equal(df: pl.DataFrame, column: str) -> Iterator[tuple[int, int]]:
    """Pairs that share a value and at least one name bigram: an office's number stands on all its activities."""
    yield from _sharing(df, df.get_column(column).to_list())


def _same_place(df: pl.DataFrame) -> Iterator[tuple[int, int]]:
    blocks = df.select(pl.concat_str("town", "block", separator=" ")).to_series().to_list()
    yield from _sharing(df, blocks)
    yield from _sharing(df, df.get_column("venue_key").to_list())


def _sharing(df: pl.DataFrame, values: list[str | None]) -> Iterator[tuple[int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, value in enumerate(values):
        if value is not None:
            groups[value].append(index)
    bigrams = [_bigrams(name) for name in df.get_column("name_key").to_list()]
    for members in groups.values():
        for at, left in enumerate(members):
            for right in members[at + 1 :]:
                if bigrams[left] & bigrams[right]:
                    yield left, right


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}
