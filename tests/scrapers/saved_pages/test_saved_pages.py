"""Saved pages answer as the sites would: by host and address, and nothing beyond their folder."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.loopback.answers import FIRST_DAY, HTML
from scrapers.loopback.server import Loopback
from scrapers.saved_pages.pages import SavedPages

ROOT = Path(__file__).parents[3]
HOST = "www.city.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "pages" / HOST
    (site / "a").mkdir(parents=True)
    (site / "index.html").write_text("はじめ", encoding="utf-8")
    (site / "a" / "list.html").write_text("一覧", encoding="utf-8")
    (site / "a" / "list.html@page=2").write_text("二ページめ", encoding="utf-8")
    (site / "a" / "list.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "secret.html").write_text("秘密", encoding="utf-8")
    return tmp_path / "pages"


@pytest.mark.parametrize(
    ("target", "said", "kind"),
    [
        ("/", "はじめ", HTML),
        ("/a/list.html", "一覧", HTML),
        ("/a/list.html?page=2", "二ページめ", HTML),
        ("/a/list.pdf", "%PDF-1.4", "application/pdf"),
        ("/robots.txt", "User-agent: *\nAllow: /\n", "text/plain; charset=UTF-8"),
    ],
)
def test_a_saved_page_answers(folder: Path, target: str, said: str, kind: str) -> None:
    page = SavedPages(folder).answer(f"{HOST}:8080", target).page
    assert (page.status, page.body.decode(), page.content_type) == (200, said, kind)


@pytest.mark.parametrize(
    "target", ["/a/other.html", "/a", "/a/list.html?page=3", "/../../secret.html", "/%2e%2e/%2e%2e/secret.html"]
)
def test_what_was_not_saved_is_not_there(folder: Path, target: str) -> None:
    assert SavedPages(folder).answer(HOST, target).page.status == 404


@pytest.mark.parametrize("host", ["www.other.example", "..", "", "a/../www.city.example"])
def test_another_host_is_misdirected(folder: Path, host: str) -> None:
    assert SavedPages(folder).answer(host, "/").page.status == 421


@pytest.fixture
def served(folder: Path) -> Iterator[http.client.HTTPConnection]:
    with Loopback(SavedPages(folder), FIRST_DAY) as sites:
        connection = http.client.HTTPConnection("127.0.0.1", sites.port, timeout=30)
        yield connection
        connection.close()


def test_a_page_that_did_not_change_is_not_sent_again(served: http.client.HTTPConnection) -> None:
    served.request("GET", "/a/list.html", headers={"Host": HOST})
    first = served.getresponse()
    assert first.read().decode() == "一覧"
    served.request("GET", "/a/list.html", headers={"Host": HOST, "If-None-Match": str(first.headers["ETag"])})
    second = served.getresponse()
    assert (second.status, second.read()) == (304, b"")


def test_the_process_tells_its_port_and_its_sources_and_ends_with_its_parent() -> None:
    pages = ROOT / "cities" / "miura" / "sample_pages"
    command = [sys.executable, "-m", "scrapers.saved_pages", str(pages), "--day", "2026-12-01"]
    env = {"HIROBA_CITY": "miura", "PATH": "/usr/bin:/bin"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, env=env) as process:
        assert process.stdin is not None and process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told["sources"] == ["miura_circle", "miura_english", "miura_net", "miura_salon", "miura_taiso"]
        connection = http.client.HTTPConnection("127.0.0.1", told["port"], timeout=30)
        connection.request("GET", "/kosodate/circle.html", headers={"Host": "www.city.miura.example"})
        assert "子育てサークル" in connection.getresponse().read().decode()
        connection.close()
        process.stdin.close()
        assert process.wait(timeout=30) == 0
