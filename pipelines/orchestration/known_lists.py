"""Listings of the lists that are as they were: read once, taken from the table of last time afterwards.

Belongs here: which lists those are, and their rows. Does not belong here: reading a listing (`normalise.listings`);
whether a whole table is as it would be made (`as_made`).

What a row says depends on this row alone, so a list taken again costs no reading of the others. Rows come from
`norm__listings` and from nowhere else: what was removed is in no second place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import polars as pl

from pipelines.normalise.listings import of_values
from pipelines.normalise.parallel import in_parts
from pipelines.orchestration.as_made import OF_A_RUN, print_of
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.storage import read_table

MADE_OF_LISTS = "hiroba.made_of_lists"
"""Where the prints stand in the file of `norm__listings`: source → print of what its listings were read from."""
_LISTINGS, _ISSUES = "norm__listings", "norm__issues"
Work = Callable[[pl.DataFrame], tuple[pl.DataFrame, ...]]


class KnownLists:
    """Does the row-wise work of `normalise` for the lists that differ from last time."""

    def __init__(self, settings: Settings, told: Mapping[str, str]) -> None:
        """What is there of last time.

        Args:
            settings: where the tables are.
            told: source → all that its reading depends on beside its rows.
        """
        self._told = told
        self._files = [settings.table_path(name) for name in (_LISTINGS, _ISSUES)]
        notes = pl.read_parquet_metadata(self._files[0]) if all(path.is_file() for path in self._files) else {}
        self._before: dict[str, str] = json.loads(notes.get(MADE_OF_LISTS, "{}"))
        self._prints = self._before

    def note(self) -> dict[str, str]:
        """What the file of `norm__listings` is to say, for the next time."""
        return {MADE_OF_LISTS: json.dumps(self._prints)}

    def __call__(self, rows: pl.DataFrame, work: Work) -> tuple[pl.DataFrame, ...]:
        """Listings and issues of all rows, as `work` would give them.

        Args:
            rows: raw listings with `listing_id`, each list in the order in which it is read.
            work: row by row.
        """
        lists = rows.partition_by("source_key", maintain_order=True)
        own = {str(each.item(0, "source_key")): each for each in lists}
        # As text: the memory of a part of a frame may hold what stands in the others
        texts = {key: each.drop(OF_A_RUN).write_ndjson() for key, each in own.items()}
        self._prints = {key: print_of(text, self._told[key]) for key, text in texts.items()}
        same = [key for key, made_of in self._prints.items() if self._before.get(key) == made_of]
        if not same:
            return in_parts(rows, work)
        listings, issues = (read_table(path) for path in self._files)
        moments = rows.select("listing_id", *OF_A_RUN)
        before = _now(listings.filter(pl.col("source_key").is_in(same)), moments)
        # One that was taken out, by a person or as harmful, has to be judged again
        missing = rows.join(before, on="listing_id", how="anti").get_column("source_key").unique()
        taken = sorted({*same} - {*missing})
        is_taken = pl.col("source_key").is_in(taken)
        told = _now(of_values(issues).filter(is_taken), moments.drop("body_sha256"))
        fresh = in_parts(rows.filter(~is_taken), work)
        every = pl.concat([fresh[0], before.filter(is_taken)])
        return rows.select("listing_id").join(every, on="listing_id", maintain_order="left").select(
            table(_LISTINGS).column_names
        ), pl.concat([fresh[1], told])


def _now(rows: pl.DataFrame, moments: pl.DataFrame) -> pl.DataFrame:
    """Rows of last time where they were seen tonight; those that were not seen are gone."""
    again = moments.columns[1:]
    return rows.drop(again).join(moments, on="listing_id", maintain_order="left").select(rows.columns)
