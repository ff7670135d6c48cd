"""The sources that a new one can take after: those of the city, then those of all others.

Belongs here: finding them. Does not belong here: what is taken over (`new_source`).
"""

from __future__ import annotations

from cities.city import FOLDER, city_keys
from cities.here import here
from scrapers.declaration.declarations import declarations
from scrapers.declaration.source import DECLARATION, Source, SourceError, read_source


def models() -> list[Source]:
    """All sound declarations; a wrong one of another city is that city's matter."""
    found = [each.source for each in declarations().values() if each.problem is None]
    for key in city_keys():
        if key == here().key:
            continue
        for path in sorted((FOLDER / key / "sources").glob(f"*/{DECLARATION}")):
            try:
                found.append(read_source(path))
            except SourceError:
                continue
    return found
