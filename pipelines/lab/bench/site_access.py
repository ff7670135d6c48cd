"""Who can use the site: by keyboard alone, on a narrow screen, at 200 %, by the rules of axe-core.

Belongs here: those checks on every kind of page. Does not belong here: speed, weight and what a search finds (`site`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from pipelines.lab.bench.chromium import Tab
from pipelines.lab.bench.site_outside import LIST, WARD
from pipelines.publish.site.frame import place_of
from pipelines.settings import SITE

PHONE, DESK, _NARROW, _ZOOMED = (390, 844), (1366, 900), (320, 700), (683, 450)
"""Width and height in CSS pixels; 1366 at 200 % is 683 wide."""
_NOTHING = "/見つかりませんでした/.test(document.getElementById('said').textContent)"
SHOWN = f"document.querySelectorAll('#cards .card').length > 0 || {_NOTHING}"


def set_size(tab: Tab, size: tuple[int, int]) -> None:
    """Show pages on a screen of this size.

    Args:
        tab: of a browser.
        size: width and height in CSS pixels.
    """
    width, height = size
    tab.ask(
        "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < DESK[0]
    )


def page_kinds(release: Path) -> Iterator[str]:
    """One page of every kind, those with much on them.

    Args:
        release: its folder.
    """
    activities = pl.read_parquet(release / "activities.parquet")
    most = activities.sort("listing_count", "activity_id", descending=True).row(0, named=True)
    venue, organiser = (
        pl.read_parquet(release / f"{table}.parquet").sort("activity_count", id_, descending=True).item(0, id_)
        for table, id_ in (("venues", "venue_id"), ("organisers", "organizer_id"))
    )
    site = release / SITE
    wards = sorted(path.relative_to(site).as_posix() for path in (site / "ward").glob("*.html"))
    yield from (
        "index.html",
        "map.html",
        "calendar.html",
        "data.html",
        "changes.html",
        "removal.html",
        "easy.html",
        "en.html",
    )
    yield from ("404.html", wards[0], next(name for name in wards if "-" in name), "kind/exercise.html")
    yield from (
        place_of("a", most["activity_id"]),
        place_of("v", venue),
        place_of("o", organiser),
        f"widget/{LIST}.html",
    )
    wrong = pl.read_parquet(release / "disagreements.parquet")
    yield from [place_of("a", wrong.item(0, "activity_id"))] if wrong.height else []
    moved = pl.read_parquet(release / "activity_redirects.parquet").filter(pl.col("redirect_code") == "retired")
    yield from [place_of("a", moved.item(0, "activity_id"))] if moved.height else []


def reflow(tab: Tab, base: str, pages: Sequence[str]) -> str:
    """Which pages go over the side at 320 pixels and at 200 %.

    Args:
        tab: of a browser.
        base: address of the site.
        pages: one of every kind.
    """
    wide = []
    for size in (_NARROW, _ZOOMED):
        set_size(tab, size)
        for page in pages:
            tab.open(f"{base}/{page}")
            if tab.run("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append(f"{page}（{size[0]}）")
    return f"幅 {_NARROW[0]} px と 200 %: はみ出すページ {'、'.join(wide) or 'なし'}（{len(pages)} 種類）"


def keyboard(tab: Tab, base: str) -> str:
    """From the first page to a found activity without a mouse.

    Args:
        tab: of a browser.
        base: address of the site.
    """
    set_size(tab, DESK)
    tab.open(f"{base}/index.html")
    pressed = _tab_to(tab, "document.activeElement.id === 'q'")
    for sign in "体操":
        tab.ask("Input.insertText", text=sign)
    tab.wait(SHOWN)
    pressed += _tab_to(tab, "document.activeElement.closest('#cards .card') !== null")
    name = tab.run("document.activeElement.textContent")
    tab.ask("Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")
    tab.wait(f"document.querySelector('h1')?.textContent === {json.dumps(name)}")
    return f"キーボードだけで: はじめのページから活動のページまで Tab {pressed} 回"


def keyboard_on_map(tab: Tab, base: str) -> str:
    """From the map to an activity at one of its places without a mouse; where the reader is led is said.

    Args:
        tab: of a browser.
        base: address of the site.
    """
    set_size(tab, DESK)
    tab.open(f"{base}/map.html#q={quote('体操')}")
    tab.wait("document.querySelectorAll('#places button').length > 0")
    pressed = _tab_to(tab, "document.activeElement.closest('#places') !== null")
    _enter(tab)
    tab.wait("document.activeElement.closest('#here h2') !== null")
    pressed += _tab_to(tab, "document.activeElement.closest('#here .card') !== null")
    count = tab.run("document.querySelectorAll('#here .card').length")
    return f"地図もキーボードだけで: 場所をえらんで {count} 件の活動まで Tab {pressed} 回"


def _enter(tab: Tab) -> None:
    for kind in ("keyDown", "keyUp"):
        tab.ask("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")


def _tab_to(tab: Tab, script: str, most: int = 60) -> int:
    for pressed in range(most):
        if tab.run(script):
            return pressed
        for kind in ("keyDown", "keyUp"):
            tab.ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    raise LookupError(f"Tab を {most} 回押しても着きません: {script}")


def broken_rules(tab: Tab, base: str, pages: Sequence[str], axe: Path) -> Iterator[str]:
    """Rules of axe-core that pages break, small and wide.

    Args:
        tab: of a browser.
        base: address of the site.
        pages: one of every kind.
        axe: file of axe-core.
    """
    script, broken = axe.read_text(encoding="utf-8"), dict[str, Any]()
    shown = [*pages, f"index.html#q={quote('体操')}", f"index.html#ward={WARD}&time=0"]
    for size in (PHONE, DESK):
        set_size(tab, size)
        for page in shown:
            tab.open(f"{base}/{page}")
            tab.run("new Promise(done => setTimeout(done, 400))")
            tab.run(script)
            rules = "axe.run(document, {resultTypes: ['violations']})"
            for rule in tab.run(f"{rules}.then(r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]))"):
                broken.setdefault(rule[0], []).append(f"{page} {rule[1]} か所 {rule[2][:120]}")
    yield f"axe-core: {len(shown)} ページ × 2 幅、破れた規則 {len(broken)}（めやす 0）"
    for rule, where in sorted(broken.items()):
        yield f"  {rule}: {where[0]} ほか {len(where) - 1}"
