#!/bin/sh
# Scrapy 2.19.0 with asyncio: for every response it begins CONCURRENT_ITEMS tasks (100 by default), each of which reads
# an end mark from a queue, however few items the response has. 300 responses with one item each begin 30,000 tasks more
# than the same crawl with CONCURRENT_ITEMS = 1, whose items and their order are the same.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check scrapy==2.19.0
cat > crawl.py <<'P'
import asyncio
import sys

import scrapy
from scrapy.crawler import CrawlerProcess

begun, seen = 0, []
begin = asyncio.BaseEventLoop.create_task


def counted(loop, *args, **kwargs):
    global begun
    begun += 1
    return begin(loop, *args, **kwargs)


asyncio.BaseEventLoop.create_task = counted


class Many(scrapy.Spider):
    name = "many"
    start_urls = [f"data:text/html,<p>{number}</p>" for number in range(300)]

    def parse(self, response):
        seen.append(response.css("p::text").get())
        yield {"text": seen[-1]}


process = CrawlerProcess({"LOG_ENABLED": False} | ({"CONCURRENT_ITEMS": 1} if sys.argv[1] == "1" else {}))
process.crawl(Many)
process.start()
print(begun, len(seen))
P
many=$(env/bin/python crawl.py 100)
one=$(env/bin/python crawl.py 1)
echo "scrapy 2.19.0, tasks and items: by default $many; with CONCURRENT_ITEMS = 1 $one"
[ "${many% *}" -gt $((${one% *} + 25000)) ] && [ "${many#* }" = 300 ] && [ "${one#* }" = 300 ]
