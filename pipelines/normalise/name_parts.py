"""What a name holds besides the name: venue and edition; and the core name with the signs of the source.

Belongs here: the parts that `names` strips, as values of their own. Does not belong here: the core name itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

from pipelines.normalise import name_words as words
from pipelines.normalise.name_areas import AREAS, area_behind, area_in_front, is_area, park_behind
from pipelines.normalise.name_edges import as_tags
from pipelines.normalise.name_places import place_inside
from pipelines.normalise.name_venues import is_place, venue_named
from pipelines.normalise.names import core_name, legal_form
from pipelines.normalise.per_value import map_texts
from pipelines.normalise.readings import is_said_again

NAME_SCHEMA: Final = pl.Schema(dict.fromkeys(("core_name", "legal_form", "venue_in_name", "edition"), pl.String))
_EDITION: Final = re.compile(words.EDITION, re.IGNORECASE)
_LEGAL: Final = re.compile(words.LEGAL)
_NO_WORD: Final = re.compile(r"[\W_]+")
_OPENING, _CLOSING = "(（[［【〔〈", ")）]］】〕〉"
_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x3010: 0x20}
"""Wide letters, digits and brackets, and what opens a tag."""
_WAVES, _AS_THE_SOURCE = "〜~～", "！？＆％（）〜～"
_LIST_OF_DATES: Final = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?:[、,・]\s*\d{1,2}/\d{1,2})+")
_EDITION_BEHIND: Final = re.compile(rf"\s+(?:{words.EDITION})$", re.IGNORECASE)
_VENUE_LABEL: Final = re.compile(
    r"(?<=[(（【])(?:開催)?(?:会場|場所|於|ところ)(?:は|\s*[:：])?\s*(?=\S)|(?<=\s)(?:開催)?(?:会場|場所|於)[:：]\s*(?=\S)"
)
_EDITION_IN_FRONT: Final = re.compile(rf"^(?:(?:{words.EDITION})\s*)+(?=\S)", re.IGNORECASE)
_ANY_PLACE: Final = frozenset(
    {"体育館", "公園", "ホール", "広場", "会館", "図書館", "小学校", "校庭", "緑地", "集会所"}
)
"""Kinds of place without a name of their own."""
_OF_OTHERS: Final = re.compile(r"[(（][^()（）]*[「『][^()（）]*[)）]$")
"""In brackets behind a name: the name of something else, with its own edition."""
_IN_BRACKETS: Final = re.compile(
    r"^【\s*(?P<front>[^【】()（）]+?)\s*】|[【(（]\s*(?P<behind>[^【】()（）]+?)\s*[)）】]\s*$"
)
_VENUES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:[@＠]|(?<=\S)\s?於\s?[:：]?)\s*(?P<venue>(?:[A-Za-z.']+\s)?[^\s@＠()（）]+)(?:[(（][^()（）]*[)）])?$",
        r"(?:(?<![A-Za-z])(?i:in)\s*|\s(?i:at)\s+)(?P<venue>[^\x00-\x7f][^\s「」『』()（）]*(?:\s\S{0,6}(?:階|室|ホール|ロビー|広場))?)(?:$|[」』)）])",
        rf"[【(（](?P<venue>[^【】()（）\s]+{words.PLACE_END}{words.ROOM})(?:にて|で)?[】)）](?:【[^】]*】)*\s*$",
        rf"[(（](?P<venue>[^【】()（）\s]+{words.PLACE_END})\s\S{{1,10}}[)）]\s*$",
        rf"^[【](?P<venue>[^【】\s]*{words.PLACE_END})[】]",
        rf"^(?:【[^】]*】)?(?P<venue>{words.FACILITY})(?=[\s「『【☆★◇◆:：/／])",
        r"^(?P<venue>\S{1,4}[区市]役所)(?=\s*[「『])",
        rf"[〜～~－―—─](?P<venue>{words.FACILITY})[〜～~－―—─]$",
        rf"^(?:【[^】]*】)?(?P<venue>プラザ(?:{AREAS}))",
        rf"(?<!学園)(?<!学院)(?<!福祉会)[\s/／－―◇◆]\s?(?P<venue>{words.FACILITY})(?:にて|で)?$",
        # In a sentence: …公園でプレーパーク, …市民館に…を立ち上げよう
        rf"(?:^|[!！?？。、\s】はを])(?P<venue>{words.HOUSE_WITH_NAME})(?=で(?!は)|にて|に(?![なはも]))",
        r"(?:^|[(（\s])(?P<venue>[^\s()（）「」、。のがで]{1,6}[小中])(?=の?寺子屋)",
        r"^(?P<venue>[一-龠]{1,4}[寺社宮])(?=本堂|境内|社殿)",
    )
)


def venue_in_name(name: str) -> str | None:
    """The venue or area that a name carries, set off by @, in, brackets, a space or a particle (docs/meaning.md §5).

    Args:
        name: as published.
    """
    name = _EDITION_BEHIND.sub("", _LEGAL.sub("", name).strip())
    name = as_tags(_EDITION_IN_FRONT.sub("", name))
    name = _VENUE_LABEL.sub("", name)
    for pattern in _VENUES:
        match = pattern.search(name)
        if match and match["venue"] not in _ANY_PLACE and not (_is_said_again(name, match) or _is_nickname(match)):
            return match["venue"]
    if venue := venue_named(name):
        return venue
    for match in _IN_BRACKETS.finditer(name):
        area: str = match["front"] or match["behind"]
        if match.span() != (0, len(name)) and is_area(area):
            return area
    return park_behind(name) or area_in_front(name) or area_behind(name) or place_inside(name)


def _is_nickname(venue: re.Match[str]) -> bool:
    """Whether what stands behind @ is all the name there is, and no place: ＠りんぐ, @ホーム（アットホーム）."""
    return venue.start() == 0 and venue[0][:1] in "@＠" and not is_place(venue["venue"])


def _is_said_again(name: str, venue: re.Match[str]) -> bool:
    """Whether brackets only write the name before them another way: にほんごひろば（日本語広場）."""
    front = name[: venue.start()].split()
    return venue[0][:1] in _OPENING and bool(front) and is_said_again(front[-1], venue["venue"])


def edition(name: str) -> str | None:
    """Editions and years as written, separated by ` ; `.

    Args:
        name: as published.
    """
    # Sign for sign, so that a stretch of the folded name is the same stretch of the written one
    plain = _OF_OTHERS.sub("", name).translate(_NARROW)
    listed = [match.span() for match in _LIST_OF_DATES.finditer(plain)]
    spans = listed + [
        match.span()
        for match in _EDITION.finditer(plain)
        if not any(start <= match.start() < end or start < match.end() <= end for start, end in listed)
    ]
    cleaned = (_bare(name[start:end]) for start, end in sorted(spans))
    return " ; ".join(dict.fromkeys(text for text in cleaned if text)) or None


def _bare(text: str) -> str:
    text = text.strip(f" 　{_WAVES}")
    if text[:1] in _OPENING:
        text = text[1:-1] if text[-1:] in _CLOSING else text[1:]
    return text.strip(" 　】").removesuffix("の").removesuffix("版").removesuffix("開催").removesuffix("募集")


def _as_written(core: str, name: str) -> str:
    """The core name with ！ and １ as wide as the source writes them; unchanged where it is no part of it."""
    folded = ["〜" if sign in _WAVES else unicodedata.normalize("NFKC", sign) for sign in name]
    written, position = [], 0
    for sign in core:
        if sign == " ":
            written.append(sign)
            continue
        try:
            position = folded.index("〜" if sign in _WAVES else sign, position)
        except ValueError:
            return core
        wide = name[position]
        written.append(wide if wide in _AS_THE_SOURCE or unicodedata.category(wide)[0] != "P" else sign)
        position += 1
    return "".join(written)


def unread_of_name(name: str, *parts: str | None) -> str | None:
    """What of a name is in none of its parts: tags, slogans, explanations; None where there is nothing.

    Args:
        name: as published.
        parts: edition, core name and venue as `read_names` gives them.
    """
    rest = _LEGAL.sub(" ", unicodedata.normalize("NFKC", name))
    for part in parts:
        for word in unicodedata.normalize("NFKC", part or "").split():
            rest = rest.replace(word, "", 1)
    return " / ".join(word for word in _NO_WORD.split(rest) if len(word) > 1 and word != "in") or None


def read_names(texts: pl.Series) -> pl.DataFrame:
    """Read a column of names.

    Args:
        texts: String column.

    Returns:
        Frame of the same length and order with the columns of `NAME_SCHEMA`; nulls where a name carries no such part.
    """
    df = texts.cast(pl.String).rename("name").to_frame()
    df = df.with_columns(core_name=core_name(pl.col("name")), legal_form=legal_form(pl.col("name")))
    written = [
        None if core is None or name is None else _as_written(core, name)
        for core, name in df.select("core_name", "name").iter_rows()
    ]
    return df.with_columns(
        pl.Series("core_name", written, dtype=pl.String),
        map_texts(texts, venue_in_name, pl.String).alias("venue_in_name"),
        map_texts(texts, edition, pl.String).alias("edition"),
    ).select(list(NAME_SCHEMA))
