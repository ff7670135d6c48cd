"""The lists that a page of links is compared with.

Belongs here: which they are, tonight or when a page was saved. Does not belong here: the comparison
(`platforms.city_index`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scrapers.declaration.declarations import declarations


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list somebody has declared.

    Attributes:
        key: its source.
        name: its name for staff.
        urls: addresses it may be linked under; the first is the one that readers start at.
        is_expected: whether a page without a link to it is worth a word: not for drafts and what has ended.
    """

    key: str
    name: str
    urls: tuple[str, ...]
    is_expected: bool = True


def known_lists(but: str, addresses: Mapping[str, str] | None = None) -> tuple[KnownList, ...]:
    """All declared lists but one, by key.

    Args:
        but: the page of links itself.
        addresses: source → where a person has said that its list is.
    """
    now = addresses or {}
    return tuple(
        KnownList(
            key,
            each.source.name,
            (each.source.home_url, *each.source.start_urls, *((now[key],) if key in now else ())),
            each.problem is None and each.source.status in ("active", "paused"),
        )
        for key, each in declarations().items()
        if key != but
    )
