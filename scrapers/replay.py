"""Reading a run again from the archive, with no request: the same spider, the same rows.

Belongs here: the drive of a spider over archived responses. Does not belong here: fetching; a page the archive does not
hold is an error, not a request.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from scrapers.platforms.base import unfetched_issue
from scrapers.registry import spider_class
from scrapers.runs import Findings, Outcome, Run, finish, last_healthy
from scrapers.verdicts import verdict
from warehouse.storage import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from scrapers.archive import Archive
    from scrapers.source import Source


def replay(run: Run, archive: Archive) -> dict[str, object]:
    """Parse an archived run again and rewrite its raw tables; return its row of `raw__runs`.

    With unchanged parsers every byte of the tables is the same as after the crawl.

    Raises:
        FileNotFoundError: the run or one of its bodies is not in the archive.
    """
    fetches = [_without_owner(row) for row in _rows(run.folder / "raw__fetches.parquet")]
    (before,) = _rows(run.folder / "raw__runs.parquet")
    findings = read_again(run.source, fetches, archive)
    healthy = last_healthy(run.folder.parent, run.run_id)
    outcome = verdict(run.source, findings, stopped=before["stop_reason"], healthy=healthy)
    if not fetches:
        # Refused before the first request: there is nothing to judge anew
        outcome = Outcome(before["run_verdict_code"], before["message_ja"])
    return finish(run, findings, outcome, before["finished_at"])


def read_again(source: Source, fetches: list[dict[str, Any]], archive: Archive) -> Findings:
    """What the source's spider reads from recorded answers.

    Args:
        source: whose spider.
        fetches: rows of `raw__fetches` in order, with or without source and run.
        archive: holds their bodies.

    Raises:
        FileNotFoundError: the archive lacks a body.
    """
    findings = Findings(fetches=fetches)
    # The last answer to a request is the one that counts; earlier ones were redirects, or were asked again
    answers = {str(row["request_url"]): row for row in fetches}
    for item in _drive(source, answers, archive):
        findings.add(item)
    return findings


def _drive(source: Source, answers: dict[str, dict[str, Any]], archive: Archive) -> Iterable[object]:
    spider = spider_class(source)(source=source)
    waiting = deque(spider.first_requests() if answers else [])
    asked: set[str] = set()
    while waiting:
        request = waiting.popleft()
        if request.url in asked:
            continue
        asked.add(request.url)
        for result in _results(request, answers, archive):
            if isinstance(result, Request):
                waiting.append(result)
            else:
                yield result


def _results(request: Request, answers: dict[str, dict[str, Any]], archive: Archive) -> Iterable[object]:
    row = answers.get(request.url)
    if row is None:
        # A crawl that stopped early never asked for it: then there is nothing to say of it
        return []
    if row.get("error_text") is not None:
        return [unfetched_issue(request.url, row["error_text"])]
    assert request.callback is not None
    results: Iterable[object] = request.callback(_response(row, request, archive), **request.cb_kwargs)
    return results


def _response(row: dict[str, Any], request: Request, archive: Archive) -> Response:
    headers = Headers(json.loads(row["headers_json"]))
    body = archive.get(row["body_sha256"])
    kind = responsetypes.from_args(headers=headers, url=row["response_url"], body=body)
    return kind(url=row["response_url"], status=row["http_status"], headers=headers, body=body, request=request)


def _rows(path: Path) -> list[dict[str, Any]]:
    return read_table(path).to_dicts()


def _without_owner(row: dict[str, Any]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in ("source_key", "run_id")}
