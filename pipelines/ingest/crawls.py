"""Several crawls at once: hosts in parallel, never two crawls on one host.

Belongs here: which child process may start when, and that none outlives us. Does not belong here: what a crawl does
(`scrapers.crawl`), what Dagster is told of it (`orchestration.assets.crawl`).
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from scrapers.declaration.source import Source

_POLL_SECONDS = 0.1
_GOODBYE_SECONDS = 12.0


class Child(Protocol):
    """What is used of `subprocess.Popen`."""

    def poll(self) -> int | None:
        """Exit code, or None while it runs."""

    def send_signal(self, number: int) -> None:
        """Send a signal."""

    def kill(self) -> None:
        """End it at once."""


def run_all(
    sources: list[Source], start: Callable[[Source], Child], *, host_rest_seconds: float
) -> Iterator[tuple[Source, int]]:
    """Crawl every source; yields each with its exit code as it ends.

    A site that hangs holds only the sources of its own host. When the caller stops (also by an exception or a
    cancelled run), every child is told to stop and is gone before this returns.

    Args:
        sources: what to crawl, in the order of preference.
        start: starts the child process of one source.
        host_rest_seconds: pause between two crawls on one host, as between two requests.
    """
    waiting = list(sources)
    running: dict[str, tuple[Source, Child]] = {}
    rested: dict[str, float] = {}
    try:
        while waiting or running:
            for source in _startable(waiting, running, rested):
                running[source.key] = (source, start(source))
                waiting.remove(source)
            for key, (source, child) in list(running.items()):
                code = child.poll()
                if code is not None:
                    del running[key]
                    rested.update(dict.fromkeys(source.hosts, time.monotonic() + host_rest_seconds))
                    yield source, code
            time.sleep(_POLL_SECONDS)
    finally:
        _stop([child for _, child in running.values()])


def _startable(
    waiting: list[Source], running: dict[str, tuple[Source, Child]], rested: dict[str, float]
) -> list[Source]:
    busy = {host for source, _ in running.values() for host in source.hosts}
    now = time.monotonic()
    chosen: list[Source] = []
    for source in waiting:
        if busy.isdisjoint(source.hosts) and all(rested.get(host, 0.0) <= now for host in source.hosts):
            chosen.append(source)
            busy.update(source.hosts)
    return chosen


def _stop(children: list[Child]) -> None:
    for child in children:
        child.send_signal(signal.SIGINT)
    deadline = time.monotonic() + _GOODBYE_SECONDS
    while time.monotonic() < deadline and any(child.poll() is None for child in children):
        time.sleep(_POLL_SECONDS)
    for child in children:
        if child.poll() is None:
            child.kill()
