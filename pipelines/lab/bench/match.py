"""How well listings are matched where the truth is known: `hiroba bench match`.

Belongs here: figures on the sample city and the real labelled rows. Does not belong here: scale (`bench_scale`), other
domains (`bench_sets`); a bench never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.lab.bench import scale as bench_scale
from pipelines.lab.bench import sets as bench_sets
from pipelines.lab.bench.learn import without_real_labels
from pipelines.lab.bench.truth import LABELS, Pair, is_unseen, open_pairs, ordered, pairs_within, real_ids, with_truth
from pipelines.match.activities import activities_spec, match_listings
from pipelines.match.engine.matching import match
from pipelines.match.match_files import read_listings

_BINS = 10


def match_figures(listings: pl.DataFrame) -> Iterator[str]:
    """All figures, one sentence each.

    Args:
        listings: rows of `norm__listings`.
    """
    known = with_truth(listings)
    same = pairs_within(known, "entity_id")
    result = match_listings(listings)
    found = pairs_within(result.clusters.join(known.select("listing_id"), on="listing_id"), "cluster_label")
    found -= open_pairs(known)  # the rows do not settle them: neither right nor wrong
    yield from _blocking(result.candidates, same, listings.height)
    yield f"見本の市: {_quality(found, same)}、B³ F1 {_b_cubed(result.clusters, known):.4f}"
    unseen = known.filter(pl.col("entity_id").map_elements(is_unseen, return_dtype=pl.Boolean))
    members = set(unseen.get_column("listing_id"))
    yield f"  そのうち学習に使っていない半分: {_quality(_touching(found, members), _touching(same, members))}"
    yield f"人に確かめたい組 {result.queue.height}"
    yield from _calibration(result.pairs.filter(pl.col("listing_id_a").is_in(sorted(members))), same)
    yield from _real(real_ids(known), found)
    yield from _unseen_real(listings)
    yield from bench_sets.sets()
    yield from bench_scale.scale()


def _touching(pairs: set[Pair], members: set[str]) -> set[Pair]:
    return {pair for pair in pairs if pair[0] in members or pair[1] in members}


def _blocking(candidates: pl.DataFrame, same: set[Pair], count: int) -> Iterator[str]:
    """Recall of all blocks together and of each alone."""
    rows = candidates.select("listing_id_a", "listing_id_b", "blocking_rules").rows()
    blocked = {(left, right) for left, right, _ in rows}
    yield f"掲載 {count}、正解の同じ組 {len(same)}、候補の組 {len(blocked)}（1件あたり {len(blocked) / count:.1f}）"
    yield f"候補の再現率 {len(same & blocked) / len(same):.4f}"
    for rule in sorted({rule for _, _, rules in rows for rule in rules}):
        pairs = {(left, right) for left, right, rules in rows if rule in rules}
        yield f"  {rule}: 再現率 {len(same & pairs) / len(same):.4f}、組 {len(pairs)}"


def _calibration(pairs: pl.DataFrame, same: set[Pair]) -> Iterator[str]:
    """Reliability of the model's probabilities on pairs it decided and was not taught with."""
    judged = pairs.filter(pl.col("decider_code") == "model")
    keys = judged.select("listing_id_a", "listing_id_b").iter_rows()
    judged = judged.with_columns(
        truth=pl.Series([pair in same for pair in keys], dtype=pl.Float64),
        bin=(pl.col("probability") * _BINS).floor().clip(0, _BINS - 1).cast(pl.Int64),
    )
    bins = judged.group_by("bin").agg(pl.len(), pl.col("probability").mean(), pl.col("truth").mean()).sort("bin")
    error = bins.select(((pl.col("probability") - pl.col("truth")).abs() * pl.col("len")).sum() / pl.col("len").sum())
    yield f"確率の確かさ（学習に使っていない半分）: ECE {error.item():.4f}（モデルが決めた {judged.height} 組）"
    for _, count, said, true in bins.iter_rows():
        yield f"  言った見込み {said:.2f} → 本当に同じ {true:.2f}（{count} 組）"


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


def _real(real_ids: dict[str, str], found: set[Pair]) -> Iterator[str]:
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
        counts[label][pair in found] += 1
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
    unlisted = [pair for pair in found if set(pair) <= members and pair not in labelled]
    yield f"実在の掲載、判定表にない組（＝別）: 誤ってまとめた {len(unlisted)}"


def _unseen_real(listings: pl.DataFrame) -> Iterator[str]:
    """The real rows alone, as a file, judged by weights that have seen none of their labels."""
    spec, labels = activities_spec(), pl.read_csv(LABELS)
    rows = read_listings(LABELS.with_name("real_listings.jsonl"))
    for said, weights in (("見本の市だけで学んだ重み", without_real_labels(listings)), ("何も教えない", None)):
        clusters = match(rows, spec, weights=weights).clusters().rename({"record_id": "listing_id"})
        found = pairs_within(clusters, "cluster_id")
        pairs = {
            label: {ordered(left, right) for left, right in group.select("left", "right").iter_rows()}
            for (label,), group in labels.partition_by("label", as_dict=True).items()
        }
        yield f"実在の掲載だけ、{said}: {_quality(found - pairs['unsure'], pairs['same'])}"


def _quality(found: set[Pair], same: set[Pair]) -> str:
    right = len(found & same)
    precision = right / len(found) if found else 1.0
    recall = right / len(same)
    harmonic = 2 * precision * recall / (precision + recall) if right else 0.0
    return f"適合率 {precision:.4f}、再現率 {recall:.4f}、F1 {harmonic:.4f}"
