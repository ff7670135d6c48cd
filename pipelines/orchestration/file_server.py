"""The folders `published` and `desk` over HTTP, for links from the UI on one's own machine.

Belongs here: that small server, on loopback only, and which files it gives out as what. Does not belong here: who may
come in (`doors`); production, where the web server in front does it (`deploy/`).
"""

from __future__ import annotations

import html
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

from pipelines.orchestration.doors import HEADERS, Asked, Doors
from pipelines.settings import SITE, Addresses

FOLDERS = ("published", "desk")
FILES_POLICY = (
    "sandbox allow-downloads allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Our pages need no script: whatever a page says, nothing in it runs, and it is no page of this site."""
SITE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""The site of a release has scripts, its own: they are looked at, byte for byte, before it is published."""
_HOST = "127.0.0.1"
_SITE_DEPTH = 3
_INBOX = "decisions"
"""What people put there is for us to read, not to show: it is nobody's page."""
_INDEX, _FILES = "index.html", "files.html"
_RUNS = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml", "multipart/related")
"""Kinds of files that a browser would run."""
_LOSES = (ValueError, OSError, RuntimeError)
"""Paths that are none: a zero byte, a name without end, half a surrogate pair, folders that lead to each other."""


def inside(data_dir: Path, asked: str) -> Path | None:
    """The file or folder a path of the URL stands for; None when it is not to be seen.

    Only what lies within one of the two folders, whatever links lie in between.

    Args:
        data_dir: folder that holds the folders.
        asked: path of the URL, still coded.

    Raises:
        ValueError: it is no path.
    """
    parts = unquote(urlsplit(asked).path, errors="strict").strip("/").split("/")
    if parts[0] not in FOLDERS:
        return None
    root = (data_dir / parts[0]).resolve()
    path = data_dir.joinpath(*parts).resolve()
    if not path.is_relative_to(root) or not path.exists():
        return None
    is_hidden = any(
        part.startswith(".") or "\\" in part or part.casefold() == _INBOX
        for part in (*parts, *path.relative_to(root).parts)
    )
    return None if is_hidden else path


def _is_of_site(path: Path, root: Path) -> bool:
    """Whether a file is one of the site of a release: published/releases/(release)/site/."""
    parts = path.relative_to(root).parts
    return len(parts) > _SITE_DEPTH and parts[0] == FOLDERS[0] and parts[_SITE_DEPTH] == SITE


class _Server(ThreadingHTTPServer):
    """Quiet, and with doors."""

    daemon_threads = True
    doors: Doors

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing either: a browser that went away in the middle, a line that is no request."""


class _Handler(SimpleHTTPRequestHandler):
    """Files of two folders and nothing else of the data folder: raw pages hold what must not be seen."""

    server_version, sys_version = "hiroba", ""
    server: _Server
    policy = FILES_POLICY

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Open a file of one of the folders."""
        names = {name.lower(): ", ".join(self.headers.get_all(name, [])) for name in self.headers}
        refusal = self.server.doors.refusal(Asked(self.command, "/", names))
        if refusal is not None:
            return self._refuse(*refusal)
        try:
            path = inside(Path(self.directory), self.path)
            if path is None:
                return self._refuse(HTTPStatus.NOT_FOUND, "そのようなファイルはありません。")
            return self._folder(path) if path.is_dir() else self._file(path)
        except _LOSES:
            return self._refuse(HTTPStatus.BAD_REQUEST, "読めない URL です。")

    def _folder(self, path: Path) -> BytesIO | BinaryIO | None:
        """Its first page, or in `published` the names in it."""
        if not urlsplit(self.path).path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", "/" + quote(unquote(urlsplit(self.path).path).strip("/")) + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if (path / _INDEX).is_file():
            return self._file(path / _INDEX)
        if not path.is_relative_to((Path(self.directory) / "published").resolve()):
            return self._refuse(HTTPStatus.NOT_FOUND, "そのようなファイルはありません。")
        names = sorted(f"{each.name}/" if each.is_dir() else each.name for each in path.glob("[!.]*"))
        lines = [f'<li><a href="{quote("./" + name)}">{html.escape(name)}</a></li>' for name in names]
        page = (
            f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>公開</title><ul>{"".join(lines)}</ul></html>'
        )
        return self._given(BytesIO(page.encode()), len(page.encode()), "text/html")

    def _file(self, path: Path) -> BytesIO | BinaryIO | None:
        """A page only where it is ours; what people put on the desk is never run."""
        kind, root = self.guess_type(str(path)), Path(self.directory).resolve()
        is_ours = path.is_relative_to(root / "published") or path in (root / "desk" / _INDEX, root / "desk" / _FILES)
        name = None if kind not in _RUNS or is_ours else path.name
        self.policy = SITE_POLICY if _is_of_site(path, root) else FILES_POLICY
        file = path.open("rb")
        return self._given(file, path.stat().st_size, "text/plain" if name else kind, name)

    def _given(self, file: BytesIO | BinaryIO, size: int, kind: str, saved_as: str | None = None) -> BytesIO | BinaryIO:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(size))
        self.send_header("Cache-Control", "no-cache")
        if saved_as:
            self.send_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(saved_as)}")
        self.end_headers()
        return file

    def _refuse(self, status: HTTPStatus, sentence: str) -> BytesIO | BinaryIO | None:
        self.send_error(status, explain=sentence)
        return None

    def end_headers(self) -> None:
        """What every answer carries, errors too."""
        for name, value in {**HEADERS, "Content-Security-Policy": self.policy}.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to the UI."""


def serve_files(data_dir: Path, port: int, called: Addresses) -> ThreadingHTTPServer:
    """Serve in a thread that ends with the process.

    Args:
        data_dir: folder that holds the folders.
        port: on loopback; 0 for any.
        called: how people reach it: no other name is answered.

    Raises:
        OSError: the port is taken.
    """
    server = _Server((_HOST, port), partial(_Handler, directory=str(data_dir)))
    server.doors = Doors.of(server.server_address[1], [called.files_url])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
