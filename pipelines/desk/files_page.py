"""公開中のファイル (files.html): every file of the release that is published, what it is and for whom, Excel first.

Belongs here: that page. Does not belong here: writing the files (`publish.exports`), a file's columns (the dictionary).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import jinja2

from pipelines.publish.exports.people import ODS
from warehouse.contract import TABLES
from warehouse.storage import files_under, write_text

NAME = "files.html"
_CODES = "codes_"
_GROUPS: dict[str, dict[str, str]] = {
    "見る・配る": {
        "site": "市民向けのサイト。フォルダーごと写せば、どこでも開きます",
        "活動一覧.xlsx": "活動の一覧（Excel）。区ごとのシートと集計",
        "report.html": "更新の報告。情報源の様子と、前の公開から変わったこと",
        "volume.html": "数・伸び・すきま。いくつあるか、増えているか、どこで少ないか",
        "slides": "その図をスライドの大きさで（SVG。PowerPoint に挿入できます）",
        "activities_ja.csv": "活動の一覧（見出しが日本語の CSV）",
        "CHANGELOG.md": "前の公開から変わった活動",
        "README.ja.md": "この公開の使い方（日本語）",
        "README.en.md": "この公開の使い方（英語）",
        "ATTRIBUTION": "出典の書き方",
        "LICENSE": "利用条件",
    },
    "ウェブのページ・地図・カレンダー": {
        "activities.json": "活動の一覧（JSON）。ページを作る人に",
        "activities.jsonld": "検索サイトに渡す形（JSON-LD、schema.org）",
        "activities.geojson": "地図に置く形（GeoJSON）。場所のわかる活動",
        "calendars": "区と種類ごとのカレンダー（ICS）",
    },
    "ほかの仕組みに渡す": {
        ODS: "自治体標準オープンデータセットの形",
        "hsds": "HSDS 3 の形（海外の相談・案内の仕組み）",
        "datapackage.json": "ファイルと列の説明（Frictionless Data）",
        "contract.odcs.yaml": "列・型・キーの決まり（ODCS）",
        "data_dictionary.md": "列の説明（読む形）",
        "data_dictionary.csv": "列の説明（CSV）",
        "activities.csv": "活動の一覧（見出しが英語の CSV）",
        "activity_redirects.csv": "活動の番号が変わった先",
    },
    "分析する（SQL、Python）": {
        "hiroba.duckdb": "すべての表を一つにしたもの（DuckDB）",
        "queries": "問いと答えの例（SQL）",
        "manifest.json": "ファイルの一覧と行の数",
        "night.json": "この公開までの取得の記録",
        "SHA256SUMS": "ファイルが壊れていないかを確かめる値",
    },
}
_TABLES, _LABELS, _OTHERS = "表（Parquet、一つの表に一つ）", "符号の意味（Parquet）", "そのほか"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file or folder as people read of it."""

    name: str
    what: str
    size: str
    url: str


def write_files_page(path: Path, release: Path | None, files_url: str) -> None:
    """Write the page.

    Args:
        path: the file to replace.
        release: folder of the release that is published; None before the first.
        files_url: the folders `published` and `desk`.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    groups = dict(groups_of(release, f"{files_url}/published/latest")) if release else {}
    page = environment.get_template("files.html.j2").render(groups=groups, files_url=files_url)
    write_text(path, page + "\n")


def groups_of(release: Path, address: str) -> Iterator[tuple[str, list[FileLine]]]:
    """Heading → files under it; every file of the release is under exactly one, those for people first.

    Args:
        release: folder of the release.
        address: URL of that folder.
    """
    counts = _counts(release)
    left = {each.name: each for each in sorted(release.iterdir()) if not each.name.startswith(".")}
    for heading, known in _GROUPS.items():
        lines = [_line(left.pop(name), what, address, counts) for name, what in known.items() if name in left]
        if lines:
            yield heading, lines
    tables = {f"{name}.parquet": each.ja for name, each in TABLES.items()}
    labels = {name: what for name, what in tables.items() if name.startswith(_CODES)}
    own = {name: what for name, what in tables.items() if name not in labels}
    for heading, of_heading in ((_TABLES, own), (_LABELS, labels), (_OTHERS, dict.fromkeys(left, ""))):
        names = [name for name in left if name in of_heading]
        if names:
            yield heading, [_line(left.pop(name), of_heading[name], address, counts) for name in names]


def _counts(release: Path) -> dict[str, int]:
    """How many files are in a folder that has so many that the release has counted them."""
    manifest = release / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    return {each["name"]: each["files"] for each in told.get("folders", ())}


def _line(path: Path, what: str, address: str, counts: Mapping[str, int]) -> FileLine:
    if path.is_dir():
        count = counts[path.name] if path.name in counts else sum(1 for _ in files_under(path))
        return FileLine(f"{path.name}/", what, f"{count:,} ファイル", f"{address}/{quote(path.name)}/")
    return FileLine(path.name, what, _size(path.stat().st_size), f"{address}/{quote(path.name)}")


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB" if count >= 1_000_000 else f"{-(-count // 1000):,} KB"
