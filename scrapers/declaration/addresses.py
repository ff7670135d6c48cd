"""Where a list is now, once a person has said so: it outranks the address its `source.toml` declares.

Belongs here: reading that ledger, a source at its new address. Does not belong here: writing it, and what may stand in
it (`pipelines.decisions.addresses`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scrapers.declaration.source import Source
from warehouse.contract.tables.decisions import ADDRESSES
from warehouse.ledgers import read_rows


def read_addresses(path: Path) -> dict[str, str]:
    """Source → the address of its list; of several rows on one source the last holds, an empty one takes back.

    Args:
        path: the ledger; one that does not exist names none.

    Raises:
        LedgerError: the file cannot be read.
    """
    said: dict[str, str] = {}
    for row in read_rows(path, ADDRESSES.column_names, ADDRESSES.formerly):
        said[row.cells["source_key"] or ""] = row.cells["page_url"] or ""
    return {key: url for key, url in said.items() if key and url}


def can_move(source: Source) -> bool:
    """Whether one address says where the list is; of a list on several pages it does not say which has moved."""
    return len(source.start_urls) == 1 or source.home_url in source.start_urls


def at_new_address(source: Source, addresses: Mapping[str, str]) -> Source:
    """The source where its list is now; it remembers where it was, so that older runs can be read again.

    Args:
        source: as declared.
        addresses: as `read_addresses` gives them. One that the declaration has already, or that it does not allow, is
            passed over.
    """
    url = addresses.get(source.key)
    if source.role == "index":
        return source.knowing(addresses)
    if url is None or url in source.start_urls or not source.may_ask(url) or not can_move(source):
        return source
    old = source.home_url if source.home_url in source.start_urls else source.start_urls[0]
    urls = tuple(url if each == old else each for each in source.start_urls)
    return source.moved(url, urls)
