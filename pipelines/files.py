"""The folders `published` and `desk` over HTTP, for links from the UI on one's own machine.

Belongs here: that small server, on loopback only. Does not belong here: production, where the web server in front does
it (`deploy/`).
"""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

FOLDERS = ("published", "desk")
_HOST = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Files of two folders and nothing else of the data folder: raw pages hold what must not be seen."""

    def send_head(self):  # type: ignore[no-untyped-def]  # as the library has it
        """Open a file of one of the folders."""
        parts = unquote(urlsplit(self.path).path).strip("/").split("/")
        if parts[0] not in FOLDERS or any(part.startswith(".") for part in parts):
            return self.send_error(HTTPStatus.NOT_FOUND)
        return super().send_head()

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to the UI."""


def serve_files(data_dir: Path, port: int) -> ThreadingHTTPServer:
    """Serve in a thread that ends with the process.

    Args:
        data_dir: folder that holds the folders.
        port: on loopback; 0 for any.

    Raises:
        OSError: the port is taken.
    """

    def handler(*arguments: object) -> _Handler:
        return _Handler(*arguments, directory=str(data_dir))  # type: ignore[arg-type]

    server = ThreadingHTTPServer((_HOST, port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
