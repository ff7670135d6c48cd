"""How well the parsers read hand-labelled texts, and how fast: the measurement behind `hiroba bench normalise`.

Belongs here: comparison with the labels, through `hiroba parse` as an analyst would take it. Does not belong here:
parsers; a bench never fails.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import polars as pl

from pipelines.normalise.listings import SourceRule
from pipelines.normalise.listings import normalise as normalise_listings
from pipelines.normalise.parse_csv import parse_csv
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_GOLD = Path(__file__).parents[2] / "normalise" / "data" / "gold"
# Field → (file, column of the text, columns that are compared)
FIELDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "schedule": (
        "schedules.csv",
        "schedule_text",
        ("rrule", "gif", "dates", "start_time", "end_time", "exceptions", "completeness"),
    ),
    "address": ("addresses.csv", "address_text", ("ward_code", "town", "block", "building", "level")),
    "fee": ("fees.csv", "fee_text", ("fee_type", "fee_yen_min", "fee_yen_max", "unit")),
    "name": ("names.csv", "name", ("core_name", "legal_form", "venue_in_name", "edition")),
    "phone": ("phones.csv", "raw", ("e164", "type", "publishable")),
    "date": ("eras.csv", "raw", ("iso", "precision")),
}
_SIZES = (1_000, 10_000, 100_000, 1_000_000)


def shares(field: str) -> dict[str, float]:
    """Share of labelled rows whose column is exactly the label; blank equals blank.

    Args:
        field: one of `FIELDS`.

    Returns:
        Share by column, and `all` for rows that are right in every column; for schedules also `full_precision` (of the
        rows read as full, those whose rule, dates and times are right) and `full_recall` (of the rows labelled full).
    """
    label, read = _both(field)
    columns = FIELDS[field][2]
    equal = pl.DataFrame({name: _plain(label, name) == _plain(read, name) for name in columns})
    found = {name: _mean(equal[name]) for name in columns}
    found["all"] = _mean(equal.select(pl.all_horizontal(pl.all())).to_series())
    if field == "schedule":
        right = equal.select(pl.all_horizontal("rrule", "dates", "start_time", "end_time", "completeness")).to_series()
        found["full_precision"] = _mean(right.filter(read["completeness"] == "full"))
        found["full_recall"] = _mean(right.filter(label["completeness"] == "full"))
    return found


def _both(field: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    file, text, _ = FIELDS[field]
    label = pl.read_csv(_GOLD / file, infer_schema=False)
    # One text may have several labelled rows (telephone numbers): it is read once
    texts = label.select(pl.col(text).alias("text")).unique(maintain_order=True)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        texts.write_csv(source)
        parse_csv(field, source, target)
        read = pl.read_csv(target, infer_schema=False)
    # Rows are compared place by place within a text; a number too few has no partner and is wrong
    nth = pl.int_range(pl.len()).over(pl.col("text"))
    label = label.rename({text: "text"}).with_columns(_nth=nth)
    joined = label.select("text", "_nth").join(read.with_columns(_nth=nth), on=["text", "_nth"], how="left")
    return label, joined


def _plain(df: pl.DataFrame, column: str) -> pl.Series:
    texts = df.get_column(column).cast(pl.String).fill_null("")
    return texts.str.split(";").list.sort().list.join(";") if column == "exceptions" else texts


def _mean(is_right: pl.Series) -> float:
    return float(is_right.cast(pl.Float64).mean() or 0.0)  # type: ignore[arg-type]  # a column of numbers has a number


def normalise() -> Iterator[str]:
    """A line per field, then the speed of all fields together."""
    for field in FIELDS:
        found = shares(field)
        rows = pl.read_csv(_GOLD / FIELDS[field][0], infer_schema=False).height
        yield f"{field}（{rows}行）: " + "、".join(f"{name} {share:.3f}" for name, share in found.items())
    for said, repeats in (("どの欄もみな違う", ()), ("日時と費用は同じ書き方がくり返す", ("schedule", "fee"))):
        for size in _SIZES:
            raw = _distinct_listings(size, repeats)
            started = perf_counter()
            normalise_listings(raw, {"bench": SourceRule("bn", "community")})
            seconds = perf_counter() - started
            yield f"速さ（{said}掲載）: {size:,} 件を {seconds:.1f} 秒（毎秒 {size / seconds:,.0f} 件）"


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
    labelled = pl.read_csv(_GOLD / file, infer_schema=False).get_column(text)
    return pl.concat([labelled] * (size // len(labelled) + 1)).head(size)


def _varied(field: str, size: int) -> pl.Series:
    texts = _repeated(field, size)
    return pl.select(pl.format("{} {}", texts, pl.int_range(size))).to_series()


def _phones(size: int) -> pl.Series:
    return pl.Series([f"044-{200 + row // 10_000 % 700}-{row % 10_000:04d}" for row in range(size)])
