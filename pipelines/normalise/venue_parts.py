"""A venue's name in two parts: what it is called, and what kind of house it is.

Belongs here: 菅こども文化センター 幼児室, 菅こ文 and 菅のこ文 as 菅 and one kind. Does not belong here: which facility
it is (`places`). For matching only: the parts are compared, never shown.
"""

from __future__ import annotations

import functools
import re

import polars as pl

from cities.here import here
from pipelines.normalise.city_tables import towns
from pipelines.normalise.per_value import map_expr, map_rows
from pipelines.normalise.readings import spoken
from pipelines.normalise.text import key
from pipelines.normalise.town_table import fold
from pipelines.normalise.wards import CITY, CODE_OF_WARD

# Kind → how lists write it, folded as `text.key` folds; in order, because 老人福祉センター ends as センター does
_KINDS = {
    "kodomo": "kodomobunka(?:cent(?:er|re)|senta?)|childrens?(?:cultur(?:e|al))?cent(?:er|re)"
    "|こども文化せんた|こどもぶんかせんた|こ文|児童館|児童せんた|児童ほー?む|おおたっ子ひろば",
    "tokuyo": "特別養護老人ほー?む|特養|老人ほー?む",
    "ikoi": "老人いこいの家|いこいの家|ろうじんいこいのいえ|いこいのいえ|(?:rojin)?ikoinoie|老いこ|いこい(?=$)",
    "rofuku": "老人福祉せんた|老福せんた|老福",
    "community": "こみゅにてぃはうす|こみゅにてぃせんた|こみせん",
    "shimin": "市民館|公民館|しみんかん|こうみんかん|shiminkan|kominkan",
    "kaikan": "町内会館|自治会館|町会会館|町会館|集会所|会館|かいかん|kaikan",
    "park": "公園|緑地|こうえん|park|koen",
    "sho": "elementaryschool|小学校|しょうがっこう|小(?=$|学)",
    "chu": "juniorhigh(?:school)?|中学校|ちゅうがっこう|中(?=$|学)",
    "high": "高等学校|高校",
    "nursery": "保育園|保育所|ほいくえん",
    "kindergarten": "幼稚園|ようちえん",
    "kodomoen": "こども園|こどもえん",
    "library": "図書館|図書せんた|としょかん|library|toshokan",
    "care": "地域けあぷらざ|けあぷらざ|地域けあp|地域包括支援せんた|包括",
    "health": "健康福祉ぷらざ|保健福祉せんた|保健せんた",
    "sport": "すぽー?つせんた|すぽー?せん|体育館|すぽ(?=$)|sportscent(?:er|re)",
    "office": "区役所|市役所|くやくしょ|しやくしょ|出張所|支所|(?:ward|city)office|cityhall",
    "fire": "消防署|分署|消防分団|消防団",
    "hospital": "病院|くりにっく|医院|診療所",
    "center": "せんた|cent(?:er|re)",
    "plaza": "ぷらざ|plaza",
    "temple": "寺(?=$)|神社|教会",
}
_KIND = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _KINDS.items()))
_ROOM = re.compile(
    r"[ 　](?![第だ]?[0-9一二三四五六]+(?:集会所|公園|会館|クラブハウス)).*$|[(（、].*$"
    r"|の?[0-9０-９一二三四五]+[階F].*$|の[^の 　]{1,8}(?:室|コーナー|ロビー|花壇|花だん|前|横)$"
    r"|(?<=[小中])(?:ランチルーム|図工室|図書室|音楽室|理科室|体育館|校庭).*$"
    r"|第?[0-9一二三四]?(?:会議室|集会室|和室|体育室|保育室|ホール|ロビー|広間|多目的室|学習室|料理室|遊戯室).*$"
)
_WARDS = {name[0]: name.removesuffix("区") for name in CODE_OF_WARD}
_INITIALS = "".join(_WARDS) or r"^\s\S"
_HOUSE_OF_WARD = re.compile(
    rf"^(市民館|図書館|区役所|スポーツセンター|老人福祉センター)[(（]([{_INITIALS}])[^)）]*[)）].*$"
)
"""市民館（幸）: lists of one house in every ward name the ward behind it."""
# 駅前の町内会館, 元住吉・コミュニティハウス木月: where the house stands, before its name
_BESIDE = re.compile(r"^(?:.*(?:駅前|近く|裏手?|向かい|隣)の|[^・ 　]{2,6}・)(?=.{4})")
_NEXT_TO = re.compile(r"^.*の(?:となり|隣|近く|裏手?|向かい)[、 　]+(?=.{3})")
"""大戸こ文のとなり、上小田中会館."""
_CITY = re.compile(rf"^(?:[^ 　]{{2,3}}[都道府県])?(?:{CITY}立?)?(?:[^ 　]{{1,6}}[市区町村][ 　]+(?=.))?")
_WARD = re.compile("^(?:[^市区町村]{1,5}[市区町村]立|[^市区町村]{1,4}[市区])(?=[^役民].)")
# A spot says where in a house, and not which house: 正面入口, 公民館玄関付近, 1階事務室内
_SPOT = (
    r"[0-9０-９一二三四五]+[階F]|[当本](?:館|荘|園|所|会館|センター|施設)|地下|正面|玄関|出?入り?口|昇降口|通用口|風除室|エントランス|ロビー|ホール|カウンター|受付"
    r"|窓口|(?:守衛|警備|事務|会議|集会|職員|保健|管理人?|園長|多目的|学習|料理|遊戯)室|和室|広間|事務[所局]|倉庫|屋外|屋内"
    r"|外壁|壁面?|校舎|校庭|園庭|園舎|庁舎|(?:管理|事務)棟|[本別新旧]館|体育館|公民館|[左右東西南北裏]側?面?|横|前|内|中"
    r"|外|付近|脇|隣|[のと・、 　()（）]"
)
_SIDE_OF = r"(?:の?(?:前|横|内|外|側|外側|内側|脇|隣|付近|周辺|壁))*"
_GENERIC = re.compile(
    rf"(?:{_SPOT})+|(?:自宅|未定|各所|市内|区内|その他|オンライン).*|[①②③].*"
    rf"|(?:{_SPOT})*.{{0,7}}(?:室|廊下|階段|柱|棚|箱|カウンター|入り?口|玄関|ロビー|フロア|コーナー|ポーチ|事務所){_SIDE_OF}"
)
_PART_OF_CITY = re.compile("[^ 　]{1,7}[0-9０-９一二三四五六七八九]+丁目(?:付近|周辺|地区|あたり)?")
_ABOUT = re.compile("(?:付近|周辺|地区|方面|近辺|あたり|地内)$")
_IN_NAME = re.compile(
    r"[^ 　のin@＠「『（(【】]{1,14}?(?:公園|小学校|中学校|高校|高等学校|会館|図書館|公民館|市民館|児童館|保育園|保育所"
    r"|幼稚園|こども園|センター(?![ァ-ヶ]|[ぁ-ん]{2})|いこいの家(?:[^ 　]{1,6}荘)?|こ文|ケアプラザ|プラザ|体育館"
    r"|支所|消防署|分署)"
)
"""A house named within the name of an activity: まちかど公園体操in井田公園."""

_LATIN = re.compile(r"[A-Za-z0-9 '’.&-]+")
_LATIN_ROOM = re.compile(r"(?i)(?: ?[,(/]| near | in | at | [0-9]+(?:F|st|nd|rd|th)\b| (?:rm|room|hall) ?[0-9]*$).*$")
"""Kyoiku Bunka Kaikan, Fujimi: between words in Latin letters stands a space, and a room begins behind a comma."""
_HOUSE = re.compile(
    r"センター|館|いこいの家|園|学校|[^大 　][小中](?=[ 　])|こ文|プラザ|病院|役所|公社|寺|神社|ビル|荘|.公(?=[ 　])"
)
# 幸市民館日吉分館 is the house 日吉, not the house 幸
_BRANCH = re.compile(
    r"^(?:.*(?:館|所|こうみんかん|しみんかん))?(?P<proper>.{1,4}?)(?:(?P<branch>分館)|(?P<office>分庁舎|出張所|支所))"
)
_SHORTEST_NAME = 2
_SIDES, _NO_SIDE = "東西南北新元", "-"
"""西生田公園 is another park than 生田公園."""


_IN_PROSE = re.compile(
    r"(?:[一-龥々ヶケ]{1,7}|[ァ-ヶー]{2,8})(?:公園|小学校|小(?=[のでに、。])|中学校|会館|図書館|公民館|市民館|児童館|保育園|センター"
    r"|いこいの家|こ文|老いこ|ケアプラザ|プラザ|体育館|スポセン|緑地|分館)"
)
_IN_PROSE_NO = re.compile(
    "^(?:老人|地域|町内|町|自治|市民|区民|近く|近所|公立|市立|各|全|子育て|支援|学校|同)(?:公園|小学校|会館|センター|いこいの家)$|子育て支援"
)


def house_in_prose(text: str) -> str | None:
    """The one house a text names, as it stands there: 稲田公園 of 火曜と金曜の9時半、稲田公園に80人.

    Args:
        text: as people read it.
    """
    houses = {house for house in _IN_PROSE.findall(text) if not _IN_PROSE_NO.search(house)}
    return houses.pop() if len(houses) == 1 else None


def venue_parts(venue: pl.Series, name: pl.Series, house: pl.Series | None = None) -> pl.DataFrame:
    """What the venue is called and its kind, from the venue's text or else from a house in the name.

    Args:
        venue: String column, the venue as people read it.
        name: String column, the name of the activity.
        house: String column, the house that prose names, where neither venue nor name does.

    Returns:
        `venue_head` (folded, without city, room and floor), `venue_proper` (as it is read), `venue_kind`,
        `venue_side` (西 of 西生田公園, - where it has none) and `is_spot`, of the same length; null where nothing is
        known. A spot alone (1階ロビー, 正面入口) is no venue.
    """
    told = house if house is not None else pl.Series([None] * len(venue), dtype=pl.String)
    df = pl.DataFrame({"venue": venue.cast(pl.String), "name": name.cast(pl.String), "told": told})
    head = pl.coalesce(
        map_expr(pl.col("venue"), _head, pl.String),
        map_expr(pl.col("name"), _house, pl.String),
        map_expr(pl.col("told"), _head, pl.String),
    )
    heads = df.select(head.alias("venue_head")).select(key(pl.col("venue_head"))).to_series()
    names = ("venue_proper", "venue_kind", "venue_side")
    parts = map_rows(heads, _split, dict.fromkeys(names, pl.String))
    proper = spoken(pl.col("venue_proper"))
    is_spot = df.select(is_spot=pl.col("venue").is_not_null() & map_expr(pl.col("venue"), _head, pl.String).is_null())
    return parts.with_columns(heads, proper.alias("venue_proper")).select("venue_head", *names).hstack(is_spot)


def _head(venue: str) -> str | None:
    """The house a text names; None where it names but a spot in one."""
    latin = _LATIN_ROOM.sub("", venue)
    if _LATIN.fullmatch(latin):
        return latin.strip() or None
    house = _HOUSE_OF_WARD.sub(lambda match: _WARDS[match[2]] + match[1], _CITY.sub("", venue, count=1).strip())
    house = _NEXT_TO.sub("", here().venues.get(house, house))
    plain = _BESIDE.sub("", _ROOM.sub("", house)).removesuffix("の")
    if _is_town(plain):
        rest = house.partition(plain)[2]
        spot = rest.strip(" 　")
        if not spot or rest[0] not in " 　" or _GENERIC.fullmatch(spot):
            return None
        return _head(spot) if _HOUSE.search(spot) else plain
    is_spot = _GENERIC.fullmatch(plain) or (_GENERIC.fullmatch(house) and not _HOUSE.search(house))
    return None if not plain or is_spot else plain


def _is_town(text: str) -> bool:
    """Whether a text says in which part of the city, and not in which house: 登戸, 井田3丁目, 木月周辺."""
    return bool(_PART_OF_CITY.fullmatch(text)) or fold(_ABOUT.sub("", text)) in _towns()


@functools.cache
def _towns() -> frozenset[str]:
    return frozenset(fold(town) for town in towns().get_column("oaza") if len(town) > 1)


def _house(name: str) -> str | None:
    houses = _IN_NAME.findall(name)
    return houses[-1] if houses else None


def _split(head: str) -> tuple[str | None, str | None, str | None]:
    """西菅こども文化せんた → 西菅, kodomo, 西; what names no kind is a name as it stands, and a kind alone no name."""
    plain = _WARD.sub("", head)
    branch = _BRANCH.match(plain)
    if branch:
        return branch["proper"], "branch" if branch["branch"] else "office", _NO_SIDE
    kind = _KIND.search(plain)
    if kind is None:
        # 大野北公 is 公民館 or 公園
        return (plain.removesuffix("公") if len(plain) > _SHORTEST_NAME else plain) or head, None, None
    before = plain[: kind.start()].removesuffix("の").removesuffix("老人")
    proper = before or plain[kind.end() :].lstrip("の") or None
    return proper, kind.lastgroup, proper and (proper[0] if proper[0] in _SIDES else _NO_SIDE)
