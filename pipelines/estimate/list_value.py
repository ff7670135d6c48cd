"""What each list is worth: its share of what is listed, what would be lost at once, what could not be said any more.

Belongs here: values of lists by counting and by estimating without them. Does not belong here: values of single fields
(the table `overlap`).

The share is Shapley's value: of every activity, each list that names it has an equal part. It adds up to what is
listed, is nought for a list that names nothing, and equal for lists that name the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines.estimate.draws import draw
from pipelines.estimate.histories import ListFacts, histories
from pipelines.estimate.labels import Labels
from pipelines.estimate.strata import KIND, Stratum, strata


@dataclass(frozen=True, slots=True)
class ListValue:
    """One list.

    Attributes:
        source_key: its name.
        listed: activities of the stock on it.
        share: its part of what is listed, as activities.
        only_here: activities on no other list: lost at once without it.
        at_least_change: how the lower end of the city moves without it; what is lost included.
        width_change: how much wider the interval of the city is without it.
        silenced: kinds of which a lower end can be told only with it.
    """

    source_key: str
    listed: int
    share: float
    only_here: int
    at_least_change: int | None
    width_change: int | None
    silenced: tuple[str, ...]


def shares(stock: pl.DataFrame) -> pl.DataFrame:
    """Shapley's value of every list, with what it names and what it alone names.

    Args:
        stock: as in `histories`.

    Returns:
        source_key, listed, share, only_here; sorted by source_key.
    """
    each = stock.select("source_keys", many=pl.col("source_keys").list.len()).explode("source_keys")
    return (
        each.group_by(source_key="source_keys")
        .agg(listed=pl.len(), share=(1 / pl.col("many")).sum(), only_here=(pl.col("many") == 1).sum())
        .sort("source_key")
    )


def list_values(
    stock: pl.DataFrame,
    lists: Sequence[ListFacts],
    wards: Sequence[str],
    labels: Labels | None,
    count: int,
    seed: int,
) -> list[ListValue]:
    """The value of every list that names any of the stock.

    Args:
        stock: as in `histories`.
        lists: as there.
        wards: as there.
        labels: what is known of the matcher; None leaves the changes of the estimate open.
        count: draws of each estimate.
        seed: of chance; the same for all, so that they differ by the list alone.
    """
    counted = shares(stock)
    full = None if labels is None else draw(histories(stock, lists, wards), labels, count, seed)
    values = []
    for key, listed, share, only_here in counted.iter_rows():
        change = width = None
        silenced: tuple[str, ...] = ()
        if full is not None and labels is not None:
            rest = draw(histories(without(stock, key), lists, wards), labels, count, seed)
            # How far visibility varies is a trait of the city: that it would be known worse is not what is compared
            change, width, silenced = _compared(strata(full), strata(replace(rest, curvature=full.curvature)))
        values.append(ListValue(key, listed, share, only_here, change, width, silenced))
    return values


def without(stock: pl.DataFrame, key: str) -> pl.DataFrame:
    """The stock as it would be listed without a list."""
    left = pl.col("source_keys").list.set_difference([key])
    fewer = pl.col("listing_count") - pl.col("source_keys").list.contains(key).cast(pl.Int64)
    rest = stock.with_columns(source_keys=left, listing_count=fewer).filter(pl.col("source_keys").list.len() > 0)
    return rest.with_columns(listing_count=pl.max_horizontal("listing_count", pl.col("source_keys").list.len()))


def _compared(full: list[Stratum], rest: list[Stratum]) -> tuple[int | None, int | None, tuple[str, ...]]:
    if not rest:
        return -full[0].at_least, None, tuple(sorted(each.kind or "" for each in full if each.sources))
    speak = {each.kind for each in full if each.code == KIND and each.sources}
    still = {each.kind for each in rest if each.code == KIND and each.sources}
    before, after = full[0], rest[0]
    width = None
    if before.upper is not None and after.upper is not None:
        width = (after.upper - after.at_least) - (before.upper - before.at_least)
    return after.at_least - before.at_least, width, tuple(sorted(kind for kind in speak - still if kind))
