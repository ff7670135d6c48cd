"""Who may come in: names a server answers to, pages that may press its buttons, what every answer says to the browser.

A browser sends a request for any page that asks it to, with the login of whoever sits before it. What it says of that
page (`Origin`, `Sec-Fetch-Site`) and of the name it was given (`Host`) is checked in front of every server of ours.

Belongs here: those rules, and the layer in front of a web application. Does not belong here: the servers (`webserver`,
`file_server`); logins, which are the web server's in front (`deploy/`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import urlsplit

HEADERS = {
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer carries."""
SCREEN_POLICY = (
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'; img-src 'self' data: blob:"
)
"""Beside the policy Dagster sends itself: no other site shows it in a frame, no text in it loads a foreign picture."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_READING = ("GET", "HEAD", "OPTIONS")
_GRAPHQL_TYPES = ("application/json", "application/graphql")
_OWN_PAGE = ("same-origin", "none")
_GRAPHQL = "/graphql"
_TRUSTED = ("host", "origin", "sec-fetch-site")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refusal = tuple[HTTPStatus, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as far as the rules look at it.

    Attributes:
        method: HTTP method; `GET` for the handshake of a socket.
        path: decoded, without the query.
        headers: names in lower case. Of a header that comes twice the application reads the first; those the rules
            trust in are joined by `, `, which is no value they know.
        is_socket: the handshake of a WebSocket.
    """

    method: str
    path: str
    headers: MutableMapping[str, str]
    is_socket: bool = False

    @property
    def is_changing(self) -> bool:
        """Whether it may change something: anything but reading; all that goes through a socket."""
        return self.is_socket or self.method not in _READING


@dataclass(frozen=True, slots=True)
class Doors:
    """The names a server answers to and the origins of its own pages.

    Attributes:
        hosts: allowed values of `Host`.
        origins: allowed values of `Origin` where something is changed.
    """

    hosts: frozenset[str]
    origins: frozenset[str]

    @classmethod
    def of(cls, port: int, urls: Iterable[str]) -> Self:
        """The doors of a server.

        Args:
            port: it listens on; on loopback it is called by this port.
            urls: what else people call it, e.g. the address of the web server in front.
        """
        own = [f"{name}:{port}" for name in _LOOPBACK]
        parts = [urlsplit(url) for url in urls]
        # The web server in front may leave out its port
        called = {name.lower() for each in parts for name in (each.netloc, each.hostname) if name}
        origins = {f"{each.scheme}://{each.netloc}".lower() for each in parts if each.netloc}
        return cls(frozenset(own) | called, frozenset(f"http://{name}" for name in own) | origins)

    def refusal(self, asked: Asked) -> Refusal | None:
        """Why a request is not answered: a status and a sentence for whoever sits before the browser; None when it is.

        Programs that are no browser say neither `Origin` nor `Sec-Fetch-Site`: nobody can make them press a button.

        Args:
            asked: the request.
        """
        host = asked.headers.get("host", "").lower()
        if host not in self.hosts:
            return (
                HTTPStatus.MISDIRECTED_REQUEST,
                f"{host[:80]!r} という名前では開けません。入口の URL で開いてください。",
            )
        origin, site = asked.headers.get("origin"), asked.headers.get("sec-fetch-site", _OWN_PAGE[0])
        if asked.is_changing and (site not in _OWN_PAGE or (origin is not None and origin.lower() not in self.origins)):
            return HTTPStatus.FORBIDDEN, "ほかのサイトのページからは動かせません。入口から画面を開き直してください。"
        is_opened = asked.headers.get("sec-fetch-mode", "navigate") == "navigate"
        if site not in _OWN_PAGE and not is_opened:
            return HTTPStatus.FORBIDDEN, "ほかのサイトのページには渡しません。"
        return _no_simple_query(asked)


def _no_simple_query(asked: Asked) -> Refusal | None:
    """Dagster takes a change from the query of any GET, and of a form: a link would press the button."""
    if asked.is_socket or not asked.path.rstrip("/").endswith(_GRAPHQL):
        return None
    if asked.method == "GET" and "text/html" not in asked.headers.get("accept", ""):
        return HTTPStatus.METHOD_NOT_ALLOWED, "GraphQL は POST で送ってください。"
    kind = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
    if asked.method == "POST" and kind not in _GRAPHQL_TYPES:
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "GraphQL は application/json で送ってください。"
    return None


def guarded(app: App, doors: Doors, policy: str = SCREEN_POLICY) -> App:
    """A web application (ASGI) behind its doors; its answers carry `HEADERS` and a policy.

    Args:
        app: the application.
        doors: who may come in.
        policy: `Content-Security-Policy` beside its own.
    """
    own = {name.lower().encode(): value.encode() for name, value in HEADERS.items()}

    async def layer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in own]
                policies = [(b"content-security-policy", policy.encode())]
                message = {**message, "headers": [*others, *own.items(), *policies]}
            await send(message)

        refusal = doors.refusal(_asked(scope))
        if refusal is None:
            return await app(scope, receive, with_headers)
        return await _refuse(scope, with_headers, *refusal)

    return layer


def beside(app: App, root: str, load: Callable[[], App]) -> App:
    """A web application, and another one for what is asked under a path; loaded when it is asked first.

    Args:
        app: for everything else.
        root: the path, without a slash at its end.
        load: makes the other one.
    """
    made: list[App] = []

    async def layer(scope: Scope, receive: Receive, send: Send) -> None:
        is_here = scope["type"] == "http" and (scope["path"] == root or scope["path"].startswith(f"{root}/"))
        if is_here and not made:
            made.append(await asyncio.to_thread(load))
        await (made[0] if is_here else app)(scope, receive, send)

    return layer


def _asked(scope: Scope) -> Asked:
    headers: dict[str, str] = {}
    for raw, coded in scope["headers"]:
        name, value = raw.decode("latin-1").lower(), coded.decode("latin-1")
        if name in headers:
            value = f"{headers[name]}, {value}" if name in _TRUSTED else headers[name]
        headers[name] = value
    is_socket = scope["type"] == "websocket"
    return Asked("GET" if is_socket else scope["method"], scope["path"], headers, is_socket)


async def _refuse(scope: Scope, send: Send, status: HTTPStatus, sentence: str) -> None:
    if scope["type"] == "websocket":  # before the handshake is accepted: the server answers it with 403
        return await send({"type": "websocket.close", "code": 1008, "reason": ""})
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    return await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})
