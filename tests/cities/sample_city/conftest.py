"""Fixtures of the sample city: one world, one server, one keep-alive client per test."""

import http.client
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import World, build_world


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


@pytest.fixture(scope="session")
def world() -> World:
    return build_world()


@pytest.fixture(scope="session")
def city(world: World) -> Iterator[SampleCity]:
    with SampleCity(world) as running:
        yield running


@pytest.fixture
def client(city: SampleCity) -> Iterator[Client]:
    opened = Client(city.port)
    yield opened
    opened.close()
