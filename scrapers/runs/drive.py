"""A spider driven without Scrapy's engine: over archived, saved or made-up answers.

Belongs here: the loop from requests to items. Does not belong here: where answers come from (`replay`,
`scrapers.authoring.cases`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from scrapers.declaration.source import Source
from scrapers.platforms.base import unfetched_issue
from scrapers.platforms.registry import spider_class

Answer = Callable[[Request], Response | str | None]
"""The response to a request, the name of the error that came instead, or None when it was never asked."""


def drive(source: Source, answer: Answer) -> Iterator[object]:
    """Everything the source's spider yields but requests, in the order of a breadth-first crawl.

    Args:
        source: whose spider.
        answer: gives what came back for a request.
    """
    spider = spider_class(source)(source=source)
    waiting = deque(spider.first_requests())
    asked: set[str] = set()
    while waiting:
        request = waiting.popleft()
        if request.url in asked:
            continue
        asked.add(request.url)
        for result in _results(request, answer(request)):
            if isinstance(result, Request):
                waiting.append(result)
            else:
                yield result


def response_for(request: Request, url: str, status: int, headers: dict[str, str], body: bytes) -> Response:
    """A response of the class Scrapy would choose: text with the declared encoding, or binary."""
    known = Headers(headers)
    kind = responsetypes.from_args(headers=known, url=url, body=body)
    return kind(url=url, status=status, headers=known, body=body, request=request)


def _results(request: Request, answer: Response | str | None) -> Iterable[object]:
    if answer is None:
        # A crawl that stopped early never asked for it: then there is nothing to say of it
        return []
    if isinstance(answer, str):
        return [unfetched_issue(request.url, answer)]
    assert request.callback is not None
    results: Iterable[object] = request.callback(answer, **request.cb_kwargs)
    return results
