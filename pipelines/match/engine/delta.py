"""Tonight's records beside those of a match that was kept: what changed, in one numbering.

Belongs here: finding what changed, the values of changed records among those that are known. Does not belong here:
their pairs and groups (`rematch`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from pipelines.match.engine.arrays import Ints, Mask
from pipelines.match.engine.kept import Base, prints
from pipelines.match.engine.prepare import MISSING, PER_VALUE, Records, Values, per_value, prepare
from pipelines.match.engine.spec import Spec


@dataclass(frozen=True, slots=True)
class Night:
    """Tonight's records: those of the base, and behind them the new and changed ones.

    Attributes:
        records: all of them; the IDs of changed ones stand twice.
        fresh: the new and changed ones alone, with values numbered on their own.
        is_dead: records of the base that are gone or have changed.
        ids: IDs of tonight, sorted.
        rows: where in `records` each of them is.
        gone_count: how many are gone.
    """

    records: Records
    fresh: Records
    is_dead: Mask
    ids: pl.Series
    rows: Ints
    gone_count: int


def tonight(base: Base, df: pl.DataFrame, spec: Spec) -> Night:
    """Find what changed, by fingerprints.

    Args:
        base: the match that was kept.
        df: all of tonight's records, in any order.
        spec: the spec.

    Raises:
        SpecError: the table does not fit the spec.
    """
    now = prints(df, spec)
    count = len(base.records.ids)
    place = _places(base, now)
    last = base.prints.get_column("print").to_numpy()
    is_fresh = (place < 0) | (last[place] != now.get_column("print").to_numpy())
    rows = np.where(place < 0, 0, base.prints.get_column("place").to_numpy()[place])
    fresh = prepare(df[now.get_column("row").filter(pl.Series(is_fresh))], spec)
    is_dead = np.ones(count, dtype=bool)
    is_dead[rows[~is_fresh]] = False
    rows[is_fresh] = count + np.arange(len(fresh.ids), dtype=np.int32)
    gone = count - int((place >= 0).sum())
    return Night(_joined(base, fresh), fresh, is_dead, now.get_column("id"), rows, gone)


def _places(base: Base, now: pl.DataFrame) -> Ints:
    """For each of tonight's records where its ID stands among the prints of the base, or -1."""
    known, wanted = base.prints.get_column("id_print").to_numpy(), now.get_column("id_print").to_numpy()
    if not len(known):
        return np.full(len(wanted), -1)
    order = np.argsort(wanted)  # looked up in order, they are found ten times as fast
    at = np.minimum(np.searchsorted(known, wanted[order]), len(known) - 1)
    places = np.empty(len(wanted), dtype=np.int64)
    places[order] = np.where(known[at] == wanted[order], at, -1)
    return places


def _joined(base: Base, fresh: Records) -> Records:
    fields = {name: _extended(base, name, values) for name, values in fresh.fields.items()}
    sources = None
    if base.records.sources is not None and fresh.sources is not None:
        sources = np.concatenate([base.records.sources, fresh.sources])
    return Records(pl.concat([base.records.ids, fresh.ids]), fields, sources)


def _extended(base: Base, name: str, fresh: Values) -> Values:
    """The values of the base with the unseen ones behind them, and the codes of all records in that numbering."""
    old = base.records.fields[name]
    hashes, numbered = base.known[name]
    wanted = fresh.folded.hash(seed=0).to_numpy()
    at = np.minimum(np.searchsorted(hashes, wanted), max(len(hashes) - 1, 0))
    is_known = hashes[at] == wanted if len(hashes) else np.zeros(len(wanted), dtype=bool)
    numbers = len(old.folded) - 1 + np.cumsum(~is_known)
    if is_known.any():
        numbers[is_known] = numbered[at[is_known]]
    codes = np.concatenate([old.codes, np.append(numbers, MISSING).astype(np.int32)[fresh.codes]])
    derived = {name: old.of_each(name) for name in PER_VALUE}
    if "parts" in old.derived:
        derived["parts"] = old.derived["parts"]
    if is_known.all():  # as most codes are
        return replace(old, codes=codes, derived=derived)
    unseen = pl.Series(~is_known)
    texts = fresh.folded.filter(unseen)
    words = None
    if old.words is not None:
        more = fresh.words if fresh.words is not None else fresh.folded
        words = pl.concat([old.words, more.filter(unseen)])
    derived |= {name: np.concatenate([derived[name][:-1], per_value(name, texts)]) for name in PER_VALUE}
    return replace(
        old,
        codes=codes,
        folded=pl.concat([old.folded, texts]),
        words=words,
        counts=np.concatenate([old.counts, np.ones(len(texts), dtype=old.counts.dtype)]),
        derived=derived,
    )
