"""The sample city on the loopback interface.

What belongs here: which site answers, robots.txt, what changed when. What does not: HTTP (see `scrapers.loopback`), the
pages (see `sites`) and their flaws (see `faults`).
"""

import urllib.parse
from collections.abc import Iterable
from dataclasses import replace

from cities.kawasaki.sample_city.faults import DEFAULT_FAULTS, Fault, delay, distort, not_found
from cities.kawasaki.sample_city.sites.city import CitySite
from cities.kawasaki.sample_city.sites.common import Page, Site, render
from cities.kawasaki.sample_city.sites.events import EventsSite
from cities.kawasaki.sample_city.sites.fukumimi import FukumimiSite
from cities.kawasaki.sample_city.sites.ouen import OuenSite
from cities.kawasaki.sample_city.sites.tenant import TenantSite
from cities.kawasaki.sample_city.world import World
from scrapers.loopback.answers import Answer, finished, http_date
from scrapers.loopback.server import Loopback

ROBOTS = Page(b"User-agent: *\nDisallow: /search/\nAllow: /\nCrawl-delay: 1\n", "text/plain; charset=UTF-8")


def _sound_page(site: Site, path: str, query: dict[str, str]) -> Page:
    if path == "/robots.txt":
        return ROBOTS
    return site.page(path, query) or not_found()


class Router:
    """Finds the answer to a request; every answer is rendered once."""

    def __init__(self, world: World, faults: tuple[Fault, ...]) -> None:
        sites: list[Site] = [
            CitySite(world),
            OuenSite(world),
            FukumimiSite(world),
            EventsSite(world),
            TenantSite(world),
        ]
        self._sites = {site.host: site for site in sites}
        self._faults = faults
        self._answers: dict[tuple[str, str], Answer] = {}
        self._changed_on = max((change.day for change in world.happened), default=None)
        self._first = Router(world.first, faults) if world.first else None

    def answer(self, host: str, target: str) -> Answer:
        """Finds or renders the answer.

        Args:
            host: Value of the Host header.
            target: Request target.

        Returns:
            The answer with its validators.
        """
        name = host.split(":")[0].lower()
        site = self._sites.get(name)
        if site is None:
            text = "このサーバーはその名前のサイトを持っていません。"
            page = render("message.html.j2", title="421 Misdirected Request", text=text)
            return finished(Page(page.body, status=421))
        key = (name, target)
        if key not in self._answers:  # two threads may both render it: the bytes are the same
            self._answers[key] = self._dated(host, target, self._rendered(site, target))
        return self._answers[key]

    def _dated(self, host: str, target: str, answer: Answer) -> Answer:
        """On a later day, what differs from the first day was modified when something last happened."""
        if self._first is None or self._changed_on is None:
            return answer
        if self._first.answer(host, target).page.body == answer.page.body:
            return answer
        return replace(answer, last_modified=http_date(self._changed_on))

    def _rendered(self, site: Site, target: str) -> Answer:
        parts = urllib.parse.urlsplit(target)
        path = urllib.parse.unquote(parts.path) or "/"
        query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        decoded = path + (f"?{urllib.parse.unquote(parts.query)}" if parts.query else "")
        faults = [fault for fault in self._faults if fault.concerns(site.host, decoded)]
        return finished(distort(_sound_page(site, path, query), faults), delay(faults))


class SampleCity(Loopback):
    """All sites of the sample city on one loopback port.

    Attributes:
        world: The truth behind the pages.
        faults: All flaws that are switched on.
    """

    def __init__(self, world: World, faults: Iterable[Fault] = (), *, default_faults: bool = True) -> None:
        """Prepares the server; it listens from here on and answers inside `with`.

        Args:
            world: The truth behind the pages.
            faults: Flaws besides the default ones.
            default_faults: Whether the default flaws are switched on, as they are unless a test needs a sound city.
        """
        self.world = world
        self.faults = ((*DEFAULT_FAULTS,) if default_faults else ()) + tuple(faults)
        super().__init__(Router(world, self.faults), world.day)
