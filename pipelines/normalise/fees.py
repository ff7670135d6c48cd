"""What taking part costs: free, paid or both, how much, and for what.

Belongs here: what the items of a fee text come to (docs/meaning.md §4). Does not belong here: finding them
(`fee_items`), targets, application.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass

import polars as pl

from pipelines.normalise import fee_words as words
from pipelines.normalise.fee_items import ADDED, Item, Items, fee_items
from pipelines.normalise.fee_roles import (
    counted_items,
    is_conditional,
    is_for_some,
    is_only_at_times,
    is_told_of_some,
)
from pipelines.normalise.fee_units import period_of, unit_of
from pipelines.normalise.per_value import map_rows
from pipelines.normalise.yen import fold_amounts

FEE_SCHEMA = pl.Schema({"fee_type": pl.String, "fee_yen_min": pl.Int64, "fee_yen_max": pl.Int64, "unit": pl.String})
_LONGEST = 1000
_READING_IN_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff])\([\u3041-\u309fー]{1,12}\)")
# 1,000円×3回＝3,000円, 3,300円（税別3,000円）, 3,000円（内訳…）, 3,000円（教材費500円込み）
_TOLD_TWICE = re.compile(
    r"[0-9,]+円\s?(?=\(税込み?\s?[0-9,]+円)|[0-9,]+円\s?[×xX]\s?[0-9]+\s?(?:回|[人名]|[かヶカケ]月)?分?\s?=\s?(?=[0-9,]+円)|(?<=円)\s?\(税(?:別|抜き?)[^()]*円[^()]*\)"
    r"|(?<=円)\s?\(内訳[^()]*\)|(?<=円)\s?\([^()]*円[^()]*(?:込み?|含む|含みます)\)"
)
# 謝礼あり（1回1,000円）, 交通費支給: what one is given for helping
# 会費年2,400円（月200円）: one price in two periods, the first is the one that is asked for
_IN_BOTH_PERIODS = re.compile(
    r"(?P<period>[年月])[^0-9()円]{0,6}(?P<yen>[0-9,]+)円\s?(?P<aside>\((?P<other>[年月])[^0-9()円]{0,6}(?P<same>[0-9,]+)円[^0-9()円]{0,6}\))"
)
_MONTHS = 12
_GIVEN_TO_ONE = re.compile(
    r"(?:謝礼|謝金|報酬|日当|時給|手当|有償ボランティア|交通費(?:の?一部)?(?:を|は)?支給)(?:あり|有り?|します)?\s?:?(?:\s?\([^()]*\)|[^。、\n()]{0,8}円)?"
)
_OTHERS_PAY = re.compile(
    r"(?:買い?物(?:の代金|代)|(?:商品|品物)の?代金?|交通費|参加費|昼食代|食事代|弁当代|飲食[代費]|宿泊費|通信[費料])[^。※\n無円]*(?:自己|各自(?:で|の)?ご?)負担"
    r"|(?:昼食|食事|弁当|飲食|飲み物|飲物|お茶|ドリンク|ランチ)(?:[代費]|料金)?(?:は|も|のみ)?\s?(?:各自|自己|自分)(?:で|の|が)?(?:お?支払い?|払い?|実費|持ち|精算)?(?:です|で|ます)?(?=[)。、\s※]|$)"
)  # ※見学の際の…: not what this costs

_OPEN_ABOVE, _OPEN_BELOW = re.compile(r"^\s?(?:~|から|以上|より)"), re.compile(r"^\s?(?:以内|以下|まで(?!に)|未満)")
_LEAST, _MOST = re.compile(r"(?:最低|下限)\D{0,3}$"), re.compile(r"(?:上限|最大|最高|高くても)\D{0,3}$")
_ON_ONE_DAY = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日は")
_A_LABEL = re.compile(words.LABEL)
_NO_WORDS = re.compile(
    rf"(?:{words.WHO}|[\W\d_]|税込み?|以下|以上|まで|の方|です|など|等|名様?|人|全?\d+回(?:分|で)?|年\d回|別途|現金のみ)*"
)
_IS_EASY = re.compile("|".join(words.EASY))
_PERIODS = ("per_year", "per_month")
_NEVER_TOGETHER = frozenset({*_PERIODS, "per_family"})
"""Units beside which another one makes the whole `other`: 大人300円、家族500円."""
_EACH_TIME = re.compile("(?:1|各|毎)回|/\\s?回|その都度|ごとに")
_MAIN = frozenset({"", "参加", "受講", "会", "月謝", "講習", "入場", "入館", "利用", "券"})


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


@dataclass(slots=True)
class _Part:
    """What one part of the fee comes to: its alternatives as a range; `is_due` when everybody pays it."""

    low: int | None
    high: int | None
    is_due: bool
    has_free: bool
    period: str | None


def parse_fee(text: str) -> Fee:
    """Read a fee.

    Args:
        text: as published.

    Returns:
        The fee; `unknown` when the text states none or is an article, or names a charge behind 無料 without saying
        who pays it.
    """
    return Fee() if len(text) > _LONGEST else _decide(_items(text))


def _items(text: str) -> Items:
    folded = _READING_IN_BRACKETS.sub("", fold_amounts(text))
    if _IS_EASY.search(folded):
        for easy, word in words.EASY.items():
            folded = folded.replace(easy, word)
    folded = _IN_BOTH_PERIODS.sub(_in_one_period, folded)
    return fee_items(_TOLD_TWICE.sub(" ", _OTHERS_PAY.sub(" ", _GIVEN_TO_ONE.sub(" ", folded))))


def _in_one_period(match: re.Match[str]) -> str:
    amounts = {match[name]: int(match[yen].replace(",", "")) for name, yen in (("period", "yen"), ("other", "same"))}
    is_same = len(amounts) > 1 and amounts["年"] == amounts["月"] * _MONTHS
    return match[0].removesuffix(match["aside"]) if is_same else match[0]


def _decide(items: Items) -> Fee:
    counting = counted_items(items.items)
    frees = [item for item in counting if item.kind == "free"]
    charges = [item for item in counting if item.kind == "charge"]
    is_mixed = any(is_for_some(item) for item in frees)
    parts = _parts(counting, has_free=bool(frees))
    is_mixed |= any(part.is_due and part.has_free for part in parts)
    low, high = _total(parts)
    unit = _unit_of(counting, parts, items.tail)
    if is_mixed:
        return Fee("mixed", 0, high or None, unit)
    if any(part.is_due for part in parts):
        return _due(counting, low, high, unit)
    if frees:
        return _free_or_not(items, charges, high, unit)
    if parts:
        return Fee("mixed", None, high, unit)
    return _charged(charges)


def _due(items: list[Item], low: int | None, high: int | None, unit: str | None) -> Fee:
    if low == 0:
        return Fee("mixed", 0, high, unit)
    if _ON_ONE_DAY.match(items[0].front):  # of the other days nothing is said
        return Fee("mixed", None, high)
    return Fee("paid", low, high, unit)


def _free_or_not(items: Items, charges: list[Item], high: int | None, unit: str | None) -> Fee:
    """無料 is said, and no amount that everybody pays."""
    if any(not is_conditional(item, has_free=True) for item in charges):
        return Fee("paid")
    if charges or high != 0:
        return Fee("mixed", 0, high or None, unit)
    return Fee() if items.unresolved else Fee("free", 0, 0)


def _charged(charges: list[Item]) -> Fee:
    if not charges:
        return Fee()
    if all(is_conditional(item, has_free=False) for item in charges):
        return Fee("mixed", 0 if any("一部" in item.front for item in charges) else None, None)
    return Fee("paid")


def _parts(items: list[Item], *, has_free: bool) -> list[_Part]:
    """Alternatives of one part are a range; amounts on top of others are a part of their own."""
    grouped: dict[str, list[Item]] = {}
    for item in items:
        if item.kind != "charge":
            is_on_top = bool(grouped) and (item.label not in item.front or not item.part) and ADDED.search(item.front)
            key = "+" if is_on_top and (item.kind == "price" or not item.part) else item.part
            grouped.setdefault(key, []).append(item)
    is_alone = len(grouped) == 1 and not has_free
    parts = {key: _part(group, has_free=has_free, is_alone=is_alone) for key, group in grouped.items()}
    if any(part.period and part.high for part in parts.values()):
        # What is paid once, or once a year, is no monthly price; what is paid each time is another price
        main = {part.period for key, part in parts.items() if key in _MAIN and part.period} or set(_PERIODS)
        kept = {*_MAIN, *(key for key, group in grouped.items() if _is_each_time(group))}
        parts = {key: part for key, part in parts.items() if part.period in main or part.has_free or key in kept}
    return list(parts.values())


def _is_each_time(group: list[Item]) -> bool:
    return any(item.kind == "price" and _EACH_TIME.search(f"{item.front}{item.back}") for item in group)


def _part(group: list[Item], *, has_free: bool, is_alone: bool) -> _Part:
    prices = [item for item in group if item.kind == "price"]
    always = [item for item in prices if not is_only_at_times(item)]
    due = [item for item in always if is_alone or not is_conditional(item, has_free=has_free)]
    if has_free and len(prices) == 1 and is_told_of_some(prices[0]):
        due = []
    lows = [None if _is_open_below(item) else item.low for item in due]
    highs = [None if _is_open_above(item) else item.high for item in prices]
    known_lows, known_highs = [low for low in lows if low is not None], [high for high in highs if high is not None]
    period = next((name for item in prices if (name := period_of(_words_of(item)))), None)
    return _Part(
        low=(None if None in lows else min(known_lows)) if due else 0,
        high=None if None in highs else max(known_highs, default=0),
        is_due=bool(due),
        has_free=len(prices) < len(group),
        period=period,
    )


def _is_open_above(item: Item) -> bool:
    return bool(_OPEN_ABOVE.search(item.back) or _LEAST.search(item.front))


def _is_open_below(item: Item) -> bool:
    return bool(_OPEN_BELOW.search(item.back) or (item.low == item.high and _MOST.search(item.front)))


def _total(parts: list[_Part]) -> tuple[int | None, int | None]:
    """All parts together; prices of different periods are never added."""
    priced = [part for part in parts if part.is_due or part.high != 0]
    lows, highs = [part.low for part in priced], [part.high for part in priced]
    if len({part.period for part in priced}) > 1:
        known = [low for low in lows if low]
        return min(known, default=None), None if None in highs else max((high or 0 for high in highs), default=0)
    low = None if None in lows else sum(low or 0 for low in lows)
    return low, None if None in highs else sum(high or 0 for high in highs)


def _unit_of(items: list[Item], parts: list[_Part], tail: str) -> str | None:
    prices = [item for item in items if item.kind == "price"]
    if not prices:
        return None
    periods = {part.period for part in parts if part.is_due or part.high != 0}
    of_parts = {(item.part, period) for item in prices if (period := period_of(_words_of(item)))}
    is_several = len(of_parts) > len({part for part, _ in of_parts})  # 会費 月額500円、年額5,000円
    # What was left out for its period has no say
    prices = [item for item in prices if period_of(_words_of(item)) in periods | {None}]
    units = {unit_of(_words_of(item)) for item in prices} if len(prices) > 1 else set()
    is_several = is_several or len(periods) > 1 or (len(units - {None}) > 1 and bool(units & _NEVER_TOGETHER))
    return "other" if is_several else unit_of(f"{_words_of_prices(prices)}{tail}")


def _words_of_prices(items: list[Item]) -> str:
    """The words around what is paid, without those around 無料: 参加費無料、材料費300円 has no unit."""
    return " ".join(_words_of(item) for item in items if item.kind == "price")


def _words_of(item: Item) -> str:
    is_named = item.label in item.front or unit_of(item.front) == "per_session"  # 月会費1,000円、1回なら500円
    front = item.front if is_named else item.label + item.front
    return f"{front} {item.high or 0}円{item.back}"


def unread_of_fee(text: str) -> str | None:
    """The stretches of a fee text in which nothing was recognised; None where there are none.

    Args:
        text: as published.
    """
    if len(text) > _LONGEST:
        return text
    unread = (part for part in _items(text).unread if not _NO_WORDS.fullmatch(part) and not _A_LABEL.search(part))
    return " / ".join(unread) or None


def read_fees(texts: pl.Series) -> pl.DataFrame:
    """Read a column, each distinct text once.

    Args:
        texts: String column.

    Returns:
        Frame of the same length and order with the columns of `FEE_SCHEMA`; a null text is a row of nulls.
    """
    return map_rows(texts, lambda text: _VALUES(parse_fee(text)), FEE_SCHEMA)


_VALUES = operator.attrgetter(*FEE_SCHEMA)
