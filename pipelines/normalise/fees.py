"""What taking part costs: free, paid or both, how much, and for what.

Belongs here: fee texts (docs/meaning.md §4). Does not belong here: targets, application.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from dataclasses import dataclass

import polars as pl

from pipelines.normalise.per_value import map_rows

FEE_SCHEMA = pl.Schema({"fee_type": pl.String, "fee_yen_min": pl.Int64, "fee_yen_max": pl.Int64, "unit": pl.String})
_LONGEST = 1000
_MOST_YEN = 10_000_000
_KANJI = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_KANJI_AMOUNT = re.compile(r"(?<![0-9一二三四五六七八九十百千万])[一二三四五六七八九十百千万]{1,7}(?=円)")
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7}"
_AMOUNT = re.compile(
    rf"(?:(?P<from>{_NUMBER})\s?(?P<k1>[千万])?\s?円?\s?(?:〜|~|-|から)\s?)?"
    rf"(?:[¥\\]\s?(?P<yen>{_NUMBER})|(?P<to>{_NUMBER})\s?(?P<k2>[千万])?\s?(?:円|yen|YEN))"
)
# 500円から, 上限なし is no amount; what is bought on top of taking part is no fee
_FREE = re.compile(
    r"無料|無償|タダ|(?<![0-9,])0\s?円|(?:会費|参加費|参加料|料金|費用|入場料|受講料|利用料|月謝)\s?(?:は|:|/)?\s?(?:なし|無し|無(?![料償])|不要|いただきません|かかりません)"
    r"|^\s?(?:なし|無し|無|不要|特になし|ありません|かかりません)\s?。?$"
)
_NOT_FREE = re.compile(r"無料では(?:ありません|ない|なく)")
_PAID = re.compile(
    r"有料|実費|ワンコイン|会費制|要(?:会費|参加費)|カンパ|投げ銭|(?:参加費|会費|料金|費用|材料費|月謝)\s?(?:あり|有り|が?かかり|が?必要|をいただき|徴収)"
)
# Food, goods and what somebody else charges: beside 無料 they do not count
_SALES = re.compile(
    r"飲食|食べ物|キッチンカー|物販|販売|商品販売|グッズ|売店|軽食|喫茶|ドリンク|飲み物|駐車|交通費(?=.{0,6}(?:自己|各自|別))|お買い物|購入"
)
_MATERIALS = re.compile(
    r"材料|教材|資料|保険|部品|実費|テキスト|食材|会場費|茶菓|お茶|おやつ|備品|消耗品|道具|花代|講師料|別途"
)
_EXTRA = re.compile(r"※[^※]*別途[^※]*|追加(?:で|は|料金)?[^。、※]{0,10}[0-9,]+円|(?:交通費|参加費)[^。※]*自己負担")

# The first that is stated wins (docs/meaning.md §4); 参加費 alone says least
_UNITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "per_year",
        (
            r"年会費|年額|年間|年[1一]回|/\s?年|年度",
            r"[1一]年(?:間|分|あたり|に|で|\s?[0-9])",
            r"(?<![0-9学周青少成半])年(?:に|で|\s)?\s?(?=[0-9])",
        ),
    ),
    (
        "per_month",
        (
            r"月会費|月額|月謝|月々|毎月|/\s?月|[1一]\s?[かカケヵヶ箇]月",
            r"(?<![0-9])月(?:に|で|\s)?\s?(?=[0-9,]+円)",
        ),
    ),
    ("per_family", (r"[1一]?組|家庭|家族|親子|世帯|保護者[1一]人|ご?夫婦",)),
    (
        "other",
        (
            r"(?:[1一]|/)\s?(?:杯|食|個|枚|点|冊|本|皿|人前|セット|コマ|時間|台|区画|部)",
            r"全[0-9]+回|半年|(?:[2-9]|[1-9][0-9])回(?:分|で|券)|コース|通し|入会金|[0-9]人組",
        ),
    ),
    (
        "per_person",
        (
            r"[1一]人|ひとり|お一人|一名|1名|/\s?人|一般|各自|会員",
            r"大人|おとな|小人|子ども|こども|小学生|中学生",
        ),
    ),
    ("per_session", (r"(?:[1一]|各|毎)回|都度|/\s?回|一日|1日|当日ごと",)),
    ("per_person", (r"参加費|参加料|入場|参加者|入館料|受講料",)),
)
_STATED = tuple((unit, re.compile("|".join(words))) for unit, words in _UNITS)


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee text, read (docs/meaning.md §4).

    Attributes:
        fee_type: free, paid, mixed or unknown.
        fee_yen_min: lowest amount in yen; 0 when something is free; None when not stated.
        fee_yen_max: highest amount in yen; None when not stated.
        unit: per_year, per_month, per_family, per_person, per_session or other; None when not stated.
    """

    fee_type: str = "unknown"
    fee_yen_min: int | None = None
    fee_yen_max: int | None = None
    unit: str | None = None


def parse_fee(text: str) -> Fee:
    """Read a fee.

    Args:
        text: as published.

    Returns:
        The fee; `unknown` when the text states none or is an article.
    """
    if len(text) > _LONGEST:
        return Fee()
    folded = " ".join(_folded(text).split())
    counted = _EXTRA.sub(" ", folded)
    is_free = bool(_FREE.search(_NOT_FREE.sub("有料", counted)))
    amounts = [amount for amount in _amounts(counted) if amount > 0]
    is_paid = bool(amounts or _PAID.search(counted))
    if not is_free:
        return _paid(counted, amounts) if is_paid else Fee()
    if not is_paid and not _charges_in_part(counted):
        return Fee("free", 0, 0)
    if _only_sales(counted, amounts):
        return Fee("free", 0, 0)
    costs = re.sub(r"[^、。()※]{0,8}無料", " ", counted)  # 参加費無料、材料費300円: the 300 yen are no 参加費
    return Fee("mixed", 0, max(amounts, default=None), _unit(costs) if amounts else None)


def _paid(text: str, amounts: list[int]) -> Fee:
    if re.search("一部(?:は)?有料|(?:有料|参加費)の?(?:場合|もの|ブース|日)", text):
        return Fee("mixed", 0, max(amounts, default=None))
    if not amounts:
        return Fee("paid")
    if re.match(r"[0-9]{1,2}月[0-9]{1,2}日は", text):
        return Fee("mixed", None, max(amounts))  # on one day it costs; of the others nothing is said
    is_open = re.search(r"円\s?(?:~|から|以上)(?!\s?[0-9])", text)  # 500円から: nobody says up to how much
    return Fee("paid", min(amounts), None if is_open else max(amounts), _unit(text))


def _charges_in_part(text: str) -> bool:
    return bool(
        re.search(r"(?:参加費|費用|実費|部品代|材料費|料金)等?(?:が|は)?\s?(?:別途|かか|必要|いただ|あり)|一部", text)
    )


def _only_sales(text: str, amounts: list[int]) -> bool:
    """Everybody takes part for nothing, and only food or goods cost something."""
    rest = " ".join(part for part in re.split(r"[。、()※・]|ですが|\s", text) if not _FREE.search(part))
    if not _SALES.search(rest) or _MATERIALS.search(rest):
        return False
    return not amounts or not re.search(r"大人|小学|会員|一般|歳|未満|以上", rest)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("〜", "~").replace("−", "-").replace("‐", "-")
    folded = re.sub(r"(?<=[\u4e00-\u9fff])\([\u3041-\u309fー]{1,12}\)", "", folded)
    folded = re.sub(r"(?<=[0-9]),\s?(?=[0-9]{3}(?![0-9]))", ",", folded)
    return _KANJI_AMOUNT.sub(lambda found: str(_kanji_value(found[0])), folded)


def _kanji_value(numeral: str) -> int:
    total = digit = 0
    for sign in numeral:
        if sign in _KANJI:
            digit = _KANJI[sign]
            continue
        unit = {"十": 10, "百": 100, "千": 1000, "万": 10_000}[sign]
        total = (total + digit or 1) * unit if unit == 10_000 else total + (digit or 1) * unit
        digit = 0
    return total + digit


def _amounts(text: str) -> list[int]:
    found = []
    for match in _AMOUNT.finditer(text):
        found += [_yen(match["from"], match["k1"] or match["k2"])] if match["from"] else []
        found.append(_yen(match["yen"] or match["to"], match["k2"]))
    return [amount for amount in found if amount <= _MOST_YEN]


def _yen(number: str, thousands: str | None) -> int:
    return int(number.replace(",", "")) * {"千": 1000, "万": 10_000}.get(thousands or "", 1)


def _unit(text: str) -> str | None:
    """The unit that is stated; two of the strong ones are no single unit."""
    found = [unit for unit, pattern in _STATED if pattern.search(text)]
    if "per_year" in found and "per_month" in found:
        return "other"
    if "other" in found and not {"per_year", "per_month"} & set(found):
        return "other" if "per_family" not in found or re.search(r"[0-9]人組", text) else "per_family"
    return found[0] if found else None


def read_fees(texts: pl.Series) -> pl.DataFrame:
    """Read a column, each distinct text once.

    Args:
        texts: String column.

    Returns:
        Frame of the same length and order with the columns of `FEE_SCHEMA`; a null text is a row of nulls.
    """
    return map_rows(texts, lambda text: _VALUES(parse_fee(text)), FEE_SCHEMA)


_VALUES = operator.attrgetter(*FEE_SCHEMA)
