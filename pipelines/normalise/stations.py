"""Names of the stations in Kawasaki, as people say where something is: 武蔵中原, 新百合ヶ丘, Musashi-Nakahara.

Belongs here: the names and how they are written in Latin letters. Does not belong here: towns (`town_table`), what a
station in a name means (`name_places`).
"""

from __future__ import annotations

import re
from typing import Final

_STATIONS: Final = """
川崎 Kawasaki / 京急川崎 KeikyuKawasaki / 八丁畷 Hatchonawate / 尻手 Shitte / 浜川崎 Hamakawasaki / 小田栄 Odasakae
川崎新町 Kawasakishimmachi / 武蔵白石 Musashishiraishi / 港町 Minatocho / 鈴木町 Suzukicho / 川崎大師 Kawasakidaishi
東門前 Higashimonzen / 大師橋 Daishibashi / 小島新田 Kojimashinden / 新川崎 Shinkawasaki / 鹿島田 Kashimada
平間 Hirama / 向河原 Mukaigawara / 武蔵小杉 Musashikosugi / 武蔵中原 Musashinakahara / 武蔵新城 Musashishinjo
元住吉 Motosumiyoshi / 新丸子 Shimmaruko / 武蔵溝ノ口 Musashimizonokuchi / 溝の口 Mizonokuchi
高津 Takatsu / 二子新地 Futakoshinchi
津田山 Tsudayama / 久地 Kuji / 宿河原 Shukugawara / 登戸 Noborito / 向ヶ丘遊園 Mukogaokayuen / 中野島 Nakanoshima
稲田堤 Inadazutsumi / 京王稲田堤 KeioInadazutsumi / 生田 Ikuta / 読売ランド前 Yomiurilandmae / 梶が谷 Kajigaya
宮崎台 Miyazakidai / 宮前平 Miyamaedaira / 鷺沼 Saginuma / 百合ヶ丘 Yurigaoka / 新百合ヶ丘 Shinyurigaoka / 柿生 Kakio
五月台 Satsukidai / 栗平 Kurihira / 黒川 Kurokawa / はるひ野 Haruhino
"""
_PAIRS: Final = [pair.split() for pair in re.split(r" / |\n", _STATIONS.strip())]
_NAMES: Final = frozenset(name.replace("ヶ", "ケ") for name, _ in _PAIRS)
# 武蔵小杉 is Kosugi in everyday English as well; Kawasaki is the city first
_LATIN: Final = frozenset(
    each for _, latin in _PAIRS[1:] for each in (latin.lower(), latin.lower().removeprefix("musashi"))
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
