"""A page from which nothing was read, and why, in words for whoever declares the source.

Belongs here: when a page counts as unread, the labels that stand on it, what to write where. Does not belong here:
reading a page (`cases`), the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scrapy.http import Response, TextResponse

from scrapers.platforms.base import text_of
from warehouse.contract import label_ja

if TYPE_CHECKING:
    from scrapers.declaration.source import Source

_LONGEST_LABEL = 20
_LABELS = (
    "//table[.//thead//tr]//thead//*[self::th or self::td] | //dt"
    " | //table[not(.//thead//tr)]//th[not(../td) or ../../tr[1]/td or ../../../*/tr[1]/td]"
    " | //table[not(.//thead//tr)]//tr[1]/td[not(../th)][../../tr[2] or ../../../*/tr[2]]"
)
_SHOWN = 3
_AGAIN = "もう一度 hiroba check-source を実行してください"
_BY_LABEL = ("city_cms", "city_attachments")
"""Platforms that know a listing by the label of its name."""


def is_unread(source: Source, reading: Mapping[str, list[Any]]) -> bool:
    """Whether a page was not read: it is quarantined as a whole, or it gave no listing and no further page."""
    if any(row["is_quarantined"] and row["position"] == 0 for row in reading["issues"]):
        return True
    return source.role != "index" and not reading["listings"] and not reading["leads_to"]


def why_unread(source: Source, reading: Mapping[str, list[Any]], labels: tuple[str, ...]) -> list[str]:
    """Lines that say why a page is unread and what to write where.

    Args:
        source: how it is declared.
        reading: what came of the page.
        labels: what looks like a label on it, see `labels_of`.
    """
    wrong = [row for row in reading["issues"] if row["is_quarantined"]]
    details = dict.fromkeys(f"{label_ja('reason', row['reason_code'])}: {row['detail_text']}" for row in wrong)
    lines = [f"理由: {detail}" for detail in list(details)[:_SHOWN]]
    if labels:
        lines.append(f"ページに見えた項目名: {'、'.join(labels)}")
    return [*lines, f"すること: {_step(source, labels)}"]


def labels_of(response: Response) -> tuple[str, ...]:
    """What looks like a label on an HTML page: the head of a table, `th`, `dt`, a first row; nothing for other kinds.

    A table with a `thead` has its labels there and nowhere else; beneath a row of `th` alone, a `th` names its row.
    """
    content_type = (response.headers.get("Content-Type") or b"text/html").decode("latin-1")
    if not isinstance(response, TextResponse) or "html" not in content_type:
        return ()
    cells = response.xpath(_LABELS)
    texts = (text_of(cell) for cell in cells)
    return tuple(dict.fromkeys(text for text in texts if text and len(text) <= _LONGEST_LABEL))


def _step(source: Source, labels: tuple[str, ...]) -> str:
    named = [label for label in labels if source.labels.fields.get(label) == "name_text"]
    if source.platform in _BY_LABEL and labels and not named:
        unknown = next((label for label in labels if label not in source.labels.fields), labels[0])
        example = f'"{unknown}" = "name_text"'
        return (
            f"名称の項目がどれか決まっていません。source.toml の [labels.fields] に、例えば {example} のように足し"
            f"（[labels] の keep にあれば消し）、{_AGAIN}"
        )
    return f"ページと source.toml の platform・[layout]・[labels] を見比べて直し、{_AGAIN}"
