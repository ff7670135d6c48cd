#!/bin/sh
# Scrapy 2.19.0 on Linux: MEMUSAGE_LIMIT_MB can end a crawl before its first request although the crawl is small.
# The extension reads ru_maxrss, and a new process begins with the peak of the process that started it: a crawl that a
# large orchestrator starts as a child has "used" the orchestrator's memory. With a small parent the same crawl runs.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check scrapy==2.19.0
cat > crawl.py <<'P'
import sys

import scrapy
from scrapy.crawler import CrawlerProcess


class One(scrapy.Spider):
    name = "one"
    start_urls = ["data:text/html,<p>a</p>"]

    def parse(self, response):
        yield {"text": response.css("p::text").get()}

    def closed(self, reason):
        print(reason, self.crawler.stats.get_value("item_scraped_count", 0))


process = CrawlerProcess({"LOG_ENABLED": False, "MEMUSAGE_ENABLED": True, "MEMUSAGE_LIMIT_MB": int(sys.argv[1])})
process.crawl(One)
process.start()
P
cat > parent.py <<'P'
import subprocess
import sys

held = bytearray(int(sys.argv[1]) * 2**20)
held[::4096] = b"x" * len(held[::4096])
command = [sys.executable, "crawl.py", "500"]
print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
P
small=$(env/bin/python parent.py 1)
large=$(env/bin/python parent.py 900)
echo "scrapy 2.19.0, limit 500 MB; parent of 1 MB: $small; parent of 900 MB: $large"
[ "$small" = "finished 1" ] && [ "${large% *}" = "memusage_exceeded" ]
