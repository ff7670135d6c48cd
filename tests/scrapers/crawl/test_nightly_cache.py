"""What a page was known by last night stands in for tonight's answer only when the site says that nothing changed."""

from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from scrapers.crawl.nightly_cache import ArchiveStorage, AskedCache, AskedPolicy
from scrapers.runs.validators import read_known

REQUEST = Request("https://www.example.jp/1")
TAG = {"ETag": '"1"', "Content-Type": "text/plain"}
HOUR = {"Cache-Control": "max-age=3600"}


def page(text: str, status: int = 200, headers: dict[str, str] | None = None) -> TextResponse:
    return TextResponse(REQUEST.url, status=status, headers=TAG if headers is None else headers, body=text.encode())


@pytest.fixture
def spider() -> Spider:
    return get_crawler(Spider)._create_spider("a")


def storage(folder: Path, spider: Spider) -> ArchiveStorage:
    opened = ArchiveStorage(
        Settings({"VALIDATORS_FILE": str(folder / "a.jsonl"), "ARCHIVE_DIR": str(folder / "archive")})
    )
    opened.open_spider(spider)
    return opened


def body(opened: ArchiveStorage, spider: Spider) -> bytes | None:
    response = opened.retrieve_response(spider, REQUEST)
    return None if response is None else response.body


@pytest.mark.parametrize(("status", "is_valid"), [(304, True), (200, False), (404, False), (500, False), (503, False)])
def test_only_not_modified_lets_last_nights_body_stand_in(status: int, is_valid: bool) -> None:
    policy = AskedPolicy(Settings())
    assert policy.is_cached_response_valid(page("old"), Response(REQUEST.url, status=status), REQUEST) is is_valid


@pytest.mark.parametrize(
    ("response", "is_kept"),
    [(page("a"), True), (page("a", headers=HOUR), False), (page("a", 404, TAG | HOUR), False), (page("a", 301), False)],
)
def test_only_what_can_be_asked_about_is_kept(response: TextResponse, is_kept: bool) -> None:
    assert AskedPolicy(Settings()).should_cache_response(response, REQUEST) is is_kept


def test_a_site_that_is_down_is_not_answered_for() -> None:
    request = REQUEST.replace(meta={"cached_response": page("old")})
    assert object.__new__(AskedCache).process_exception(request, TimeoutError()) is None
    assert "cached_response" not in request.meta


def test_a_page_is_known_as_soon_as_it_has_come_and_once_when_the_night_is_over(tmp_path: Path, spider: Spider) -> None:
    path = tmp_path / "a.jsonl"
    first = storage(tmp_path, spider)
    assert body(first, spider) is None
    first.store_response(spider, REQUEST, page("one"))
    assert body(first, spider) == b"one"
    assert body(storage(tmp_path, spider), spider) == b"one"  # the first was killed
    written = path.read_text(encoding="utf-8")
    first.store_response(spider, REQUEST, page("one"))
    assert path.read_text(encoding="utf-8") == written, "what has not changed is not written down again"
    first.store_response(spider, REQUEST, page("two"))
    assert body(storage(tmp_path, spider), spider) == b"two"
    first.close_spider(spider)
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(read_known(path)) == 1
    assert body(storage(tmp_path, spider), spider) == b"two"
