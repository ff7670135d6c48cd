"""Records as the engine compares them: every field folded by its kind, every distinct value a number.

Belongs here: folding by kind. Does not belong here: comparing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.match.engine.arrays import Hashes, Ints
from pipelines.match.engine.spec import Spec, SpecError
from pipelines.normalise.text import display, key

MISSING = -1
_GRAM, _GRAM_LATIN = 2, 3
_WRITTEN = ("name", "text", "address")
"""Kinds of running text: their words count beside their signs."""
_DIGITS = ("", *"一二三四五六七八九")
_KANJI_NUMBERS = {
    f"{('' if tens == 1 else _DIGITS[tens]) + '十' if tens else ''}{_DIGITS[ones]}": str(10 * tens + ones)
    for tens in reversed(range(10))
    for ones in reversed(range(10))
    if tens or ones
}
# Kanji of one number only: 第一四季会 is the first 四季会, and 第十四 is 14
_NUMBER = r"[0-9]+|第(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])|[①-⑳]"
_NOT_ASCII = r"[^\x00-\x7f]"


@dataclass(frozen=True, slots=True)
class Values:
    """One field of all records.

    Attributes:
        kind: kind of the field.
        codes: for every record the number of its value, or `MISSING`; int32.
        folded: distinct values as compared, without spaces; String, in order of their number.
        words: the same with spaces kept, words in order of the alphabet; None where no value has two words.
        counts: how many records have each value.
        gram: signs of a part (n-gram); Latin texts have longer ones, because their alphabet is small.
        least: similarity below which nobody asks how alike two values are.
        derived: what `once` has computed of the values.
    """

    kind: str
    codes: Ints
    folded: pl.Series
    words: pl.Series | None
    counts: Ints
    gram: int
    least: float = 0.0
    derived: dict[str, NDArray[Any]] = field(default_factory=dict, repr=False)

    def of_each(self, name: str) -> Ints:
        """What `PER_VALUE[name]` finds in every value, and 0 behind the last one, where a record without one looks."""
        return self.once(name, lambda: per_value(name, self.folded))

    def once(self, name: str, derive: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """What `derive` makes of this field, computed once."""
        if name not in self.derived:
            self.derived[name] = derive()
        return self.derived[name]


@dataclass(frozen=True, slots=True)
class Records:
    """All records, in order of their ID.

    Attributes:
        ids: record IDs, sorted, unique; String.
        fields: column → values.
        sources: hash of the source of every record, or None; uint64.
    """

    ids: pl.Series
    fields: dict[str, Values]
    sources: Hashes | None


def _sizes(texts: pl.Series) -> Ints:
    """Signs of every text."""
    return texts.str.len_chars().cast(pl.Int32).to_numpy()


def _numbers(texts: pl.Series) -> Ints:
    """A number that is the same where the numbers written in two texts are: 第2, 第二, 2号館; 0 without one."""
    written = texts.str.extract_all(_NUMBER).list.join(" ")
    plain = written.str.replace_many(_KANJI_NUMBERS, leftmost=True).str.replace_all("第", "")
    return np.where((written == "").to_numpy(), 0, plain.hash(seed=0).to_numpy())


PER_VALUE: dict[str, Callable[[pl.Series], Ints]] = {"sizes": _sizes, "numbers": _numbers}


def per_value(name: str, texts: pl.Series) -> Ints:
    """What `PER_VALUE[name]` finds in every text, and 0 behind the last one."""
    numbers = PER_VALUE[name](texts)
    return np.append(numbers, np.zeros(1, dtype=numbers.dtype))


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
    df = df.select(pl.col(spec.id).cast(pl.String), pl.col(*dict.fromkeys(needed[1:]))).sort(spec.id)
    ids = df.get_column(spec.id)
    check_ids(ids, spec.id)
    fields = {
        name: replace(_values(df.get_column(name), kind, is_folded=name in spec.folded), least=least_asked(spec, name))
        for name, kind in spec.fields.items()
    }
    sources = df.get_column(spec.source).cast(pl.String).fill_null("").hash(seed=0).to_numpy() if spec.source else None
    return Records(ids, fields, sources)


def least_asked(spec: Spec, name: str) -> float:
    """The least similarity of a field that anything in a spec asks for."""
    levels = (level.conditions for comparison in spec.comparisons for level in comparison.levels)
    rules = (conditions for apart in spec.aparts for conditions in (apart.conditions, *apart.unless))
    conditions = (condition for group in chain(levels, rules) for condition in group if condition.field == name)
    return min((each.relation for each in conditions if isinstance(each.relation, float | int)), default=0.0)


def check_ids(ids: pl.Series, column: str) -> None:
    """Every record has an ID of its own.

    Args:
        ids: sorted.
        column: where they come from.

    Raises:
        SpecError: one is missing, or stands twice.
    """
    if ids.null_count():
        raise SpecError(f"列 {column} に空の行が {ids.null_count()} 行あります。")
    twice = ids.filter(ids == ids.shift(1)).unique().sort().head(5).to_list()
    if twice:
        raise SpecError(f"列 {column} の値が重なっています: {'、'.join(twice)}。一行に一つの値にしてください。")


def _values(column: pl.Series, kind: str, *, is_folded: bool) -> Values:
    texts = (
        column.cast(pl.List(pl.String)).list.sort().list.join(";")
        if column.dtype == pl.List
        else column.cast(pl.String)
    )
    raw, distinct = _numbered(texts.set(texts == "", None))
    if is_folded:
        return Values(kind, raw, distinct, None, _counts(raw, len(distinct)), gram_of(distinct))
    folded = _folded(distinct, kind)
    merged, known = _numbered(folded.set(folded == "", None))
    codes = np.where(raw == MISSING, MISSING, np.append(merged, MISSING)[raw]).astype(np.int32)
    words = _words(distinct, merged, kind) if kind in _WRITTEN else None
    return Values(kind, codes, known, words, _counts(codes, len(known)), gram_of(known))


def _numbered(texts: pl.Series) -> tuple[Ints, pl.Series]:
    """Codes (int32, `MISSING` for null) and the distinct values in the order of their codes."""
    distinct = texts.drop_nulls().unique(maintain_order=True).alias("text")
    known = distinct.to_frame().with_columns(code=pl.int_range(pl.len(), dtype=pl.Int32))
    joined = texts.alias("text").to_frame().join(known, on="text", how="left", maintain_order="left")
    return joined.get_column("code").fill_null(MISSING).to_numpy(), distinct


def code_points(texts: pl.Series) -> NDArray[np.uint32]:
    """The signs of all texts one after the other; uint32."""
    return np.frombuffer("".join(texts.to_list()).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def gram_of(texts: pl.Series) -> int:
    """Signs of a part of these texts: more where most signs are of one byte."""
    is_latin = texts.str.len_bytes().sum() < 2 * texts.str.len_chars().sum()
    return _GRAM_LATIN if is_latin else _GRAM


def _counts(codes: Ints, size: int) -> Ints:
    return np.bincount(codes[codes >= 0], minlength=size)


def _folded(texts: pl.Series, kind: str) -> pl.Series:
    if kind in ("phone", "date"):
        return texts.str.replace_all(r"[^0-9]", "")
    # What `key` and `display` do to plain ASCII is little; the rest of their rules is asked only where it may matter
    is_other = texts.str.contains(_NOT_ASCII)
    if kind in _WRITTEN:
        plain, full = texts.str.to_lowercase().str.replace_all(r"[^a-z0-9]", ""), key(pl.col("text"))
    else:
        plain, full = (
            _spaced(texts.str.to_lowercase(), r"[\s\x00-\x1f\x7f]+"),
            display(pl.col("text")).str.to_lowercase(),
        )
    return _where(is_other, texts, plain, full)


def _words(texts: pl.Series, codes: Ints, kind: str) -> pl.Series | None:
    """Per folded value the smallest of its spellings with words in order of the alphabet."""
    plain = display(pl.col("text")).str.to_lowercase().str.replace_all(r"[\p{P}\p{S}\s]+", " ").str.strip_chars()
    ascii_ = _spaced(texts.str.to_lowercase(), r"[^a-z0-9]+")
    words = _where(texts.str.contains(_NOT_ASCII), texts, ascii_, plain)
    several = words.str.contains(" ", literal=True).arg_true()
    if not len(several):
        return None
    words = words.scatter(several, words.gather(several).str.split(" ").list.sort().list.join(" "))
    df = pl.DataFrame({"code": codes, "words": words}).filter(pl.col("code") != MISSING)
    return df.group_by("code").agg(pl.col("words").min()).sort("code").get_column("words")


def _spaced(texts: pl.Series, gap: str) -> pl.Series:
    return texts.str.replace_all(gap, " ").str.strip_chars()


def _where(is_other: pl.Series, texts: pl.Series, plain: pl.Series, full: pl.Expr) -> pl.Series:
    """`plain`, and `full` of the texts where `is_other`; empty for null."""
    at = is_other.arg_true()
    if len(at):
        other = texts.gather(at).alias("text").to_frame().select(full).to_series().fill_null("")
        plain = plain.scatter(at, other)
    return plain
