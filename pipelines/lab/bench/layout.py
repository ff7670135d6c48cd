"""How every source's spider and verdict take thirty changes of layout: noticed, harmless, or wrong rows let through.

Belongs here: the measurement behind `hiroba bench layout`. Does not belong here: the changes (`sample_city.mutations`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from cities.kawasaki.sample_city.mutations import MUTATIONS, mutate
from cities.kawasaki.sample_city.server import Router
from cities.kawasaki.sample_city.sites.common import Page
from cities.kawasaki.sample_city.world import REPLICAS, World, build_world
from scrapers.declaration.labels import Expected
from scrapers.declaration.source import Source, load_source
from scrapers.runs.drive import drive, response_for
from scrapers.runs.fingerprints import fingerprint
from scrapers.runs.run import Findings
from scrapers.runs.verdicts import verdict

# Enough listings to be like the source, few enough to read it thirty times
_KEPT = 90
_MOST_REDIRECTS = 5
_NOT_COMPARED = ("body_sha256", "position", "page_url", "extra_json")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source made of its (changed) pages."""

    code: str
    rows: frozenset[tuple[tuple[str, object], ...]]
    row_count: int
    issue_count: int
    changed_pages: int


def layout(keys: tuple[str, ...] = (), router: Router | None = None) -> Iterator[str]:
    """One line per source, and one per change that nobody noticed.

    Args:
        keys: sources; all when empty.
        router: the city, when it is built already.
    """
    router = router or Router(small_world(), ())
    total = [0, 0, 0]
    for key in keys or REPLICAS:
        source, healthy = _baseline(load_source(key), router)
        good = read(source, router, None, healthy)
        noticed, harmless, missed, wrong_rows = 0, 0, [], 0
        for name in MUTATIONS:
            reading = read(source, router, name, healthy)
            if not reading.changed_pages:
                continue
            wrong = len(reading.rows - good.rows)
            if reading.code != "succeeded" or reading.issue_count > good.issue_count:
                noticed += 1
            elif reading.rows == good.rows and reading.row_count == good.row_count:
                harmless += 1
            else:
                missed.append(f"{name}（{reading.row_count}行）")
            if reading.code == "succeeded":
                wrong_rows += wrong
                if wrong:
                    missed.append(f"{name}: 誤った行{wrong}")
        total = [total[0] + noticed, total[1] + harmless, total[2] + wrong_rows]
        yield f"{key}: 気づいた{noticed}、害なし{harmless}、見逃し{len(missed)}、通った誤りの行{wrong_rows}"
        yield from (f"  見逃し {line}" for line in missed)
    yield f"計: 気づいた{total[0]}、害なし{total[1]}、通った誤りの行{total[2]}"


def small_world() -> World:
    """The sample city with at most so many listings on every site."""
    world = build_world()
    sites = dict.fromkeys(entry.site for entry in world.entries)
    return replace(world, entries=tuple(entry for site in sites for entry in world.of(site)[:_KEPT]))


def _baseline(source: Source, router: Router) -> tuple[Source, dict[str, object]]:
    """The source with a band for the small world, and its healthy run."""
    findings = _findings(source, router, None)[0]
    count = len(findings.listings)
    band = Expected(minimum=int(count * 0.9), maximum=max(count * 2, 1), origin="計測用の小さい見本の市")
    text = json.dumps(fingerprint(findings.listings, findings.labels, findings.labelled))
    return source.model_copy(update={"expected": band}), {"fingerprint_json": text}


def read(source: Source, router: Router, mutation: str | None, healthy: dict[str, object]) -> Reading:
    """Read a source with one change on all its pages.

    Args:
        source: the source with its band.
        router: the sample city.
        mutation: one of `MUTATIONS`, or None for the sound pages.
        healthy: row of the healthy run.
    """
    findings, changed = _findings(source, router, mutation)
    outcome = verdict(source, findings, stopped=None, healthy=healthy)
    rows = frozenset(
        tuple(sorted((name, value) for name, value in row.items() if name not in _NOT_COMPARED))
        for row in findings.listings
    )
    return Reading(outcome.run_verdict_code, rows, len(findings.listings), len(findings.issues), changed)


def answer_from(router: Router) -> Callable[[Request], Response]:
    """Answers of the sample city without a network; redirects are followed."""
    return lambda request: _respond(request, *_fetch(router, request.url))


def _findings(source: Source, router: Router, mutation: str | None) -> tuple[Findings, int]:
    findings, changed = Findings(), 0

    def answer(request: Request) -> Response:
        nonlocal changed
        url, sound = _fetch(router, request.url)
        page = mutate(sound, mutation) if mutation else sound
        changed += (page.body, page.status) != (sound.body, sound.status)
        findings.fetches.append({"http_status": page.status})
        return _respond(request, url, page)

    for item in drive(source, answer):
        findings.add(item)
    return findings, changed


def _fetch(router: Router, url: str) -> tuple[str, Page]:
    for _ in range(_MOST_REDIRECTS):
        parts = urlsplit(url)
        page = router.answer(parts.netloc, parts.path + (f"?{parts.query}" if parts.query else "")).page
        if not page.location:
            break
        url = urljoin(url, page.location)
    return url, page


def _respond(request: Request, url: str, page: Page) -> Response:
    return response_for(request, url, page.status, {"Content-Type": page.content_type}, page.body)
