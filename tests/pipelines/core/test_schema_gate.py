"""A column a reader uses goes only after an announcement."""

import polars as pl
import pytest

from pipelines.core.schema_gate import broken_promises
from warehouse.contract.derived.deprecations import DEPRECATIONS
from warehouse.contract.derived.dictionary import dictionary_frame

NOW = dictionary_frame()
IS_ONE = (pl.col("table_name") == "overlap") & (pl.col("column_name") == "lost_value_count")
ANNOUNCED = pl.when(IS_ONE).then(pl.lit("instead")).otherwise("replaced_by").alias("replaced_by")


@pytest.mark.parametrize(
    ("last", "now", "said"),
    [
        (NOW, NOW, []),
        (NOW.head(0), NOW, []),
        (NOW.filter(~IS_ONE), NOW, []),  # a new column
        (NOW, NOW.filter(~IS_ONE), ["overlap の列 lost_value_count が予告なしに"]),
        (NOW.with_columns(ANNOUNCED), NOW.filter(~IS_ONE), []),
        (
            NOW,
            NOW.with_columns(column_type=pl.when(IS_ONE).then(pl.lit("text")).otherwise("column_type")),
            ["型が integer から text に"],
        ),
    ],
)
def test_what_readers_would_miss(last: pl.DataFrame, now: pl.DataFrame, said: list[str]) -> None:
    found = broken_promises(last, now)
    assert len(found) == len(said)
    assert all(part in line for part, line in zip(said, found, strict=True))


@pytest.mark.parametrize("entry", DEPRECATIONS, ids=lambda entry: f"{entry.table}.{entry.column}")
def test_what_is_announced_is_still_there_and_so_is_what_replaces_it(entry: object) -> None:
    columns = set(NOW.filter(pl.col("table_name") == entry.table).get_column("column_name"))  # type: ignore[attr-defined]
    assert {entry.column, entry.replaced_by} <= columns  # type: ignore[attr-defined]
