"""The crawls: one asset per source, each a child process; hosts in parallel, one crawl at a time on a host.

Belongs here: starting the crawls and reporting how each went. Does not belong here: crawling, or the order of starts
(`pipelines.crawls`). No retry policy here: Dagster would start the crawls again when somebody cancels them.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import dagster as dg

from pipelines.assets.described import GROUPS, OWNER
from pipelines.crawls import run_all
from pipelines.resources import TOKYO, SampleCity
from pipelines.settings import ROOT, Settings, load_settings
from scrapers.crawl.runner import INTERRUPTED
from scrapers.runs import Findings, Outcome, Run, finish, newest_run, next_start, run_row
from scrapers.source import Source, load_source, source_keys
from warehouse.contract import label_ja
from warehouse.contract.fields import COLUMNS
from warehouse.expectations.suite import warm_up

CRAWL_PREFIX = "crawl__"
CRAWL_STEP = "crawl"
_SCHEDULED = "dagster/schedule_name"
_LIVE_REST_SECONDS = 5.0
_COUNTS = ("request_count", "fetched_count", "failed_count", "quarantined_count")
Result = dg.MaterializeResult[Any] | dg.AssetCheckResult


def crawl_asset_key(source_key: str) -> str:
    """Asset key of the crawl of a source."""
    return f"{CRAWL_PREFIX}{source_key}"


def _spec(source: Source) -> dg.AssetSpec:
    return dg.AssetSpec(
        crawl_asset_key(source.key),
        group_name=GROUPS["crawl"],
        kinds={"scrapy"},
        owners=[OWNER],
        description=f"{source.name}を取得する（担当: {source.owner}）\n\nCrawl of {source.home_url}",
        metadata={"一覧のページ": dg.MetadataValue.url(source.home_url), "利用条件": source.licence},
    )


def _check_spec(source: Source) -> dg.AssetCheckSpec:
    said = "取得が成功し、掲載の数と形が前回までと合っている"
    return dg.AssetCheckSpec("healthy", asset=crawl_asset_key(source.key), description=said)


_SOURCES = [load_source(key) for key in source_keys()]


@dg.multi_asset(
    name=CRAWL_STEP,
    specs=[_spec(source) for source in _SOURCES],
    check_specs=[_check_spec(source) for source in _SOURCES],
    can_subset=True,
)
def crawl(context: dg.AssetExecutionContext, sample_city: SampleCity) -> Iterator[Result]:
    """Every selected source that is due, as many hosts at once as there are."""
    # The import takes seconds and the children do the work here: by the time the suite is needed, it is there
    threading.Thread(target=warm_up, daemon=True).start()
    settings = load_settings()
    started_at = next_start(settings.raw_dir, run_started_at(context))
    selected = {key.path[-1] for key in context.selected_asset_keys}
    chosen = [source for source in _SOURCES if crawl_asset_key(source.key) in selected]
    if context.run.tags.get(_SCHEDULED):
        # A person who asks for a source gets it; only the nightly schedule keeps to the cadence
        for source in [source for source in chosen if not is_due(source, settings, started_at)]:
            chosen.remove(source)
            yield from _not_due(source, settings)

    def start(source: Source) -> subprocess.Popen[bytes]:
        context.log.info(f"{source.name}の取得を始めます")
        return subprocess.Popen(_command(source, settings, started_at, sample_city.port), cwd=ROOT, env=os.environ)

    rest = _LIVE_REST_SECONDS if settings.profile == "live" else 0.0
    for source, code in run_all(chosen, start, host_rest_seconds=rest):
        if code in (INTERRUPTED, -2):
            raise KeyboardInterrupt
        yield from _report(source, settings, started_at, code)


def is_due(source: Source, settings: Settings, started_at: datetime) -> bool:
    """Whether the cadence of a source asks for a crawl today: its newest healthy run is old, or there is none."""
    newest = newest_run(settings.raw_dir / source.key)
    if newest is None or newest["run_verdict_code"] != "succeeded":
        return True
    return bool((started_at.date() - newest["started_at"].astimezone(TOKYO).date()).days >= source.every_days)


def run_started_at(context: dg.AssetExecutionContext) -> datetime:
    """When this Dagster run started: the same moment for every source of a night."""
    record = context.instance.get_run_record_by_id(context.run.run_id)
    started = record.start_time if record and record.start_time else None
    return datetime.fromtimestamp(int(started), TOKYO) if started else datetime.now(TOKYO).replace(microsecond=0)


def _command(source: Source, settings: Settings, started_at: datetime, port: int | None) -> list[str]:
    command = [sys.executable, "-m", "scrapers.crawl.runner", source.key]
    command += ["--data-dir", str(settings.data_dir), "--profile", settings.profile]
    command += ["--started-at", started_at.isoformat()]
    command += ["--sample-port", str(port)] if port else []
    command += ["--contact", settings.contact] if settings.contact else []
    return command


def _report(source: Source, settings: Settings, started_at: datetime, code: int) -> Iterator[Result]:
    run = Run.at(source, settings.profile, started_at, settings.raw_dir)
    row: dict[str, Any] | None = run_row(run.folder.parent, run.run_id) if code == 0 else None
    if row is None:
        # A crawl that broke is an outcome of its source; it must not stop the others
        message = f"取得プログラムが異常終了しました。{run.folder.name}/crawl.log を開発者に渡してください。"
        row = dict(finish(run, Findings(), Outcome("failed", message), datetime.now(TOKYO)))
    yield from _results(source, row, str(row["message_ja"]), is_error=code != 0)


def _not_due(source: Source, settings: Settings) -> Iterator[Result]:
    """Nothing was asked and no run is written: the tables go on with the last healthy one."""
    row = newest_run(settings.raw_dir / source.key)
    assert row is not None
    said = f"{source.every_days}日に1回の情報源です。今夜は取得せず、{row['run_id']} を使います。"
    yield from _results(source, row, said, is_error=False)


def _results(source: Source, row: dict[str, Any], said: str, *, is_error: bool) -> Iterator[Result]:
    key = crawl_asset_key(source.key)
    yield dg.MaterializeResult(
        asset_key=key,
        metadata={
            "dagster/row_count": row["listing_count"],
            COLUMNS["run_verdict_code"].ja: label_ja("run_verdict", row["run_verdict_code"]),
            COLUMNS["message_ja"].ja: said,
            **{COLUMNS[name].ja: row[name] for name in _COUNTS},
        },
    )
    yield dg.AssetCheckResult(
        passed=row["run_verdict_code"] == "succeeded",
        asset_key=key,
        check_name="healthy",
        severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
        metadata={"説明": said},
    )
