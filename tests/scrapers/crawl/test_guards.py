"""What may leave, when a crawl stops itself, and when it does not start."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list

from scrapers.crawl import guards
from scrapers.crawl.guards import STOPPED, HostBreaker, ListedHosts, PrivateAddressError, UnlistedHostError, only_public
from scrapers.crawl.recorder import RecordedUnpacking
from scrapers.crawl.runner import refusal
from scrapers.crawl.settings import crawl_settings
from scrapers.declaration.source import Source, load_source
from scrapers.runs.run import Findings, Outcome, Run, finish, sent_on

SOURCE = load_source("kawasaki_city_cafes")
VERIFIED = SOURCE.model_copy(update={"verified_on": date(2026, 12, 1)})
CONTACT = "https://hiroba.example/contact"
REQUEST = Request(SOURCE.start_urls[0])
TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[3]


@pytest.fixture
def listed() -> ListedHosts:
    return ListedHosts(SimpleNamespace(spider=SimpleNamespace(source=SOURCE)))  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["https://www.city.kawasaki.jp/350/", "http://www.city.kawasaki.jp:80/"])
def test_a_listed_host_may_be_asked(listed: ListedHosts, url: str) -> None:
    request = Request(url)
    listed.process_request(request)
    assert request.url == url  # let through as it came


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "https://city.kawasaki.jp/",
        "https://www.city.kawasaki.jp.example/",
        "https://www.city.kawasaki.jp@elsewhere.example/",
        "http://www.city.kawasaki.jp:8080/",
        "https://name:word@www.city.kawasaki.jp/",
        "https://127.0.0.1/",
        "ftp://www.city.kawasaki.jp/list",
        "file://www.city.kawasaki.jp/etc/passwd",
    ],
)
def test_every_other_host_and_scheme_is_refused(listed: ListedHosts, url: str) -> None:
    with pytest.raises(UnlistedHostError):
        listed.process_request(Request(url))


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1"])
def test_a_name_that_leads_into_our_own_network_is_refused(address: str) -> None:
    with pytest.raises(PrivateAddressError, match=r"www\.city\.kawasaki\.jp"):
        only_public(address, "www.city.kawasaki.jp")
    assert only_public("8.8.8.8", "www.city.kawasaki.jp") == "8.8.8.8"
    live = crawl_settings(SOURCE, folder=Path("x"), data_dir=Path("y"), contact=CONTACT)
    assert live["DNS_RESOLVER"] == "scrapers.crawl.guards.PublicResolver"


def stops(answers: list[object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reasons given to the engine while these answers come in."""
    reasons: list[str] = []

    async def close_spider_async(*, reason: str) -> None:
        reasons.append(reason)

    def run_now(coroutine: Awaitable[None]) -> object:
        asyncio.run(coroutine)  # type: ignore[arg-type]
        return coroutine  # under way, as a Deferred would be

    monkeypatch.setattr(guards, "deferred_from_coro", run_now)
    engine = SimpleNamespace(close_spider_async=close_spider_async, downloader=SimpleNamespace(slots={}))
    breaker = HostBreaker(SimpleNamespace(engine=engine))  # type: ignore[arg-type]
    for answer in answers:
        if isinstance(answer, Exception):
            breaker.process_exception(REQUEST, answer)
        else:
            response = Response(REQUEST.url, status=answer)  # type: ignore[arg-type]
            assert breaker.process_response(REQUEST, response) is response
    return reasons


@pytest.mark.parametrize(
    ("answers", "count"),
    [
        ([500, 500], 0),
        ([500, 503, 429], 1),
        ([500, TimeoutError(), ConnectionError()], 1),
        ([500, 500, 500, 500, 500], 1),
        ([500, 500, 200, 500, 500], 0),
        ([500, 500, 404, 500, 500], 0),
        ([500, 500, 200, 500, 500, 500], 1),
        ([UnlistedHostError(), UnlistedHostError(), UnlistedHostError()], 0),
        ([500, 500, UnlistedHostError(), 500], 1),
    ],
)
def test_the_third_failure_in_a_row_stops_the_crawl_once(
    answers: list[object], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stops(answers, monkeypatch) == [STOPPED] * count


@pytest.mark.parametrize(
    ("headers", "delays", "is_stopped"),
    [
        ({}, [6.0, 12.0, 24.0], True),
        ({"Retry-After": "120"}, [120.0, 240.0, 300.0], True),
        ({"Retry-After": "3600"}, [300.0], True),
        ({"Retry-After": "Wed, 25 Nov 2026 00:00:00 GMT"}, [300.0], True),
        ({"Retry-After": "1"}, [6.0, 12.0], False),
    ],
)
def test_a_failing_host_is_asked_less_often_and_as_rarely_as_it_wishes(
    headers: dict[str, str], delays: list[float], is_stopped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[object] = []
    monkeypatch.setattr(guards, "deferred_from_coro", closed.append)
    slot = SimpleNamespace(delay=3.0)
    engine = SimpleNamespace(close_spider_async=lambda *, reason: reason, downloader=SimpleNamespace(slots={"h": slot}))
    breaker = HostBreaker(SimpleNamespace(engine=engine))  # type: ignore[arg-type]
    request = REQUEST.replace(meta={"download_slot": "h"})
    seen = []
    for _ in delays:
        breaker.process_response(request, Response(REQUEST.url, status=503, headers=headers))
        seen.append(slot.delay)
    assert (seen, bool(closed)) == (delays, is_stopped)


@pytest.mark.parametrize(("key", "delay"), [("kawasaki_city_cafes", 3.0), ("ouen_navi", 5.0)])
def test_a_live_crawl_is_careful(key: str, delay: float, tmp_path: Path) -> None:
    source = load_source(key)
    settings = crawl_settings(source, folder=tmp_path, data_dir=tmp_path, contact=CONTACT)
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert settings["DOWNLOAD_DELAY"] == delay
    assert settings["RANDOMIZE_DOWNLOAD_DELAY"] is True
    assert settings["ROBOTSTXT_OBEY"] is True
    assert settings["COOKIES_ENABLED"] is True
    assert CONTACT in settings["USER_AGENT"]
    assert settings["CLOSESPIDER_PAGECOUNT"] == source.daily_requests
    guarding = settings["DOWNLOADER_MIDDLEWARES"]
    assert {f"scrapers.crawl.guards.{name}" for name in ("ListedHosts", "ClosedRobots", "HostBreaker")} <= set(guarding)


def blocked(hour_utc: int, code: str = "blocked") -> dict[str, Any]:
    return {"run_verdict_code": code, "started_at": datetime(2026, 11, 22, hour_utc, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("source", "profile", "contact", "newest", "code", "said"),
    [
        (SOURCE, "live", CONTACT, None, "not_configured", "verified_on に確認した日を書いてください"),
        (VERIFIED, "live", None, None, "not_configured", "HIROBA_CONTACT"),
        (VERIFIED.model_copy(update={"status": "retired"}), "live", CONTACT, None, "retired", "status = retired"),
        (SOURCE.model_copy(update={"status": "paused"}), "sample", None, None, "paused", "status = paused"),
        (VERIFIED, "live", CONTACT, blocked(15), "blocked", "明日まで取得しません"),
    ],
)
def test_a_crawl_that_may_not_start_says_why(
    source: Source, profile: str, contact: str | None, newest: dict[str, Any] | None, code: str, said: str
) -> None:
    outcome = refusal(source, profile, contact, newest, TODAY, requests_left=1)
    assert outcome is not None
    assert outcome.run_verdict_code == code
    assert said in outcome.message_ja


@pytest.mark.parametrize(
    ("source", "profile", "contact", "newest"),
    [
        (VERIFIED, "live", CONTACT, None),
        (VERIFIED, "live", CONTACT, blocked(14)),  # still the day before in Tokyo
        (VERIFIED, "live", CONTACT, blocked(15, "failed")),
        (SOURCE, "sample", None, blocked(15)),
    ],
)
def test_nothing_else_keeps_a_crawl_from_starting(
    source: Source, profile: str, contact: str | None, newest: dict[str, Any] | None
) -> None:
    assert refusal(source, profile, contact, newest, TODAY, requests_left=1) is None


def test_the_budget_of_a_day_holds_over_all_runs_of_the_day(tmp_path: Path) -> None:
    spent = refusal(VERIFIED, "live", CONTACT, None, TODAY, requests_left=0)
    assert spent is not None
    assert (spent.run_verdict_code, "上限（20）" in spent.message_ja) == ("blocked", True)
    for hour in (1, 2, 16):
        run = Run.at(SOURCE, "sample", datetime(2026, 11, 22, hour, 30, tzinfo=UTC), tmp_path)
        findings = Findings()
        findings.fetches = [fetch(number) for number in (1, 2, 3)]
        run.folder.mkdir(parents=True)
        finish(run, findings, Outcome("succeeded", "成功"), run.started_at)
    # 16:30 UTC is the next day in Tokyo
    assert sent_on(tmp_path / SOURCE.key, date(2026, 11, 22)) == 6
    assert sent_on(tmp_path / SOURCE.key, TODAY) == 3
    assert sent_on(tmp_path / "nothing", TODAY) == 0


def fetch(sequence: int) -> dict[str, object]:
    return {"sequence": sequence, "request_url": REQUEST.url, "fetched_at": datetime(2026, 11, 22, tzinfo=UTC)}


def test_memory_is_what_a_crawl_takes_now_not_what_its_parent_once_took(tmp_path: Path) -> None:
    """Linux hands the largest amount down to a new process; Scrapy's guard would stop every crawl of a large one."""
    code = (
        "from scrapers.crawl.guards import CurrentMemory as M, MemoryUsage as S;"
        "m = object.__new__(M); import resource; m.resource = resource;"
        "print(S.get_virtual_size(m) // 2**20, m.get_virtual_size() // 2**20)"
    )
    parent = f"import subprocess, sys; held = b'x' * (500 * 2**20); subprocess.run([sys.executable, '-c', {code!r}])"
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, check=True, cwd=ROOT)
    highest, now = map(int, done.stdout.split())
    assert highest >= 500 > 300 > now > 10
    settings = crawl_settings(SOURCE, folder=tmp_path, data_dir=tmp_path, contact=CONTACT)
    assert settings["MEMUSAGE_ENABLED"] is True
    assert 500 < settings["MEMUSAGE_LIMIT_MB"] < 3000
    loaded = build_component_list(Settings(settings).getwithbase("EXTENSIONS"))
    assert [path for path in loaded if path.endswith("Memory") or "memusage" in path] == [
        "scrapers.crawl.guards.CurrentMemory"
    ]


def test_no_door_leads_into_a_crawl(tmp_path: Path) -> None:
    """Scrapy starts two servers of its own unless told otherwise; the list is read as Scrapy reads it."""
    settings = Settings(crawl_settings(SOURCE, folder=tmp_path, data_dir=tmp_path, contact=CONTACT))
    loaded = build_component_list(settings.getwithbase("EXTENSIONS"))
    assert [path for path in loaded if "telnet" in path or "remote" in path] == []
    assert len(loaded) > 5


def test_not_modified_has_no_body_to_unpack() -> None:
    unpacking = object.__new__(RecordedUnpacking)
    for encoding in ("gzip", "br", "zstd", "deflate"):
        response = Response(REQUEST.url, status=304, headers={"Content-Encoding": encoding})
        assert unpacking.process_response(REQUEST, response) is response
