"""How fast raw listings become typed ones: the measurement behind `hiroba bench normalise`.

Belongs here: listings of which every text is different, and seconds. Does not belong here: how well a text is read
(`fields`).
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import polars as pl

from pipelines.lab.bench.fields import FIELDS, GOLD
from pipelines.normalise.listings import SourceRule
from pipelines.normalise.listings import normalise as normalise_listings
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_SIZES = (1_000, 10_000, 100_000, 1_000_000)


def normalise() -> Iterator[str]:
    """A line per number of listings, for texts that are all different and for lists that repeat themselves."""
    for label, repeats in (("どの欄もみな違う", ()), ("日時と費用は同じ書き方がくり返す", ("schedule", "fee"))):
        for size in _SIZES:
            raw = _distinct_listings(size, repeats)
            started = perf_counter()
            normalise_listings(raw, {"bench": SourceRule("bn", "community")})
            seconds = perf_counter() - started
            yield f"速さ（{label}掲載）: {size:,} 件を {seconds:.1f} 秒（毎秒 {size / seconds:,.0f} 件）"


def _distinct_listings(size: int, repeats: tuple[str, ...] = ()) -> pl.DataFrame:
    """Listings of which every text is different, made of the labelled ones and a number; `repeats` stay as labelled."""
    columns = {
        f"{field}_text": _repeated(field, size) if field in repeats else _varied(field, size)
        for field in ("name", "address", "schedule", "fee")
    }
    columns |= {"phone_text": _phones(size)}
    rows = pl.DataFrame(columns).with_columns(
        source_key=pl.lit("bench"),
        run_id=pl.lit("r1"),
        page_url=pl.lit("https://bench.example/"),
        position=pl.int_range(1, size + 1),
        body_sha256=pl.lit("0"),
        record_key=pl.int_range(1, size + 1).cast(pl.String),
    )
    empty = frame(table("raw__listings"), [])
    return pl.concat([empty, rows], how="diagonal").select(empty.columns)


def _repeated(field: str, size: int) -> pl.Series:
    file, text, _ = FIELDS[field]
    labelled = pl.read_csv(GOLD / file, infer_schema=False).get_column(text)
    return pl.concat([labelled] * (size // len(labelled) + 1)).head(size)


def _varied(field: str, size: int) -> pl.Series:
    texts = _repeated(field, size)
    return pl.select(pl.format("{} {}", texts, pl.int_range(size))).to_series()


def _phones(size: int) -> pl.Series:
    return pl.Series([f"044-{200 + row // 10_000 % 700}-{row % 10_000:04d}" for row in range(size)])
