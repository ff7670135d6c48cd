"""What keeps a municipal server from noticing us (docs/design.md rule 10).

Belongs here: which requests may leave, and when a crawl stops itself. Does not belong here: delays and sizes, which
are plain settings.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.memusage import MemoryUsage
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.misc import build_from_crawler

from scrapers.platforms.kept_of_answer import without_password

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

STOPPED = "host_failing"
_FAILURES_IN_A_ROW = 3
_LONGEST_WAIT_SECONDS = 300.0  # who asks for more is left alone for the day
_PORTS = {"http": 80, "https": 443}
_DENY_ALL = b"User-agent: *\nDisallow: /\n"


class UnlistedHostError(IgnoreRequest):
    """The host is not on the source's list."""


class RobotsUnavailableError(IgnoreRequest):
    """robots.txt could not be read, so nothing is allowed (RFC 9309 §2.3.1.4)."""


class PrivateAddressError(OSError):
    """A listed name leads to an address inside our own network."""


class PublicResolver(CachingThreadedResolver):
    """Names of the live sites; an answer that is no public address is refused: no list may open our own network."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  # Twisted's name
        """Resolve a name.

        Args:
            name: host name.
            timeout: passed on.
        """
        return super().getHostByName(name, timeout).addCallback(only_public, name)


def only_public(address: str, name: str) -> str:
    """The address, when it is one of the public internet.

    Raises:
        PrivateAddressError: it is private, loopback, link-local or reserved.
    """
    if not ip_address(address).is_global:
        raise PrivateAddressError(f"{name}: {address}")
    return address


class ListedHosts:
    """Lets a request pass only to a host of the source, with http or https; a redirect comes through here again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ListedHosts:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse a host that is not listed, another port, a name and password in the address.

        Raises:
            UnlistedHostError: it is not.
        """
        parts = urlsplit(request.url)
        hosts: tuple[str, ...] = self._crawler.spider.source.hosts  # type: ignore[union-attr]  # our spiders carry it
        is_plain = parts.username is None and parts.port in (None, _PORTS.get(parts.scheme))
        if parts.scheme not in _PORTS or parts.hostname not in hosts or not is_plain:
            raise UnlistedHostError(without_password(request.url))


class ClosedRobots(RobotsTxtMiddleware):
    """robots.txt that fails closed: no readable answer, no crawl; a 4xx answer means that there are no rules."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            raise RobotsUnavailableError(f"{netloc}/robots.txt: HTTP {response.status}")
        body = response.body if response.status == 200 else b""
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        super()._robots_error(exc, netloc)
        self._parsers[netloc] = build_from_crawler(self._parserimpl, self.crawler, _DENY_ALL)


def wait_asked(response: Response) -> float:
    """How many seconds the server asks us to stay away (`Retry-After`, RFC 9110 §10.2.3); 0 when it does not.

    Args:
        response: an answer; a date is no wish we can measure without a clock, so it counts as longer than we wait.
    """
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if not text:
        return 0.0
    return float(text) if text.isdecimal() else _LONGEST_WAIT_SECONDS + 1


class CurrentMemory(MemoryUsage):
    """Stops the crawl when it takes too much memory now.

    Scrapy asks the system for the largest amount ever, and on Linux a new process starts with that of the process that
    started it: a crawl begun by a large one would be stopped before its first request.
    """

    def get_virtual_size(self) -> int:
        """Bytes in memory now; where the system does not say, Scrapy's answer."""
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        except FileNotFoundError:
            size: int = super().get_virtual_size()
            return size
        return pages * os.sysconf("SC_PAGE_SIZE")


class HostBreaker:
    """Slows down after a failure, as far as the server asks for it; after three in a row the crawl stops.

    The runner then leaves the host alone for the day.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._in_a_row = 0
        self._closing: Deferred[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostBreaker:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count a 429 or 5xx answer as a failure; anything else shows that the host is well."""
        if response.status != 429 and response.status < 500:
            self._in_a_row = 0
            return response
        self._in_a_row += 1
        if wait_asked(response) > _LONGEST_WAIT_SECONDS:
            self._in_a_row = max(self._in_a_row, _FAILURES_IN_A_ROW)
        self._slow_down(request, wait_asked(response))
        self._stop_if_failing()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a connection that failed; a request we refused ourselves says nothing about the host."""
        if not isinstance(exception, IgnoreRequest):
            self._in_a_row += 1
            self._stop_if_failing()

    def _slow_down(self, request: Request, asked: float) -> None:
        """From the first failure on the host is asked half as often, and as rarely as it wishes."""
        slots = self._crawler.engine.downloader.slots if self._crawler.engine is not None else {}
        slot = slots.get(str(request.meta.get("download_slot")))
        # Without delays (the sample city on loopback) nobody needs a rest
        if slot is not None and slot.delay:
            slot.delay = max(min(slot.delay * 2, _LONGEST_WAIT_SECONDS), min(asked, _LONGEST_WAIT_SECONDS))

    def _stop_if_failing(self) -> None:
        if self._in_a_row >= _FAILURES_IN_A_ROW and not self._closing and self._crawler.engine is not None:
            # Not awaited: closing waits for requests under way, and this one is under way until we return
            self._closing = deferred_from_coro(self._crawler.engine.close_spider_async(reason=STOPPED))
