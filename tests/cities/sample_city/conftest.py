"""Fixtures of the sample city: one world, one server, one keep-alive client per test."""

from collections.abc import Iterator

import pytest
from keep_alive import Client

from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import World, build_world


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
