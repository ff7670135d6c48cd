"""Places inside names that nothing sets off: 登戸駅前朝市, 桜本こども食堂, 高津で朗読会, 中原図書館のおはなし会.

Belongs here: a town, a station or a house that begins a name and goes on into it; the name keeps it. Does not belong
here: places set off by brackets, spaces or @ (`name_parts`, `name_venues`), towns themselves (`name_areas`).
"""

from __future__ import annotations

import re
from typing import Final

from pipelines.normalise import name_words as words
from pipelines.normalise.name_areas import is_area
from pipelines.normalise.stations import is_station

_TAGS: Final = r"^(?:【[^】]*】)*"
# A square, a shop and a society in front of a station have that name themselves
_BEFORE_A_STATION: Final = re.compile(
    rf"{_TAGS}(?P<venue>[^\s「『(（【】、。・!]{{1,8}}駅前)(?!広場|町|商店|通|会|交流|保育|プラザ|スペース|図書|店|ビル|[小中]学校|[のにでがはをも])(?!\S*(?:クラブ|サークル|同好会|組合)$)(?=\S\S)"
)
# What has no name but that of its place; カフェ and サロン are named so as brands are
_NAMED_BY_PLACE: Final = re.compile(
    rf"{_TAGS}(?P<venue>[^\s「『(（【】、。・!]{{2,7}}?)(?:駅前)?(?:(?:こども|子ども|子供|みんなの|地域|おとな|大人)?食堂|マルシェ|(?:朝|夕|夜|軽トラ|のみの|古本)市|寺子屋|フリーマーケット|フリマ"
    r"|ラジオ体操(?:の?会)?|(?:ごみ|ゴミ)拾い|プレーパーク)(?=$|\s|[「『(（【!！])"
)
# 見本公園体操の会: what is done in a park is named by it
_IN_A_PARK: Final = re.compile(
    rf"{_TAGS}(?P<venue>[^\s「『(（【】、。・!のでにはを]{{1,10}}?(?<!児童)(?<!近隣)(?<!街区)(?<!地域)(?<!国立)(?<!都市)(?<!自然)(?<!ご近所)(?:公園|緑地))(?:早朝|朝|夜|健康|みんなの|いきいき)?"
    r"(?:ラジオ体操|体操|太極拳|ヨガ|ヨーガ|ランニング|ジョギング|ウォーキング|歩こう|走ろう|グラウンドゴルフ|グランドゴルフ|ペタンク|モルック|テニス|清掃|そうじ|ボール遊び|スケッチ|野鳥観察|自然観察)"
    r"(?:の?会|クラブ|サークル|同好会|愛好会|グループ|仲間|教室|隊|部)?(?=$|\s|[「『(（【!！])"
)
_AT: Final = re.compile(
    rf"{_TAGS}(?P<venue>[^\s「『《」』》、。!?！？]{{1,14}}?)(?:にて|で(?![きはもす]))(?P<rest>\S{{2,}})"
)
_OF_A_HOUSE: Final = re.compile(rf"{_TAGS}(?P<venue>{words.HOUSE_WITH_NAME})の(?P<rest>\S{{2,}})$")
_EVENT: Final = re.compile(
    r"(?:教室|講座|体操|おはなし会|お話会|上映会|コンサート|まつり|祭り?|カフェ|サロン|ツアー|ワークショップ)$"
)
_FACILITY: Final = re.compile(words.FACILITY)
_ANY_PLACE: Final = re.compile(rf"(?:{words.HOUSE}|会館|町内会館)")


def place_inside(name: str) -> str | None:
    """The place that a name begins with and keeps; None where there is none.

    Args:
        name: as published, without editions in front.
    """
    if found := _BEFORE_A_STATION.match(name):
        return found["venue"]
    if (found := _NAMED_BY_PLACE.match(name)) and _is_place(found["venue"]):
        return found["venue"]
    if found := _IN_A_PARK.match(name):
        return found["venue"]
    if (found := _AT.match(name)) and _is_place_of_an_event(found):
        return found["venue"]
    found = _OF_A_HOUSE.match(name)
    return found["venue"] if found and _EVENT.search(found["rest"]) else None


def _is_place(text: str) -> bool:
    return (is_area(text) and not text.endswith(("地区", "地域"))) or is_station(text)


def _is_place_of_an_event(at: re.Match[str]) -> bool:
    """登戸で朗読会, 菅会館で体操; one sign alone is a town only in front of a quoted name: 菅で「そらいろ」."""
    venue = at["venue"]
    if len(venue) == 1:
        return at["rest"][0] in "「『" and is_area(venue)
    return _is_place(venue) or bool(_FACILITY.fullmatch(venue) and not _ANY_PLACE.fullmatch(venue))
