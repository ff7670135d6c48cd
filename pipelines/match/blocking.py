"""Pairs of records worth comparing.

Belongs here: blocking rules over folded values, their caps and what the caps leave out. Does not belong here: how alike
a pair is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.match.prepare import MISSING, Records, Values
from pipelines.match.spec import Block, Spec

_GRAM = 2
_GRAM_LATIN = 3
_RAREST = 5
"""So many of the rarest parts of a text are its keys: one of them survives a few typing errors."""
_LARGEST = 60
"""A part more records share is too common to say anything alone; then two parts together are the key."""
_LARGEST_EQUAL = 300


@dataclass(frozen=True, slots=True)
class Candidates:
    """Unordered pairs.

    Attributes:
        left: index of the record that comes first; int32.
        right: index of the other; int32.
        rules: for every pair one bit per block of the spec; int64.
        report: one row per block: block, pair_count, left_out_keys, left_out_pairs (pairs of over-common values).
    """

    left: np.ndarray
    right: np.ndarray
    rules: np.ndarray
    report: pl.DataFrame


def find_candidates(records: Records, spec: Spec) -> Candidates:
    """Pairs that at least one block of the spec proposes, sorted, each once.

    Args:
        records: prepared records.
        spec: the spec; with `one_per_source`, pairs of one source are not proposed.
    """
    parts, rows = [], []
    for number, block in enumerate(spec.blocks):
        keys = _keys(records, block)
        pairs, left_out_keys, left_out_pairs = _pairs(keys, _LARGEST if block.parts_of else _LARGEST_EQUAL)
        parts.append(pairs.with_columns(rule=pl.lit(1 << number, dtype=pl.Int64)))
        rows.append((block.name, pairs.height, left_out_keys, left_out_pairs))
    every = pl.concat(parts).group_by("left", "right").agg(pl.col("rule").sum()).sort("left", "right")
    if spec.is_one_per_source and records.sources is not None:
        left, right = (records.sources[every.get_column(side).to_numpy()] for side in ("left", "right"))
        every = every.filter(pl.Series(left != right))
    schema = {"block": pl.String, "pair_count": pl.Int64, "left_out_keys": pl.Int64, "left_out_pairs": pl.Int64}
    report = pl.DataFrame(rows, schema=schema, orient="row")
    left, right, rules = (every.get_column(name).to_numpy() for name in ("left", "right", "rule"))
    return Candidates(left, right, rules, report)


def _keys(records: Records, block: Block) -> pl.DataFrame:
    """Key (UInt64) and record (Int32): a record may have several keys."""
    if block.parts_of:
        return _part_keys(records.fields[block.parts_of])
    columns = {name: records.fields[name].codes for name in block.equal}
    df = pl.DataFrame(columns).with_columns(record=pl.int_range(pl.len(), dtype=pl.Int32))
    df = df.filter(pl.all_horizontal(pl.col(name) != MISSING for name in block.equal))
    return df.select("record", key=pl.struct(*block.equal).hash(seed=1))


def _part_keys(values: Values) -> pl.DataFrame:
    """The rarest n-grams of every value; common ones only two together."""
    grams = _grams(values)
    counts = pl.DataFrame({"code": np.arange(len(values.folded), dtype=np.int32), "count": values.counts})
    grams = grams.join(counts, on="code").with_columns(records=pl.col("count").sum().over("gram"))
    grams = grams.filter(pl.col("records") > 1)
    ranked = grams.sort("code", "records", "gram").with_columns(rank=pl.int_range(pl.len()).over("code"))
    rare = ranked.filter(pl.col("rank") < _RAREST, pl.col("records") <= _LARGEST).select("code", key="gram")
    # Values whose parts are all common: neighbouring parts together, in an order that does not depend on the text
    common = ranked.filter(pl.col("rank") < _RAREST + 1, pl.col("records") > _LARGEST)
    paired = common.join(common, on="code").filter(pl.col("gram") < pl.col("gram_right"))
    twice = paired.select("code", key=pl.struct("gram", "gram_right").hash(seed=2))
    whole = pl.DataFrame({"code": counts.get_column("code")}).with_columns(
        key=pl.Series(values.folded, dtype=pl.String).hash(seed=3)
    )
    keys = pl.concat([rare, twice, whole])
    records = pl.DataFrame({"code": values.codes}).with_columns(record=pl.int_range(pl.len(), dtype=pl.Int32))
    return records.filter(pl.col("code") != MISSING).join(keys, on="code").select("record", "key")


def _grams(values: Values) -> pl.DataFrame:
    """Code and gram (UInt64), each once per value. Latin texts have longer grams: their alphabet is small."""
    df = pl.DataFrame(
        {"code": np.arange(len(values.folded), dtype=np.int32), "text": values.folded},
        schema_overrides={"text": pl.String},
    )
    is_latin = df.select(pl.col("text").str.contains(r"^[\x00-\x7f]*$").mean()).item() or 0.0
    size = _GRAM_LATIN if is_latin > 0.5 else _GRAM
    length = pl.col("text").str.len_chars().cast(pl.Int64)
    starts = pl.int_ranges(0, pl.max_horizontal(length - size + 1, 1), dtype=pl.UInt32)
    cut = (
        df.with_columns(start=starts)
        .explode("start")
        .with_columns(gram=pl.col("text").str.slice(pl.col("start"), size))
    )
    return cut.select("code", pl.col("gram").hash(seed=0)).unique()


def _pairs(keys: pl.DataFrame, largest: int) -> tuple[pl.DataFrame, int, int]:
    sized = keys.unique().with_columns(size=pl.len().over("key"))
    over = sized.filter(pl.col("size") > largest).select("key", "size").unique()
    left_out = int(over.select((pl.col("size").cast(pl.Int64) * (pl.col("size") - 1) // 2).sum()).item() or 0)
    kept = sized.filter(pl.col("size").is_between(2, largest)).select("key", "record").sort("key", "record")
    joined = kept.join(kept, on="key").filter(pl.col("record") < pl.col("record_right"))
    return joined.select(left="record", right="record_right").unique(), over.height, left_out
