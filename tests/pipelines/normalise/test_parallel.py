"""A large frame in parts gives what the whole would give."""

import polars as pl
import pytest

from pipelines.normalise import parallel
from pipelines.normalise.parallel import in_parts


def doubled(df: pl.DataFrame) -> tuple[pl.DataFrame, ...]:
    return df.select(pl.col("n") * 2), df.filter(pl.col("n") % 2 == 0)


@pytest.mark.parametrize("worth_it", [0, 1_000])
def test_parts_come_back_in_order(monkeypatch: pytest.MonkeyPatch, worth_it: int) -> None:
    monkeypatch.setattr(parallel, "_WORTH_IT", worth_it)
    monkeypatch.setattr(parallel, "_PART", 10)
    df = pl.DataFrame({"n": range(35)})
    for found, expected in zip(in_parts(df, doubled), doubled(df), strict=True):
        assert found.equals(expected)
