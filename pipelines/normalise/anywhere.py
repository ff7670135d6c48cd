"""Municipality, town and number of an address anywhere in Japan, by its form alone.

Belongs here: evidence for matching in cities whose towns the project does not know. Does not belong here: towns of the
city (`places`), what is published of an address.
"""

from __future__ import annotations

import re

import polars as pl

from pipelines.normalise.per_value import map_rows
from pipelines.normalise.schedule.fold import arabic
from pipelines.normalise.text import display

# 市川市 and 東村山市 end as they do: a name of a municipality that has its own suffix inside
_INSIDE = (
    "市川市|市原市|四日市市|廿日市市|野々市市|八日市場市|町田市|大町市|十日町市|東村山市|武蔵村山市|村山市|村上市|羽村市"
    "|田村市|大村市|中村区|中市区|町村町|余市町|玉村町|大町町|区界町|郡山市|郡上市|小郡市|蒲郡市|大和郡山市|都城市|府中市"
)
_PREFECTURE = r"(?:東京都|北海道|(?:京都|大阪)府|[^ 0-9]{2,3}県)?"
_DISTRICT, _CITY = "(?:[^ 0-9市区町村郡]{1,4}郡)?", rf"(?:{_INSIDE}|[^ 0-9市区町村]{{1,6}}[市区町村])?"
_WARD = "(?:[^ 0-9市区町村]{1,4}区)?"
_BEFORE = re.compile(rf"^[〒0-9\- ]*{_PREFECTURE}{_DISTRICT}(?P<city>{_CITY})(?P<ward>{_WARD})(?:大字|字)?")
_CHOME = re.compile(r"(十?[一二三四五六七八九]|十)丁目")
_NUMBERS = re.compile(r"[0-9]+(?:(?:丁目|番地の?|番|号|の|[-−‐－ー~])*[0-9]+)*")
_TOWN = re.compile(r"^[^0-9 　(（、,]+")


def anywhere(address: pl.Series) -> pl.DataFrame:
    """Municipality, town and number of addresses, by their form.

    Args:
        address: String column, as people read it.

    Returns:
        `city_written` (高松市, 浦和区), `town_written` (番町) and `number_written` (1-10-16, the 丁目 among them), of
        the same length; null where there is none. A text without a number is no address.
    """
    texts = pl.DataFrame({"address": address.cast(pl.String)}).select(display(pl.col("address"))).to_series()
    return map_rows(texts, _address_parts, dict.fromkeys(("city_written", "town_written", "number_written"), pl.String))


def _address_parts(text: str) -> tuple[str | None, str | None, str | None]:
    text = _CHOME.sub(lambda match: f"{arabic(match[1])}丁目", text)
    before = _BEFORE.match(text)
    rest = text[before.end() :].strip() if before else text
    town = _TOWN.match(rest)
    numbers = _NUMBERS.match(rest[town.end() :]) if town else None
    if town is None or numbers is None:
        return None, None, None
    city = (before["ward"] or before["city"] or None) if before else None
    return city, town[0].replace("ヶ", "ケ"), "-".join(re.findall("[0-9]+", numbers[0]))
