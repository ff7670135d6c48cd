"""One asset per source: the crawl, as a child process with a live log.

Belongs here: starting the crawl and reporting how it went. Does not belong here: crawling. No retry policy on these
assets: Dagster would start the crawl again when somebody cancels it.
"""

import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import dagster as dg
from dagster._core.errors import DagsterPipesExecutionError

from pipelines.assets.described import GROUPS, OWNER
from pipelines.resources import TOKYO, SampleCity
from pipelines.settings import ROOT, load_settings
from scrapers.crawl.runner import INTERRUPTED
from scrapers.runs import Findings, Outcome, Run, finish
from scrapers.source import Source, load_source, source_keys
from warehouse.expectations.suite import warm_up

CRAWL_PREFIX = "crawl__"


def crawl_asset_key(source_key: str) -> str:
    """Asset key of the crawl of a source."""
    return f"{CRAWL_PREFIX}{source_key}"


def _crawl_asset(source: Source) -> dg.AssetsDefinition:
    key = crawl_asset_key(source.key)

    @dg.asset(
        key=key,
        group_name=GROUPS["crawl"],
        kinds={"scrapy"},
        owners=[OWNER],
        description=f"{source.name}を取得する（担当: {source.owner}）\n\nCrawl of {source.home_url}",
        metadata={"一覧のページ": dg.MetadataValue.url(source.home_url), "利用条件": source.licence},
        check_specs=[
            dg.AssetCheckSpec("healthy", asset=key, description="取得が成功し、掲載の数がめやすの幅に入っている")
        ],
    )
    def crawl(
        context: dg.AssetExecutionContext, sample_city: SampleCity, pipes: dg.PipesSubprocessClient
    ) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        # The import takes seconds and the child does the work here: by the time the suite is needed, it is there
        threading.Thread(target=warm_up, daemon=True).start()
        settings = load_settings()
        started_at = run_started_at(context)
        command = [sys.executable, "-m", "scrapers.crawl.runner", source.key]
        command += ["--data-dir", str(settings.data_dir), "--profile", settings.profile]
        command += ["--started-at", started_at.isoformat()]
        command += ["--sample-port", str(sample_city.port)] if sample_city.port else []
        command += ["--contact", settings.contact] if settings.contact else []
        try:
            results = pipes.run(command=command, context=context, cwd=str(ROOT)).get_results()
        except DagsterPipesExecutionError as error:
            if f"code {INTERRUPTED}" in str(error):
                raise KeyboardInterrupt from error
            results = _crashed(Run.at(source, settings.profile, started_at, settings.raw_dir), key)
        yield from results

    return crawl


def run_started_at(context: dg.AssetExecutionContext) -> datetime:
    """When this Dagster run started: the same moment for every source of a night."""
    record = context.instance.get_run_record_by_id(context.run.run_id)
    started = record.start_time if record and record.start_time else None
    return datetime.fromtimestamp(int(started), TOKYO) if started else datetime.now(TOKYO).replace(microsecond=0)


def _crashed(run: Run, key: str) -> list[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
    """A crawl that broke is an outcome of its source; it must not stop the others."""
    message = f"取得プログラムが異常終了しました。{run.folder.name}/crawl.log を開発者に渡してください。"
    finish(run, Findings(), Outcome("failed", message), datetime.now(TOKYO))
    check = dg.AssetCheckResult(
        passed=False,
        asset_key=key,
        check_name="healthy",
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"説明": message},
    )
    return [dg.MaterializeResult(asset_key=key, metadata={"dagster/row_count": 0}), check]


CRAWL_ASSETS = [_crawl_asset(load_source(key)) for key in source_keys()]
