"""Records as the engine compares them: every field folded by its kind, every distinct value a number.

Belongs here: folding by kind. Does not belong here: comparing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.match.spec import Spec, SpecError
from pipelines.normalise.text import display, key

MISSING = -1


@dataclass(frozen=True, slots=True)
class Values:
    """One field of all records.

    Attributes:
        kind: kind of the field.
        codes: for every record the number of its value, or `MISSING`; int32.
        folded: distinct values as compared, without spaces; in order of their number.
        words: the same with spaces kept, words in order of the alphabet; equal to `folded` where no value has a space.
        counts: how many records have each value.
    """

    kind: str
    codes: np.ndarray
    folded: list[str]
    words: list[str]
    counts: np.ndarray


@dataclass(frozen=True, slots=True)
class Records:
    """All records, in order of their ID.

    Attributes:
        ids: record IDs, sorted, unique.
        fields: column → values.
        sources: number of the source of every record, or None.
    """

    ids: list[str]
    fields: dict[str, Values]
    sources: np.ndarray | None


def prepare(df: pl.DataFrame, spec: Spec) -> Records:
    """Fold the fields of a spec.

    Args:
        df: one row per record, in any order.
        spec: the spec.

    Raises:
        SpecError: a column is missing, or an ID is missing or stands twice.
    """
    needed = [spec.id, *spec.fields, *([spec.source] if spec.source else [])]
    missing = [name for name in needed if name not in df.columns]
    if missing:
        raise SpecError(f"表に列 {'、'.join(missing)} がありません（ある列: {'、'.join(df.columns)}）。")
    ids = df.get_column(spec.id).cast(pl.String)
    if ids.null_count():
        raise SpecError(f"列 {spec.id} に空の行が {ids.null_count()} 行あります。")
    if ids.n_unique() != df.height:
        twice = ids.filter(ids.is_duplicated()).unique().sort().head(5).to_list()
        raise SpecError(f"列 {spec.id} の値が重なっています: {'、'.join(twice)}。一行に一つの値にしてください。")
    df = df.with_columns(ids).sort(spec.id)
    fields = {name: _values(df.get_column(name), kind) for name, kind in spec.fields.items()}
    sources = df.get_column(spec.source).cast(pl.String).rank("dense").fill_null(0).to_numpy() if spec.source else None
    return Records(df.get_column(spec.id).to_list(), fields, sources)


def _values(column: pl.Series, kind: str) -> Values:
    texts = (
        column.cast(pl.List(pl.String)).list.sort().list.join(";")
        if column.dtype == pl.List
        else column.cast(pl.String)
    )
    raw = pl.DataFrame({"raw": texts})
    distinct = raw.drop_nulls().unique().sort("raw")
    distinct = distinct.with_columns(folded=_folded(pl.col("raw"), kind), words=_words(pl.col("raw"), kind))
    distinct = distinct.filter(pl.col("folded") != "")
    known = distinct.group_by("folded").agg(pl.col("words").min()).sort("folded")
    known = known.with_columns(code=pl.int_range(pl.len(), dtype=pl.Int32))
    numbered = distinct.join(known.select("folded", "code"), on="folded", how="left")
    codes = raw.join(numbered.select("raw", "code"), on="raw", how="left", maintain_order="left").get_column("code")
    numbers = codes.fill_null(MISSING).to_numpy().astype(np.int32)
    counts = np.bincount(numbers[numbers >= 0], minlength=known.height)
    return Values(kind, numbers, known.get_column("folded").to_list(), known.get_column("words").to_list(), counts)


def _folded(text: pl.Expr, kind: str) -> pl.Expr:
    if kind in ("phone", "date"):
        return text.str.replace_all(r"[^0-9]", "")
    if kind in ("code", "number", "set"):
        return display(text).str.to_lowercase().fill_null("")
    return key(text).fill_null("")


def _words(text: pl.Expr, kind: str) -> pl.Expr:
    if kind not in ("name", "text", "address"):
        return _folded(text, kind)
    plain = display(text).str.to_lowercase().str.replace_all(r"[\p{P}\p{S}\s]+", " ").str.strip_chars()
    return plain.str.split(" ").list.sort().list.join(" ").fill_null("")
