"""The files of the release as the page on the data offers them.

Belongs here: which ones, for whom, how large. Does not belong here: the files (`exports`); every file of a release, for
staff (`desk.files_page`).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pipelines.publish.exports.people import ODS

_OFFERED = {
    "活動一覧.xlsx": "Excel で見る。区ごとのシートと集計",
    "activities_ja.csv": "CSV。見出しは日本語、Excel でそのまま開けます",
    "activities.json": "JSON。ウェブのページを作る人に",
    "activities.geojson": "GeoJSON。地図に置く",
    "activities.jsonld": "JSON-LD（schema.org）",
    ODS: "自治体標準オープンデータセット「イベント一覧」の形",
    "hiroba.duckdb": "すべての表を一つにした DuckDB",
    "activities.parquet": "Parquet。Polars・pandas・R で分析する",
    "datapackage.json": "ファイルと列の説明（Frictionless Data）",
    "README.ja.md": "データの使い方と、十の問いの答え",
    "data_dictionary.csv": "列の説明",
    "LICENSE": "利用条件",
    "ATTRIBUTION": "出典の書き方",
    "SHA256SUMS": "ファイルが壊れていないかを確かめる値",
}
_LATER = ("SHA256SUMS",)
"""Written when the site is there."""


class Download(NamedTuple):
    """A file: its name, what it is for, its size in words, its address from the first page."""

    name: str
    what: str
    size: str
    address: str


def downloads(folder: Path) -> list[Download]:
    """The files that are offered, those for people first.

    Args:
        folder: of the release.
    """
    offered = []
    for name, what in _OFFERED.items():
        path = folder / name
        if path.is_file() or name in _LATER:
            size = _size(path.stat().st_size) if path.is_file() and name not in _LATER else ""
            offered.append(Download(name, what, size, f"../{quote(name)}"))
    return offered


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB" if count >= 1_000_000 else f"{-(-count // 1000):,} kB"
