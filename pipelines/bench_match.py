"""How well the match engine does on sets with known answers, and how it grows: parts of `hiroba bench match`.

Belongs here: calibration, scale. Does not belong here: the sample city's truth (`bench`); a bench never fails.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from time import perf_counter

import numpy as np
import polars as pl

from pipelines.match.activities import activities_spec, activities_weights
from pipelines.match.activity_columns import with_match_columns
from pipelines.match.engine import match

_BINS = 10
_COPIES = (5, 50)
_TOLD = (
    "match_name",
    "stem",
    "kana",
    "organizer_key",
    "ward_code",
    "venue_key",
    "place_block",
    "town",
    "facility",
    "phone",
    "url",
)


def calibration(pairs: pl.DataFrame, same: set[tuple[str, str]]) -> Iterator[str]:
    """Reliability of the model's probabilities on the pairs it decided.

    Args:
        pairs: rows of `match__pairs`.
        same: pairs that truly are the same, smaller ID first.
    """
    judged = pairs.filter(pl.col("decider_code") == "model")
    keys = judged.select("listing_id_a", "listing_id_b").iter_rows()
    judged = judged.with_columns(
        truth=pl.Series([pair in same for pair in keys], dtype=pl.Float64),
        bin=(pl.col("probability") * _BINS).floor().clip(0, _BINS - 1).cast(pl.Int64),
    )
    bins = judged.group_by("bin").agg(pl.len(), pl.col("probability").mean(), pl.col("truth").mean()).sort("bin")
    error = bins.select(((pl.col("probability") - pl.col("truth")).abs() * pl.col("len")).sum() / pl.col("len").sum())
    yield f"確率の確かさ: ECE {error.item():.4f}（モデルが決めた {judged.height} 組）"
    for _, count, said, true in bins.iter_rows():
        yield f"  言った見込み {said:.2f} → 本当に同じ {true:.2f}（{count} 組）"


def engine_scale(listings: pl.DataFrame) -> Iterator[str]:
    """Seconds and memory as the listings are repeated as other cities': names differ by a city's syllables."""
    columns = with_match_columns(listings)
    for copies in _COPIES:
        df = pl.concat([_city(columns, number) for number in range(copies)])
        started = perf_counter()
        matched = match(df, activities_spec(), weights=activities_weights())
        seconds = perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        found = len(matched.records.ids) - len(np.unique(matched.labels))
        count = len(matched.candidates.left)
        yield f"規模 {df.height:,} 件: {seconds:.1f} 秒、組 {count:,}、まとめた {found:,}、記憶 {peak:.1f} GiB"


def _city(columns: pl.DataFrame, number: int) -> pl.DataFrame:
    """The same listings in another city: nothing that identifies is shared with the others."""
    if not number:
        return columns
    mark = "".join("あかさたなはまやらわ"[int(digit)] for digit in f"{number:03d}")
    told = [name for name in _TOLD if name in columns.columns]
    return columns.with_columns(
        pl.format("{}" + mark, "listing_id").alias("listing_id"), *((mark + pl.col(name)).alias(name) for name in told)
    )
