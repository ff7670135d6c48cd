"""Measurements with known answers: the sample city's truth and the hand-labelled real pairs.

Belongs here: what `hiroba bench …` computes and prints. Does not belong here: tests; a bench never fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from cities.kawasaki.sample_city.world import build_world
from pipelines.decisions.label_answers import OF_THE_SAMPLE_CITY
from pipelines.lab.bench import changes as bench_changes
from pipelines.lab.bench import clients as bench_clients
from pipelines.lab.bench import decisions as bench_decisions
from pipelines.lab.bench import fields as bench_fields
from pipelines.lab.bench import gaps as bench_gaps
from pipelines.lab.bench import growth as bench_growth
from pipelines.lab.bench import layout as bench_layout
from pipelines.lab.bench import learn as bench_learn
from pipelines.lab.bench import made_files as bench_made_files
from pipelines.lab.bench import match as bench_match
from pipelines.lab.bench import release as bench_release
from pipelines.lab.bench import remote as bench_remote
from pipelines.lab.bench import scale as bench_scale
from pipelines.lab.bench import sets as bench_sets
from pipelines.lab.bench import site as bench_site
from pipelines.lab.bench import site_growth as bench_site_growth
from pipelines.lab.bench import speed as bench_speed
from pipelines.lab.bench import tables as bench_tables
from pipelines.lab.bench import throughput as bench_throughput
from pipelines.lab.bench.beside import Beside
from pipelines.lab.bench.label_sample import write_label_sample
from pipelines.lab.bench.left_out import left_out
from pipelines.lab.bench.politeness import politeness
from pipelines.lab.bench.truth import placed, truth
from pipelines.lab.bench.worlds import other_worlds, teaching_worlds
from pipelines.match.activities import match_listings
from pipelines.settings import Settings
from scrapers.declaration.source import source_keys
from scrapers.runs.run import gather, newest_run
from warehouse.contract import table
from warehouse.storage import read_table


def match(settings: Settings) -> Iterator[str]:
    """How well listings are matched, beside Splink, and what it costs."""
    yield from bench_match.match_figures(_table(settings, "norm__listings"), _table(settings, "raw__listings"))


def scale(_: Settings) -> Iterator[str]:
    """How matching grows with the listings, beside Splink, and what a night in which little changes costs."""
    yield from bench_scale.scale()


def growth(_: Settings) -> Iterator[str]:
    """Why the number of activities changed over the calendar of the sample city, beside the truth."""
    yield from bench_growth.growth()


def sets(folder: Path | None) -> Iterator[str]:
    """How well any table is matched without labels, beside Splink."""
    if folder is None:
        yield "ほかの表は --sets で足せます（records.parquet、truth.parquet、spec.toml のフォルダーを並べたもの）。"
    yield from bench_sets.unlabelled(folder)


def gaps(_: Settings) -> Iterator[str]:
    """Whether true gaps are found and others are not told."""
    yield from bench_gaps.gaps()


def learn(settings: Settings) -> Iterator[str]:
    """Learn the shipped weights anew."""
    yield from bench_learn.learn(_table(settings, "norm__listings"), _table(settings, "raw__listings"))


def worlds(settings: Settings, folder: Path | None, only: Iterable[str]) -> Iterator[str]:
    """How well listings of makers the weights have not seen are matched, beside Splink and a boosted classifier."""
    known = teaching_worlds(_table(settings, "norm__listings"), _table(settings, "raw__listings"))
    if folder is None:
        yield "ほかの集まりは --worlds で足せます（listings.jsonl と truth.csv のあるフォルダーを並べたフォルダー）。"
    tested = [] if folder is None else list(other_worlds(folder))
    yield from left_out(known, tested, only, Beside(known).figures)


def fields(folder: Path | None) -> Iterator[str]:
    """Every parser against texts whose meaning is known."""
    yield from bench_fields.fields(folder)


def rows(settings: Settings) -> Iterator[str]:
    """Rows and fields of the selected raw listings against what the sample city printed, per source."""
    raw = placed(_table(settings, "raw__listings"))
    world, answers = build_world(), truth()
    hidden = pl.DataFrame(sorted(world.unreachable), schema=["site", "record_key"], orient="row")
    reachable = answers.filter(pl.col("name_text").is_not_null() & (pl.col("name_text") != "")).join(
        hidden, on=["site", "record_key"], how="anti"
    )
    names = [name for name in table("raw__listings").optional if name in answers.columns]
    joined = reachable.join(
        raw, left_on=["site", "place"], right_on=["source_key", "place"], how="left", suffix="_read"
    )
    for site, group in sorted(joined.partition_by("site", as_dict=True).items()):
        read = group.filter(pl.col("page_url").is_not_null())
        equal = {name: (read[name].eq_missing(read[f"{name}_read"])).sum() for name in names}
        worst = min(equal, key=lambda name: equal[name])
        share = sum(equal.values()) / (read.height * len(names))
        extra = raw.filter(pl.col("source_key") == site[0]).height - read.height
        yield (
            f"{site[0]}: 行 {read.height}/{group.height}、余分な行 {extra}、項目 {share:.4%}"
            f"（いちばん低い {worst} {equal[worst]}/{read.height}）"
        )


def decisions(_settings: Settings) -> Iterator[str]:
    """Whether people's decisions hold."""
    yield from bench_decisions.decisions()


def label_sample(settings: Settings) -> Iterator[str]:
    """Answers for the sample city, from its truth."""
    of = _table(settings, "norm__listings"), _table(settings, "core__activity_listings")
    count = write_label_sample(*of, OF_THE_SAMPLE_CITY)
    yield f"{count} 組の答えを {OF_THE_SAMPLE_CITY.name} に書きました。"


def layout(_settings: Settings) -> Iterator[str]:
    """How spiders and verdicts take changes of layout."""
    yield from bench_layout.layout()


def made_files(_settings: Settings) -> Iterator[str]:
    """Rows lost, invented or wrong in tables that the programs of a city made."""
    yield from bench_made_files.made_files()


def tables(_settings: Settings) -> Iterator[str]:
    """Rows lost or invented in made tables of every shape and format."""
    yield from bench_tables.tables()


def normalise(_settings: Settings) -> Iterator[str]:
    """How fast raw listings become typed ones."""
    yield from bench_speed.normalise()


def throughput(_settings: Settings) -> Iterator[str]:
    """Seconds of a crawl beside a spider that only fetches."""
    yield from bench_throughput.throughput()


def changes(settings: Settings) -> Iterator[str]:
    """Whether every release follows from the one before by its feed, and every day from the history."""
    yield from bench_changes.feed_and_history(settings.published_dir)


def clients(settings: Settings) -> Iterator[str]:
    """Every kind of file of the newest release, opened by programs that are not ours."""
    yield from bench_clients.clients(settings.published_dir / "latest")


def release(settings: Settings) -> Iterator[str]:
    """Seconds, memory and bytes of a release of 2,000 and 100,000 activities."""
    yield from bench_release.growth(settings.tables_dir, bench_release.SIZES)


def release_large(settings: Settings) -> Iterator[str]:
    """The same of a million; takes long."""
    yield from bench_release.growth(settings.tables_dir, bench_release.LARGE)


def remote(settings: Settings) -> Iterator[str]:
    """Bytes that one question takes of a large release over HTTP."""
    yield from bench_remote.remote(settings.tables_dir)


def site(
    settings: Settings, axe: Path | None, halves: tuple[str, ...], *, is_grown: bool, is_read: bool
) -> Iterator[str]:
    """What readers of the site get in a browser, and what it takes to make it of 2,000 and 100,000 activities."""
    if is_read:
        yield from bench_site.readers(settings, axe, halves or bench_site.HALVES)
    if is_grown:
        yield from bench_site_growth.growth(settings.tables_dir, bench_release.SIZES)


def nights(settings: Settings) -> Iterator[str]:
    """The newest crawl of every source as its servers saw it, and what the nights so far take on our disk."""
    newest = [run for key in source_keys() if (run := newest_run(settings.raw_dir / key)) is not None]
    runs = pl.DataFrame([{"source_key": run["source_key"], "run_id": run["run_id"]} for run in newest])
    seen = politeness(gather(settings.raw_dir, "raw__fetches", runs))
    for host, requests, sent, unchanged, burst in seen.iter_rows():
        share = unchanged / max(sent + unchanged, 1)
        yield f"{host}: 要求 {requests}、本文を受け取らずに済んだ {share:.1%}、10秒間の最多 {burst}"
    nights_kept = len({path.name for path in settings.raw_dir.glob("*/r*T*")})
    for ja, folder in (("本文", settings.archive_dir), ("見分け", settings.validators_dir), ("記録", settings.raw_dir)):
        sizes = [path.stat() for path in folder.rglob("*") if path.is_file()]
        # Blocks of 512 bytes, whatever the block of the file system
        used = sum(size.st_blocks for size in sizes) * 512 / 1024**2
        yield f"{ja}（{folder.name}）: {nights_kept} 晩で {len(sizes)} ファイル、ディスクの {used:.1f} MB"


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


def _table(settings: Settings, name: str) -> pl.DataFrame:
    return read_table(settings.table_path(name))
