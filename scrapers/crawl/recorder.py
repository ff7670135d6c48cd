"""The record of a crawl: every answer goes into the archive before anything reads it; items are collected.

Belongs here: the two Scrapy components that write into the run's `Findings`. Does not belong here: verdicts, files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from scrapers.platforms.kept_of_answer import without_password
from scrapers.runs.run import headers_json

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

    from scrapers.runs.archive import Archive
    from scrapers.runs.run import Findings


@dataclass(frozen=True, slots=True)
class Desk:
    """What the components of one crawl share."""

    archive: Archive
    findings: Findings
    clock: Callable[[], datetime]


class RecordedCrawler(Crawler):
    """A crawler with a desk; settings would hand every component a deep copy of it."""

    def __init__(self, spidercls: type[Spider], settings: dict[str, Any], desk: Desk) -> None:
        super().__init__(spidercls, settings, init_reactor=True)
        self.desk = desk


class Recorder:
    """Downloader middleware: one row of `raw__fetches` per answer or failure, the body in the archive first."""

    def __init__(self, desk: Desk) -> None:
        self._archive = desk.archive
        self._findings = desk.findings
        self._clock = desk.clock

    @classmethod
    def from_crawler(cls, crawler: RecordedCrawler) -> Recorder:
        """Scrapy's constructor."""
        return cls(crawler.desk)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the body, note the answer."""
        self._note(
            request,
            response_url=response.url,
            http_status=response.status,
            content_type_text=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
            headers_json=headers_json(response),
            body_sha256=self._archive.put(response.body),
            body_bytes=len(response.body),
            # After "not modified" the body is the one of an earlier night
            is_transferred="cached" not in response.flags,
        )
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that nothing came back."""
        self._note(request, error_text=type(exception).__name__)

    def _note(self, request: Request, **row: object) -> None:
        sequence = len(self._findings.fetches) + 1
        asked = without_password(request.meta.get("redirect_urls", [request.url])[0])
        self._findings.fetches.append({"sequence": sequence, "request_url": asked, "fetched_at": self._clock(), **row})


class RecordedUnpacking(HttpCompressionMiddleware):
    """Unpacks answers; one that unpacks to too much is noted like one that was too large from the start."""

    def __init__(self, *, crawler: RecordedCrawler) -> None:
        super().__init__(crawler=crawler)
        self._recorder = Recorder(crawler.desk)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Unpack; "not modified" has no body, whatever its headers say of one.

        Raises:
            DownloadCancelledError: the unpacked body is larger than allowed; Scrapy itself would leave no record.
        """
        if response.status == 304:
            return response
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            refused = DownloadCancelledError(str(error))
            self._recorder.process_exception(request, refused)
            raise refused from error


class CollectStep:
    """Item step: takes what the spider yields into the findings."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    @classmethod
    def from_crawler(cls, crawler: RecordedCrawler) -> CollectStep:
        """Scrapy's constructor."""
        return cls(crawler.desk.findings)

    def process_item(self, item: object) -> object:
        """Collect one item."""
        self._findings.add(item)
        return item
