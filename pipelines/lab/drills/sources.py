"""Drill of bad nights: each source of the sample city with each kind of trouble, by real crawls.

Belongs here: what is switched on, the crawls, and whether the last good rows stand. Does not belong here: the faults
themselves (`faults` of the replica), what happens behind the crawls.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from cities.kawasaki.sample_city.faults import Fault, Kind
from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import REPLICAS, World, build_world
from pipelines.ingest.chosen_runs import select_runs
from pipelines.ingest.crawls import run_all
from pipelines.lab.drills.result import Drill
from pipelines.lab.drills.rivals import hiroba
from pipelines.lab.drills.whole import is_whole
from scrapers.declaration.source import Source, load_source
from scrapers.runs.run import all_runs, gather
from warehouse.contract import TOKYO
from warehouse.storage import read_table

_FIRST = datetime(2026, 11, 23, 1, tzinfo=TOKYO)
_ALL_BUT_ROBOTS = r"^/(?!robots\.txt$)"
_CLOSED_PORT = 9
_HANG_SECONDS = 40.0
"""Longer than a crawl of the sample city waits for an answer."""
_KEPT = {"掲載の2割減": (4, 5), "掲載の半減": (1, 2)}
"""Trouble → of so many listings in a row, so many are still there; all sites have it, whatever their pages are like."""
_TROUBLES: dict[str, Kind | None] = {
    "つながらない": None,
    "答えが返らない": "slow",
    "HTTP 500": "status_500",
    "空": "empty_table",
    **dict.fromkeys(_KEPT),
    "どのページも行の2割が欠ける": "fifth_gone",
    "どのページも前半が欠ける": "half_gone",
    "行の重複": "rows_twice",
    "文字化け": "wrong_encoding",
    "ログイン画面": "login_page",
    "よそへの転送": "redirect_offsite",
    "200MBの本文": "huge",
    "zip爆弾のExcel": "zip_bomb",
    "1万ページのPDF": "many_pages",
    "害のある文字のPDF": "hostile_pdf",
    "1万段のJSON": "deep_json",
}


@dataclass(slots=True)
class _Count:
    tried: int = 0
    survived: int = 0
    lost: int = 0


def faults(data: Path) -> Iterator[Drill]:
    """One row per trouble; all sources at once in each, then one release from what is left.

    Args:
        data: an empty folder; it holds a published city afterwards.
    """
    with SampleCity(build_world()) as city:
        _crawl(data, city.port, 0, list(_sources()))
    first = hiroba(data, "run", "--from-archive")
    errors = first.communicate()[1]
    if first.returncode:
        yield Drill("見本の市の最初の夜", "公開できる", 1, 0, errors[-200:])
        return
    before = _activities(data)
    for night, (name, kind) in enumerate(_TROUBLES.items(), start=1):
        good = _rows(data)  # each trouble answers for itself: what an earlier one got through is no news
        chosen = _one_per_host() if kind == "slow" else list(_sources())
        _trouble(data, night, name, kind, chosen)
        yield _judged(data, name, chosen, good, night)
    second = hiroba(data, "run", "--from-archive")
    second.communicate()
    latest = data / "sample" / "published" / "latest"
    lost = len(before - _activities(data))
    survived = second.returncode == 0 and is_whole(latest) and not lost
    seen = f"活動 {len(before)} 件のうち消えたもの {lost}"
    yield Drill("そのすべての夜のあとの公開", "前の内容のまま公開され、何も消えない", 1, int(survived), seen, lost)


def _sources() -> Iterator[Source]:
    return map(load_source, REPLICAS)


def _one_per_host() -> list[Source]:
    """A host is crawled by one source after the other: one is enough to see what waiting does."""
    return list({source.hosts: source for source in _sources()}.values())


def thinned(world: World, kept: int, of: int) -> World:
    """The world with fewer listings: of every `of` in a row on a site, the first `kept` are there."""
    sites = dict.fromkeys(entry.site for entry in world.entries)
    still = (entry for site in sites for number, entry in enumerate(world.of(site)) if number % of < kept)
    return replace(world, entries=tuple(still))


def _trouble(data: Path, night: int, name: str, kind: Kind | None, chosen: list[Source]) -> None:
    if name in _KEPT:
        with SampleCity(thinned(build_world(), *_KEPT[name])) as city:
            _crawl(data, city.port, night, chosen)
        return
    if kind is None:
        _crawl(data, _CLOSED_PORT, night, chosen)
        return
    hosts = sorted({host for source in chosen for host in source.hosts})
    troubles = [Fault(host, _ALL_BUT_ROBOTS, kind, _HANG_SECONDS) for host in hosts]
    with SampleCity(build_world(), faults=troubles) as city:
        _crawl(data, city.port, night, chosen)


def _crawl(data: Path, port: int, night: int, chosen: list[Source]) -> None:
    started = _FIRST + timedelta(days=night)

    def start(source: Source) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "scrapers.crawl.runner", source.key, "--data-dir", str(data / "sample")]
        command += ["--profile", "sample", "--started-at", started.isoformat(), "--sample-port", str(port)]
        return subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    for _ in run_all(chosen, start, host_rest_seconds=0.0):
        pass


def _judged(data: Path, name: str, chosen: list[Source], good: pl.DataFrame, night: int) -> Drill:
    """A run in trouble must not be called healthy, unless it read exactly the same; nothing that was known is lost."""
    selected, now, count = _selected(data), _rows(data), _Count()
    wrong, verdicts = [], dict[str, int]()
    for source in chosen:
        row = selected.filter(source_key=source.key).row(0, named=True)
        before, after = (set(df.filter(source_key=source.key).get_column("content")) for df in (good, now))
        count.tried += 1
        count.lost += len(before - after)
        is_new = row["newest_run_id"] == f"{_FIRST + timedelta(days=night):r%Y%m%dT%H%M%S}"
        is_sound = row["selection_code"] == "newest" and before == after
        is_kept = row["selection_code"] == "last_good" and before == after
        verdicts[row["newest_verdict_code"]] = verdicts.get(row["newest_verdict_code"], 0) + 1
        if is_new and (is_sound or is_kept):
            count.survived += 1
        else:
            wrong.append(f"{source.key}: {row['newest_verdict_code']}、{len(before)}→{len(after)}件")
    seen = "、".join(f"{code} {number}" for code, number in sorted(verdicts.items()))
    must = "健全と呼ばず、最後の正常な取得の行がそのまま残る"
    seen += f"。{' / '.join(wrong)}" if wrong else ""
    return Drill(f"{name}（{len(chosen)} の情報源）", must, count.tried, count.survived, seen, count.lost)


def _selected(data: Path) -> pl.DataFrame:
    raw = data / "sample" / "raw"
    runs = gather(raw, "raw__runs", all_runs(raw, REPLICAS))
    return select_runs(runs, {source.key: 400 for source in _sources()})


def _rows(data: Path) -> pl.DataFrame:
    """What is known of every listing: all it says, as one text."""
    df = gather(data / "sample" / "raw", "raw__listings", _selected(data))
    texts = [pl.col(name).fill_null("") for name in df.columns if name.endswith("_text")]
    return df.select("source_key", content=pl.concat_str("record_key", *texts, separator="\x1f"))


def _activities(data: Path) -> set[str]:
    path = data / "sample" / "published" / "latest" / "activities.parquet"
    return set(read_table(path).get_column("activity_id"))
