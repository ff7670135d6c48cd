"""HTTP, flaws and the life of the process."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import parsel
import pytest
from keep_alive import Client

from cities.kawasaki.sample_city.faults import DEFAULT_FAULTS, KINDS, Fault, Kind, distort
from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.sites.common import Page
from cities.kawasaki.sample_city.world import FAILING_GROUP, GARBLED_NAME, RETIRED_GROUP, World

CITY, OUEN = "www.city.kawasaki.jp", "kawasaki.genki365.net"
FUKUMIMI, EVENTS = "k-fukumimi.com", "eventapp.city.kawasaki.jp"
LIST, GROUP, API = "/350/page/0000900001.html", "/G0001255/aboutus.html", "/data/api/v1/events?page=2"
WELFARE = "/group/%e5%82%be%e8%81%b4%e3%82%8f%e3%81%9f%e9%9b%b2/"
PAGES = [
    (CITY, LIST),
    (OUEN, GROUP),
    (FUKUMIMI, WELFARE),
    (EVENTS, API),
    (OUEN, "/group/list.html"),
    (FUKUMIMI, "/group/page/2/"),
]
ROOT = Path(__file__).parents[3]


@contextmanager
def flawed(world: World, *faults: Fault) -> Iterator[Client]:
    with SampleCity(world, faults) as city:
        client = Client(city.port)
        try:
            yield client
        finally:
            client.close()


@pytest.mark.parametrize(("host", "path"), PAGES)
def test_a_page_comes_with_validators_and_is_not_sent_twice(client: Client, host: str, path: str) -> None:
    first = client.get(host, path)
    assert first.status == 200
    assert first.headers["Content-Length"] == str(len(first.body))
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": changed}):
        again = client.get(host, path, headers)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(host, path, {"If-None-Match": '"x"', "If-Modified-Since": changed}).status == 200
    assert client.get(host, path, {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}).status == 200
    assert client.get(host, path, {"If-Modified-Since": "yesterday"}).status == 200
    assert client.get(host, path, method="HEAD").body == b""


@pytest.mark.parametrize("host", [CITY, OUEN, FUKUMIMI, EVENTS])
def test_every_host_has_robots_a_start_page_and_a_404(client: Client, host: str) -> None:
    robots = client.get(host, "/robots.txt")
    assert robots.status == 200
    assert {"Crawl-delay: 1", "Disallow: /search/", "Allow: /"} <= set(robots.text.splitlines())
    assert client.get(host, "/").status == 200
    for path in (
        "/nowhere",
        "/G0000001/",
        "/group/nobody/",
        "/group/list.html?page=99",
        "/group/page/99/",
        "/G0001255",
    ):
        missing = client.get(host, path)
        assert missing.status == 404
        assert "<html" in missing.text


def test_the_host_header_chooses_the_site(client: Client) -> None:
    assert client.get("elsewhere.example", "/").status == 421
    assert client.get(f"{OUEN}:8080", GROUP).status == 200
    assert client.get(OUEN.upper(), GROUP).status == 200
    assert client.get(FUKUMIMI, GROUP).status == 404


def test_a_repeated_or_odd_page_number_does_no_harm(client: Client) -> None:
    assert client.get(OUEN, "/group/list.html?page=0").status == 404
    assert client.get(OUEN, "/group/list.html?page=x").status == 404
    assert json.loads(client.get(EVENTS, "/data/api/v1/events?page=x").body)["page"] == 1


def test_the_default_flaws_are_always_there(client: Client, world: World) -> None:
    assert client.get(OUEN, f"/{FAILING_GROUP}/aboutus.html").status == 500
    assert client.get(OUEN, f"/{RETIRED_GROUP}/aboutus.html").status == 404
    assert len(DEFAULT_FAULTS) == 3
    with SampleCity(world, default_faults=False) as sound:
        other = Client(sound.port)
        assert other.get(OUEN, f"/{FAILING_GROUP}/aboutus.html").status == 200
        assert GARBLED_NAME.core in other.get(FUKUMIMI, f"/group/{quoted(GARBLED_NAME.core)}/").text
        other.close()


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def test_the_garbled_page_lies_about_its_encoding(client: Client) -> None:
    reply = client.get(FUKUMIMI, f"/group/{quoted(GARBLED_NAME.core)}/")
    assert reply.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert b'charset="UTF-8"' in reply.body
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode()
    assert GARBLED_NAME.core in reply.body.decode("cp932")


def test_status_faults(world: World) -> None:
    faults = (Fault(OUEN, r"^/G0001255/", "status_500"), Fault(EVENTS, r"page=2", "status_404"))
    with flawed(world, *faults) as client:
        assert client.get(OUEN, GROUP).status == 500
        assert client.get(EVENTS, API).status == 404
        assert client.get(EVENTS, "/data/api/v1/events?page=1").status == 200


def test_truncated_and_its_validator(world: World, client: Client) -> None:
    whole = client.get(CITY, LIST)
    with flawed(world, Fault(CITY, "/350/", "truncated")) as other:
        cut = other.get(CITY, LIST)
        assert cut.body == whole.body[: int(len(whole.body) * 0.6)]
        assert cut.headers["ETag"] != whole.headers["ETag"]
        assert other.get(CITY, LIST, {"If-None-Match": cut.headers["ETag"]}).status == 304
        assert other.get(CITY, LIST, {"If-None-Match": whole.headers["ETag"]}).status == 200


def test_empty_table(world: World) -> None:
    with flawed(world, *(Fault(host, ".", "empty_table") for host in (CITY, OUEN, FUKUMIMI, EVENTS))) as client:
        city = parsel.Selector(client.get(CITY, LIST).text)
        assert not city.css(".mol_tableblock td")
        assert city.css(".mol_tableblock th")
        assert not parsel.Selector(client.get(OUEN, GROUP).text).css("tr")
        assert not parsel.Selector(client.get(OUEN, "/group/list.html").text).css("td")
        assert not parsel.Selector(client.get(FUKUMIMI, WELFARE).text).css("dt, dd")
        assert not parsel.Selector(client.get(FUKUMIMI, "/group/").text).css("article")
        assert json.loads(client.get(EVENTS, API).body)["event_data"] == []


def test_nameless(world: World) -> None:
    with flawed(world, *(Fault(host, ".", "nameless") for host in (CITY, OUEN, FUKUMIMI, EVENTS))) as client:
        city = parsel.Selector(client.get(CITY, LIST).text)
        assert len(city.css(".mol_tableblock td:first-child")) == 110
        assert not city.css(".mol_tableblock tr > td:first-child ::text").getall()
        assert city.css(".mol_tableblock td:nth-child(2)::text").getall()
        for host, path in ((OUEN, GROUP), (FUKUMIMI, WELFARE)):
            page = parsel.Selector(client.get(host, path).text)
            assert page.css("h1")
            assert not page.css("h1::text").getall()
            assert page.css("title::text").get(default="").startswith(" | ")
        assert {item["title"] for item in json.loads(client.get(EVENTS, API).body)["event_data"]} == {""}


def test_login_page_and_redirect(world: World) -> None:
    faults = (Fault(OUEN, "list", "login_page"), Fault(FUKUMIMI, "^/group/$", "redirect_offsite"))
    with flawed(world, *faults) as client:
        login = client.get(OUEN, "/group/list.html?page=3")
        assert login.status == 200
        assert parsel.Selector(login.text).css("form input[type=password]")
        away = client.get(FUKUMIMI, "/group/")
        assert (away.status, away.headers["Location"]) == (302, "http://elsewhere.example/")


def test_slow(world: World) -> None:
    with flawed(world, Fault(OUEN, GROUP, "slow", seconds=0.3)) as client:
        started = time.monotonic()
        assert client.get(OUEN, GROUP).status == 200
        assert time.monotonic() - started >= 0.3


@pytest.mark.parametrize("kind", KINDS)
def test_any_flaw_may_hit_any_page(world: World, kind: str) -> None:
    faults = [Fault(host, "", kind, seconds=0.01) for host in (CITY, OUEN, FUKUMIMI, EVENTS)]  # type: ignore[arg-type]
    with flawed(world, *faults) as client:
        for host, path in [
            *PAGES,
            (FUKUMIMI, f"/group/{quoted(GARBLED_NAME.core)}/"),
            (OUEN, "/robots.txt"),
            (CITY, "/x"),
        ]:
            assert client.get(host, path).status in {200, 302, 404, 500}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        Fault(OUEN, "/", "haunted")  # type: ignore[arg-type]


def test_open_connections_do_not_hold_up_the_end(world: World) -> None:
    with SampleCity(world) as city:
        client = Client(city.port)
        assert client.get(OUEN, GROUP).status == 200
        started = time.monotonic()
    assert time.monotonic() - started < 1.5
    client.close()


def start() -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "cities.kawasaki.sample_city"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.mark.parametrize("ending", ["stdin", "signal"])
def test_the_process_tells_its_port_and_ends(ending: str) -> None:
    with start() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        client = Client(port)
        assert client.get(EVENTS, API).status == 200
        client.close()
        if ending == "stdin":
            process.stdin.close()
        else:
            process.terminate()
        assert process.wait(timeout=10) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_bears_every_flaw_too(kind: Kind) -> None:
    """A flaw of texts leaves a file alone; no flaw makes the server fail."""
    file = Page(b"%PDF-1.4\n\x93\x8c\x8b", "application/pdf")
    assert distort(file, [Fault("www.city.kawasaki.jp", "^/", kind)]).status in (200, 302, 404, 500)
