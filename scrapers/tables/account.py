"""The account of a table: how many rows it has and what became of each.

Belongs here: the sum and its sentence. Does not belong here: deciding what a row is (`rows`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from warehouse.contract import VOCABULARIES, label_ja

LISTING, HEADING, TITLE = "listing", "heading", "title"
_OWN_WORDS = {LISTING: "掲載", HEADING: "項目名", TITLE: "表題"}
_SHORT_WORDS = {"section_row": "見出し", "note_row": "注", "total_row": "合計", "repeated_heading": "項目名の繰り返し"}


@dataclass(frozen=True, slots=True)
class AccountItem:
    """What became of the rows of one table; a spider yields it beside its listings, and it becomes no row.

    Attributes:
        place: which table.
        counts: `listing`, `heading`, `title` or a code of the vocabulary `reason` → rows of the table.
        is_vertical: whether labels stand on the left; then a listing is a column, not a row.
    """

    place: str
    counts: dict[str, int] = field(default_factory=dict)
    is_vertical: bool = False

    @property
    def rows(self) -> int:
        """Rows that hold something."""
        return sum(self.counts.values())


def said(accounts: Iterable[AccountItem]) -> str | None:
    """The account of a page in one Japanese line, such as 60 行 = 掲載 57 + 見出し 2 + 注 1; None without a table."""
    total = Counter[str]()
    known = list(accounts)
    for account in known:
        total.update(account.counts)
    if not known:
        return None
    order = [LISTING, HEADING, TITLE, *VOCABULARIES["reason"].values()]
    parts = [f"{_word(name)} {total[name]}" for name in order if total[name]]
    vertical = "（縦の表を含む: 掲載は列で数えます）" if any(account.is_vertical for account in known) else ""
    return f"{total.total()} 行 = {' + '.join(parts) or '0'}{vertical}"


def _word(name: str) -> str:
    return _OWN_WORDS.get(name) or _SHORT_WORDS.get(name) or label_ja("reason", name)
