"""One spelling for everything a schedule text can spell in several ways.

Belongs here: characters, kanji numerals, furigana. Does not belong here: meaning.
"""

from __future__ import annotations

import re
import unicodedata

BLANK = "\x01"  # no white space; stands where a part has been read, so that no later step reads it again
_KANJI_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_CIRCLED = re.compile(r"[①-⑳]")
_CIRCLED_ORDINAL = re.compile(r"第?([①-⑤](?:[・、]?[①-⑤])*)(?=週?の?[月火水木金土日])")
_ENCLOSED_WEEKDAY = dict(zip("㊊㊋㊌㊍㊎㊏㊐㈪㈫㈬㈭㈮㈯㈰", (f"({day})" for day in "月火水木金土日" * 2), strict=True))
_TABLE = str.maketrans(
    {
        **_ENCLOSED_WEEKDAY,
        **dict.fromkeys("～~∼〰", "〜"),
        **dict.fromkeys("−‐‑‒–—―─－﹣", "-"),
        "迄": "まで",
        "晩": "夜",
        "：": ":",
        "∶": ":",
        "\u3000": " ",
    }
)
_AFTER = str.maketrans({"~": "〜", "，": "、", ",": "、", "；": ";"})
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x1f\x7f]")
_FURIGANA = re.compile(r"(?<=[\u4e00-\u9fff々])\([\u3041-\u309fー]{1,12}\)")
# A numeral is one only where a counter or 第 says so: 三日月 and 土日 hold none
_NUMERAL = re.compile(
    r"第[一二三四五]|[一二三四五六七八九十〇]{1,3}(?=回|度|時(?!間)|分|週|か月|つの|月[一二三四五六七八九十0-9]{1,3}日|日(?![曜間中頃]))"
)
_COUNTER_MONTH = re.compile(r"([0-9])\s?[ヶヵケカか個箇]月")
_LONG_MARK = re.compile(r"(?<=[0-9時分半頃])\s?ー\s?(?=[0-9午正])")
_SPACE = re.compile(r"\s+")


_ORDINAL_BEHIND = re.compile(
    r"(?<![1-5終後])([月火水木金土日])曜日?\s?\(\s?(第\s?[1-5](?:\s?[・、と]\s?第?[1-5]){0,4})週?(?:のみ)?\s?\)"
)


def fold(text: str) -> str:
    """One spelling; positions are not those of the raw text any more.

    Args:
        text: a schedule as published.
    """
    if _CIRCLED.search(text):
        text = _CIRCLED_ORDINAL.sub(lambda found: "第" + "・".join(_plain(found[1])), text)
        text = _CIRCLED.sub("◇", text)
    text = text.translate(_TABLE)
    text = unicodedata.normalize("NFKC", text).translate(_AFTER)
    text = _SPACE.sub(" ", _INVISIBLE.sub("", text.replace("\n", " ").replace("\t", " ")))
    has_brackets = "(" in text
    text = _FURIGANA.sub("", text) if has_brackets else text
    text = _NUMERAL.sub(lambda found: _arabic(found[0]), text)
    text = _COUNTER_MONTH.sub(r"\1か月", text)
    text = text.replace("毎朝", "毎日 朝").replace("毎夜", "毎日 夜")
    text = _ORDINAL_BEHIND.sub(r"\2\1曜日", text) if has_brackets else text
    return _LONG_MARK.sub("〜", text) if "ー" in text else text


def _plain(circled: str) -> list[str]:
    return [str(ord(sign) - ord("①") + 1) for sign in circled if "①" <= sign <= "⑤"]


def _arabic(numeral: str) -> str:
    head, numeral = ("第", numeral[1:]) if numeral.startswith("第") else ("", numeral)
    tens, has_ten, ones = numeral.rpartition("十")
    if has_ten:
        return f"{head}{_KANJI_DIGITS.get(tens, 1) * 10 + _KANJI_DIGITS.get(ones, 0)}"
    return head + "".join(str(_KANJI_DIGITS.get(sign, sign)) for sign in numeral)


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with parts taken out; everything else keeps its position."""
    for start, end in spans:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text
