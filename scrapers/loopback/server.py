"""HTTP on the loopback interface.

Belongs here: validators, keep-alive, and the life of the server. Does not belong here: what is answered (`answers`).
"""

import datetime as dt
import email.utils
import json
import os
import signal
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, cast

from scrapers.loopback.answers import Answer, Answerer, http_date

_LOOPBACK = "127.0.0.1"
_GOODBYE_SECONDS = 2.0
_CHUNK = 1024 * 1024


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
        return http_date(cast("_Server", self.server).day)

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
        server = cast("_Server", self.server)
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


class _Server(ThreadingHTTPServer):
    """A server that knows its open connections, so that it can close them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, router: Answerer, day: dt.date) -> None:
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


class Loopback:
    """Some sites on one loopback port.

    Attributes:
        port: Port on 127.0.0.1; the site is chosen by the Host header.
    """

    def __init__(self, router: Answerer, day: dt.date) -> None:
        """Prepares the server; it listens from here on and answers inside `with`.

        Args:
            router: Finds the answers.
            day: Day of the Date header.
        """
        self._server = _Server(router, day)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()


def serve(sites: Loopback, sources: tuple[str, ...]) -> None:
    """Tells the port and whose pages there are in one line, and serves until a signal, or the end of standard input.

    Args:
        sites: the server.
        sources: keys of the sources that it has pages of.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def watch_parent() -> None:
        # An orphan must not outlive its parent: the read ends when the parent's end of the pipe is gone.
        # Read past the buffer, whose lock a waiting thread would still hold when the interpreter shuts down.
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    with sites:
        sys.stdout.write(json.dumps({"port": sites.port, "sources": sources}) + "\n")
        sys.stdout.flush()
        watcher = threading.Thread(target=watch_parent, daemon=True)
        watcher.start()
        stop.wait()
