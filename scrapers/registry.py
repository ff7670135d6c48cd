"""Which spider class reads a source.

Belongs here: the one place that maps a declaration to code. Does not belong here: the declaration or the code.
"""

from __future__ import annotations

import importlib
import inspect

from scrapers.platforms.base import ListingSpider
from scrapers.platforms.city_cms import CityCmsSpider
from scrapers.platforms.genki365 import Genki365Spider
from scrapers.platforms.wordpress import WordPressSpider
from scrapers.source import SOURCES_DIR, Source, SourceError

_PLATFORMS: dict[str, type[ListingSpider]] = {
    "city_cms": CityCmsSpider,
    "genki365": Genki365Spider,
    "wordpress": WordPressSpider,
}


def spider_class(source: Source) -> type[ListingSpider]:
    """The source's own spider when its folder has one, else its platform's.

    Raises:
        SourceError: `spider.py` does not define exactly one spider, or the platform needs one and there is none.
    """
    if (SOURCES_DIR / source.key / "spider.py").is_file():
        module = importlib.import_module(f"scrapers.sources.{source.key}.spider")
        own = [
            member
            for _, member in inspect.getmembers(module, inspect.isclass)
            if issubclass(member, ListingSpider) and member.__module__ == module.__name__
        ]
        if len(own) != 1:
            raise SourceError(f"{source.key}/spider.py にスパイダーが {len(own)} 個あります（1 個にしてください）")
        return own[0]
    if source.platform not in _PLATFORMS:
        raise SourceError(f"{source.key}: platform {source.platform} には spider.py が要ります")
    return _PLATFORMS[source.platform]
