"""Counts to estimate from, made from the few lists a test is about."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipelines.estimate.histories import Histories, ListFacts, histories

KINDS = frozenset({"cafe", "green"})
WARDS = ("w1", "w2")


def facts(**roles: str) -> list[ListFacts]:
    """Lists of any kind, name=role."""
    return [ListFacts(key, role, KINDS) for key, role in roles.items()]


def stock(counts: Mapping[str, int], kind: str | None = "cafe", ward: str | None = "w1") -> pl.DataFrame:
    """Activities: names of lists joined by a space → how many stand on just these."""
    rows = [keys.split() for keys, count in counts.items() for _ in range(count)]
    return pl.DataFrame(
        {
            "kind_code": pl.Series([kind] * len(rows), dtype=pl.String),
            "ward_code": pl.Series([ward] * len(rows), dtype=pl.String),
            "source_keys": pl.Series(rows, dtype=pl.List(pl.String)),
            "listing_count": pl.Series([len(keys) for keys in rows], dtype=pl.Int64),
        }
    )


def one_kind(counts: Mapping[str, int], **roles: str) -> Histories:
    """The counts of one kind in one ward."""
    (made,) = histories(stock(counts), facts(**roles), WARDS)
    return made


ROWS = pl.concat(
    [
        stock({"a": 60, "b": 40, "c": 30, "a b": 24, "a c": 18, "b c": 12, "a b c": 9, "r": 20, "a r": 8}),
        stock({"a": 30, "b": 20, "a b": 15, "c": 9, "a c": 6, "r": 5}, ward="w2"),
        stock({"a": 50, "b": 30, "a b": 20, "b c": 3, "a c": 6, "z": 25}, kind="green", ward="w2"),
        stock({"a": 6, "z": 1}, kind=None, ward=None),
    ]
)
"""Two kinds and two wards in which everything overlaps, and a few of which nothing is known."""
LISTS = facts(a="portal", b="portal", c="feed", r="register", z="apart")
