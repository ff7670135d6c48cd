"""The site of the newest release in a real browser: how fast, how heavy, what a search finds, who can use it.

Belongs here: those figures, from a disk and from our own file server. Does not belong here: how long the site takes to
make (`site_growth`), telling a browser what to do (`chromium`).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from urllib.parse import quote

import polars as pl

from pipelines.lab.bench.chromium import Tab, browser
from pipelines.lab.bench.site_access import (
    DESK,
    PHONE,
    SHOWN,
    broken_rules,
    keyboard,
    keyboard_on_map,
    page_kinds,
    reflow,
    set_size,
)
from pipelines.lab.bench.site_filters import beside
from pipelines.lab.bench.site_outside import plain_server, widget
from pipelines.orchestration.file_server import serve_files
from pipelines.publish.exports.people import labels
from pipelines.publish.shelf import Shelf
from pipelines.publish.site.folded import folded
from pipelines.settings import SITE, Addresses, Settings

QUERIES = Path(__file__).parent.parent / "benchmarks" / "site_queries" / "queries.csv"
HALVES = ("open", "held")
_FIRST = 5
_NO_AXE = "axe-core: --axe に axe.min.js を渡すと測ります"
_SLOWER, _BITS, _LATENCY = 4, 1_600_000, 150


def readers(settings: Settings, axe: Path | None, halves: Sequence[str] = HALVES) -> Iterator[str]:
    """What readers get.

    Args:
        settings: where the release is.
        axe: file of axe-core (`axe.min.js`); without it accessibility is not measured.
        halves: of the queries.

    Raises:
        FileNotFoundError: nothing has been published.
        BrowserError: there is no browser.
    """
    release = Shelf(settings.published_dir).latest()
    if release is None:
        raise FileNotFoundError("まだ公開がありません。先に hiroba run を実行してください。")
    server = serve_files(settings.data_dir, 0, Addresses())
    web = f"http://127.0.0.1:{server.server_address[1]}/published/latest/{SITE}"
    disk = (release / SITE).as_uri()
    try:
        with browser() as tab:
            yield _weight(tab, web)
            yield _first_page(tab, web)
            for half in halves:
                yield from _searches(tab, web, release, half)
            yield _index(release)
            yield _folding(tab, release)
            with plain_server(release) as plain:
                for name, base in (
                    ("ディスク（file://）", disk),
                    ("ここのサーバー", web),
                    ("ただのサーバー", f"{plain}/{SITE}"),
                ):
                    yield f"{name}: {_journey(tab, base)}"
                yield widget(tab, plain)
            pages = list(page_kinds(release))
            yield reflow(tab, web, pages)
            yield keyboard(tab, web)
            yield keyboard_on_map(tab, web)
            yield beside(tab, web)
            yield from broken_rules(tab, web, pages, axe) if axe else [_NO_AXE]
    finally:
        server.shutdown()
        server.server_close()


def _received(tab: Tab) -> int:
    """Bytes of bodies and headers since the page was opened."""
    done = (each["params"] for each in tab.events if each["method"] == "Network.loadingFinished")
    return sum(int(each["encodedDataLength"]) for each in done)


def _weight(tab: Tab, base: str) -> str:
    tab.ask("Network.setCacheDisabled", cacheDisabled=True)
    set_size(tab, PHONE)
    tab.open(f"{base}/index.html")
    tab.run("new Promise(done => setTimeout(done, 1000))")
    asked = [each for each in tab.events if each["method"] == "Network.requestWillBeSent"]
    addresses = [each["params"]["request"]["url"] for each in asked]
    others = {address for address in addresses if address.startswith("http") and not address.startswith(base)}
    asked_for = f"{len(addresses)} 要求、ほかの場所から {len(others)}"
    return f"はじめのページ: {_received(tab) / 1000:.0f} kB、{asked_for}（めやす 250 kB）"


def _throttled(tab: Tab, *, on: bool) -> None:
    tab.ask("Emulation.setCPUThrottlingRate", rate=_SLOWER if on else 1)
    speed = _BITS / 8 if on else -1
    tab.ask(
        "Network.emulateNetworkConditions",
        offline=False,
        latency=_LATENCY if on else 0,
        downloadThroughput=speed,
        uploadThroughput=speed,
    )


def _first_page(tab: Tab, base: str) -> str:
    """On a slow phone: until something is to be read, and until somebody can type."""
    painted, usable = [], []
    for _ in range(3):
        _throttled(tab, on=True)
        tab.open(f"{base}/index.html")
        tab.wait("!document.getElementById('find').hidden")
        painted.append(tab.run("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        usable.append(tab.run("performance.timing.loadEventEnd - performance.timing.navigationStart"))
        _throttled(tab, on=False)
    return (
        f"遅い電話（CPU 1/{_SLOWER}、1.6 Mbit/s、{_LATENCY} ms）: 見えるまで {median(painted) / 1000:.2f} 秒、"
        f"さがせるまで {median(usable) / 1000:.2f} 秒（めやす 2.0 秒）"
    )


_TYPE = """
new Promise(done => {
  const form = document.getElementById('find'), started = performance.now();
  document.getElementById('cards').textContent = '';
  document.getElementById('said').textContent = '';
  form.q.value = %s;
  form.q.dispatchEvent(new Event('input', {bubbles: true}));
  const look = () => {
    if (%s) {
      const ended = performance.now();
      setTimeout(() => done([ended - started, Array.from(document.querySelectorAll('#cards .card a'), a => a.getAttribute('href'))]), 30);
    } else { setTimeout(look, 0); }
  };
  look();
})
"""  # noqa: E501  # a script of the page


def typed(tab: Tab, text: str) -> tuple[float, list[str]]:
    """Type a search; milliseconds until the first result, and the IDs of all that are shown."""
    milliseconds, addresses = tab.run(_TYPE % (json.dumps(text), SHOWN))
    return milliseconds, [Path(address).stem for address in addresses]


def _searches(tab: Tab, base: str, release: Path, half: str) -> Iterator[str]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        asked = [row for row in csv.DictReader(file) if row["half"] == half]
    texts = _told(release)
    set_size(tab, DESK)
    tab.open(f"{base}/index.html")
    right, wrong, cold, warm = 0, [], [], []
    for row in asked:
        milliseconds, ids = typed(tab, row["query"])
        cold.append(milliseconds)
        warm.append(typed(tab, row["query"])[0])
        if any(re.search(row["right"], texts[id_]) for id_ in ids[:_FIRST]):
            right += 1
        else:
            wrong.append(row["query"])
    yield (
        f"さがす（{half} {len(asked)} 問）: はじめの {_FIRST} 件に正しい活動 {right / len(asked):.0%}（めやす 95 %）、"
        f"索引があるとき中央 {median(warm):.0f} ms・最長 {max(warm):.0f} ms、部品を読むとき中央 {median(cold):.0f} ms"
    )
    if wrong:
        yield f"  見つからない: {'、'.join(wrong)}"


def waited(site: Path) -> str:
    """How long searches take in a site of any size, opened from the disk.

    Args:
        site: its folder.
    """
    with QUERIES.open(encoding="utf-8", newline="") as file:
        asked = [row["query"] for row in csv.DictReader(file) if row["half"] == HALVES[0]]
    with browser() as tab:
        set_size(tab, DESK)
        tab.open(f"{site.as_uri()}/index.html")
        cold = [typed(tab, text)[0] for text in asked]
        warm = [typed(tab, text)[0] for text in asked]
    return (
        f"  さがす: 索引があるとき中央 {median(warm):.0f} ms・最長 {max(warm):.0f} ms、"
        f"部品を読むとき中央 {median(cold):.0f} ms・最長 {max(cold):.0f} ms"
    )


def _folding(tab: Tab, release: Path) -> str:
    """Whether names are folded in the page as they are in the index; the page of the searches is open."""
    names = pl.read_parquet(release / "activities.parquet").select("name", "venue", "organizer").unpivot()["value"]
    texts = names.drop_nulls().unique().sort()
    own = texts.to_frame("text").select(folded(pl.col("text"))).to_series().to_list()
    theirs = tab.run(f"{json.dumps(texts.to_list())}.map(hirobaSearch.fold)")
    return f"ことばのそろえ方: {len(own):,} のうち、索引とページで違うもの {sum(map(str.__ne__, own, theirs))}"


def _told(release: Path) -> dict[str, str]:
    """ID → the text that `right` is looked for in."""
    wards, kinds = labels("ward"), labels("kind")
    df = pl.read_parquet(
        release / "activities.parquet", columns=["activity_id", "name", "venue", "ward_code", "kind_code"]
    )
    rows = df.iter_rows()
    return {
        id_: "／".join((name, venue or "", wards.get(ward, ""), kinds.get(kind, "")))
        for id_, name, venue, ward, kind in rows
    }


def _index(release: Path) -> str:
    data = release / SITE / "data"
    sizes = {
        name: sum(path.stat().st_size for path in (data / name).glob("*.js")) for name in ("g", "f", "r", "p", "d")
    }
    count = {name: len(list((data / name).glob("*.js"))) for name in sizes}
    return (
        f"索引: {(sizes['g'] + sizes['f']) / 1000:.0f} kB を {count['g'] + count['f']} 部に（めやす 600 kB）、"
        f"見せることば {sizes['r'] / 1000:.0f} kB を {count['r']} 部に、"
        f"日 {sizes['d'] / 1000:.0f} kB、点 {sizes['p'] / 1000:.0f} kB"
    )


def _journey(tab: Tab, base: str) -> str:
    """Search, map and calendar each show something."""
    set_size(tab, DESK)
    tab.open(f"{base}/index.html#q={quote('体操')}")
    tab.wait("document.querySelectorAll('#cards .card').length > 0")
    found = tab.run("document.getElementById('said').textContent")
    tab.open(f"{base}/map.html")
    tab.wait(
        "document.querySelector('#map canvas, #map svg') && /地図/.test(document.getElementById('said').textContent)"
    )
    mapped = tab.run("document.getElementById('said').textContent")
    tab.open(f"{base}/calendar.html")
    tab.wait("document.querySelectorAll('#week li').length > 0")
    days = tab.run("document.querySelectorAll('#week section').length")
    return f"体操 {found}、{mapped}、カレンダー {days} 日"
