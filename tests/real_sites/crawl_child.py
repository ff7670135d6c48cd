"""The crawl child of the product, with declarations from another folder: `crawl_child.py FOLDER KEY …`.

Belongs here: that difference, and one request at a time as it is live; a page that moves while it is read moves
differently for eight at a time. Everything else is `scrapers.crawl.runner`.
"""

import sys
from pathlib import Path
from typing import Any

from scrapers.crawl import runner, settings
from scrapers.declaration import source
from scrapers.platforms import registry


def _one_at_a_time(port: int) -> dict[str, Any]:
    return {**settings.sample_settings(port), "CONCURRENT_REQUESTS_PER_DOMAIN": 1}


if __name__ == "__main__":
    source.SOURCES_DIR = registry.SOURCES_DIR = Path(sys.argv.pop(1))
    runner.sample_settings = _one_at_a_time
    raise SystemExit(runner.main())
