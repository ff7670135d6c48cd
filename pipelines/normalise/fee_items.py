"""The items of a fee text: every amount, every 無料 and every charge without an amount, with the words that govern it.

Belongs here: cutting a text into items. Does not belong here: what the items come to (`fees`), amounts (`yen`).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final, Literal

from pipelines.normalise import fee_words as words
from pipelines.normalise.yen import AMOUNT, amount_range

Kind = Literal["price", "free", "charge"]

_NEXT_ITEM: Final = re.compile(rf"{AMOUNT}|{words.FREE}")
_UNIT_BEHIND: Final = re.compile(r"\s?(?:/\s?[^\s、。()/\d]{1,3}|(?i:per|a)\s[a-zA-Z]{1,8}|(?i:each))")
_NOT_FREE: Final = re.compile(words.NOT_FREE)
_ENDS_A_LABEL: Final = re.compile("費|(?<![無有])料|代")
_MAY_CHARGE: Final = re.compile(
    "[費料代券金]|かね|購入|求め|有償|数[百千]円|ワンコイン|ドリンク|オーダー|カンパ|投|払|勘|割[りる]|制|集金|徴収|(?i:fee|cost|price)"
)


def _tokens(label: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<free>{words.FREE})|(?P<price>{AMOUNT})|(?P<label>{label})|(?P<nothing>{words.FREE_OF_LABEL})"
        r"|(?P<open>[(\[【「〔])|(?P<close>[)\]】」〕])|(?P<hard>[\n。※;]|ただし|但し|\bbut\b)|(?P<soft>[、,])"
    )


_TOKEN, _TOKEN_WITH_ANY_LABEL = _tokens(words.NAMED_LABEL), _tokens(words.LABEL)
_IS_NO_LABEL: Final = re.compile(words.IS_NO_LABEL)
_CHARGE: Final = re.compile(words.CHARGE.replace("LABEL", words.LABEL))
_LABEL: Final = re.compile(words.LABEL)
_LABEL_BEFORE: Final = re.compile(rf"(?:{words.LABEL})\s?(?:の?ご?負担)?(?:とも(?:に)?|は|も|が|:|/)?\s?(?:一切)?$")
_ENROLMENT: Final = re.compile(words.ENROLMENT)
_PERIOD_IN_FRONT: Final = re.compile(words.PERIOD_IN_FRONT)
_WHO_BEFORE: Final = re.compile(words.QUALIFIES)
_BACK: Final = re.compile(
    r"\s?(?:程度|ほど|位|くらい|ぐらい|前後|(?i:per|a)\s[a-zA-Z]+)?\s?(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]"
    rf"|[,;、]?\s?(?:[A-Za-z]+\s){{0,6}}{words.AS_YOU_LIKE}|{words.FOR_SOME}"
    r"|[^、。\n※ ()\[\]]*(?:\)\s?[をがは]?\s?(?:込|含)[^、。\s]*)?(?:[、・\s]\s?[^、。\s\d円()]{1,8}半額"
    r"(?!\s?[0-9(]))?)"
)
_INCLUDED: Final = re.compile(r"(?:等|など|も|は|を|\s){0,3}(?:込|含|付|つき)")
_GATE: Final = re.compile(words.GATE)
"""Included in what is paid at the gate, not free."""
_ENDS_A_CLAUSE: Final = re.compile(r"[)、。]|$|[がを]")
_ONLY_A_UNIT: Final = re.compile(r"(?:\s?/\s?\S{1,2}?)?の?")
_STEM: Final = re.compile(
    "参加|受講|講習|聴講|講座|月謝|会|入場|入館|入園|観覧|鑑賞|拝観|利用|使用|体験|見学|食?材料|教材|資料|保険|テキスト|本|食材"
    "|キット|道具|会場|講師|運営|食事|昼食|弁当|飲み物|茶菓?|菓子|交通|バス|部品|登録|入会"
)
_ENGLISH: Final = {"material": "材料", "insurance": "保険", "admission": "入場", "entrance": "入場", "membership": "会"}
_ANY_FEE: Final = re.compile(r"^(?:料金|費用|代金|実費|(?i:fees?|price|cost))$|^[^費料代金]$")
_ON_THE_WAY: Final = re.compile("交通|駐車|通信|宿泊")
"""Nobody pays it for taking part."""
ADDED: Final = re.compile(words.ADDED)
"""Said of what is paid on top of something else."""
_DUES: Final = re.compile("会費|登録|保険|資料|教材|材料|テキスト")
_TAKING_PART: Final = re.compile(r"[\s、。・(※]*(参加|受講|入場)(?:費|料)?(?:は|も|自体は)?\s?")
_TICKET: Final = re.compile(words.TICKET)
_WHO_IN_FRONT: Final = re.compile(rf"^(?:{words.WHO})+の?")


@dataclass(slots=True)
class Item:
    """One thing that a fee text says.

    Attributes:
        kind: an amount, 無料, or a charge without an amount.
        low: lowest yen of an amount; None when nobody says.
        high: highest yen of an amount; None when nobody says.
        part: what it is for, in one word for all spellings (材料 of 材料費 and 材料代); "" when not named.
        label: the same as written.
        front: the words between the item before it and this one.
        back: the words behind it, up to the next mark, or the brackets behind it.
    """

    kind: Kind
    low: int | None = None
    high: int | None = None
    part: str = ""
    label: str = ""
    front: str = ""
    back: str = ""


@dataclass(slots=True)
class Items:
    """All items of a text.

    Attributes:
        items: in the order of the text.
        tail: the words behind the last item.
        unresolved: labels behind 無料 of which nothing is said: 無料（材料費）.
        unread: stretches of text without an item; a label alone is one of them.
    """

    items: list[Item]
    tail: str
    unresolved: list[str]
    unread: list[str]


@functools.lru_cache(maxsize=10_000)
def part_of(label: str) -> str:
    """材料費, 食材料費, 材料代 → 材料; 料金 → "".

    Args:
        label: what an amount is for, as written.
    """
    if _TICKET.search(label):
        return "券"
    for english, part in _ENGLISH.items():
        if english in label.lower():
            return part
    plain = _WHO_IN_FRONT.sub("", label)
    if not plain or _ANY_FEE.search(plain):
        return ""
    stems = _STEM.findall(plain)
    return str(stems[-1]).replace("食材料", "材料") if stems else plain


class _Scanner:
    """Goes through the tokens once; every bracket has a label of its own and gives it back at its end."""

    def __init__(self, text: str) -> None:
        self.text = _NOT_FREE.sub(lambda match: "有料" if match[0].startswith("無料で") else " ", text)
        self.items: list[Item] = []
        self.labels = [""]
        self.waiting: list[str] = []
        self.unread: list[str] = []
        self.label_behind = ""
        self.front = self.segment = self.front_of_tail = 0
        self.has_item = False

    def scan(self) -> Items:
        tokens = _TOKEN_WITH_ANY_LABEL if _ENDS_A_LABEL.search(self.text) else _TOKEN
        for token in tokens.finditer(self.text):
            kind = token.lastgroup if token["price"] is None else "price"
            if kind == "label":
                self._label(token)
            elif kind == "price":
                self._price(token)
            elif kind == "free" or (kind == "nothing" and self._is_of_label(token)):
                self._free(token)
            elif kind != "nothing":
                self._mark(token, str(kind))
        self._close_segment(len(self.text))
        self._share_label_behind()
        return Items(
            self.items, self.text[self.front_of_tail :], self.waiting if self._is_last_free() else [], self.unread
        )

    def _label(self, token: re.Match[str]) -> None:
        if _IS_NO_LABEL.search(token[0]):
            return
        if self._is_behind(token):
            self.items[-1].label, self.items[-1].part = token[0], part_of(token[0])
            return
        self.labels[-1] = token[0]
        is_settled = _INCLUDED.match(self.text, token.end()) and not _GATE.search(token[0])
        is_settled = is_settled or (token[0].isascii() and self.has_item)  # free admission
        if not is_settled and not _ON_THE_WAY.search(token[0]):
            self.waiting.append(token[0])

    def _is_behind(self, token: re.Match[str]) -> bool:
        """500円の参加費, (2,000円/月おやつ代): what it is for follows the amount."""
        last = self.items[-1] if self.items else None
        if last is None or last.kind != "price" or last.label or not _ENDS_A_CLAUSE.match(self.text, token.end()):
            return False
        return bool(_ONLY_A_UNIT.fullmatch(self.text, self.front_of_tail, token.start()))

    def _price(self, token: re.Match[str]) -> None:
        amounts = amount_range(token)
        if amounts is not None:
            self._add(Item("price", *amounts), token)

    def _free(self, token: re.Match[str]) -> None:
        self._charge(self.text[self.segment : token.start()])
        self._add(Item("free", 0, 0), token)

    def _is_of_label(self, token: re.Match[str]) -> bool:
        front = self.text[self.segment : token.start()]
        return bool(_LABEL_BEFORE.search(front) or _WHO_BEFORE.search(front)) or (not self.items and not front.strip())

    def _add(self, item: Item, token: re.Match[str]) -> None:
        item.front = self.text[self.front : token.start()]
        if _ENROLMENT.search(self.labels[-1]) and _PERIOD_IN_FRONT.search(item.front):
            self.labels[-1] = ""  # 入会金3,000円、月額6,000円
        if item.kind == "free" and _DUES.search(self.labels[-1]) and (what := _TAKING_PART.fullmatch(item.front)):
            self.labels[-1] = what[1]  # 年会費500円、参加は無料
        item.label = self.labels[-1]
        item.part = part_of(item.label)
        back = _BACK.match(self.text, token.end())
        item.back = back[0] if back else ""
        if item.back and _NEXT_ITEM.search(item.back):  # what follows has words of its own
            unit = _UNIT_BEHIND.match(item.back)
            item.back = unit[0] if unit else ""
        self.items.append(item)
        self.waiting = []
        self.segment = self.front_of_tail = token.end()
        self.front = token.end() + len(item.back)
        self.has_item = True

    def _charge(self, stretch: str) -> None:
        """A charge without an amount in a stretch of text that holds no amount."""
        if not _MAY_CHARGE.search(stretch) or not _CHARGE.search(stretch):
            return
        labels = [label for label in _LABEL.findall(stretch) if not _IS_NO_LABEL.search(label)]
        label = labels[-1] if labels else ""
        self.items.append(Item("charge", part=part_of(label), label=label, front=stretch))
        self.waiting = []
        self.has_item = True

    def _mark(self, token: re.Match[str], kind: str) -> None:
        self._close_segment(token.start())
        if kind == "open":
            self.labels.append(self.labels[-1])
        elif kind == "close" and len(self.labels) > 1:
            self._label_behind(self.labels.pop())
        if kind == "hard":
            self.front = token.end()
        self.segment = token.end()

    def _label_behind(self, label: str) -> None:
        """500円（材料費）: what it is for stands behind it."""
        is_behind = bool(label and self.items and re.search(r"\(.*\)$", self.items[-1].back, re.DOTALL))
        for item in self.items if is_behind and self.waiting else ():
            if item.kind == "price" and not item.label:
                item.label, item.part = label, part_of(label)
                self.label_behind = label
        self.waiting = [] if is_behind and self.items[-1].kind == "price" else self.waiting

    def _share_label_behind(self) -> None:
        """会員100円、一般200円（資料代）。小学生50円: what follows without a word of its own is for the same."""
        is_after = False
        for item in self.items:
            if item.kind == "price" and item.label == self.label_behind:
                is_after = True
            elif is_after and item.kind == "price" and not item.label and not ADDED.search(item.front):
                item.label, item.part = self.label_behind, part_of(self.label_behind)

    def _close_segment(self, end: int) -> None:
        stretch = self.text[self.segment : end]
        self._charge(stretch)
        if not self.has_item and stretch:
            self.unread.append(stretch.strip())
        self.has_item = False

    def _is_last_free(self) -> bool:
        return bool(self.items) and self.items[-1].kind == "free"


def fee_items(text: str) -> Items:
    """The items of a fee text.

    Args:
        text: folded by `yen.fold_amounts`.
    """
    return _Scanner(text).scan()
