"""Scrapy settings of a crawl: careful by default (docs/design.md rule 10), fast only on the sample city's loopback.

Belongs here: settings and the reason for each. Does not belong here: the components they name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scrapy.settings.default_settings import EXTENSIONS_BASE

from scrapers.declaration.source import Source
from scrapers.runs.validators import path_of

# A crawl of one request a second, one at a time, led to an arrest in 2010 (Okazaki library): 3 s and 5 s are the floor.
_DELAYS = {"static": 3.0, "dynamic": 5.0}
_MEBIBYTE = 1024 * 1024
# A crawl takes about 150; the largest page we take, parsed, less than 1,000
_MOST_MEMORY_MB = 1536
# Doors into the process: not even loaded, each brings a server along
_DOORS = ("scrapy.extensions.telnet.TelnetConsole", "scrapy.extensions.remote_control.RemoteControl")
_LONGEST_SECONDS = 5 * 3600  # a night: 01:00 to 06:00


def crawl_settings(source: Source, *, folder: Path, data_dir: Path, contact: str | None) -> dict[str, Any]:
    """Settings for a live crawl of `source`.

    Args:
        source: gives pace and daily budget.
        folder: folder of the run; the log goes there.
        data_dir: holds the archive and what pages were known by (ETag, Last-Modified) on earlier nights.
        contact: URL or mail address for the User-Agent.
    """
    return {
        "BOT_NAME": "hiroba",
        "USER_AGENT": f"hiroba/0.1 (+{contact})",
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": _DELAYS[source.pace],
        "RANDOMIZE_DOWNLOAD_DELAY": True,
        # A server that answers slowly is asked less often; the pace of the source stays the floor
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": _DELAYS[source.pace],
        "AUTOTHROTTLE_MAX_DELAY": 60.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "COOKIES_ENABLED": True,
        "DOWNLOAD_TIMEOUT": 60,
        # Holds for unpacked bodies too: Scrapy stops unpacking there. Attachments have limits of their own
        "DOWNLOAD_MAXSIZE": 30 * _MEBIBYTE,
        "DNS_RESOLVER": "scrapers.crawl.guards.PublicResolver",
        "DOWNLOAD_WARNSIZE": 0,
        # Scrapy drops what is longer without a word; `ListingSpider.page` refuses with one
        "URLLENGTH_LIMIT": 0,
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 408, 429],
        "RETRY_PRIORITY_ADJUST": -1,
        "HTTPERROR_ALLOW_ALL": True,
        "CLOSESPIDER_PAGECOUNT": source.daily_requests,
        "CLOSESPIDER_TIMEOUT": _LONGEST_SECONDS,
        # Ask every night with the validators of the last answer; without max-age=0 Scrapy would not ask for days
        "HTTPCACHE_ENABLED": True,
        "HTTPCACHE_POLICY": "scrapers.crawl.nightly_cache.AskedPolicy",
        "HTTPCACHE_STORAGE": "scrapers.crawl.nightly_cache.ArchiveStorage",
        "VALIDATORS_FILE": str(path_of(data_dir / "validators", source.key)),
        "ARCHIVE_DIR": str(data_dir / "archive"),
        "DEFAULT_REQUEST_HEADERS": {"Accept-Language": "ja", "Cache-Control": "max-age=0"},
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapers.crawl.guards.ListedHosts": 50,
            "scrapers.crawl.guards.ClosedRobots": 100,
            "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
            # After unpacking (590): what it keeps is what the archive holds
            "scrapers.crawl.nightly_cache.AskedCache": 580,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "scrapers.crawl.recorder.RecordedUnpacking": 590,
            # After unpacking (590), before redirect and retry: sees every answer whole, whatever follows from it
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 555,
            "scrapers.crawl.recorder.Recorder": 560,
            "scrapers.crawl.guards.HostBreaker": 561,
        },
        # Our one step takes a row at once; Scrapy would begin a hundred tasks for every answer to hand its rows over
        "CONCURRENT_ITEMS": 1,
        "ITEM_PIPELINES": {"scrapers.crawl.recorder.CollectStep": 100},
        "LOG_LEVEL": "INFO",
        "LOG_FILE": str(folder / "crawl.log"),
        "LOG_FILE_APPEND": False,
        # The second line behind every bound on what a page claims
        "MEMUSAGE_ENABLED": True,
        "MEMUSAGE_LIMIT_MB": _MOST_MEMORY_MB,
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 5.0,
        "EXTENSIONS_BASE": {name: order for name, order in EXTENSIONS_BASE.items() if name not in _DOORS},
        "EXTENSIONS": {"scrapy.extensions.memusage.MemoryUsage": None, "scrapers.crawl.guards.CurrentMemory": 0},
    }


def sample_settings(port: int) -> dict[str, Any]:
    """What differs when the sample city on loopback is crawled: the way to the host, and no need to wait."""
    return {
        "DOWNLOAD_HANDLERS": {
            "http": "scrapers.crawl.sample_handler.SampleCityHandler",
            "https": "scrapers.crawl.sample_handler.SampleCityHandler",
        },
        "SAMPLE_CITY_PORT": port,
        "DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
        "USER_AGENT": "hiroba/0.1 (sample city)",
        "AUTOTHROTTLE_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_TIMEOUT": 15,
    }
