"""The files behind the links of the entrance: two folders, to our own pages, nothing of others run, nothing outside."""

import http.client
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from pipelines.orchestration.doors import HEADERS
from pipelines.orchestration.file_server import serve_files
from pipelines.settings import Addresses

PAGE = "<script>alert(1)</script>"
INSIDE = {
    "published/releases/r1/report.html": "report",
    "published/releases/r1/a.csv": "a,b",
    "published/site/x.html": "no release",
    "desk/site/x.txt": "no site",
    "desk/index.html": "entrance",
    "desk/確認待ち.xlsx": "book",
    "desk/食い違い/川崎市.xlsx": "book 2",
}
OF_SITE = {"published/releases/r1/site/index.html": "site", "published/releases/r1/site/assets/site.js": "1"}
DROPPED = {
    "desk/page.html": PAGE,
    "desk/picture.svg": "<svg onload='alert(1)'/>",
    "desk/feed.xml": "<a/>",
    "desk/食い違い/index.xhtml": PAGE,
}
OUTSIDE = {
    "raw/secret.txt": "secret",
    "desk/.part": "secret",
    "published/.r2.part/a.csv": "secret",
    "desk/decisions/page.html": PAGE,
    "desk/decisions/確認待ち.xlsx": "secret",
    "incidents.json": "secret",
}


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    data = tmp_path / "data"
    for path, text in {**INSIDE, **OF_SITE, **DROPPED, **OUTSIDE}.items():
        file = data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "elsewhere.txt").write_text("secret", encoding="utf-8")
    (data / "published" / "latest").symlink_to("releases/r1")
    (data / "desk" / "out.txt").symlink_to(tmp_path / "elsewhere.txt")
    (data / "desk" / "raw").symlink_to(data / "raw")
    (data / "desk" / "inbox").symlink_to("decisions")
    (data / "published" / "round").symlink_to("round")
    server = serve_files(data, 0, Addresses(files_url="https://city.example/files"))
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, quote(path, safe="/%?.:&="), headers=named)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


def test_what_is_ours_is_given_with_its_policy(port: int) -> None:
    for path, text in INSIDE.items():
        status, headers, said = get(port, f"/{path}")
        assert (status, said) == (200, text)
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "sandbox" in headers["Content-Security-Policy"]
        assert "allow-scripts" not in headers["Content-Security-Policy"]
        assert "allow-same-origin" not in headers["Content-Security-Policy"]
    assert get(port, "/published/latest/report.html")[2] == "report", "the link we make leads within"
    assert get(port, "/desk/")[2] == "entrance"
    assert get(port, "/desk")[1]["Location"] == "/desk/"
    assert get(port, "/desk/", "HEAD")[2] == ""


def test_the_site_of_a_release_runs_its_own_scripts_and_nothing_else_does(port: int) -> None:
    for path in ("releases/r1/site/index.html", "releases/r1/site/assets/site.js", "latest/site/"):
        status, headers, _ = get(port, f"/published/{path}")
        policy = headers["Content-Security-Policy"]
        assert status == 200, path
        assert "script-src 'self'" in policy and "default-src 'none'" in policy and "sandbox" not in policy
    for path in ("/published/latest/report.html", "/published/site/x.html", "/desk/site/x.txt", "/published/none"):
        policy = get(port, path)[1]["Content-Security-Policy"]
        assert "script-src" not in policy and "sandbox" in policy, path
    assert get(port, "/published/latest/site/assets/site.js")[1]["Content-Type"].startswith("text/javascript")


def test_a_page_that_somebody_dropped_is_saved_and_never_run(port: int) -> None:
    for path, text in DROPPED.items():
        status, headers, said = get(port, f"/{path}")
        assert (status, said) == (200, text)
        assert headers["Content-Type"] == "text/plain; charset=utf-8"
        assert headers["Content-Disposition"].startswith("attachment")


def test_nothing_else_is_given(port: int) -> None:
    climbing = ("published/../raw/secret.txt", "published/%2e%2e/raw/secret.txt", "desk/%2e%2e%2fraw/secret.txt")
    links = ("desk/out.txt", "desk/raw/secret.txt", "desk/inbox/page.html", "desk/Decisions/page.html")
    folders = ("", "raw/", "desk/decisions/", "desk/食い違い/", "published/none")
    for path in (*OUTSIDE, *climbing, *links, *folders):
        status, headers, said = get(port, f"/{path}")
        assert status == 404, path
        assert "secret" not in said
        assert headers["X-Content-Type-Options"] == "nosniff"
    listed = get(port, "/published/")[2]
    assert "latest" in listed
    assert ".r2.part" not in listed


def test_other_names_and_other_sites_get_nothing(port: int) -> None:
    assert get(port, "/desk/確認待ち.xlsx", Host="city.example")[0] == 200
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1:1"):
        status, _, said = get(port, "/desk/確認待ち.xlsx", Host=host)
        assert (status, "book" in said) == (421, False)
    loaded = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}
    assert get(port, "/desk/確認待ち.xlsx", **loaded)[0] == 403
    assert get(port, "/desk/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200
    assert get(port, "/desk/", "POST")[0] == 501


ODD = [
    b"GET /desk/%00 HTTP/1.1",
    b"GET /desk/" + b"a" * 3000 + b" HTTP/1.1",
    b"GET /desk/%ff%fe HTTP/1.1",
    b"GET /desk/%ed%a0%80 HTTP/1.1",
    b"GET http://[/desk/ HTTP/1.1",
    b"GET //[ HTTP/1.1",
    b"GET /published/round HTTP/1.1",
    b"GET /desk/ HTTP/9.x",
    b"GET /desk/ HTTP/\xb2.1",
    b"\xff\xfe\x00",
    b"GET",
]


@pytest.mark.parametrize("line", ODD, ids=range(len(ODD)))
def test_an_odd_line_is_answered_and_nothing_is_said_in_the_terminal(
    line: bytes, port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(line + b"\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % port)
        said = b"".join(iter(lambda: client.recv(65536), b""))
    # Where the version cannot be read there is no status line, only the page
    assert re.search(rb"^HTTP/1.0 40[04] |explanation: (?:HTTPStatus.BAD_REQUEST|400) -", said), said
    assert b"Traceback" not in said
    sys.stderr.flush()
    assert "Traceback" not in capfd.readouterr().err
