"""Amounts of yen in a text: 500円, 2.5万円, ¥1,000, 500〜1,000円, 千円.

Belongs here: numerals, ranges and the signs that only number a line. Does not belong here: what an amount is for
(`fee_items`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MOST_YEN: Final = 10_000_000
_KANJI: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_KANJI_AMOUNT: Final = re.compile(r"(?<![0-9数〇一二三四五六七八九十百千万])[〇一二三四五六七八九十百千万]{1,7}(?=円)")
# What somebody is given is no price: 500円分の商品券, 100円のお菓子付き
_GIVEN: Final = (
    r"(?:(?:分|相当)?の?(?:商品券|クーポン|ポイント|お?買い?物券|金券|図書カード|クオカード|QUOカード)"
    r"|(?:分|相当|の)[^、。\s()円0-9]{0,8}(?:プレゼント|進呈|贈呈|付き|つき|付(?=$|\W)|差し上げ|もらえ|配布)|\s?(?:を|分)(?:進呈|贈呈|プレゼント|差し上げ))"
)
# What numbers a line is no digit of the amount behind it, and NFKC would glue it there: ①500円, ⒈500円
_SIGNS: Final = re.compile("[①-⒛⓪⓵-⓾❶-❿㉑-㉟㊱-㊿]")
_ENUMERATORS: Final = re.compile(
    r"(?:^|(?<=[\s、。・/:円料費)]))(?:\([1-9][0-9]?\)|[1-9][0-9]?\)|[1-9]\.(?=\s|[^0-9\s]))\s?(?=\S)"
)
_SERIES: Final = re.compile(r"(?:^|\s)1\.\s?\S.*?[\s、。円]2\.", re.DOTALL)
_OF_SERIES: Final = re.compile(r"(?:^|(?<=[\s、。円]))[1-9]\.\s?(?=\S)")
_PLAIN: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})"
_NUMBER: Final = (
    rf"(?:{_PLAIN}(?:\.[0-9]{{1,3}})?\s?万(?:\s?{_PLAIN}\s?千?)?"
    rf"|{_PLAIN}\s?千(?:\s?[0-9]\s?百)?|{_PLAIN}\s?百|{_PLAIN})"
)
_TO: Final = r"\s?(?:~|-|から|より)\s?"
_YEN: Final = r"(?:円|えん|(?i:yen|JPY)(?![a-zA-Z]))"
AMOUNT: Final = (
    rf"(?=[0-9¥\\J])(?<![0-9.,#数])(?:(?:(?P<from>{_NUMBER})\s?{_YEN}?{_TO})?(?P<to>{_NUMBER})\s?{_YEN}(?!\s?(?:札|玉|硬貨|ショップ|均一|{_GIVEN}))"
    rf"|(?:[¥\\]|JPY)\s?(?:(?P<from_sign>{_NUMBER}){_TO}[¥\\]?\s?)?(?P<to_sign>{_NUMBER}){_YEN}?)"
)
"""An amount or a range; `amount_range` reads the match."""
_VALUE: Final = re.compile(r"([0-9,]+(?:\.[0-9]+)?)([百千万]?)")
_UNITS: Final = {"": 1, "百": 100, "千": 1000, "万": 10_000}


def fold_amounts(text: str) -> str:
    """Bring digits, waves and numerals to one form; what numbers a line becomes a line break.

    Args:
        text: as published.
    """
    folded = unicodedata.normalize("NFKC", _SIGNS.sub("\n", text))
    folded = folded.replace("〜", "~").replace("−", "-").replace("‐", "-").replace("–", "-")
    folded = re.sub(r"(?<=[0-9]),\s?(?=[0-9]{3}(?![0-9]))", ",", folded)
    folded = _ENUMERATORS.sub("\n", folded)
    if _SERIES.search(folded):  # 1.500円 2.800円: alone, 1.500円 could be 1,500
        folded = _OF_SERIES.sub("\n", folded)
    return _KANJI_AMOUNT.sub(lambda match: str(_kanji_value(match[0])), folded)


def amount_range(match: re.Match[str]) -> tuple[int, int] | None:
    """Lowest and highest yen of a match of `AMOUNT`; None where nobody pays so much.

    Args:
        match: of a pattern with the groups of `AMOUNT`.
    """
    first, last = match["from"] or match["from_sign"], match["to"] or match["to_sign"]
    high = _value(last)
    low = high if first is None else _value(first)
    # 1〜2万円, 5〜600円: the unit behind the second number holds for both
    if first is not None and low < high and last[-1:] in _UNITS and first[-1:].isdigit():
        low *= _UNITS[last[-1:]]
    return (min(low, high), max(low, high)) if max(low, high) <= _MOST_YEN else None


def _value(number: str) -> int:
    """2.5万 → 25000; 2万5千 → 25000."""
    parts = _VALUE.findall(number.replace(" ", ""))
    return round(sum(float(digits.replace(",", "")) * _UNITS[unit] for digits, unit in parts))


def _kanji_value(numeral: str) -> int:
    if "〇" in numeral:  # 三〇〇円
        return int("".join(str(_KANJI[sign]) for sign in numeral if sign in _KANJI))
    total = digit = 0
    for sign in numeral:
        if sign in _KANJI:
            digit = _KANJI[sign]
            continue
        unit = {"十": 10, "百": 100, "千": 1000, "万": 10_000}[sign]
        total = (total + digit or 1) * unit if unit == 10_000 else total + (digit or 1) * unit
        digit = 0
    return total + digit
