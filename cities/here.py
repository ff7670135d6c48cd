"""The city this process works for: one for its whole life.

Belongs here: reading `HIROBA_CITY`, the only variable of the environment that is read outside the settings: the ward
vocabulary, and every pattern that is made once, need the city when they are imported. Does not belong here: what a city
is (`city`).
"""

from __future__ import annotations

import os
from functools import cache

from cities.city import DEFAULT, City, read_city

VARIABLE = "HIROBA_CITY"


@cache
def here() -> City:
    """The city of this process.

    Raises:
        CityError: `HIROBA_CITY` names none, or its file cannot be used.
    """
    return read_city(os.environ.get(VARIABLE, "").strip() or DEFAULT)
