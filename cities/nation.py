"""The table of all towns of Japan (`README.md`), read for one municipality at a time.

Belongs here: looking into the table. Does not belong here: spellings of towns, addresses (`pipelines.normalise`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

_TABLE = Path(__file__).with_name("towns.parquet")


@cache
def towns_of(city_code: str) -> pl.DataFrame:
    """The towns of a municipality; of 200,000 rows only its own are read.

    Args:
        city_code: 6 digits; of a designated city that of the whole.

    Returns:
        The rows of the table, sorted; none where nobody has such a code.
    """
    return pl.scan_parquet(_TABLE).filter(pl.col("city_code") == city_code).collect()
