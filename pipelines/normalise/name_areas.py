"""Towns, 地区 and parks in names: where a group is at home.

Belongs here: finding them at the edges of a name. Does not belong here: houses (`name_words`), addresses (`towns`).
"""

from __future__ import annotations

import re
from typing import Final

from cities.here import here
from pipelines.normalise import name_words as words
from pipelines.normalise.town_table import begins_with_town, is_town
from pipelines.normalise.wards import CITY, CODE_OF_WARD, NO_TEXT, PREFECTURE, WARD_NAMES

AREAS: Final = "|".join(map(re.escape, here().areas)) or NO_TEXT
"""For patterns: a 地区 of the city."""
_SHORTEST_NAME: Final = 4
_SEAM: Final = re.compile(r"[\u3041-\u30ffA-Za-z](?=[\u4e00-\u9fff])")
_KIND_ONLY: Final = re.compile(words.KIND_ONLY)
_ENDS_WITH_KIND: Final = re.compile(rf"{words.KIND}$")
_WARD_IN_FRONT: Final = re.compile(rf"^(?:{PREFECTURE})?(?:{CITY})?(?:(?:{WARD_NAMES})[・\s]?)?(?=.)")
_CHOME_BEHIND: Final = re.compile(r"(?<=.)(?:[0-9０-９一二三四五六七八九]+丁目|地区|地域)$")


def is_area(text: str) -> bool:
    """Whether a text is a town or 地区 and nothing else: 土橋, 緑区土橋, 土橋２丁目, 柿生地区; a ward alone is none.

    Args:
        text: what stands in brackets, a tag or a word of a name.
    """
    area = _CHOME_BEHIND.sub("", _WARD_IN_FRONT.sub("", text.strip()))
    if f"{area}区" not in CODE_OF_WARD and is_town(f"上{area}") and is_town(f"下{area}"):
        return True  # 小田中: 上小田中 and 下小田中
    return area in here().areas or is_town(area)


def area_in_front(name: str) -> str | None:
    """The town or 地区 in front of a name, set off by a space; None when too little would be left for a name.

    Args:
        name: a name.
    """
    area, *rest = name.split(maxsplit=1)[:2] or [""]
    return area if rest and len(rest[0]) >= _SHORTEST_NAME and is_area(area) else None


def area_behind(name: str) -> str | None:
    """The town or 地区 behind a name, set off by a space; None behind a kind word: 手話サークル 稲田.

    Args:
        name: a name.
    """
    front, _, area = name.rpartition(" ")
    is_long_enough = len(front) >= _SHORTEST_NAME
    return area if is_long_enough and is_area(area) and not _ENDS_WITH_KIND.search(front) else None


def park_behind(name: str) -> str | None:
    """A park at the end of a name that begins with its town: プレイグリーンパーク王禅寺ふるさと公園.

    Args:
        name: a name; the park must follow kana or letters, so that the seam is certain.
    """
    for seam in _SEAM.finditer(name):
        park = name[seam.end() :]
        if park.endswith(("公園", "緑地")) and _is_long_enough(name[: seam.end()]) and begins_with_town(park):
            return park
    return None


def _is_long_enough(front: str) -> bool:
    """Whether what stands before a park is a name, not only a kind: コンサート等々力緑地 is one name."""
    return len(front) >= _SHORTEST_NAME and not _KIND_ONLY.fullmatch(front)
