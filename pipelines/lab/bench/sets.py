"""The engine on public sets of other domains, without labels and with a quarter of them.

Belongs here: sets with their specs in `match/benchmarks`, pairwise figures from tables. Does not belong here: listings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import numpy as np
import polars as pl

from pipelines.lab.bench import peers as bench_peers
from pipelines.lab.bench.score import f1, pair_counts
from pipelines.match.engine.arrays import Floats, Mask
from pipelines.match.engine.judgement import Judgement
from pipelines.match.engine.matching import Matched, match
from pipelines.match.engine.spec import Spec
from pipelines.match.engine.spec_file import load_spec

_SETS = Path(__file__).parents[1] / "benchmarks"
_TOLD = 4
"""One pair of so many is told."""


def sets() -> Iterator[str]:
    """One sentence per set, with Splink and the boosted classifier beside it where they can be had."""
    for folder in sorted(path for path in _SETS.iterdir() if (path / "spec.toml").is_file()):
        records, truth = (pl.read_parquet(folder / f"{name}.parquet") for name in ("records", "truth"))
        spec = load_spec(folder / "spec.toml")
        matched = match(records, spec)
        yield f"{folder.name}（{records.height} 件、ラベルなし）: {quality(matched.clusters(), truth)}"
        yield f"  比べた組 1件あたり {len(matched.candidates.left) / records.height:.1f}"
        for line in bench_peers.splink(records, spec, truth):
            yield f"  {line}"
        yield from _quarter(records, spec, truth)


def unlabelled(more: Path | None) -> Iterator[str]:
    """One row per set by a spec that only names the columns, without labels: ours, its CPU time, and Splink beside it.

    Args:
        more: folder with a folder for every other set: `records.parquet`, `truth.parquet`, `spec.toml`.
    """
    own = [path for path in _SETS.iterdir() if (path / "spec.toml").is_file()]
    others = [] if more is None else [path for path in more.iterdir() if (path / "spec.toml").is_file()]
    for folder in [*sorted(own), *sorted(others)]:
        records, truth = (pl.read_parquet(folder / f"{name}.parquet") for name in ("records", "truth"))
        spec, started = load_spec(folder / "spec.toml"), process_time()
        figures = quality(match(records, spec).clusters(), truth)
        seconds = process_time() - started
        beside = "、".join(bench_peers.splink(records, spec, truth))
        yield f"{folder.name}（{records.height:,} 件）: {figures}、CPU {seconds:.1f} 秒。{beside}"


def quality(clusters: pl.DataFrame, truth: pl.DataFrame) -> str:
    """Pairwise precision, recall and F1.

    Args:
        clusters: record_id, cluster_id.
        truth: the same.
    """
    right, joined, same = pair_counts(clusters, truth)
    precision, recall = right / max(joined, 1), right / max(same, 1)
    return f"適合率 {precision:.4f}、再現率 {recall:.4f}、F1 {f1(right, joined, same):.4f}"


def _quarter(records: pl.DataFrame, spec: Spec, truth: pl.DataFrame) -> Iterator[str]:
    """A quarter of the looked-at pairs is told; the rest decides."""
    plain = match(records, spec)
    left, right = plain.candidates.left, plain.candidates.right
    ids = plain.records.ids
    of = dict(truth.select("record_id", "cluster_id").iter_rows())
    groups = np.array([of[each] for each in ids], dtype=object)
    is_same = groups[left] == groups[right]
    is_told = np.random.default_rng(1).random(len(left)) < 1 / _TOLD
    labels = [
        Judgement(ids[int(a)], ids[int(b)], "same" if same else "different")
        for a, b, same in zip(left[is_told], right[is_told], is_same[is_told], strict=True)
    ]
    taught = match(records, spec, labels=labels)
    looked_at = pl.DataFrame({"left": left, "right": right})
    again = {"left": taught.candidates.left, "right": taught.candidates.right, "probability": taught.probability}
    both = looked_at.join(pl.DataFrame(again), on=["left", "right"], how="left", maintain_order="left")
    answers = both.get_column("probability").fill_null(0.0).to_numpy()
    with_labels, without = (_decided(each, is_same, ~is_told) for each in (answers, plain.probability))
    yield f"  ラベル 1/{_TOLD}、残りの組: {with_labels}（ラベルなし: {without}）"
    features = _features(plain, spec, is_told, is_same)
    asked = bench_peers.boosted(features)
    if asked is not None:
        yield f"  勾配ブースティング（同じ特徴）: {_decided(asked.probability, is_same, ~is_told)}"


def _features(matched: Matched, spec: Spec, is_told: Mask, is_same: Mask) -> pl.DataFrame:
    levels = {
        f"f_{comparison.name}": np.where(row < 0, np.nan, row.astype(np.float64))
        for comparison, row in zip(spec.comparisons, matched.levels, strict=True)
    }
    rarity = {f"f_bits_{number}": row for number, row in enumerate(matched.bits(spec))}
    row = np.arange(len(is_told))
    return pl.DataFrame({"row": row, "is_told": is_told, "is_same": is_same.astype(np.int8), **levels, **rarity})


def _decided(probability: Floats, is_same: Mask, asked: Mask) -> str:
    is_joined, is_true = probability[asked] >= 0.5, is_same[asked].astype(bool)
    return f"F1 {f1(int((is_joined & is_true).sum()), int(is_joined.sum()), int(is_true.sum())):.4f}"
