"""The way to the sample city: real HTTP to loopback while every URL stays the official one.

Belongs here: the change of address, as late as possible, so that robots.txt, host list, delays and cookies are met
exactly as they are live. Does not belong here: the sample city itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class SampleCityHandler(HTTP11DownloadHandler):
    """Sends every request to 127.0.0.1 with the official host name in the Host header."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._port = crawler.settings.getint("SAMPLE_CITY_PORT")

    async def download_request(self, request: Request) -> Response:
        """Fetch from the sample city; the response carries the URL that was asked for."""
        parts = urlsplit(request.url)
        local = request.replace(url=urlunsplit(("http", f"127.0.0.1:{self._port}", parts.path, parts.query, "")))
        local.headers["Host"] = parts.netloc
        response = await super().download_request(local)
        return response.replace(url=request.url)
