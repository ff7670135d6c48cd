"""Which crawl starts when, and that none is left behind."""

from dataclasses import dataclass, field

import pytest

from pipelines.ingest.crawls import run_all
from scrapers.declaration.source import Source, load_source

BASE = load_source("kawasaki_city_cafes")


def source(key: str, *hosts: str) -> Source:
    return BASE.model_copy(update={"key": key, "hosts": hosts})


@dataclass
class FakeChild:
    """Ends after so many polls; never when None, unless it is told to stop."""

    polls: int | None
    signals: list[int] = field(default_factory=list)
    killed: bool = False

    def poll(self) -> int | None:
        if self.signals or self.killed:
            return 130
        if self.polls is None:
            return None
        self.polls -= 1
        return 0 if self.polls < 0 else None

    def send_signal(self, number: int) -> None:
        self.signals.append(number)

    def kill(self) -> None:
        self.killed = True


def test_one_host_one_crawl_and_other_hosts_meanwhile() -> None:
    sources = [source("a1", "a"), source("a2", "a"), source("b1", "b"), source("ab", "a", "b")]
    busy: list[str] = []
    most: list[set[str]] = []

    def start(each: Source) -> FakeChild:
        assert not set(each.hosts) & {host for name in busy for host in _hosts(name)}
        busy.append(each.key)
        most.append(set(busy))
        return FakeChild(2)

    def _hosts(name: str) -> tuple[str, ...]:
        return next(each.hosts for each in sources if each.key == name)

    ended = []
    for each, code in run_all(sources, start, host_rest_seconds=0.0):
        busy.remove(each.key)
        ended.append((each.key, code))
    assert sorted(ended) == [("a1", 0), ("a2", 0), ("ab", 0), ("b1", 0)]
    assert {"a1", "b1"} in most


def test_a_site_that_hangs_holds_only_its_own_host() -> None:
    children = {"slow": FakeChild(None), "quick": FakeChild(1), "next": FakeChild(1)}
    sources = [source("slow", "a"), source("quick", "b"), source("next", "b")]
    ended = []
    crawls = run_all(sources, lambda each: children[each.key], host_rest_seconds=0.0)
    for each, _ in crawls:
        ended.append(each.key)
        if len(ended) == 2:
            break
    crawls.close()  # type: ignore[attr-defined]  # a generator
    assert ended == ["quick", "next"]
    assert children["slow"].signals, "the crawl that hung is told to stop"


def test_a_cancelled_run_leaves_no_crawl_behind() -> None:
    child = FakeChild(1)
    other = FakeChild(None)
    children = {"a": child, "b": other}
    with pytest.raises(KeyboardInterrupt):
        for _ in run_all([source("a", "a"), source("b", "b")], lambda each: children[each.key], host_rest_seconds=0):
            raise KeyboardInterrupt
    assert other.signals
