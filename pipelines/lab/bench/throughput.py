"""How fast a crawl is beside a bare Scrapy spider that only fetches the same addresses of the sample city.

Belongs here: the measurement behind `hiroba bench throughput`. Does not belong here: the crawl itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import polars as pl

from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import build_world
from pipelines.settings import ROOT
from scrapers.declaration.source import load_source
from warehouse.storage import read_table

_KEY = "ouen_navi"
_ROUNDS = 3
_STARTED = "2026-11-23T01:00:00+09:00"
# A program of its own: a reactor starts once in a process. It fetches and keeps nothing
_BARE = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    handle_httpstatus_all = True

    async def start(self):
        for url, host in json.load(sys.stdin):
            yield scrapy.Request(url, headers={"Host": host}, dont_filter=True)

    def parse(self, response):
        return None

process = CrawlerProcess({"LOG_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "RETRY_ENABLED": False,
                          "TELNETCONSOLE_ENABLED": False, "DOWNLOAD_DELAY": 0})
process.crawl(Bare)
process.start()
"""


def throughput() -> Iterator[str]:
    """Pages a second of the portal's crawl, delays off: the first night, a second night, and a bare spider."""
    source = load_source(_KEY)
    times: dict[str, list[float]] = {"初めての取得": [], "二晩目": [], "何もしないスパイダー": []}
    with SampleCity(build_world(), default_faults=False) as city:
        for _ in range(_ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                data_dir = Path(folder)
                times["初めての取得"].append(_crawl(data_dir, city.port))
                fetches = _fetches(data_dir / "raw" / source.key)
                times["二晩目"].append(_crawl(data_dir, city.port))
            urls = [_local(url, city.port) for url in fetches["request_url"]]
            times["何もしないスパイダー"].append(_seconds([sys.executable, "-c", _BARE], json.dumps(urls)))
    base = min(times["何もしないスパイダー"])
    yield f"{source.name} {len(urls)} 要求、待ち時間なし、同時 8、{_ROUNDS} 回のうち最短（起動を含む）"
    for name, seconds in times.items():
        best = min(seconds)
        pages = len(urls) / best
        yield f"{name}: {best:.1f} 秒、毎秒 {pages:.0f} ページ（何もしないスパイダーの {best / base:.2f} 倍の時間）"


def _crawl(data_dir: Path, port: int) -> float:
    options = ["--data-dir", str(data_dir), "--profile", "sample", "--started-at", _STARTED, "--sample-port", str(port)]
    return _seconds([sys.executable, "-m", "scrapers.crawl.runner", _KEY, *options], "")


def _seconds(command: list[str], stdin: str) -> float:
    started = perf_counter()
    subprocess.run(command, cwd=ROOT, input=stdin, text=True, check=True)
    return perf_counter() - started


def _fetches(source_dir: Path) -> pl.DataFrame:
    (path,) = source_dir.glob("r*/raw__fetches.parquet")
    return read_table(path)


def _local(url: str, port: int) -> tuple[str, str]:
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"http://127.0.0.1:{port}{path}", parts.netloc
