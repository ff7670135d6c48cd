"""`python -m scrapers.crawl.runner`: one crawl of one source, as a process of its own.

Belongs here: starting Scrapy, stopping it in time, finishing the run. Does not belong here: settings,
guards, parsing. Scrapy's reactor cannot start twice in one process, and a process can be cancelled: hence a child.
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from typing import Any

# First: Scrapy looks through all that is loaded by then, and through every caller, for the names of three old classes
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.crawler import CrawlerProcess

from scrapers.crawl.ending import INTERRUPTED
from scrapers.crawl.guards import STOPPED
from scrapers.crawl.recorder import Desk, RecordedCrawler
from scrapers.crawl.settings import crawl_settings, sample_settings
from scrapers.declaration.addresses import at_new_address, read_addresses
from scrapers.declaration.source import Source, load_source
from scrapers.platforms.registry import spider_class
from scrapers.runs.archive import Archive
from scrapers.runs.as_read import keep_as_read
from scrapers.runs.replay import read_again
from scrapers.runs.run import Findings, Outcome, Run, finish, last_healthy, newest_run, sent_on
from scrapers.runs.verdicts import verdict
from warehouse.contract import TOKYO
from warehouse.permissions import keep_private, make_folder

# Dagster waits 20 s for a cancelled child and then leaves it behind: be gone well before
_GRACE_SECONDS = 8.0
# Scrapy's word for how a crawl ended → ours; any other end is the ordinary one
_STOP_REASONS = {
    STOPPED: "failing",
    "closespider_pagecount": "budget",
    "closespider_timeout": "budget",
    "memusage_exceeded": "memory",
}


def now() -> datetime:
    """The clock of the crawl; the only one in this package."""
    return datetime.now(TOKYO)


def refusal(
    source: Source, profile: str, contact: str | None, newest: dict[str, Any] | None, day: date, requests_left: int
) -> Outcome | None:
    """Why no request may be sent to a source today, or None.

    Args:
        source: the source.
        profile: `sample` or `live`.
        contact: contact for the User-Agent.
        newest: row of `raw__runs` of the newest run, or None.
        day: today, Tokyo time.
        requests_left: of today's budget.
    """
    if source.status in ("paused", "retired"):
        return Outcome(source.status, f"source.toml で止めてあります（status = {source.status}）。")
    if profile != "live":
        return None
    if source.verified_on is None:
        return Outcome(
            "not_configured",
            f"実サイトの URL が未確認です。{source.home_url} を見て source.toml の URL と [layout] [labels] を直し、"
            "verified_on に確認した日を書いてください。",
        )
    if contact is None:
        return Outcome(
            "not_configured", "連絡先がありません。環境変数 HIROBA_CONTACT に URL かメールを入れてください。"
        )
    if newest and newest["run_verdict_code"] == "blocked" and newest["started_at"].astimezone(TOKYO).date() == day:
        return Outcome("blocked", "今日は 3 回続けて失敗したため、明日まで取得しません。")
    if requests_left <= 0:
        return Outcome(
            "blocked", f"今日の要求の上限（{source.daily_requests}）に達しているため、明日まで取得しません。"
        )
    return None


def crawl(run: Run, settings: dict[str, Any], archive: Archive) -> dict[str, object]:
    """Crawl a source, write the raw tables of the run, and return its row of `raw__runs`.

    Raises:
        KeyboardInterrupt: a signal stopped the crawl; the archive keeps what came, no run is recorded.
    """
    findings = Findings()
    process = CrawlerProcess(settings)
    crawler = RecordedCrawler(spider_class(run.source), settings, Desk(archive, findings, now))
    process.crawl(crawler, source=run.source)
    _stop_on_signals(process)
    process.start(install_signal_handlers=False)
    reason = crawler.stats.get_value("finish_reason") if crawler.stats else None
    if reason == "shutdown":
        raise KeyboardInterrupt
    if reason == STOPPED:
        # Answers that were waiting for a second try when the crawl stopped never reached the spider
        findings = read_again(run.source, findings.fetches, archive)
    stopped = _STOP_REASONS.get(str(reason))
    outcome = verdict(run.source, findings, stopped=stopped, healthy=last_healthy(run.folder.parent, run.run_id))
    summary = finish(run, findings, outcome, now())
    keep_as_read(run, None)
    return summary


def _stop_on_signals(process: CrawlerProcess) -> None:
    """Stop in good order on SIGINT or SIGTERM, and in any case within the grace period."""
    from twisted.internet import reactor  # installed by CrawlerProcess; importing it earlier installs another

    def stop(_number: int, _frame: FrameType | None) -> None:
        timer = threading.Timer(_GRACE_SECONDS, os._exit, args=(INTERRUPTED,))
        timer.daemon = True
        timer.start()
        reactor.callFromThread(process.stop)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def _end_with_parent() -> None:
    """A crawl whose run was killed must not go on: the next run would be a second crawl on the same host."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(INTERRUPTED)

    threading.Thread(target=watch, daemon=True).start()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="crawl one source")
    parser.add_argument("key")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--profile", choices=("sample", "live"), required=True)
    parser.add_argument("--started-at", type=datetime.fromisoformat, required=True)
    parser.add_argument("--sample-port", type=int)
    parser.add_argument("--contact")
    parser.add_argument("--addresses", type=Path)
    return parser.parse_args()


def main() -> int:
    """Run one crawl; exit code 0 also when the source is down, because that is an outcome, not a crash."""
    keep_private()
    arguments = _arguments()
    _end_with_parent()
    source = load_source(arguments.key)
    if arguments.addresses:
        source = at_new_address(source, read_addresses(arguments.addresses))
    run = Run.at(source, arguments.profile, arguments.started_at, arguments.data_dir / "raw")
    source_dir, day = arguments.data_dir / "raw" / source.key, run.started_at.astimezone(TOKYO).date()
    requests_left = source.daily_requests - sent_on(source_dir, day)
    refused = refusal(source, run.profile, arguments.contact, newest_run(source_dir), day, requests_left)
    if refused is not None:
        finish(run, Findings(), refused, run.started_at)
    else:
        make_folder(run.folder)
        data_dir = arguments.data_dir.resolve()
        settings = crawl_settings(source, folder=run.folder, data_dir=data_dir, contact=arguments.contact)
        if run.profile == "sample":
            settings |= sample_settings(arguments.sample_port)
        else:
            settings["CLOSESPIDER_PAGECOUNT"] = requests_left
        try:
            crawl(run, settings, Archive(arguments.data_dir / "archive"))
        except KeyboardInterrupt:
            return INTERRUPTED
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
