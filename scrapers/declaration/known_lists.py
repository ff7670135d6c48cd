"""The lists that a page of links is compared with.

Belongs here: which they are, tonight or when a page was saved. Does not belong here: the comparison
(`platforms.city_index`).
"""

from __future__ import annotations

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


def known_lists(but: str) -> tuple[KnownList, ...]:
    """All declared lists but one, by key."""
    return tuple(
        KnownList(
            key,
            each.source.name,
            (each.source.home_url, *each.source.start_urls),
            each.problem is None and each.source.status in ("active", "paused"),
        )
        for key, each in declarations().items()
        if key != but
    )
