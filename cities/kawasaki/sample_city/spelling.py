"""The many spellings of one name, address, number or date.

What belongs here: the measured variants of docs/sources.md §8, written forwards. What does not: normalising them back.
"""

import random
from dataclasses import dataclass

from cities.kawasaki.sample_city.chance import maybe, pick, weighted
from cities.kawasaki.sample_city.names import Name
from cities.kawasaki.sample_city.places import Place

_WIDE = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
_KANJI = "〇一二三四五六七八九"
# U+2212, ASCII, U+FF0D, katakana long mark, U+2010: the marks between block numbers, by measured share.
_MARKS = {"−": 50, "-": 15, "－": 13, "ー": 5, "‐": 2, "の": 5, "番号": 7, "mixed": 3}
_LATIN_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), *range(0x41, 0x5B))})

# Spellings that come and go between two copies of one name, and how often.
_SWAPS = (
    ("つくる会", "作る会", 0.3),
    ("楽しむ会", "たのしむ会", 0.3),
    ("ケ谷", "ヶ谷", 0.3),
    ("ケ丘", "ヶ丘", 0.3),
    ("あそぼう", "遊ぼう", 0.3),
    ("ひろば", "広場", 0.3),
    ("広場", "ひろば", 0.3),
    ("こども", "子ども", 0.3),
    ("コミュニティカフェ", "コミュニティーカフェ", 0.3),
    ("折り紙", "おりがみ", 0.3),
    ("読み聞かせ", "よみきかせ", 0.3),
    ("手編み", "手あみ", 0.3),
    ("クラブ", "倶楽部", 0.04),
    ("ボランティア", "ボランテイア", 0.03),
    ("サークル", "ｻｰｸﾙ", 0.02),
)


@dataclass(frozen=True)
class NameStyle:
    """What a site does to names.

    Attributes:
        tags: Share of names behind a 【…】 tag.
        venue: Share of names that carry the venue.
        edition: Share of names that carry a year or an edition.
        must_tell_place: Whether the venue must be in the name (one programme at many venues).
    """

    tags: float = 0.0
    venue: float = 0.0
    edition: float = 0.0
    must_tell_place: bool = False


def _joined(rng: random.Random, name: Name) -> str:
    head, pet = name.head, name.pet
    if name.area and maybe(rng, 0.14):
        area = name.area
        head = area + pick(rng, (" ", "　", "・") if not area.endswith("の") else (" ",)) + head.removeprefix(area)
    if head.endswith("の会") and maybe(rng, 0.1):
        head = head.removesuffix("の会") + "会"
    if not pet:
        return f"「{head}」" if maybe(rng, 0.08) else head
    shapes = {
        f"{head}「{pet}」": 34,
        f"{head} {pet}": 24,
        f"{head}　{pet}": 16,
        f"{head}{pet}": 22,
        f"{head}（{pet}）": 4,
    }
    return weighted(rng, shapes)


def _swapped(rng: random.Random, text: str) -> str:
    for old, new, share in _SWAPS:
        if old in text and maybe(rng, share):
            text = text.replace(old, new, 1)
            break
    return text.translate(_LATIN_WIDE) if maybe(rng, 0.12) else text


def _with_legal(rng: random.Random, text: str, legal: str) -> str:
    if not legal or maybe(rng, 0.35):
        return text
    form = pick(rng, legal.split("|"))
    return pick(rng, (f"{form}{text}", f"{form} {text}", f"{form}「{text}」" if "「" not in text else f"{form}{text}"))


def write_name(rng: random.Random, name: Name, style: NameStyle, venue: str, ward: str, tags: tuple[str, ...]) -> str:
    """Spells a name the way one copy would.

    Args:
        rng: The stream to draw from.
        name: The name.
        style: What the site does to names.
        venue: Name of the meeting place.
        ward: Ward name with 区.
        tags: Tags to put in front, such as 【参加者募集】.

    Returns:
        The name as printed.
    """
    text = _with_legal(rng, _swapped(rng, _joined(rng, name)), name.legal)
    if name.subtitle and maybe(rng, 0.5):
        text += pick(rng, (f"～{name.subtitle}～", f" ～{name.subtitle}～", f"〜{name.subtitle}"))
    if style.must_tell_place or maybe(rng, style.venue):
        shapes = (
            f"{text}（{venue}）",
            f"{text} {venue}",
            f"{text}【{venue}】",
            f"{venue}　{text}",
            f"{text} in{venue}",
        )
        text = pick(rng, shapes[:3] if style.must_tell_place else shapes)
    if maybe(rng, style.edition):
        edition = pick(rng, ("令和8年度", "令和８年度　", "2026年度 ", f"第{rng.randint(2, 30)}回"))
        text = edition + text if maybe(rng, 0.75) else f"{text} Vol.{rng.randint(2, 20)}"
    if maybe(rng, style.tags):
        text = pick(rng, (*tags, f"【{ward}】")) + text
    if maybe(rng, 0.03):
        text = pick(rng, (f"☆{text}☆", f"{text}♪", f"{text}！"))
    return text


def _numbers(rng: random.Random, place: Place) -> str:
    mark = weighted(rng, _MARKS)
    chome, parts = place.town.chome, place.block.split("-")
    if mark == "番号":
        tail = (
            f"{parts[0]}番{parts[1]}号"
            if len(parts) == 2 and chome
            else f"{parts[0]}番地" + "の".join(["", *parts[1:]])
        )
        return (f"{chome}丁目" if chome else "") + tail
    if mark == "の":
        return "の".join([str(chome), *parts] if chome else parts)
    if mark == "mixed":
        return "－".join(parts) if not chome else f"{chome}－" + "ー".join(parts)
    block = mark.join(parts)
    if not chome:
        return block
    if maybe(rng, 0.62):
        kanji = _KANJI[chome] if chome < 10 and maybe(rng, 0.05) else str(chome)
        return f"{kanji}丁目{block}"
    return f"{chome}{mark}{block}"


def write_address(rng: random.Random, place: Place, with_venue: float) -> str:
    """Spells an address the way one copy would.

    Args:
        rng: The stream to draw from.
        place: The place.
        with_venue: Probability that the venue stands behind the number.

    Returns:
        The address as printed.
    """
    town = place.town
    head = weighted(rng, {"神奈川県川崎市{ward}": 50, "川崎市{ward}": 30, "{ward}": 17, "": 3}).format(ward=town.ward)
    if town.postal_code and maybe(rng, 0.03):
        head = f"〒{town.postal_code[:3]}-{town.postal_code[3:]} {head}"
    oaza = town.oaza.replace("ケ", "ヶ") if maybe(rng, 0.4) else town.oaza
    numbers = _numbers(rng, place)
    if maybe(rng, 0.45):
        numbers = numbers.translate(_WIDE)
    elif maybe(rng, 0.03):
        numbers = f"{town.chome}丁目" if town.chome else ""
    text = head + oaza + numbers
    return text + pick(rng, (" ", " ", "　")) + place.venue if maybe(rng, with_venue) else text


def write_phone(rng: random.Random, digits: str) -> str:
    """Spells a telephone number the way one copy would.

    Args:
        rng: The stream to draw from.
        digits: Ten digits.

    Returns:
        The number as printed.
    """
    area, office, line = digits[:3], digits[3:6], digits[6:]
    plain = f"{area}-{office}-{line}"
    shapes = {
        plain: 40,
        f"{area}({office}){line}": 12,
        f"{area}（{office}）{line}": 5,
        f"{area}・{office}・{line}": 6,
        plain.translate({**_WIDE, ord("-"): "－"}): 7,
        f"℡{plain}": 5,
        f"TEL {plain}": 4,
        f"TEL：{plain}": 3,
        f"電話{plain}": 6,
        f"電話・FAX {plain}": 4,
        f"電話・ファックス{area}({office}){line}": 3,
        f"{plain}(代表)": 2,
        f"{area} {office} {line}": 2,
        digits: 1,
    }
    return weighted(rng, shapes)


def write_founded(rng: random.Random, year: int, month: int) -> str:
    """Spells a founding date the way one copy would.

    Args:
        rng: The stream to draw from.
        year: Western year, from 1970 on.
        month: 1 to 12.

    Returns:
        The date as printed.
    """
    if (year, month) >= (2019, 5):
        era = f"令和{year - 2018}" if year > 2019 else "令和元"
    else:
        era = f"平成{year - 1988}" if year >= 1990 else f"昭和{year - 1925}"
    shapes = {
        f"{year}/{month}": 34,
        f"{year}年{month}月": 26,
        f"{era}年{month}月": 18,
        f"{year}年({era}年){month}月": 6,
        f"{era}({year})年{month}月": 5,
        f"{year}年": 6,
        f"{year}年{month}月1日": 5,
    }
    return weighted(rng, shapes)
