"""Listings to match, group and publish, made from the few values a test is about; servers that take messages."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import polars as pl
import pytest

from pipelines.normalise.content_print import content_prints
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

Make = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def listings() -> Make:
    """Rows of `norm__listings`; what a row does not give is null, its name 中原ひろば体操."""

    def make(*rows: dict[str, Any]) -> pl.DataFrame:
        df = frame(table("norm__listings"), [_listing(row) for row in rows])
        return df.with_columns(content_print=content_prints(df))

    return make


@pytest.fixture(scope="session")
def clusters() -> Make:
    """Rows of `match__clusters` from groups of listing IDs."""

    def make(*groups: set[str] | list[str]) -> pl.DataFrame:
        rows: list[dict[str, object]] = [
            {"listing_id": listing, "cluster_label": min(group), "cluster_size": len(group)}
            for group in groups
            for listing in group
        ]
        return frame(table("match__clusters"), rows)

    return make


def _listing(row: dict[str, Any]) -> dict[str, Any]:
    name = row.get("name", "中原ひろば体操")
    names = dict.fromkeys(("name_text", "name", "core_name", "shown_name", "name_key"), name)
    place = {"source_key": "ouen_navi", "run_id": "r1", "page_url": "http://127.0.0.1/1", "position": 1}
    return {**place, **names, "record_key": row["listing_id"], "body_sha256": "0", "content_print": "", **row}


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as one message needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                body = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    body += line
                self.server.got.append(body)  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


class _Hook(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/")
            self.end_headers()
            return
        self.server.got.append(self.rfile.read(int(self.headers["Content-Length"])))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def _serving(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    server.got = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def mail_server() -> Iterator[socketserver.BaseServer]:
    yield from _serving(socketserver.TCPServer(("127.0.0.1", 0), _Smtp))


@pytest.fixture
def hook() -> Iterator[socketserver.BaseServer]:
    yield from _serving(HTTPServer(("127.0.0.1", 0), _Hook))
