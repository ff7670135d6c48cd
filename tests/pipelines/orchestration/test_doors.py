"""Who may come in: other names, other sites and links that press buttons stay outside; our own pages do not."""

import asyncio
import base64
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from pipelines.orchestration.doors import HEADERS, Asked, Doors, guarded

PORT = 3000
DOORS = Doors.of(PORT, ["https://hiroba.example.lg.jp"])
JSON = {"content-type": "application/json"}
US, THEM = "http://127.0.0.1:3000", "http://evil.example"


def status(method: str = "GET", path: str = "/", *, is_socket: bool = False, **headers: str) -> int:
    named = {"host": "127.0.0.1:3000", **{name.replace("_", "-"): value for name, value in headers.items()}}
    refused = DOORS.refusal(Asked(method, path, named, is_socket))
    return 200 if refused is None else int(refused[0])


@pytest.mark.parametrize(
    "host", ["127.0.0.1:3000", "localhost:3000", "LOCALHOST:3000", "[::1]:3000", "hiroba.example.lg.jp"]
)
def test_our_own_names_are_answered(host: str) -> None:
    assert status(host=host) == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:3001", "127.0.0.1:3000.evil.example", "evil.example:3000", "", "10.0.0.1",
     "127.0.0.1:3000, evil.example", "hiroba.example.lg.jp.evil.example", "localhost:3000@evil.example"],
)  # fmt: skip
def test_no_other_name_is_answered(host: str) -> None:
    """A name of theirs that leads to our machine would make their page one of ours."""
    assert status(host=host) == 421


CHANGES = [
    {"method": "POST", "path": "/graphql", "content_type": "application/json"},
    {"method": "POST", "path": "/view/graphql", "content_type": "application/json"},
    {"method": "POST", "path": "/report_asset_materialization/a"},
    {"method": "DELETE", "path": "/x"},
    {"path": "/graphql", "is_socket": True},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.get('method', 'socket')} {change['path']}")
def test_only_our_own_pages_and_programs_change_anything(change: dict[str, Any]) -> None:
    assert status(**change) == 200, "a program says nothing of pages"
    assert status(**change, origin=US, sec_fetch_site="same-origin") == 200
    assert status(**change, origin="https://hiroba.example.lg.jp", host="hiroba.example.lg.jp") == 200
    for origin in (
        THEM,
        "null",
        "http://127.0.0.1:3001",
        "https://127.0.0.1:3000",
        f"{US}, {THEM}",
        "http://hiroba.example.lg.jp",
    ):
        assert status(**change, origin=origin) == 403
    for site in ("cross-site", "same-site", "same-origin, cross-site", "what"):
        assert status(**change, sec_fetch_site=site) == 403


def test_a_link_is_followed_and_nothing_is_loaded_into_their_page() -> None:
    assert status(sec_fetch_site="cross-site", sec_fetch_mode="navigate") == 200
    assert status(sec_fetch_site="same-site", sec_fetch_mode="navigate") == 200, "from the entrance: another port"
    assert status(path="/logs/x", sec_fetch_site="cross-site", sec_fetch_mode="no-cors") == 403


def test_no_link_and_no_form_presses_a_button() -> None:
    """Dagster runs a mutation out of the query of a GET, and of a POST of any other kind of body."""
    assert status(path="/graphql") == 405
    assert status(path="/view/graphql/") == 405
    assert status(path="/graphql", accept="text/html,*/*") == 200, "only the page to write queries"
    for kind in ("text/plain", "text/plain; application/json", "application/x-www-form-urlencoded", ""):
        assert status("POST", "/graphql", content_type=kind) == 415
    assert status("POST", "/graphql", content_type="application/json; charset=utf-8") == 200


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return await send({"type": "websocket.close"})
    headers = [(b"x-frame-options", b"ALLOWALL"), (b"content-security-policy", b"base-uri 'none'")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    return await send({"type": "http.response.body", "body": b"inside"})


@contextmanager
def serving(app: Any, port: int) -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield port
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    with serving(guarded(_echo, Doors.of(number, [])), number):
        yield number


def answer(port: int, method: str, path: str, headers: list[tuple[str, str]]) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
    got = connection.getresponse()
    got.read_said = got.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return got


def test_over_real_sockets(port: int) -> None:
    us = ("Host", f"127.0.0.1:{port}")
    inside = answer(port, "GET", "/", [us])
    assert (inside.status, inside.read_said) == (200, "inside")  # type: ignore[attr-defined]
    assert {name: inside.headers.get_all(name) for name in HEADERS} == {
        name: [value] for name, value in HEADERS.items()
    }
    policies = inside.headers.get_all("Content-Security-Policy")
    assert policies is not None
    assert policies[0] == "base-uri 'none'", "its own stays"
    assert "frame-ancestors 'self'" in policies[1]
    for headers in ([("Host", "evil.example")], [us, ("Host", "evil.example")]):
        refused = answer(port, "GET", "/", headers)
        assert refused.status in (400, 421)
        assert "inside" not in refused.read_said  # type: ignore[attr-defined]
    twice = [us, ("Accept", "application/json"), ("Accept", "text/html")]
    assert answer(port, "GET", "/graphql", twice).status == 405, "the application reads the first"
    assert answer(port, "POST", "/", [us, ("Origin", f"http://127.0.0.1:{port}"), ("Origin", THEM)]).status == 403
    assert answer(port, "POST", "/", [us, ("Content-Length", "0")]).status == 200


def handshake(port: int, *headers: tuple[str, str]) -> int:
    key = base64.b64encode(os.urandom(16)).decode()
    always = [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", key),
    ]
    return answer(port, "GET", "/graphql", [("Host", f"127.0.0.1:{port}"), *always, *headers]).status


def test_sockets_too(port: int) -> None:
    assert handshake(port) == 101
    assert handshake(port, ("Origin", f"http://127.0.0.1:{port}")) == 101
    assert handshake(port, ("Origin", THEM)) == 403
    assert handshake(port, ("Sec-Fetch-Site", "cross-site")) == 403


def test_dagster_is_behind_the_doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real web application: a change of another site is refused before Dagster sees it, our own gets through."""
    import dagster as dg
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import EmptyWorkspaceTarget
    from dagster_webserver.app import create_app_from_workspace_process_context

    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))  # where it remembers that its greeting has been seen
    body = json.dumps({"query": "mutation { setNuxSeen }"}).encode()
    with (
        dg.DagsterInstance.local_temp(str(tmp_path)) as instance,
        WorkspaceProcessContext(instance, EmptyWorkspaceTarget()) as context,
    ):
        app = guarded(create_app_from_workspace_process_context(context), DOORS)

        def ask(method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
            return asyncio.run(_ask(app, method, path, {"host": "127.0.0.1:3000", **headers}, body))

        code, headers, page = ask("GET", "/")
        assert code == 200
        assert "<html" in page
        assert headers["x-frame-options"] == "SAMEORIGIN"
        code, _, said = ask("POST", "/graphql", **JSON, origin=US)
        assert (code, json.loads(said)) == (200, {"data": {"setNuxSeen": True}})
        for refused in ({"origin": THEM}, {"host": "evil.example"}, {"content-type": "text/plain"}):
            code, _, said = ask("POST", "/graphql", **{**JSON, **refused})
            assert code in (403, 415, 421)
            assert "data" not in said
        assert ask("GET", "/graphql?query=mutation%20%7B%20setNuxSeen%20%7D")[0] == 405


async def _ask(
    app: Any, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str], str]:
    route, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": route, "raw_path": route.encode(), "root_path": "", "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", PORT),
    }  # fmt: skip
    got: list[Any] = []
    sent = iter([{"type": "http.request", "body": body if method == "POST" else b"", "more_body": False}])

    async def receive() -> Any:
        return next(sent, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        got.append(message)

    await app(scope, receive, send)
    start = got[0]
    named = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], named, b"".join(each.get("body", b"") for each in got[1:]).decode()
