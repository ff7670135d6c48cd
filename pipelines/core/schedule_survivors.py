"""The schedules of activities with several listings, joined, and the listing each piece comes from.

Belongs here: frames. Does not belong here: what is joined to what (`joined_schedules`), the columns of one schedule
(`schedule_pieces`), other fields (`survivorship`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import polars as pl

from pipelines.core.joined_schedules import Joined, join, says
from pipelines.core.schedule_pieces import Pieces, columns_of, pieces_of
from pipelines.normalise.schedule.parse import SCHEDULE_SCHEMA
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.derived.frames import polars_schema

JOINED = "joined"
_LONGEST_COUNTED = 10_000
_MIDDLES = {4: "-07-01", 7: "-15"}
"""A date as far as it is known → what makes it the middle of what it names."""
_UNDATED = dt.timedelta(days=365)
"""A page that does not say when it was changed counts as changed so long before the newest one."""
_READ = ("listing_id", "source_key", *SCHEDULE_SCHEMA)
_VALUES = table("core__activity_values")
_SEPARATORS = {"schedule_rrules": " ; ", "session_starts": " ; ", "session_ends": " ; "}


class Schedules(NamedTuple):
    """Joined schedules.

    Attributes:
        columns: activity_id, listing_id of the base, the columns of its schedule.
        values: rows of `core__activity_values`, one for every column and listing that gives a piece of it.
    """

    columns: pl.DataFrame
    values: pl.DataFrame


def regularity() -> pl.Expr:
    """A rule before dates, what was read in full before what was read in part, then the longer text."""
    is_rule = pl.col("schedule_rrules").is_not_null().cast(pl.Int64)
    length = pl.col("schedule").str.len_chars().cast(pl.Int64).clip(upper_bound=_LONGEST_COUNTED - 1).fill_null(0)
    levels = VOCABULARIES["schedule_completeness"].values()
    ranks = {code: len(levels) - rank for rank, code in enumerate(levels)}
    known = pl.col("schedule_completeness_code").replace_strict(ranks, default=0, return_dtype=pl.Int64)
    return (is_rule * (len(levels) + 1) + known) * _LONGEST_COUNTED + length


def joined_schedules(members: pl.DataFrame) -> Schedules:
    """Join the schedules of every activity of which several listings say one.

    Args:
        members: rows of `norm__listings` with activity_id.
    """
    changed = pl.col("updated_date").cast(pl.String)
    middle = changed.str.len_chars().replace_strict(_MIDDLES, default="", return_dtype=pl.String)
    dated = members.with_columns(_on=(changed + middle).str.to_date("%Y-%m-%d", strict=False))
    newest = dated.get_column("_on").max() or dt.date(1970, 1, 1)
    assert isinstance(newest, dt.date)
    said = (
        dated.drop_nulls(["schedule", "schedule_completeness_code"])
        .filter(pl.len().over("activity_id") > 1)
        .select("activity_id", pl.col("_on").fill_null(newest - _UNDATED), regularity().alias("_merit"), *_READ)
        .sort("activity_id", "listing_id")
    )
    columns: list[dict[str, object]] = []
    values: list[dict[str, object]] = []
    rows = said.iter_rows(named=True)
    for activity_id, group in groupby(rows, key=lambda row: str(row["activity_id"])):
        own = {str(row["listing_id"]): row for row in group}
        pieces = [pieces_of(row, row["_on"], row["_merit"]) for row in own.values()]
        joined = join(pieces)
        base = own[joined.base.listing_id]
        whole = {name: base[name] for name in SCHEDULE_SCHEMA}
        if not joined.is_whole:
            gif = next((own[each.listing_id]["schedule_gif"] for each in pieces if _has_rules(each, joined)), None)
            whole = columns_of(joined.pieces, joined.completeness, gif)
            values += _values(activity_id, joined, pieces)
        columns.append({"activity_id": activity_id, "listing_id": joined.base.listing_id, **whole})
    schema = {"activity_id": pl.String(), "listing_id": pl.String(), **SCHEDULE_SCHEMA}
    return Schedules(pl.DataFrame(columns, schema=schema), pl.DataFrame(values, schema=polars_schema(_VALUES)))


def _has_rules(pieces: Pieces, joined: Joined) -> bool:
    return bool(joined.pieces.rules) and set(pieces.rules) == set(joined.pieces.rules)


def _values(activity_id: str, joined: Joined, said: Sequence[Pieces]) -> Iterator[dict[str, object]]:
    """One row per column and listing that gives a piece of it: its share, and who else says the same."""
    given: dict[tuple[str, str], dict[str, None]] = {}
    for column, listing, text in joined.given:
        given.setdefault((column, listing.listing_id), {})[text] = None
    for (column, listing_id), texts in given.items():
        tellers = [each for each in said if any(says(each, column, text) for text in texts)]
        yield {
            "activity_id": activity_id,
            "field_name": column,
            "value_text": _SEPARATORS.get(column, ";").join(texts),
            "listing_id": listing_id,
            "rule_code": JOINED,
            "agreeing_count": len(tellers),
            "disagreeing_count": 0,
            "telling_source_count": len({each.source_key for each in tellers}),
            "source_text": None,
            "disagreeing_listing_ids": None,
        }
