"""A person says: this list is at a new page now.

Belongs here: the ledger `addresses.csv`, which new pages are waiting for somebody's word. Does not belong here: what a
source at its new page is (`scrapers.declaration.addresses`), finding the page (`scrapers.platforms.city_index`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.decisions import ledger
from pipelines.decisions.ledger import DecisionError, needs_reason
from pipelines.settings import Settings
from scrapers.declaration.addresses import can_move, read_addresses
from scrapers.declaration.declarations import participants
from scrapers.declaration.source import Source, load_source
from warehouse.contract.tables.decisions import ADDRESSES
from warehouse.storage import read_table

_MOVED, _LINK = "moved_list", "link:"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class MovedList:
    """A list that the page of links leads elsewhere for.

    Attributes:
        key: the source.
        name: what people call it.
        owner: whose it is.
        page: where it was.
        new_page: where the page of links leads now.
    """

    key: str
    name: str
    owner: str
    page: str
    new_page: str


def addresses_path(settings: Settings) -> Path:
    """The ledger."""
    return settings.judgements_dir / ADDRESSES.file


def new_addresses(issues: pl.DataFrame) -> dict[str, str]:
    """Source → where the page of links leads now, of lists that are linked at another address than declared.

    Args:
        issues: rows of `norm__issues`.
    """
    moved = issues.filter(pl.col("reason_code") == _MOVED, pl.col("field_name").str.starts_with(_LINK))
    return dict(moved.select(pl.col("field_name").str.strip_prefix(_LINK), "raw_text").drop_nulls().iter_rows())


def waiting_addresses(settings: Settings) -> dict[str, str]:
    """Source → new page, of lists for which nobody has said yet that it is theirs."""
    path = settings.table_path("norm__issues")
    found = new_addresses(read_table(path)) if path.is_file() else {}
    decided = read_addresses(addresses_path(settings))
    return {key: url for key, url in found.items() if decided.get(key) != url}


def usable_addresses(settings: Settings, found: Mapping[str, str]) -> list[MovedList]:
    """Of these, the pages that a person can put in the place of the old one, by name.

    Args:
        settings: where the ledger is.
        found: source → new page.
    """
    lists = []
    for key, each in participants().items():
        url = found.get(key)
        if url is not None and each.problem is None and _objection(each.source, url) is None:
            old = read_addresses(addresses_path(settings)).get(key, each.source.home_url)
            lists.append(MovedList(key, each.source.name, each.source.owner, old, url))
    return sorted(lists, key=lambda each: each.name)


def use_new_page(settings: Settings, key: str, url: str, reason: str, day: str, office: str) -> str:
    """Say where a list is now, or with an empty address that it is where it was declared.

    Args:
        settings: where the ledger is.
        key: the source.
        url: the new page, or "".
        reason: why; never a person's name.
        day: today, ISO.
        office: who says so.

    Returns:
        What came of it, in Japanese.

    Raises:
        DecisionError: the page cannot be used, or there is no reason.
        LedgerError: the ledger cannot be read or written.
        SourceError: there is no such source.
    """
    source, url = load_source(key), url.strip()
    needs_reason(reason)
    objection = _objection(source, url) if url else None
    if objection:
        raise DecisionError(f"{source.name}: {objection}")
    row = {"decided_on": day, "decided_by": office, "source_key": key, "page_url": url, "reason": reason.strip()}
    ledger.append(ADDRESSES, addresses_path(settings), row)
    if not url:
        return f"{source.name}: 新しいページの指定を取り消しました。次の取得から {source.home_url} を見ます。"
    return f"{source.name}: これからは {url} から取得します。"


def _objection(source: Source, url: str) -> str | None:
    """Why an address cannot be put in the place of the declared one."""
    if len(url) > _LONGEST or not url.isprintable():
        return "ページの住所として読めません。"
    if not can_move(source):
        return "いくつものページに分かれた一覧です。入口の「開発者に送る文」を開発者に送ってください。"
    if not source.may_ask(url):
        where = "、".join(source.hosts)
        return f"新しいページ {url} は、決めてあるサイト（{where}）の外にあります。開発者に住所を伝えてください。"
    return None
