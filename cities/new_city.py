"""A new city from its code: the folder with everything that the table of towns can tell.

Belongs here: `city.toml` and the first bounds of a healthy day. Does not belong here: its sources
(`scrapers.authoring`).
"""

from __future__ import annotations

import itertools
import json
import math
import re
import string

import jaconv
import polars as pl

from cities import city as declared
from cities.city import FILE, City, CityError, city_keys, read_city
from cities.nation import towns_of

_KINDS = {"市": "City", "区": "City", "町": "Town", "村": "Village"}
_TAKEN = ("sample", "live", "dagster")
"""Folders of the default city beside which the data of the others stand."""
_SPARE = 0.02
"""Degrees around the points of towns, which lie inside of the city: about 2 km."""
_LONG = (("ou", "o"), ("oo", "o"), ("uu", "u"))
"""Long vowels, which the usual Latin spelling of places does not show: Osaka, Kobe."""

_BOUNDS = """\
# 健全な日のめやす（幅）。hiroba bounds が提案し、人が認めたもの。
# minimum を割れば公開を止め、maximum を越えれば知らせる。公開が続いたら hiroba bounds で区・種類ごとの数を加える。

["rows"]
minimum = 1
origin = "まだ公開がないので、空でないことだけを求める"

["listings_per_activity"]
minimum = 1.0
maximum = 2.0
origin = "一つの活動が平均して二つより多くの一覧に載ることはない。大きすぎれば別の活動をまとめている"

["range.lat"]
minimum = {south}
maximum = {north}
origin = "町の位置の南北端（cities/towns.parquet）に少し余裕"

["range.lon"]
minimum = {west}
maximum = {east}
origin = "町の位置の東西端（cities/towns.parquet）に少し余裕"

["range.fee_yen_min"]
minimum = 0
maximum = 100000
origin = "年会費でも数万円。10万円を超えれば読み違い"

["range.fee_yen_max"]
minimum = 0
maximum = 100000
origin = "年会費でも数万円。10万円を超えれば読み違い"

["range.age_min_months"]
minimum = 0
maximum = 1440
origin = "月で数えた年齢は0〜120歳"

["range.age_max_months"]
minimum = 0
maximum = 1440
origin = "月で数えた年齢は0〜120歳"

["added"]
maximum = 0.1
origin = "docs/standards.md §4: 一晩に1割がなくなれば止める。入れ替わりも同じ幅で知らせる"

["not_seen"]
maximum = 0.05
origin = "docs/standards.md §4: 一晩に1割がなくなれば止める。その半分で知らせる"
"""


def create(key: str, code: str) -> City:
    """Write the folder of a new city.

    Args:
        key: its name in ASCII.
        code: its 6-digit code; of a ward that of its city.

    Raises:
        CityError: the name cannot be used, or no municipality has the code; nothing was written.
    """
    if re.fullmatch(r"[a-z][a-z0-9_]*", key) is None or key in _TAKEN:
        raise CityError(f"市区町村の名前「{key}」は使えません。英小文字で始め、英小文字・数字・_ だけにしてください。")
    folder = declared.FOLDER / key
    if folder.exists():
        raise CityError(f"cities/{key} はもうあります。別の名前にするか、その中の {FILE} を直してください。")
    text = declaration(key, code, {read_city(each).id_letters for each in city_keys()})
    (folder / "expectations").mkdir(parents=True)
    (folder / "sources").mkdir()
    (folder / FILE).write_text(text, encoding="utf-8")
    city = read_city(key)
    south, west, north, east = city.box
    for profile in ("sample", "live"):
        bounds = _BOUNDS.format(south=south, west=west, north=north, east=east)
        (folder / "expectations" / f"{profile}.toml").write_text(bounds, encoding="utf-8")
    return city


def declaration(key: str, code: str, letters: set[str]) -> str:
    """Text of `city.toml`.

    Args:
        key: name of the city.
        code: its code.
        letters: those in front of the IDs of other cities.

    Raises:
        CityError: no municipality has the code.
    """
    towns = towns_of(code)
    if towns.is_empty():
        raise CityError(
            f"「{code}」という市区町村はありません。全国地方公共団体コードの6桁で、政令指定都市は市のコードを書いてください。"
        )
    first = towns.row(0, named=True)
    kind, kana = first["city"][-1], _hiragana(first["city_kana"])
    wards = towns.drop_nulls("ward_code").select("ward_code", "ward", "ward_kana").unique().sort("ward_code").rows()
    lines = {
        "key": key,
        "id_letters": _letters(key, letters),
        "code": code,
        "name": first["city"],
        "kana": kana,
        "en": f"{_latin(declared.KIND_OF_PLACE.sub('', kana))} {_KINDS[kind]}",
        "prefecture": first["prefecture"],
        "prefecture_kana": _hiragana(first["prefecture_kana"]),
        "county": first["county"] or "",
        "postcodes": towns.get_column("postal_code").drop_nulls().str.slice(0, 3).unique().sort().to_list(),
        "box": _box(towns),
        "wards": [[each, name, _hiragana(read), _ku(_hiragana(read))] for each, name, read in wards],
    }
    head = (
        f"# {first['prefecture']}{first['city']}: hiroba new-city が町名の表から作った（書き方は cities/README.md）。"
        "英語名は確かめる"
    )
    told = [head]
    told += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in lines.items() if value]
    return "\n".join(told) + "\n"


def _box(towns: pl.DataFrame) -> list[float]:
    points = towns.drop_nulls("lat")
    if points.is_empty():
        raise CityError("町の位置が一つもない市区町村です。cities/README.md を見て city.toml を手で書いてください。")
    lat, lon = points.get_column("lat"), points.get_column("lon")
    low = [math.floor((float(each.min()) - _SPARE) * 100) / 100 for each in (lat, lon)]  # type: ignore[arg-type]
    high = [math.ceil((float(each.max()) + _SPARE) * 100) / 100 for each in (lat, lon)]  # type: ignore[arg-type]
    return [*low, *high]


def _letters(key: str, taken: set[str]) -> str:
    """Two letters of the name that no other city has; three where all pairs with its first letter are taken."""
    plain = key.replace("_", "")
    pairs = (f"{plain[0]}{other}" for other in f"{plain[1:]}{string.ascii_lowercase}")
    threes = (f"{plain[0]}{more}{other}" for more in string.ascii_lowercase for other in string.ascii_lowercase)
    return next(each for each in itertools.chain(pairs, threes) if each not in taken)


def _hiragana(katakana: str) -> str:
    return str(jaconv.kata2hira(katakana))


def _latin(kana: str) -> str:
    text = str(jaconv.kana2alphabet(kana))
    for long, short in _LONG:
        text = text.replace(long, short)
    return text.capitalize()


def _ku(kana: str) -> str:
    return f"{_latin(kana.removesuffix('く'))}-ku"
