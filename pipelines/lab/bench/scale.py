"""How matching grows: a hundred thousand and a million listings of other cities, and a night in which little changes.

Belongs here: seconds, memory, F1, Splink beside it. Does not belong here: the listings (`cities`).
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import polars as pl

from pipelines.lab.bench import peers as bench_peers
from pipelines.lab.bench.cities import cities
from pipelines.lab.bench.sets import quality
from pipelines.match.activities import activities_spec, activities_weights
from pipelines.match.engine.kept import base_of, load, save
from pipelines.match.engine.matching import Matched, match
from pipelines.match.engine.rematch import rematch
from pipelines.match.engine.spec import Spec

_CITIES = (44, 440)
"""A hundred thousand listings, and a million."""


def scale() -> Iterator[str]:
    """Seconds, memory and F1 as the listings grow, beside Splink on the same records; then a night of 1 % changes."""
    spec, weights = activities_spec(), activities_weights()
    taken: list[float] = []
    for count in _CITIES:
        df, truth = cities(count)
        df = df.select(spec.id, *dict.fromkeys([*spec.fields, *bench_peers.ACTIVITIES["columns"]]))
        started, worked = perf_counter(), process_time()
        matched = match(df, spec, weights=weights)
        taken.append(process_time() - worked)
        seconds = perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        cost = f"{seconds:.1f} 秒（CPU {taken[-1]:.1f} 秒）、記憶 {peak:.1f} GiB"
        yield f"規模 {df.height:,} 件: {quality(matched.clusters(), truth)}、{cost}"
        yield f"  候補 {_recall(matched, truth)}"
        for line in bench_peers.splink(df, spec, truth, bench_peers.ACTIVITIES):
            yield f"  {line}"
    yield f"  10 倍の件数で {taken[-1] / taken[0]:.1f} 倍の CPU 時間"
    yield from _night(df, matched)


def _recall(matched: Matched, truth: pl.DataFrame) -> str:
    """How many of the true pairs stand among those that were looked at.

    Pairs that a rule keeps apart, or that fall short whatever a closer look would show, are dropped before they are
    counted here.
    """
    of = truth.sort("record_id").get_column("cluster_id").rank("dense").to_numpy()
    sizes = np.bincount(of.astype(np.int64))
    true = int((sizes * (sizes - 1) // 2).sum())
    pairs = matched.candidates
    recalled = int((of[pairs.left] == of[pairs.right]).sum())
    return f"1件あたり {len(pairs.left) / len(of):.2f} 組、正解の組のうち {recalled / true:.4f}"


def _night(df: pl.DataFrame, matched: Matched) -> Iterator[str]:
    """One listing in a hundred is new, gone or written otherwise; what is kept of the last match is read from disk."""
    spec, weights = activities_spec(), activities_weights()
    with tempfile.TemporaryDirectory() as name:
        base = base_of(matched, df, spec)
        assert base is not None
        save(base, spec, Path(name) / "base")
        tonight = _changed(df, spec)
        started = process_time()
        base = load(Path(name) / "base", spec)
        assert base is not None
        increment = rematch(base, tonight, spec)
        seconds = process_time() - started
    started = process_time()
    full = match(tonight, spec, weights=weights)
    full_seconds = process_time() - started
    both = increment.clusters.get_column("cluster_id") == full.clusters().get_column("cluster_id")
    same = int(both.sum()) / len(both)
    changed, gone = increment.changed_count, increment.gone_count
    yield (
        f"夜の差分 {df.height:,} 件のうち変わった {changed:,} 件、なくなった {gone:,} 件: CPU {seconds:.2f} 秒"
        f"（全件 {full_seconds:.1f} 秒の {seconds / full_seconds:.1%}）、全件と同じまとまりの掲載 {same:.6%}"
    )


def _changed(df: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    """Half of one in a hundred written otherwise, a quarter gone, a quarter new."""
    count = df.height // 100
    drawn = np.random.default_rng(1).choice(df.height, count, replace=False)
    written, gone, new = drawn[: count // 2], drawn[count // 2 : count * 3 // 4], drawn[count * 3 // 4 :]
    is_written = pl.Series(np.isin(np.arange(df.height), written))
    other = df.with_columns(
        match_name=pl.when(is_written).then(pl.col("match_name") + "会").otherwise("match_name"),
        venue_key=pl.when(is_written).then(None).otherwise("venue_key"),
    )
    stay = other.filter(pl.Series(~np.isin(np.arange(df.height), gone)))
    return pl.concat([stay, df[new].with_columns(pl.format("{}二", spec.id).alias(spec.id))]).sort(spec.id)
