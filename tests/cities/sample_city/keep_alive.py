"""A client that keeps its connection to a loopback server."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Client:
    port: int
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, host: str, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Reply:
        self.connection.request(method, path, headers={"Host": host, **(headers or {})})
        response = self.connection.getresponse()
        return Reply(response.status, response.headers, response.read())

    def close(self) -> None:
        self.connection.close()
