"""Messages really travel: to a mail server, to a web hook, into the log."""

import email
import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.notices import send
from pipelines.settings import Notify

NOW = datetime(2026, 11, 24, 3, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


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
    def do_POST(self) -> None:
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


def test_a_message_reaches_mail_hook_and_log(
    mail_server: socketserver.BaseServer, hook: socketserver.BaseServer, tmp_path: Path
) -> None:
    smtp = f"smtp://127.0.0.1:{mail_server.server_address[1]}"
    url = f"http://127.0.0.1:{hook.server_address[1]}/"
    to = Notify("data@city.example", "hiroba@city.example", smtp, url)
    assert send("ふくみみ: 失敗", "何が: ふくみみ\nすること: 待つ", to, tmp_path / "notices.log", NOW) == []
    message = email.message_from_bytes(mail_server.got[0])  # type: ignore[attr-defined]
    assert str(make_header(decode_header(message["Subject"]))) == "[ひろば] ふくみみ: 失敗"
    assert "すること: 待つ" in message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert json.loads(hook.got[0])["text"].startswith("ふくみみ: 失敗\n何が")  # type: ignore[attr-defined]
    assert "2026-11-24 03:12:00 ふくみみ: 失敗\n  何が: ふくみみ" in (tmp_path / "notices.log").read_text("utf-8")


def test_a_target_that_is_down_is_told_and_keeps_no_other_from_its_message(
    hook: socketserver.BaseServer, tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{hook.server_address[1]}/"
    to = Notify("data@city.example", None, "smtp://127.0.0.1:1", url)
    troubles = send("x", "y", to, tmp_path / "notices.log", NOW)
    assert len(troubles) == 1
    assert "メール（data@city.example）を送れません" in troubles[0]
    assert len(hook.got) == 1  # type: ignore[attr-defined]
