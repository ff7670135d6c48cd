"""Bodies of earlier nights, used only when the server says that nothing has changed.

Belongs here: where we are stricter than Scrapy's cache. Does not belong here: storage and validators: those are
Scrapy's. It would answer from the cache when the site is down; a dead site would look healthy for ever (DESIGN rule 3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import RFC2616Policy

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response


class AskedPolicy(RFC2616Policy):
    """RFC 2616, but an error of the server is an error."""

    def is_cached_response_valid(self, cachedresponse: Response, response: Response, request: Request) -> bool:
        """Whether the kept body may stand in for this answer: only for 304."""
        return response.status == 304


class AskedCache(HttpCacheMiddleware):
    """Scrapy's cache, but no answer is no answer."""

    def process_exception(self, request: Request, exception: Exception, spider: Spider | None = None) -> None:
        """Leave the failure as it is."""
        request.meta.pop("cached_response", None)
