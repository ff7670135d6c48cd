"""Measurements with known answers: the sample city's truth and the hand-labelled real pairs.

Belongs here: what `hiroba bench …` computes and prints. Does not belong here: tests; a bench never fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import polars as pl

from pipelines import bench_layout, bench_match, bench_normalise, bench_throughput
from pipelines.match.activities import WEIGHTS, activities_spec, match_listings
from pipelines.match.activity_columns import with_match_columns
from pipelines.match.engine import Judgement
from pipelines.match.engine import match as engine_match
from pipelines.match.model_file import write_weights
from pipelines.settings import Settings
from scrapers.crawl.politeness import politeness
from scrapers.runs import gather, newest_run
from scrapers.sample_city.world import build_world, truth_frame
from scrapers.source import load_source, source_keys
from warehouse.contract import table
from warehouse.storage import read_table

_LABELS = Path(__file__).parent.parent / "scrapers" / "sample_city" / "data" / "real_pairs.csv"
Pair = tuple[str, str]


def match(settings: Settings) -> Iterator[str]:
    """Precision and recall of pairs on the sample city, with the shipped weights, and on the real labelled rows."""
    listings = _table(settings, "norm__listings")
    known = _with_truth(listings)
    same = _pairs_within(known, "entity_id")
    result = match_listings(listings)
    found = _pairs_within(result.clusters.join(known.select("listing_id"), on="listing_id"), "cluster_label")
    blocked = set(result.candidates.select("listing_id_a", "listing_id_b").iter_rows())
    yield f"掲載 {listings.height}、正解の同じ組 {len(same)}、候補の組 {len(blocked)}"
    per_listing = len(blocked) / listings.height
    yield f"候補の再現率 {len(same & blocked) / len(same):.4f}、掲載1件あたりの候補 {per_listing:.1f}"
    yield f"見本の市: {_quality(found, same)}、B³ F1 {_b_cubed(result.clusters, known):.4f}"
    yield f"人に確かめたい組 {result.queue.height}"
    yield from bench_match.calibration(result.pairs, same)
    yield from _real(_real_ids(known), found)
    yield from bench_match.engine_scale(listings)


def learn(settings: Settings) -> Iterator[str]:
    """Learn the shipped weights anew: EM on the listings of the newest run, refined with the labelled real pairs."""
    listings = _table(settings, "norm__listings")
    real_ids = _real_ids(_with_truth(listings))
    labels = [
        Judgement(real_ids[left], real_ids[right], label)
        for left, right, label in pl.read_csv(_LABELS).select("left", "right", "label").iter_rows()
        if left in real_ids and right in real_ids and label != "unsure"
    ]
    spec = activities_spec()
    matched = engine_match(with_match_columns(listings), spec, labels=labels)
    write_weights(matched.weights, spec, WEIGHTS)
    for comparison, bits in zip(spec.comparisons, matched.weights.bits(), strict=True):
        names = [*(level.label for level in comparison.levels), "違う"]
        yield f"{comparison.label}: " + "、".join(f"{name} {bit:+.1f}" for name, bit in zip(names, bits, strict=True))
    yield f"{WEIGHTS.name} に書きました（ラベル {len(labels)} 組）"


def _real_ids(known: pl.DataFrame) -> dict[str, str]:
    return dict(known.filter(pl.col("real_row_id").is_not_null()).select("real_row_id", "listing_id").iter_rows())


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


def fields(settings: Settings) -> Iterator[str]:
    """Rows and fields of the selected raw listings against what the sample city printed, per source."""
    raw = _placed(_table(settings, "raw__listings"))
    world, truth = build_world(), _truth()
    hidden = pl.DataFrame(sorted(world.unreachable), schema=["site", "record_key"], orient="row")
    reachable = truth.filter(pl.col("name_text").is_not_null() & (pl.col("name_text") != "")).join(
        hidden, on=["site", "record_key"], how="anti"
    )
    names = [name for name in table("raw__listings").optional if name in truth.columns]
    joined = reachable.join(
        raw, left_on=["site", "place"], right_on=["source_key", "place"], how="left", suffix="_read"
    )
    for site, group in sorted(joined.partition_by("site", as_dict=True).items()):
        rows = group.filter(pl.col("page_url").is_not_null())
        equal = {name: (rows[name].eq_missing(rows[f"{name}_read"])).sum() for name in names}
        worst = min(equal, key=lambda name: equal[name])
        share = sum(equal.values()) / (rows.height * len(names))
        extra = raw.filter(pl.col("source_key") == site[0]).height - rows.height
        yield (
            f"{site[0]}: 行 {rows.height}/{group.height}、余分な行 {extra}、項目 {share:.4%}"
            f"（いちばん低い {worst} {equal[worst]}/{rows.height}）"
        )


def layout(_settings: Settings) -> Iterator[str]:
    """How spiders and verdicts take changes of layout."""
    yield from bench_layout.layout()


def normalise(_settings: Settings) -> Iterator[str]:
    """Every parser against the hand-labelled texts, and its speed."""
    yield from bench_normalise.normalise()


def throughput(_settings: Settings) -> Iterator[str]:
    """Seconds of a crawl beside a spider that only fetches."""
    yield from bench_throughput.throughput()


def nights(settings: Settings) -> Iterator[str]:
    """The newest crawl of every source as its servers saw it: requests, bodies not sent again, longest burst."""
    newest = [run for key in source_keys() if (run := newest_run(settings.raw_dir / key)) is not None]
    runs = pl.DataFrame([{"source_key": run["source_key"], "run_id": run["run_id"]} for run in newest])
    seen = politeness(gather(settings.raw_dir, "raw__fetches", runs))
    for host, requests, sent, unchanged, burst in seen.iter_rows():
        share = unchanged / max(sent + unchanged, 1)
        yield f"{host}: 要求 {requests}、本文を受け取らずに済んだ {share:.1%}、10秒間の最多 {burst}"


def repeat(settings: Settings) -> Iterator[str]:
    """Whether shuffled input gives the same clusters, and which tables differ between the two newest releases."""
    listings = _table(settings, "norm__listings")
    results = []
    for seed in (None, 1, 2):
        df = listings if seed is None else listings.sample(fraction=1, shuffle=True, seed=seed)
        result = match_listings(df)
        results.append((result.pairs, result.clusters))
    for seed, (scored, grouped) in zip((1, 2), results[1:], strict=True):
        words = [
            "同じ" if df.equals(first) else "違う" for df, first in zip((scored, grouped), results[0], strict=True)
        ]
        yield f"並べ替え {seed}: 組 {words[0]}、まとまり {words[1]}"
    releases = sorted(settings.published_dir.glob("releases/release-*"))[-2:]
    if len(releases) == 2:
        files = [{path.name: path.read_bytes() for path in folder.glob("*.parquet")} for folder in releases]
        differing = sorted(name for name in files[0] if files[0][name] != files[1].get(name))
        yield f"直近二つの公開（{' と '.join(folder.name for folder in releases)}）: 表 {len(files[0])}"
        yield f"  バイトが違う表: {'、'.join(differing) or 'なし'}"


def _real(real_ids: dict[str, str], found: set[Pair]) -> Iterator[str]:
    labels = pl.read_csv(_LABELS)
    counts = {"same": [0, 0], "different": [0, 0]}
    lost = 0
    for left, right, label in labels.select("left", "right", "label").iter_rows():
        if label not in counts:
            continue
        if left not in real_ids or right not in real_ids:
            lost += label == "same"
            continue
        pair = _ordered(real_ids[left], real_ids[right])
        counts[label][pair in found] += 1
    together, apart = counts["same"][1], counts["same"][0]
    total = together + apart + lost
    yield f"実在の掲載、同じ組 {total}: まとまった {together}、まとまらない {apart}、隔離された掲載の組 {lost}"
    yield f"実在の掲載、別の組 {sum(counts['different'])}: 誤ってまとめた {counts['different'][1]}"
    known = real_ids.keys()
    labelled = {
        _ordered(real_ids[left], real_ids[right])
        for left, right in labels.select("left", "right").iter_rows()
        if left in known and right in known
    }
    members = set(real_ids.values())
    unlisted = [pair for pair in found if set(pair) <= members and pair not in labelled]
    yield f"実在の掲載、判定表にない組（＝別）: 誤ってまとめた {len(unlisted)}"


def _quality(found: set[Pair], same: set[Pair]) -> str:
    right = len(found & same)
    precision = right / len(found) if found else 1.0
    recall = right / len(same)
    harmonic = 2 * precision * recall / (precision + recall) if right else 0.0
    return f"適合率 {precision:.4f}、再現率 {recall:.4f}、F1 {harmonic:.4f}"


def _table(settings: Settings, name: str) -> pl.DataFrame:
    return read_table(settings.table_path(name))


def _placed(df: pl.DataFrame) -> pl.DataFrame:
    """With `place`: the record key, numbered where several listings of a source share it."""
    return _numbered(df.sort("source_key", "page_url", "position"), "source_key", "record_key")


def _truth() -> pl.DataFrame:
    """Truth with `place`: the own id of the site, or the key fields joined as a spider joins them."""
    truth = truth_frame(build_world())
    parts = []
    for (site,), group in truth.partition_by("site", as_dict=True).items():
        if site not in source_keys():
            continue
        fields_ = load_source(str(site)).key_fields
        joined = pl.concat_str([pl.col(name).fill_null("") for name in fields_], separator=" | ") if fields_ else None
        parts.append(group.with_columns(_key=pl.col("record_key") if joined is None else joined))
    ordered = pl.concat(parts).sort("site", pl.col("record_key").cast(pl.Int64, strict=False), "record_key")
    return _numbered(ordered, "site", "_key").drop("_key")


def _numbered(df: pl.DataFrame, source: str, key: str) -> pl.DataFrame:
    ordinal = pl.int_range(pl.len()).over(source, key).cast(pl.String)
    return df.with_columns(place=pl.concat_str(pl.col(key), pl.lit(" #"), ordinal))


def _with_truth(listings: pl.DataFrame) -> pl.DataFrame:
    truth = _truth().select("site", "place", "entity_id", "real_row_id")
    placed = _placed(listings).select("listing_id", "source_key", "place")
    return placed.join(truth, left_on=["source_key", "place"], right_on=["site", "place"], how="inner")


def _pairs_within(df: pl.DataFrame, column: str) -> set[Pair]:
    groups = df.group_by(column).agg("listing_id").get_column("listing_id")
    return {_ordered(*pair) for members in groups for pair in combinations(members, 2)}


def _ordered(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)
