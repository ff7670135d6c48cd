"""Who pays an item of a fee text: everybody, some, or nobody who takes part.

Belongs here: what the words around an item make of it. Does not belong here: finding items (`fee_items`), what they
come to (`fees`).
"""

from __future__ import annotations

import re

from pipelines.normalise import fee_words as words
from pipelines.normalise.fee_items import ADDED, Item
from pipelines.normalise.fee_units import period_of, unit_of

_FREE_FOR_SOME = re.compile(words.QUALIFIES)
_FREE_AT_TIMES = re.compile(r"(?:[日月火水木金土]曜日?|の日|午前|午後|平日|休日|回目?|時間|一部)(?:まで)?は?\s?$")
_FREE_THINGS = re.compile(
    r"^の?(?:種目|もの|物|ブース|コーナー|ゾーン|日|プログラム|講座|体験|見学|お試し)(?:有|あ|も|が|と|可|会)"
)
_FREE_FOR_THEM = re.compile(words.FOR_SOME)
_OR_NOT = re.compile(r"^\s?(?:または|又は|もしくは|か|と|・|、|/|~)\s?有料")
_LIMITED_BEHIND = re.compile(rf"^\s?\((?:{words.WHO})[^()、,]{{0,6}}(?:のみ|だけ|に限る|限定|以下|未満|以上|まで)?\)")
_TARGET = re.compile(r"対象|同伴")
_EVERYBODY = re.compile(words.EVERYBODY)
_IN_PRINCIPLE = re.compile(words.IN_PRINCIPLE)
_LABEL_AT_END = re.compile(rf"(?:(?:{words.LABEL})\s?(?:は|も|が|:|・|と)?\s?)+$")
_NOT_TAKING_PART = re.compile(words.NOT_TAKING_PART)
_CONDITIONAL = re.compile(words.CONDITIONAL)
_SOMETIMES = re.compile(words.SOMETIMES)
_GIFT, _WISHED = re.compile(words.GIFT), re.compile(words.FOR_WISHERS)
_ONE_DRINK = re.compile(r"(?:[1一]|ワン)\s?(?:ドリンク|オーダー)")
_IS_TOTAL = re.compile(r"計\W*$")
_FEWEST_PARTS, _MONTHS = 2, 12
_OF_A_THING = re.compile(r"実費|(?:は|が|も|[一-龠ァ-ヶーぁ-ん](?<![のか]))\s?有料")
_DUES = re.compile(r"(?:[年月]会費|月謝)(?:は|も|:)?\s?$")
_ON_ENTERING = re.compile(r"入会(?:時|の際)")
_CONDITION = re.compile(words.CONDITION)
_INCREASE = re.compile(words.INCREASE)
# 教材費は初回に700円: everybody has a first time
_ONCE_FOR_ALL, _DUE_AT_FIRST = (
    re.compile(r"初回(?:のみ|だけ|に|時に?)?"),
    re.compile("テキスト|教材|教科書|資料|材料|保険|登録|道具|用具|キット"),
)
_FOR_SOME = re.compile(rf"{words.WHO}[^、]{{0,6}}(?:は|のみ|には|の方)")
_ENROLMENT = re.compile(words.ENROLMENT)
_EXTRA_ONE, _EXTRA_BEHIND = re.compile(rf"{words.EXTRA_ONE}|{words.ATTENDANT}"), re.compile(words.EXTRA_BEHIND)
_NTH_ONE = re.compile(words.NTH_ONE)
_SHARE_OFF = re.compile(words.SHARE_OFF)
_INCLUDED_BEHIND, _INCLUDED_BEFORE = re.compile(words.INCLUDED_BEHIND), re.compile(words.INCLUDED_BEFORE)
_INCLUDED = re.compile(r"[^、。()\n]*(?:含|込み)[^、。()\n]*")
_REDUCTION = re.compile(words.REDUCTION)
_HALF = re.compile(r"半額(?!\s?[0-9(])")
_HALF_BEFORE = re.compile(r"^\W*[^0-9円]*(?:は|が)?半額(?!\s*$)")
_IS_OFF = re.compile(f"半額|{words.SHARE_OFF}")


def is_for_some(item: Item) -> bool:
    """Whether 無料 holds for some people, days or things only, or in principle.

    Args:
        item: of kind `free`.
    """
    front = _LABEL_AT_END.sub("", item.front)
    if _EVERYBODY.search(front):
        return False
    behind = _LIMITED_BEHIND.match(item.back)
    return bool(
        _FREE_FOR_SOME.search(front)
        or _FREE_AT_TIMES.search(front)
        or _IN_PRINCIPLE.search(front)
        or _FREE_THINGS.search(item.back)
        or _OR_NOT.search(item.back)
        or _FREE_FOR_THEM.search(item.back)
        or front.rstrip(" ・/と").endswith(("有料", "有料または", "有料又は"))
        or (behind and not _TARGET.search(behind[0]))
    )


def is_conditional(item: Item, *, has_free: bool) -> bool:
    """Whether only some pay: who wants it, needs it, or belongs to a group.

    Args:
        item: an amount or a charge.
        has_free: whether the text says 無料; beside it an unnamed 実費 is paid by who has it.
    """
    words_around = _ONE_DRINK.sub("", item.front + item.back)
    if "含" in words_around or "込" in words_around:
        words_around = _INCLUDED.sub("", words_around)
    if not has_free and item.label and ADDED.search(item.front):
        words_around = words_around.replace(item.label, "")
    if _CONDITIONAL.search(words_around) or item.part == "交通":
        return True
    if item.kind == "charge" and is_told_of_some(item):
        return True
    return has_free and not item.label and bool(_OF_A_THING.search(item.front))


def is_only_at_times(item: Item) -> bool:
    """Whether it is paid now and then: 材料費300円がかかることがあります.

    Args:
        item: an amount.
    """
    return bool(_SOMETIMES.search(item.front + item.back))


def is_told_of_some(item: Item) -> bool:
    """Whether some people are named who pay it: 中学生以上は資料代200円.

    Args:
        item: an amount or a charge.
    """
    front = _ONCE_FOR_ALL.sub("", item.front) if _DUE_AT_FIRST.search(item.label) else item.front
    return bool(_FOR_SOME.search(front))


def counted_items(items: list[Item]) -> list[Item]:
    """What somebody pays for taking part; what is bought beside it counts only where nothing else is said.

    Args:
        items: of one text, in its order.
    """
    counting = _without_unpaid_dues([item for item in items if not _is_told_twice(item)])
    counting = _without_yearly_sum(_without_nth_ones(counting))
    if any(item.kind == "free" for item in counting):  # 無料（カンパ歓迎）: nobody has to
        counting = [item for item in counting if item.kind != "charge" or item.label or not _GIFT.search(item.front)]
        counting = [item for item in counting if item.kind != "price" or not _WISHED.search(item.front + item.back)]
    counting = _without_breakdown(counting)
    if len(counting) == 1 and not _IS_OFF.search(counting[0].front + counting[0].back):
        return counting
    counting = _reduced(counting)
    ways_in = [item for item in counting if not _is_beside(item)]
    if any(item.kind != "charge" for item in ways_in):
        counting = ways_in
    without = [item for item in counting if not _is_enrolment(item)]
    return without if any(item.kind == "price" for item in without) else counting


def _is_enrolment(item: Item) -> bool:
    return bool(_ENROLMENT.search(item.label) or _ON_ENTERING.search(item.front))


def _is_beside(item: Item) -> bool:
    """Bought beside taking part; what stands in brackets behind 無料 is no part of it."""
    if item.kind == "price" and item.label and ADDED.search(item.front):
        return False  # 別途ドリンク代600円 is for all
    front = _ONE_DRINK.sub("", item.front)
    around = front if item.kind == "free" else front + item.back
    if item.kind == "price":  # 500円（飲み物代を含む）
        around = _INCLUDED.sub("", around)
    return bool(_NOT_TAKING_PART.search(around))


def _is_told_twice(item: Item) -> bool:
    if item.kind != "price":
        return item.kind == "free" and bool(_ENROLMENT.search(item.label))
    return bool(
        _INCREASE.search(item.back)
        or _CONDITION.search(item.back)
        or _INCLUDED_BEHIND.search(item.back)
        or _INCLUDED_BEFORE.search(item.front)
        or _EXTRA_ONE.search(item.front)
        or _EXTRA_BEHIND.search(item.back)
    )


def _without_nth_ones(items: list[Item]) -> list[Item]:
    """1家族700円（3人目以降150円): no further amount; 300円（2人目から200円): another one."""
    if not items or unit_of(f"{items[0].label}{items[0].front}{items[0].back}") != "per_family":
        return items
    return [item for item in items if item.kind != "price" or not _NTH_ONE.search(item.front)]


def _without_unpaid_dues(items: list[Item]) -> list[Item]:
    """年会費なし 1回500円: what nobody pays for being a member says nothing of what each time costs."""
    has_price = any(item.kind == "price" for item in items)
    return [item for item in items if not (has_price and item.kind == "free" and _DUES.search(item.front))]


def _without_yearly_sum(items: list[Item]) -> list[Item]:
    """月額500円（年額6,000円）is one amount."""
    months = [item.high for item in items if item.kind == "price" and item.high and _period(item) == "per_month"]
    sums = {high * _MONTHS for high in months}
    return [item for item in items if _period(item) != "per_year" or item.low != item.high or item.high not in sums]


def _period(item: Item) -> str | None:
    return period_of(f"{item.front}{item.back}") if item.kind == "price" else None


def _without_breakdown(items: list[Item]) -> list[Item]:
    """A sum and its parts are one amount: 3,500円（受講料3,000円＋教材費500円）."""
    prices = [item for item in items if item.kind == "price"]
    if len(prices) <= _FEWEST_PARTS:
        return items
    for total, parts in ((prices[0], prices[1:]), (prices[-1], prices[:-1])):
        is_sum = total.high == sum(part.high or 0 for part in parts)
        if is_sum and (len({part.part for part in parts}) == len(parts) or _IS_TOTAL.search(total.front)):
            total.label = parts[0].label
            return [item for item in items if item not in parts]
    return items


def _reduced(items: list[Item]) -> list[Item]:
    """200円引き, 1割引 and 半額 are told of the amount before them, 半額 also of the only one behind it."""
    reduced: list[Item] = []
    for item in items:
        before = next((each.high for each in reversed(reduced) if each.kind == "price" and each.high), None)
        if item.kind == "price" and _REDUCTION.search(item.back):
            if before is None or item.high is None or item.high > before:
                continue
            item.low = item.high = before - item.high
        reduced.append(item)
        reduced.extend(_less(item))
    return reduced


def _less(item: Item) -> list[Item]:
    """What those pay for whom an amount is less."""
    if item.kind != "price" or not item.high:
        return []
    if _HALF.search(item.back) or _HALF_BEFORE.search(item.front):
        less = item.high // 2
    elif share := _SHARE_OFF.search(item.back):
        less = item.high * (100 - int(share["share"]) * (10 if share["sign"] == "割" else 1)) // 100
    else:
        return []
    return [Item("price", less, less, item.part, item.label)] if less > 0 else []
