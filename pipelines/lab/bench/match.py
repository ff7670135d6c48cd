"""How well listings are matched where the truth is known: `hiroba bench match`.

Belongs here: figures on the sample city and the real labelled rows. Does not belong here: scale (`bench_scale`), other
domains (`bench_sets`); a bench never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.lab.bench import scale as bench_scale
from pipelines.lab.bench import sets as bench_sets
from pipelines.lab.bench.truth import LABELS, Pair, open_pairs, ordered, pairs_within, real_ids, with_truth
from pipelines.match.activities import match_listings


def match_figures(listings: pl.DataFrame, raw: pl.DataFrame) -> Iterator[str]:
    """All figures, one sentence each.

    Args:
        listings: rows of `norm__listings`.
        raw: rows of `raw__listings` of the same run.
    """
    known = with_truth(listings)
    same = pairs_within(known, "entity_id")
    result = match_listings(listings, descriptions=raw)
    joined = pairs_within(result.clusters.join(known.select("listing_id"), on="listing_id"), "cluster_label")
    joined -= open_pairs(known)  # the rows do not settle them: neither right nor wrong
    yield from _blocking(result.candidates, same, listings.height)
    yield "重みはこの市からも学んでいます。見たことのない掲載での精度は hiroba bench worlds で分かります。"
    yield f"見本の市: {_quality(joined, same)}、B³ F1 {_b_cubed(result.clusters, known):.4f}"
    yield f"人に確かめたい組 {result.queue.height}"
    yield from _real(real_ids(known), joined)
    yield from bench_sets.sets()
    yield from bench_scale.scale()


def _blocking(candidates: pl.DataFrame, same: set[Pair], count: int) -> Iterator[str]:
    """Recall of all blocks together and of each alone."""
    rows = candidates.select("listing_id_a", "listing_id_b", "blocking_rules").rows()
    blocked = {(left, right) for left, right, _ in rows}
    yield f"掲載 {count}、正解の同じ組 {len(same)}、候補の組 {len(blocked)}（1件あたり {len(blocked) / count:.1f}）"
    yield f"候補の再現率 {len(same & blocked) / len(same):.4f}"
    for rule in sorted({rule for _, _, rules in rows for rule in rules}):
        pairs = {(left, right) for left, right, rules in rows if rule in rules}
        yield f"  {rule}: 再現率 {len(same & pairs) / len(same):.4f}、組 {len(pairs)}"


def _b_cubed(clusters: pl.DataFrame, known: pl.DataFrame) -> float:
    """F1 of B³: per listing, how much of its cluster belongs there and how much of its activity is in it."""
    df = clusters.join(known.select("listing_id", "entity_id"), on="listing_id")
    df = df.with_columns(
        _both=pl.len().over("cluster_label", "entity_id"),
        _cluster=pl.len().over("cluster_label"),
        _entity=pl.len().over("entity_id"),
    )
    shares = df.select(
        precision=(pl.col("_both") / pl.col("_cluster")).mean(), recall=(pl.col("_both") / pl.col("_entity")).mean()
    )
    precision, recall = shares.row(0)
    return float(2 * precision * recall / (precision + recall))


def _real(real_ids: dict[str, str], joined: set[Pair]) -> Iterator[str]:
    labels = pl.read_csv(LABELS)
    counts = {"same": [0, 0], "different": [0, 0]}
    lost = 0
    for left, right, label in labels.select("left", "right", "label").iter_rows():
        if label not in counts:
            continue
        if left not in real_ids or right not in real_ids:
            lost += label == "same"
            continue
        pair = ordered(real_ids[left], real_ids[right])
        counts[label][pair in joined] += 1
    together, apart = counts["same"][1], counts["same"][0]
    total = together + apart + lost
    yield f"実在の掲載、同じ組 {total}: まとまった {together}、まとまらない {apart}、隔離された掲載の組 {lost}"
    yield f"実在の掲載、別の組 {sum(counts['different'])}: 誤ってまとめた {counts['different'][1]}"
    known = real_ids.keys()
    labelled = {
        ordered(real_ids[left], real_ids[right])
        for left, right in labels.select("left", "right").iter_rows()
        if left in known and right in known
    }
    members = set(real_ids.values())
    unlisted = [pair for pair in joined if set(pair) <= members and pair not in labelled]
    yield f"実在の掲載、判定表にない組（＝別）: 誤ってまとめた {len(unlisted)}"


def _quality(joined: set[Pair], same: set[Pair]) -> str:
    right = len(joined & same)
    precision = right / len(joined) if joined else 1.0
    recall = right / len(same)
    harmonic = 2 * precision * recall / (precision + recall) if right else 0.0
    return f"適合率 {precision:.4f}、再現率 {recall:.4f}、F1 {harmonic:.4f}"
