"""Activities per people, and whether a ward has fewer than the rest of the city.

Belongs here: the table `rates`: counting, dividing, judging. Does not belong here: the statistics (`chance`), which
activities count (`trend.stock`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.gaps import chance
from pipelines.gaps.targets import TARGETS, for_ages
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.derived.frames import empty_frame
from warehouse.contract.vocabularies.gaps import ALL, NONE

PER = 10_000
"""Rates are per so many people."""
FALSE_DISCOVERY = 0.10
"""Of ten cells that are told to have fewer, one may be chance (Benjamini–Hochberg over all cells of a map)."""
LEAST_EXPECTED = 5.0
"""Where fewer are expected nothing is said."""
FEEDS = 0.10
"""A list feeds a kind when so large a part of its stock stands on it."""
_KEYS = ("age_group_code", "kind_cell", "ward_cell")


def rates(stock: pl.DataFrame, populations: pl.DataFrame, old: frozenset[str]) -> pl.DataFrame:
    """Every kind and target age by ward: how many, per how many people, and whether that is few.

    The cells of one age group are one map: spread and false discovery are taken over all of them that are large enough
    to be judged. The q value is one-sided, as the question is where there is less.

    Args:
        stock: activities that go on (`trend.stock`).
        populations: denominators, one row for every area and age group (`populations.denominators`).
        old: kinds that a list feeds that is beyond its age limit (`old_kinds`).

    Returns:
        Rows of `gaps__rates`; of what names no ward only the counts.
    """
    if populations.is_empty():  # a city whose people nobody has put down
        return empty_frame(table("gaps__rates"))
    counted = _counts(for_ages(stock))
    grid = populations.filter(pl.col("ward_cell") != ALL).join(_kinds(), how="cross")
    cells = grid.join(counted, on=_KEYS, how="left").with_columns(
        pl.col("stock_count", "anyone_count", "unstated_count", "_unlocated").fill_null(0)
    )
    judged = pl.concat([_judged(cells.filter(pl.col("age_group_code") == age), old) for age in TARGETS])
    city = _with_rates(_sums(judged, populations))
    nowhere = counted.filter(pl.col("ward_cell") == NONE)
    return (
        pl.concat([judged, city, nowhere], how="diagonal")
        .with_columns(no_point_share=_share("_unlocated", "stock_count"))
        .join(_no_ward_shares(counted), on=["age_group_code", "kind_cell"], how="left")
        .with_columns(
            pl.col("no_ward_share").fill_null(0.0),
            pl.col("stock_count", "anyone_count", "unstated_count").cast(pl.Int64),
        )
        .drop("_unlocated")
        .sort(_KEYS)
    )


class Judged(NamedTuple):
    """What chance says of the cells of a map.

    Attributes:
        spread: between areas beyond chance.
        q_values: false discovery rate at which each cell would be told to have fewer; NaN where too few are expected.
    """

    spread: float
    q_values: chance.Numbers


def judge(counts: chance.Numbers, means: chance.Numbers) -> Judged:
    """Judge the cells of one map together.

    Args:
        counts: of activities.
        means: expected of the same cells.
    """
    enough = means >= LEAST_EXPECTED
    spread = chance.extra_spread(counts[enough], means[enough])
    q_values = np.full(len(means), np.nan)
    q_values[enough] = chance.false_discovery(chance.at_most(counts[enough], means[enough], spread))
    return Judged(spread, q_values)


def old_kinds(stock: pl.DataFrame, bridge: pl.DataFrame, selected_runs: pl.DataFrame) -> frozenset[str]:
    """Kinds of which a tenth or more stands on a list that is beyond its age limit; `all` where one is.

    Args:
        stock: activities that go on.
        bridge: activity_id, source_key.
        selected_runs: source_key, selection_code: which run of a source is used.
    """
    expired = selected_runs.filter(pl.col("selection_code") == "expired").select("source_key")
    held = bridge.join(expired, on="source_key", how="semi").select("activity_id").unique()
    kinds = stock.with_columns(_is_old=pl.col("activity_id").is_in(held.get_column("activity_id").implode()))
    every = kinds.select(kind_cell=pl.lit(ALL), _is_old="_is_old")
    both = pl.concat([kinds.select(kind_cell="kind_code", _is_old="_is_old"), every]).drop_nulls("kind_cell")
    found = both.group_by("kind_cell").agg(pl.col("_is_old").mean()).filter(pl.col("_is_old") >= FEEDS)
    return frozenset(found.get_column("kind_cell"))


def _kinds() -> pl.DataFrame:
    return pl.DataFrame({"kind_cell": [ALL, *VOCABULARIES["kind"].values()]})


def _counts(stock: pl.DataFrame) -> pl.DataFrame:
    """Counts by age group, kind and area, areas without any left out."""
    by_kind = pl.concat([stock.drop_nulls("kind_code").with_columns(kind_cell="kind_code"), _as_all(stock)])
    placed = by_kind.with_columns(ward_cell=pl.col("ward_code").fill_null(NONE))
    parts = []
    for age in TARGETS:
        counts = pl.lit(value=True) if age == "all" else pl.col(age) | pl.col("is_anyone")
        tallied = (
            placed.with_columns(_counts=counts)
            .group_by("kind_cell", "ward_cell")
            .agg(
                stock_count=pl.col("_counts").sum().cast(pl.Int64),
                anyone_count=(pl.col("_counts") & pl.col("is_anyone")).sum().cast(pl.Int64),
                unstated_count=(~pl.col("_counts") & pl.col("is_unstated")).sum().cast(pl.Int64),
                _unlocated=(pl.col("_counts") & pl.col("lat").is_null()).sum().cast(pl.Int64),
            )
        )
        parts.append(tallied.with_columns(age_group_code=pl.lit(age)))
    return pl.concat(parts)


def _as_all(stock: pl.DataFrame) -> pl.DataFrame:
    return stock.with_columns(kind_cell=pl.lit(ALL))


def _judged(cells: pl.DataFrame, old: frozenset[str]) -> pl.DataFrame:
    """The cells of one map with rates, what is expected, and the word for it."""
    parts = _with_rates(cells).sort("kind_cell", "ward_cell").partition_by("kind_cell", maintain_order=True)
    cells = pl.concat([_expected(part) for part in parts])
    counts, means = _numbers(cells, "stock_count"), _numbers(cells, "expected_count")
    judged = judge(counts, means)
    limits = chance.funnel(means, judged.spread)
    return cells.with_columns(
        funnel_low=pl.Series(limits.low).cast(pl.Int64),
        funnel_high=pl.Series(limits.high).cast(pl.Int64),
        extra_spread=pl.lit(judged.spread),
        q_value=pl.Series(judged.q_values).fill_nan(None),
    ).with_columns(gap_code=_word(old))


def _numbers(cells: pl.DataFrame, name: str) -> chance.Numbers:
    return cells.get_column(name).cast(pl.Float64).to_numpy()


def _word(old: frozenset[str]) -> pl.Expr:
    count = pl.col("stock_count")
    return (
        pl.when(pl.col("kind_cell").is_in(sorted(old)))
        .then(pl.lit("list_is_old"))
        .when(pl.col("expected_count") < LEAST_EXPECTED)
        .then(pl.lit("too_small"))
        .when(pl.col("q_value") <= FALSE_DISCOVERY)
        .then(pl.lit("few"))
        .when(count < pl.col("funnel_low"))
        .then(pl.lit("maybe_few"))
        .when(count > pl.col("funnel_high"))
        .then(pl.lit("not_few"))
        .otherwise(pl.lit("not_different"))
    )


def _expected(cells: pl.DataFrame) -> pl.DataFrame:
    """The wards of one kind with what each would have like the others, and smoothed rates."""
    counts = _numbers(cells, "stock_count")
    people = _numbers(cells, "population_count")
    return cells.with_columns(
        expected_count=pl.Series(chance.expected(counts, people)),
        smooth_rate=pl.Series(chance.smoothed(counts, people) * PER),
    )


def _with_rates(cells: pl.DataFrame) -> pl.DataFrame:
    counts = _numbers(cells, "stock_count")
    people = _numbers(cells, "population_count")
    limits = chance.count_limits(counts)
    return cells.with_columns(
        rate=pl.Series(counts / people * PER),
        rate_low=pl.Series(limits.low / people * PER),
        rate_high=pl.Series(limits.high / people * PER),
    )


def _sums(judged: pl.DataFrame, populations: pl.DataFrame) -> pl.DataFrame:
    """The wards together; what names no ward is not among them."""
    counts = ("stock_count", "anyone_count", "unstated_count", "_unlocated")
    summed = judged.group_by("age_group_code", "kind_cell").agg(pl.col(counts).sum())
    return populations.filter(pl.col("ward_cell") == ALL).join(summed, on="age_group_code")


def _no_ward_shares(counted: pl.DataFrame) -> pl.DataFrame:
    lost = pl.col("stock_count").filter(pl.col("ward_cell") == NONE).sum()
    return counted.group_by("age_group_code", "kind_cell").agg(
        no_ward_share=pl.when(pl.col("stock_count").sum() > 0).then(lost / pl.col("stock_count").sum())
    )


def _share(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole))
