"""Which activities hold a pair of signs: for each pair two lists of numbers, as steps in letters.

Belongs here: those lists, made of some activities at a time, whatever the size of the city. Does not belong here: what
is looked for in an activity, the files the lists lie in (`search_files`), reading them (`assets/search.js`).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.publish.site.folded import pairs

_MORE, _LAST = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LISTS = ("named", "other")


def postings(parts: Iterable[pl.DataFrame]) -> tuple[pl.DataFrame, int]:
    """The lists of every pair: `pair`, `named`, `other`; and how long the lists of both kinds of texts are together.

    Args:
        parts: activities, some at a time in the order of their numbers: `number`, and folded, `named` and `other`.
    """
    runs: dict[str, list[pl.DataFrame]] = {name: [] for name in _LISTS}
    height = 0
    for texts in parts:
        named, every = pairs(texts, "named"), pairs(texts, "other")
        height += named.height + every.height
        runs["named"].append(_runs(named))
        # What names an activity is told once
        runs["other"].append(_runs(every.join(named, on=["number", "pair"], how="anti")))
    named, other = (_joined(runs[name], name) for name in _LISTS)
    return named.join(other, on="pair", how="full", coalesce=True).with_columns(pl.col(*_LISTS).fill_null("")), height


def _runs(found: pl.DataFrame) -> pl.DataFrame:
    """Pair → the first and the last of its numbers, and the steps between them in letters."""
    steps = found.sort("pair", "number").with_columns(
        pl.col("number").cast(pl.Int64), step=_step(pl.col("number").cast(pl.Int64))
    )
    return (
        _worded(steps)
        .group_by("pair", maintain_order=True)
        .agg(first=pl.col("number").first(), last=pl.col("number").last(), rest=pl.col("word").str.join(""))
    )


def _joined(runs: list[pl.DataFrame], name: str) -> pl.DataFrame:
    """Pair → the steps to all of its numbers: of each run those to its first, then its own."""
    none = pl.DataFrame(schema={"pair": pl.String, "first": pl.Int64, "last": pl.Int64, "rest": pl.String})
    # Runs stand one behind the other: those of one pair stay so
    all_runs = pl.concat([none, *runs]).sort("pair", maintain_order=True)
    steps = all_runs.with_columns(step=pl.col("first") - pl.col("last").shift(1).over("pair").fill_null(-1) - 1)
    words = pl.col("word") + pl.col("rest")
    return _worded(steps).group_by("pair", maintain_order=True).agg(words.str.join("").alias(name))


def _step(number: pl.Expr) -> pl.Expr:
    """From one number of a pair to the next; none to the first."""
    return number - number.shift(1).over("pair") - 1


def _worded(steps: pl.DataFrame) -> pl.DataFrame:
    """Steps in letters as well: there are few different ones."""
    distinct = steps.select("step").drop_nulls().unique()
    words = pl.Series([in_letters(step) for step in distinct["step"]], dtype=pl.String)
    return steps.join(distinct.with_columns(word=words), on="step", how="left", maintain_order="left")


def in_letters(step: int) -> str:
    """A number in base 26, small letters first; the last one is a capital, so that nothing need stand between two.

    Args:
        step: the number.
    """
    letters = _LAST[step % 26]
    while step := step // 26:
        letters = _MORE[step % 26] + letters
    return letters
