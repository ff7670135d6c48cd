"""The city this process works for: one for its whole life.

Belongs here: reading `HIROBA_CITY`, the only variable of the environment that is read outside the settings: the ward
vocabulary, and every pattern that is made once, need the city when they are imported. Does not belong here: what a city
is (`city`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cities.city import DEFAULT, FOLDER, City, city_keys, read_city

VARIABLE = "HIROBA_CITY"


NOT_WORKED_WITH = ("sample_city", "sample_pages", "expectations", "queries", "__pycache__")
"""Folders of a city that no listing is read or made with."""


@cache
def here() -> City:
    """The city of this process.

    Raises:
        CityError: `HIROBA_CITY` names none, or its file cannot be used.
    """
    return read_city(os.environ.get(VARIABLE, "").strip() or DEFAULT)


def files_worked_with() -> Iterator[Path]:
    """What of `cities` decides how a listing of this city is read, sorted; other cities do not."""
    strangers = set(city_keys()) - {here().key}
    for path in sorted(FOLDER.rglob("*")):
        parts = set(path.relative_to(FOLDER).parts)
        if path.is_file() and parts.isdisjoint(NOT_WORKED_WITH) and parts.isdisjoint(strangers):
            yield path
