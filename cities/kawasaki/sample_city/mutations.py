"""What a redesign, an editor or a broken server does to a page: thirty ways, each a function of the page.

What belongs here: changes of layout and content that concern every page of a list. What does not: flaws of a single
address (see `faults`), and whether anybody notices (`hiroba bench layout`).
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cities.kawasaki.sample_city.sites.common import HTML, JSON, Page, render

Change = Callable[[str], str]
_CELL = r"<t[hd][^>]*>(?:(?!</t[hd]>).)*</t[hd]>"
_ROW = re.compile(r"<tr[^>]*>(?:(?!</tr>).)*</tr>\s*", re.DOTALL)
_TABLE = re.compile(r"<table[^>]*>.*?</table>", re.DOTALL)
_ENTRY = re.compile(
    r"<tr[^>]*>(?:(?!</tr>|<th).)*</tr>\s*"
    r"|<li[^>]*>(?:(?!</li>|<time|<a href=\"https://www.city).)*</li>\s*"
    r"|<article.*?</article>\s*",
    re.DOTALL,
)
_BODY = re.compile(r"(<(?:main|div class=\"main_naka_kiji\"|body)[^>]*>)(.*)(</body>)", re.DOTALL)


def _rows(change: Callable[[list[str]], list[str]]) -> Change:
    """Applies a change to the list of cells of every table row; merged cells make it ragged, as in life."""

    def one(row: re.Match[str]) -> str:
        cells = re.findall(_CELL, row[0], re.DOTALL)
        return "<tr>" + "".join(change(cells)) + "</tr>\n" if cells else row[0]

    return lambda text: _ROW.sub(one, text)


def _is_header(cells: list[str]) -> bool:
    return all(cell.startswith("<th") for cell in cells)


def _sub(pattern: str, with_: str) -> Change:
    return lambda text: re.sub(pattern, with_, text, flags=re.DOTALL)


def _tags(text: str, names: str, other: str) -> str:
    return re.sub(rf"<(/?)(?:{names})[^>]*>", rf"<\1{other}>", text)


def _labels_renamed(text: str) -> str:
    return re.sub(r"(<(?:th|dt)[^>]*>)([^<]+)(</(?:th|dt)>)", r"\1新\2\3", text)


def _colons_gone(text: str) -> str:
    # 担当 stands inside a cell: it is no label of the page
    return re.sub(r"(?<![一-龠])((?!担当)[一-龠ぁ-んァ-ヶ]{2,6})[：:](?=[^/])", r"\1は ", text)


def _half(text: str) -> str:
    entries = list(_ENTRY.finditer(text))
    return _cut_out(text, entries[: len(entries) // 2])


def _fifth(text: str) -> str:
    # An item of a list may be a field of a listing; a row of a table is a listing
    return _cut_out(text, [match for match in _ENTRY.finditer(text) if not match[0].startswith("<li")][::5])


def _cut_out(text: str, matches: list[re.Match[str]]) -> str:
    for match in reversed(matches):
        text = text[: match.start()] + text[match.end() :]
    return text


def _all_gone(text: str) -> str:
    text = re.sub(r"<h3.*?(?=<h2|<section|$)|<p>[^<]{20,}</p>", "", text, flags=re.DOTALL)
    return re.sub(r"<dl.*?</dl>", "<dl></dl>", _ENTRY.sub("", text), flags=re.DOTALL)


def _last_column_dropped(cells: list[str]) -> list[str]:
    return cells[:-1] if len(cells) > 2 else cells


def _values_reversed(cells: list[str]) -> list[str]:
    """The columns are printed in another order, the headings stay."""
    return cells if _is_header(cells) or len(cells) < 3 else cells[::-1]


def _column_only_in_rows(cells: list[str]) -> list[str]:
    return cells if _is_header(cells) else ["<td>●</td>", *cells]


_TEXT: dict[str, Change] = {
    "class_renamed": _sub(r'class="([^"]+)"', r'class="v2-\1"'),
    "ids_changed": _sub(r'id="([^"]+)"', r'id="x-\1"'),
    "wrapped": lambda text: _BODY.sub(r'\1<div class="outer"><div>\2</div></div>\3', text),
    "column_inserted": _rows(lambda c: ["<th>番号</th>" if _is_header(c) else "<td>●</td>", *c]),
    "column_inserted_last": _rows(lambda c: [*c, "<th>地図</th>" if _is_header(c) else "<td>あり</td>"]),
    "column_inserted_in_rows": _rows(_column_only_in_rows),
    "first_column_removed": _rows(lambda c: c[1:]),
    "last_column_removed": _rows(_last_column_dropped),
    "columns_reversed": _rows(lambda c: c[::-1]),
    "values_reversed": _rows(_values_reversed),
    "labels_renamed": _labels_renamed,
    "labels_spaced": _sub(r"(<(?:th|dt)[^>]*>)([^<])([^<]*)(</(?:th|dt)>)", r"\1\2　\3\4"),
    "labels_without_colon": _colons_gone,
    "header_row_removed": _sub(r"<tr[^>]*>\s*(?:<th[^>]*>[^<]*</th>\s*){2,}</tr>", ""),
    "table_to_list": lambda text: _TABLE.sub(lambda m: _tags(_tags(m[0], "t[hd]", "li"), "table|tr", "ul"), text),
    "table_to_div": lambda text: _TABLE.sub(lambda m: _tags(m[0], "table|tr|th|td|caption", "div"), text),
    "list_to_div": _sub(r"<(/?)(?:ul|li|dl|dt|dd)(?: [^>]*)?>", r"<\1div>"),
    "headings_lower": _sub(r"<(/?)h3", r"<\1h4"),
    "headings_shifted": lambda text: re.sub(r"<(/?)h2", r"<\1h3", re.sub(r"<(/?)h3", r"<\1h4", text)),
    "headings_as_text": _sub(r"<h[23][^>]*>(.*?)</h[23]>", r"<p><strong>\1</strong></p>"),
    "headings_gone": _sub(r"<h[23][^>]*>.*?</h[23]>", ""),
    "paging_gone": _sub(r'<a[^>]*(?:rel="next"|class="next[^"]*")[^>]*>.*?</a>', ""),
    "links_without_target": _sub(r'<a href="[^"]*"', '<a href="javascript:void(0)"'),
    "half_gone": _half,
    "fifth_gone": _fifth,
    "all_gone": _all_gone,
    "rows_twice": lambda text: _ENTRY.sub(r"\g<0>\g<0>", text),
}


def _records(change: Callable[[list[dict[str, Any]]], object]) -> Change:
    def one(text: str) -> str:
        answer = json.loads(text)
        answer["event_data"] = change(answer["event_data"])
        return json.dumps(answer, ensure_ascii=False)

    return one


def _renamed(old: str, new: str) -> Callable[[list[dict[str, Any]]], object]:
    return lambda records: [{(new if key == old else key): value for key, value in row.items()} for row in records]


_DATA: dict[str, Change] = {
    "class_renamed": _records(_renamed("title", "name")),
    "ids_changed": lambda text: text.replace('"event_data"', '"events"'),
    "column_inserted": _records(lambda rows: [{"event_id": n, **row} for n, row in enumerate(rows)]),
    "first_column_removed": _records(lambda rows: [dict(list(row.items())[1:]) for row in rows]),
    "labels_renamed": _records(_renamed("date_list", "dates")),
    "values_reversed": _records(lambda rows: [dict(zip(row, list(row.values())[::-1], strict=True)) for row in rows]),
    "table_to_list": _records(lambda rows: [list(row.values()) for row in rows]),
    "table_to_div": _records(lambda rows: {str(n): row for n, row in enumerate(rows)}),
    "paging_gone": lambda text: re.sub(r'"total_pages": ?\d+', '"total_pages": 1', text),
    "half_gone": _records(lambda rows: rows[: len(rows) // 2]),
    "fifth_gone": _records(lambda rows: [row for number, row in enumerate(rows) if number % 5]),
    "all_gone": _records(lambda _: []),
    "rows_twice": _records(lambda rows: [row for row in rows for _ in range(2)]),
}


def _login(_page: Page) -> Page:
    return render("login.html.j2")


def _maintenance(_page: Page) -> Page:
    return render("message.html.j2", title="メンテナンス中", text="ただいまメンテナンス中です。")


_WHOLE: dict[str, Callable[[Page], Page]] = {
    "login_page": _login,
    "maintenance_page": _maintenance,
    "empty_body": lambda page: replace(page, body=b""),
    "truncated": lambda page: replace(page, body=page.body[: len(page.body) // 2]),
    "lying_encoding": lambda page: replace(page, body=_encoded(page.body, "cp932")),
    "status_404": lambda page: replace(page, status=404),
    "status_500": lambda page: replace(page, status=500),
    "forbidden": lambda page: replace(page, status=403),
}
MUTATIONS = (*_TEXT, *_WHOLE)


def mutate(page: Page, name: str) -> Page:
    """Changes a page; an answer the mutation cannot concern comes back unchanged.

    Args:
        page: A sound page or file.
        name: One of `MUTATIONS`.

    Returns:
        The changed page.
    """
    if page.status != 200 or page.content_type.startswith("text/plain"):
        return page
    if name in _WHOLE:
        return _WHOLE[name](page)
    change = {HTML: _TEXT, JSON: _DATA}.get(page.content_type, {}).get(name)
    return replace(page, body=change(page.body.decode()).encode()) if change else page


def _encoded(body: bytes, encoding: str) -> bytes:
    try:
        return body.decode().encode(encoding, errors="xmlcharrefreplace")
    except UnicodeDecodeError:
        return body[::-1]  # a file: no text to encode
