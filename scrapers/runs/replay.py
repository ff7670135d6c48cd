"""Reading a run again from the archive, with no request: the same spider, the same rows.

Belongs here: archived answers for a driven spider (`drive`). Does not belong here: fetching; a page the archive does
not hold is an error, not a request.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapers.runs.drive import drive, response_for
from scrapers.runs.run import Findings, Outcome, Run, finish, last_healthy
from scrapers.runs.verdicts import verdict
from warehouse.storage import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy import Request
    from scrapy.http import Response

    from scrapers.declaration.source import Source
    from scrapers.runs.archive import Archive


@dataclass(frozen=True, slots=True)
class Reread:
    """What an archived run looks like to today's parsers; nothing of it is written yet."""

    findings: Findings
    outcome: Outcome
    finished_at: datetime


def reread(run: Run, archive: Archive, accepted: str | None = None) -> Reread:
    """Parse an archived run again.

    Args:
        run: which.
        archive: holds what was fetched.
        accepted: why a person says that what is unusual in this run is right, or None.

    Raises:
        FileNotFoundError: the run or one of its bodies is not in the archive.
    """
    fetches = [_without_owner(row) for row in _rows(run.folder / "raw__fetches.parquet")]
    (before,) = _rows(run.folder / "raw__runs.parquet")
    findings = read_again(run.source, fetches, archive)
    healthy = last_healthy(run.folder.parent, run.run_id)
    outcome = verdict(run.source, findings, stopped=before["stop_reason"], healthy=healthy, accepted=accepted)
    if not fetches:
        # Refused before the first request: there is nothing to judge anew
        outcome = Outcome(before["run_verdict_code"], before["message_ja"])
    return Reread(findings, outcome, before["finished_at"])


def replay(run: Run, archive: Archive, accepted: str | None = None) -> dict[str, object]:
    """Parse an archived run again and rewrite its raw tables; return its row of `raw__runs`.

    With unchanged parsers every byte of the tables is the same as after the crawl. Arguments and errors are those of
    `reread`.
    """
    reading = reread(run, archive, accepted)
    return finish(run, reading.findings, reading.outcome, reading.finished_at)


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
    if not fetches:
        return findings
    # The last answer to a request is the one that counts; earlier ones were redirects, or were asked again
    answers = {str(row["request_url"]): row for row in fetches}

    def answer(request: Request) -> Response | str | None:
        row = answers.get(request.url)
        return None if row is None else _answer(row, request, archive)

    for item in drive(source.asked_at(answers), answer):
        findings.add(item)
    return findings


def _answer(row: dict[str, Any], request: Request, archive: Archive) -> Response | str:
    if row.get("error_text") is not None:
        return str(row["error_text"])
    headers = json.loads(row["headers_json"])
    return response_for(request, row["response_url"], row["http_status"], headers, archive.get(row["body_sha256"]))


def _rows(path: Path) -> list[dict[str, Any]]:
    return read_table(path).to_dicts()


def _without_owner(row: dict[str, Any]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in ("source_key", "run_id")}
