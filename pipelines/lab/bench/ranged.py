"""A folder served on loopback as a web server or a bucket serves it: whole files or pieces of them, every byte counted.

Belongs here: that server. Does not belong here: what is asked of it (`remote`), what staff are served
(`orchestration.file_server`).
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Counted(ThreadingHTTPServer):
    """The server, with what went out by file and how many requests that took."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        """Serve a folder on a free port.

        Args:
            folder: what is served.
        """
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder.resolve()
        self.sent: Counter[str] = Counter()
        self.requests = 0
        self._own = threading.Lock()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def count(self, name: str, size: int) -> None:
        """One answer went out."""
        with self._own:
            self.sent[name] += size
            self.requests += 1

    def forget(self) -> None:
        """Begin to count anew."""
        with self._own:
            self.sent.clear()
            self.requests = 0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Counted

    def do_GET(self) -> None:
        """A file or a piece of it."""
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        """How large a file is."""
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        name = unquote(self.path.partition("?")[0]).lstrip("/")
        path = (self.server.folder / name).resolve()
        if not path.is_relative_to(self.server.folder) or not path.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        size = path.stat().st_size
        piece = _asked(self.headers.get("Range"), size)
        is_part = piece is not None
        first, last = piece or (0, size - 1)
        self.send_response(206 if is_part else 200)
        if is_part:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Last-Modified", self.date_time_string(int(path.stat().st_mtime)))
        self.send_header("ETag", f'"{size}-{int(path.stat().st_mtime)}"')
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        if has_body:
            with path.open("rb") as file:
                file.seek(first)
                body = file.read(last - first + 1)
            self.server.count(name, len(body))
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the counts tell."""


def _asked(header: str | None, size: int) -> tuple[int, int] | None:
    """First and last byte of the piece that is asked for; None where none, or none that we know, is."""
    found = _RANGE.fullmatch(header or "")
    if not found or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


@contextmanager
def served(folder: Path) -> Iterator[Counted]:
    """A folder served while it is looked at.

    Args:
        folder: what is served.
    """
    server = Counted(folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
