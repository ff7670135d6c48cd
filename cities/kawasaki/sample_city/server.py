"""The sample city on the loopback interface.

What belongs here: HTTP – hosts, validators, robots.txt, keep-alive, and the life of the server. What does not: the
pages (see `sites`) and their flaws (see `faults`).
"""

import datetime as dt
import email.utils
import hashlib
import socket
import sys
import threading
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, cast

from cities.kawasaki.sample_city.faults import DEFAULT_FAULTS, Fault, delay, distort, not_found
from cities.kawasaki.sample_city.sites.city import CitySite
from cities.kawasaki.sample_city.sites.common import Page, Site, render
from cities.kawasaki.sample_city.sites.events import EventsSite
from cities.kawasaki.sample_city.sites.fukumimi import FukumimiSite
from cities.kawasaki.sample_city.sites.ouen import OuenSite
from cities.kawasaki.sample_city.sites.tenant import TenantSite
from cities.kawasaki.sample_city.world import World

ROBOTS = Page(b"User-agent: *\nDisallow: /search/\nAllow: /\nCrawl-delay: 1\n", "text/plain; charset=UTF-8")
_LOOPBACK = "127.0.0.1"
_GOODBYE_SECONDS = 2.0
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """A page with its validators, and how many seconds it is held back."""

    page: Page
    etag: str
    last_modified: str
    wait: float


def _http_date(day: dt.date) -> str:
    moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    return email.utils.format_datetime(moment, usegmt=True)


def _finished(page: Page, wait: float = 0.0) -> Answer:
    etag = f'"{hashlib.sha256(page.body).hexdigest()}"'
    return Answer(page, etag, _http_date(page.modified), wait)


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
            return _finished(Page(page.body, status=421))
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
        return replace(answer, last_modified=_http_date(self._changed_on))

    def _rendered(self, site: Site, target: str) -> Answer:
        parts = urllib.parse.urlsplit(target)
        path = urllib.parse.unquote(parts.path) or "/"
        query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        decoded = path + (f"?{urllib.parse.unquote(parts.query)}" if parts.query else "")
        faults = [fault for fault in self._faults if fault.concerns(site.host, decoded)]
        return _finished(distort(_sound_page(site, path, query), faults), delay(faults))


class _Handler(BaseHTTPRequestHandler):
    """Sends answers; one instance per connection."""

    protocol_version = "HTTP/1.1"
    server_version = "SampleCity"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 65536  # header and body leave in one piece

    def do_GET(self) -> None:
        """Answers a request with a body."""
        self._respond(with_body=True)

    def do_HEAD(self) -> None:
        """Answers a request without a body."""
        self._respond(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps quiet: the clients keep their own log.

        Args:
            format: Not used.
            *args: Not used.
        """

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Gives the Date header of the world's day, so that answers do not depend on the clock.

        Args:
            timestamp: Not used.

        Returns:
            The header's value.
        """
        return _http_date(cast("_CityServer", self.server).day)

    def _unchanged(self, answer: Answer) -> bool:
        if answer.page.status != 200:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:  # it outranks If-Modified-Since (RFC 9110, 13.2.2)
            names = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            return "*" in names or answer.etag in names
        since = self.headers.get("If-Modified-Since")
        try:
            moment = email.utils.parsedate_to_datetime(since or "")
            return moment >= email.utils.parsedate_to_datetime(answer.last_modified)
        except (TypeError, ValueError):  # no date, or one without a zone
            return False

    def _respond(self, with_body: bool) -> None:
        server = cast("_CityServer", self.server)
        answer = server.router.answer(self.headers.get("Host", ""), self.path)
        if answer.wait:
            server.closing.wait(answer.wait)  # the end of the server also ends the delay
        page = answer.page
        unchanged = self._unchanged(answer)
        self.send_response(304 if unchanged else page.status)
        if page.location:
            self.send_header("Location", page.location)
        if page.status == 200:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", answer.last_modified)
        if not unchanged:
            self.send_header("Content-Type", page.content_type)
            if page.encoding:
                self.send_header("Content-Encoding", page.encoding)
            self.send_header("Content-Length", str(len(page.body) + page.padding))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(page.body)
            for _ in range(page.padding // _CHUNK):
                self.wfile.write(b" " * _CHUNK)


class _CityServer(ThreadingHTTPServer):
    """A server that knows its open connections, so that it can close them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, router: Router, day: dt.date) -> None:
        self.router = router
        self.day = day
        self.closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        super().__init__((_LOOPBACK, 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Notes a new connection.

        Args:
            request: Its socket.
            client_address: Not used here.
        """
        with self._changed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forgets a connection that has ended.

        Args:
            request: Its socket.
        """
        super().shutdown_request(request)
        with self._changed:
            self._open.discard(request)
            self._changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores clients that hang up, and reports everything else.

        Args:
            request: Socket of the connection.
            client_address: Address of the client.
        """
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Ends all connections and waits a moment for their threads."""
        self.closing.set()
        with self._changed:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client was faster
            self._changed.wait_for(lambda: not self._open, timeout=_GOODBYE_SECONDS)


class SampleCity:
    """All sites on one loopback port.

    Attributes:
        world: The truth behind the pages.
        faults: All flaws that are switched on.
        port: Port on 127.0.0.1; the site is chosen by the Host header.
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
        self._server = _CityServer(Router(world, self.faults), world.day)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "SampleCity":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()
