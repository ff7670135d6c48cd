"""What a reader of a page sees: hidden and struck-out parts are taken out of it before anything is read.

Belongs here: finding them in HTML by attribute, style and style sheet of the page itself. Does not belong here: hidden
rows and columns of files (`scrapers.attachments`). What an author hid or struck out is no publication.
Rows and columns of tables stay as empty ones with a mark, because a table must be counted (`tables.html`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from scrapers.tables.grid import Hidden

if TYPE_CHECKING:
    from parsel import Selector

MARK = "data-author-hid"
"""Attribute of a row or column that its author hid: `1` when something stood in it, `0` otherwise."""
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;{}]*line-through", re.IGNORECASE)
_TAGS = {
    "del": "取り消し線",
    "s": "取り消し線",
    "strike": "取り消し線",
    "rt": "ふりがな",
    "rp": "ふりがな",
    "rtc": "ふりがな",
    "template": "見えない部品",
    "noscript": "見えない部品",
}
_HIDDEN_KIND, _COMMENT_KIND = "隠した部分", "コメントにした部分"
_TAGS["comment"] = _COMMENT_KIND  # LibreOffice Calc writes a remark on a cell as an element; browsers show it
_KEPT = ("tr", "col")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_AT_BLOCK = re.compile(r"@[^{};]+(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_MOST_STYLE = 500_000
_MOST_RULES = 500
_WRITTEN = re.compile(r"<\w|[぀-ヿ一-鿿]")


def show_only(page: Selector, body: str | None = None) -> list[Hidden]:
    """Take out of a page what its author hid, struck out or commented out, and the readings above words.

    Args:
        page: the whole page; it is changed.
        body: CSS of the part that is read; only what was hidden there is counted; the whole `body` without it.

    Returns:
        What was taken out, by kind; rows and columns of tables are not in it but marked.
    """
    root = page.root
    if not hasattr(root, "iter"):
        return []
    # A remark in the head of a template stands on every page and hides nothing from a reader
    roots = [part.root for part in page.css(body or "body")] or ([] if body else [root])
    inside = {node for top in roots for node in top.iter()}
    by_class = _by_style_sheet(page)
    seen = Counter[str]()
    for node in list(root.iter()):
        kind = _kind(node, by_class)
        if kind is None or (node is not root and node.getparent() is None):
            continue
        text = _text(node)
        if node.tag in _KEPT:
            _mark(node, has_text=bool(text))
            continue
        if text and node in inside and kind:
            seen[kind] += 1
        _take_out(node)
    return [Hidden(kind, count) for kind, count in sorted(seen.items())]


def _kind(node: Any, by_class: dict[Any, str]) -> str | None:
    """Why an element is not shown, or None; "" for a comment that nobody wrote for people."""
    if not isinstance(node.tag, str):
        text = node.text or ""
        return _COMMENT_KIND if _WRITTEN.search(text) and not re.match(r"\s*\[(?:if|endif)|<!\[", text) else None
    if node.tag in ("html", "body", "head", "script", "style"):
        return None
    if node.tag in _TAGS:
        return _TAGS[node.tag]
    style = node.get("style", "")
    if "hidden" in node.attrib or _NOT_SHOWN.search(style) or _is_flat(node):
        return _HIDDEN_KIND
    if _STRUCK.search(style):
        return "取り消し線"
    return by_class.get(node)


def _is_flat(node: Any) -> bool:
    """A row or column that is nothing high or wide."""
    return node.tag in _KEPT and node.get("height" if node.tag == "tr" else "width", "").strip() in ("0", "0px", "0pt")


def _by_style_sheet(page: Selector) -> dict[Any, str]:
    """Elements that the page's own style sheets hide or strike out."""
    text = re.sub(r"/\*.*?\*/|<!--|-->", "", "\n".join(page.css("style::text").getall())[:_MOST_STYLE], flags=re.DOTALL)
    kinds: dict[Any, str] = {}
    rules = [
        (selector.strip(), _HIDDEN_KIND if _NOT_SHOWN.search(declared) else "取り消し線")
        for selectors, declared in _RULE.findall(_AT_BLOCK.sub("", text))
        if _NOT_SHOWN.search(declared) or _STRUCK.search(declared)
        for selector in selectors.split(",")
    ]
    for selector, kind in rules[:_MOST_RULES]:
        if not selector or ":" in selector:
            continue
        try:
            nodes = page.css(selector)
        except (SyntaxError, ValueError, RuntimeError):
            # A selector of a newer kind than cssselect knows
            continue
        kinds.update({node.root: kind for node in nodes})
    return kinds


def _text(node: Any) -> str:
    if not isinstance(node.tag, str):
        return str(node.text or "").strip()
    return "".join(node.itertext(with_tail=False)).strip()


def _mark(node: Any, *, has_text: bool) -> None:
    node.set(MARK, "1" if has_text else "0")
    for cell in node:
        tail = cell.tail
        for child in list(cell):
            cell.remove(child)
        if isinstance(cell.tag, str):
            cell.text = None
        cell.tail = tail


def _take_out(node: Any) -> None:
    """Remove an element; what follows it stays."""
    parent, before, tail = node.getparent(), node.getprevious(), node.tail
    if parent is None:
        return
    if tail:
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    node.tail = None
    parent.remove(node)
