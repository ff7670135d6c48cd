"""Does the WordPress platform read a real WordPress? `make sources`, on a machine with Debian's packages.

Starts the site (`wordpress_site`), brings it into one state after the other, and lets the product's own crawl child
read it. Prints a table: what the site's database says must be read, what was read, what twice, what of it is not for
the public, the verdict. Ends with 1 when one line is not as it should be.
"""

from __future__ import annotations

import argparse
import functools
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from wordpress_site import HOST, PACKAGES, Site, missing, wordpress

from scrapers.declaration.source import SOURCES_DIR, Source, read_source
from scrapers.runs.archive import Archive
from scrapers.runs.replay import replay
from scrapers.runs.run import PARTITION_TABLES, Run
from warehouse.contract import TOKYO
from warehouse.storage import read_table

ROOT = Path(__file__).resolve().parents[2]
CANARY = "見せない語句"
STARTED = datetime(2026, 11, 23, 1, tzinfo=TOKYO)
GROUPS = f"https://{HOST}/wp-json/wp/v2/group?per_page=100&orderby=id&order=asc"
POSTS = f"https://{HOST}/wp-json/wp/v2/posts?per_page=100&orderby=id&order=asc"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One state of the site and how it is read.

    Attributes:
        name: what staff would call it.
        state: what differs from a site as installed.
        rest: the address of the REST interface, or None to read pages.
        post_type: what the listings are.
        verdict: what the run must say.
        says: words of its sentence.
        reads: whether every public listing must be read; else none may be.
        lost: how many may be lost without REST while somebody removes posts.
    """

    name: str
    state: dict[str, Any] = field(default_factory=dict)
    rest: str | None = GROUPS
    post_type: str = "group"
    verdict: str = "succeeded"
    says: str = ""
    reads: bool = True
    lost: int = 0


SCENARIOS = (
    Scenario("REST"),
    Scenario("ページ（41ページ）", rest=None),
    Scenario("REST が既定の並び（新しい順）", rest=f"https://{HOST}/wp-json/wp/v2/group?per_page=100&page=1"),
    Scenario("REST 10件ずつ", rest=GROUPS.replace("=100", "=10")),
    Scenario("REST は50件までしか返さない", {"most_per_page": 50}),
    Scenario("固定表示のある投稿、REST", rest=POSTS, post_type="post"),
    Scenario("固定表示のある投稿、ページ", rest=None, post_type="post"),
    Scenario("REST 停止 401", {"rest": "401"}),
    Scenario("REST 停止 404", {"rest": "404"}),
    Scenario("REST 停止 トップへ転送", {"rest": "home"}),
    Scenario("REST の前に警告文", {"rest": "notice"}, verdict="layout_changed", says="JSON", reads=False),
    Scenario("URL の形が変わる、REST", {"permalinks": "number"}),
    Scenario("URL の形が変わる、ページ", {"permalinks": "number"}, rest=None),
    Scenario("テーマに投稿番号がない", {"theme": "bare"}, rest=None),
    Scenario("標準のブロックテーマ、REST", {"theme": "twentytwentythree"}),
    Scenario(
        "標準のブロックテーマ、ページ",
        {"theme": "twentytwentythree"},
        rest=None,
        verdict="layout_changed",
        says="article h2 a",
        reads=False,
    ),
    Scenario("手で並べる機能（全部同順位）、REST", {"order": "by_hand"}),
    Scenario(
        "手で並べる機能（全部同順位）、ページ",
        {"order": "by_hand"},
        rest=None,
        verdict="layout_changed",
        lost=400,
    ),
    Scenario("ページ数が多すぎる", {"total_pages": 999}),
    Scenario("読む間に削除、REST", {"change": "remove"}),
    Scenario("読む間に追加、REST", {"change": "add"}),
    Scenario("読む間に修正、REST", {"change": "edit"}),
    Scenario("読む間に削除、ページ", {"change": "remove"}, rest=None, lost=1),
    Scenario("読む間に追加、ページ", {"change": "add"}, rest=None),
    Scenario("8秒かかるページ", {"slow": 10}, rest=None),
    Scenario("メンテナンス中 503", {"is_maintained": True}, verdict="blocked", says="今日は止めました", reads=False),
)


class Crawled:
    """What one crawl left behind."""

    def __init__(self, source: Source, folder: Path, started: datetime) -> None:
        self.run = Run.at(source, "sample", started, folder / "raw")
        self._archive = Archive(folder / "archive")

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Rows of one raw table."""
        return read_table(self.run.folder / f"{name}.parquet").to_dicts()

    def reads_again(self) -> bool:
        """Whether reading the archive again gives the same bytes."""
        before = [(self.run.folder / f"{name}.parquet").read_bytes() for name in PARTITION_TABLES]
        replay(self.run, self._archive)
        return before == [(self.run.folder / f"{name}.parquet").read_bytes() for name in PARTITION_TABLES]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    name: str
    expected: int
    read: int
    twice: int
    leaked: int
    verdict: str
    faults: list[str]
    keys: dict[str, str]


def declaration(scenario: Scenario) -> str:
    """The real declaration of ふくみみ, with REST and the kind of post of the scenario."""
    text = (SOURCES_DIR / "fukumimi" / "source.toml").read_text(encoding="utf-8")
    if scenario.rest:
        text = text.replace("[layout]\n", f'[layout]\nrest = "{scenario.rest}"\n')
    if scenario.post_type == "post":
        text = text.replace(f"https://{HOST}/group/", f"https://{HOST}/")
        text = text.replace("minimum = 350", "minimum = 50").replace("maximum = 800", "maximum = 60")
    return text


def crawl(scenario: Scenario, folder: Path, port: int, started: datetime) -> Crawled:
    """Let the crawl child read the site as it is now."""
    declared = folder / "sources" / "fukumimi" / "source.toml"
    declared.parent.mkdir(parents=True)
    declared.write_text(declaration(scenario), encoding="utf-8")
    child = [sys.executable, Path(__file__).with_name("crawl_child.py"), folder / "sources", "fukumimi"]
    options = ["--data-dir", folder, "--profile", "sample", "--started-at", started.isoformat(), "--sample-port", port]
    done = subprocess.run(
        [str(part) for part in (*child, *options)], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode:
        raise SystemExit(f"×   {scenario.name}: {done.stderr[-2000:]}")
    return Crawled(read_source(declared), folder, started)


def judge(scenario: Scenario, crawled: Crawled, before: dict[str, Any], after: dict[str, Any]) -> Line:
    """Compare what was read with what the database held before and after."""
    listings, issues = crawled.rows("raw__listings"), crawled.rows("raw__issues")
    (run,) = crawled.rows("raw__runs")

    def public(posts: dict[str, Any]) -> dict[str, str]:
        return {
            key: post["name"]
            for key, post in posts.items()
            if post["type"] == scenario.post_type and post["is_listing"]
        }

    old, new = public(before), public(after)
    must = (old.keys() & new.keys()) if scenario.reads else set()
    keys = {row["record_key"]: row["name_text"] for row in listings}
    leaks = [row for row in [*listings, *issues] if any(CANARY in str(value) for value in row.values())]
    leaks += [row for row in listings if row["record_key"] not in old.keys() | new.keys()]
    lost = must - keys.keys()
    renamed = [key for key, name in keys.items() if name not in (old.get(key), new.get(key))]
    twice = len(listings) - len(keys)
    faults = [
        words
        for is_wrong, words in (
            (len(lost) > scenario.lost, f"読めない {len(lost)}: {sorted(lost)[:5]}"),
            (not scenario.reads and listings, "読めないはずのものを読んだ"),
            (twice, f"二度 {twice}"),
            (leaks, f"非公開 {len(leaks)}"),
            (renamed, f"名称が違う {len(renamed)}: {[(key, keys[key], new.get(key)) for key in renamed[:2]]}"),
            (run["run_verdict_code"] != scenario.verdict, f"判定が {scenario.verdict} でない"),
            (scenario.says not in run["message_ja"], f"判定の文に「{scenario.says}」がない"),
            (not crawled.reads_again(), "保管庫から読み直すと違う"),
        )
        if is_wrong
    ]
    said = f"{run['run_verdict_code']} {run['message_ja']}"
    return Line(scenario.name, len(must), len(listings), twice, len(leaks), said, faults, keys)


def prove(site: Site, folder: Path, chosen: str, *, is_wordy: bool) -> list[Line]:
    """Every scenario, one after the other."""
    print(
        "| 場面 | あるはず | 読んだ | 二度 | 非公開 | 要求 | 秒 | 判定 | 可否 |\n|---|---|---|---|---|---|---|---|---|"
    )
    lines: list[Line] = []
    for number, scenario in enumerate(SCENARIOS):
        if not re.search(chosen, scenario.name):
            continue
        site.switch(**scenario.state)
        before, began = site.posts(), time.monotonic()
        crawled = crawl(scenario, folder / f"crawl-{number}", site.port, STARTED + timedelta(days=number))
        seconds = time.monotonic() - began
        line = judge(scenario, crawled, before, site.posts())
        if scenario.state.get("permalinks"):
            line.faults.extend(_moved(line, lines))
        lines.append(line)
        cells = [line.expected, line.read, line.twice, line.leaked, len(crawled.rows("raw__fetches")), f"{seconds:.0f}"]
        told = " ".join(f"× {words}" for words in line.faults) or "ok"
        print(f"| {line.name} | {' | '.join(map(str, cells))} | {line.verdict} | {told} |", flush=True)
        if is_wordy:
            _tell(crawled)
    return lines


def _moved(line: Line, earlier: list[Line]) -> list[str]:
    """A listing keeps its key when its address changes."""
    usual = next((other.keys for other in earlier if other.read), line.keys)
    return [] if line.keys == usual else ["URL が変わると掲載の鍵も変わる"]


def _tell(crawled: Crawled) -> None:
    issues = crawled.rows("raw__issues")
    for (code, held), count in Counter((row["reason_code"], row["is_quarantined"]) for row in issues).items():
        example = next(row for row in issues if row["reason_code"] == code)
        place = f"{example['page_url']} #{example['position']}"
        print(f"    {code} quarantined={held} ×{count}: {place} {example['detail_text']}")


def main() -> int:
    """Start, prove, stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="", help="pattern of names: only these")
    parser.add_argument("--issues", action="store_true", help="also the issues of each run")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped
    lacking = missing()
    if lacking:
        print(f"ありません: {', '.join(lacking)}。Debian では: apt-get install --no-install-recommends {PACKAGES}")
        return 2
    print_now = functools.partial(print, flush=True)
    with tempfile.TemporaryDirectory(prefix="hiroba-wp-") as name:
        folder, began = Path(name), time.monotonic()
        with wordpress(folder / "site-of-the-day") as site:
            print_now(f"WordPress は {time.monotonic() - began:.0f} 秒で動きました（投稿 {len(site.posts())} 件）\n")
            lines = prove(site, folder, arguments.scenario, is_wordy=arguments.issues)
    bad = [line.name for line in lines if line.faults]
    print_now(f"\n{len(lines)} 場面のうち {len(lines) - len(bad)} 場面が正しい（{time.monotonic() - began:.0f} 秒）")
    return 1 if bad or not lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
