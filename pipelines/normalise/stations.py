"""Names of the stations of the city, as people say where something is: 武蔵中原, 新百合ヶ丘, Musashi-Nakahara.

Belongs here: the names and how they are written in Latin letters. Does not belong here: towns (`town_table`), what a
station in a name means (`name_places`).
"""

from __future__ import annotations

import re
from typing import Final

from cities.here import here

_NAMES: Final = frozenset(name.replace("ヶ", "ケ") for name in here().stations)
# 武蔵小杉 is Kosugi in everyday English as well; a station called as the city is the city first
_LATIN: Final = frozenset(
    each
    for latin in map(str.lower, here().stations.values())
    if latin != here().short_en.lower()
    for each in (latin, latin.removeprefix("musashi"))
)


def is_station(text: str) -> bool:
    """Whether a text is the name of a station, without 駅: 武蔵小杉, 新百合ヶ丘.

    Args:
        text: words of a name.
    """
    return text.replace("ヶ", "ケ").replace("ｹ", "ケ") in _NAMES


def is_latin_station(text: str) -> bool:
    """Whether a text is the name of a station in Latin letters: Musashi-Nakahara, Shin-Yurigaoka.

    Args:
        text: words of a name.
    """
    return re.sub(r"[\s'’-]", "", text).lower().removesuffix("station") in _LATIN
