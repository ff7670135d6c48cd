"""Bodies of earlier nights, used only when the server says that nothing has changed.

Belongs here: where we are stricter than Scrapy's cache, and its storage over our archive. Does not belong here: the
archive, the file of what pages are known by (`scrapers.runs.validators`). Scrapy would answer from the cache when the
site is down; a dead site would look healthy for ever (docs/design.md rule 3). It would also keep every body a second
time, and read back what it keeps as code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import RFC2616Policy

from scrapers.platforms.kept_of_answer import VALIDATORS, kept_headers
from scrapers.runs.archive import Archive
from scrapers.runs.drive import response_for
from scrapers.runs.run import headers_of
from scrapers.runs.validators import Known, add_known, read_known, write_known

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from scrapy.settings import BaseSettings


class AskedPolicy(RFC2616Policy):
    """RFC 2616, but an error of the server is an error, and only what can be asked about again is kept."""

    def should_cache_response(self, response: Response, request: Request) -> bool:
        """Whether the next request can ask if this page has changed."""
        is_known = response.status == 200 and any(name in response.headers for name in VALIDATORS)
        return is_known and super().should_cache_response(response, request)

    def is_cached_response_valid(self, cachedresponse: Response, response: Response, request: Request) -> bool:
        """Whether the kept body may stand in for this answer: only for 304."""
        return response.status == 304


class AskedCache(HttpCacheMiddleware):
    """Scrapy's cache, but no answer is no answer."""

    def process_exception(self, request: Request, exception: Exception, spider: Spider | None = None) -> None:
        """Leave the failure as it is."""
        request.meta.pop("cached_response", None)


class ArchiveStorage:
    """Scrapy's cache storage: what a page is known by in one file per source, its body in the archive."""

    def __init__(self, settings: BaseSettings) -> None:
        self._path = Path(settings["VALIDATORS_FILE"])
        self._archive = Archive(Path(settings["ARCHIVE_DIR"]))
        self._known: dict[str, Known] = {}

    def open_spider(self, spider: Spider) -> None:
        """Read what is known."""
        self._known = read_known(self._path)
        self._fingerprinter = spider.crawler.request_fingerprinter

    def close_spider(self, spider: Spider) -> None:
        """Leave one line per page."""
        write_known(self._path, self._known.values())

    def retrieve_response(self, spider: Spider, request: Request) -> Response | None:
        """The page as it was last fetched, or None when it or its body is not here, or is damaged."""
        page = self._known.get(self._key(request))
        if page is None:
            return None
        try:
            body = self._archive.get(page.body_sha256)
        except FileNotFoundError:
            return None
        except ValueError:
            # What comes now can only be stored when the damaged one is out of the way
            self._archive.drop(page.body_sha256)
            return None
        return response_for(request, page.url, 200, page.headers, body)

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        """Note what the page is known by now; the body goes where every body goes."""
        key = self._key(request)
        headers, digest = kept_headers(headers_of(response)), self._archive.put(response.body)
        page = Known(request=key, url=response.url, headers=headers, body_sha256=digest)
        if self._known.get(key) != page:
            self._known[key] = page
            add_known(self._path, page)

    def _key(self, request: Request) -> str:
        return self._fingerprinter.fingerprint(request).hex()
