"""The character tables behind `text.py`: which characters are rescued from NFKC, which are folded to which.

Belongs here: facts about single characters. Does not belong here: rules that look at neighbours (`text.py`).
"""

from __future__ import annotations

import unicodedata
from typing import Final

# Each pair is radical + ordinary character. From the Unicode property Equivalent_Unified_Ideograph (UCD 14.0), for
# the CJK Radicals Supplement that NFKC leaves alone; text copied from a PDF is full of them (⻄→西, ⺠→民). U+2E80
# has no equivalent in Unicode and stays.
_RADICAL_PAIRS: Final = (
    "⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇𠘨 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 "
    "⺏尣 ⺐尢 ⺑𡯂 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 "
    "⺞歺 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪𤴔 ⺫目 ⺬示 "
    "⺭礻 ⺮𥫗 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 ⺵𦉫 ⺶羊 ⺷𦍌 ⺸𦍋 ⺹耂 ⺺肀 "
    "⺻聿 ⺼肉 ⺽𦥑 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇𧢲 ⻈讠 "
    "⻉贝 ⻊𧾷 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕𨸏 ⻖阝 "
    "⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞𩙿 ⻟飠 ⻠饣 ⻡𩠐 ⻢马 ⻣骨 ⻤鬼 "
    "⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 "
)
RADICALS: Final[dict[str, str]] = {pair[0]: pair[1] for pair in _RADICAL_PAIRS.split()}


def _harmed_by_nfkc(char: str) -> bool:
    """Whether NFKC would change the meaning of a character for a reader.

    Numbers and weekdays in circles or brackets melt into their neighbours (第①③水曜 → 第13水曜), fractions become three
    characters, spacing accents become a space and a loose accent.
    """
    folded = unicodedata.normalize("NFKC", char)
    if folded == char or unicodedata.normalize("NFC", char) != char:
        return False
    circled = "①" <= char <= "⑳" or char in "⓪" or "㉑" <= char <= "㉟" or "㊱" <= char <= "㊿"
    weekday = "㈪" <= char <= "㈰" or "㊊" <= char <= "㊐"
    return circled or weekday or "\u2044" in folded or (len(folded) > 1 and folded[0] == " ")


_RESCUED: Final = [chr(code) for code in range(0xA0, 0x10000) if _harmed_by_nfkc(chr(code))]

# NFKC would make these an ASCII hyphen even where they draw a line: －講座－ must not become -講座-.
_WIDE_DASHES: Final = ["－", "﹣", "‑"]

# Rescue goes through private-use characters: NFKC leaves them alone, and the text has none left at that point.
RESCUE: Final[dict[str, str]] = {char: chr(0xE000 + i) for i, char in enumerate(_RESCUED + _WIDE_DASHES)}
RESTORE: Final[dict[str, str]] = {stand_in: char for char, stand_in in RESCUE.items()}

# A wave is a wave whichever code point the page used; NFKC would turn ～ into an ASCII tilde and leave 〜.
WAVES: Final[dict[str, str]] = {"～": "〜"}

# Every code point that draws a short horizontal line, without the kana long mark ー.
DASHES: Final = "−‐‑‒–—―─－﹣-"

# Characters that have no width and that Unicode does not class as control or format.
BLANKS: Final = "\u115f\u1160\u3164\uffa0\u2800\u034f"

# Old and variant forms that listings mix with the everyday form. Both forms fold, so a pair need not be "correct".
_KANJI_PAIRS: Final = (
    "髙高 﨑崎 嵜崎 碕崎 龍竜 臺台 曾曽 濱浜 濵浜 邊辺 邉辺 澤沢 廣広 國国 學学 會会 圓円 櫻桜 齋斎 齊斉 瀧滝 嶋島 "
    "嶌島 壽寿 榮栄 惠恵 德徳 眞真 實実 與与 藝芸 體体 驛駅 縣県 區区 靜静 淺浅 峯峰 舘館 樂楽 應応 氣気 舩船 栁柳 "
    "𠮷吉 祇祗 桝枡 "
)
VARIANT_KANJI: Final[dict[str, str]] = {pair[0]: pair[1] for pair in _KANJI_PAIRS.split()}


def _hiragana_of_katakana() -> dict[str, str]:
    """Katakana letters ァ–ヶ and ヽヾ with their hiragana, 0x60 code points below."""
    return {chr(code): chr(code - 0x60) for code in [*range(0x30A1, 0x30F7), 0x30FD, 0x30FE]}


HIRAGANA: Final[dict[str, str]] = _hiragana_of_katakana()
