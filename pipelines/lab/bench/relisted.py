"""One activity twice on one list: groups that register themselves do it again under another name, years later.

Belongs here: making such pairs out of a world, because few makers write them, so that standing on one list never
becomes proof that two are two. Does not belong here: the worlds themselves (`worlds`), meetings of one activity
(`meetings`).
"""

from __future__ import annotations

import polars as pl

from pipelines.match.activities import activities_spec

_EVERY = 15
"""Of so many activities that two lists have, one stands on the first list twice."""
_MARK = "="


def with_relisted(listings: pl.DataFrame, group: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The listings and copies of some of them on the list of another listing of the same activity.

    Args:
        listings: with every column the spec of activities speaks of.
        group: the activity of every listing, in the same order.

    Returns:
        The listings with the copies behind them, and `left` and `right`, the IDs of a listing and of the copy beside
        it. The same for any order of rows.
    """
    key = activities_spec().id
    df = listings.with_columns(group.alias("_group")).sort(key)
    beside = df.with_columns(
        _left=pl.col(key).shift(1).over("_group"), _list=pl.col("source_key").shift(1).over("_group")
    )
    chosen = beside.filter(pl.col("_list") != pl.col("source_key")).gather_every(_EVERY)
    made = chosen.with_columns(pl.concat_str(key, pl.lit(_MARK)).alias(key), source_key="_list")
    every = pl.concat([df.select(listings.columns), made.select(listings.columns)])
    return every, made.select(left="_left", right=key)
