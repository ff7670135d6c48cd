"""One run of one source on disk: what came back and what was read.

Belongs here: the folder of a run and its raw tables. Does not belong here: the verdict on a run (`verdicts`), and which
run is used downstream (`pipelines`).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from scrapers.declaration.source import Source
from scrapers.platforms.items import IssueItem, LabelsItem, ListingItem
from scrapers.platforms.kept_of_answer import kept_headers
from scrapers.runs.prints import keep_prints
from scrapers.tables.account import AccountItem
from warehouse.contract import TOKYO, table
from warehouse.contract.derived.frames import dtypes, frame
from warehouse.storage import read_table, write_table

if TYPE_CHECKING:
    from scrapy.http import Response

PARTITION_TABLES = ("raw__fetches", "raw__listings", "raw__issues", "raw__runs")


@dataclass(frozen=True, slots=True)
class Run:
    """Which run of which source, in which profile, kept in which folder."""

    source: Source
    run_id: str
    profile: str
    started_at: datetime
    folder: Path

    @classmethod
    def at(cls, source: Source, profile: str, started_at: datetime, raw_dir: Path) -> Run:
        """The run of `source` that starts at `started_at` (timezone-aware)."""
        run_id = run_id_of(started_at)
        return cls(source, run_id, profile, started_at, raw_dir / source.key / run_id)


@dataclass(slots=True)
class Findings:
    """What a run collected so far.

    Attributes:
        fetches, listings, issues: rows of the raw tables without source and run.
        labels: label → pages, tables or records that have it.
        labelled: how many pages, tables or records have labels.
        accounts: what became of the rows of every table.
    """

    fetches: list[dict[str, object]] = field(default_factory=list)
    listings: list[dict[str, object]] = field(default_factory=list)
    issues: list[dict[str, object]] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    labelled: int = 0
    accounts: list[AccountItem] = field(default_factory=list)

    def add(self, item: object) -> None:
        """Take one item of a spider.

        Raises:
            TypeError: it is neither a listing nor an issue.
        """
        if isinstance(item, AccountItem):
            self.accounts.append(item)
        elif isinstance(item, ListingItem):
            self.listings.append(item.row)
        elif isinstance(item, IssueItem):
            self.issues.append(item.row)
        elif isinstance(item, LabelsItem):
            self.labels.update(set(item.labels))
            self.labelled += 1
        else:
            raise TypeError(f"a spider yielded {type(item).__name__}")


def run_id_of(started_at: datetime) -> str:
    """`r20261123T010000` in Tokyo time: starts with a letter, sorts by time."""
    return started_at.astimezone(TOKYO).strftime("r%Y%m%dT%H%M%S")


def next_start(raw_dir: Path, now: datetime) -> datetime:
    """The moment by which a run that starts now is known: later than that of any run on disk.

    Runs sort by their start. A machine clock that has jumped back would put a new run before older ones, and the newest
    pages would never be used.

    Args:
        raw_dir: folder of all raw partitions.
        now: what the clock says, timezone-aware.
    """
    newest = max((path.name for path in raw_dir.glob("*/r*T*")), default="")
    if run_id_of(now) > newest:
        return now
    return datetime.strptime(newest, "r%Y%m%dT%H%M%S").replace(tzinfo=TOKYO) + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Verdict on a run.

    Attributes:
        run_verdict_code: the verdict.
        message_ja: the sentence that explains it.
        stop_reason: why the crawl stopped itself, or None.
        fingerprint_json: shape of what was read, or None when nothing was.
    """

    run_verdict_code: str
    message_ja: str
    stop_reason: str | None = None
    fingerprint_json: str | None = None


def finish(run: Run, findings: Findings, outcome: Outcome, finished_at: datetime) -> dict[str, object]:
    """Write the raw tables of a run and return its row of `raw__runs`.

    Raises:
        ContractError: a row breaks the contract; nothing of that table is written.
    """
    owner: dict[str, object] = {"source_key": run.source.key, "run_id": run.run_id}
    fetched = sum(1 for row in findings.fetches if row.get("http_status") == 200)
    summary: dict[str, object] = {
        **owner,
        **asdict(outcome),
        "profile_code": run.profile,
        "started_at": run.started_at,
        "finished_at": finished_at,
        "request_count": len(findings.fetches),
        "fetched_count": fetched,
        "failed_count": sum(map(_is_failure, findings.fetches)),
        "listing_count": len(findings.listings),
        "quarantined_count": sum(1 for row in findings.issues if row["is_quarantined"]),
        "expected_min": run.source.expected.minimum,
        "expected_max": run.source.expected.maximum,
    }
    rows = {
        "raw__fetches": findings.fetches,
        "raw__listings": findings.listings,
        "raw__issues": _one_per_key(findings.issues),
        "raw__runs": [summary],
    }
    for name, entries in rows.items():
        df = frame(table(name), [{**owner, **entry} for entry in entries])
        write_table(table(name), df, run.folder / f"{name}.parquet", {"hiroba.profile": run.profile})
    keep_prints(run.folder, run.profile)
    return summary


def newest_run(source_dir: Path) -> dict[str, Any] | None:
    """Row of `raw__runs` of the newest run in a source's folder, or None."""
    newest = max((path.name for path in source_dir.glob("r*") if (path / "raw__runs.parquet").is_file()), default=None)
    return run_row(source_dir, newest) if newest else None


def run_row(source_dir: Path, run_id: str) -> dict[str, Any] | None:
    """Row of `raw__runs` of one run in a source's folder, or None when there is no such run."""
    path = source_dir / run_id / "raw__runs.parquet"
    return read_table(path).row(0, named=True) if path.is_file() else None


def sent_on(source_dir: Path, day: date) -> int:
    """Requests of all runs of a source that started on a day, Tokyo time."""
    sent = 0
    for path in source_dir.glob("r*/raw__runs.parquet"):
        started = read_table(path)["started_at"].item()
        if started.astimezone(TOKYO).date() == day:
            sent += read_table(path.with_name("raw__fetches.parquet")).height
    return sent


def last_healthy(source_dir: Path, before_run_id: str) -> dict[str, Any] | None:
    """Row of `raw__runs` of the newest succeeded run before a run, or None."""
    names = sorted((path.parent.name for path in source_dir.glob("r*/raw__runs.parquet")), reverse=True)
    for name in names:
        row = run_row(source_dir, name) if name < before_run_id else None
        if row is not None and row["run_verdict_code"] == "succeeded":
            return row
    return None


def all_runs(raw_dir: Path, source_keys: tuple[str, ...]) -> pl.DataFrame:
    """Columns `source_key`, `run_id` of every finished run on disk."""
    runs = [
        {"source_key": key, "run_id": path.parent.name}
        for key in source_keys
        for path in sorted((raw_dir / key).glob("r*/raw__runs.parquet"))
    ]
    return pl.DataFrame(runs, schema=dtypes(("source_key", "run_id")))


def gather(raw_dir: Path, name: str, runs: pl.DataFrame) -> pl.DataFrame:
    """Rows of one raw table of the given runs.

    Args:
        raw_dir: folder of all raw partitions.
        name: a table of `PARTITION_TABLES`.
        runs: columns `source_key`, `run_id` (String); rows with a null run are passed over.

    Raises:
        FileNotFoundError: a run lacks the table.
        ValueError: a run was written under another version of the contract.
    """
    wanted = runs.filter(pl.col("run_id").is_not_null()).select("source_key", "run_id").sort("source_key", "run_id")
    parts = [_part(raw_dir / key / run_id / f"{name}.parquet", name) for key, run_id in wanted.iter_rows()]
    return pl.concat([frame(table(name), []), *parts])


def _part(path: Path, name: str) -> pl.DataFrame:
    df = read_table(path)
    if tuple(df.columns) != table(name).column_names:
        raise ValueError(
            f"{path} は別の版の約束で書かれています。フォルダー {path.parent} を別の場所へ移してください。"
        )
    return df


def headers_of(response: Response) -> dict[str, str]:
    """Headers of an answer as text, each name once."""
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()}


def headers_json(response: Response) -> str:
    """The headers that are kept, as JSON with sorted names."""
    return json.dumps(kept_headers(headers_of(response)), ensure_ascii=False, sort_keys=True)


def _is_failure(fetch: dict[str, object]) -> bool:
    """No answer, or one with an error status; a redirect is neither a page nor a failure."""
    status = fetch.get("http_status")
    return not isinstance(status, int) or status >= 400


def _one_per_key(issues: list[dict[str, object]]) -> list[dict[str, object]]:
    """One issue per page, position, field and reason: a label unknown in 40 rows of a page is one thing to decide."""
    key = ("page_url", "position", "field_name", "reason_code")
    return list({tuple(row[name] for name in key): row for row in issues}.values())
