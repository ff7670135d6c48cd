"""Which spider class reads a source.

Belongs here: the one place that maps a declaration to code. Does not belong here: the declaration or the code.
"""

from __future__ import annotations

import importlib
import inspect

from cities.here import here
from scrapers.declaration.source import SOURCES_DIR, Source, SourceError
from scrapers.platforms.base import ListingSpider


def spider_class(source: Source) -> type[ListingSpider]:
    """The source's own spider when its folder has one, else the one of its platform's module.

    Raises:
        SourceError: the module does not define exactly one spider.
    """
    if (SOURCES_DIR / source.key / "spider.py").is_file():
        return _only_spider(f"cities.{here().key}.sources.{source.key}.spider")
    return _only_spider(f"scrapers.platforms.{source.platform}")


def _only_spider(module_name: str) -> type[ListingSpider]:
    module = importlib.import_module(module_name)
    own = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, ListingSpider) and member.__module__ == module.__name__
    ]
    if len(own) != 1:
        raise SourceError(f"{module_name}: スパイダーが {len(own)} 個あります（1 個にしてください）")
    return own[0]
