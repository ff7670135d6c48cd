"""A crawl over real HTTP against the sample city, as the process it is in production."""

import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cities.kawasaki.sample_city.faults import Fault, Kind
from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import World, build_world
from pipelines.lab.drills.sources import thinned
from scrapers.crawl.ending import INTERRUPTED
from scrapers.declaration.source import load_source
from scrapers.runs.archive import Archive
from scrapers.runs.replay import replay
from scrapers.runs.run import PARTITION_TABLES, Run
from scrapers.runs.validators import path_of, read_known
from warehouse.storage import read_table

STARTED = "2026-11-23T01:00:00+09:00"
CAFES, CITY = "kawasaki_city_cafes", "www.city.kawasaki.jp"
EVENTS, API = "kawasaki_city_events", "eventapp.city.kawasaki.jp"
ROOT = Path(__file__).parents[3]


class Crawled:
    """The run that a crawl left behind."""

    def __init__(self, key: str, data_dir: Path) -> None:
        self.run = Run.at(load_source(key), "sample", datetime.fromisoformat(STARTED), data_dir / "raw")
        self.archive_folder = data_dir / "archive"
        self.archive = Archive(self.archive_folder)

    def rows(self, name: str) -> list[dict[str, Any]]:
        return read_table(self.run.folder / f"{name}.parquet").to_dicts()

    @property
    def outcome(self) -> dict[str, Any]:
        (row,) = self.rows("raw__runs")
        return row

    def files(self) -> dict[str, bytes]:
        return {name: (self.run.folder / f"{name}.parquet").read_bytes() for name in PARTITION_TABLES}


def command(key: str, data_dir: Path, port: int) -> list[str]:
    options = {"--data-dir": data_dir, "--profile": "sample", "--started-at": STARTED, "--sample-port": port}
    given = (str(part) for pair in options.items() for part in pair)
    return [sys.executable, "-m", "scrapers.crawl.runner", key, *given]


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


@pytest.fixture
def crawl(world: World, tmp_path: Path) -> Callable[..., Crawled]:
    def crawl_once(key: str, *faults: Fault, of: World = world) -> Crawled:
        with SampleCity(of, faults) as city:
            done = subprocess.run(
                command(key, tmp_path, city.port), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
            )
        assert done.returncode == 0, done.stderr
        return Crawled(key, tmp_path)

    return crawl_once


def assert_replay_changes_nothing(crawled: Crawled) -> None:
    before = crawled.files()
    for name in ("raw__listings", "raw__issues"):
        (crawled.run.folder / f"{name}.parquet").unlink()
    replay(crawled.run, crawled.archive)
    assert crawled.files() == before


def test_a_sound_crawl_is_read_again_from_the_archive_byte_for_byte(crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(EVENTS)
    assert (crawled.outcome["run_verdict_code"], crawled.outcome["listing_count"]) == ("succeeded", 299)
    assert len(crawled.rows("raw__listings")) == 299
    fetches = crawled.rows("raw__fetches")
    assert fetches[0]["request_url"] == f"https://{API}/robots.txt"
    assert all(row["http_status"] == 200 for row in fetches)
    assert_replay_changes_nothing(crawled)  # the server is gone by now


def test_a_truncated_page_costs_only_itself(crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(EVENTS, Fault(API, r"page=2\b", "truncated"))
    pages = {row["page_url"] for row in crawled.rows("raw__listings")}
    (broken,) = [row for row in crawled.rows("raw__issues") if row["position"] == 0]
    assert broken["reason_code"] == "broken_json"
    assert "page=2&" in broken["page_url"]
    assert broken["page_url"] not in pages
    assert len(pages) == crawled.outcome["fetched_count"] - 2  # robots.txt and the broken page
    assert_replay_changes_nothing(crawled)


@pytest.mark.parametrize("path", ["", "^/350/"])
def test_a_site_that_is_down_is_an_outcome_and_no_crash(crawl: Callable[..., Crawled], path: str) -> None:
    crawled = crawl(CAFES, Fault(CITY, path, "status_500"))
    assert crawled.outcome["run_verdict_code"] in ("failed", "blocked")
    assert crawled.outcome["message_ja"].endswith(("確かめてください。", "明日また取得します。"))
    assert crawled.rows("raw__listings") == []
    assert_replay_changes_nothing(crawled)


def test_robots_txt_that_cannot_be_read_forbids_everything(crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(CAFES, Fault(CITY, r"^/robots\.txt", "status_500"))
    answered = {row["request_url"] for row in crawled.rows("raw__fetches") if row["http_status"] is not None}
    assert answered == {f"https://{CITY}/robots.txt"}
    assert crawled.rows("raw__listings") == []
    assert crawled.outcome["run_verdict_code"] == "failed"


def test_a_redirect_to_another_host_is_not_followed(crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(CAFES, Fault(CITY, "^/350/", "redirect_offsite"))
    assert crawled.rows("raw__listings") == []
    (issue,) = crawled.rows("raw__issues")
    assert (issue["reason_code"], issue["detail_text"]) == (
        "fetch_failed",
        "source.toml の hosts にないサイトへ転送されました",
    )
    assert issue["page_url"] == load_source(CAFES).start_urls[0]
    statuses = [row["http_status"] for row in crawled.rows("raw__fetches")]
    assert statuses == [200, 302, None]  # robots.txt, the redirect itself, the page we did not ask for
    assert_replay_changes_nothing(crawled)


def test_a_password_in_a_redirect_is_kept_nowhere(crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(CAFES, Fault(CITY, "^/350/", "redirect_password"))
    (issue,) = crawled.rows("raw__issues")
    assert (issue["reason_code"], issue["page_url"]) == ("fetch_failed", load_source(CAFES).start_urls[0])
    (sent,) = [row["headers_json"] for row in crawled.rows("raw__fetches") if row["http_status"] == 302]
    assert json.loads(sent)["Location"] == f"https://{CITY}/350/"
    data = crawled.archive_folder.parent
    texts = [_text(path) for path in data.rglob("*") if path.is_file()]
    assert len(texts) > 5
    assert not [text for text in texts if "himitsu" in text]
    assert_replay_changes_nothing(crawled)


def _text(path: Path) -> str:
    if path.suffix == ".parquet":
        return repr(read_table(path).to_dicts())
    body = path.read_bytes()
    return (gzip.decompress(body) if path.suffix == ".gz" else body).decode(errors="replace")


def test_more_pages_than_a_day_allows_are_not_believed(crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(EVENTS, Fault(API, r"page=1\b", "claims_pages"))
    assert len(crawled.rows("raw__fetches")) == 2  # robots.txt and the page that claims it
    (issue,) = [row for row in crawled.rows("raw__issues") if row["position"] == 0]
    assert issue["reason_code"] == "layout_changed"
    assert issue["detail_text"] == (
        "total_pages が 50000000 で、1日の要求の上限（60）を超えます。"
        "本当に多いのなら source.toml の daily_requests を上げてください"
    )
    assert crawled.rows("raw__listings")  # what the page itself holds stands
    assert crawled.outcome["run_verdict_code"] != "succeeded"
    assert_replay_changes_nothing(crawled)


def test_a_second_night_asks_with_what_is_known_and_keeps_every_body_once(crawl: Callable[..., Crawled]) -> None:
    first = crawl(EVENTS)
    bodies = set(first.archive.digests())
    second = crawl(EVENTS)
    assert len(second.rows("raw__fetches")) == len(first.rows("raw__fetches"))
    assert {row["is_transferred"] for row in second.rows("raw__fetches")} == {False}
    assert second.rows("raw__listings") == first.rows("raw__listings")
    assert set(first.archive.digests()) == bodies
    data = first.archive_folder.parent
    known = read_known(path_of(data / "validators", EVENTS))
    assert {page.body_sha256 for page in known.values()} == bodies
    assert {path.name for path in data.iterdir()} == {"archive", "raw", "validators"}
    # A body that went, or was damaged, is asked for as if it had never been there, and is whole again
    gone, damaged = sorted(bodies)[:2]
    first.archive.drop(gone)
    (file,) = data.rglob(f"{damaged}.gz")
    file.write_bytes(file.read_bytes()[:-20])
    third = crawl(EVENTS)
    sent = {row["body_sha256"] for row in third.rows("raw__fetches") if row["is_transferred"]}
    assert sent == {gone, damaged}
    assert first.archive.get(damaged)
    assert_replay_changes_nothing(third)


def test_whatever_the_shell_says_a_crawl_leaves_nothing_that_others_read(world: World, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with SampleCity(world) as city:
        subprocess.run(command(EVENTS, data, city.port), cwd=ROOT, check=True, umask=0, capture_output=True, timeout=60)
    modes = {path: path.stat().st_mode & 0o777 for path in [data, *data.rglob("*")]}
    assert len(modes) > 20
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_three_failures_in_a_row_stop_the_crawl(crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(EVENTS, Fault(API, r"page=[2-6]\b", "status_500"))
    assert crawled.outcome["run_verdict_code"] == "blocked"
    assert "HTTP 500" in crawled.outcome["message_ja"]
    assert {row["page_url"] for row in crawled.rows("raw__listings")} == set(load_source(EVENTS).start_urls)
    assert_replay_changes_nothing(crawled)


@contextmanager
def started(key: str, data_dir: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command(key, data_dir, port), cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(log: Path, sign: str) -> None:
    for _ in range(200):
        if log.is_file() and sign in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.05)
    raise AssertionError(f"{log} never said {sign}")


def test_a_crawl_that_is_told_to_stop_is_gone_in_time_and_records_no_run(world: World, tmp_path: Path) -> None:
    folder = Crawled(CAFES, tmp_path).run.folder
    slow = Fault(CITY, "^/350/", "slow", seconds=30)
    with SampleCity(world, [slow]) as city, started(CAFES, tmp_path, city.port) as process:
        wait_for(folder / "crawl.log", "Spider opened")
        time.sleep(0.5)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == INTERRUPTED
        assert time.monotonic() - begun < 12
    assert not (folder / "raw__runs.parquet").exists()


def test_a_crawl_that_was_interrupted_starts_again_without_loss(
    world: World, tmp_path: Path, crawl: Callable[..., Crawled]
) -> None:
    archive, smaller = tmp_path / "archive", thinned(world, 1, 4)
    with SampleCity(smaller, []) as city, started("ouen_navi", tmp_path, city.port) as process:
        for _ in range(4000):
            if len(list(archive.glob("*/*.gz"))) > 60:
                break
            time.sleep(0.005)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == INTERRUPTED
    again = crawl("ouen_navi", of=smaller)
    assert (again.outcome["run_verdict_code"], again.outcome["listing_count"]) == ("fewer", 223)
    # What had come before the interruption is not sent a second time
    assert sum(row["is_transferred"] is False for row in again.rows("raw__fetches")) > 50


@pytest.mark.parametrize("kind", ["oversize", "bomb"])
def test_a_body_that_is_too_large_is_refused_and_reported(kind: Kind, crawl: Callable[..., Crawled]) -> None:
    crawled = crawl(CAFES, Fault(CITY, "^/350/", kind))
    assert crawled.outcome["run_verdict_code"] == "failed"
    assert "大きすぎ" in crawled.outcome["message_ja"]
    assert crawled.rows("raw__listings") == []
    assert_replay_changes_nothing(crawled)
    assert not [path for path in crawled.archive_folder.rglob("*") if path.is_file() and path.stat().st_size > 20_000]
