"""The crawls: one asset per source, each a child process; hosts in parallel, one crawl at a time on a host.

Belongs here: starting the crawls and reporting how each went. Does not belong here: crawling, or the order of starts
(`pipelines.ingest.crawls`). No retry policy here: Dagster would start the crawls again when somebody cancels them.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import dagster as dg

from pipelines.decisions.addresses import addresses_path
from pipelines.ingest.crawls import run_all
from pipelines.ingest.reread import BROKEN
from pipelines.ingest.usable_sources import taking_part
from pipelines.orchestration.from_contract import GROUPS, OWNER
from pipelines.orchestration.gates import HEALTHY
from pipelines.orchestration.previews import nights
from pipelines.orchestration.resources import SampleCity, run_started_at
from pipelines.settings import ROOT, Settings
from pipelines.watch.incidents import ACTIONS
from pipelines.watch.wording import for_developer, for_staff
from scrapers.crawl.ending import INTERRUPTED
from scrapers.declaration.declarations import participants
from scrapers.declaration.source import Source
from scrapers.runs.run import Findings, Outcome, Run, all_runs, finish, gather, newest_run, next_start, run_row
from warehouse.contract import TOKYO, label_ja
from warehouse.contract.columns import COLUMNS

CRAWL_PREFIX = "crawl__"
CRAWL_STEP = "crawl"
_SCHEDULED = "dagster/schedule_name"
_LIVE_REST_SECONDS = 5.0
_COUNTS = ("request_count", "fetched_count", "failed_count", "quarantined_count")
Result = dg.MaterializeResult[Any] | dg.AssetCheckResult


def crawl_asset_key(source_key: str) -> str:
    """Asset key of the crawl of a source."""
    return f"{CRAWL_PREFIX}{source_key}"


def page_asset_key(source: Source) -> str:
    """Asset key of the page a source publishes: its name, as staff know it."""
    return source.name.replace("/", "／")


def _page(source: Source) -> dg.AssetSpec:
    """The page itself: not ours to make, but where everything begins."""
    return dg.AssetSpec(
        page_asset_key(source),
        group_name=GROUPS["pages"],
        kinds={"html"},
        owners=[OWNER],
        description=f"{source.owner}が公開している一覧: [{source.home_url}]({source.home_url})\n\n"
        f"The list as its owner publishes it; licence: {source.licence}",
        metadata={
            "一覧のページ": dg.MetadataValue.url(source.home_url),
            "担当": source.owner,
            "利用条件": source.licence,
            "出典の書き方": source.attribution,
            "取得する間隔（日）": source.every_days,
            "実サイトで確かめた日": str(source.verified_on or "まだ確かめていません"),
        },
    )


def _out(source: Source) -> dg.AssetOut:
    return dg.AssetOut(
        dagster_type=dg.Nothing,
        is_required=False,
        group_name=GROUPS["crawl"],
        kinds={"scrapy"},
        owners=[OWNER],
        description=f"{source.name} を取得する（担当: {source.owner}）\n\n"
        f"Crawl of {source.home_url}. この一覧だけやり直すときは refresh_{source.key}",
        metadata={"一覧のページ": dg.MetadataValue.url(source.home_url), "利用条件": source.licence},
        freshness_policy=dg.FreshnessPolicy.time_window(
            timedelta(days=source.max_age_days), timedelta(days=source.every_days + 1)
        ),
    )


def _check_spec(source: Source) -> dg.AssetCheckSpec:
    description = "取得が成功し、掲載の数と形が前回までと合っている"
    return dg.AssetCheckSpec(HEALTHY, asset=crawl_asset_key(source.key), description=description)


_SOURCES = [each.source for each in participants().values()]
PAGES = [_page(source) for source in _SOURCES]


@dg.multi_asset(
    name=CRAWL_STEP,
    outs={crawl_asset_key(source.key): _out(source) for source in _SOURCES},
    ins={f"page__{source.key}": dg.AssetIn(page_asset_key(source), dagster_type=dg.Nothing) for source in _SOURCES},
    internal_asset_deps={crawl_asset_key(source.key): {dg.AssetKey(page_asset_key(source))} for source in _SOURCES},
    check_specs=[_check_spec(source) for source in _SOURCES],
    can_subset=True,
)
def crawl(
    context: dg.AssetExecutionContext, sample_city: SampleCity, settings: dg.ResourceParam[Settings]
) -> Iterator[Result]:
    """Every selected source that is due, as many hosts at once as there are."""
    started_at = next_start(settings.raw_dir, run_started_at(context))
    selected = {key.path[-1] for key in context.selected_asset_keys}
    chosen = [source for source in _SOURCES if crawl_asset_key(source.key) in selected]
    declared = taking_part(settings)
    for source in [source for source in chosen if not sample_city.has(source.key)]:
        chosen.remove(source)
        yield from _no_pages(source)
    for source in [source for source in chosen if source.key in declared and declared[source.key].problem]:
        chosen.remove(source)
        yield from _misdeclared(source, str(declared[source.key].problem), settings, started_at)
    if context.run.tags.get(_SCHEDULED):
        # A person who asks for a source gets it; only the nightly schedule keeps to the cadence
        for source in [source for source in chosen if not is_due(source, settings, started_at)]:
            chosen.remove(source)
            yield from _not_due(source, settings)

    def start(source: Source) -> subprocess.Popen[bytes]:
        context.log.info(f"{source.name}の取得を始めます")
        return subprocess.Popen(_command(source, settings, started_at, sample_city.port), cwd=ROOT, env=os.environ)

    rest_seconds = _LIVE_REST_SECONDS if settings.profile == "live" else 0.0
    for source, code in run_all(chosen, start, host_rest_seconds=rest_seconds):
        if code in (INTERRUPTED, -2):
            raise KeyboardInterrupt
        yield from _report(source, settings, started_at, code)


def is_due(source: Source, settings: Settings, started_at: datetime) -> bool:
    """Whether the cadence of a source asks for a crawl today: its newest healthy run is old, or there is none."""
    newest = newest_run(settings.raw_dir / source.key)
    if newest is None or newest["run_verdict_code"] != "succeeded":
        return True
    return bool((started_at.date() - newest["started_at"].astimezone(TOKYO).date()).days >= source.every_days)


def _command(source: Source, settings: Settings, started_at: datetime, port: int | None) -> list[str]:
    command = [sys.executable, "-m", "scrapers.crawl.runner", source.key]
    command += ["--data-dir", str(settings.data_dir), "--profile", settings.profile]
    command += ["--started-at", started_at.isoformat()]
    command += ["--sample-port", str(port)] if port else []
    command += ["--addresses", str(addresses_path(settings))]
    command += ["--contact", settings.contact] if settings.contact else []
    return command


def _report(source: Source, settings: Settings, started_at: datetime, code: int) -> Iterator[Result]:
    run = Run.at(source, settings.profile, started_at, settings.raw_dir)
    row: dict[str, Any] | None = run_row(run.folder.parent, run.run_id) if code == 0 else None
    if row is None:
        # A crawl that broke is an outcome of its source; it must not stop the others
        message = f"取得プログラムが異常終了しました。{run.folder.name}/crawl.log を開発者に渡してください。"
        row = dict(finish(run, Findings(), Outcome("failed", message), datetime.now(TOKYO)))
    yield from _results(source, row, str(row["message_ja"]), settings, is_error=code != 0)


def _no_pages(source: Source) -> Iterator[Result]:
    """A list that the sample city has no replica of is not part of a sample night."""
    text = "見本の市にこの一覧のページはありません。実サイトの取得（HIROBA_PROFILE=live）で使います。"
    key = crawl_asset_key(source.key)
    yield dg.MaterializeResult(asset_key=key, metadata={"dagster/row_count": 0, COLUMNS["message_ja"].ja: text})
    warning = dg.AssetCheckSeverity.WARN
    yield dg.AssetCheckResult(
        passed=False, asset_key=key, check_name=HEALTHY, severity=warning, metadata={"説明": text}
    )


def _misdeclared(source: Source, problem: str, settings: Settings, started_at: datetime) -> Iterator[Result]:
    """Nothing is asked of a source whose declaration cannot be used; that is an outcome of its own, and of no other."""
    run = Run.at(source, settings.profile, started_at, settings.raw_dir)
    row = dict(finish(run, Findings(), Outcome("not_configured", problem, BROKEN), started_at))
    yield from _results(source, row, problem, settings, is_error=True)


def _not_due(source: Source, settings: Settings) -> Iterator[Result]:
    """Nothing was asked and no run is written: the tables go on with the last healthy one."""
    row = newest_run(settings.raw_dir / source.key)
    assert row is not None
    text = f"{source.every_days}日に1回の情報源です。今夜は取得せず、{row['run_id']} を使います。"
    yield from _results(source, row, text, settings, is_error=False)


def _results(source: Source, row: dict[str, Any], text: str, settings: Settings, *, is_error: bool) -> Iterator[Result]:
    key, verdict = crawl_asset_key(source.key), row["run_verdict_code"]
    runs = gather(settings.raw_dir, "raw__runs", all_runs(settings.raw_dir, (source.key,)))
    action = {"すること": ACTIONS[verdict]} if verdict in ACTIONS else {}
    told = {"説明": for_staff(text), **action} if action else {"説明": text}
    if action:
        told["開発者に送る文"] = for_developer(source.name, source.key, source.home_url, text)
    yield dg.MaterializeResult(
        asset_key=key,
        metadata={
            "dagster/row_count": row["listing_count"],
            COLUMNS["run_verdict_code"].ja: label_ja("run_verdict", verdict),
            COLUMNS["message_ja"].ja: text,
            **action,
            "最近の晩の掲載の数": dg.MetadataValue.md(nights(runs, f"{source.name}: 掲載の数")),
            **{COLUMNS[name].ja: row[name] for name in _COUNTS},
            "一覧のページ": dg.MetadataValue.url(source.home_url),
            "この一覧だけ再取得": dg.MetadataValue.url(settings.addresses.job(f"refresh_{source.key}")),
        },
    )
    is_red = is_error or verdict in ACTIONS
    yield dg.AssetCheckResult(
        passed=verdict == "succeeded",
        asset_key=key,
        check_name=HEALTHY,
        severity=dg.AssetCheckSeverity.ERROR if is_red else dg.AssetCheckSeverity.WARN,
        metadata={"掲載": row["listing_count"], "隔離": row["quarantined_count"], **told},
    )
