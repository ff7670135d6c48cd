"""The parts of a saved page that a new source has to know: where its list is, whether its headings name wards.

Belongs here: looking at a page that nobody has declared yet. Does not belong here: the declaration (`new_source`),
reading a page that has one (`scrapers.platforms`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsel import Selector

from scrapers.authoring.capture import Taken
from scrapers.tables.words import names_wards

_STEADY = re.compile(r"[A-Za-z][A-Za-z_-]*")


def body_of(page: Taken) -> str | None:
    """A selector of the one part of a page that holds its tables and lists of terms; None where there is none.

    The smallest part that has a name of its own: without the menus around it, and whole when a table is added.

    Args:
        page: as it was saved.
    """
    root = Selector(page.body.decode("utf-8", "replace"))
    held = root.xpath("//table[.//td] | //dl[dd]")
    if not held:
        return None
    shared = set.intersection(*({each.root for each in part.xpath("ancestor::*")} for part in held))
    for element in reversed([each for each in held[0].xpath("ancestor::*") if each.root in shared]):
        for css in _names_of(element):
            if len(root.css(css)) == 1:
                return css
    return "body"


def has_ward_headings(page: Taken) -> bool:
    """Whether a heading over the tables of a page names a ward: only then listings may be told apart by it.

    Args:
        page: as it was saved.
    """
    root = Selector(page.body.decode("utf-8", "replace"))
    return any(names_wards(text) for text in root.xpath("//h2 | //h3 | //caption").xpath("string()").getall())


def _names_of(element: Selector) -> Iterator[str]:
    """Selectors that name an element, the steadiest first; not those that a program has numbered."""
    name, own = element.root.tag, element.attrib.get("id", "")
    if _STEADY.fullmatch(own):
        yield f"#{own}"
    if name in ("main", "article"):
        yield name
    for word in element.attrib.get("class", "").split():
        if _STEADY.fullmatch(word):
            yield f"{name}.{word}"
